"""The Kalai-Smorodinsky bargaining solution."""

import numpy as np

from zopa.game.arrays import Floats, Ints
from zopa.solutions.choice import gains, leximin


def kalai_smorodinsky(payoffs: Floats, disagreement: Floats) -> Ints:
    """The packages that maximise the smallest share of what each party could hope for.

    max min_i (u_i - d_i) / (b_i - d_i), where b_i is the most party i gets in any individually rational
    package. On a continuous frontier this is the point where all shares are equal; on a discrete one,
    the individually rational packages whose smallest share is largest; of those, whose second smallest
    share is largest, and so on (leximin). A party that cannot gain at all (b_i = d_i) is left out.

    Source: Kalai and Smorodinsky (1975), "Other Solutions to Nash's Bargaining Problem", Econometrica 43.

    Args:
        payoffs: Payoffs of the efficient packages, shape (n, p).
        disagreement: What no deal is worth to each party, shape (p,).

    Returns:
        Indices of all tied maximisers (tolerance 1e-12 of a share), shape (m,); empty if no package is
        individually rational.
    """
    rational, gain = gains(payoffs, disagreement)
    if rational.size == 0:
        return rational
    hope = gain.max(axis=0)
    hopeful = hope > 0.0
    return rational[leximin(np.divide(gain[:, hopeful], hope[hopeful]), 1.0)]
