"""Which uncertain numbers matter: first-order Sobol indices from the worlds that have been played anyway."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.luck import Luck


@dataclass(frozen=True)
class Index:
    """How much of an outcome's variance goes with one number.

    Attributes:
        name: The number.
        share: First-order index, corrected for what chance alone would give; can be a little below 0.
        noise: Largest of the corrected indices of numbers that cannot matter (the same one, shuffled).
    """

    name: str
    share: float
    noise: float


def first_order(inputs: Mapping[str, Floats], outcome: Floats, bins: int = 16, shuffles: int = 20) -> list[Index]:
    """First-order Sobol indices, largest first: Var(E[y | x]) / Var(y), from given data.

    Worlds are put into bins of equal size by x, and the variance between the bins' means is compared with the
    variance of y (Plischke, Borgonovo & Smith 2013, European Journal of Operational Research 226: 536-550). What the
    same x, shuffled, would give on average is taken off. Interactions are not seen: the indices add up to less than 1.

    Args:
        inputs: Numbers by name, (W,).
        outcome: y, (W,); worlds in which it is nan are left out.
        bins: Number of bins.
        shuffles: Shuffles from which chance is estimated; drawn from a fixed seed.

    Raises:
        ValueError: There are fewer than 10 worlds for each bin.
    """
    known = np.isfinite(outcome)
    y = outcome[known]
    if y.size < 10 * bins:
        raise ValueError(f"{y.size} worlds are too few for {bins} bins: at least {10 * bins}")
    spread = y.var()
    luck = Luck(0, worlds=y.size, salt="sensitivity")
    orders = [np.argsort(luck.one("shuffle", at=n), kind="stable") for n in range(shuffles)]
    chance = np.array([_between(y[order], bins) for order in orders]) / (spread or 1.0)
    found = []
    for name, x in inputs.items():
        order = np.argsort(x[known], kind="stable")
        share = _between(y[order], bins) / (spread or 1.0) - chance.mean()
        found.append(Index(name, float(share), float(chance.max() - chance.mean())))
    return sorted(found, key=lambda index: -index.share)


def _between(ordered: Floats, bins: int) -> float:
    """Variance between the means of bins of (almost) equal size."""
    edges = np.linspace(0, ordered.size, bins + 1).astype(np.int64)
    sizes = np.diff(edges)
    means = np.add.reduceat(ordered, edges[:-1]) / sizes
    return float((sizes * (means - ordered.mean()) ** 2).sum() / ordered.size)
