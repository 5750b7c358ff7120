"""Aspiration: how the utility asked for falls as time goes."""

import numpy as np
from numba import njit

from zopa.game.arrays import Floats


@njit(cache=True)
def aspiration(gone: Floats, beta: Floats, start: Floats, end: Floats) -> Floats:
    """Utility asked for: `start + (end − start) × gone ** (1/beta)`.

    Faratin, Sierra & Jennings (1998), polynomial form: α(t) = k + (1 − k)(t/T)^(1/β), utility 1 − α.

    Args:
        gone: Share of the time gone, (W,).
        beta: Shape: below 1 Boulware, 1 linear, above 1 conceder, (W,).
        start: Utility asked for at the start, (W,).
        end: Utility asked for at the deadline, (W,).

    Returns:
        Utilities, (W,).
    """
    out = np.empty(gone.shape[0])
    last_gone, last_beta, conceded = -1.0, -1.0, 0.0
    for w in range(gone.shape[0]):
        if gone[w] != last_gone or beta[w] != last_beta:
            last_gone, last_beta = gone[w], beta[w]
            conceded = last_gone ** (1.0 / last_beta)
        out[w] = start[w] + (end[w] - start[w]) * conceded
    return out
