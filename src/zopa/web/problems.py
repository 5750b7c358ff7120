"""Errors as problem+json (RFC 9457): what is wrong, why, and what to do."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

MEDIA = "application/problem+json"
LONGEST = 400
"""Characters of one text of an answer: what a client sent is not sent back at length."""


_SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}  # fmt: skip


def _told(description: str) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA: {"schema": _SCHEMA}}}


RESPONSES: dict[int | str, dict[str, Any]] = {
    422: _told("What was sent is not right, or asks for too much: `detail` says what."),
    "4XX": _told("It cannot be done: not there, not allowed, out of date, too large, too often."),
    "5XX": _told("The server is busy, its disk is full, or something went wrong inside; nothing was changed."),
}
"""Problems that every operation may answer with, for the API's description."""


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


def answer(
    status: int, title: str, detail: str = "", headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """A problem as a response."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": _short(detail), **more}
    # escaped: what clients send may hold halves of characters, which no encoding takes
    return Response(json.dumps(body, default=str), status, headers, media_type=MEDIA)


def _short(text: str) -> str:
    return text if len(text) <= 3 * LONGEST else text[: 3 * LONGEST] + " …"


def handle(app: FastAPI) -> None:
    """Let an app answer with problems."""
    from zopa.scenario.problems import ScenarioError

    @app.exception_handler(WebError)
    async def _known(_: Request, error: WebError) -> Response:
        headers = {"Retry-After": "2"} if error.status in (429, 503) else None
        return answer(error.status, error.title, error.detail, headers, **error.more)

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> Response:
        return answer(error.status_code, str(error.detail), headers=error.headers)

    @app.exception_handler(sqlite3.OperationalError)
    async def _store(request: Request, error: sqlite3.OperationalError) -> Response:
        from zopa.web.opening import written

        told = written(error)
        if not isinstance(told, WebError):
            raise error
        return await _known(request, told)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> Response:
        found = [
            {"where": ".".join(str(part) for part in one["loc"])[:LONGEST], "what": str(one["msg"])[:LONGEST]}
            for one in error.errors()[:20]
        ]
        return answer(422, "the request is not right", "; ".join(f"{f['where']}: {f['what']}" for f in found[:5]),
                      problems=found)  # fmt: skip

    @app.exception_handler(ScenarioError)
    async def _scenario(_: Request, error: ScenarioError) -> Response:
        told = [f"{one.message}" + (f" ({one.hint})" if one.hint else "") for one in error.problems[:20]]
        told = [one[:LONGEST] for one in told]
        return answer(422, "the scenario cannot be changed so", "; ".join(told[:5]), problems=told)
