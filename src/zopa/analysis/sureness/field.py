"""A seat's strategies against a field: a mixture of what the others may play, averaged world by world."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints

_Cells = TypeVar("_Cells", Floats, Ints)


def facing(cells: _Cells, shape: Sequence[int], seat: int) -> _Cells:
    """Cells arranged by a seat's strategy and by what the others play.

    Args:
        cells: Something of each cell, (C, …), in row-major order of the seats.
        shape: Number of strategies of each seat; their product is C.
        seat: Whose strategies come first.

    Returns:
        Array (m, J, …): m strategies of the seat, J profiles of the others, in row-major order of the other seats.

    Raises:
        ValueError: The cells are not as many as the shape says.
    """
    if math.prod(shape) != len(cells):
        raise ValueError(f"{len(cells)} cells are no table of {' × '.join(map(str, shape))} strategies")
    table = np.moveaxis(cells.reshape(*shape, *cells.shape[1:]), seat, 0)
    return table.reshape(shape[seat], -1, *cells.shape[1:])


def mixture_of(weights: Floats | None, others: int) -> Floats:
    """A mixture over what the others play, adding up to 1, (J,).

    Args:
        weights: Weight of each of their profiles; None for equal weights.
        others: How many there are, J.

    Raises:
        ValueError: The weights are of another number, negative, or all 0.
    """
    if weights is None:
        return np.full(others, 1.0 / others)
    mixture = np.asarray(weights, dtype=np.float64).ravel()
    if len(mixture) != others:
        raise ValueError(f"a mixture of {len(mixture)} weights does not fit {others} profiles of the others")
    if not (mixture >= 0.0).all() or not 0.0 < mixture.sum() < math.inf:
        raise ValueError("weights of a mixture are numbers of at least 0, not all of them 0")
    return np.asarray(mixture / mixture.sum())


@dataclass(frozen=True)
class Mixed:
    """Means over a mixture and how much each world moves them.

    Attributes:
        means: The means, (K,); NaN where nothing counts.
        moves: Influence of each world, (K, W); it adds up to 0, and its squares to about the squared standard error.
        counts: Worlds of the cell that has fewest, (K,).
        largest: Size of the largest value, (K,).
    """

    means: Floats
    moves: Floats
    counts: Ints
    largest: Floats

    @property
    def se(self) -> Floats:
        """Standard errors, (K,), NaN below 2 worlds; with all worlds in all cells that of a mean of world averages."""
        n = self.counts.astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            se = np.sqrt(np.square(self.moves).sum(axis=1) * np.where(n > 1, n / (n - 1.0), math.nan))
        return np.asarray(se)

    def of_worlds(self) -> Floats:
        """What each world says of the mean: the mean and its influence times the worlds, (K, W)."""
        return np.asarray(self.means[:, None] + self.moves * self.counts[:, None])


def mixed(values: Floats, mixture: Floats) -> Mixed:
    """Means over a mixture of cells that have worlds in common, not always the same number.

    A cell without worlds is left out, and the weights of the others grow in proportion.

    Args:
        values: Values, (K, J, W); NaN where there is none.
        mixture: Weight of each cell, (J,).
    """
    has: Bools = ~np.isnan(values) & (mixture > 0.0)[:, None]
    counts = has.sum(axis=2)
    met = counts > 0
    weights = mixture * met
    filled = np.where(has, values, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = weights / weights.sum(axis=1, keepdims=True)
        each = np.where(met, filled.sum(axis=2) / counts, 0.0)
    gaps = np.where(has, filled - each[:, :, None], 0.0)
    share = np.where(met, weights / np.maximum(counts, 1), 0.0)
    means = np.where(met.any(axis=1), (weights * each).sum(axis=1), math.nan)
    fewest = np.where(met, counts, np.iinfo(np.int64).max).min(axis=1)
    largest = np.abs(filled).max(axis=(1, 2), initial=0.0)
    return Mixed(means, (gaps * share[:, :, None]).sum(axis=1), np.where(met.any(axis=1), fewest, 0), largest)


def averaged(table: Floats, mixture: Floats) -> tuple[Floats, Floats]:
    """The same table with one column less to carry where it can be: world averages, if no world is missing.

    Args:
        table: Values, (m, J, W).
        mixture: Weight of each profile of the others, (J,).

    Returns:
        Table (m, J or 1, W) and its mixture.
    """
    used = table[:, mixture > 0.0]
    if np.isnan(used).any():
        return table, mixture
    average = (used * mixture[mixture > 0.0][:, None]).sum(axis=1, keepdims=True)
    return average, np.ones(1)
