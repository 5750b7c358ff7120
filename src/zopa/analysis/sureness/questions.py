"""What cells are asked: which reply is best to each profile of the others, and how sure the answer is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zopa.analysis.sureness.exceptions import ROUNDING
from zopa.analysis.sureness.field import facing
from zopa.game.arrays import Bools, Floats, Ints

FEWEST = 30
"""A difference is not known from fewer worlds than these, however alike they are."""


@dataclass(frozen=True)
class Asked:
    """Questions about cells; all arrays are (C,).

    Attributes:
        open: Some question about the cell has no answer yet.
        near: Some has the answer that the best reply found is worse than another by the error at most.
    """

    open: Bools
    near: Bools


def comparisons(shape: Sequence[int]) -> int:
    """Pairs of replies to the same profile of the others, over all seats.

    Args:
        shape: Number of strategies of each seat.
    """
    cells = int(np.prod(shape))
    return sum(cells // m * (m * (m - 1) // 2) for m in shape)


def best_replies(
    cells: Floats, worlds: Ints, shape: Sequence[int], seat: int, error: float, risk: float
) -> Asked:  # fmt: skip
    """Ask of each profile of the others whether a seat's best reply to it is known.

    The best reply found is compared with each other one, over the worlds that both have. The question is answered
    where Student's interval of the paired difference lies above 0, or above minus the error. So if no interval
    misses, the reply found is worse than the best one by the error at most. It also stays open while a cell with
    another number of worlds has a mean larger by more than that: whoever reads the means must find the same reply.

    Args:
        cells: The seat's payoff, (C, W); NaN where a world was not played or failed. Cells that have none at all are
            not in play.
        worlds: Worlds played of each cell, (C,).
        shape: Number of strategies of each seat.
        seat: Index of the seat.
        error: Differences that need not be told apart.
        risk: Probability with which an interval may miss.
    """
    table = facing(cells, shape, seat)
    has = ~np.isnan(table)
    plays = has.any(axis=2)
    best, columns = _best(table, facing(worlds, shape, seat)), np.arange(table.shape[1])
    largest = float(np.abs(np.where(has, table, 0.0)).max(initial=0.0))
    means, half = paired(table[best, columns] - table, largest, risk)
    rival = plays & (np.arange(len(table))[:, None] != best)
    unknown = rival & ~(means - half > -error)
    played = has.sum(axis=2)
    shown = np.where(has, table, 0.0).sum(axis=2) / np.maximum(played, 1)
    unknown |= rival & (shown > shown[best, columns] + error) & (played != played[best, columns])
    near = rival & ~unknown & ~(means - half > 0.0)
    for asked in (unknown, near):  # a question is about both
        asked[best, columns] = asked.any(axis=0)
    return Asked(_back(unknown, shape, seat), _back(near, shape, seat))


def _best(table: Floats, worlds: Ints) -> Ints:
    """The reply that does best, compared with each other over as many worlds as both have played, (J,).

    Means of different numbers of worlds can't be compared: the worlds played more may be worse ones for everybody.
    """
    m = len(table)
    at_least = np.full((m, table.shape[1]), math.inf)
    for level in np.unique(worlds[worlds > 0]).tolist():
        means = _means(table[:, :, :level])
        for i in range(m):  # over worlds that both have: the level is the smaller of their numbers
            shared = np.minimum(worlds[i], worlds) == level
            with np.errstate(invalid="ignore"):
                gaps = np.where(shared, means[i] - means, math.inf)
            at_least[i] = np.minimum(at_least[i], gaps.min(axis=0))
    at_least[worlds == 0] = -math.inf
    return np.asarray(at_least.argmax(axis=0))


def _means(table: Floats) -> Floats:
    """Means over worlds, minus infinity where there is none, (m, J)."""
    has = ~np.isnan(table)
    counts = has.sum(axis=2)
    means = np.where(has, table, 0.0).sum(axis=2) / np.maximum(counts, 1)
    return np.where(counts > 0, means, -math.inf)


def paired(gaps: Floats, largest: float, risk: float) -> tuple[Floats, Floats]:
    """Means of paired differences and how far Student's interval reaches to each side, infinite if there are too few.

    Args:
        gaps: The differences, (…, W); NaN where there is none.
        largest: Size of the largest value behind them, for rounding.
        risk: Probability with which an interval may miss.
    """
    from scipy.special import stdtrit

    has = ~np.isnan(gaps)
    counts = has.sum(axis=-1)
    n = np.maximum(counts, 2).astype(np.float64)
    filled = np.where(has, gaps, 0.0)
    means = filled.sum(axis=-1) / n
    squares = np.square(np.where(has, filled - means[..., None], 0.0)).sum(axis=-1)
    half = -stdtrit(n - 1.0, risk / 2.0) * np.sqrt(squares / (n * (n - 1.0))) + ROUNDING * largest
    return means, np.where(counts >= FEWEST, half, math.inf)


def _back(asked: Bools, shape: Sequence[int], seat: int) -> Bools:
    """From strategies × profiles of the others to cells, (C,)."""
    others = [m for k, m in enumerate(shape) if k != seat]
    return np.ascontiguousarray(np.moveaxis(asked.reshape(shape[seat], *others), 0, seat)).ravel()
