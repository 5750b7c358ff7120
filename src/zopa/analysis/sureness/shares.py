"""Intervals of many shares at once."""

import numpy as np

from zopa.analysis.intervals import LEVEL
from zopa.game.arrays import Floats, Ints


def wilson(count: Ints, of: Ints, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Score intervals of many shares, ends of each; 0 and 1 where there are no cases.

    Source: Wilson (1927), J. Am. Stat. Assoc. 22: 209-212; see `Share.wilson`.

    Args:
        count: Cases that have it, any shape.
        of: All cases, same shape.
        level: Confidence.

    Raises:
        ValueError: A count is not between 0 and the number of cases.

    >>> low, high = wilson(np.array([979, 0]), np.array([1000, 0]))
    >>> [f"{a:.3f} {b:.3f}" for a, b in zip(low, high)]
    ['0.968 0.986', '0.000 1.000']
    """
    from scipy.special import ndtri

    if ((count < 0) | (count > of)).any():
        raise ValueError(
            "a share has at least no case and at most all: a count is not between 0 and the number of cases"
        )
    z, n = float(ndtri(0.5 + level / 2.0)), np.maximum(of, 1).astype(np.float64)
    p, whole = count / n, 1.0 + z * z / n
    centre = (p + z * z / (2.0 * n)) / whole
    half = z * np.sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n)) / whole
    low = np.where((count == 0) | (of == 0), 0.0, np.maximum(centre - half, 0.0))
    return low, np.where((count == of) | (of == 0), 1.0, np.minimum(centre + half, 1.0))
