"""Intervals of the means of many cells at once."""

import math
from dataclasses import dataclass

import numpy as np

from zopa.analysis.bounds import FEW
from zopa.analysis.intervals import LEVEL
from zopa.analysis.sureness.ends import ends
from zopa.analysis.sureness.exceptions import FEW_EXCEPTIONS, ROUNDING, commonest, notes_of, reach
from zopa.analysis.sureness.replicates import Replicates
from zopa.game.arrays import Floats, Ints


@dataclass(frozen=True)
class Intervals:
    """Means of cells with their intervals.

    Attributes:
        means: The means, (C,); NaN without worlds.
        low: Lower ends, (C,); NaN where there is no interval.
        high: Upper ends, (C,).
        counts: Worlds behind each, (C,).
        exceptions: Worlds with another value than the commonest one, (C,).
        notes: Why there is no interval or a wider one, (C,): empty, or one of the words of `exceptions`. A cell without
            variation has no interval: the sample can only say that exceptions are rarer than about 3 in n (95 %).
    """

    means: Floats
    low: Floats
    high: Floats
    counts: Ints
    exceptions: Ints
    notes: tuple[str, ...]


def intervals(
    replicates: Replicates, level: float = LEVEL, payoffs: tuple[float, float] | None = None
) -> Intervals:  # fmt: skip
    """Bootstrap intervals of the means of cells: see `ends.ends`.

    Where fewer than ten worlds say anything else than the others, an interval also reaches as far as the exact
    bounds of the exceptions' share times the largest exception: the largest that can be, if that is given, and the
    interval then holds for sure; else the largest that was seen.

    Args:
        replicates: The cells and their replicates; of paired differences, if its values are differences.
        level: Confidence.
        payoffs: Lowest and highest value that can be, if known.
    """
    values, means, counts = replicates.values, replicates.means, replicates.counts
    usual = commonest(values)
    largest = np.nanmax(np.abs(values), axis=1, initial=0.0)
    apart = values - usual[:, None]
    apart[np.abs(apart) <= ROUNDING * largest[:, None]] = 0.0
    exceptions = (np.abs(apart) > 0.0).sum(axis=1)
    moves = (values - means[:, None]) / np.maximum(counts, 1.0)[:, None]
    low, high = ends(replicates.drawn, means, replicates.below, moves, counts, level)
    few = (exceptions < FEW) & (exceptions > 0)
    if few.any():
        wide = reach(apart[few], usual[few], counts[few], level, payoffs)
        low[few] = np.minimum(low[few], usual[few] + wide[0])
        high[few] = np.maximum(high[few], usual[few] + wide[1])
    notes = notes_of(counts.astype(np.int64), exceptions)
    none = np.array([note not in {"", FEW_EXCEPTIONS} for note in notes], dtype=np.bool_)
    low[none], high[none] = math.nan, math.nan
    return Intervals(means, low, high, counts.astype(np.int64), exceptions, notes)
