"""What a game of a room asks of its room: whether it may be moved on, and whether somebody has been idle too long."""

import time

from zopa.web.desk import Desk
from zopa.web.problems import WebError
from zopa.web.rooms.hall import Hall, hall_of
from zopa.web.rooms.seating import groups_of, seat, waiting
from zopa.web.rooms.store import Room
from zopa.web.store import Kept

EVERY = 5.0
"""Seconds between two looks for idle seats."""


def heard(desk: Desk, kept: Kept, party: str) -> None:
    """Somebody has looked at a game of a room."""
    if not kept.room:
        return
    hall = hall_of(desk)
    row = hall.store.base.execute(
        "SELECT member FROM room_seats WHERE game = ? AND party = ?", (kept.id, party)
    ).fetchone()
    if row is not None:
        hall.seen[kept.room, row[0]] = time.monotonic()
    if (room := hall.store.room(kept.room)) is not None:
        tick(hall, room)


def may_move(desk: Desk, kept: Kept, party: str) -> None:
    """Hold who wants to move in a room that has been paused.

    Raises:
        WebError: The class has been paused or is over, or a bot plays this seat.
    """
    if not kept.room:
        return
    hall = hall_of(desk)
    room = hall.store.room(kept.room)
    if room is not None and room.state != "open":
        raise WebError(409, "the class is paused" if room.state == "paused" else "the class is over")
    heard(desk, kept, party)


def may_fork(desk: Desk, kept: Kept, over: bool) -> None:
    """Hold who wants to try moves out, or to see the other side's payoffs, while others still play the same world.

    Raises:
        WebError: The game is not over, or the debrief is not open yet.
    """
    if kept.room and not (over and may_tell(desk, kept)):
        told = "it can be left at any round once the teacher has opened the debrief"
        raise WebError(409, "this game is played in a class", told)


def may_tell(desk: Desk, kept: Kept) -> bool:
    """Whether what fixes a game may be told to who played it: in a room, once the debrief is open or all is over."""
    room = hall_of(desk).store.room(kept.room) if kept.room else None
    return room is None or bool(room.debrief) or room.state == "ended"


def allowed(hall: Hall, code: str, key: str, names: bool) -> tuple[Room, bool]:
    """A room whose debrief the holder of a key may see, and whether with names.

    Args:
        hall: The rooms.
        code: The room's code.
        key: The teacher's key or a member's.
        names: Whether the teacher wants them.

    Raises:
        WebError: There is no such room, the key opens nothing, or the debrief is not open yet.
    """
    room = hall.room(code)
    if hall.store.member(room.code, key) is None:
        return hall.taught(code, key), names
    if not room.debrief:
        raise WebError(409, "the debrief is not open yet", "the teacher opens it to the class")
    return room, room.debrief == "names"


def tick(hall: Hall, room: Room) -> None:
    """Give bots the seats of those who have been idle too long, where the teacher has set a time.

    Args:
        hall: The rooms.
        room: The room.
    """
    now = time.monotonic()
    if not room.opening.idle or room.state != "open" or now - hall.ticked.get(room.code, 0.0) < EVERY:
        return
    hall.ticked[room.code] = now
    late = time.time() - 60.0 * room.opening.idle
    if room.since > late:
        return  # after a pause everybody has the whole time again
    hall.refresh(room)
    idle = hall.store.base.execute(
        "SELECT s.game, s.party FROM room_seats s JOIN room_games g ON g.game = s.game "
        "WHERE g.room = ? AND g.part = ? AND g.moved < ? AND g.moves = g.at "
        "AND json_extract(g.data, '$.turn') = s.party", (room.code, room.part, late),
    ).fetchall()  # fmt: skip
    for game, party in idle:
        hall.act(game, party, "hand_over")
    _lonely(hall, room, late)


def _lonely(hall: Hall, room: Room, late: float) -> None:
    """Whose partner does not come plays against a bot."""
    rows = hall.store.base.execute(
        "SELECT number FROM room_members WHERE room = ? AND gone = 0 AND joined < ?", (room.code, late)
    ).fetchall()
    waited = {number for (number,) in rows}
    people = [one for one in waiting(hall, room) if one.number in waited]
    for _ in seat(hall, room, groups_of(room, list(hall.parties(room.opening)), people, mixed=False)):
        pass
