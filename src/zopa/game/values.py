"""The canonical value of a package: one sum, in cluster order, wherever values are compared."""

import numpy as np

from zopa.game.arrays import Floats, Ints, Packages
from zopa.game.compiled import kernel


@kernel
def value_in(cells: Floats, package: Packages, first: Ints, w: int) -> float:
    """The canonical value of the package of world w; for use in kernels."""
    total = 0.0
    for k in range(package.shape[1]):
        total += cells[w, first[k] + package[w, k]]
    return total


@kernel
def _value_of(cells: Floats, package: Packages, first: Ints, out: Floats) -> None:
    for w in range(package.shape[0]):
        out[w] = value_in(cells, package, first, w)


def value_of(
    cells: Floats,
    package: Packages,
    first: Ints,
    out: Floats | None = None,
) -> Floats:
    """What one package per world is worth to a party.

    The sum starts at 0.0 and runs through the clusters in order, so that every kernel that reports a
    package's value reports the same bits.

    Args:
        cells: Payoffs of a party's cells, shape (W, C), bn USD-equivalents.
        package: The chosen cell of each cluster, counted from the cluster's first cell, shape (W, K).
        first: Offsets of the clusters in the row of cells, shape (K+1,).
        out: Where to write the values, shape (W,); a new array if None.

    Returns:
        The values, shape (W,), in the unit of ``cells``.
    """
    if out is None:
        out = np.empty(package.shape[0])
    _value_of(cells, package, first, out)
    return out
