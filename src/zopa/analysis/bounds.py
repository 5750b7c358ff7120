"""Exact bounds of a share, of the change of a share, and of a quantile."""

import math

import numpy as np

from zopa.game.arrays import Floats

FEW = 10
"""Where fewer worlds than this say anything else than the others, bounds are exact instead of nearly normal."""

Bound = tuple[float, float]
"""Lower and upper."""


def few_exceptions(values: Floats) -> bool:
    """Whether nearly all worlds have the same value.

    Args:
        values: Their values, (W,).
    """
    _, counts = np.unique(values, return_counts=True)
    return int(values.size - counts.max()) < FEW


def share_bounds(count: int, of: int, level: float) -> Bound:
    """One-sided bounds of a share, each missed with at most this probability.

    The lower one is the share at which so many or more have probability `level`, the upper one that at which so many
    or fewer have it: quantiles of Beta(k, n − k + 1) and Beta(k + 1, n − k). With none of n the upper bound is
    1 − level^(1/n), near 3/n at 5 %.

    Source: Clopper & Pearson (1934), Biometrika 26: 404-413.

    Args:
        count: Cases that have it, k.
        of: All cases, n.
        level: Probability.

    >>> low, high = share_bounds(0, 100, 0.05)
    >>> low, round(high, 4)
    (0.0, 0.0295)
    """
    from scipy.special import betaincinv

    low = 0.0 if count == 0 else float(betaincinv(count, of - count + 1, level))
    high = 1.0 if count == of else 1.0 - float(betaincinv(of - count, count + 1, level))  # Beta's mirror: no 1 − level
    return low, high


def difference_bounds(up: int, down: int, of: int, level: float) -> Bound:
    """One-sided bounds of a change of a share, from the worlds that changed sides.

    The change is P(up) − P(down). Each is bounded as a share of all worlds; where both bounds say something, each at
    half the level.

    Args:
        up: Worlds that have it only after.
        down: Worlds that have it only before.
        of: All worlds.
        level: Probability.
    """

    def bound(gained: int, lost: int) -> float:
        """Lower bound of P(gained) − P(lost)."""
        if gained == 0:  # no lower bound is needed to say that a probability is not below 0
            return -share_bounds(lost, of, level)[1]
        return share_bounds(gained, of, level / 2.0)[0] - share_bounds(lost, of, level / 2.0)[1]

    return bound(up, down), -bound(down, up)


def change_bound(differing: int, count: int, of: int, level: float) -> float:
    """How far a share of the worlds that count can have moved between two settings, one-sided.

    With x what is counted among the worlds w that count, P = E x / E w before and P' after,
    P' − P = E[(x' − P w') − (x − P w)] / E w', and a world adds at most 1 to the expectation, and only if it differs.
    So the change is at most P(differs) / P(counts), the one bounded from above, the other from below, each at half
    the level.

    Args:
        differing: Worlds that differ in whether they count, or in what is counted.
        count: Worlds that count in one of the settings.
        of: All worlds.
        level: Probability.
    """
    low = share_bounds(count, of, level / 2.0)[0]
    return min(1.0, share_bounds(differing, of, level / 2.0)[1] / low) if low > 0.0 else 1.0


def quantile_bounds(values: Floats, q: float, level: float) -> Bound:
    """One-sided bounds of a quantile: values of the sample, chosen by the binomial distribution.

    The number of values that do not exceed the quantile is binomial. The lower bound is the r-th smallest value for
    the largest r with P(B < r) ≤ level, the upper one the s-th for the smallest s with P(B ≥ s) ≤ level, where B is
    binomial with n and q; infinite where there is no such rank.

    Source: Thompson (1936), Annals of Mathematical Statistics 7: 122-128; David & Nagaraja (2003), Order Statistics,
    section 7.1.

    Args:
        values: The sample, (n,).
        q: Which quantile.
        level: Probability.
    """
    from scipy.special import bdtr, bdtrc

    n = len(values)
    ranks = np.arange(n, dtype=np.float64)
    ranked = np.sort(values)
    r = int((bdtr(ranks, n, q) <= level).sum())  # P(B < r) = P(B <= r − 1)
    s = n + 1 - int((bdtrc(ranks, n, q) <= level).sum())  # P(B >= s) = P(B > s − 1)
    return (float(ranked[r - 1]) if r else -math.inf), (float(ranked[s - 1]) if s <= n else math.inf)


def bound_of(statistic: str, values: Floats, q: float, level: float, point: float) -> Bound:
    """One-sided bounds of any statistic of a sample.

    Args:
        statistic: `share` and `quantile` exactly; `mean` and `sd` by Student's t of their influence values.
        values: The values that count, (n,).
        q: Which quantile.
        level: Probability.
        point: The statistic itself.
    """
    from scipy.special import stdtrit

    n = len(values)
    if statistic == "share":
        return share_bounds(int(values.sum()), n, level)
    if statistic == "quantile":
        return quantile_bounds(values, q, level)
    gaps = values - values.mean()
    if statistic == "sd" and point > 0.0:
        gaps = (np.square(gaps) - point * point) / (2.0 * point)
    half = -float(stdtrit(n - 1, level)) * math.sqrt(float(np.square(gaps).sum()) / (n * (n - 1)))
    return point - half, point + half
