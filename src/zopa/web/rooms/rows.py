"""What a class did, as rows: one for each game and seat, and one for each move."""

import datetime as dt
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from zopa.talks.record import Said
from zopa.web.rooms.hall import Hall
from zopa.web.rooms.store import Room
from zopa.web.rooms.summary import summary
from zopa.web.sitting import Sitting

Rows = list[dict[str, Any]]

_GAMES = "SELECT game, part, number, begun FROM room_games WHERE room = ? ORDER BY part, number"
_SEATS = """
SELECT s.party, m.number, m.name FROM room_seats s
JOIN room_members m ON m.room = s.room AND m.number = s.member WHERE s.game = ?
"""
_TIMES = "SELECT made FROM room_moves WHERE game = ? ORDER BY at"


def collect(hall: Hall, room: Room, games: Rows, moves: Rows | None = None) -> Iterator[None]:
    """Write down all games of a room, one at a time.

    Args:
        hall: The rooms.
        room: The room.
        games: Where rows of games and seats go.
        moves: Where rows of moves go; None for nowhere.
    """
    base = hall.store.base
    for game, part, number, begun in base.execute(_GAMES, (room.code,)).fetchall():
        sitting = hall.desk.find(game)[1]
        people = {party: (member, name) for party, member, name in base.execute(_SEATS, (game,)).fetchall()}
        times = [begun, *(made for (made,) in base.execute(_TIMES, (game,)).fetchall())]
        taken = [later - sooner for sooner, later in pairwise(times)]
        head = {"room": room.code, "part": part, "table": number, "game": game}
        games += _seats(sitting, head, people, taken, begun)
        if moves is not None:
            moves += _moves(sitting, head, people, times, taken)
        yield


def _seats(
    sitting: Sitting, head: dict[str, Any], people: dict[str, tuple[int, str]], taken: list[float], begun: float
) -> Iterator[dict[str, Any]]:  # fmt: skip
    found, start = summary(sitting), sitting.start
    scenario = sitting.setup.document.scenario
    for party, seat in found["seats"].items():
        member, name = people.get(party, (None, ""))
        worth = found.get("worth", {}).get(party, {})
        mine = [s for act, s in zip(start.moves, taken, strict=False) if act.party == party and act.do in _OWN]
        against = [
            people[one][1] if one in people else f"({other['strategy']})"
            for one, other in found["seats"].items() if one != party
        ]  # fmt: skip
        yield {
            **head, "scenario": start.scenario, "lesson": start.lesson, "changes": "; ".join(start.changes),
            "side": party, "player": "person" if seat["person"] else "bot", "member": member, "name": name,
            "opponent": ", ".join(against), "strategy": seat["strategy"], "bot_since": seat["bot_since"],
            "back_since": seat["back_since"], "stand_ins": seat["stand_ins"], "over": found["over"],
            "agreed": found.get("agreed"), "ended": found.get("how", ""), "round": found.get("end_round"),
            "date": found.get("end_date"),
            **{f"issue_{issue}": (found.get("package") or {}).get(issue) for issue in scenario.issues},
            **{key: worth.get(key) for key in ("payoff", "annual", "no_deal", "gain")}, "unit": scenario.unit or "",
            "offers": seat["offers"], "moves": seat["moves"], "seconds": round(sum(mine), 2) if member else None,
            "begun": _clock(begun), "seed": sitting.setup.seed, "world": start.world, "hints": start.hints,
            "zopa": start.zopa,
        }  # fmt: skip


_OWN = ("offer", "accept", "refuse", "leave")


def _moves(
    sitting: Sitting, head: dict[str, Any], people: dict[str, tuple[int, str]], times: list[float], taken: list[float]
) -> Iterator[dict[str, Any]]:
    record, space = sitting.talks.record, sitting.talks.space
    assert record is not None
    acts = iter([at for at, act in enumerate(sitting.start.moves) if act.do in _OWN])
    for number, said in enumerate(record.said):
        party = sitting.parties[said.turn.party]
        at = next(acts, None) if number in sitting.own else None
        shown = bool(said.offered[0] or said.accepted[0] or said.consented[0] or said.refused[0])
        package = dict(space.read(said.package[0])) if shown else {}
        yield {
            **head, "move": number + 1, "round": said.index + 1, "date": None if said.date is None else str(said.date),
            "exchange": said.turn.exchange + 1, "side": party, "name": people.get(party, (0, ""))[1],
            "by": "person" if number in sitting.own else "bot",
            "kind": _kind(said, None if at is None else sitting.start.moves[at].do),
            **{f"issue_{issue}": package.get(issue) for issue in space.issues},
            **{f"worth_{one}": float(said.worth[p][0]) if shown else None for p, one in enumerate(sitting.parties)},
            "no_deal": float(said.reservation[said.turn.party][0]),
            "made": None if at is None or at + 1 >= len(times) else _clock(times[at + 1]),
            "seconds": None if at is None or at >= len(taken) else round(taken[at], 2),
        }  # fmt: skip


def _kind(said: Said, do: str | None) -> str:
    if said.refused[0]:
        return "sent_home"
    if said.accepted[0] or said.consented[0]:
        return "accept"
    if said.offered[0]:
        return "offer"
    return do or ("refuse" if said.answers[0] else "nothing")


def _clock(seconds: float) -> str:
    """A time of day as ISO 8601, UTC."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")


def plain_of(value: Any) -> Any:
    """A cell that is neither text nor a number, as text."""
    return value if value is None or isinstance(value, str | int | float | bool) else json.dumps(value)
