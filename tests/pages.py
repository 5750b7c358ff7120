"""The page in Chromium with every outside host blocked: a server in a thread, and a browser that tells what it saw."""

import json
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn

from browser import Seen, browser, screen
from zopa.web.app import create_app
from zopa.web.settings import Settings

READY = "document.documentElement.hasAttribute('data-ready') && document.querySelector('main')?.dataset.shown"
"""True once the page stands and a view is in it."""


@contextmanager
def served(store: Path | None = None, settings: Settings | None = None) -> Iterator[str]:
    """A server on a free port; gives its address, without a slash at the end.

    Args:
        store: File of its games; None for memory.
        settings: How it is started, but for the store.
    """
    app = create_app(replace(settings or Settings(), store=store))
    with socket.create_server(("127.0.0.1", 0)) as free:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{free.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)


def ask(base: str, method: str, path: str, body: Any = None, key: str = "") -> Any:
    """The server's answer as JSON."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "X-Seat": key}
    request = urllib.request.Request(base + path, data, headers, method=method)  # noqa: S310 - our own server
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
        text = response.read()
    return json.loads(text) if text else None


@contextmanager
def browsing(base: str, path: str = "/", width: int = 1280, height: int = 900, **more: Any) -> Iterator[Seen]:
    """The page of a server; every request to anywhere else is refused and noted.

    Args:
        base: The server's address.
        path: What to open: `/#/play`.
        width: Pixels of the screen.
        height: The same.
        more: Further settings of Playwright's context: `color_scheme="dark"`, `bypass_csp=True` for axe.
    """
    with browser() as chrome:
        seen = screen(chrome, width, height, **more)
        seen.watch(lambda address: address.startswith((base, "data:", "blob:")))
        seen.page.goto(base + path)
        until(seen, READY)
        yield seen


@contextmanager
def from_disk(file: Path, width: int = 1280, height: int = 900, **more: Any) -> Iterator[Seen]:
    """A page that is one file, opened from disk without a network; every request but for itself is noted.

    Args:
        file: The file.
        width: Pixels of the screen.
        height: The same.
        more: Further settings of Playwright's context.
    """
    with browser() as chrome:
        seen = screen(chrome, width, height, offline=True, **more)
        own = file.resolve().as_uri()
        seen.watch(lambda address: address.startswith((own, "data:")))
        seen.page.goto(own)
        until(seen, READY)
        yield seen


def go(seen: Seen, path: str) -> None:
    """Go to another view: `#/watch`."""
    seen.page.evaluate("delete document.querySelector('main').dataset.shown")
    seen.page.evaluate("path => { location.hash = path }", path)
    until(seen, READY)


def until(seen: Seen, expression: str, seconds: float = 60.0) -> None:
    """Wait until an expression is true in the page; the page's policy lets no text run, so it is asked again and again.

    Raises:
        AssertionError: It has not become true in time.
    """
    limit = time.monotonic() + seconds
    while not seen.page.evaluate(f"Boolean({expression})"):
        assert time.monotonic() < limit, f"never true: {expression}; {seen.errors}"
        time.sleep(0.02)
