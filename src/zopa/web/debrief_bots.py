"""What strategies did in a person's place: a thousand games against the same others."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from zopa.game.arrays import Floats
from zopa.report.language import Language
from zopa.web.debrief import Taken
from zopa.web.debrief_answers import Bots, Row
from zopa.web.models import Place, Start
from zopa.web.thousand_play import Worlds

SHOWN = 300
"""Games that are drawn."""

EVEN = 1e-9
"""Difference, as a share, up to which two results are the same."""


def without_people(start: Start, party: str, strategy: str) -> Start:
    """The same setting with a strategy in a person's seat, and no people.

    Args:
        start: What fixes the game.
        party: The person's seat.
        strategy: Who sits there instead; empty for the scenario's own.
    """
    seats = {name: Place(strategy=place.strategy) for name, place in start.seats.items()}
    return start.model_copy(update={"seats": {**seats, party: Place(strategy=strategy)}, "moves": ()})


def bots_of(it: Taken, worlds: Worlds, strategy: str, say: Language, narrow: bool = False) -> Bots:
    """What came of the games, against what the person got.

    Args:
        it: What was taken down of the person's game.
        worlds: The games.
        strategy: Who played; empty for the scenario's own, with which the plane is drawn again.
        say: Texts of the language.
        narrow: Whether the plane is for a phone.
    """
    better, same = ranked(float(it.ended.gained[it.me]), gains(it, worlds))
    plane = it.plane(say, narrow, _cloud(it, worlds)) if not strategy else None
    return Bots(games=len(worlds), better=better, same=same, row=_row(it, worlds, strategy), plane=plane)


def gains(it: Taken, worlds: Worlds) -> Floats:
    """What the viewer's seat gained over walking away in each game, spread over the horizon, (W,)."""
    whole = np.divide(
        worlds.payoff[it.party], worlds.annual[it.party], out=np.full(len(worlds), it.whole),
        where=worlds.annual[it.party] != 0.0,
    )  # fmt: skip
    found: Floats = (worlds.payoff[it.party] - worlds.no_deal[it.party]) / whole
    return found


def ranked(mine: float, others: Floats) -> tuple[float, float]:
    """Shares of results that are less than one's own, and the same.

    Args:
        mine: One's own result.
        others: The others, (W,).

    >>> ranked(2.0, np.array([1.0, 2.0, 3.0, 4.0]))
    (0.25, 0.25)
    """
    even = np.abs(others - mine) <= EVEN * max(1.0, abs(mine))
    return float(((others < mine) & ~even).mean()), float(even.mean())


def _cloud(it: Taken, worlds: Worlds) -> Mapping[str, Any]:
    """Up to `SHOWN` of the games: every n-th."""
    first, second = it.ended.parties[:2]
    every = -(-len(worlds) // SHOWN)
    some = slice(None, None, every)
    return {
        "x": worlds.annual[first][some], "y": worlds.annual[second][some], "agreed": worlds.agreed[some],
        "games": len(worlds),
    }  # fmt: skip


def _row(it: Taken, worlds: Worlds, strategy: str) -> Row:
    mine, world = gains(it, worlds), it.start.world
    low, high = np.quantile(mine, [0.1, 0.9])
    return Row(
        strategy=worlds.meaning.strategies[it.party], own=not strategy, games=len(worlds),
        agreed=float(worlds.agreed.mean()), mean={name: float(own.mean()) for name, own in worlds.annual.items()},
        gain=float(mine.mean()), low=float(low), high=float(high),
        here={name: float(own[world]) for name, own in worlds.annual.items()} if world < len(worlds) else None,
    )  # fmt: skip
