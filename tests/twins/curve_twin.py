"""Best for you that gives me at least u, in one world: hull, climb, fill, and the dents."""

import itertools
from collections.abc import Sequence

from twins.frontier_twin import value

Cells = Sequence[float]


def _hull(mine: Cells, theirs: Cells, cells: list[int]) -> list[int]:
    """Cells on the upper concave hull from the own best (of those, the best for them) down."""
    hull: list[int] = []
    for c in sorted(cells, key=lambda c: (-mine[c], -theirs[c], c)):
        if hull and theirs[c] <= theirs[hull[-1]]:
            continue
        while len(hull) > 1:
            last, before = hull[-1], hull[-2]
            gain, loss = theirs[last] - theirs[before], mine[before] - mine[last]
            if (theirs[c] - theirs[last]) * loss <= gain * (mine[last] - mine[c]):
                break
            hull.pop()
        hull.append(c)
    return hull


def _steps(mine: Cells, theirs: Cells, hulls: list[list[int]]) -> list[tuple[int, int]]:
    """(cluster, cell) of each step, by falling gain per loss (never rising along a hull)."""
    steps = []
    for k, hull in enumerate(hulls):
        ratio = float("inf")
        for before, after in itertools.pairwise(hull):
            ratio = min(ratio, (theirs[after] - theirs[before]) / (mine[before] - mine[after]))
            steps.append((-ratio, k, after))
    return [(k, c) for _, k, c in sorted(steps, key=lambda s: s[0])]


def best_for_you(
    mine: Cells,
    theirs: Cells,
    allowed: Sequence[bool],
    first: Sequence[int],
    target: float,
    dents: bool = False,
) -> list[int]:
    """The package, each cell counted from its cluster's first."""
    clusters = range(len(first) - 1)
    cells = [[c for c in range(first[k], first[k + 1]) if allowed[c]] for k in clusters]
    hulls = [_hull(mine, theirs, cells[k]) for k in clusters]
    steps = _steps(mine, theirs, hulls)

    def with_cell(package: list[int], k: int, c: int) -> list[int]:
        return [*package[:k], c - first[k], *package[k + 1 :]]

    def fits(package: list[int]) -> bool:
        return value(mine, package, first) >= target

    def climb_and_fill(package: list[int], fixed: int) -> list[int]:
        closed = {fixed}
        for k, c in steps:
            if k not in closed:
                if fits(with_cell(package, k, c)):
                    package = with_cell(package, k, c)
                else:
                    closed.add(k)
        while True:
            moves = [
                (theirs[first[k] + package[k]] - theirs[c], k, c)
                for k in clusters
                for c in cells[k]
                if theirs[c] > theirs[first[k] + package[k]] and fits(with_cell(package, k, c))
            ]
            if not moves:
                return package
            package = with_cell(package, *min(moves)[1:])

    start = [hulls[k][0] - first[k] for k in clusters]
    if not fits(start):
        return start
    best = climb_and_fill(start, -1)
    if dents:
        for k in clusters:
            for c in sorted(cells[k], key=lambda c: (-mine[c], c)):
                fixed = with_cell(start, k, c)
                if fits(fixed):
                    trial = climb_and_fill(fixed, k)
                    if value(theirs, trial, first) > value(theirs, best, first):
                        best = trial
    return best
