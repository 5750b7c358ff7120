"""What every route finds: the settings, the desk's thread, and the language asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from fastapi import Depends, Header, Query, Request

from zopa.web.desk_thread import Thread
from zopa.web.settings import Settings

if TYPE_CHECKING:
    from zopa.web.desk import Desk

T = TypeVar("T")


class Asking:
    """One request's way to what the server keeps.

    Attributes:
        settings: How the server was started.
    """

    def __init__(self, request: Request) -> None:
        self.settings: Settings = request.app.state.settings
        self._thread: Thread = request.app.state.thread

    async def desk(self, work: "Callable[[Desk], T]") -> T:
        """Do something with the desk, on its thread."""
        return await self._thread.run(work)


Ask = Annotated[Asking, Depends(Asking)]
Key = Annotated[str, Header(alias="X-Seat", max_length=80, description="The key of a seat.")]
Lang = Annotated[Literal["en", "ja"], Query(description="The language of texts.")]
