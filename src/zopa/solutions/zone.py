"""The zone of possible agreement: how many packages are worth no deal to every party.

Counted exactly where that can be done without looking at the product of all levels; else estimated, and said so.

Payoffs are first made whole numbers of a small unit: the largest power of ten (at most 1, at least 10^-6) in which all
cells of a party are whole, or else 2^-40 of the largest payoff at stake, so that sums are exact. The clusters are split
into two halves, and each half's packages gathered by payoffs, equal ones together: where payoffs are round, there are
few. With two parties, one half is sorted by the first party's payoff and the other sweeps over it, counting by the
second party's in a binary indexed tree (Horowitz and Sahni 1974, "Computing Partitions with Applications to the
Knapsack Problem", Journal of the ACM 21; Fenwick 1994, Software: Practice and Experience 24). With more parties,
one half takes all.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.compiled import kernel
from zopa.game.luck import Luck

ROOM = 1_000_000
"""Most distinct points gathered in a half; above, the share is estimated."""

SAMPLED = 200_000
"""Packages drawn for an estimate."""

BITS = 40
"""Binary digits kept of payoffs that are not round."""

COUNTABLE = 2**62
"""Most packages in a half that the counters hold."""


@dataclass(frozen=True)
class Zone:
    """The packages that give every party at least what no deal is worth.

    Attributes:
        packages: How many they are; an estimate unless exact.
        share: Their share of all packages that may be offered.
        exact: Whether all were counted.
        error: Standard error of the share; 0 if exact.
    """

    packages: int
    share: float
    exact: bool
    error: float


def zone(cells: Sequence[Floats], allowed: Bools, first: Ints, disagreement: Floats, room: int = ROOM) -> Zone:
    """Count the packages that every party would sign.

    Args:
        cells: Payoffs of each party's cells, p rows of shape (C,).
        allowed: Which cells may be offered, shape (C,); at least one in each cluster.
        first: Offsets of the clusters in the row of cells, shape (K+1,).
        disagreement: What no deal is worth to each party, shape (p,).
        room: Most distinct points gathered in a half.
    """
    clusters = [np.flatnonzero(allowed[low:high]) + low for low, high in itertools.pairwise(first)]
    total = int(np.prod(np.array([len(cluster) for cluster in clusters], dtype=object)))
    whole, floor = _whole(np.stack(list(cells)), clusters, disagreement)
    halves = _split(clusters) if len(cells) == 2 else [clusters, []]
    gathered = [_gathered(whole, half, room) for half in halves]
    a, b = gathered
    if a is None or b is None:
        return _estimated(whole, clusters, floor, total)
    within = _pairs(a, b, floor) if len(cells) == 2 else int(a[1][(a[0] >= floor[:, None]).all(axis=0)].sum())
    return Zone(within, within / total, True, 0.0)


def _whole(table: Floats, clusters: list[Ints], disagreement: Floats) -> tuple[Ints, Ints]:
    """Payoffs (p, C) and disagreement (p,) as whole numbers; what is within rounding of no deal is worth it."""
    rows, floors = [], []
    used = np.concatenate(clusters)
    for row, worth in zip(table, disagreement, strict=True):
        scale = float(sum(np.abs(row[cluster]).max() for cluster in clusters)) or 1.0
        near = 1e-9 * max(scale / len(used), 1e-300)
        round_units = (10.0**-k for k in range(7))
        unit = next(
            (
                u
                for u in round_units
                if scale / u < 2.0**52 and (np.abs(row[used] / u - np.rint(row[used] / u)) * u < near).all()
            ),
            scale * 2.0**-BITS,
        )
        slack = 1e-6 if unit > scale * 2.0**-BITS else 0.5 * len(clusters) + 0.5
        counted = np.zeros(row.size, dtype=np.int64)
        counted[used] = np.rint(row[used] / unit).astype(np.int64)
        rows.append(counted)
        floors.append(np.ceil(np.clip(worth / unit, -(2.0**60), 2.0**60) - slack))
    return np.stack(rows), np.array(floors).astype(np.int64)


def _split(clusters: list[Ints]) -> list[list[Ints]]:
    """Two halves with about as many packages each, the largest clusters placed first."""
    halves: list[list[Ints]] = [[], []]
    size = [1.0, 1.0]
    for cluster in sorted(clusters, key=len, reverse=True):
        to = int(size[1] < size[0])
        halves[to].append(cluster)
        size[to] *= len(cluster)
    return halves


def _gathered(whole: Ints, clusters: list[Ints], room: int) -> tuple[Ints, Ints] | None:
    """The distinct points of some clusters' packages, (p, n), and how many packages have each; None without room."""
    if float(np.prod([float(len(cluster)) for cluster in clusters])) > COUNTABLE:
        return None
    points, count = np.zeros((whole.shape[0], 1), dtype=np.int64), np.ones(1, dtype=np.int64)
    for cluster in clusters:
        if points.shape[1] * len(cluster) > 8 * room:
            return None
        points = (points[:, :, None] + whole[:, None, cluster]).reshape(whole.shape[0], -1)
        count = np.repeat(count, len(cluster))
        order = np.lexsort(points)
        points, count = points[:, order], count[order]
        new = np.flatnonzero(np.concatenate(([True], (np.diff(points, axis=1) != 0).any(axis=0))))
        points, count = points[:, new], np.add.reduceat(count, new)
        if points.shape[1] > room:
            return None
    return points, count


def _pairs(a: tuple[Ints, Ints], b: tuple[Ints, Ints], floor: Ints) -> int:
    """Packages of two halves, (2, n) and (2, m), that together are worth the floor to both parties."""
    by_first = np.argsort(-b[0][0], kind="stable")
    heights, height = np.unique(b[0][1], return_inverse=True)
    order = np.argsort(a[0][0], kind="stable")
    need = np.searchsorted(heights, floor[1] - a[0][1][order], side="left")
    within = np.empty(order.size, dtype=np.int64)
    tree = np.zeros(heights.size + 1, dtype=np.int64)
    _sweep(
        np.ascontiguousarray(floor[0] - a[0][0][order]), need.astype(np.int64), b[0][0][by_first],
        height.reshape(-1)[by_first].astype(np.int64), b[1][by_first], tree, within,
    )  # fmt: skip
    return sum(map(int.__mul__, within.tolist(), a[1][order].tolist()))


@kernel
def _sweep(least: Ints, need: Ints, first: Ints, height: Ints, count: Ints, tree: Ints, within: Ints) -> None:
    """For each asked pair, the weight of points with enough in both; `least` falls and so does `first`."""
    n, at, total = tree.shape[0] - 1, 0, 0
    for i in range(least.shape[0]):
        while at < first.shape[0] and first[at] >= least[i]:
            j = height[at] + 1
            while j <= n:
                tree[j] += count[at]
                j += j & -j
            total += count[at]
            at += 1
        below, j = 0, need[i]
        while j > 0:
            below += tree[j]
            j -= j & -j
        within[i] = total - below


def _estimated(whole: Ints, clusters: list[Ints], floor: Ints, total: int) -> Zone:
    """A sample of packages, each drawn uniformly; luck has an address, so the estimate is always the same."""
    luck = Luck(0, 0, SAMPLED, salt="zone")
    worth = np.zeros((whole.shape[0], SAMPLED), dtype=np.int64)
    for k, cluster in enumerate(clusters):
        worth += whole[:, cluster[(luck.one("zone", at=k) * len(cluster)).astype(np.int64)]]
    share = float((worth >= floor[:, None]).all(axis=0).mean())
    # Wilson's centre keeps the error above 0 where none or all were drawn
    centre = (share * SAMPLED + 2.0) / (SAMPLED + 4.0)
    return Zone(round(share * total), share, False, float(np.sqrt(centre * (1.0 - centre) / SAMPLED)))
