"""Requests drawn from the API's own schema: no server error on any operation, and every answer is as described."""

import asyncio
from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks
from schemathesis.config import SchemathesisConfig
from starlette.types import Receive, Scope, Send

from zopa.web.app import create_app
from zopa.web.settings import Limits, Settings

APP = create_app(Settings(warm=False, processes=0, limits=Limits(requests=1e6, worlds=20)))


async def kept_open(scope: Scope, receive: Receive, send: Send) -> None:
    """The app without its beginning and end, which would come with every request otherwise."""
    if scope["type"] != "lifespan":
        await APP(scope, receive, send)
        return
    for told in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{told}.complete"})


@pytest.fixture(scope="module", autouse=True)
def _closed_at_last() -> Iterator[None]:
    asyncio.run(APP.state.thread.engine())  # requests are given ten seconds
    yield
    APP.state.kept.pool.close()
    APP.state.thread.close()


schema = schemathesis.openapi.from_asgi("/api/schema.json", kept_open, config=SchemathesisConfig.from_dict({"seed": 7}))
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
schema = schema.exclude(path_regex="/stream|/events$")


@schema.parametrize()
@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_operation_breaks(case: schemathesis.Case) -> None:
    response = case.call()
    case.validate_response(response, checks=CHECKS)
    if response.status_code >= 400:
        assert response.headers["content-type"] == ["application/problem+json"]
