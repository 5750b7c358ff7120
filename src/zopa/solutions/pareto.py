"""The efficient packages of one world, for any number of parties."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.frontier import Frontier, frontier, packages_at

CROWDED = 2000
"""Most efficient packages kept at any stage with three parties or more."""


@dataclass(frozen=True, eq=False)
class Pareto:
    """Efficient packages, one for each efficient point.

    Attributes:
        packages: Shape (n, K), int16: for each cluster the cell chosen, counted from the cluster's first.
        payoffs: Their canonical values to each party, shape (n, p).
        exact: Whether these are all efficient points.
        gap: 0 if exact; otherwise every allowed package has a listed one that gives no party more than
            this amount less (up to rounding).
    """

    packages: Packages
    payoffs: Floats
    exact: bool
    gap: float


def row_of(points: Frontier, world: int) -> Pareto:
    """The row of one world of a block's frontiers, by rising payoff of the first party."""
    index = np.arange(points.start[world], points.start[world + 1])
    gap = float(min(points.gap[world], points.own_gap[world]))
    return Pareto(
        packages=packages_at(points, index),
        payoffs=np.column_stack((points.mine[index], points.theirs[index])),
        exact=gap == 0.0,
        gap=gap,
    )


def pareto_packages(cells: Sequence[Floats], allowed: Bools, first: Ints, cap: int = 50_000) -> Pareto:
    """The efficient packages: those from which no party can gain unless another loses.

    For two parties the frontier's kernel; for more, the clusters are added one by one and dominated
    packages dropped after each. Of packages that give every party the same, one is listed.

    Source: Pareto (1906), "Manuale di economia politica".

    Args:
        cells: Payoffs of each party's cells, p rows of shape (C,), p >= 2.
        allowed: Which cells may be offered, shape (C,); at least one in each cluster.
        first: Offsets of the clusters in the row of cells, shape (K+1,).
        cap: Most points at any stage (for three parties or more at most ``CROWDED``); above, they are
            thinned and the gap is stated.

    Returns:
        The efficient packages, by rising payoff of the first party.

    Raises:
        ValueError: If there are fewer than two parties.
    """
    if len(cells) < 2:
        raise ValueError(f"efficiency needs two parties or more, got {len(cells)}")
    if len(cells) == 2:
        mine, theirs = (np.ascontiguousarray(row, dtype=np.float64)[None] for row in cells)
        return row_of(frontier(mine, theirs, np.ascontiguousarray(allowed)[None], first, cap), 0)
    table = np.ascontiguousarray(np.stack(list(cells), axis=1), dtype=np.float64)
    payoffs, packages, gap = np.zeros((1, len(cells))), np.zeros((1, 0), dtype=np.int16), 0.0
    for low, high in itertools.pairwise(first):
        level = np.flatnonzero(allowed[low:high])
        level = level[_efficient(table[low:high][level])]
        payoffs, packages = _added(payoffs, packages, table[low + level], level.astype(np.int16))
        kept = _efficient(payoffs)
        payoffs, packages = payoffs[kept], packages[kept]
        if kept.size > min(cap, CROWDED):
            kept, lost = _thinned(payoffs, min(cap, CROWDED))
            payoffs, packages, gap = payoffs[kept], packages[kept], gap + lost
    return Pareto(packages[::-1], payoffs[::-1], gap == 0.0, gap)


def _added(payoffs: Floats, packages: Packages, cells: Floats, level: Packages) -> tuple[Floats, Packages]:
    """Every package so far with every cell of the next cluster."""
    n, m = payoffs.shape[0], level.shape[0]
    sums = (payoffs[None, :, :] + cells[:, None, :]).reshape(n * m, -1)
    return sums, np.column_stack((np.tile(packages, (m, 1)), np.repeat(level, n)))


def _efficient(payoffs: Floats) -> Ints:
    """Indices of the points that no other dominates, by falling payoff of the first party."""
    order = np.lexsort(payoffs.T[::-1])[::-1]
    kept = np.empty(order.shape, dtype=np.int64)
    return order[kept[: _undominated(np.ascontiguousarray(payoffs[order]), kept)]]


@kernel
def _undominated(payoffs: Floats, kept: Ints) -> int:
    """Of points in falling lexical order, those that no earlier one equals or dominates."""
    n = 0
    for i in range(payoffs.shape[0]):
        dominated = False
        for j in range(n - 1, -1, -1):
            dominated = True
            for q in range(payoffs.shape[1]):
                if payoffs[kept[j], q] < payoffs[i, q]:
                    dominated = False
                    break
            if dominated:
                break
        if not dominated:
            kept[n] = i
            n += 1
    return n


def _thinned(payoffs: Floats, cap: int) -> tuple[Ints, float]:
    """At most ``cap`` points, one per box of a grid, and the most that any party loses by it."""
    low, span = payoffs.min(axis=0), np.ptp(payoffs, axis=0)
    share = (payoffs - low) / np.where(span > 0.0, span, 1.0)
    cuts = cap
    while True:
        box = _numbered(np.floor(share * cuts).astype(np.int64))
        if box.max() < cap:
            break
        cuts = max(1, cuts * 3 // 4) if cuts > 1 else 0
    order = np.lexsort((-share.sum(axis=1), box))
    leader = order[np.flatnonzero(np.diff(box[order], prepend=-1))]
    lost = payoffs - payoffs[leader[box]]
    return np.sort(leader), float(lost.max())


def _numbered(rows: NDArray[np.int64]) -> Ints:
    """Number of each row among the distinct rows."""
    _, number = np.unique(rows, axis=0, return_inverse=True)
    return number.reshape(-1).astype(np.int64)
