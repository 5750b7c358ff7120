"""The limits of a box: which of them mean something, and which were cut too deep."""

from collections.abc import Sequence

import numpy as np

from zopa.analysis.prim import ALPHA
from zopa.analysis.prim_box import Box, Limit, Step, inside, size_of, within
from zopa.analysis.prim_factors import SURE, Classes
from zopa.game.arrays import Bools, Floats, Ints


def quasi_p(classes: Classes, cases: Bools, box: Box, rows: Ints) -> Floats:
    """For each limit of a box, how likely its density is by chance: quasi-p-values, (L,).

    Were the limit without meaning, each of the n worlds in the box would be a case with the density q of the box
    without that limit: P(X ≥ k) for X binomial with n and q (Bryant & Lempert 2010). "Quasi", as the limits were
    chosen by looking at the same worlds. A limit on what rows with the same luck have in common is tested with n and k
    divided by the design effect (`Classes.repeats`), by the incomplete beta function.

    Args:
        classes: The factors.
        cases: Which of all worlds are cases, (N,).
        box: The box.
        rows: Numbers of the worlds that count, (R,).
    """
    from scipy.special import betainc

    if not box:
        return np.zeros(0)
    held = np.array([within(classes, limit, rows) for limit in box])
    missed, hit = (~held).sum(axis=0), cases[rows]
    in_box = missed == 0
    common = classes.common[[limit.factor for limit in box]]
    each = np.where(common, classes.repeats(cases, rows[in_box]), 1.0)
    n, k = int(in_box.sum()) / each, int((in_box & hit).sum()) / each
    without = (missed - ~held) == 0  # (L, R): the box less each limit
    q = (without & hit).sum(axis=1) / np.maximum(without.sum(axis=1), 1)
    p: Floats = np.where((q < 1.0) & (k > 0.0), betainc(np.maximum(k, 1e-9), n - k + 1.0, q), 1.0)
    return p


def limits_of(classes: Classes) -> int:
    """How many limits could be tried: two for a number, one for each word."""
    return int(np.where(classes.words, classes.count, 2).sum())


def prune(classes: Classes, cases: Bools, box: Box, rows: Ints, tried: int) -> Box:
    """A box without the limits that mean nothing: the one with the largest quasi-p-value goes until all are sure.

    Args:
        classes: The factors.
        cases: Which of all worlds are cases, (N,).
        box: The box.
        rows: Numbers of the worlds that count, (R,).
        tried: Limits that could be tried. Among many some always looks good, so the bound of 0.05 is divided by
            their number (Bonferroni).
    """
    while box:
        p = quasi_p(classes, cases, box, rows)
        worst = int(np.argmax(p))
        if p[worst] * tried <= SURE:
            break
        box = (*box[:worst], *box[worst + 1 :])
    return box


def paste(classes: Classes, cases: Bools, box: Box, rows: Ints, alpha: float = ALPHA) -> Box:
    """A box widened where that costs no density: slices of what was peeled off come back, the densest first.

    Args:
        classes: The factors.
        cases: Which of all worlds are cases, (N,).
        box: The box.
        rows: Numbers of the worlds that count, (R,).
        alpha: Share of the box's worlds in a slice.
    """
    while True:
        size = size_of(classes, cases, box, rows)
        wider = [one for at in range(len(box)) for one in _wider(classes, cases, box, rows, at, alpha * size.worlds)]
        if not wider:
            return box
        best = max(wider, key=lambda step: step.size.density)
        if best.size.density < size.density:
            return box
        box = best.box


def _wider(classes: Classes, cases: Bools, box: Box, rows: Ints, at: int, most: float) -> list[Step]:
    """The boxes with one limit moved by one slice of at most so many worlds, or of one class with worlds."""
    limit, others = box[at], (*box[:at], *box[at + 1 :])
    near = rows[inside(classes, others, rows)]
    worlds = np.bincount(classes.codes[near, limit.factor], minlength=int(classes.count[limit.factor]))
    lost = [one for one in range(len(worlds)) if one not in set(limit.kept) and worlds[one]]
    slices: list[tuple[int, ...]] = [(word,) for word in lost]
    if limit.side != "among" and lost:  # the nearest of the classes cut off, as far as they fit
        outward = lost[::-1] if limit.side == "at_least" else lost
        slices = [tuple(outward[: max(1, int((np.cumsum(worlds[outward]) <= most).sum()))])]
    found = []
    for back in slices:
        wide = Limit(limit.factor, limit.side, _filled(limit, back, worlds))
        moved = others if len(wide.kept) == len(worlds) else (*box[:at], wide, *box[at + 1 :])
        found.append(Step(moved, size_of(classes, cases, moved, rows)))
    return found


def _filled(limit: Limit, back: Sequence[int], worlds: Ints) -> tuple[int, ...]:
    """The classes kept with some put back; a stretch has no holes, and reaches the end where nothing is beyond."""
    if limit.side == "among":
        return tuple(sorted((*limit.kept, *back)))
    if limit.side == "at_least":
        first = min(back)
        return tuple(range(first if worlds[:first].any() else 0, len(worlds)))
    last = max(back)
    return tuple(range(last + 1 if worlds[last + 1 :].any() else len(worlds)))
