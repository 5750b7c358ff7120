"""Class rooms: opening one, joining it, the teacher's table and orders, the debrief, files."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from zopa.web.asking import Ask, Asking, Key, Lang
from zopa.web.problems import WebError
from zopa.web.rooms.answers import ClassTable, Door, Joined, Me, RoomKey
from zopa.web.rooms.debriefed import ClassDebrief
from zopa.web.rooms.models import Joining, Opening, Order
from zopa.web.rooms.opened import address_of
from zopa.web.rooms.wrong import Wrong

if TYPE_CHECKING:
    from zopa.web.rooms.hall import Hall

T = TypeVar("T")

SLICE = 0.03
"""Seconds for which one order may hold up everybody's moves at a time."""

PATIENCE = 10.0
"""Seconds for which a debrief waits for what strategies alone do; the next time it is there."""

routes = APIRouter(prefix="/api", tags=["rooms"])

Code = Annotated[str, Path(pattern=r"^[A-Za-z0-9]{3,12}$", description="Code of a room.")]
File = Literal["games.csv", "games.parquet", "moves.csv", "moves.parquet"]


class Asked:
    """A request to a room: on the desk's thread, and slow for who has a wrong code or key."""

    def __init__(self, request: Request, ask: Ask) -> None:
        self.ask: Asking = ask
        self.client = request.client.host if request.client else ""
        self.base = str(request.base_url)
        state = request.app.state
        if not hasattr(state, "wrong"):
            state.wrong = Wrong()
        self._wrong: Wrong = state.wrong

    @asynccontextmanager
    async def _counted(self) -> AsyncIterator[None]:
        self._wrong.check(self.client)
        try:
            yield
        except WebError as error:
            if error.status in {403, 404}:
                await self._wrong.note(self.client)
            raise

    async def hall(self, work: "Callable[[Hall], T]") -> T:
        """Do something with the rooms."""
        from zopa.web.rooms.hall import hall_of

        async with self._counted():
            return await self.ask.desk(lambda desk: work(hall_of(desk)))

    async def slices(self, work: "Callable[[Hall], Iterator[None]]") -> None:
        """Do something long in slices, so that moves come in between."""
        steps = await self.hall(work)
        async with self._counted():
            while await self.ask.desk(lambda _: _some(steps)):
                await asyncio.sleep(0)


def _some(steps: Iterator[None]) -> bool:
    """A slice of something long; whether there is more."""
    limit = time.monotonic() + SLICE
    return any(time.monotonic() > limit for _ in steps)


Room = Annotated[Asked, Depends(Asked)]


@routes.post("/rooms", status_code=201)
async def open_room(opening: Opening, room: Room) -> RoomKey:
    """Open a room; who has its key is the teacher."""
    made = await room.hall(lambda hall: hall.open(opening))
    return RoomKey(code=made.code, key=made.key)


@routes.get("/rooms/{code}")
async def door(code: Code, room: Room) -> Door:
    """What everybody may know who has the code."""
    from zopa.web.rooms.door import door_of

    return await room.hall(lambda hall: door_of(hall, hall.room(code)))


@routes.post("/rooms/{code}/members", status_code=201)
async def join(code: Code, joining: Joining, room: Room) -> Joined:
    """Come in; the key that comes back opens the same seat again after a crash."""
    from zopa.web.rooms.seating import arrived

    def come_in(hall: "Hall") -> Joined:
        found, member = hall.join(code, joining)
        arrived(hall, found)
        return Joined(number=member.number, name=member.name, token=member.token)

    return await room.hall(come_in)


@routes.get("/rooms/{code}/me")
async def me(code: Code, room: Room, key: Key) -> Me:
    """The room as a member sees it."""
    from zopa.web.rooms.door import me_of
    from zopa.web.rooms.watch import tick

    def look(hall: "Hall") -> Me:
        found, member = hall.member(code, key)
        tick(hall, found)
        return me_of(hall, found, member)

    return await room.hall(look)


@routes.post("/rooms/{code}/back")
async def back(code: Code, room: Room, key: Key) -> Me:
    """Take one's seat again, which a bot has taken over."""
    from zopa.web.rooms.door import me_of

    def again(hall: "Hall") -> Me:
        found, member = hall.member(code, key)
        seats = me_of(hall, found, member).seats
        if not seats or not hall.act(seats[0].game, seats[0].party, "resume"):
            raise WebError(409, "this seat cannot be taken again", "the game is over, or no bot has taken it")
        return me_of(hall, found, member)

    return await room.hall(again)


@routes.get("/rooms/{code}/table")
async def table(code: Code, room: Room, key: Key) -> ClassTable:
    """The teacher's table."""
    from zopa.web.rooms.table import table_of
    from zopa.web.rooms.watch import tick

    def look(hall: "Hall") -> ClassTable:
        found = hall.taught(code, key)
        tick(hall, found)
        return table_of(hall, found)

    found = await room.hall(look)
    known = {"127.0.0.1", "localhost", "[::1]", "testserver"}
    address, alone = address_of(room.base, not known.issuperset(room.ask.settings.hosts))
    return found.model_copy(update={"address": address, "alone": alone})


@routes.post("/rooms/{code}/orders")
async def order(code: Code, wanted: Order, room: Room, key: Key) -> ClassTable:
    """Have something done."""
    from zopa.web.rooms.orders import carry_out

    await room.slices(lambda hall: carry_out(hall, hall.taught(code, key), wanted))
    return await table(code, room, key)


@routes.get("/rooms/{code}/debrief")
async def debrief(
    code: Code, room: Room, key: Key, lang: Lang = "en", names: bool = False, narrow: bool = False,
    part: Annotated[int, Query(ge=0, le=10_000)] = 0,
) -> ClassDebrief:  # fmt: skip
    """What the class made of it: for the teacher at any time, for the class once it is open to it."""
    from zopa.web.rooms.debrief import drawn, gather
    from zopa.web.rooms.watch import allowed

    found, named = await room.hall(lambda hall: _told(allowed(hall, code, key, names), hall, gather, part))
    bots = await _bots(room.ask, found.bots) if found.games else None
    return await asyncio.to_thread(drawn, found, bots, lang, named, narrow)


def _told(who: tuple[Any, bool], hall: "Hall", gather: Any, part: int) -> Any:
    return gather(hall, who[0], part), who[1]


async def _bots(ask: Asking, start: Any) -> Any:
    """What strategies alone do with the same talks; nothing where it cannot be known now."""
    from zopa.web.rooms.debrief import BOTS
    from zopa.web.thousand import worlds

    try:
        return await asyncio.wait_for(worlds(ask, start, min(BOTS, ask.settings.limits.worlds)), PATIENCE)
    except (WebError, TimeoutError, OSError, RuntimeError):  # the class's own games are shown all the same
        return None


@routes.get("/rooms/{code}/files/{file}", response_class=Response)
async def export(code: Code, file: File, room: Room, key: Key, bom: bool = False) -> Response:
    """All games, one row for each seat; or every move of them. As CSV or Parquet."""
    from zopa.web.rooms.codes import read_code
    from zopa.web.rooms.export import as_csv, as_parquet
    from zopa.web.rooms.rows import collect

    games: list[dict[str, Any]] = []
    moves: list[dict[str, Any]] | None = [] if file.startswith("moves") else None
    await room.slices(lambda hall: collect(hall, hall.taught(code, key), games, moves))
    rows = games if moves is None else moves
    body = await (asyncio.to_thread(as_csv, rows, bom) if file.endswith("csv") else asyncio.to_thread(as_parquet, rows))
    kind = "text/csv; charset=utf-8" if file.endswith("csv") else "application/vnd.apache.parquet"
    name = f"zopa_{read_code(code)}_{file}"
    return Response(body, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
