"""The Nash bargaining solution, with or without weights."""

import numpy as np

from zopa.game.arrays import Floats, Ints
from zopa.solutions.choice import TIE, gains


def nash(payoffs: Floats, disagreement: Floats, weights: Floats | None = None) -> Ints:
    """The packages that maximise the product of the gains over no deal.

    max prod_i (u_i - d_i)**a_i over packages with u_i >= d_i. Where no package gives every party with a
    weight a strict gain, the product is 0 throughout and all individually rational packages tie.

    Source: Nash (1950), "The Bargaining Problem", Econometrica 18; weights: Harsanyi and Selten (1972),
    "A Generalized Nash Solution", Management Science 18.

    Args:
        payoffs: Payoffs of the efficient packages, shape (n, p).
        disagreement: What no deal is worth to each party, shape (p,).
        weights: Bargaining weights a_i, not negative, shape (p,); None for equal ones.

    Returns:
        Indices of all tied maximisers (relative tolerance 1e-12), shape (m,); empty if no package is
        individually rational.

    Raises:
        ValueError: If a weight is negative, all are zero, or shapes differ.
    """
    rational, gain = gains(payoffs, disagreement)
    power = np.ones(disagreement.shape) if weights is None else weights
    if power.shape != disagreement.shape or (power < 0.0).any() or not power.any():
        raise ValueError(f"weights must be one per party, not negative and not all zero, got {power}")
    if rational.size == 0:
        return rational
    counted = power > 0.0
    with np.errstate(divide="ignore"):
        log_product = (power[counted] * np.log(gain[:, counted])).sum(axis=1)
    best = log_product.max()
    if np.isneginf(best):
        return rational
    tied: Ints = rational[log_product >= best - TIE * power.sum()]
    return tied
