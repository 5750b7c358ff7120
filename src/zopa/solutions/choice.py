"""What the solutions share: who would sign at all, and keeping every tied maximiser."""

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints

TIE = 1e-12
"""Relative difference below which two scores count as equal."""


def gains(payoffs: Floats, disagreement: Floats) -> tuple[Ints, Floats]:
    """The individually rational packages and what each party gains in them over no deal.

    Args:
        payoffs: Payoffs of each package to each party, shape (n, p).
        disagreement: What no deal is worth to each party, shape (p,).

    Returns:
        Indices of the packages that give every party at least its disagreement payoff, shape (m,), and
        the gains, shape (m, p).

    Raises:
        ValueError: If the number of parties differs.
    """
    if payoffs.ndim != 2 or payoffs.shape[1:] != disagreement.shape:
        raise ValueError(f"payoffs {payoffs.shape} and disagreement {disagreement.shape} do not fit")
    rational = np.flatnonzero((payoffs >= disagreement).all(axis=1))
    return rational, payoffs[rational] - disagreement


def tied_best(scores: Floats) -> Bools:
    """Which scores equal the largest, to a relative tolerance of ``TIE``; shape (m,)."""
    if scores.size == 0:
        return np.zeros(0, dtype=np.bool_)
    best = scores.max()
    tied: Bools = scores >= best - TIE * abs(best)
    return tied


def leximin(shares: Floats, scale: float) -> Bools:
    """The rows whose smallest entry is largest; of those, whose second smallest is; and so on.

    Args:
        shares: What is to be shared out fairly, shape (m, p).
        scale: Differences below ``TIE`` times this count as none.

    Returns:
        Which rows are chosen, shape (m,); all that tie.
    """
    chosen = np.ones(shares.shape[0], dtype=np.bool_)
    if chosen.size == 0:
        return chosen
    for column in np.sort(shares, axis=1).T:
        chosen &= column >= column[chosen].max() - TIE * scale
    return chosen
