"""PRIM: boxes of the factors in which a case is frequent ("the talks collapse when …").

The patient rule induction method of Friedman & Fisher (1999), Statistics and Computing 9: 123-143, as scenario
discovery uses it (Bryant & Lempert 2010, Technological Forecasting and Social Change 77: 34-49). Of N worlds K are
cases; a box with n worlds, k of them cases, has

    coverage = k / K      how many of all cases it holds,
    density  = k / n      how many of its worlds are cases,
    mass     = n / N      how large it is.

Peeling starts from all worlds and takes a thin slice off again and again: of a number the lowest or the highest worlds,
about the share `alpha` of those still in the box; of a categorical factor one word. The slice taken is the one with the
largest rise of density for each world given up,

    (density after − density before) / (n before − n after) × n before,

the criterion that Kwakkel & Jaxa-Rozen (2016), Environmental Modelling & Software 79: 311-321, call lenient. With the
plain rise of density, coarse factors would win: one word of two holds half of the worlds, a slice of a number a
twentieth. Peeling ends where no slice raises the density, or where the box is too small.
"""

from collections.abc import Sequence

import numpy as np

from zopa.analysis.prim_box import Limit, Side, Size, Step, within
from zopa.analysis.prim_factors import Classes
from zopa.game.arrays import Bools, Floats, Ints

ALPHA = 0.05
"""Share of a box's worlds in a slice."""

FEWEST = 20
"""Worlds that a box holds at least."""

LEAST = 0.05
"""Share of the cases that a box on the trajectory covers at least."""

_NONE = 1e-12
"""Rounding is no rise of density."""


def peel(classes: Classes, cases: Bools, rows: Ints, alpha: float = ALPHA) -> list[Step]:
    """The peeling trajectory: ever smaller boxes, each inside the one before and denser than it.

    Counts by class are kept up to date by subtracting those of the worlds peeled off, so that the whole trajectory
    touches each world once.

    Args:
        classes: The factors.
        cases: Which of all worlds are cases, (N,).
        rows: Numbers of the worlds that count, (R,).
        alpha: Share of a box's worlds in a slice.

    Returns:
        The boxes, the first of which is everything.
    """
    everything = Size(len(rows), int(cases[rows].sum()), len(rows), int(cases[rows].sum()))
    steps, kept = [Step((), everything)], dict[tuple[int, Side], Limit]()
    worlds, hits = classes.counts(rows), classes.counts(rows[cases[rows]])
    while True:
        size = steps[-1].size
        cut = _best_cut(classes, worlds, hits, size, alpha) if len(classes) else None
        if cut is None:
            return steps
        limit = _restricted(classes, kept, *cut)
        stays = within(classes, limit, rows)
        lost, rows = rows[~stays], rows[stays]
        lost_hits = lost[cases[lost]]
        worlds, hits = worlds - classes.counts(lost), hits - classes.counts(lost_hits)
        kept[limit.factor, limit.side] = limit
        left = Size(len(rows), size.cases - len(lost_hits), size.all_worlds, size.all_cases)
        steps.append(Step(tuple(kept.values()), left))


def _best_cut(classes: Classes, worlds: Ints, hits: Ints, size: Size, alpha: float) -> tuple[int, Side, int] | None:
    """The slice with the largest rise of density for each world: factor, side, and the class at which it ends.

    For `at_least` and `at_most` that class is the first and the last left; for `among` it is the word that goes.
    """
    first, last, gone, lost = _ends(worlds, hits, size, alpha)
    numbers = np.where(classes.words[:, None], -np.inf, _gain(gone, lost, size))
    words = np.flatnonzero(classes.words)
    gains = _gain(worlds[words], hits[words], size)
    best = int(np.argmax(numbers))  # of equals the first
    word = int(np.argmax(gains)) if gains.size else -1
    if word >= 0 and gains.flat[word] > max(numbers.flat[best], _NONE):
        return int(words[word // classes.most]), "among", word % classes.most
    if not numbers.flat[best] > _NONE:
        return None
    factor, upper = divmod(best, 2)
    return (factor, "at_most", int(last[factor])) if upper else (factor, "at_least", int(first[factor]))


def _ends(worlds: Ints, hits: Ints, size: Size, alpha: float) -> tuple[Ints, Ints, Ints, Ints]:
    """The lowest and the highest slice of every factor: first and last class left, (d,), worlds and cases lost, (d, 2).

    A slice has as many classes as fit into alpha; where the first alone is larger (equal values), that one.
    """
    most, n = worlds.shape[1], size.worlds
    up, factor = np.cumsum(worlds, axis=1), np.arange(len(worlds))
    up_hits = np.cumsum(hits, axis=1)
    fit = int(alpha * n)
    first = np.minimum(np.maximum((up <= fit).sum(axis=1), (up == 0).sum(axis=1) + 1), most)
    last = np.minimum((up < n - fit).sum(axis=1), (up < n).sum(axis=1) - 1)
    nothing = last < 0
    above = np.where(nothing, n, n - up[factor, last])
    above_hits = np.where(nothing, size.cases, size.cases - up_hits[factor, last])
    gone = np.stack([up[factor, first - 1], above], axis=1)
    return first, last, gone, np.stack([up_hits[factor, first - 1], above_hits], axis=1)


def _gain(gone: Ints, lost: Ints, size: Size) -> Floats:
    """Rise of density for each world given up, times the worlds in the box; −∞ where the box would be too small."""
    left, kept = size.worlds - gone, size.cases - lost
    fits = (gone > 0) & (left >= FEWEST) & (kept >= LEAST * size.all_cases)
    rise = kept / np.maximum(left, 1) - size.density
    return np.where(fits, rise / np.maximum(gone, 1) * size.worlds, -np.inf)


def _restricted(classes: Classes, kept: dict[tuple[int, Side], Limit], factor: int, side: Side, cut: int) -> Limit:
    last = int(classes.count[factor])
    if side == "at_least":
        return Limit(factor, side, tuple(range(cut, last)))
    if side == "at_most":
        return Limit(factor, side, tuple(range(cut + 1)))
    before = kept[factor, side].kept if (factor, side) in kept else range(last)
    return Limit(factor, side, tuple(word for word in before if word != cut))


def densest(steps: Sequence[Step], coverage: float) -> Step:
    """The densest box of a trajectory that covers enough.

    Args:
        steps: The trajectory.
        coverage: Share of the cases that it must cover.
    """
    return [step for step in steps if step.size.coverage >= coverage][-1]


def choose(steps: Sequence[Step], coverage: float) -> Step:
    """The box told of: the largest whose density is within one standard error of the densest that covers enough.

    A trajectory goes on peeling noise when it has found all there is to find. The rule of one standard error
    (Breiman, Friedman, Olshen & Stone 1984, Classification and Regression Trees, ch. 3) stops before that.

    Args:
        steps: The trajectory.
        coverage: Share of the cases that it must cover.
    """
    best = densest(steps, coverage).size
    error = (best.density * (1.0 - best.density) / best.worlds) ** 0.5
    return next(step for step in steps if step.size.density >= best.density - error)
