"""The efficient packages of two parties whose payoffs are known.

A package is efficient if no other gives one party more and the other no less. Payoffs add up over
clusters, so the frontier is a Minkowski sum: the frontier of the first k clusters is the frontier of the
first k-1, shifted by each efficient cell of cluster k and merged, with the dominated points dropped.
Adding the same cell to two sums never reverses their order, even in floating point, so nothing that is
dropped on the way could have ended up efficient, and every point's payoffs are the canonical sums.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.packing import Packing, cell_in, decode

Words = NDArray[np.uint64]

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


class _Bench(NamedTuple):
    """Workspaces: two rows taking turns, (2, cap); one cluster's efficient cells; heads of the merge."""

    own: Floats
    other: Floats
    code: Words
    dm: Floats
    dt: Floats
    cell: Ints
    bits: Words
    head: Ints
    top: Floats


def _bench(cap: int, widest: int, words: int) -> _Bench:
    return _Bench(
        np.empty((2, cap)),
        np.empty((2, cap)),
        np.empty((2, cap, words), np.uint64),
        np.empty(widest),
        np.empty(widest),
        np.empty(widest, np.int64),
        np.empty((widest, words), np.uint64),
        np.empty(widest, np.int64),
        np.empty(widest),
    )


def _longer(row: NDArray[Any], room: int) -> NDArray[Any]:
    """A copy with more room."""
    new = np.empty((room, *row.shape[1:]), row.dtype)
    new[: row.shape[0]] = row
    return new


@kernel
def _efficient_cells(
    mine: Floats, theirs: Floats, allowed: Bools, w: int, low: int, high: int, b: _Bench
) -> int:
    """Allowed cells of one cluster that no other dominates, by falling ``mine``; returns how many."""
    dm, dt, cell = b.dm, b.dt, b.cell
    n = 0
    for c in range(low, high):
        if not allowed[w, c]:
            continue
        m, t = mine[w, c], theirs[w, c]
        at = n
        while at > 0 and (dm[at - 1] < m or (dm[at - 1] == m and dt[at - 1] < t)):
            dm[at], dt[at], cell[at] = dm[at - 1], dt[at - 1], cell[at - 1]
            at -= 1
        dm[at], dt[at], cell[at] = m, t, c - low
        n += 1
    kept = 1
    for i in range(1, n):
        if dt[i] > dt[kept - 1]:
            dm[kept], dt[kept], cell[kept] = dm[i], dt[i], cell[i]
            kept += 1
    return kept


@kernel
def _merge(b: _Bench, src: int, n: int, p: int, cap: int) -> int:
    """Efficient points of p shifted copies of a row (falling in ``own``); -1 if more than ``cap``."""
    own, other, code, head, top = b.own, b.other, b.code, b.head, b.top
    dst, words = 1 - src, b.bits.shape[1]
    for q in range(p):
        head[q] = 0
        top[q] = own[src, 0] + b.dm[q]
    best = -np.inf
    k = 0
    while True:
        q = 0
        v = top[0]
        for r in range(1, p):
            if top[r] > v:
                v = top[r]
                q = r
        if v == -np.inf:
            return k
        i = head[q]
        d = b.dt[q]
        t = other[src, i] + d
        if t > best:
            if k > 0 and own[dst, k - 1] == v:
                k -= 1
            if k == cap:
                return -1
            own[dst, k], other[dst, k] = v, t
            for y in range(words):
                code[dst, k, y] = code[src, i, y] | b.bits[q, y]
            k += 1
            best = t
        i += 1
        while i < n and other[src, i] + d <= best:
            i += 1
        head[q] = i
        top[q] = own[src, i] + b.dm[q] if i < n else -np.inf


@kernel
def _merge_thinned(b: _Bench, src: int, n: int, p: int, bins: int) -> tuple[int, float, float]:
    """As ``_merge``, keeping the best for them of each bin of ``own`` and the first point.

    Returns the number of points and what was lost at most, in ``other`` and in ``own``.
    """
    own, other, code, head, top = b.own, b.other, b.code, b.head, b.top
    dst, words = 1 - src, b.bits.shape[1]
    low, high = np.inf, -np.inf
    for q in range(p):
        head[q] = 0
        top[q] = own[src, 0] + b.dm[q]
        high = max(high, top[q])
        low = min(low, own[src, n - 1] + b.dm[q])
    scale = bins / (high - low)
    best = -np.inf
    lost, own_lost, first_in_bin = 0.0, 0.0, 0.0
    k, bin_of_last = 0, -1
    while True:
        q = 0
        v = top[0]
        for r in range(1, p):
            if top[r] > v:
                v = top[r]
                q = r
        if v == -np.inf:
            return k, lost, own_lost
        i = head[q]
        d = b.dt[q]
        t = other[src, i] + d
        if t > best:
            bin_now = int((v - low) * scale)
            if k > 0 and own[dst, k - 1] == v:
                k -= 1
            elif k > 1 and bin_now == bin_of_last:
                k -= 1
                lost = max(lost, other[dst, k] - other[dst, k - 1])
                own_lost = max(own_lost, first_in_bin - v)
            else:
                first_in_bin = v
            bin_of_last = bin_now
            own[dst, k], other[dst, k] = v, t
            for y in range(words):
                code[dst, k, y] = code[src, i, y] | b.bits[q, y]
            k += 1
            best = t
        i += 1
        while i < n and other[src, i] + d <= best:
            i += 1
        head[q] = i
        top[q] = own[src, i] + b.dm[q] if i < n else -np.inf


@kernel
def _row(
    mine: Floats,
    theirs: Floats,
    allowed: Bools,
    w: int,
    first: Ints,
    word: Ints,
    shift: Words,
    cap: int,
    thinned: int,
    b: _Bench,
) -> tuple[int, int, float, float]:
    """One world's frontier, falling in ``own``: which row holds it, its length and its two gaps."""
    words = b.bits.shape[1]
    src, n, gap, own_gap = 0, 1, 0.0, 0.0
    b.own[0, 0], b.other[0, 0] = 0.0, 0.0
    for y in range(words):
        b.code[0, 0, y] = 0
    for k in range(first.shape[0] - 1):
        p = _efficient_cells(mine, theirs, allowed, w, first[k], first[k + 1], b)
        for q in range(p):
            for y in range(words):
                b.bits[q, y] = 0
            b.bits[q, word[k]] = np.uint64(b.cell[q]) << shift[k]
        made = -1
        if gap == 0.0 or n * p <= thinned:
            made = _merge(b, src, n, p, cap)
        if made < 0:
            made, lost, own_lost = _merge_thinned(b, src, n, p, thinned - 2)
            gap += lost
            own_gap += own_lost
        n = made
        src = 1 - src
    return src, n, gap, own_gap


@kernel
def _rows(
    mine: Floats,
    theirs: Floats,
    allowed: Bools,
    first: Ints,
    word: Ints,
    shift: Words,
    thinned: int,
    b: _Bench,
    since: int,
    start: Ints,
    own: Floats,
    other: Floats,
    code: Words,
    gap: Floats,
    own_gap: Floats,
) -> int:
    """Rows of the worlds from ``since`` on; returns the first world for which there was no room."""
    cap = b.own.shape[1]
    for w in range(since, mine.shape[0]):
        src, n, gap[w], own_gap[w] = _row(mine, theirs, allowed, w, first, word, shift, cap, thinned, b)
        at = start[w]
        if at + n > own.shape[0]:
            return w
        start[w + 1] = at + n
        for i in range(n):
            j = at + n - 1 - i
            own[j], other[j] = b.own[src, i], b.other[src, i]
            for y in range(code.shape[1]):
                code[j, y] = b.code[src, i, y]
    return mine.shape[0]


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
    worlds, words = mine.shape[0], packing.words
    bench = _bench(cap, int(np.diff(first).max()), words)
    start, gap, own_gap = np.zeros(worlds + 1, np.int64), np.zeros(worlds), np.zeros(worlds)
    room, done = 32 * worlds, 0
    rows = np.empty(room), np.empty(room), np.empty((room, words), np.uint64)
    while True:
        done = _rows(
            mine,
            theirs,
            allowed,
            first,
            packing.word,
            packing.shift,
            min(cap, THINNED),
            bench,
            done,
            start,
            *rows,
            gap,
            own_gap,
        )
        if done == worlds:
            own, other, code = (row[: start[-1]] for row in rows)
            return Frontier(start, own, other, code, gap, own_gap, packing)
        room = 2 * room + cap
        rows = tuple(_longer(row, room) for row in rows)


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
        return min(left, high - 1)
    while left < right:
        mid = (left + right) >> 1
        if theirs[mid] >= target:
            left = mid + 1
        else:
            right = mid
    return max(left - 1, low)


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


@kernel
def _offer_from(
    start: Ints,
    mine: Floats,
    theirs: Floats,
    code: Words,
    word: Ints,
    shift: Words,
    mask: Words,
    target: Floats,
    side: int,
    out_package: Packages,
    out_own: Floats,
    out_other: Floats,
) -> None:
    for w in range(target.shape[0]):
        i = _best(mine, theirs, start[w], start[w + 1], target[w], side)
        out_own[w] = mine[i] if side == 0 else theirs[i]
        out_other[w] = theirs[i] if side == 0 else mine[i]
        for k in range(word.shape[0]):
            out_package[w, k] = cell_in(code, i, k, word, shift, mask)


def offer_from(
    points: Frontier,
    target: Floats,
    side: int,
    out_package: Packages,
    out_own: Floats,
    out_other: Floats,
) -> None:
    """``best_for_them``, its package and its payoffs in one pass.

    Args:
        points: The frontiers.
        target: The least the party wants, shape (W,).
        side: 0 if the target is in ``mine``, 1 if it is in ``theirs``.
        out_package: Receives the packages, shape (W, K).
        out_own: Receives what the package is worth to the party whose target it is, shape (W,).
        out_other: Receives what it is worth to the other, shape (W,).
    """
    p = points.packing
    _offer_from(
        points.start,
        points.mine,
        points.theirs,
        points.code,
        p.word,
        p.shift,
        p.mask,
        target,
        side,
        out_package,
        out_own,
        out_other,
    )
