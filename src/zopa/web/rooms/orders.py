"""What a teacher has done: each order in small steps, so that nobody's move waits for two hundred games."""

from collections.abc import Callable, Iterator

from zopa.web.problems import WebError, missing
from zopa.web.rooms.hall import Hall
from zopa.web.rooms.models import Order
from zopa.web.rooms.seating import check, groups_of, seat, swapped, waiting
from zopa.web.rooms.store import Room


def carry_out(hall: Hall, room: Room, order: Order) -> Iterator[None]:
    """Carry an order out, step by step.

    Args:
        hall: The rooms.
        room: The room.
        order: What is wanted.

    Raises:
        WebError: It cannot be done now.
    """
    if order.do in {"stand_in", "hand_over", "back", "remove"}:
        _one(hall, room, order)
    elif order.do in _CHANGES:
        _change(hall, room, order)
    else:
        yield from _again(hall, room, order.swap) if order.do == "again" else _ALL[order.do](hall, room)


def _one(hall: Hall, room: Room, order: Order) -> None:
    """Something for one member's seat."""
    known = {one.number for one in hall.store.members(room.code)}
    if order.member not in known:
        raise missing("member")
    row = hall.store.base.execute(
        "SELECT game, party FROM room_seats WHERE room = ? AND part = ? AND member = ?",
        (room.code, room.part, order.member),
    ).fetchone()
    if order.do == "remove":
        hall.store.remove(room.code, order.member or 0)
    elif row is None:
        raise WebError(409, "nobody sits there", "this member has no seat yet")
    if row is not None:
        game, party = row
        hall.act(game, party, {"remove": "hand_over", "back": "resume"}.get(order.do, order.do))


_CHANGES = ("pause", "resume", "debrief", "set")


def _change(hall: Hall, room: Room, order: Order) -> None:
    """Something about the room."""
    if order.do == "pause" and room.state == "open":
        hall.store.change(room.code, state="paused")
    elif order.do == "resume" and room.state in {"paused", "ended"}:
        hall.store.change(room.code, state="open")
    elif order.do == "debrief":
        hall.store.change(room.code, debrief=("names" if order.names else "open") if order.open else "")
    elif order.do == "set":
        _set(hall, room, order)


def _set(hall: Hall, room: Room, order: Order) -> None:
    """Play otherwise from now on: what is being played stays as it is."""
    if order.opening is None:
        raise WebError(422, "how is it to be played?", "an opening is needed")
    opening = hall.resolved(order.opening)
    check(hall, opening)
    fixed = opening.model_copy(update={"idle": 0.0}), room.opening.model_copy(update={"idle": 0.0})
    if fixed[0] != fixed[1] and _games(hall, room):
        if _unfinished(hall, room):
            raise WebError(409, "games are being played", "let them end, or have bots play them to their end")
        hall.store.change(room.code, state="lobby", part=room.part + 1, debrief="")
    hall.store.change(room.code, opening=opening)


def _start(hall: Hall, room: Room) -> Iterator[None]:
    """Give everybody who waits a seat."""
    if room.state != "open":
        room = hall.store.change(room.code, state="open")
    mixed = room.opening.starts == "teacher"
    yield from seat(hall, room, groups_of(room, list(hall.parties(room.opening)), waiting(hall, room), mixed))


def _again(hall: Hall, room: Room, swap: bool) -> Iterator[None]:
    """New games; those that are not over are played to their end."""
    yield from _finish(hall, room)
    room = hall.store.change(room.code, part=room.part + 1, state="open", debrief="")
    if swap:
        yield from seat(hall, room, swapped(hall, room))
    yield from _start(hall, room)


def _finish(hall: Hall, room: Room) -> Iterator[None]:
    """Bots play all games to their end."""
    for game in _unfinished(hall, room):
        for party, place in hall.desk.find(game)[1].start.seats.items():
            if place.person:
                hall.act(game, party, "hand_over")
        yield


def _end(hall: Hall, room: Room) -> Iterator[None]:
    """Bots play all games to their end, and nobody comes in any more."""
    yield from _finish(hall, room)
    hall.store.change(room.code, state="ended")


def _close(hall: Hall, room: Room) -> Iterator[None]:
    """Bots make the moves that are missing in the slowest round, for as long as it takes to leave it."""
    games = _unfinished(hall, room)
    rounds = hall.store.base.execute(
        "SELECT min(json_extract(data, '$.round')) FROM room_games WHERE room = ? AND part = ? "
        "AND json_extract(data, '$.over') = 0", (room.code, room.part),
    ).fetchone()  # fmt: skip
    for game in games:
        sitting = hall.desk.find(game)[1]
        while not sitting.over and sitting.turn is not None and sitting.seats.moment.index < rounds[0]:
            if not hall.act(game, sitting.turn, "stand_in"):
                break
        yield


_ALL: dict[str, Callable[[Hall, Room], Iterator[None]]] = {
    "start": _start,
    "finish": _finish,
    "end": _end,
    "close": _close,
}


def _games(hall: Hall, room: Room) -> list[str]:
    rows = hall.store.base.execute(
        "SELECT game FROM room_games WHERE room = ? AND part = ? ORDER BY number", (room.code, room.part)
    ).fetchall()
    return [game for (game,) in rows]


def _unfinished(hall: Hall, room: Room) -> list[str]:
    """Games of this round of games that are not over."""
    hall.refresh(room, seconds=60.0)
    rows = hall.store.base.execute(
        "SELECT game FROM room_games WHERE room = ? AND part = ? AND json_extract(data, '$.over') = 0 ORDER BY number",
        (room.code, room.part),
    ).fetchall()
    return [game for (game,) in rows]
