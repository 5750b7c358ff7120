"""The one thread on which all games are played, so that none is ever moved by two at once."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from zopa.web.problems import WebError
from zopa.web.settings import Settings

if TYPE_CHECKING:
    from zopa.web.desk import Desk
    from zopa.web.store import Store

T = TypeVar("T")


class Thread:
    """The thread, and its desk, which is made when something is first asked of it: the engine takes seconds to load."""

    def __init__(self, settings: Settings, store: "Store | None" = None) -> None:
        """No desk is made yet.

        Args:
            settings: How the server was started.
            store: Its store, where it has been opened already.
        """
        self._settings, self._store = settings, store
        self._thread = ThreadPoolExecutor(1, "desk")
        self._desk: Desk | None = None
        self._waiting = 0
        self._closed = False

    def _ready(self) -> "Desk":
        if self._desk is None:
            from zopa.web.warm import load

            load()
            from zopa.web.desk import Desk

            self._desk = Desk(self._settings, self._store)
        return self._desk

    async def engine(self) -> None:
        """Wait until the engine is there: routes import it, and must not do so on the thread of all requests."""
        if self._desk is None:
            await self.run(lambda _: None)

    async def run(self, work: "Callable[[Desk], T]") -> T:
        """Do something with the desk.

        Raises:
            WebError: Too much is waiting already.
        """
        if self._waiting >= self._settings.limits.waiting:
            raise WebError(503, "the server is busy", "try again in a few seconds")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(self._ready()))
        finally:
            self._waiting -= 1

    def soon(self, work: "Callable[[Desk], Iterator[None]]") -> None:
        """Do something with the desk without waiting for it, piece by piece; requests come in between.

        Args:
            work: Does the next piece whenever it is asked for the next element.
        """
        self._submit(lambda: self._piece(work(self._ready())))

    def _piece(self, pieces: "Iterator[None]") -> None:
        if next(pieces, pieces) is not pieces:
            self._submit(lambda: self._piece(pieces))

    def _submit(self, piece: "Callable[[], None]") -> None:
        def told() -> None:
            try:
                piece()
            except Exception:  # nobody waits for it: what is wrong will be told to who asks for the same
                logging.getLogger("uvicorn.error").warning("warming up failed", exc_info=True)

        if not self._closed:
            self._thread.submit(told)

    def close(self) -> None:
        """Finish what is under way, let go of what has not begun, and close the desk."""
        self._closed = True
        self._thread.shutdown(cancel_futures=True)
        if self._desk is not None:
            self._desk.close()
        elif self._store is not None:
            self._store.close()
