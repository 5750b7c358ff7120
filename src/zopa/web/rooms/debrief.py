"""The debrief of a class: every game on one plane, the best and the middle, and what strategies alone did."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.report.language import Language
from zopa.scenario.read import Document
from zopa.web.models import Start
from zopa.web.rooms.answers import Side
from zopa.web.rooms.debriefed import ClassDebrief, Expected, Game, Middle
from zopa.web.rooms.hall import Hall
from zopa.web.rooms.store import Room
from zopa.web.table import JUDGED

if TYPE_CHECKING:
    from zopa.web.thousand import Worlds

BOTS = 200
"""Worlds that strategies play for comparison."""

_GAMES = "SELECT game, number, data FROM room_games WHERE room = ? AND part = ? ORDER BY number"
_NAMES = """
SELECT s.game, s.party, m.name FROM room_seats s
JOIN room_members m ON m.room = s.room AND m.number = s.member WHERE s.room = ? AND s.part = ?
"""


@dataclass(frozen=True)
class Gathered:
    """What the desk knows of a round of games, to be drawn elsewhere.

    Attributes:
        room: The room.
        part: Which round of games.
        document: The scenario.
        sides: The parties, with what people call them.
        games: Number, data and names by party of each game that is over.
        going: How many are not over.
        bets: What people expected: question and answer.
        bots: The same talks, the scenario's own strategies in all seats.
    """

    room: Room
    part: int
    document: Document
    sides: Mapping[str, str]
    games: Sequence[tuple[int, dict[str, Any], dict[str, str]]]
    going: int
    bets: Sequence[tuple[str, Any]]
    bots: Start


def gather(hall: Hall, room: Room, part: int) -> Gathered:
    """What there is to tell of a round of games.

    Args:
        hall: The rooms.
        room: The room.
        part: Which; 0 for the last one.
    """
    part = part or room.part
    hall.refresh(room, part, seconds=1.0)
    base = hall.store.base
    names: dict[str, dict[str, str]] = {}
    for game, party, name in base.execute(_NAMES, (room.code, part)).fetchall():
        names.setdefault(game, {})[party] = name
    rows = [(game, number, json.loads(text)) for game, number, text in base.execute(_GAMES, (room.code, part))]
    over = [(number, data, names.get(game, {})) for game, number, data in rows if data.get("over")]
    bets = [(question, answer) for game, _, _ in rows for _, question, answer in hall.desk.store.bets(game)]
    opening = room.opening
    start = Start(scenario=opening.scenario, changes=opening.changes, seed=room.seed_of(part))
    document = hall.desk.scenarios.document(start.scenario, start.changes)
    return Gathered(room, part, document, hall.parties(room.opening), over, len(rows) - len(over), bets, start)


def drawn(found: Gathered, bots: "Worlds | None", lang: str, named: bool, narrow: bool = False) -> ClassDebrief:
    """The debrief; takes too long for the desk's thread.

    Args:
        found: What there is to tell.
        bots: What strategies alone did; None where that is not known.
        lang: Language of the chart.
        named: Whether people are named; else tables have numbers.
        narrow: Whether it is for a phone.
    """
    from zopa.web.debrief_class import Outcome, class_plane

    say = Language(lang)
    games = tuple(_game(number, data, people, say, named) for number, data, people in found.games)
    outcomes = [
        Outcome(
            one.label if named else str(one.number), {p: a for p, a in one.annual.items() if a is not None}, one.agreed
        )
        for one in games
    ]
    figure = class_plane(found.document, outcomes, say, narrow) if games else None
    scenario = found.document.scenario
    return ClassDebrief(
        code=found.room.code, part=found.part, parts=found.room.part, title=scenario.title or scenario.name,
        unit=scenario.unit or "", judged=scenario.name == JUDGED,
        sides=tuple(Side(name=name, title=title) for name, title in found.sides.items()), games=games,
        going=found.going, figure=None if figure is None else figure.model_dump(mode="json"),
        together=_middle(games, found.sides),
        bots=None if bots is None else _of_bots(bots, found.sides), bets=_bets(found.bets),
    )  # fmt: skip


def _game(number: int, data: dict[str, Any], people: dict[str, str], say: Language, named: bool) -> Game:
    label = say("web.class.table", number=number)
    if named:
        label = " – ".join(people.get(party, "") for party in data["seats"] if party in people) or label
    seats = data["seats"]
    return Game(
        number=number, label=label, people=people if named else {}, played=tuple(people), agreed=data["agreed"],
        how=data["how"], round=data["end_round"], date=data["end_date"],
        annual={party: worth["annual"] for party, worth in data["worth"].items()},
        gain={party: worth["gain"] for party, worth in data["worth"].items()},
        strategies={party: seat["strategy"] for party, seat in seats.items() if not seat["person"]},
        bots=tuple(p for p, seat in seats.items() if seat["person"] and (seat["bot_since"] or seat["stand_ins"])),
    )  # fmt: skip


def _middle(games: Sequence[Game], sides: Mapping[str, str]) -> Middle:
    gains = {
        party: [gain for one in games if party in one.played and (gain := one.gain[party]) is not None]
        for party in sides
    }
    return Middle(
        games=len(games), agreed=sum(one.agreed for one in games),
        median={party: median(values) if values else None for party, values in gains.items()},
        best={party: max(values, default=None) for party, values in gains.items()},
        round=median(rounds) if (rounds := [one.round for one in games if one.round]) else None,
    )  # fmt: skip


def _of_bots(bots: "Worlds", sides: Mapping[str, str]) -> Middle:
    """The same numbers for strategies; a gain is over no deal, spread over the horizon."""
    gains = {}
    for party in sides:
        paid, annual, worth = bots.payoff[party], bots.annual[party], bots.no_deal[party]
        known = abs(paid) > 1e-9  # who got nothing counts as well: years of the others stand in for its own
        years = np.full(len(bots), np.median(annual[known] / paid[known]) if known.any() else 1.0)
        years[known] = annual[known] / paid[known]
        gains[party] = ((paid - worth) * years).tolist()
    rounds = bots.round[bots.agreed].tolist()
    return Middle(
        games=len(bots), agreed=int(bots.agreed.sum()),
        median={party: median(values) if values else None for party, values in gains.items()},
        best={party: max(values, default=None) for party, values in gains.items()},
        round=median(rounds) if rounds else None,
    )  # fmt: skip


def _bets(bets: Sequence[tuple[str, Any]]) -> tuple[Expected, ...]:
    """What was expected, question by question; answers in words are counted."""
    asked: dict[str, list[Any]] = {}
    for question, answer in bets:
        asked.setdefault(question, []).append(answer)
    found = []
    for question, answers in asked.items():
        numbers = [answer for answer in answers if isinstance(answer, int | float)]
        words = [str(answer) for answer in answers if not isinstance(answer, int | float)]
        counts = {word: words.count(word) for word in dict.fromkeys(words)}
        middle, low, high = median(numbers) if numbers else None, min(numbers, default=None), max(numbers, default=None)
        found.append(Expected(question=question, answers=len(answers), median=middle, low=low, high=high, words=counts))
    return tuple(found)
