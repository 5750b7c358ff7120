"""What every route finds: the settings, the desk's thread, and the language asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from fastapi import Depends, Header, Query, Request

from zopa.web.desk_thread import Thread
from zopa.web.settings import Settings
from zopa.web.thousand_kept import Kept

if TYPE_CHECKING:
    from zopa.web.desk import Desk

T = TypeVar("T")


class Asking:
    """One request's way to what the server keeps.

    Attributes:
        settings: How the server was started.
        kept: Worlds that have been played.
    """

    def __init__(self, request: Request) -> None:
        self.settings: Settings = request.app.state.settings
        self.kept: Kept = request.app.state.kept
        self._thread: Thread = request.app.state.thread

    async def desk(self, work: "Callable[[Desk], T]") -> T:
        """Do something with the desk, on its thread."""
        return await self._thread.run(work)

    async def engine(self) -> None:
        """Wait until the engine is there."""
        await self._thread.engine()


async def asking(request: Request) -> Asking:
    """A request's way, once the engine is there: routes may import from it."""
    found = Asking(request)
    await found.engine()
    return found


async def asking_early(request: Request) -> Asking:
    """A request's way, for routes that need no engine."""
    return Asking(request)


Ask = Annotated[Asking, Depends(asking)]
AskEarly = Annotated[Asking, Depends(asking_early)]
Key = Annotated[str, Header(alias="X-Seat", max_length=80, description="The key of a seat.")]
Lang = Annotated[Literal["en", "ja"], Query(description="The language of texts.")]
