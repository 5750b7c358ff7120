"""The one thread on which all games are played, so that none is ever moved by two at once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from zopa.web.settings import Settings

if TYPE_CHECKING:
    from zopa.web.desk import Desk

T = TypeVar("T")


class Thread:
    """The thread, and its desk, which is made when something is first asked of it: the engine takes seconds to load."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is made yet.

        Args:
            settings: How the server was started.
        """
        self._settings = settings
        self._thread = ThreadPoolExecutor(1, "desk")
        self._desk: Desk | None = None

    def _ready(self) -> "Desk":
        if self._desk is None:
            from zopa.web.desk import Desk

            self._desk = Desk(self._settings)
        return self._desk

    async def run(self, work: "Callable[[Desk], T]") -> T:
        """Do something with the desk."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(self._ready()))

    def soon(self, work: "Callable[[Desk], object]") -> None:
        """Do something with the desk without waiting for it."""
        self._thread.submit(lambda: work(self._ready()))

    def close(self) -> None:
        """Finish what is under way and close the desk."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _close(self) -> None:
        if self._desk is not None:
            self._desk.close()
