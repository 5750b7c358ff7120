"""Pies cut finely, as frontiers: closed forms are for continuous shares."""

from collections.abc import Callable

import numpy as np

from zopa.game.frontier import Frontier
from zopa.game.packing import Packing

Utility = Callable[[np.ndarray], np.ndarray]


def pie(
    steps: int = 100_000, worlds: int = 1, first: Utility = lambda share: share, second: Utility = lambda share: share
) -> Frontier:
    """A pie of 1 cut into steps, the same in all worlds; utilities of the own share, rising."""
    share = np.arange(steps + 1) / steps
    rest = (steps - np.arange(steps + 1)) / steps
    zero = np.zeros(worlds)
    return Frontier(
        np.arange(worlds + 1, dtype=np.int64) * (steps + 1), np.tile(first(share), worlds),
        np.tile(second(rest), worlds), np.zeros(((steps + 1) * worlds, 1), dtype=np.uint64), zero, zero,
        Packing(np.array([0, 2], dtype=np.int64)),
    )  # fmt: skip


def column(*values: float) -> np.ndarray:
    """One number for each party, in one world, (2, 1)."""
    return np.array([[value] for value in values])


IN_TURN = np.array([0, 1])
"""One cycle of offers in turn, the first party's first."""


def turns(proposals: int) -> np.ndarray:
    """Who proposes, the first party first."""
    return np.arange(proposals) % 2
