"""The guard before the app: size, rate, host and origin of requests, and headers that let a page load nothing else."""

import logging
from asyncio import CancelledError
from collections.abc import Mapping

from fastapi import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from zopa.web.hosts import asked_for, from_elsewhere
from zopa.web.problems import answer
from zopa.web.rate import Rate
from zopa.web.settings import Limits

HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}
"""Headers of every answer, where it does not say otherwise itself."""


class TooLargeError(Exception):
    """The body has more bytes than are allowed."""


class Guard:
    """Wraps an app; what it refuses never reaches a route, and what goes wrong inside is told without a trace."""

    def __init__(self, app: ASGIApp, limits: Limits, hosts: tuple[str, ...]) -> None:
        """Stand before an app.

        Args:
            app: The app.
            limits: Bounds.
            hosts: Names under which it may be asked for; `*` for any, `<address>` for any address in numbers.
        """
        self.app, self.limits, self.hosts = app, limits, hosts
        self._rate = Rate(limits.requests)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        elif scope["type"] != "http":
            await self.app(scope, receive, send)
        else:
            passing = _Passing(scope, receive, send, self.limits.body)
            refusal = self._refusal(scope)
            if refusal is not None:
                await refusal(scope, receive, passing.send)
            else:
                await self._through(passing)

    async def _through(self, passing: "_Passing") -> None:
        try:
            await self.app(passing.scope, passing.receive, passing.send)
        except CancelledError:  # the server ends, and has waited long enough
            if passing.begun:
                raise
            await answer(503, "the server is ending")(passing.scope, passing.receive, passing.send)
        except Exception:  # the last line of defence: nothing of what went wrong inside is told to a client
            if passing.begun:
                raise
            if not passing.over:
                logging.getLogger("uvicorn.error").exception("a request went wrong: %s", passing.scope["path"][:200])
                sorry = "the server has said more where it was started; the game is as it was before"
                await answer(500, "something went wrong", sorry)(passing.scope, passing.receive, passing.send)
        if passing.over and not passing.begun:
            passing.over = False
            await self._too_large()(passing.scope, passing.receive, passing.send)

    def _refusal(self, scope: Scope) -> Response | None:
        """Why a request is not let through, as a response; None where it is."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        if not asked_for(host, self.hosts):
            detail = "write its address in numbers, or start it with a --host that others can reach"
            return answer(421, "this server is not asked for under this name", detail)
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and from_elsewhere(headers, host):
            return answer(403, "requests come from the server's own page alone")
        if self._says_too_much(headers):
            return self._too_large()
        client = (scope.get("client") or ("", 0))[0]
        if scope["path"].startswith("/api") and self._rate.exceeded(client):
            wait = {"Retry-After": "1"}
            return answer(429, "too many requests", "wait a second and try again", wait)
        return None

    def _says_too_much(self, headers: Mapping[str, str]) -> bool:
        length = headers.get("content-length", "0")
        return not (length.isascii() and length.isdigit()) or len(length) > 18 or int(length) > self.limits.body

    def _too_large(self) -> Response:
        return answer(413, "the request is too large", f"at most {self.limits.body:,} bytes", {"Connection": "close"})


class _Passing:
    """A request on its way through: its bytes are counted, and headers are put on its answer.

    Attributes:
        scope: The request; one for its head alone is asked as a whole.
        begun: Whether an answer has begun.
        over: Whether it has more bytes than are allowed; what the app answers then is dropped.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        self._head = scope["method"] == "HEAD"
        self.scope = {**scope, "method": "GET"} if self._head else scope
        self.begun = self.over = False
        self._receive, self._send, self._most, self._size = receive, send, most, 0
        self._api = scope["path"].startswith("/api")

    async def receive(self) -> Message:
        """The next part of the request."""
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > self._most:
            self.over = True
            raise TooLargeError
        return message

    async def send(self, message: Message) -> None:
        """The next part of the answer."""
        if self.over:
            return
        if message["type"] == "http.response.start":
            self.begun = True
            given = dict(message.get("headers", ()))
            more = {b"cache-control": b"no-store"} if self._api else {}
            added = [(name, value) for name, value in {**HEADERS, **more}.items() if name not in given]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        elif self._head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)
