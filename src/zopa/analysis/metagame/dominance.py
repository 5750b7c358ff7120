"""Dominance: strategies that another one, or a mixture of others, beats or equals against everything."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zopa.analysis.metagame.dominators import Dominated, dominated
from zopa.analysis.metagame.pair import slack, tables
from zopa.game.arrays import Floats, Ints


@dataclass(frozen=True)
class Dominance:
    """Who is dominated, and what is left when the dominated are not played.

    Attributes:
        dominated: For each seat, the dominated strategies in the whole game.
        rounds: Strictly dominated strategies that go in each round, for each seat; all that are dominated among those
            left go at once. What is left at the end does not depend on the order.
        survivors: For each seat, what is left.
    """

    dominated: tuple[tuple[Dominated, ...], ...]
    rounds: tuple[tuple[tuple[int, ...], ...], ...]
    survivors: tuple[tuple[int, ...], ...]


def dominance(payoffs: Floats) -> Dominance:
    """Dominated strategies of each seat, and iterated elimination of the strictly dominated.

    Weakly dominated strategies are named but not eliminated: some equilibria use them, and what is left then depends
    on the order.

    Source: Pearce (1984), Econometrica 52: 1029-1050: by mixtures too, a strategy is strictly dominated if and only
    if it is a best reply to nothing.

    Args:
        payoffs: (m, n, 2), or (m, m) for one population, as in `tables`.
    """
    seats = tables(payoffs)
    kept = tuple(np.arange(len(table)) for table in seats)
    rounds = []
    while any(gone := eliminated(seats, kept)):
        rounds.append(gone)
        kept = tuple(np.setdiff1d(mine, out) for mine, out in zip(kept, gone, strict=True))
    named = tuple(tuple(found for i in range(len(t)) if (found := dominated(t, i)) is not None) for t in seats)
    return Dominance(named, tuple(rounds), tuple(tuple(mine.tolist()) for mine in kept))


def eliminated(seats: Sequence[Floats], kept: Sequence[Ints]) -> tuple[tuple[int, ...], ...]:
    """One round: for each seat, those of the strategies left that are strictly dominated among them.

    Args:
        seats: Payoff tables of the whole game, from `tables`.
        kept: Strategies left of each seat.
    """
    out = []
    for table, mine, other in zip(seats, kept, reversed(kept), strict=True):
        left, tie = table[np.ix_(mine, other)], slack(table)
        out.append(tuple(int(mine[i]) for i in range(len(mine)) if dominated(left, i, strict=True, tie=tie)))
    return tuple(out)
