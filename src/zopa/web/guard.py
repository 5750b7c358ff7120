"""The guard before the app: size, rate, host and origin of requests, and headers that let a page load nothing else."""

import time
from collections import OrderedDict
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zopa.web.problems import answer
from zopa.web.settings import Limits

HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]

BURST = 5.0
"""Seconds' worth of requests that may come at once."""


class TooLargeError(Exception):
    """The body has more bytes than are allowed."""


class Guard:
    """Wraps an app; what it refuses never reaches a route."""

    def __init__(self, app: ASGIApp, limits: Limits, hosts: tuple[str, ...]) -> None:
        """Stand before an app.

        Args:
            app: The app.
            limits: Bounds.
            hosts: Names under which it may be asked for; `*` for any.
        """
        self.app, self.limits, self.hosts = app, limits, hosts
        self._seen: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _with_headers(send))
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self.limits.body:
                raise TooLargeError
            return message

        try:
            await self.app(scope, counted, _with_headers(send))
        except TooLargeError:
            await self._too_large()(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> Any:
        """Why a request is not let through, as a response; None where it is."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = (
            headers.get("host", "").rsplit(":", 1)[0] if not headers.get("host", "").endswith("]") else headers["host"]
        )
        if "*" not in self.hosts and host not in self.hosts:
            return answer(421, "this server is not asked for under this name", f"start it with --host {host[:80]}")
        origin = headers.get("origin", "")
        if origin and scope["method"] not in ("GET", "HEAD") and origin.partition("//")[2] != headers.get("host"):
            return answer(403, "requests come from the server's own page alone")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.limits.body:
            return self._too_large()
        client = (scope.get("client") or ("", 0))[0]
        if scope["path"].startswith("/api") and self._too_fast(client):
            return answer(429, "too many requests", "wait a second and try again")
        return None

    def _too_large(self) -> Any:
        return answer(413, "the request is too large", f"at most {self.limits.body:,} bytes")

    def _too_fast(self, client: str) -> bool:
        """A bucket for each address, which fills at the rate that is allowed."""
        now, most = time.monotonic(), self.limits.requests * BURST
        level, then = self._seen.pop(client, (most, now))
        level = min(most, level + (now - then) * self.limits.requests) - 1.0
        self._seen[client] = (max(level, 0.0), now)
        while len(self._seen) > 10_000:
            self._seen.popitem(last=False)
        return level < 0.0


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *HEADERS]
        await send(message)

    return sent
