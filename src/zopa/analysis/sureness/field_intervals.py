"""Intervals of strategies' means over a field: a mixture of what the others play."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zopa.analysis.intervals import LEVEL
from zopa.analysis.sureness.ends import ends
from zopa.analysis.sureness.exceptions import FEW_EXCEPTIONS, ROUNDING, differing, notes_of
from zopa.analysis.sureness.field import averaged, facing, mixed, mixture_of
from zopa.analysis.sureness.replicates import Replicates
from zopa.game.arrays import Floats


@dataclass(frozen=True)
class FieldMeans:
    """How a seat's strategies do on average over what the others play.

    Attributes:
        mixture: Weight of each profile of the others, (J,).
        means: Mean of each strategy, (m,); NaN without worlds.
        low: Lower end of its interval, (m,); NaN where there is none.
        high: Upper end, (m,).
        notes: Why there is no interval, (m,): empty, or a word of `exceptions`.
        drawn: Mean of each strategy in each resample, (R, m).
    """

    mixture: Floats
    means: Floats
    low: Floats
    high: Floats
    notes: tuple[str, ...]
    drawn: Floats


def field_intervals(
    replicates: Replicates, shape: Sequence[int], seat: int, weights: Floats | None = None, level: float = LEVEL
) -> FieldMeans:
    """Means over a mixture with bootstrap intervals (see `ends.ends`).

    A cell without worlds is left out of a strategy's mean, and the weights of the others grow in proportion.

    Args:
        replicates: The seat's values in all cells, (C, W), resampled.
        shape: Number of strategies of each seat.
        seat: Index of the seat.
        weights: Weight of each profile of the others, (J,), in row-major order; equal ones where left out.
        level: Confidence.
    """
    table = facing(replicates.values, shape, seat)
    mixture = mixture_of(weights, table.shape[1])
    found = mixed(*averaged(table, mixture))
    drawn = _drawn(facing(replicates.drawn.T, shape, seat), mixture)
    rounding = ROUNDING * found.largest
    gap = drawn - found.means
    below = np.where(np.abs(gap) <= rounding, 0.5, gap < 0.0).mean(axis=0)
    low, high = ends(drawn, found.means, below, found.moves, found.counts.astype(np.float64), level)
    notes = notes_of(found.counts, differing(found.of_worlds(), rounding))
    none = np.array([note not in {"", FEW_EXCEPTIONS} for note in notes], dtype=np.bool_)
    low[none], high[none] = math.nan, math.nan
    return FieldMeans(mixture, found.means, low, high, notes, drawn)


def _drawn(means: Floats, mixture: Floats) -> Floats:
    """Mean over the mixture in each resample, (R, m), from those of the cells, (m, J, R)."""
    means, weights = means[:, mixture > 0.0], mixture[mixture > 0.0]
    total, size = np.zeros((2, len(means), means.shape[2]))
    for j, weight in enumerate(weights):  # in a fixed order, however many strategies there are
        has = ~np.isnan(means[:, j])
        total += weight * np.where(has, means[:, j], 0.0)
        size += weight * has
    with np.errstate(invalid="ignore"):
        return np.ascontiguousarray((total / size).T)
