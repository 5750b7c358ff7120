"""The efficient packages of one world, by looking at all of them."""

from collections.abc import Sequence
from itertools import pairwise, product


def packages(allowed: Sequence[bool], first: Sequence[int]) -> list[tuple[int, ...]]:
    """Every package made of allowed cells."""
    clusters = [range(a, b) for a, b in pairwise(first)]
    return list(product(*([c - cells[0] for c in cells if allowed[c]] for cells in clusters)))


def value(cells: Sequence[float], package: Sequence[int], first: Sequence[int]) -> float:
    """The canonical sum: from 0.0 through the clusters in order."""
    total = 0.0
    for k, cell in enumerate(package):
        total += cells[first[k] + cell]
    return total


def frontier(
    mine: Sequence[float], theirs: Sequence[float], allowed: Sequence[bool], first: Sequence[int]
) -> list[tuple[float, float]]:
    """The points that no package dominates, by rising ``mine``."""
    points = {(value(mine, p, first), value(theirs, p, first)) for p in packages(allowed, first)}
    return sorted(a for a in points if not any(b != a and b[0] >= a[0] and b[1] >= a[1] for b in points))


def best_for_them(points: Sequence[tuple[float, float]], target: float, side: int) -> tuple[float, float]:
    """Of the points worth the target to one side, the best for the other; else the side's own best."""
    good = [p for p in points if p[side] >= target]
    return max(good, key=lambda p: p[1 - side]) if good else max(points, key=lambda p: p[side])
