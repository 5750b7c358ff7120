"""A smaller game with the same equilibria: without duplicates and without strictly dominated strategies."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zopa.analysis.metagame.dominance import eliminated
from zopa.analysis.metagame.pair import slack, tables
from zopa.game.arrays import Floats, Ints

Classes = tuple[tuple[int, ...], ...]
"""Strategies that are alike, by the first of them; only classes of two or more."""


@dataclass(frozen=True, eq=False)
class Reduced:
    """What is left of a game.

    Attributes:
        tables: Payoffs of each seat among the strategies left, as from `pair.tables`.
        kept: For each seat, which strategies these are.
        alike: For each seat, classes of strategies that earn and give the same against all that is left; the first of
            each stands for all.
    """

    tables: tuple[Floats, ...]
    kept: tuple[Ints, ...]
    alike: tuple[Classes, ...]


def alike(payoffs: Floats) -> tuple[Classes, ...]:
    """For each seat, strategies with the same payoffs for everybody against everything.

    Args:
        payoffs: (m, n, 2), or (m, m) for one population.
    """
    seats = tables(payoffs)
    return _merged(seats, tuple(np.arange(len(table)) for table in seats))[1]


def reduced(seats: Sequence[Floats]) -> Reduced:
    """Merge duplicates and eliminate strictly dominated strategies, in turns, until nothing changes.

    Neither changes the equilibria: a strictly dominated strategy is in none, and in an equilibrium of what is left the
    share of a strategy may be split among its duplicates in any way.

    Args:
        seats: Payoff tables from `pair.tables`.
    """
    kept: tuple[Ints, ...] = tuple(np.arange(len(table)) for table in seats)
    classes = [{int(i): [int(i)] for i in mine} for mine in kept]
    while True:
        before = sum(map(len, kept))
        firsts, merged = _merged(seats, kept)
        for known, found in zip(classes, merged, strict=True):
            for first, *rest in found:
                known[first] += [each for other in rest for each in known.pop(other)]
        gone = eliminated(seats, firsts)
        kept = tuple(np.setdiff1d(mine, out) for mine, out in zip(firsts, gone, strict=True))
        if sum(map(len, kept)) == before:
            break
    names = tuple(
        tuple(tuple(sorted(known[int(i)])) for i in mine if len(known[int(i)]) > 1)
        for known, mine in zip(classes, kept, strict=True)
    )
    left = tuple(np.ascontiguousarray(t[np.ix_(a, b)]) for t, a, b in zip(seats, kept, reversed(kept), strict=True))
    return Reduced(left, kept, names)


def _merged(seats: Sequence[Floats], kept: tuple[Ints, ...]) -> tuple[tuple[Ints, ...], tuple[Classes, ...]]:
    """The first of each class among the strategies left, and the classes of two or more."""
    firsts, classes = [], []
    for own, across, mine, other in zip(seats, reversed(seats), kept, reversed(kept), strict=True):
        earns, gives = own[np.ix_(mine, other)], across[np.ix_(other, mine)].T
        groups: list[list[int]] = []
        for i in range(len(mine)):
            for group in groups:
                near = np.abs(earns[i] - earns[group[0]]).max() <= slack(own)
                if near and np.abs(gives[i] - gives[group[0]]).max() <= slack(across):
                    group.append(i)
                    break
            else:
                groups.append([i])
        firsts.append(mine[[group[0] for group in groups]])
        classes.append(tuple(tuple(int(mine[i]) for i in group) for group in groups if len(group) > 1))
    return tuple(firsts), tuple(classes)
