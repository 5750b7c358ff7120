"""Confidence intervals for shares and for means."""

import math
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats

LEVEL = 0.95
"""Confidence of every interval."""


@dataclass(frozen=True)
class Share:
    """A share of cases with its interval.

    Attributes:
        count: Cases that have it.
        of: All cases.
        low: Lower end of the interval; 0 where there are no cases.
        high: Upper end of the interval; 1 where there are no cases.
    """

    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """The share itself; None where there are no cases."""
        return self.count / self.of if self.of else None

    @classmethod
    def wilson(cls, count: int, of: int, level: float = LEVEL) -> "Share":
        """The score interval: all shares p with |p̂ − p| ≤ z √(p (1 − p) / n).

        Its ends are (p̂ + z²/2n ± z √(p̂ (1 − p̂)/n + z²/4n²)) / (1 + z²/n). It stays within 0 and 1, and says
        something where all or none of the cases have it.

        Source: Wilson (1927), J. Am. Stat. Assoc. 22: 209-212; recommended by Newcombe (1998), Statistics in
        Medicine 17: 857-872, method 3.

        Args:
            count: Cases that have it.
            of: All cases, n.
            level: Confidence.

        Raises:
            ValueError: The count is not between 0 and the number of cases.

        >>> s = Share.wilson(979, 1000)
        >>> f"{s.share:.3f} [{s.low:.3f}, {s.high:.3f}]"
        '0.979 [0.968, 0.986]'
        """
        from scipy.special import ndtri

        if not 0 <= count <= of:
            raise ValueError(f"{count} of {of} is no share")
        if of == 0:
            return cls(0, 0, 0.0, 1.0)
        z, p = float(ndtri(0.5 + level / 2.0)), count / of
        whole = 1.0 + z * z / of
        centre = (p + z * z / (2.0 * of)) / whole
        half = z * math.sqrt(p * (1.0 - p) / of + z * z / (4.0 * of * of)) / whole
        return cls(
            count, of, 0.0 if count == 0 else max(0.0, centre - half), 1.0 if count == of else min(1.0, centre + half)
        )


@dataclass(frozen=True)
class Mean:
    """A mean with its interval.

    Attributes:
        n: Number of values.
        mean: Their mean.
        sd: Their standard deviation, with n − 1; None for a single value.
        low: Lower end of the interval of the mean; None for a single value.
        high: Upper end; None for a single value.
    """

    n: int
    mean: float
    sd: float | None
    low: float | None
    high: float | None

    @classmethod
    def of(cls, n: int, mean: float, squares: float, level: float = LEVEL) -> "Mean":
        """The normal-theory interval: mean ± t(n − 1) sd / √n.

        Exact for normal values, and near it for means of many values of any kind with a finite variance (the central
        limit theorem). A sample that does not vary has an interval without width: it can't say more.

        Source: Student (1908), Biometrika 6: 1-25.

        Args:
            n: Number of values, at least 1.
            mean: Their mean.
            squares: Sum of their squared distances from it.
            level: Confidence.

        Raises:
            ValueError: There are no values.
        """
        from scipy.special import stdtrit

        if n < 1:
            raise ValueError("no values have no mean")
        if n == 1:
            return cls(1, mean, None, None, None)
        sd = math.sqrt(squares / (n - 1))
        half = float(stdtrit(n - 1, 0.5 + level / 2.0)) * sd / math.sqrt(n)
        return cls(n, mean, sd, mean - half, mean + half)


class Sums:
    """A mean and squared distances that grow with the values added, in memory that does not.

    Source: Chan, Golub & LeVeque (1983), The American Statistician 37: 242-247, equations 2.1.
    """

    def __init__(self) -> None:
        """No values yet."""
        self.n, self.mean, self.squares = 0, 0.0, 0.0

    def add(self, values: Floats) -> None:
        """Add values, of any number."""
        more = int(values.shape[0])
        if more == 0:
            return
        mean = float(values.mean())
        squares = float(np.square(values - mean).sum())
        gap, n = mean - self.mean, self.n + more
        self.squares += squares + gap * gap * self.n * more / n
        self.mean += gap * more / n
        self.n = n

    def result(self) -> Mean | None:
        """The mean with its interval; None without values."""
        return Mean.of(self.n, self.mean, self.squares) if self.n else None
