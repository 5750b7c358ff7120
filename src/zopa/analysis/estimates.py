"""Estimates: what can be said for sure of a true value, as bounds at any level and p-values against any threshold."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from zopa.game.arrays import Floats

SMALLEST = 1e-15
"""p-values worked out by trying levels are given no smaller than this."""


class Estimate(Protocol):
    """An estimate and what can be said for sure of the true value behind it.

    Attributes:
        value: The estimate; NaN where there is none.
        se: Its standard error; None where the method has none.
        method: How it was worked out, in words.
    """

    @property
    def value(self) -> float:
        """See the class."""
        ...

    @property
    def se(self) -> float | None:
        """See the class."""
        ...

    @property
    def method(self) -> str:
        """See the class."""
        ...

    def lower(self, level: float) -> float:
        """A bound that the true value lies below with at most this probability."""
        ...

    def upper(self, level: float) -> float:
        """A bound that the true value lies above with at most this probability."""
        ...

    def above(self, threshold: float) -> float:
        """One-sided p-value for "the true value is more than the threshold": small where that is sure."""
        ...

    def below(self, threshold: float) -> float:
        """One-sided p-value for "the true value is less than the threshold"."""
        ...


@dataclass(frozen=True)
class Nothing:
    """Nothing can be said: no world counts, or only one."""

    value: float
    method: str
    se: float | None = None

    def lower(self, level: float) -> float:
        """Minus infinity."""
        return -math.inf

    def upper(self, level: float) -> float:
        """Infinity."""
        return math.inf

    def above(self, threshold: float) -> float:
        """1."""
        return 1.0

    def below(self, threshold: float) -> float:
        """1."""
        return 1.0


@dataclass(frozen=True)
class Exact:
    """The same in every world, so that there is nothing to be unsure of: the sample is taken at its word."""

    value: float
    method: str
    se: float | None = 0.0

    def lower(self, level: float) -> float:
        """The value."""
        return self.value

    def upper(self, level: float) -> float:
        """The value."""
        return self.value

    def above(self, threshold: float) -> float:
        """0 where the value is above, else 1."""
        return float(self.value <= threshold)

    def below(self, threshold: float) -> float:
        """0 where the value is below, else 1."""
        return float(self.value >= threshold)


@dataclass(frozen=True)
class Student:
    """An estimate that is a sum over worlds, or nearly: value ± t(df) × se.

    For a difference of means this is the paired t-test (Student 1908, Biometrika 6: 1-25).

    Attributes:
        df: Degrees of freedom: the smallest number of worlds that count in a part, less 1.
    """

    value: float
    se: float
    df: int
    method: str = "world by world"

    def lower(self, level: float) -> float:
        """Value less t × se."""
        return self.value + self.se * self._t(level)

    def upper(self, level: float) -> float:
        """Value plus t × se."""
        return self.value - self.se * self._t(level)

    def above(self, threshold: float) -> float:
        """Student's tail."""
        return self._tail((threshold - self.value) / self.se)

    def below(self, threshold: float) -> float:
        """Student's tail."""
        return self._tail((self.value - threshold) / self.se)

    def _t(self, level: float) -> float:
        from scipy.special import stdtrit

        return float(stdtrit(self.df, level))

    def _tail(self, t: float) -> float:
        from scipy.special import stdtr

        return float(stdtr(self.df, t))


@dataclass(frozen=True)
class Bounded:
    """An estimate with exact bounds, the p-value being the smallest level at which the bound is past the threshold.

    Attributes:
        bounds: Lower and upper bound at a level.
    """

    value: float
    bounds: Callable[[float], tuple[float, float]]
    method: str = "exact"
    se: float | None = None

    def lower(self, level: float) -> float:
        """The lower bound."""
        return self.bounds(level)[0]

    def upper(self, level: float) -> float:
        """The upper bound."""
        return self.bounds(level)[1]

    def above(self, threshold: float) -> float:
        """The smallest level at which the lower bound is above."""
        return _smallest(lambda level: self.lower(level) > threshold)

    def below(self, threshold: float) -> float:
        """The smallest level at which the upper bound is below."""
        return _smallest(lambda level: self.upper(level) < threshold)


def _smallest(reached: Callable[[float], bool]) -> float:
    """The smallest level that reaches something, between `SMALLEST` and 1, by halving on the log scale."""
    if not reached(1.0):
        return 1.0
    low, high = math.log(SMALLEST), 0.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if reached(math.exp(middle)) else (middle, high)
    return math.exp(high)


@dataclass(frozen=True)
class Resampled:
    """An estimate with a quantile in it: the bootstrap of paired worlds, and exact bounds of each quantile.

    Both are tests, and a p-value is twice the smaller of the two (Bonferroni). The bootstrap sees the pairing and
    can tell small differences; the exact bounds, which do not, can tell large ones far beyond the 1 in 10,000
    that so many replicates can.

    Attributes:
        replicates: The estimate in each resample, sorted, (R,).
        exact: The bounds of the parts put together.
    """

    value: float
    replicates: Floats
    exact: Bounded
    method: str = "bootstrap"

    @property
    def se(self) -> float | None:
        """Standard deviation of the replicates; None where some are infinite."""
        return float(self.replicates.std(ddof=1)) if np.isfinite(self.replicates).all() else None

    def lower(self, level: float) -> float:
        """The higher of the two lower bounds at half the level."""
        return max(self._percentile(level / 2.0), self.exact.lower(level / 2.0))

    def upper(self, level: float) -> float:
        """The lower of the two upper bounds at half the level."""
        return min(self._percentile(1.0 - level / 2.0), self.exact.upper(level / 2.0))

    def above(self, threshold: float) -> float:
        """Share of replicates not above, or the exact one."""
        return self._both(int(np.searchsorted(self.replicates, threshold, "right")), self.exact.above(threshold))

    def below(self, threshold: float) -> float:
        """Share of replicates not below, or the exact one."""
        over = len(self.replicates) - int(np.searchsorted(self.replicates, threshold, "left"))
        return self._both(over, self.exact.below(threshold))

    def _both(self, count: int, exact: float) -> float:
        return min(1.0, 2.0 * min((count + 1) / (len(self.replicates) + 1), exact))

    def _percentile(self, share: float) -> float:
        """Of R replicates the one of rank share × (R + 1); infinite beyond the first and the last."""
        rank = share * (len(self.replicates) + 1)
        at = math.floor(rank + 1e-9) if share < 0.5 else math.ceil(rank - 1e-9)
        if at < 1 or at > len(self.replicates):
            return -math.inf if at < 1 else math.inf
        return float(self.replicates[at - 1])
