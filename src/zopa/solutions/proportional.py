"""The proportional bargaining solutions."""

import numpy as np

from zopa.game.arrays import Floats, Ints
from zopa.solutions.choice import gains, leximin


def proportional(payoffs: Floats, disagreement: Floats, weights: Floats) -> Ints:
    """The packages whose gains over no deal come nearest to given proportions.

    max min_i (u_i − d_i) / a_i over individually rational packages; of those, the second smallest is maximised, and so
    on (leximin). Equal weights make it the egalitarian solution. Compares gains between parties, so it depends on the
    units.

    Source: Kalai (1977), "Proportional Solutions to Bargaining Situations", Econometrica 45:1623-1630.

    Args:
        payoffs: Payoffs of the efficient packages, shape (n, p).
        disagreement: What no deal is worth to each party, shape (p,).
        weights: Proportions a_i of the gains, positive, shape (p,).

    Returns:
        Indices of all tied maximisers (tolerance 1e-12 of the largest weighted gain), shape (m,); empty if no package
        is individually rational.

    Raises:
        ValueError: If a weight is not positive, or shapes differ.
    """
    if weights.shape != disagreement.shape or not (weights > 0.0).all():
        raise ValueError(f"weights must be one per party and positive, got {weights}")
    rational, gain = gains(payoffs, disagreement)
    if rational.size == 0:
        return rational
    share = np.divide(gain, weights)
    return rational[leximin(share, float(share.max()))]
