"""Shared resamples: the same worlds drawn again for all cells, so that what is paired stays paired."""

import math
from dataclasses import dataclass

import numpy as np

from zopa.analysis.bootstrap import times_drawn
from zopa.game.arrays import Bools, Floats
from zopa.game.luck import Luck

REPLICATES = 1_999
"""Resamples drawn; one less than 2,000, so that ranks of the usual levels are whole numbers."""

_AT_ONCE = 2_000_000
"""Draws held in memory at a time."""


@dataclass(frozen=True)
class Replicates:
    """The mean of a measure in each cell, as it is and in resamples of the worlds.

    Attributes:
        values: The measure, (C, W); NaN where a world has none.
        counts: Worlds that have a value, (C,).
        means: Mean of each cell, (C,); NaN without worlds.
        drawn: Mean of each cell in each resample, (R, C); NaN where no world of the cell was drawn.
        below: Share of a cell's resamples with a mean below its own, those that tie counted half, (C,).
    """

    values: Floats
    counts: Floats
    means: Floats
    drawn: Floats
    below: Floats


def replicate(values: Floats, replicates: int = REPLICATES) -> Replicates:
    """Means of cells in resamples of the worlds.

    Each resample draws as many worlds as there are, with replacement, and takes each of them in all cells; a cell that
    lacks some of the worlds takes the mean of those drawn that it has. The draws are always the same ones for the same
    number of worlds, so cells and measures that were replicated apart still go together.

    Deviations from a cell's mean are rounded to a grid fine enough (about 1e-11 of the largest one) and coarse enough
    that every sum of draws is exact in floating point. So a cell's replicates are the same to the last bit whatever
    cells stand beside it, in whatever order the machine adds.

    Source: Efron (1979), Annals of Statistics 7: 1-26.

    Args:
        values: A measure, (C, W); NaN where a world was not played, failed, or has no value.
        replicates: Number of resamples, R.

    Raises:
        ValueError: A value is infinite.
    """
    if np.isinf(values).any():
        raise ValueError("an infinite payoff has no mean: leave such worlds out (NaN), or bound the payoff")
    values = np.ascontiguousarray(values, dtype=np.float64)
    counts, means = moments(values)
    worlds, has = values.shape[1], ~np.isnan(values)
    grid, steps = _on_grid(np.where(has, values - means[:, None], 0.0))
    drawn = np.empty((replicates, len(values)))
    below = np.zeros(len(values))
    rows = max(1, _AT_ONCE // max(worlds, 1))
    for first in range(0, replicates, rows):
        times = draws(first, min(rows, replicates - first), worlds)
        sums = times @ grid.T
        ties = np.abs(sums) <= 0.5 * worlds  # what rounding to the grid adds to a sum, at most
        below += np.where(ties, 0.5, sums < 0.0).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            drawn[first : first + len(times)] = means + sums * steps / _counted(times, has)
    return Replicates(values, counts, means, drawn, below / replicates)


def draws(first: int, replicates: int, worlds: int) -> Floats:
    """How often each world is drawn in each resample, (R, W).

    Args:
        first: Number of the first resample.
        replicates: How many, R.
        worlds: How many worlds are drawn from, and drawn, W.
    """
    return times_drawn(Luck(0, first, replicates), "bootstrap", worlds).astype(np.float64)


def moments(values: Floats) -> tuple[Floats, Floats]:
    """Number of values of each cell and their mean, both (C,); a mean of none is NaN.

    Args:
        values: A measure, (C, W); NaN where there is no value.
    """
    counts = (~np.isnan(values)).sum(axis=1).astype(np.float64)
    with np.errstate(invalid="ignore"):
        first = np.nansum(values, axis=1) / counts
        means = first + np.nansum(values - first[:, None], axis=1) / counts  # what the first sum rounded away
    return counts, means


def _on_grid(gaps: Floats) -> tuple[Floats, Floats]:
    """Deviations as whole numbers, (C, W), and the step that each cell counts in, a power of two, (C,)."""
    _, exponent = np.frexp(np.abs(gaps).max(axis=1, initial=0.0))
    bits = 52 - math.ceil(math.log2(gaps.shape[1] + 1))  # so many worlds of the largest size stay below 2 to the 52
    steps = np.ldexp(1.0, exponent - bits)
    return np.rint(gaps / steps[:, None]), steps


def _counted(times: Floats, has: Bools) -> Floats:
    """How many of the worlds drawn each cell has, (R, C)."""
    counted = np.full((len(times), len(has)), float(times.shape[1]))
    lacking = ~has.all(axis=1)
    if lacking.any():
        counted[:, lacking] = times @ has[lacking].T.astype(np.float64)
    return counted
