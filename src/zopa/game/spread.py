"""The distribution of an uncertain quantity: a two-piece normal, given by its median and two quantiles."""

import numpy as np
from scipy.special import ndtr, ndtri

from zopa.game.arrays import Floats

_Z95 = float(ndtri(0.95))
CUT = 2.0
"""The tails end at this many times the distance from the median to the 5th or 95th percentile."""


def two_piece_normal(uniform: Floats, low: float, central: float, high: float) -> Floats:
    """Quantiles of the two-piece normal with median `central`, 5th percentile `low` and 95th percentile `high`.

    x = central + (high - central) z/z95 for z >= 0 and central + (central - low) z/z95 below, with z = ndtri(u),
    cut where |x - central| reaches twice the distance of that side. Skewed ranges keep their median, so the mean
    differs from it (a two-piece normal in quantiles; Wallis 2014 tells its history).

    Args:
        uniform: Uniform draws in [0, 1), shape (W,).
        low: 5th percentile.
        central: Median.
        high: 95th percentile.

    Returns:
        Draws, shape (W,).
    """
    steps = np.clip(ndtri(np.maximum(uniform, 1e-300)) / _Z95, -CUT, CUT)
    drawn: Floats = central + steps * np.where(steps < 0.0, central - low, high - central)
    return drawn


def correlated(uniforms: list[Floats], ranks: list[tuple[int, int, float]]) -> list[Floats]:
    """Give uniform draws the wished rank correlations by a Gaussian copula.

    Args:
        uniforms: Independent uniform draws, each (W,).
        ranks: (i, j, Spearman's rank correlation) for pairs i != j.

    Returns:
        Uniform draws, each (W,), in the same order.

    Raises:
        ValueError: The correlations contradict each other (the matrix is not positive definite).
    """
    matrix = np.eye(len(uniforms))
    for i, j, rank in ranks:
        matrix[i, j] = matrix[j, i] = 2.0 * np.sin(np.pi * rank / 6.0)
    try:
        root = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        raise ValueError("these rank correlations contradict each other") from None
    normal = [ndtri(np.maximum(u, 1e-300)) for u in uniforms]
    out = []
    for i in range(len(uniforms)):
        mixed = normal[0] * root[i, 0]
        for j in range(1, i + 1):
            mixed = mixed + normal[j] * root[i, j]
        out.append(ndtr(mixed))
    return out
