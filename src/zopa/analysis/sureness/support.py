"""How often a strategy is part of the answer when the worlds are drawn again: supports of equilibria, masses."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from zopa.analysis.sureness.field import facing
from zopa.analysis.sureness.replicates import Replicates
from zopa.game.arrays import Floats

LIMIT = 200
"""Resamples in which a game is solved: shares are known to within 7 points (95 %), which is enough for a table."""

Support = Sequence[Sequence[int]]
"""Of one equilibrium: for each seat the indices of the strategies that it plays with a probability above 0."""


@dataclass(frozen=True)
class Supported:
    """How often strategies are in supports.

    Attributes:
        some: For each seat, share of resamples in which a strategy is in the support of an equilibrium, (m,).
        every: For each seat, share in which it is in the supports of all equilibria, (m,).
        equilibria: Number of equilibria in each resample, (R,).
    """

    some: tuple[Floats, ...]
    every: tuple[Floats, ...]
    equilibria: tuple[int, ...]


def games(replicates: Sequence[Replicates], shape: Sequence[int], limit: int = LIMIT) -> Iterator[Floats]:
    """Payoffs of the empirical game in one resample after the other, each (m_1, …, m_R, R).

    A cell none of whose worlds was drawn keeps its mean.

    Args:
        replicates: Payoffs of each seat, resampled alike.
        shape: Number of strategies of each seat.
        limit: How many resamples, at most.
    """
    for r in range(min(limit, len(replicates[0].drawn))):
        drawn = [np.where(np.isnan(one.drawn[r]), one.means, one.drawn[r]) for one in replicates]
        yield np.stack([one.reshape(shape) for one in drawn], axis=-1)


def support(
    replicates: Sequence[Replicates],
    shape: Sequence[int],
    solve: Callable[[Floats], Sequence[Support]],
    limit: int = LIMIT,
) -> Supported:
    """How often each strategy is in the support of some equilibrium, and of all, when worlds are drawn again.

    Args:
        replicates: Payoffs of each seat, resampled alike.
        shape: Number of strategies of each seat.
        solve: Gives the supports of all equilibria of a game with payoffs (m_1, …, m_R, R).
        limit: In how many resamples the game is solved, at most.
    """
    some, every = ([np.zeros(m) for m in shape] for _ in range(2))
    numbers = []
    for game in games(replicates, shape, limit):
        found = solve(game)
        numbers.append(len(found))
        for seat, m in enumerate(shape):
            inside = np.zeros((len(found), m), dtype=np.bool_)
            for k, one in enumerate(found):
                inside[k, list(one[seat])] = True
            some[seat] += inside.any(axis=0)
            every[seat] += inside.all(axis=0) if len(found) else 0.0
    times = max(len(numbers), 1)
    return Supported(tuple(one / times for one in some), tuple(one / times for one in every), tuple(numbers))


def massive(
    replicates: Sequence[Replicates],
    shape: Sequence[int],
    masses: Callable[[Floats], Floats],
    above: float = 0.01,
    limit: int = LIMIT,
) -> tuple[Floats, ...]:
    """How often each strategy carries mass above a threshold when worlds are drawn again.

    Args:
        replicates: Payoffs of each seat, resampled alike.
        shape: Number of strategies of each seat.
        masses: Gives the mass of each profile, (C,) in row-major order or (m_1, …, m_R), as α-rank does.
        above: The threshold, for the mass of all profiles in which the strategy is played.
        limit: In how many resamples, at most.

    Returns:
        For each seat the share of resamples, (m,).
    """
    over = [np.zeros(m) for m in shape]
    solved = 0
    for game in games(replicates, shape, limit):
        mass, solved = np.asarray(masses(game), dtype=np.float64).ravel(), solved + 1
        for seat in range(len(shape)):
            over[seat] += facing(mass, shape, seat).sum(axis=1) > above
    return tuple(one / max(solved, 1) for one in over)
