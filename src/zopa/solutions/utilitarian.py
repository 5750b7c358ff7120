"""The utilitarian bargaining solution."""

from zopa.game.arrays import Floats, Ints
from zopa.solutions.choice import gains, tied_best


def utilitarian(payoffs: Floats, disagreement: Floats) -> Ints:
    """The packages that maximise the sum of payoffs.

    max sum_i u_i over the individually rational packages. (The textbook's maximum runs over all
    packages; a party that is better off without a deal does not sign one, so those are left out here.)
    Compares payoffs between parties, so it depends on the units.

    Source: Harsanyi (1955), "Cardinal Welfare, Individualistic Ethics, and Interpersonal Comparisons of
    Utility", Journal of Political Economy 63.

    Args:
        payoffs: Payoffs of the efficient packages, shape (n, p).
        disagreement: What no deal is worth to each party, shape (p,).

    Returns:
        Indices of all tied maximisers (relative tolerance 1e-12), shape (m,); empty if no package is
        individually rational.
    """
    rational, _ = gains(payoffs, disagreement)
    return rational[tied_best(payoffs[rational].sum(axis=1))]
