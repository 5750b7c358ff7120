"""Which factors matter, from points or worlds that have been played anyway: given data, and complete grids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from zopa.analysis.effects import (
    Effect,
    Interval,
    Levels,
    Ranking,
    Verdict,
    interval,
    judged,
    numbers,
    ranked,
    shuffles,
)
from zopa.analysis.sobol import FIRST, TOTAL
from zopa.game.arrays import Floats, Ints

BINS = 16
"""Bins that numbers are put into, where there are points enough."""

EACH = 10
"""Points that a bin needs."""

_DRAWS = 20_000_000
"""Shuffles are so many that about as many draws are needed, from 20 to 199."""


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


def first_order(inputs: Mapping[str, Levels], outcome: Floats, bins: int = BINS, times: int = 20) -> list[Index]:
    """First-order Sobol indices, largest first: Var(E[y | x]) / Var(y), from given data.

    Worlds are put into bins of equal size by x, and the variance between the bins' means is compared with the
    variance of y (Plischke, Borgonovo & Smith 2013, European Journal of Operational Research 226: 536-550). What the
    same x, shuffled, would give on average is taken off. Interactions are not seen: the indices add up to less than 1.

    Args:
        inputs: Factors by name, (W,). Words, flags and numbers of which there are no more than `bins` are levels, and
            each level is a bin.
        outcome: y, (W,); worlds in which it is nan are left out.
        bins: Number of bins.
        times: Shuffles from which chance is estimated; always the same ones.

    Raises:
        ValueError: There are fewer than 10 worlds for each bin, or two for each level.
    """
    found = _given(inputs, outcome, bins, times)
    indices = [
        Index(name, share - float(chance.mean()), float(chance.max() - chance.mean()))
        for name, (share, chance) in found.items()
    ]
    return sorted(indices, key=lambda index: -index.share)


def given_data(inputs: Mapping[str, Levels], outcome: Floats) -> Ranking:
    """First-order indices with the shuffled factor as the dummy (see `first_order`).

    Args:
        inputs: Factors by name, (P,).
        outcome: y in each point or world, (P,); those in which it is not finite are left out.

    Raises:
        ValueError: There are too few points, or all have the same value.
    """
    size = int(np.isfinite(outcome).sum())
    if size < 2 * EACH:
        raise ValueError(
            f"{size} points are too few to tell shares of a variance from given data (at least {2 * EACH}): vary "
            "factors in a complete grid, or take design: lhs, sobol or morris"
        )
    known = outcome[np.isfinite(outcome)]
    if np.ptp(known) <= 1e-12 * float(np.abs(known).max()):
        raise ValueError("the outcome does not vary: there is nothing to share out")
    found = _given(inputs, outcome, min(BINS, size // EACH), min(max(_DRAWS // size, 20), 199))
    effects, dummy = [], Interval(0.0)
    for name, (raw, chance) in found.items():
        share, nothing = raw - float(chance.mean()), interval(0.0, chance - chance.mean())
        effects.append(Effect(name, {FIRST: Interval(share)}, _verdict(raw, chance, nothing, len(found))))
        dummy = max(dummy, nothing, key=lambda one: one.ends[1])
    return Ranking("given", FIRST, size, ranked(effects, FIRST), Effect("dummy", {FIRST: dummy}))


def _verdict(raw: float, chance: Floats, nothing: Interval, factors: int) -> Verdict:
    """Above what the largest of so many shuffled factors would show it matters, above what one would show perhaps.

    The tail of chance beyond the shuffles is that of a gamma distribution of their mean and variance.
    """
    mean, variance = float(chance.mean()), float(chance.var())
    top = variance / mean * float(gammaincinv(mean**2 / variance, 1.0 - 0.025 / factors)) if variance > 0.0 else mean
    one = mean + nothing.ends[1]
    return "matters" if raw > max(top, one) else "perhaps" if raw > one else "not told from nothing"


def _given(inputs: Mapping[str, Levels], outcome: Floats, bins: int, times: int) -> dict[str, tuple[float, Floats]]:
    """Share of the variance, and what shuffles give for it, (times,), by factor."""
    known = np.isfinite(outcome)
    y = outcome[known]
    if y.size < EACH * bins:
        raise ValueError(f"{y.size} worlds are too few for {bins} bins: at least {EACH * bins}")
    spread = float(y.var()) or 1.0
    dealt = [y[order] for order in shuffles(y.size, times)]
    chances: dict[bytes, Floats] = {}
    found = {}
    for name, x in inputs.items():
        order, sizes = _binned(name, x[known], bins)
        key = sizes.tobytes()
        if key not in chances:
            chances[key] = np.array([_between(some, sizes) for some in dealt]) / spread
        found[name] = (_between(y[order], sizes) / spread, chances[key])
    return found


def _binned(name: str, x: Levels, bins: int) -> tuple[Ints, Ints]:
    """The worlds in the order of their bins, (W,), and the sizes of the bins."""
    order = np.argsort(x, kind="stable")
    levels, sizes = np.unique(x, return_counts=True)
    if numbers(x) and levels.size > bins:
        edges = np.linspace(0, x.size, bins + 1).astype(np.int64)
        return order, edges[1:] - edges[:-1]
    if x.size < 2 * levels.size:
        raise ValueError(
            f"{name} has {levels.size} levels in {x.size} points: too few for each to tell what goes with it alone"
        )
    return order, sizes


def _between(ordered: Floats, sizes: Ints) -> float:
    """Variance between the means of bins."""
    edges = np.cumsum(sizes) - sizes
    means = np.add.reduceat(ordered, edges) / sizes
    return float((sizes * (means - ordered.mean()) ** 2).sum() / ordered.size)


def is_grid(inputs: Mapping[str, Levels]) -> bool:
    """Whether the points are every combination of the factors' levels, each once.

    Args:
        inputs: Factors by name, (P,); at least one.
    """
    codes, shape = _codes(inputs)
    points = len(codes[0])
    return int(np.prod(shape)) == points and np.unique(np.ravel_multi_index(codes, shape)).size == points


def grid(inputs: Mapping[str, Levels], outcome: Floats, noise: Floats | None = None) -> Ranking:
    """First-order and total indices of a complete grid, each level as likely as the others: nothing is sampled.

    The first-order index is the variance of the means by level over the variance of all points; the total index is the
    mean of the variances along the factor over the same (the decomposition of Sobol' 1993, Mathematical Modelling and
    Computational Experiment 1: 407-414, of levels instead of the unit interval). The dummy is what the noise of the
    points by itself would be taken for.

    Args:
        inputs: Factors by name, (P,).
        outcome: The outcome in each point, (P,); finite.
        noise: Draws of the noise in the points, (R, P); None where there is none.

    Raises:
        ValueError: The points are no complete grid, or all have the same value.
    """
    if not is_grid(inputs):
        raise ValueError("the points are no complete grid")
    codes, shape = _codes(inputs)
    order = np.argsort(np.ravel_multi_index(codes, shape), kind="stable")
    variance = float(outcome.var())
    if np.ptp(outcome) <= 1e-12 * float(np.abs(outcome).max()):
        raise ValueError("the outcome does not vary over the grid: there is nothing to share out")
    first, total = _shares(outcome[order].reshape(1, *shape), variance)
    drawn = np.zeros((1, outcome.size)) if noise is None else noise[:, order]
    several = np.array(shape) > 1  # a factor of one level says nothing of noise either
    dummy = {
        name: interval(float(some.mean()), some.ravel())
        for name, some in zip(
            (FIRST, TOTAL), (part[:, several] for part in _shares(drawn.reshape(-1, *shape), variance)), strict=True
        )
    }
    effects = []
    for j, name in enumerate(inputs):
        indices = {FIRST: Interval(float(first[0, j])), TOTAL: Interval(float(total[0, j]))}
        effects.append(Effect(name, indices, judged(indices[TOTAL], dummy[TOTAL], total[0, j] > 0.0)))
    return Ranking("grid", TOTAL, outcome.size, ranked(effects, TOTAL), Effect("dummy", dummy))


def _codes(inputs: Mapping[str, Levels]) -> tuple[Sequence[Ints], tuple[int, ...]]:
    """Numbers of the levels in each point, and how many levels each factor has."""
    coded = [np.unique(x, return_inverse=True) for x in inputs.values()]
    return tuple(codes for _, codes in coded), tuple(levels.size for levels, _ in coded)


def _shares(y: Floats, variance: float) -> tuple[Floats, Floats]:
    """First-order and total indices, (R, d), of outcomes on a grid, (R, levels of the first factor, …)."""
    axes = range(1, y.ndim)
    first = [y.mean(axis=tuple(other for other in axes if other != axis)).var(axis=1) for axis in axes]
    total = [y.var(axis=axis).reshape(len(y), -1).mean(axis=1) for axis in axes]
    return np.column_stack(first) / variance, np.column_stack(total) / variance
