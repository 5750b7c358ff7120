"""Errors as problem+json (RFC 9457): what is wrong, why, and what to do."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

MEDIA = "application/problem+json"


class WebError(Exception):
    """Something that a client can mend.

    Attributes:
        status: Status of the response.
        title: What is wrong, in a few words.
        detail: Why, and what to do.
        more: Further members of the answer.
    """

    def __init__(self, status: int, title: str, detail: str = "", **more: Any) -> None:
        super().__init__(f"{title}: {detail}" if detail else title)
        self.status, self.title, self.detail, self.more = status, title, detail, more


def missing(what: str, detail: str = "") -> WebError:
    """Something that is not there."""
    return WebError(404, f"there is no such {what}", detail)


def answer(status: int, title: str, detail: str = "", **more: Any) -> JSONResponse:
    """A problem as a response."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(jsonable_encoder(body), status, media_type=MEDIA)


def handle(app: FastAPI) -> None:
    """Let an app answer with problems."""
    from zopa.scenario.problems import ScenarioError

    @app.exception_handler(WebError)
    def _known(_: Request, error: WebError) -> JSONResponse:
        return answer(error.status, error.title, error.detail, **error.more)

    @app.exception_handler(HTTPException)
    def _http(_: Request, error: HTTPException) -> JSONResponse:
        return answer(error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        found = [
            {"where": ".".join(str(part) for part in one["loc"]), "what": str(one["msg"])} for one in error.errors()
        ]
        return answer(422, "the request is not right", "; ".join(f"{f['where']}: {f['what']}" for f in found[:5]),
                      problems=found[:20])  # fmt: skip

    @app.exception_handler(ScenarioError)
    def _scenario(_: Request, error: ScenarioError) -> JSONResponse:
        told = [f"{one.message}" + (f" ({one.hint})" if one.hint else "") for one in error.problems]
        return answer(422, "the scenario cannot be changed so", "; ".join(told[:5]), problems=told[:20])
