"""Different packages at the same point: the frontier lists one of them, this finds the others."""

from collections.abc import Sequence

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.solutions.choice import TIE
from zopa.solutions.pareto import pareto_packages


def tied_packages(
    cells: Sequence[Floats], allowed: Bools, first: Ints, point: Floats, limit: int = 64, cap: int = 50_000
) -> Packages:
    """The packages that give every party exactly what an efficient point does.

    The part of an efficient package in the first k clusters is itself efficient there. So the search
    runs backwards from the last cluster: a cell can be part of the package only if what remains of the
    point is on the frontier of the clusters before. It meets no dead ends, and never looks at the
    product of the levels.

    Args:
        cells: Payoffs of each party's cells, p rows of shape (C,), p >= 2.
        allowed: Which cells may be offered, shape (C,).
        first: Offsets of the clusters in the row of cells, shape (K+1,).
        point: Payoffs of an efficient package, shape (p,).
        limit: Most packages wanted.
        cap: As in ``pareto_packages``; where a frontier has to be thinned, some ties may be missed.

    Returns:
        The packages, shape (n, K), int16, n <= limit, those with lower cells in the last clusters
        first. Payoffs are equal to a tolerance of 1e-12 of the largest payoffs at stake.
    """
    table = np.stack(list(cells), axis=1)
    clusters = first.shape[0] - 1
    biggest = np.maximum.reduceat(np.where(allowed[:, None], np.abs(table), 0.0), first[:-1], axis=0)
    near = TIE * np.maximum(biggest.sum(axis=0), np.abs(point))
    frontiers = [
        pareto_packages([row[: first[k]] for row in cells], allowed[: first[k]], first[: k + 1], cap).payoffs
        for k in range(1, clusters)
    ]
    found: list[list[int]] = []

    def search(k: int, rest: Floats, tail: list[int]) -> None:
        if k < 0:
            found.append(tail)
            return
        for cell in range(first[k + 1] - first[k]):
            if len(found) == limit:
                return
            before = rest - table[first[k] + cell]
            points = frontiers[k - 1] if k > 0 else np.zeros((1, len(cells)))
            if allowed[first[k] + cell] and _has(points, before, near):
                search(k - 1, before, [cell, *tail])

    search(clusters - 1, point, [])
    return np.array(found, dtype=np.int16).reshape(len(found), clusters)


def _has(points: Floats, point: Floats, near: Floats) -> bool:
    """Whether a table of points, by rising first payoff, has one within a tolerance."""
    low, high = np.searchsorted(points[:, 0], (point[0] - near[0], point[0] + near[0]), side="left")
    return bool((np.abs(points[low : high + 1] - point) <= near).all(axis=1).any())
