"""The win-set of a constituency, cell by cell: what it can never consent to, and where nothing more need be asked."""

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.compiled import kernel


@kernel
def _total(cells: Floats, chosen: Ints, w: int, cluster: int, cell: int) -> float:
    """Canonical value of the package of chosen cells, with another cell in one cluster."""
    total = 0.0
    for k in range(chosen.shape[0]):
        total += cells[w, cell if k == cluster else chosen[k]]
    return total


@kernel
def _narrow(
    cells: Floats, least: Floats, first: Ints, where: Bools, chosen: Ints, possible: Bools, enough: Bools
) -> None:
    clusters = first.shape[0] - 1
    for w in range(cells.shape[0]):
        if not where[w]:
            continue
        for k in range(clusters):
            chosen[k] = first[k]
            for c in range(first[k], first[k + 1]):
                if cells[w, c] > cells[w, chosen[k]]:
                    chosen[k] = c
        for k in range(clusters):
            for c in range(first[k], first[k + 1]):
                possible[w, c] = _total(cells, chosen, w, k, c) >= least[w]
        for k in range(clusters):
            for c in range(first[k], first[k + 1]):
                if possible[w, c] and (not possible[w, chosen[k]] or cells[w, c] < cells[w, chosen[k]]):
                    chosen[k] = c
        enough[w] = not possible[w, chosen[0]] or _total(cells, chosen, w, -1, 0) >= least[w]


def narrow(cells: Floats, least: Floats, first: Ints, where: Bools) -> tuple[Bools, Bools]:
    """Which cells stand in some package worth `least`, and whether all packages of such cells are worth it.

    A sum of floating-point numbers in a fixed order never falls when one of them rises, so both answers are exact in
    canonical values: a cell is possible if with the best cells of the other clusters it is worth `least`; no more need
    be asked if the worst possible cells together are.

    Args:
        cells: What cells are worth to the constituency, (W, C).
        least: What it asks for, (W,).
        first: Offsets of the clusters in the row of cells, (K+1,).
        where: Worlds in which it is asked, (W,).

    Returns:
        Cells that may stand in a package, (W, C), all of them where it is not asked; and worlds in which every package
        of those cells is consented to, (W,). Where no package is worth `least`, no cell is possible.
    """
    possible, enough = np.ones(cells.shape, dtype=np.bool_), np.ones(cells.shape[0], dtype=np.bool_)
    _narrow(cells, least, first, where, np.zeros(first.shape[0] - 1, dtype=np.int64), possible, enough)
    return possible, enough
