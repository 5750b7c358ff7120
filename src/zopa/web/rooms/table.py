"""The teacher's table: two queries, whatever the number of members."""

import json
import time
from collections.abc import Mapping
from typing import Any, Literal

from zopa.web.rooms.answers import ClassTable, Row, Side
from zopa.web.rooms.hall import Hall
from zopa.web.rooms.store import Room
from zopa.web.table import JUDGED

_PEOPLE = """
SELECT m.number, m.name, m.gone, s.game, s.party FROM room_members m
LEFT JOIN room_seats s ON s.room = m.room AND s.member = m.number AND s.part = ?
WHERE m.room = ? ORDER BY m.number
"""
_GAMES = "SELECT game, moved, data FROM room_games WHERE room = ? AND part = ?"


def table_of(hall: Hall, room: Room) -> ClassTable:
    """The table as it stands.

    Args:
        hall: The rooms.
        room: The room.
    """
    hall.refresh(room)
    base, scenario = hall.store.base, hall.desk.scenarios.document(room.opening.scenario, room.opening.changes)
    people = base.execute(_PEOPLE, (room.part, room.code)).fetchall()
    games: dict[str, tuple[float, dict[str, Any]]] = {
        game: (moved, json.loads(data)) for game, moved, data in base.execute(_GAMES, (room.code, room.part))
    }
    seated: dict[str, dict[str, str]] = {}
    for _, name, _, game, party in people:
        if game is not None:
            seated.setdefault(game, {})[party] = name
    going = [data["round"] for _, data in games.values() if data and not data["over"]]
    rows = tuple(_row(hall, room, one, games, seated) for one in people)
    plain = scenario.scenario
    return ClassTable(
        code=room.code, state=room.state, part=room.part, opening=room.opening, title=plain.title or plain.name,
        unit=plain.unit or "", judged=plain.name == JUDGED,
        sides=tuple(Side(name=name, title=title) for name, title in hall.parties(room.opening).items()),
        rounds=max((data["rounds"] for _, data in games.values() if data), default=0), rows=rows, games=len(games),
        over=sum(bool(data and data["over"]) for _, data in games.values()), slowest=min(going, default=None),
        slow=going.count(min(going)) if going else 0, debrief=bool(room.debrief), names=room.debrief == "names",
    )  # fmt: skip


def _row(
    hall: Hall,
    room: Room,
    person: tuple[int, str, int, str | None, str | None],
    games: Mapping[str, tuple[float, dict[str, Any]]],
    seated: Mapping[str, Mapping[str, str]],
) -> Row:
    number, name, gone, game, party = person
    heard = hall.seen.get((room.code, number))
    seen = None if heard is None else round(time.monotonic() - heard, 1)
    moved, data = games.get(game or "", (0.0, {}))
    if game is None or party is None or not data:
        return Row(number=number, name=name, seen=seen, status="left" if gone else "lobby")
    seat = data["seats"][party]
    worth = data.get("worth", {}).get(party, {})
    others = [one for name, one in data["seats"].items() if name != party]
    playing: Literal["bot", "turn", "waits"] = "bot" if seat["bot"] else "turn" if data["turn"] == party else "waits"
    return Row(
        number=number, name=name, seen=seen, status="over" if data["over"] else "left" if gone else playing,
        game=game, party=party, against=tuple(other for side, other in seated[game].items() if side != party),
        strategy=", ".join(one["strategy"] for one in others if not one["person"]),
        round=data["end_round"] or data["round"] if data["over"] else data["round"], turn=data["turn"],
        since=round(max(0.0, time.time() - moved), 1), agreed=data.get("agreed"), how=data.get("how", ""),
        gain=worth.get("gain"),
        **{key: seat[key] for key in ("offers", "last", "moves", "stand_ins", "bot_since", "back_since")},
    )  # fmt: skip
