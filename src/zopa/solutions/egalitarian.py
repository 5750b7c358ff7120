"""The egalitarian bargaining solution."""

from zopa.game.arrays import Floats, Ints
from zopa.solutions.choice import gains, leximin


def egalitarian(payoffs: Floats, disagreement: Floats) -> Ints:
    """The packages that maximise the smallest gain over no deal.

    max min_i (u_i - d_i) over individually rational packages; of those, the second smallest gain is
    maximised, and so on (leximin). Compares gains between parties, so it depends on the units.

    Source: Kalai (1977), "Proportional Solutions to Bargaining Situations", Econometrica 45.

    Args:
        payoffs: Payoffs of the efficient packages, shape (n, p).
        disagreement: What no deal is worth to each party, shape (p,).

    Returns:
        Indices of all tied maximisers (tolerance 1e-12 of the largest gain), shape (m,); empty if no
        package is individually rational.
    """
    rational, gain = gains(payoffs, disagreement)
    if rational.size == 0:
        return rational
    return rational[leximin(gain, float(gain.max()))]
