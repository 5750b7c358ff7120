"""Cells in which all worlds say the same, or nearly all: what can be said of them, and the words for it."""

import math

import numpy as np

from zopa.analysis.bounds import FEW
from zopa.game.arrays import Floats, Ints

NO_WORLD = "no world counts"
ONE_WORLD = "only one world counts"
NO_VARIATION = "no variation"
FEW_EXCEPTIONS = "few exceptions"

ROUNDING = 1e-12
"""Values of a cell that differ by no more than this, relative to the largest of them, are the same."""


def commonest(values: Floats) -> Floats:
    """The value that more than half the worlds have, if there is one, else the median of them, (C,).

    Args:
        values: A measure, (C, W); NaN where there is none.
    """
    counts = (~np.isnan(values)).sum(axis=1)
    middle = np.maximum(counts - 1, 0) // 2
    return np.asarray(np.sort(values, axis=1)[np.arange(len(values)), middle])


def differing(values: Floats, rounding: Floats) -> Ints:
    """Worlds with another value than the commonest, (C,).

    Args:
        values: A measure, (C, W).
        rounding: Differences up to this are none, (C,).
    """
    return np.asarray((np.abs(values - commonest(values)[:, None]) > rounding[:, None]).sum(axis=1))


def notes_of(counts: Ints, exceptions: Ints) -> tuple[str, ...]:
    """The word for each cell, (C,): empty where there is nothing to say.

    Args:
        counts: Worlds of each cell, (C,).
        exceptions: Worlds with another value than the commonest, (C,).
    """
    few = np.where(exceptions == 0, NO_VARIATION, np.where(exceptions < FEW, FEW_EXCEPTIONS, ""))
    some = np.where(counts > 1, few, np.where(counts == 1, ONE_WORLD, NO_WORLD))
    return tuple(str(note) for note in some)


def reach(
    apart: Floats, usual: Floats, counts: Floats, level: float, payoffs: tuple[float, float] | None
) -> tuple[Floats, Floats]:
    """Bounds of what exceptions add to the commonest value: their share in all worlds times the extreme ones.

    Source of the share's bounds: Clopper & Pearson (1934), Biometrika 26: 404-413.

    Args:
        apart: How far each world is from the commonest value, (C, W); 0 or NaN where it is no exception.
        usual: The commonest value, (C,).
        counts: Worlds of each cell, (C,).
        level: Confidence.
        payoffs: Lowest and highest value that can be; the extreme ones seen where it is None.
    """
    from scipy.special import betaincinv

    each, seen = 0.5 - level / 2.0, np.abs(apart) > 0.0
    k = seen.sum(axis=1)
    least = betaincinv(k, counts - k + 1, each)
    most = 1.0 - betaincinv(counts - k, k + 1, each)
    if payoffs is None:
        smallest = np.where(seen, apart, math.inf).min(axis=1)
        largest = np.where(seen, apart, -math.inf).max(axis=1)
    else:
        smallest, largest = payoffs[0] - usual, payoffs[1] - usual
    return smallest * np.where(smallest < 0.0, most, least), largest * np.where(largest > 0.0, most, least)
