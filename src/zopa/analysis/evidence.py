"""From what the worlds say to an estimate: which method fits a measure, or a difference between two.

Worlds are fixed beforehand, and world w has the same luck in every setting, so differences are taken world by world.
"""

import math
from collections.abc import Sequence

import numpy as np

from zopa.analysis.bootstrap import resampled
from zopa.analysis.bounds import FEW, Bound, bound_of, change_bound, difference_bounds, few_exceptions
from zopa.analysis.estimates import Bounded, Estimate, Exact, Nothing, Resampled, Student
from zopa.analysis.measures import Part, Signed
from zopa.game.arrays import Floats

ROUNDING = 1e-13
"""Influence values that cancel leave no more than this, relative to the largest of them."""


def estimate(parts: Signed) -> Estimate:
    """A sum of parts, each with its sign: a measure, or the difference between two settings' measures.

    Which method is used:

    * every value the same in every world, or every paired difference (means, standard deviations and quantiles, not
      shares): the value itself;
    * a share alone: Clopper & Pearson (1934), Biometrika 26: 404-413;
    * the difference of a share of all worlds between two settings: the paired t-test, or, where fewer than ten
      worlds differ from what most do, exact bounds of the two kinds of worlds that changed sides: with none among n,
      "three in n" at 95 %;
    * the difference of a share of the worlds that count, where fewer than ten worlds differ: by how much so many can
      move it, at most;
    * other shares, means and standard deviations: influence values, world by world (for a mean of the worlds that
      count, `c (x − m) / mean(c)`; Hampel 1974, J. Am. Stat. Assoc. 69: 383-393), or bounds part by part at the
      level over the number of parts, where fewer than ten worlds decide a share;
    * anything with a quantile: bootstrap of paired worlds (Efron 1979, Annals of Statistics 7: 1-26) with exact
      bounds by order statistics.

    Args:
        parts: The parts; all have the same worlds.
    """
    fewest = min(int(part.counts.sum()) for _, part in parts)
    value = point(parts)
    shares = [part for _, part in parts if part.statistic == "share"]
    if fewest == 0:
        return Nothing(math.nan, "no world counts")
    if not shares and (known := _constant(parts, value)) is not None:
        return known
    if fewest == 1:
        return Nothing(value, "only one world counts")
    exact = Bounded(value, lambda level: _by_parts(parts, level))
    if any(part.statistic == "quantile" for _, part in parts):
        return Resampled(value, resampled(parts), exact)
    if len(parts) == len(shares) and (found := _of_shares(parts, value, exact)) is not None:
        return found
    if any(few_exceptions(part.values[part.counts]) for part in shares):
        return exact
    each = [sign * _influence(part) for sign, part in parts]
    psi = np.sum(each, axis=0)
    se = math.sqrt(float(np.square(psi).sum()) / (len(psi) * (len(psi) - 1)))
    if se > ROUNDING * float(np.abs(each).max()):
        return Student(value, se, fewest - 1)
    return exact if shares else Exact(value, "the same in every world")


def point(parts: Signed) -> float:
    """The sum of the parts in the worlds as they are; NaN where no world counts in one of them."""
    return _total(parts, [_point(part) for _, part in parts])


def _of_shares(parts: Signed, value: float, exact: Bounded) -> Estimate | None:
    """One share, or the change of one, where there is something better than influence values."""
    if len(parts) == 1:
        return exact
    if len(parts) > 2 or parts[0][0] == parts[1][0]:
        return None
    n = len(parts[0][1].counts)
    if all(part.counts.all() for _, part in parts):
        gaps = np.sum([sign * part.values for sign, part in parts], axis=0)
        if not few_exceptions(gaps):
            return Student(value, float(gaps.std(ddof=1)) / math.sqrt(n), n - 1)
        up, down = int((gaps > 0).sum()), int((gaps < 0).sum())
        return Bounded(value, lambda level: difference_bounds(up, down, n, level))
    differing, count = _differing(parts), int(parts[0][1].counts.sum())
    if differing >= FEW:
        return None
    return Bounded(value, lambda level: _both_ways(change_bound(differing, count, n, level)))


def _both_ways(most: float) -> Bound:
    return -most, most


def _differing(parts: Signed) -> int:
    """Worlds that one of two shares counts and the other does not, or not as the same."""
    (_, one), (_, other) = parts
    differs = (one.counts != other.counts) | (one.counts & other.counts & (one.values != other.values))
    return int(differs.sum())


def _point(part: Part) -> float:
    values = part.values[part.counts]
    if not len(values):
        return math.nan
    if part.statistic == "quantile":
        ranked = np.sort(values)
        return float(ranked[max(math.ceil(part.q * len(ranked) - 1e-9), 1) - 1])
    if part.statistic == "sd":
        return float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return float(values.mean())


def _total(parts: Signed, numbers: Sequence[float]) -> float:
    """The sum with signs; infinity less infinity is no difference."""
    gains = sum(number for (sign, _), number in zip(parts, numbers, strict=True) if sign > 0)
    losses = sum(number for (sign, _), number in zip(parts, numbers, strict=True) if sign < 0)
    return 0.0 if gains == losses else gains - losses


def _constant(parts: Signed, value: float) -> Exact | None:
    """The estimate where no world says anything else than the others, or None."""
    if len(parts) == 2 and _same_worlds(parts):
        (_, one), (_, other) = parts
        if np.array_equal(one.values[one.counts], other.values[other.counts]) and parts[0][0] != parts[1][0]:
            return Exact(0.0, "no world differs")
        if one.statistic == other.statistic == "mean":
            gaps = parts[0][0] * one.values[one.counts] + parts[1][0] * other.values[other.counts]
            if (gaps == gaps[0]).all():
                return Exact(float(gaps[0]), "the same in every world")
    if all((part.values[part.counts] == part.values[part.counts][0]).all() for _, part in parts):
        return Exact(value, "the same in every world")
    return None


def _same_worlds(parts: Signed) -> bool:
    return all(np.array_equal(part.counts, parts[0][1].counts) for _, part in parts)


def same_everywhere(parts: Signed) -> bool:
    """Whether two settings' parts agree in every single world: what they count, and its value."""
    half = len(parts) // 2
    pairs = list(zip(parts[:half], parts[half:], strict=True))
    return all(
        np.array_equal(one.counts, other.counts) and np.array_equal(one.values[one.counts], other.values[other.counts])
        for (_, one), (_, other) in pairs
    )


def _influence(part: Part) -> Floats:
    """How much each world moves the statistic, (W,): zero where it does not count."""
    share = float(part.counts.mean())
    values = np.where(part.counts, part.values, 0.0)
    mean = float(part.values[part.counts].mean())
    gaps = np.where(part.counts, values - mean, 0.0)
    if part.statistic != "sd":
        return gaps / share
    sd = _point(part)
    return np.where(part.counts, np.square(gaps) - sd * sd, 0.0) / (2.0 * sd * share) if sd > 0.0 else gaps


def _by_parts(parts: Signed, level: float) -> tuple[float, float]:
    """Bounds of a sum out of the bounds of its parts, each at its share of the level (Bonferroni)."""
    each = [_bounds(part, level / len(parts)) for _, part in parts]
    lows = [low if sign > 0 else high for (sign, _), (low, high) in zip(parts, each, strict=True)]
    highs = [high if sign > 0 else low for (sign, _), (low, high) in zip(parts, each, strict=True)]
    return _total(parts, lows), _total(parts, highs)


def _bounds(part: Part, level: float) -> Bound:
    return bound_of(part.statistic, part.values[part.counts], part.q, level, _point(part))
