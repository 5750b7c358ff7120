"""Corners of the upper envelope: the mixtures among which extreme equilibria are found."""

from dataclasses import dataclass

import numpy as np

from zopa.analysis.metagame.bits import Bits, counted, meeting
from zopa.analysis.metagame.pair import TIE
from zopa.game.arrays import Floats, Ints

MOST = 64
"""Most strategies of a seat: bits of a set."""


@dataclass(frozen=True, eq=False)
class Corners:
    """Corners (x, v) of {x a mixture, v >= table @ x}, R of them.

    Attributes:
        shares: The mixtures, (R, m).
        level: What the other seat's best reply earns, (R,), on the scale of the table.
        unused: Strategies with share 0, (R,).
        best: Best replies of the other seat, (R,).
    """

    shares: Floats
    level: Floats
    unused: Bits
    best: Bits


def corners(table: Floats, room: int) -> Corners | None:
    """All corners of the upper envelope of linear functions over the mixtures; None if there are too many.

    The double description method: the cone of (x, v) with x >= 0 and v >= (first row) x has corners anyone can write
    down. Each further row cuts some off, and adds one on each edge between a corner cut off and one that stays. Two
    corners share an edge if no third one has all the tight constraints that both have. Ties need no care: a corner
    may have any number of tight constraints.

    Source: Motzkin, Raiffa, Thompson & Thrall (1953), Contributions to the Theory of Games 2: 51-73; Fukuda & Prodon
    (1996), Combinatorics and Computer Science, LNCS 1120: 91-111.

    Args:
        table: What each reply (row) of the other seat earns against each strategy (column), (n, m), with a range of
            about 1: values within `TIE` count as equal.
        room: Most corners at any time.
    """
    m = table.shape[1]
    every = np.uint64(2**m - 1)
    # Replies that do well on the whole come first: they cut off most, and fewer corners come and go on the way.
    order = np.argsort(-table.mean(axis=1), kind="stable")
    # The last one is no mixture but the direction in which the other seat is paid too much: x = 0, v = 1.
    now = Corners(
        np.vstack((np.eye(m), np.zeros((1, m)))), np.append(table[order[0]], 1.0),
        np.append(every ^ _bit(np.arange(m)), every), np.append(np.repeat(_bit(order[0]), m), np.uint64(0)),
    )  # fmt: skip
    for j in order[1:]:
        cut = _cut(now, table[j], j, room)
        if cut is None:
            return None
        now = cut
    real = now.unused != every
    return Corners(now.shares[real], now.level[real], now.unused[real], now.best[real])


def _bit(index: Ints | int) -> Bits:
    """The set with one member."""
    return np.left_shift(np.uint64(1), np.asarray(index, dtype=np.uint64))


def _cut(now: Corners, row: Floats, index: int, room: int) -> Corners | None:
    """The corners with one more reply of the other seat."""
    spare = now.level - (now.shares * row).sum(axis=1)
    stays, falls = np.flatnonzero(spare > TIE), np.flatnonzero(spare < -TIE)
    bit = _bit(index)
    best = np.where(np.abs(spare) <= TIE, now.best | bit, now.best)
    edges = np.empty((room, 2), dtype=np.int64)
    tight = counted(now.unused) + counted(now.best)
    found = meeting(now.unused, now.best, tight, stays, falls, now.shares.shape[1] - 1, edges)
    kept = np.flatnonzero(spare >= -TIE)
    if found + len(kept) > room:
        return None
    a, b = edges[:found].T
    shares = spare[a, None] * now.shares[b] - spare[b, None] * now.shares[a]
    shares /= shares.sum(axis=1, keepdims=True)
    return Corners(
        np.vstack((now.shares[kept], shares)), np.append(now.level[kept], (shares * row).sum(axis=1)),
        np.append(now.unused[kept], now.unused[a] & now.unused[b]),
        np.append(best[kept], now.best[a] & now.best[b] | bit),
    )  # fmt: skip
