"""Small random games for comparing kernels with their twins."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class SmallGames:
    """Cells of two parties in W worlds, (W, C), what may be offered, and the clusters' offsets."""

    mine: NDArray[np.float64]
    theirs: NDArray[np.float64]
    allowed: NDArray[np.bool_]
    first: NDArray[np.int64]

    def part(self, low: int, high: int) -> "SmallGames":
        """The worlds from low to high alone."""
        cut = slice(low, high)
        return SmallGames(self.mine[cut].copy(), self.theirs[cut].copy(), self.allowed[cut].copy(), self.first)


def small_games(
    seed: int, worlds: int, sizes: tuple[int, ...], whole: bool = False, restricted: bool = False
) -> SmallGames:
    """Random payoffs, positive and negative; whole numbers give ties, restricted ones forbid cells."""
    luck = np.random.default_rng(seed)
    first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    shape = (worlds, int(first[-1]))
    if whole:
        mine, theirs = (luck.integers(-3, 4, shape).astype(float) for _ in range(2))
    else:
        mine, theirs = (luck.normal(size=shape) for _ in range(2))
    allowed = luck.random(shape) < 0.7 if restricted else np.ones(shape, dtype=np.bool_)
    must = first[:-1] + luck.integers(0, sizes, (worlds, len(sizes)))
    np.put_along_axis(allowed, must, True, axis=1)
    return SmallGames(mine, theirs, allowed, first)
