"""How far a package is from the frontier and the solutions of its world, by looking at all packages."""

import math
from collections.abc import Sequence
from typing import NamedTuple

Point = tuple[float, float]

TIE = 1e-12


class Measured(NamedTuple):
    to_pareto: float
    to_nash: float
    to_kalai_smorodinsky: float
    nash_ratio: float
    evenness: float


def distance(point: Point, others: Sequence[Point]) -> float:
    return min((math.dist(point, other) for other in others), default=math.nan)


def better(one: Point, other: Point) -> bool:
    """Whether one dominates the other."""
    return one != other and one[0] >= other[0] and one[1] >= other[1]


def product(gain: Point, weights: Point) -> float:
    total = sum(weights)
    return gain[0] ** (2.0 * weights[0] / total) * gain[1] ** (2.0 * weights[1] / total)


def shares(gain: Point, hope: Point) -> list[float]:
    """Of those who can hope for something, smallest first."""
    return sorted(g / h for g, h in zip(gain, hope, strict=True) if h > 0.0)


def measured(point: Point, packages: Sequence[Point], no_deal: Point, weights: Point = (1.0, 1.0)) -> Measured:
    """All that is measured of a point, given what every package that may be offered is worth."""
    efficient = [a for a in set(packages) if not any(better(b, a) for b in packages)]
    dominated = any(better(one, point) for one in packages)
    to_pareto = distance(point, efficient) if dominated else 0.0
    signed = [(a, (a[0] - no_deal[0], a[1] - no_deal[1])) for a in efficient]
    signed = [(a, gain) for a, gain in signed if min(gain) >= 0.0]
    if not signed:
        return Measured(to_pareto, math.nan, math.nan, math.nan, math.nan)
    most = max(product(gain, weights) for _, gain in signed)
    nash = [a for a, gain in signed if product(gain, weights) >= most * (1.0 - 2.0 * TIE)]
    hope = (max(gain[0] for _, gain in signed), max(gain[1] for _, gain in signed))
    even = signed
    for place in range(sum(h > 0.0 for h in hope)):
        least = max(shares(gain, hope)[place] for _, gain in even)
        even = [(a, gain) for a, gain in even if shares(gain, hope)[place] >= least - TIE]
    own = (point[0] - no_deal[0], point[1] - no_deal[1])
    ratio = math.nan if most == 0.0 else 0.0 if min(own) < 0.0 else product(own, weights) / most
    fair = math.nan
    if min(hope) > 0.0:
        small, large = shares(own, hope)
        fair = small / large if small > 0.0 else 0.0
    return Measured(to_pareto, distance(point, nash), distance(point, [a for a, _ in even]), ratio, fair)
