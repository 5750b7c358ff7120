"""A party's best packages in order, found one at a time (for MiCRO: de Jonge 2022).

Each cluster's allowed cells are sorted by falling payoff, and the clusters by the loss of their first
step down. A package other than the best is described by the last cluster (in that order) in which it
leaves the best cell, and the level there. It has at most three children, none worth more: one level
further down in the last cluster; a first step in the next cluster as well; a first step in the next
cluster instead of the first step in this one. Every package has exactly one parent, so a heap that starts
with the best yields each once and in order, and the product of the levels is never enumerated.

Source: D. de Jonge (2022), "An Analysis of the Linear Bilateral ANAC Domains Using the MiCRO Benchmark
Strategy", IJCAI; the enumeration is a lazy k-best in the manner of Lawler (1972).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, cast

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.heap import rise, sink

_DEEPER, _ALSO, _INSTEAD = 0, 1, 2


class _Ladder(NamedTuple):
    """Sorted cells and the loss of the step below each, (W, C); size and rank of the clusters, (W, K)."""

    order: Packages
    step: Floats
    size: Packages
    rank: Packages


class _Found(NamedTuple):
    """Packages yielded so far and their place in the tree; first axes (W, room)."""

    package: Packages
    value: Floats
    last: Packages
    level: Packages


class _Heap(NamedTuple):
    """Candidates by loss, then by parent and kind of step: node = 4 * parent + kind; (W, 2 * room + 2)."""

    loss: Floats
    node: Ints


@dataclass(frozen=True, eq=False)
class KBest:
    """The best packages of each world.

    Attributes:
        packages: Shape (W, k, K), int16; cells beyond ``count`` are 0.
        values: Canonical values, shape (W, k), -inf beyond ``count``. Falling, up to rounding: packages
            whose values differ in the last bits alone may stand in either order.
        count: How many packages there are, at most k, shape (W,).
    """

    packages: Packages
    values: Floats
    count: Ints


@dataclass(eq=False)
class KBestState:
    """An enumeration under way; made by ``start``, carried on by ``advance``.

    Attributes:
        mine: Payoffs of the party's cells, shape (W, C).
        first: Offsets of the clusters in the row of cells, shape (K+1,).
        count: Packages found so far, shape (W,).
        waiting: Candidates in the heap, shape (W,).
        movable: Clusters with more than one allowed cell, shape (W,).
        ladder: The sorted cells.
        found: The packages found.
        heap: The candidates.
    """

    mine: Floats
    first: Ints
    count: Ints
    waiting: Ints
    movable: Ints
    ladder: _Ladder
    found: _Found
    heap: _Heap

    @property
    def packages(self) -> Packages:
        """Packages in order of value, shape (W, room, K); those up to ``count`` are meant."""
        return self.found.package

    @property
    def values(self) -> Floats:
        """Their canonical values, shape (W, room); -inf beyond ``count``."""
        return self.found.value


@kernel
def _sort(mine: Floats, allowed: Bools, first: Ints, ladder: _Ladder, movable: Ints, worlds: Bools) -> None:
    orders, steps, sizes, ranks = ladder
    for w in range(worlds.shape[0]):
        if not worlds[w]:
            continue
        cells, open_ = mine[w], allowed[w]
        order, step, rank = orders[w], steps[w], ranks[w]
        movers = 0
        for k in range(first.shape[0] - 1):
            low, n = first[k], 0
            for c in range(low, first[k + 1]):
                if open_[c]:
                    at = low + n
                    while at > low and cells[low + order[at - 1]] < cells[c]:
                        order[at] = order[at - 1]
                        at -= 1
                    order[at] = c - low
                    n += 1
            sizes[w, k] = n
            for at in range(low, low + n - 1):
                step[at] = cells[low + order[at]] - cells[low + order[at + 1]]
            if n > 1:
                at = movers
                while at > 0 and step[first[rank[at - 1]]] > step[low]:
                    rank[at] = rank[at - 1]
                    at -= 1
                rank[at] = k
                movers += 1
        movable[w] = movers


@kernel
def _write(
    mine: Floats,
    first: Ints,
    order: Packages,
    rank: Packages,
    package: Packages,
    at: int,
    node: int,
    last: int,
    level: int,
) -> float:
    """Writes package number ``at``, a child whose last cluster stands at ``level``; returns its value."""
    clusters = first.shape[0] - 1
    if node < 0:
        for k in range(clusters):
            package[at, k] = order[first[k]]
    else:
        for k in range(clusters):
            package[at, k] = package[node >> 2, k]
        if node & 3 == _INSTEAD:
            k = rank[last - 1]
            package[at, k] = order[first[k]]
        k = rank[last]
        package[at, k] = order[first[k] + level]
    total = 0.0
    for k in range(clusters):
        total += mine[first[k] + package[at, k]]
    return total


@kernel
def _expand(
    step: Floats,
    size: Packages,
    rank: Packages,
    first: Ints,
    heap_loss: Floats,
    heap_node: Ints,
    n: int,
    movable: int,
    node: int,
    loss: float,
    last: int,
    level: int,
) -> int:
    """Puts a package's children in its place on top of the heap of n; returns its new size.

    A child is worth little less than its parent, so putting one where the parent was disturbs the heap
    less than taking the parent out first would.
    """
    placed = last + 1 < movable
    if placed:
        down = step[first[rank[last + 1]]]
        if level == 1:
            instead = loss + (down - step[first[rank[last]]])
            sink(heap_loss, heap_node, n, instead, node + _INSTEAD)
            rise(heap_loss, heap_node, n, loss + down, node + _ALSO)
            n += 1
        else:
            sink(heap_loss, heap_node, n, loss + down, node + _ALSO)
    if level > 0 and level + 1 < size[rank[last]]:
        deeper = loss + step[first[rank[last]] + level]
        if placed:
            rise(heap_loss, heap_node, n, deeper, node + _DEEPER)
            n += 1
        else:
            sink(heap_loss, heap_node, n, deeper, node + _DEEPER)
    elif not placed:
        n -= 1
        sink(heap_loss, heap_node, n, heap_loss[n], heap_node[n])
    return n


@kernel
def _advance_one(
    mine: Floats,
    first: Ints,
    order: Packages,
    step: Floats,
    size: Packages,
    rank: Packages,
    movable: int,
    package: Packages,
    value: Floats,
    lasts: Packages,
    levels: Packages,
    heap_loss: Floats,
    heap_node: Ints,
    done: int,
    n: int,
    need: int,
) -> tuple[int, int]:
    """Finds packages in one world until there are ``need``; returns how many, and the heap's size."""
    if done == 0:
        heap_loss[0], heap_node[0] = 0.0, -1
        n = 1
    while done < need and n > 0:
        node, loss = heap_node[0], heap_loss[0]
        last, level = -1, 0
        if node >= 0:
            last, level = lasts[node >> 2], levels[node >> 2]
            if node & 3 == _DEEPER:
                level += 1
            else:
                last, level = last + 1, 1
        value[done] = _write(mine, first, order, rank, package, done, node, last, level)
        lasts[done], levels[done] = last, level
        n = _expand(step, size, rank, first, heap_loss, heap_node, n, movable, 4 * done, loss, last, level)
        done += 1
    return done, n


@kernel
def _advance(
    mine: Floats,
    first: Ints,
    ladder: _Ladder,
    movable: Ints,
    found: _Found,
    heap: _Heap,
    count: Ints,
    waiting: Ints,
    need: Ints,
) -> None:
    order, step, size, rank = ladder
    package, value, last, level = found
    loss, node = heap
    for w in range(need.shape[0]):
        if count[w] < need[w]:
            count[w], waiting[w] = _advance_one(
                mine[w],
                first,
                order[w],
                step[w],
                size[w],
                rank[w],
                movable[w],
                package[w],
                value[w],
                last[w],
                level[w],
                loss[w],
                node[w],
                count[w],
                waiting[w],
                need[w],
            )


def _rooms(worlds: int, clusters: int, room: int) -> tuple[_Found, _Heap]:
    shape = (worlds, room)
    found = _Found(
        np.zeros((*shape, clusters), np.int16),
        np.full(shape, -np.inf),
        np.empty(shape, np.int16),
        np.empty(shape, np.int16),
    )
    wide = (worlds, 2 * room + 2)
    return found, _Heap(np.empty(wide), np.empty(wide, np.int64))


def start(mine: Floats, allowed: Bools, first: Ints, room: int = 16) -> KBestState:
    """Begin to enumerate; nothing is found yet.

    Args:
        mine: Payoffs of the party's cells, shape (W, C); kept, not copied.
        allowed: Which cells may be offered, shape (W, C); at least one in each cluster.
        first: Offsets of the clusters in the row of cells, shape (K+1,).
        room: Packages to make room for at first; ``advance`` makes more when it is needed.

    Returns:
        The state to hand to ``advance``.
    """
    worlds, clusters = mine.shape[0], first.shape[0] - 1
    ladder = _Ladder(
        np.zeros(mine.shape, np.int16),
        np.zeros(mine.shape),
        np.zeros((worlds, clusters), np.int16),
        np.zeros((worlds, clusters), np.int16),
    )
    movable, count, waiting = (np.zeros(worlds, np.int64) for _ in range(3))
    _sort(mine, allowed, first, ladder, movable, np.ones(worlds, np.bool_))
    return KBestState(mine, first, count, waiting, movable, ladder, *_rooms(worlds, clusters, room))


def restart(state: KBestState, mine: Floats, allowed: Bools, worlds: Bools) -> None:
    """Begin again in the worlds whose payoffs or allowed cells changed.

    Args:
        state: The enumeration; changed in place.
        mine: Payoffs of the party's cells now, shape (W, C).
        allowed: Which cells may be offered now, shape (W, C).
        worlds: Where to begin again, shape (W,).
    """
    state.mine = mine
    _sort(mine, allowed, state.first, state.ladder, state.movable, worlds)
    state.count[worlds] = 0
    state.waiting[worlds] = 0
    state.found.package[worlds] = 0
    state.found.value[worlds] = -np.inf


def advance(state: KBestState, need: Ints) -> None:
    """Find packages until each world has as many as it needs, or all there are.

    Ties in value go to the child of the package found earlier, then to the step deeper before the
    additional one before the exchange; cells of equal payoff rank by their index.

    Args:
        state: The enumeration; changed in place.
        need: How many packages each world needs in all, shape (W,).
    """
    wanted, room = int(need.max(initial=0)), state.found.value.shape[1]
    if wanted > room:
        worlds, clusters = state.mine.shape[0], state.first.shape[0] - 1
        found, heap = _rooms(worlds, clusters, max(wanted, 2 * room))
        pairs = zip((*state.found, *state.heap), (*found, *heap), strict=True)
        for old, new in cast(Iterable[tuple[Floats, Floats]], pairs):
            new[:, : old.shape[1]] = old
        state.found, state.heap = found, heap
    s = state
    _advance(s.mine, s.first, s.ladder, s.movable, s.found, s.heap, s.count, s.waiting, need)


def k_best(mine: Floats, allowed: Bools, first: Ints, k: int) -> KBest:
    """The k best packages of every world, best first.

    Args:
        mine: Payoffs of the party's cells, shape (W, C).
        allowed: Which cells may be offered, shape (W, C); at least one in each cluster.
        first: Offsets of the clusters in the row of cells, shape (K+1,).
        k: How many packages.

    Returns:
        The packages and their values; fewer than k where there are fewer.

    Raises:
        ValueError: If ``k`` is below 1.
    """
    if k < 1:
        raise ValueError(f"k must be at least 1, got {k}")
    state = start(mine, allowed, first, k)
    advance(state, np.full(mine.shape[0], k, dtype=np.int64))
    return KBest(state.packages, state.values, state.count)
