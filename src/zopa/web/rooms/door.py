"""A room as those see it who come in: the door, and a member's own seats."""

import json
from typing import Any

from zopa.web.rooms.answers import Chair, Door, Me, Side
from zopa.web.rooms.hall import Hall
from zopa.web.rooms.store import Member, Room
from zopa.web.rooms.summary import summary

_SEATS = """
SELECT s.part, s.game, s.party, g.keys, r.data, r.moves, r.at FROM room_seats s
JOIN room_games r ON r.game = s.game JOIN games g ON g.id = s.game
WHERE s.room = ? AND s.member = ? ORDER BY s.part DESC
"""
_OTHERS = """
SELECT m.name FROM room_seats s JOIN room_members m ON m.room = s.room AND m.number = s.member
WHERE s.game = ? AND s.member <> ? ORDER BY m.number
"""


def door_of(hall: Hall, room: Room) -> Door:
    """What everybody may know who has the code."""
    scenario = hall.desk.scenarios.document(room.opening.scenario, room.opening.changes).scenario
    return Door(
        code=room.code, title=scenario.title or scenario.name, about=scenario.about or "", mode=room.opening.mode,
        sides=sides_of(hall, room) if room.opening.side == "choose" else (), state=room.state,
        joined=len(hall.store.members(room.code)),
    )  # fmt: skip


def sides_of(hall: Hall, room: Room) -> tuple[Side, ...]:
    """The parties; of more than two, those that people play."""
    known = list(hall.parties(room.opening).items())
    return tuple(Side(name=name, title=title) for name, title in (known[:2] if room.opening.mode == "pairs" else known))


def me_of(hall: Hall, room: Room, member: Member) -> Me:
    """A room as a member sees it."""
    rows = hall.store.base.execute(_SEATS, (room.code, member.number)).fetchall()
    scenario = hall.desk.scenarios.document(room.opening.scenario, room.opening.changes).scenario
    joined = hall.store.base.execute(
        "SELECT count(*) FROM room_members WHERE room = ? AND gone = 0", (room.code,)
    ).fetchone()[0]
    return Me(
        code=room.code, title=scenario.title or scenario.name, number=member.number, name=member.name,
        state=room.state, part=room.part, gone=member.gone, debrief=bool(room.debrief), joined=joined,
        sides=tuple(Side(name=name, title=title) for name, title in hall.parties(room.opening).items()),
        seats=() if member.gone else tuple(_chair(hall, room, member, row) for row in rows),
    )  # fmt: skip


def _chair(hall: Hall, room: Room, member: Member, row: tuple[Any, ...]) -> Chair:
    part, game, party, keys, text, moves, at = row
    data = json.loads(text)
    if moves != at:  # one game alone: the member's own
        data = summary(hall.desk.find(game)[1])
        hall.store.sum_up([(game, moves, data)])
    known = room.opening.shown or data["over"]
    others = hall.store.base.execute(_OTHERS, (game, member.number)).fetchall() if known else []
    return Chair(
        part=part, game=game, key=json.loads(keys)[party], party=party, against=tuple(name for (name,) in others),
        over=data["over"], bot=data["seats"][party]["bot"], your_turn=data["turn"] == party,
    )  # fmt: skip
