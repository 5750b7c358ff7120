"""One offer to somebody of whom it is not known what it will accept."""

import numpy as np

from zopa.game.arrays import Floats, Ints
from zopa.solutions.choice import tied_best


def one_offer(payoff: Floats, chance: Floats, refused: float) -> Ints:
    """The packages to offer once, take it or leave it.

    max q u + (1 − q) r, with q the probability that a package is accepted and r what a refusal is worth. With an
    unknown floor of ratification (Iida 1993, Journal of Conflict Resolution 37:403-426) the best offer runs a risk of
    involuntary defection, 1 − q; with unknown costs of a war (Fearon 1995, International Organization 49:379-414),
    one of war.

    Args:
        payoff: What each package is worth to the party that offers, shape (n,).
        chance: Probability that each is accepted, shape (n,).
        refused: What a refusal is worth.

    Returns:
        Indices of all tied maximisers (relative tolerance 1e-12), shape (m,).

    Raises:
        ValueError: If shapes differ, or a chance is not a probability.
    """
    if payoff.shape != chance.shape or not ((chance >= 0.0) & (chance <= 1.0)).all():
        raise ValueError(f"chances must be probabilities, one per package, got {chance}")
    tied: Ints = np.flatnonzero(tied_best(chance * payoff + (1.0 - chance) * refused))
    return tied
