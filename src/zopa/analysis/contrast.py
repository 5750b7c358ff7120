"""The difference between two runs: world by world where both had the same luck, and who does better.

Rows are (point, world) cells of both runs, set against each other. A row of worlds that were paired belongs to both
runs; otherwise it belongs to one of them and does not count in the other. Rows that share their luck (the same world
in several points) are one unit: the interval is of units, not of rows.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from zopa.analysis.bounds import few_exceptions, quantile_bounds
from zopa.analysis.estimates import Bounded, Estimate, Exact, Nothing, Student
from zopa.analysis.evidence import ROUNDING, estimate, point
from zopa.analysis.measures import Part, Signed
from zopa.game.arrays import Floats, Ints

MOST_RESAMPLED = 20_000
"""Rows up to which quantiles are compared by the bootstrap too."""


@dataclass(frozen=True)
class Rows:
    """What the rows of a comparison are.

    Attributes:
        unit: Number of the unit of luck, from 0 without gaps, (N,).
        point: Number of the pair of points, from 0, (N,).
        paired: Whether every row is a world of both runs.
    """

    unit: Ints
    point: Ints
    paired: bool

    @property
    def units(self) -> int:
        """Number of units."""
        return int(self.unit.max()) + 1 if len(self.unit) else 0

    @property
    def single(self) -> bool:
        """Whether each unit has one row."""
        return self.units == len(self.unit)


@dataclass(frozen=True)
class Times:
    """An estimate times a positive number.

    Attributes:
        of: The estimate.
        by: The number.
    """

    of: Estimate
    by: float

    @property
    def value(self) -> float:
        """The estimate's value times the number."""
        return self.of.value * self.by

    @property
    def se(self) -> float | None:
        """Its standard error times the number."""
        return None if self.of.se is None else self.of.se * self.by

    @property
    def method(self) -> str:
        """As of the estimate."""
        return self.of.method

    def lower(self, level: float) -> float:
        """Its bound times the number."""
        return self.of.lower(level) * self.by

    def upper(self, level: float) -> float:
        """Its bound times the number."""
        return self.of.upper(level) * self.by

    def above(self, threshold: float) -> float:
        """Its p-value."""
        return self.of.above(threshold / self.by)

    def below(self, threshold: float) -> float:
        """Its p-value."""
        return self.of.below(threshold / self.by)


def contrast(first: Part, second: Part, rows: Rows) -> Estimate:
    """Second less first, over all rows that count, pooled over points.

    * One row for each unit: what `evidence.estimate` says of the two parts; quantiles of very many rows, for which the
      bootstrap would take minutes, get its exact bounds alone.
    * Several, a share or a mean, every unit with as many rows in both: the same of the units' averages; shares in
      which fewer than ten units differ get the average of each point's bounds instead, at the level over the number
      of points (Bonferroni).
    * Several, a mean of the rows that count: the ratio of totals over units, whose influence values are summed within
      each unit (Cochran 1977, Sampling Techniques, section 9A.1: clusters of unequal size).
    * A quantile or a standard deviation over several points: the number alone, without bounds.

    Args:
        first: The statistic of the first run, over the rows.
        second: The same of the second.
        rows: What the rows are.
    """
    difference: Signed = ((1, second), (-1, first))
    if rows.single and first.statistic == "quantile" and len(rows.unit) > MOST_RESAMPLED:
        return _of_quantiles(first, second, point(difference))
    if rows.single:
        return estimate(difference)
    value = point(difference)
    if math.isnan(value):
        return Nothing(value, "no world counts")
    if first.statistic not in ("share", "mean"):
        return Nothing(value, f"no interval for a {first.statistic} over several points")
    if first.statistic == "share" and _hardly_differs(first, second, rows):
        if not (_even(first, rows) and _even(second, rows)):
            return Nothing(value, "too few worlds differ for an interval over several points")
        return _point_by_point(cut(((1, first),), rows), cut(((1, second),), rows))
    if rows.paired and first.counts.all() and second.counts.all() and _balanced(rows):
        means = [Part("mean", _averages(part, rows), np.ones(rows.units, dtype=bool)) for part in (second, first)]
        return estimate(((1, means[0]), (-1, means[1])))
    return _of_clusters(first, second, rows, value)


def by_points(first: Sequence[Signed], second: Sequence[Signed]) -> Estimate:
    """The average over points of second less first, where each point's worlds are the same units.

    Args:
        first: A measure of the first run, for each point: parts over all units.
        second: The same of the second.
    """
    gains = [part for parts in second for part in parts]
    losses = [(-sign, part) for parts in first for sign, part in parts]
    return Times(estimate((*gains, *losses)), 1.0 / len(first))


def cut(parts: Signed, rows: Rows) -> list[Signed]:
    """A measure over rows as one for each point, over all units.

    Args:
        parts: The measure's parts, over the rows.
        rows: What the rows are.
    """
    columns = [_cut(part, rows) for _, part in parts]
    signs = [sign for sign, _ in parts]
    return [tuple(zip(signs, some, strict=True)) for some in zip(*columns, strict=True)]


def better(first: Part, second: Part, rows: Rows, more: bool = True) -> tuple[float, float] | None:
    """How often the second run does better than the first, and how often worse; the rest is a tie.

    Paired, this is the share of rows that count in both. Otherwise it is the probability for a world of each, drawn
    by themselves (Mann & Whitney 1947, Annals of Mathematical Statistics 18: 50-60), averaged over points.

    Args:
        first: Values of the first run, over the rows.
        second: Values of the second.
        rows: What the rows are.
        more: Whether more is better.

    Returns:
        The two shares; None where there is nothing to compare.
    """
    sign = 1.0 if more else -1.0
    if rows.paired:
        both = first.counts & second.counts
        gaps = sign * _compared(first.values[both], second.values[both])
        return (float((gaps > 0).mean()), float((gaps < 0).mean())) if len(gaps) else None
    found = [shares for shares in _ranked(first, second, rows) if shares is not None]
    if not found:
        return None
    higher, lower = (float(np.mean(column)) for column in zip(*found, strict=True))
    return (higher, lower) if more else (lower, higher)


def _compared(first: Floats, second: Floats) -> Floats:
    """1, 0 or −1: infinities that are the same are a tie."""
    return (second > first).astype(np.float64) - (second < first)


def _ranked(first: Part, second: Part, rows: Rows) -> Iterator[tuple[float, float] | None]:
    """In each point, the probabilities that a world of the second has more, and less, than one of the first."""
    for number in range(int(rows.point.max()) + 1 if len(rows.point) else 0):
        here = rows.point == number
        ones, others = first.values[here & first.counts], second.values[here & second.counts]
        if not len(ones) or not len(others):
            yield None
            continue
        ranked, of = np.sort(ones), len(ones) * len(others)
        below = int(np.searchsorted(ranked, others, "left").sum())
        up_to = int(np.searchsorted(ranked, others, "right").sum())
        yield below / of, (of - up_to) / of


def _point_by_point(first: Sequence[Signed], second: Sequence[Signed]) -> Estimate:
    """The average over points, its bounds the averages of the points' bounds."""
    each = [
        estimate((*other, *((-sign, part) for sign, part in one))) for one, other in zip(first, second, strict=True)
    ]

    def bounds(level: float) -> tuple[float, float]:
        low = [one.lower(level / len(each)) for one in each]
        high = [one.upper(level / len(each)) for one in each]
        return float(np.mean(low)), float(np.mean(high))

    return Bounded(float(np.mean([one.value for one in each])), bounds, "exact, point by point")


def _of_quantiles(first: Part, second: Part, value: float) -> Estimate:
    """The difference of two quantiles, bounded by the bounds of each at half the level (Bonferroni)."""
    ones, others = first.values[first.counts], second.values[second.counts]
    if not len(ones) or not len(others):
        return Nothing(math.nan, "no world counts")

    def bounds(level: float) -> tuple[float, float]:
        low, high = quantile_bounds(ones, first.q, level / 2.0)
        least, most = quantile_bounds(others, second.q, level / 2.0)
        bottom = -math.inf if math.isinf(high) else least - high  # infinity less infinity says nothing
        return bottom, math.inf if math.isinf(most) else most - low

    return Bounded(value, bounds)


def _even(part: Part, rows: Rows) -> bool:
    """Whether as many rows count in each point, so that pooling is averaging."""
    counts = np.bincount(rows.point[part.counts], minlength=int(rows.point.max()) + 1)
    return bool((counts == counts[0]).all())


def _balanced(rows: Rows) -> bool:
    """Whether each unit has as many rows."""
    counts = np.bincount(rows.unit)
    return bool((counts == counts[0]).all())


def _averages(part: Part, rows: Rows) -> Floats:
    """The average of each unit's rows, (U,)."""
    return np.asarray(np.bincount(rows.unit, part.values, rows.units) / np.bincount(rows.unit, minlength=rows.units))


def _hardly_differs(first: Part, second: Part, rows: Rows) -> bool:
    """Whether too few units say anything else than the others for the central limit theorem."""
    if rows.paired:
        return few_exceptions(_averages(second, rows) - _averages(first, rows))
    return any(few_exceptions(_averages(part, rows)[rows.unit[part.counts]]) for part in (first, second))


def _cut(part: Part, rows: Rows) -> list[Part]:
    """A part over rows as one for each point, over all units."""
    found = []
    for number in range(int(rows.point.max()) + 1):
        here = rows.point == number
        values, counts = np.zeros(rows.units), np.zeros(rows.units, dtype=bool)
        values[rows.unit[here]], counts[rows.unit[here]] = part.values[here], part.counts[here]
        found.append(Part(part.statistic, values, counts, part.q))
    return found


def _of_clusters(first: Part, second: Part, rows: Rows, value: float) -> Estimate:
    """Student's t of influence values summed within units."""
    each = [sign * _influence(part, rows) for sign, part in ((1, second), (-1, first))]
    fewest = min(len(np.unique(rows.unit[part.counts])) for part in (first, second))
    if fewest == 1:
        return Nothing(value, "only one world counts")
    psi = np.sum(each, axis=0)
    se = math.sqrt(float(np.square(psi).sum()) / (rows.units * (rows.units - 1)))
    if se <= ROUNDING * max(float(np.abs(one).max()) for one in each):
        return Exact(value, "the same in every world")
    return Student(value, se, fewest - 1, "world by world, all points of a world together")


def _influence(part: Part, rows: Rows) -> Floats:
    """How much each unit moves the mean of the rows that count, (U,)."""
    values = part.values[part.counts]
    gaps = np.zeros(len(part.values))
    gaps[part.counts] = (values - values.mean()) * (rows.units / len(values))
    return np.asarray(np.bincount(rows.unit, gaps, rows.units))
