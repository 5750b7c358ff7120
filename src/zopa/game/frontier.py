"""The efficient packages of two parties whose payoffs are known.

A package is efficient if no other gives one party more and the other no less. Payoffs add up over
clusters, so the frontier is a Minkowski sum: the frontier of the first k clusters is the frontier of the
first k-1, shifted by each efficient cell of cluster k and merged, with the dominated points dropped.
Adding the same cell to two sums never reverses their order, even in floating point, so nothing that is
dropped on the way could have ended up efficient, and every point's payoffs are the canonical sums.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.merge import longer, new_bench, rows
from zopa.game.packing import Packing, Words, cell_in, decode

THINNED = 4096
"""Points to which a row is thinned once it has more than its cap (or the cap, if that is lower)."""


@dataclass(frozen=True, eq=False)
class Frontier:
    """The efficient packages of each world, one row per world, rows laid end to end.

    Where thinning was needed, the row is a subset of the frontier's shape: every point in it is a
    package, but some efficient packages are missing and a point may be dominated by one of them.

    Attributes:
        start: Row of world w is ``start[w]:start[w+1]``, shape (W+1,).
        mine: Payoff to the first party, strictly ascending inside a row, shape (N,).
        theirs: Payoff to the second party, strictly descending inside a row, shape (N,).
        code: Packed packages, shape (N, words).
        gap: 0 where the row is exact; otherwise, for any amount u that some package gives to ``mine``,
            the most of ``theirs`` among packages with mine >= u exceeds the most of ``theirs`` among the
            row's points with mine >= u by at most this (up to rounding), shape (W,).
        own_gap: The same with the parties exchanged: what may be lost in ``mine`` for a given amount
            of ``theirs``, shape (W,).
        packing: How ``code`` is packed.
    """

    start: Ints
    mine: Floats
    theirs: Floats
    code: Words
    gap: Floats
    own_gap: Floats
    packing: Packing


def frontier(mine: Floats, theirs: Floats, allowed: Bools, first: Ints, cap: int = 4096) -> Frontier:
    """The exact Pareto frontier of every world, or a thinned one with a stated gap.

    Where several packages give both parties the same, the one kept gives ``mine`` more in the last
    cluster in which they differ; if they agree there too, the lower cell.

    Args:
        mine: Payoffs of the first party's cells, shape (W, C).
        theirs: Payoffs of the second party's cells, shape (W, C).
        allowed: Which cells may be offered, shape (W, C); at least one in each cluster.
        first: Offsets of the clusters in the row of cells, shape (K+1,).
        cap: Most points a row may hold at any stage. A row that would hold more is thinned, by bins of
            equal width in ``mine``, to at most ``min(cap, THINNED)`` points: the ends of the row and the
            best for ``theirs`` in each bin.

    Returns:
        The frontier of each world.

    Raises:
        ValueError: If ``cap`` is below 4.
    """
    if cap < 4:
        raise ValueError(f"cap must be at least 4, got {cap}")
    packing = Packing(first)
    worlds = mine.shape[0]
    start, gap, own_gap = np.zeros(worlds + 1, np.int64), np.zeros(worlds), np.zeros(worlds)
    space = mine, theirs, allowed, first, packing.word, packing.shift
    bench = new_bench(cap, min(cap, THINNED), int(np.diff(first).max()), packing.words)
    room, done = 32 * worlds, 0
    own, other = np.empty(room), np.empty(room)
    code = np.empty((room, packing.words), np.uint64)
    while True:
        done = rows(*space, bench, done, start, own, other, code, gap, own_gap)
        if done == worlds:
            n = int(start[-1])
            return Frontier(start, own[:n], other[:n], code[:n], gap, own_gap, packing)
        room = 2 * room + cap
        own, other, code = longer(own, room), longer(other, room), longer(code, room)


@kernel
def _best(mine: Floats, theirs: Floats, low: int, high: int, target: float, side: int) -> int:
    """Row index of the point best for the other party among those worth ``target`` to ``side``."""
    left, right = low, high
    if side == 0:
        while left < right:
            mid = (left + right) >> 1
            if mine[mid] < target:
                left = mid + 1
            else:
                right = mid
        return left if left < high else high - 1
    while left < right:
        mid = (left + right) >> 1
        if theirs[mid] >= target:
            left = mid + 1
        else:
            right = mid
    return left - 1 if left > low else low


@kernel
def _best_for_them(start: Ints, mine: Floats, theirs: Floats, target: Floats, side: int, out: Ints) -> None:
    for w in range(target.shape[0]):
        out[w] = _best(mine, theirs, start[w], start[w + 1], target[w], side)


def best_for_them(points: Frontier, target: Floats, side: int) -> Ints:
    """The efficient package that gives one party its target and is best for the other.

    Args:
        points: The frontiers.
        target: The least the party wants, shape (W,).
        side: 0 if the target is in ``mine``, 1 if it is in ``theirs``.

    Returns:
        Index of a point in the flat arrays, shape (W,). Where no point is worth the target, the point
        best for the party itself.
    """
    out = np.empty(target.shape[0], dtype=np.int64)
    _best_for_them(points.start, points.mine, points.theirs, target, side, out)
    return out


def packages_at(points: Frontier, index: Ints, out: Packages | None = None) -> Packages:
    """The packages at some points of the frontiers.

    Args:
        points: The frontiers.
        index: Indices into the flat arrays, shape (W,).
        out: Where to write them, shape (W, K); a new array if None.

    Returns:
        The packages, shape (W, K), int16.
    """
    return decode(points.code, index, points.packing, out)


class Offers(NamedTuple):
    """The last offer of each world, and the targets for which it would be made again.

    Attributes:
        package: The packages, (W, K).
        own: What they are worth to the party that offers, (W,).
        low: The offer stands for targets above this, (W,).
        high: And up to this, (W,).
    """

    package: Packages
    own: Floats
    low: Floats
    high: Floats

    @classmethod
    def none(cls, worlds: int, clusters: int) -> "Offers":
        """No offer made yet."""
        return cls(
            np.zeros((worlds, clusters), dtype=np.int16), np.zeros(worlds), np.full(worlds, np.inf),
            np.full(worlds, -np.inf),
        )  # fmt: skip

    def forget(self) -> None:
        """The frontier has changed: every offer is to be found afresh."""
        self.low[:] = np.inf
        self.high[:] = -np.inf


@kernel
def _offer_from(
    start: Ints, mine: Floats, theirs: Floats, code: Words, word: Ints, shift: Words, mask: Words, target: Floats,
    side: int, package: Packages, own: Floats, low: Floats, high: Floats,
) -> None:  # fmt: skip
    for w in range(target.shape[0]):
        if low[w] < target[w] <= high[w]:
            continue
        first, after = start[w], start[w + 1]
        i = _best(mine, theirs, first, after, target[w], side)
        if side == 0:
            own[w] = mine[i]
            low[w] = mine[i - 1] if i > first else -np.inf
            high[w] = mine[i] if i < after - 1 else np.inf
        else:
            own[w] = theirs[i]
            low[w] = theirs[i + 1] if i < after - 1 else -np.inf
            high[w] = theirs[i] if i > first else np.inf
        for k in range(word.shape[0]):
            package[w, k] = cell_in(code, i, k, word, shift, mask)


def offer_from(points: Frontier, target: Floats, side: int, offers: Offers) -> None:
    """``best_for_them`` and its package, found afresh only where the target asks for another than the last.

    Args:
        points: The frontiers; ``offers.forget()`` where they are others than in the last call.
        target: The least the party wants, shape (W,).
        side: 0 if the target is in ``mine``, 1 if it is in ``theirs``.
        offers: The last offers; brought up to date.
    """
    p = points.packing
    _offer_from(
        points.start, points.mine, points.theirs, points.code, p.word, p.shift, p.mask, target, side,
        offers.package, offers.own, offers.low, offers.high,
    )  # fmt: skip
