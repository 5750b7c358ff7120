"""Merging shifted rows of points: the kernels that find the frontier, or a thinned one."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.compiled import kernel
from zopa.game.packing import Words


class Bench(NamedTuple):
    """Workspaces: two rows taking turns, (2, cap); one cluster's efficient cells; heads of the merge; bins."""

    own: Floats
    other: Floats
    code: Words
    dm: Floats
    dt: Floats
    cell: Ints
    bits: Words
    head: Ints
    top: Floats
    best: Floats
    second: Floats
    most: Floats
    source: Ints


def new_bench(cap: int, thinned: int, widest: int, words: int) -> Bench:
    """Workspaces for rows of ``cap`` points, ``thinned`` bins and clusters of ``widest`` cells."""
    return Bench(
        np.empty((2, cap)),
        np.empty((2, cap)),
        np.empty((2, cap, words), np.uint64),
        np.empty(widest),
        np.empty(widest),
        np.empty(widest, np.int64),
        np.empty((widest, words), np.uint64),
        np.empty(widest, np.int64),
        np.empty(widest),
        np.empty(thinned),
        np.empty(thinned),
        np.empty(thinned),
        np.empty(thinned, np.int64),
    )


def longer(row: NDArray[Any], room: int) -> NDArray[Any]:
    """A copy with more room."""
    new = np.empty((room, *row.shape[1:]), row.dtype)
    new[: row.shape[0]] = row
    return new


@kernel
def _sort_cells(b: Bench, n: int) -> None:
    """Sort the first n cells: falling ``mine``, then falling ``theirs``, then rising (Shell's sort, Gonnet's gaps)."""
    dm, dt, cell = b.dm, b.dt, b.cell
    gap = n * 5 // 11 if n > 16 else 1  # few cells, or cells in order, are quickest one by one
    while gap > 0:
        for i in range(gap, n):
            m, t, c = dm[i], dt[i], cell[i]
            at = i
            while at >= gap and (
                dm[at - gap] < m
                or (dm[at - gap] == m and (dt[at - gap] < t or (dt[at - gap] == t and cell[at - gap] > c)))
            ):
                dm[at], dt[at], cell[at] = dm[at - gap], dt[at - gap], cell[at - gap]
                at -= gap
            dm[at], dt[at], cell[at] = m, t, c
        gap = 1 if gap == 2 else gap * 5 // 11


@kernel
def _efficient_cells(mine: Floats, theirs: Floats, allowed: Bools, w: int, low: int, high: int, b: Bench) -> int:
    """Allowed cells of one cluster that no other dominates, by falling ``mine``; returns how many."""
    dm, dt, cell = b.dm, b.dt, b.cell
    n = 0
    for c in range(low, high):
        if allowed[w, c]:
            dm[n], dt[n], cell[n] = mine[w, c], theirs[w, c], c - low
            n += 1
    _sort_cells(b, n)
    kept = 1
    for i in range(1, n):
        if dt[i] > dt[kept - 1]:
            dm[kept], dt[kept], cell[kept] = dm[i], dt[i], cell[i]
            kept += 1
    return kept


@kernel
def _only(b: Bench, src: int, p: int, cap: int) -> int:
    """As ``_merge``, of a row with one point: the cells themselves, in their order."""
    own, other, code = b.own, b.other, b.code
    dst, best, k = 1 - src, -np.inf, 0
    for q in range(p):
        v, t = own[src, 0] + b.dm[q], other[src, 0] + b.dt[q]
        if t > best:
            if k > 0 and own[dst, k - 1] == v:
                k -= 1
            if k == cap:
                return -1
            own[dst, k], other[dst, k] = v, t
            for y in range(b.bits.shape[1]):
                code[dst, k, y] = code[src, 0, y] | b.bits[q, y]
            k += 1
            best = t
    return k


@kernel
def _merge(b: Bench, src: int, n: int, p: int, cap: int) -> int:
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
def _fill_bins(b: Bench, src: int, n: int, p: int, low: float, scale: float) -> None:
    """For each bin of ``own``: the best for them, where it came from, the second best, the most ``own``."""
    own, other, best, second, most, source = b.own, b.other, b.best, b.second, b.most, b.source
    for i in range(best.shape[0]):
        best[i], second[i], most[i] = -np.inf, -np.inf, -np.inf
    for q in range(p):
        for i in range(n):
            v, t = own[src, i] + b.dm[q], other[src, i] + b.dt[q]
            at = int((v - low) * scale)
            if t > best[at] or (t == best[at] and v > own[src, source[at] // p] + b.dm[source[at] % p]):
                second[at] = best[at]
                best[at], source[at] = t, i * p + q
            else:
                second[at] = max(second[at], t)
            most[at] = max(most[at], v)


@kernel
def _merge_thinned(b: Bench, src: int, n: int, p: int) -> tuple[int, float, float]:
    """As ``_merge``, keeping the best for them of each bin of ``own`` and the first point.

    Returns the number of points and what was lost at most, in ``other`` and in ``own``.
    """
    own, other, code = b.own, b.other, b.code
    dst, bins = 1 - src, b.best.shape[0] - 2
    low, high = own[src, n - 1] + b.dm[p - 1], own[src, 0] + b.dm[0]
    scale = bins / (high - low) if high > low else 0.0
    _fill_bins(b, src, n, p, low, scale)
    lost, own_lost, best = 0.0, 0.0, -np.inf
    k = 0
    for step in range(bins + 2):
        at = bins + 1 - step
        source, t = (0, other[src, 0] + b.dt[0]) if step == 0 else (b.source[at], b.best[at])
        if t <= best:
            continue
        i, q = source // p, source % p
        v = own[src, i] + b.dm[q]
        if step > 0 and b.second[at] > best:
            lost = max(lost, b.second[at] - best)
            own_lost = max(own_lost, b.most[at] - v)
        if k > 0 and own[dst, k - 1] == v:
            k -= 1
        own[dst, k], other[dst, k] = v, t
        for y in range(b.bits.shape[1]):
            code[dst, k, y] = code[src, i, y] | b.bits[q, y]
        k += 1
        best = t
    return k, lost, own_lost


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
    b: Bench,
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
        if gap == 0.0 or n * p <= b.best.shape[0]:
            made = _only(b, src, p, cap) if n == 1 else _merge(b, src, n, p, cap)
        if made < 0:
            made, lost, own_lost = _merge_thinned(b, src, n, p)
            gap += lost
            own_gap += own_lost
        n = made
        src = 1 - src
    return src, n, gap, own_gap


@kernel
def rows(
    mine: Floats,
    theirs: Floats,
    allowed: Bools,
    first: Ints,
    word: Ints,
    shift: Words,
    b: Bench,
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
        src, n, gap[w], own_gap[w] = _row(mine, theirs, allowed, w, first, word, shift, cap, b)
        at = start[w]
        if at + n > own.shape[0]:
            return w
        start[w + 1] = at + n
        for i in range(n):
            j = at + n - 1 - i
            own[j], other[j] = b.own[src, i], b.other[src, i]
            for y in range(code.shape[1]):
                code[j, y] = b.code[src, i, y]
    return int(mine.shape[0])
