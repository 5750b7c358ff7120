"""Asking the app without a network: one request, and its answer as JSON."""

import json
from typing import Any

from starlette.types import ASGIApp, Message


class RefusedError(Exception):
    """The app has answered with a problem."""


async def ask(app: ASGIApp, method: str, path: str, body: Any = None) -> Any:
    """The app's answer.

    Args:
        app: The app, its life begun.
        method: `GET` or `POST`.
        path: Path and query.
        body: What is sent as JSON; None for nothing.

    Raises:
        RefusedError: The answer is a problem.
    """
    sent = b"" if body is None else json.dumps(body).encode()
    where, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": where, "raw_path": where.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [
            (b"host", b"localhost"), (b"content-type", b"application/json"), (b"content-length", b"%d" % len(sent)),
        ],
        "client": ("127.0.0.1", 0), "server": ("localhost", 80),
    }  # fmt: skip
    status, parts = 500, list[bytes]()

    async def receive() -> Message:
        return {"type": "http.request", "body": sent, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        parts.append(message.get("body", b""))

    await app(scope, receive, send)
    text = b"".join(parts)
    if status >= 400:
        raise RefusedError(f"{method} {path}: {text.decode(errors='replace')[:500]}")
    return json.loads(text) if text else None


def key(method: str, path: str, body: Any = None) -> str:
    """Under which name an answer is recorded; the page makes the same one of what it asks (`exported.js`).

    >>> key("POST", "/api/x", {"b": 1, "a": [2.0]})
    'POST /api/x {"a":[2],"b":1}'
    """
    return f"{method} {path}" + ("" if body is None else f" {_plain(body)}")


def _plain(body: Any) -> str:
    return json.dumps(_whole(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _whole(value: Any) -> Any:
    """Numbers as JavaScript writes them: 2.0 is 2."""
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value
