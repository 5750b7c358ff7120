"""Nash equilibria of the meta-game, each with its regret; all of them where that can be done, and said where not."""

from dataclasses import dataclass, replace

import numpy as np

from zopa.analysis.metagame.equilibrium import Equilibrium, evaluated
from zopa.analysis.metagame.extreme import ROOM, extreme
from zopa.analysis.metagame.pair import slack, tables
from zopa.analysis.metagame.reduced import Classes, Reduced, reduced
from zopa.analysis.metagame.some import Mixes, some
from zopa.game.arrays import Floats, Ints

_SAME = 1e-7


@dataclass(frozen=True, eq=False)
class Equilibria:
    """The equilibria found.

    Attributes:
        found: Extreme equilibria: those with few strategies first, then by the strategies' order.
        complete: These are all extreme ones. All others are averages of some of one component, and of those in which
            strategies that are alike share in another way.
        why: Why not, if not; else empty.
        alike: For each seat (for the one population), classes of strategies with the same payoffs for everybody among
            all that survive; the first of each stands for all.
        survivors: For each seat, what is left without the strictly dominated and without all but one of each class.
    """

    found: tuple[Equilibrium, ...]
    complete: bool
    why: str
    alike: tuple[Classes, ...]
    survivors: tuple[tuple[int, ...], ...]

    @property
    def continua(self) -> tuple[tuple[int, ...], ...]:
        """Positions of the equilibria that are corners of one continuum, for each continuum."""
        groups: dict[int, list[int]] = {}
        for at, each in enumerate(self.found):
            if each.component is not None:
                groups.setdefault(each.component, []).append(at)
        return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def equilibria(payoffs: Floats, room: int = ROOM) -> Equilibria:
    """All Nash equilibria of a game of two seats, or all symmetric ones of one population against itself.

    Strategies that are alike are merged and strictly dominated ones eliminated, which changes no equilibrium. Then all
    extreme equilibria are found (`extreme.extreme`), with ties or without. If the game is too large for that, the
    pure ones are found, those of two strategies a side, and some others (`some.some`).

    Regret is counted in the whole game. What has more than ten times `TIE` of the range of payoffs is left out.

    Args:
        payoffs: (m, n, 2), row seat first, or (m, m) for one population.
        room: Most corners of an envelope that are kept in memory.

    Raises:
        ValueError: These are no payoffs of two seats or of one population.

    >>> hawks_and_doves = np.array([[-1.0, 4.0], [0.0, 2.0]])
    >>> [each.x.round(3).tolist() for each in equilibria(hawks_and_doves).found]
    [[0.667, 0.333]]
    """
    seats = tables(payoffs)
    left = reduced(seats)
    mixes, components, why = _found(left, room)
    found = []
    for mix, component in zip(mixes, components, strict=True):
        whole = [_whole(own, kept, len(t)) for own, kept, t in zip(mix, left.kept, seats, strict=True)]
        found.append(evaluated(seats, whole[0], whole[-1], component))
    good = [
        e for e in found if all(r <= 10.0 * slack(t) for r, t in zip(e.regrets, (seats[0], seats[-1]), strict=True))
    ]
    if not why and len(good) < len(found):
        why = f"{len(found) - len(good)} were lost to rounding: some payoffs are almost but not quite equal"
    return Equilibria(_sorted(good), not why, why, left.alike, tuple(tuple(kept.tolist()) for kept in left.kept))


def _found(left: Reduced, room: int) -> tuple[list[Mixes], list[int | None], str]:
    """Equilibria of what is left of a game, their components, and why these are not all."""
    every = extreme(left.tables, room)
    if every is not None:
        return list(zip(*every.mixes, strict=True)), every.component.tolist(), ""
    mixes = some(left.tables)
    size = " × ".join(str(len(kept)) for kept in left.kept)
    why = f"too large to find all: {size} strategies are left without duplicates and strictly dominated ones"
    return mixes, [None] * len(mixes), why


def _whole(mix: Floats, kept: Ints, size: int) -> Floats:
    """Shares among all strategies, from those among the strategies left."""
    out = np.zeros(size)
    out[kept] = mix
    return out


def _sorted(found: list[Equilibrium]) -> tuple[Equilibrium, ...]:
    """In one order whatever the way they were found, each once, with components counted in that order."""

    def place(each: Equilibrium) -> tuple[object, ...]:
        shares = np.concatenate((each.x, each.y)).round(7)
        return sum(map(len, each.supports)), each.supports, tuple((-shares).tolist())

    numbers: dict[int, int] = {}
    out: list[Equilibrium] = []
    for each in sorted(found, key=place):
        last = out[-1] if out and out[-1].supports == each.supports else None
        if last is not None and max(np.abs(last.x - each.x).max(), np.abs(last.y - each.y).max()) <= _SAME:
            continue
        own = None if each.component is None else numbers.setdefault(each.component, len(numbers))
        out.append(replace(each, component=own))
    return tuple(out)
