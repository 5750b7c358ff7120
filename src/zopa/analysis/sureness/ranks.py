"""Ranks, and what becomes of them in resamples."""

import math
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Ranks:
    """Ranks of strategies, 1 for the highest mean; of two that tie both have the better rank.

    Attributes:
        rank: Rank of each, (m,).
        low: Best rank in the middle resamples, (m,).
        high: Worst rank in the middle resamples, (m,). Where means hardly differ these bounds are too narrow (Hall &
            Miller 2009, Annals of Statistics 37: 3929-3959): see `sure_ranks`.
        first: Share of resamples in which it is first, (m,); strategies that tie share it.
        tau: Mean of Kendall's rank correlation (τ-b) between the ranks and those of a resample; NaN for one strategy.
    """

    rank: Ints
    low: Ints
    high: Ints
    first: Floats
    tau: float


def ranks_of(means: Floats, drawn: Floats, level: float) -> Ranks:
    """Rank strategies, and count how they are ranked in resamples.

    Args:
        means: Their means, (m,); NaN is below everything.
        drawn: Their means in resamples, (R, m).
        level: Share of resamples that are in the middle.
    """
    means, drawn = (np.where(np.isnan(some), -math.inf, some) for some in (means, drawn))
    ranks, agreeing = np.ones(drawn.shape, dtype=np.int64), np.zeros(len(drawn))
    apart = np.zeros(len(drawn))
    for i in range(len(means)):
        above = drawn > drawn[:, i, None]
        under = drawn < drawn[:, i, None]
        ranks[:, i] += above.sum(axis=1)
        apart += (above | under).sum(axis=1)
        agreeing += (above & (means > means[i]) | under & (means < means[i])).sum(axis=1)
        agreeing -= (above & (means < means[i]) | under & (means > means[i])).sum(axis=1)
    own = 1 + (means > means[:, None]).sum(axis=1)
    leads = ranks == 1
    first = (leads / leads.sum(axis=1, keepdims=True)).mean(axis=0)
    ranked = np.sort(ranks, axis=0)
    tail = min(math.floor((0.5 - level / 2.0) * (len(drawn) + 1) + 1e-9), len(drawn))
    low, high = ranked[max(tail - 1, 0)], ranked[min(len(drawn) - tail, len(drawn) - 1)]
    return Ranks(own, low, high, first, _tau(agreeing, apart, float((means != means[:, None]).sum())))


def _tau(agreeing: Floats, apart: Floats, own_apart: float) -> float:
    """Kendall's τ-b: pairs that agree less those that do not, over the geometric mean of the pairs that do not tie.

    Source: Kendall (1945), Biometrika 33: 239-251.
    """
    size = np.sqrt(apart * own_apart)
    taus = np.divide(agreeing, size, out=np.full(len(size), math.nan), where=size > 0.0)
    return float(np.nanmean(taus)) if (size > 0.0).any() else math.nan


def sure_ranks(surely: Bools, difference: Floats) -> tuple[Ints, Ints]:
    """Best and worst ranks that comparisons of all pairs leave open.

    Below the best are as many as are surely better, above the worst as many as are surely worse; if no comparison is
    mistaken, all these bounds hold together.

    Source: Klein, Wright & Wieczorek (2020), J. Royal Statistical Society C 69: 589-606; with Holm's adjustment,
    Al Mohamad, Goeman & van Zwet (2022), Biometrics 78: 238-247.

    Args:
        surely: Which pairs are told apart, (m, m).
        difference: Mean of the row less that of the column, (m, m).
    """
    better = surely & (difference < 0.0)
    worse = surely & (difference > 0.0)
    return 1 + better.sum(axis=1), len(surely) - worse.sum(axis=1)
