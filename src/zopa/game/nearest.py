"""How far packages are from the frontiers of their worlds."""

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.frontier import Frontier


@kernel
def _at_least(mine: Floats, low: int, high: int, x: float) -> int:
    """The first of some points, rising in ``mine``, that is worth x."""
    while low < high:
        mid = (low + high) >> 1
        if mine[mid] < x:
            low = mid + 1
        else:
            high = mid
    return low


@kernel
def _nearest(mine: Floats, theirs: Floats, low: int, high: int, x: float, y: float) -> float:
    """Distance to the nearest of some points, rising in ``mine``: from the middle outwards; inf if there is none."""
    right = _at_least(mine, low, high, x)
    left, best = right - 1, np.inf
    while right < high and (mine[right] - x) ** 2 < best:
        best = min(best, (mine[right] - x) ** 2 + (theirs[right] - y) ** 2)
        right += 1
    while left >= low and (mine[left] - x) ** 2 < best:
        best = min(best, (mine[left] - x) ** 2 + (theirs[left] - y) ** 2)
        left -= 1
    return float(np.sqrt(best))


@kernel
def _dominated(mine: Floats, theirs: Floats, low: int, high: int, x: float, y: float) -> bool:
    """Whether a point of a frontier gives one party more and the other no less."""
    i = _at_least(mine, low, high, x)
    return i < high and theirs[i] >= y and (mine[i] > x or theirs[i] > y)


@kernel
def _distances(
    start: Ints, mine: Floats, theirs: Floats, world: Ints, own: Floats, other: Floats, behind: bool, out: Floats
) -> None:  # fmt: skip
    for row in range(world.shape[0]):
        low, high = start[world[row]], start[world[row] + 1]
        x, y = own[row], other[row]
        if low == high:
            out[row] = np.nan
        elif behind and not _dominated(mine, theirs, low, high, x, y):
            out[row] = 0.0
        else:
            out[row] = _nearest(mine, theirs, low, high, x, y)


def distance_to_frontier(points: Frontier, world: Ints, own: Floats, other: Floats) -> Floats:
    """How far packages are from the nearest efficient one of their world: Euclidean, 0 where nothing dominates them.

    A package that no efficient one dominates is efficient itself, or may not be offered (it lies outside the frontier).
    Of a thinned frontier the distance is right up to its gap.

    Args:
        points: The frontiers.
        world: The world of each package, (N,).
        own: What each is worth to the first party, (N,).
        other: And to the second, (N,).

    Returns:
        Distances in the unit of payoffs, (N,).
    """
    out = np.empty(world.shape[0])
    _distances(points.start, points.mine, points.theirs, world, own, other, True, out)
    return out


def distance_to_chosen(points: Frontier, chosen: Bools, world: Ints, own: Floats, other: Floats) -> Floats:
    """How far packages are from the nearest of some efficient ones of their world: Euclidean.

    Args:
        points: The frontiers.
        chosen: Which of their points count, (points,).
        world: The world of each package, (N,).
        own: What each is worth to the first party, (N,).
        other: And to the second, (N,).

    Returns:
        Distances in the unit of payoffs, (N,); nan where none is chosen in the world.
    """
    start = np.concatenate([[0], np.cumsum(chosen)])[points.start]
    out = np.empty(world.shape[0])
    _distances(start, points.mine[chosen], points.theirs[chosen], world, own, other, False, out)
    return out


@kernel
def _worth(cells: Floats, package: Packages, first: Ints, world: Ints, out: Floats) -> None:
    for row in range(world.shape[0]):
        total = 0.0
        for k in range(package.shape[1]):
            total += cells[world[row], first[k] + package[row, k]]
        out[row] = total


def worth_in(cells: Floats, package: Packages, first: Ints, world: Ints) -> Floats:
    """What packages are worth in their worlds: the canonical sum of `game.values`, for several packages in a world.

    Args:
        cells: Payoffs of a party's cells, (W, C).
        package: The cells chosen, (N, K).
        first: Offsets of the clusters, (K + 1,).
        world: The world of each package, (N,).

    Returns:
        Their worth, (N,).
    """
    out = np.empty(world.shape[0])
    _worth(cells, package, first, world, out)
    return out
