"""Skewness of sums over worlds, and Student's t made right for it."""

import numpy as np

from zopa.game.arrays import Floats

_SYMMETRIC = 1e-6
"""Below this skewness of a mean the correction is smaller than rounding in it."""


def acceleration(gaps: Floats) -> Floats:
    """A sixth of the skewness of a mean: Σ g³ / (6 (Σ g²)^{3/2}), (C,); 0 where nothing varies.

    Source: Efron (1987), J. Am. Stat. Assoc. 82: 171-185, equation 4.4.

    Args:
        gaps: Deviations of the worlds from the mean, or other influence values, (C, W); NaN where there is none.
    """
    squares = np.nansum(np.square(gaps), axis=1)
    cubes = np.nansum(gaps * np.square(gaps), axis=1)
    return np.asarray(np.divide(cubes, 6.0 * squares**1.5, out=np.zeros(len(gaps)), where=squares > 0.0))


def straightened(t: Floats, skew: Floats) -> Floats:
    """Student's t without most of its skewness: t + b t²/3 + b² t³/27 + b/6, with b the skewness of the mean.

    Source: Hall (1992), J. Royal Statistical Society B 54: 221-228, equation 2.2.

    Args:
        t: The statistic: estimate less truth, over the standard error, (C,).
        skew: Acceleration, b/6, (C,).
    """
    b = 6.0 * skew
    return np.asarray(t + b * t * t / 3.0 + b * b * t**3 / 27.0 + b / 6.0)


def skewed_ends(means: Floats, se: Floats, skew: Floats, z: Floats) -> tuple[Floats, Floats]:
    """Where the straightened t is as far from 0 as a quantile, (C,) each.

    Args:
        means: Estimates, (C,).
        se: Their standard errors, (C,).
        skew: Acceleration, (C,).
        z: Quantile of Student's t, (C,).
    """
    b = 6.0 * np.where(np.abs(skew) > _SYMMETRIC, skew, 1.0)

    def back(y: Floats) -> Floats:
        curved = 3.0 / b * (np.cbrt(1.0 + b * (y - b / 6.0)) - 1.0)
        return np.asarray(np.where(np.abs(skew) > _SYMMETRIC, curved, y))

    return means - se * back(z), means - se * back(-z)
