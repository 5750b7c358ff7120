"""What strategies are asked: which do better than which others against the field, and how sure the answer is."""

import numpy as np

from zopa.analysis.sureness.questions import paired
from zopa.game.arrays import Bools, Floats


def field_means(table: Floats, error: float, risk: float) -> tuple[Bools, Bools]:
    """Strategies whose mean over the field is not told apart from another's, and those told to be within the error.

    Compared are averages over the profiles of the others that both have met, in worlds that all these cells have.

    Args:
        table: The seat's payoff, (m, J, W).
        error: Differences that need not be told apart: an interval that reaches no further to each side will do.
        risk: Probability with which an interval may miss.

    Returns:
        Both (m,).
    """
    m = len(table)
    opened, near = np.zeros(m, dtype=np.bool_), np.zeros(m, dtype=np.bool_)
    largest = float(np.nanmax(np.abs(table), initial=0.0))
    for i in range(m - 1):
        gaps = table[i] - table[i + 1 :]
        met = ~np.isnan(gaps).all(axis=2)
        sums = np.where(met[:, :, None], gaps, 0.0).sum(axis=1)  # NaN in worlds that a cell lacks
        gaps = sums / np.maximum(met.sum(axis=1), 1)[:, None]
        means, half = paired(gaps, largest, risk)
        undecided = met.any(axis=1) & (np.abs(means) <= half)
        unknown, close = undecided & (half > error), undecided & (half <= error)
        opened[i] |= unknown.any()
        near[i] |= close.any()
        opened[i + 1 :] |= unknown
        near[i + 1 :] |= close
    return opened, near
