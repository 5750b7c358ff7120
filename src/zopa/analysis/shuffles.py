"""Halves of the rows, and outcomes shuffled among them, where some rows share their luck."""

import numpy as np

from zopa.analysis.prim import FEWEST
from zopa.game.arrays import Bools, Ints
from zopa.game.luck import Luck


def half(rows: Ints, groups: Ints, luck: Luck, at: int) -> Bools:
    """A random half of some rows, (R,): of whole groups where there are many, else of rows.

    Args:
        rows: Numbers of the rows.
        groups: Group of every row there is, (N,).
        luck: Seed and salt.
        at: Number of the half.
    """
    names, place = np.unique(groups[rows], return_inverse=True)
    if len(names) < 2 * FEWEST:
        names, place = rows, np.arange(len(rows))
    drawn = Luck(luck.seed, worlds=len(names), salt=luck.salt).one("half", at=at)
    rank = np.argsort(np.argsort(drawn, kind="stable"), kind="stable")
    first: Bools = (rank < len(names) // 2)[place]
    return first


def shuffle(cases: Bools, rows: Ints, groups: Ints, luck: Luck, at: int) -> Bools:
    """Outcomes that have nothing to do with the factors, but hang together as the true ones do.

    Within each group (a world in all points) the outcomes change places, and groups of equal size change places with
    each other: worlds that fail everywhere still do so, so that 64 rows of one world do not pass for 64 worlds.

    Args:
        cases: Which rows are cases, (N,).
        rows: Numbers of the rows that count; the others stay as they are.
        groups: Group of every row, (N,).
        luck: Seed and salt.
        at: Number of the shuffle.
    """
    _, place, size = np.unique(groups[rows], return_inverse=True, return_counts=True)
    drawn = Luck(luck.seed, worlds=len(rows), salt=luck.salt).one("within", at=at)
    ordered = np.argsort(place, kind="stable")
    mixed = cases[rows[np.lexsort((drawn, place))]]
    start = np.cumsum(size) - size
    moved = Luck(luck.seed, worlds=len(size), salt=luck.salt).one("groups", at=at)
    source = np.empty(len(size), dtype=np.int64)
    source[np.argsort(size, kind="stable")] = np.lexsort((moved, size))
    offset = np.arange(len(rows)) - np.repeat(start, size)
    shuffled = cases.copy()
    shuffled[rows[ordered]] = mixed[np.repeat(start[source], size) + offset]
    return shuffled
