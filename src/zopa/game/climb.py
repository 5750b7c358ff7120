"""Climbing a curve: the kernels behind ``best_for_you``, world by world."""

from typing import NamedTuple

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel

_ROUNDING = 2.0**-48


class Steps(NamedTuple):
    """What the kernels keep of a world; first axis worlds (or 1, where nothing is kept)."""

    order: Packages
    size: Packages
    start: Packages
    many: Ints
    cluster: Packages
    cell: Packages
    loss: Floats
    ratio: Floats


class Answer(NamedTuple):
    """The last answer of each world, good for any target in (low, high]."""

    package: Packages
    own: Floats
    low: Floats
    high: Floats


def new_steps(worlds: int, cells: int, clusters: int) -> Steps:
    """Room for the steps of so many worlds; nothing is known yet."""
    return Steps(
        order=np.zeros((worlds, cells), dtype=np.int16),
        size=np.zeros((worlds, clusters), dtype=np.int16),
        start=np.zeros((worlds, clusters), dtype=np.int16),
        many=np.full(worlds, -1, dtype=np.int64),
        cluster=np.zeros((worlds, cells), dtype=np.int16),
        cell=np.zeros((worlds, cells), dtype=np.int16),
        loss=np.zeros((worlds, cells)),
        ratio=np.zeros((worlds, cells)),
    )


def no_answer(worlds: int, clusters: int) -> Answer:
    """Answers that hold for no target."""
    return Answer(
        np.zeros((worlds, clusters), dtype=np.int16),
        np.zeros(worlds),
        np.full(worlds, np.inf),
        np.full(worlds, -np.inf),
    )


@kernel
def _sort_cells(mine: Floats, allowed: Bools, first: Ints, order: Packages, size: Packages) -> None:
    """Allowed cells of each cluster by falling own payoff, ties by cell."""
    for k in range(size.shape[0]):
        low = first[k]
        n = 0
        for c in range(low, first[k + 1]):
            if allowed[c]:
                at = n
                while at > 0 and mine[low + order[low + at - 1]] < mine[c]:
                    order[low + at] = order[low + at - 1]
                    at -= 1
                order[low + at] = c - low
                n += 1
        size[k] = n


@kernel
def _hull(mine: Floats, theirs: Floats, order: Packages, low: int, n: int, hull: Packages) -> int:
    """Vertices of one cluster's upper concave hull, from its own-best cell down; returns how many."""
    made = 1
    hull[0] = order[low]
    for i in range(1, n):
        c = order[low + i]
        m, t = mine[low + c], theirs[low + c]
        last = low + hull[made - 1]
        if t <= theirs[last]:
            continue
        if made == 1 and m == mine[last]:
            hull[0] = c
            continue
        while made > 1:
            last, before = low + hull[made - 1], low + hull[made - 2]
            gain, loss = theirs[last] - theirs[before], mine[before] - mine[last]
            if (t - theirs[last]) * loss <= gain * (mine[last] - m):
                break
            made -= 1
        hull[made] = c
        made += 1
    return made


@kernel
def _build(mine: Floats, theirs: Floats, first: Ints, steps: Steps, r: int, hull: Packages) -> None:
    """All steps of a world's hulls by falling gain per loss; ties by cluster."""
    count = 0
    cluster, cell, loss, ratio = steps.cluster[r], steps.cell[r], steps.loss[r], steps.ratio[r]
    for k in range(first.shape[0] - 1):
        low = first[k]
        n = _hull(mine, theirs, steps.order[r], low, steps.size[r, k], hull)
        steps.start[r, k] = hull[0]
        steepest = np.inf
        for i in range(1, n):
            before, after = low + hull[i - 1], low + hull[i]
            lost = mine[before] - mine[after]
            steepest = min(steepest, (theirs[after] - theirs[before]) / lost)
            at = count
            while at > 0 and ratio[at - 1] < steepest:
                cluster[at], cell[at] = cluster[at - 1], cell[at - 1]
                loss[at], ratio[at] = loss[at - 1], ratio[at - 1]
                at -= 1
            cluster[at], cell[at], loss[at], ratio[at] = k, hull[i], lost, steepest
            count += 1
    steps.many[r] = count


@kernel
def _sum(cells: Floats, first: Ints, package: Packages, k: int, cell: int) -> float:
    """Canonical value of a package with the cell of cluster k replaced (k = -1: as it is)."""
    total = 0.0
    for j in range(package.shape[0]):
        total += cells[first[j] + (cell if j == k else package[j])]
    return total


@kernel
def _copy(into: Packages, package: Packages) -> None:
    for k in range(package.shape[0]):
        into[k] = package[k]


@kernel
def _climb(
    mine: Floats,
    first: Ints,
    target: float,
    near: float,
    steps: Steps,
    r: int,
    package: Packages,
    value: float,
    closed: Bools,
) -> tuple[float, float, int]:
    """Takes the steps that fit; returns the value, the best value refused, the first step refused."""
    missed = -np.inf
    refused = -1
    cluster, cell, loss = steps.cluster[r], steps.cell[r], steps.loss[r]
    for s in range(steps.many[r]):
        k = cluster[s]
        if closed[k]:
            continue
        after = value - loss[s]
        bound = after + near
        fits = after > target + near
        if not fits and bound >= target:
            bound = _sum(mine, first, package, k, cell[s])
            fits = bound >= target
        if fits:
            package[k] = cell[s]
            value = after
        else:
            closed[k] = True
            missed = max(missed, bound)
            if refused < 0:
                refused = s
    return value, missed, refused


@kernel
def _fill(
    mine: Floats,
    theirs: Floats,
    first: Ints,
    target: float,
    near: float,
    order: Packages,
    size: Packages,
    package: Packages,
    value: float,
) -> tuple[float, bool]:
    """Takes the largest gains that fit; returns the best value refused and whether mine ever rose."""
    missed = -np.inf
    rose = False
    while True:
        most, move, to = 0.0, -1, -1
        for k in range(size.shape[0]):
            low = first[k]
            now = low + package[k]
            for i in range(size[k]):
                c = order[low + i]
                gain = theirs[low + c] - theirs[now]
                if gain < most or gain <= 0.0 or (gain == most and (move < k or to < c)):
                    continue
                after = value - (mine[now] - mine[low + c])
                bound = after + near
                fits = after > target + near
                if not fits and bound >= target:
                    bound = _sum(mine, first, package, k, c)
                    fits = bound >= target
                if fits:
                    most, move, to = gain, k, c
                else:
                    missed = max(missed, bound)
        if move < 0:
            return missed, rose
        now, then = mine[first[move] + package[move]], mine[first[move] + to]
        rose = rose or then > now
        value -= now - then
        package[move] = to


@kernel
def _dents(
    mine: Floats,
    theirs: Floats,
    first: Ints,
    target: float,
    near: float,
    steps: Steps,
    r: int,
    best: float,
    price: float,
    package: Packages,
    trial: Packages,
    closed: Bools,
) -> tuple[float, float]:
    """Fixes each cluster at each cell in turn; keeps the best for them. Returns the interval's ends.

    A cell is passed over where even the Lagrangian bound at ``price`` (theirs per mine) shows that no
    package with it can beat the best so far.
    """
    clusters = package.shape[0]
    order, size, start = steps.order[r], steps.size[r], steps.start[r]
    low_end, high_end = -np.inf, np.inf
    bound, scale = price * (best - target), abs(price * (best - target))
    for k in range(clusters):
        top = -np.inf
        for i in range(size[k]):
            c = first[k] + order[first[k] + i]
            top = max(top, theirs[c] - price * (mine[first[k] + start[k]] - mine[c]))
        bound += top
        scale += abs(top) + abs(theirs[first[k] + start[k]])
    slack = clusters * _ROUNDING * scale
    most = _sum(theirs, first, package, -1, 0)
    for k in range(clusters):
        own = mine[first[k] + start[k]]
        top = -np.inf
        for i in range(size[k]):
            c = first[k] + order[first[k] + i]
            top = max(top, theirs[c] - price * (own - mine[c]))
        for i in range(size[k]):
            j = order[first[k] + i]
            c = first[k] + j
            reach = bound - (top - (theirs[c] - price * (own - mine[c]))) + slack
            if reach < most:
                if price > 0.0:
                    low_end = max(low_end, target - (most - reach) / price)
                continue
            _copy(trial, start)
            trial[k] = j
            value = _sum(mine, first, trial, -1, 0)
            if value < target:
                low_end = max(low_end, value)
                continue
            closed[:] = False
            closed[k] = True
            value, missed, _ = _climb(mine, first, target, near, steps, r, trial, value, closed)
            low_end = max(low_end, missed)
            missed, rose = _fill(mine, theirs, first, target, near, order, size, trial, value)
            low_end = max(low_end, missed)
            high_end = min(high_end, target if rose else _sum(mine, first, trial, -1, 0))
            gained = _sum(theirs, first, trial, -1, 0)
            if gained > most:
                most = gained
                _copy(package, trial)
    return low_end, high_end


@kernel
def _answer_one(
    mine: Floats,
    theirs: Floats,
    first: Ints,
    target: float,
    dents: bool,
    steps: Steps,
    r: int,
    package: Packages,
    trial: Packages,
    closed: Bools,
) -> tuple[float, float, float]:
    """Writes a world's package; returns its own value and the interval (low, high] of the target."""
    _copy(package, steps.start[r])
    best = _sum(mine, first, package, -1, 0)
    if not target <= best:
        return best, best, np.inf
    scale = abs(target)
    for k in range(package.shape[0]):
        scale += abs(mine[first[k] + package[k]])
    near = package.shape[0] * _ROUNDING * scale
    closed[:] = False
    value, low, refused = _climb(mine, first, target, near, steps, r, package, best, closed)
    missed, rose = _fill(mine, theirs, first, target, near, steps.order[r], steps.size[r], package, value)
    low = max(low, missed)
    high = target if rose else _sum(mine, first, package, -1, 0)
    if dents:
        price = steps.ratio[r, refused] if refused >= 0 else 0.0
        missed, high_dents = _dents(mine, theirs, first, target, near, steps, r, best, price, package, trial, closed)
        low = max(low, missed)
        high = min(high, high_dents)
    return _sum(mine, first, package, -1, 0), low, high


@kernel
def answer_all(
    mine: Floats,
    theirs: Floats,
    allowed: Bools,
    first: Ints,
    target: Floats,
    dents: bool,
    changed: Bools,
    own_changed: Bools,
    steps: Steps,
    answer: Answer,
    keep: bool,
    hull: Packages,
    trial: Packages,
    closed: Bools,
) -> None:
    """Renews the answers of all worlds for which the last one no longer holds."""
    for w in range(target.shape[0]):
        r = w if keep else 0
        new = not keep or steps.many[r] < 0
        if new or own_changed[w]:
            _sort_cells(mine[w], allowed[w], first, steps.order[r], steps.size[r])
        if new or own_changed[w] or changed[w]:
            _build(mine[w], theirs[w], first, steps, r, hull)
        elif answer.low[w] < target[w] <= answer.high[w]:
            continue
        answer.own[w], answer.low[w], answer.high[w] = _answer_one(
            mine[w], theirs[w], first, target[w], dents, steps, r, answer.package[w], trial, closed
        )
