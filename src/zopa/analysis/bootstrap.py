"""Resampling worlds: the same worlds in every setting, so that what is paired stays paired."""

import math

import numpy as np

from zopa.analysis.measures import Part, Signed
from zopa.game.arrays import Floats, Ints
from zopa.game.luck import Luck

REPLICATES = 9_999
"""Resamples drawn; one less than 10,000, so that ranks of the usual levels are whole numbers."""

_AT_ONCE = 2_000_000
"""Draws held in memory at a time."""


def resampled(parts: Signed, replicates: int = REPLICATES) -> Floats:
    """A sum of parts in resamples of the worlds, sorted.

    Each resample draws as many worlds as there are, with replacement, and takes each of them in all parts. The draws
    are always the same ones, so that the answer is too.

    Args:
        parts: The parts, each with its sign.
        replicates: Number of resamples, R.

    Returns:
        The sum in each resample, in rising order, (R,); resamples in which no world counts are left out.
    """
    worlds = len(parts[0][1].values)
    orders = [np.argsort(np.where(part.counts, part.values, math.inf), kind="stable") for _, part in parts]
    step = max(1, _AT_ONCE // worlds)
    chunks = []
    for first in range(0, replicates, step):
        times = times_drawn(Luck(0, first, min(step, replicates - first)), "bootstrap", worlds)
        gains, losses = np.zeros(len(times)), np.zeros(len(times))
        for (sign, part), order in zip(parts, orders, strict=True):
            target = gains if sign > 0 else losses
            target += _statistics(part, order, times)
        with np.errstate(invalid="ignore"):
            chunks.append(np.where(gains == losses, 0.0, gains - losses))
    drawn = np.concatenate(chunks)
    return np.sort(drawn[~np.isnan(drawn)])


def times_drawn(luck: Luck, use: str, rows: int) -> Ints:
    """How often each row is drawn in resamples of as many rows, with replacement, (R, rows).

    Args:
        luck: Of as many resamples as it has worlds, R.
        use: What the draws are for; part of their address.
        rows: Number of rows.
    """
    drawn = (luck.uniforms(use, each=rows) * rows).astype(np.int64)
    drawn += rows * np.arange(luck.worlds)[:, None]
    return np.bincount(drawn.ravel(), minlength=luck.worlds * rows).reshape(luck.worlds, rows)


def _statistics(part: Part, order: Ints, times: Ints) -> Floats:
    """A part's statistic in each resample, (R,); NaN where no world counts."""
    counted = order[part.counts[order]]
    ranked, weights = part.values[counted], times[:, counted]
    total = weights.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        if part.statistic == "quantile":
            rank = np.maximum(np.ceil(part.q * total - 1e-9), 1)
            at = (np.cumsum(weights, axis=1) >= rank[:, None]).argmax(axis=1)
            return np.where(total > 0, ranked[at], math.nan)
        mean = (weights * ranked).sum(axis=1) / total
        if part.statistic != "sd":
            return np.asarray(mean)
        squares = (weights * np.square(ranked - mean[:, None])).sum(axis=1)
        return np.asarray(np.sqrt(squares / (total - 1)))
