"""Repairing a package that home would not ratify: the kernels behind ``consents``, one world at a time.

A search has a *goal* (the cells whose sum is to be high) and *rows* (cells whose sum must reach a least).
"Met" has one meaning everywhere: the canonical value is at least the least. The kernels decide by a running
difference and add up only where that is within rounding of the least.
"""

from typing import NamedTuple

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel

_ROUNDING = 2.0**-48
_NOTHING = 2.0**-32  # a fall of the shortfall by less than this share is rounding
_ROUNDS = 4  # a search takes at most so many moves per cluster to repair, and as many to polish


class Desk(NamedTuple):
    """Workspace for one world; R rows at most, of which those that can bind are laid out first."""

    rows: Floats  # (R, C)
    least: Floats  # (R,)
    weight: Floats  # (R,): one over the row's range, so that shortfalls in any unit add up
    near: Floats  # (R,): a running sum may be wrong by so much
    sums: Floats  # (R,): canonical values of the package at hand
    under: Floats  # (R,): a change below this surely leaves the row unmet
    over: Floats  # (R,): and one above this surely leaves it met
    gain: Floats  # (C,): what the goal gains if the cell replaces its cluster's
    change: Floats  # (C, R): what the rows gain by that
    top: Floats  # (K,): largest gain of a cluster
    reach: Floats  # (K, R): largest changes of a cluster
    price: Floats  # (R,)
    score: Floats  # (C,)
    trial: Packages  # (K,)
    held: Packages  # (K,)
    came: Packages  # (K,)
    best: Packages  # (K,)


def new_desk(cells: int, clusters: int, rows: int) -> Desk:
    """Room for a search over so many cells, clusters and rows."""
    return Desk(
        rows=np.zeros((rows, cells)), least=np.zeros(rows), weight=np.zeros(rows), near=np.zeros(rows),
        sums=np.zeros(rows), under=np.zeros(rows), over=np.zeros(rows), gain=np.zeros(cells),
        change=np.zeros((cells, rows)), top=np.zeros(clusters), reach=np.zeros((clusters, rows)),
        price=np.zeros(rows), score=np.zeros(cells), trial=np.zeros(clusters, dtype=np.int16),
        held=np.zeros(clusters, dtype=np.int16), came=np.zeros(clusters, dtype=np.int16),
        best=np.zeros(clusters, dtype=np.int16),
    )  # fmt: skip


@kernel
def copy(into: Packages, package: Packages) -> None:
    """Copies one package."""
    for k in range(package.shape[0]):
        into[k] = package[k]


@kernel
def range_of(cells: Floats, allowed: Bools, first: Ints) -> tuple[float, float, float]:
    """Lowest and highest canonical value of allowed packages, and the sum of the largest magnitudes."""
    lowest, highest, scale = 0.0, 0.0, 0.0
    for k in range(first.shape[0] - 1):
        low, high = np.inf, -np.inf
        for c in range(first[k], first[k + 1]):
            if allowed[c]:
                low, high = min(low, cells[c]), max(high, cells[c])
        lowest, highest, scale = lowest + low, highest + high, scale + max(abs(low), abs(high))
    return lowest, highest, scale


@kernel
def add_row(cells: Floats, least: float, allowed: Bools, first: Ints, desk: Desk, n: int) -> int:
    """Lays out one more row; returns the new number of rows, or -1 if no package meets it.

    A row that every package meets is left out. Both tests are exact: rounded sums keep the order of their terms.
    """
    if least == -np.inf:
        return n
    lowest, highest, scale = range_of(cells, allowed, first)
    if not highest >= least:
        return -1
    if lowest >= least:
        return n
    desk.least[n], desk.weight[n] = least, 1.0 / (highest - lowest)
    desk.near[n] = first.shape[0] * _ROUNDING * (abs(least) + scale)
    for c in range(cells.shape[0]):
        desk.rows[n, c] = cells[c]
    return n + 1


@kernel
def value(cells: Floats, package: Packages, first: Ints) -> float:
    """Canonical value of one package, as in ``values``."""
    total = 0.0
    for k in range(package.shape[0]):
        total += cells[first[k] + package[k]]
    return total


@kernel
def _after(desk: Desk, first: Ints, package: Packages, r: int, k: int, c: int, j: int, e: int) -> float:
    """Canonical value of row r with cell c in cluster k and cell e in cluster j (j = -1: none)."""
    total = 0.0
    for i in range(package.shape[0]):
        at = first[i] + package[i]
        if i == k:
            at = c
        elif i == j:
            at = e
        total += desk.rows[r, at]
    return total


@kernel
def _missing(
    desk: Desk, first: Ints, package: Packages, r: int, change: float, k: int, c: int, j: int, e: int
) -> float:
    """Shortfall of row r after the cells' change."""
    if change > desk.over[r]:
        return 0.0
    missing: float = desk.least[r] - (desk.sums[r] + change)
    if change >= desk.under[r]:
        missing = max(0.0, desk.least[r] - _after(desk, first, package, r, k, c, j, e))
    return missing


@kernel
def _fits(desk: Desk, n: int, first: Ints, package: Packages, k: int, c: int, j: int, e: int) -> bool:
    """Whether all rows are met with cell c in cluster k and cell e in cluster j (j = -1: none)."""
    sure = True
    for r in range(n):
        change = desk.change[c, r]
        if j >= 0:
            change += desk.change[e, r]
        if change < desk.under[r]:
            return False
        sure = sure and change > desk.over[r]
    if not sure:
        for r in range(n):
            if not _after(desk, first, package, r, k, c, j, e) >= desk.least[r]:
                return False
    return True


@kernel
def _look(goal: Floats, allowed: Bools, first: Ints, desk: Desk, n: int, package: Packages, k: int) -> None:
    """Works out what each cell of cluster k would change."""
    now = first[k] + package[k]
    desk.top[k] = 0.0
    for r in range(n):
        desk.reach[k, r] = 0.0
    for c in range(first[k], first[k + 1]):
        if not allowed[c]:
            continue
        desk.gain[c] = goal[c] - goal[now]
        desk.top[k] = max(desk.top[k], desk.gain[c])
        for r in range(n):
            change = desk.rows[r, c] - desk.rows[r, now]
            desk.change[c, r] = change
            desk.reach[k, r] = max(desk.reach[k, r], change)


@kernel
def add_up(first: Ints, desk: Desk, n: int, package: Packages) -> None:
    """Canonical values of all rows, and what they can spare."""
    for r in range(n):
        total = 0.0
        for k in range(package.shape[0]):
            total += desk.rows[r, first[k] + package[k]]
        desk.sums[r] = total
        desk.under[r] = desk.least[r] - desk.near[r] - total
        desk.over[r] = desk.least[r] + desk.near[r] - total


@kernel
def _move(
    goal: Floats, allowed: Bools, first: Ints, desk: Desk, n: int, package: Packages, k: int, c: int, j: int, e: int
) -> None:
    """Puts the cells in and brings the desk up to date."""
    package[k] = c - first[k]
    if j >= 0:
        package[j] = e - first[j]
        _look(goal, allowed, first, desk, n, package, j)
    _look(goal, allowed, first, desk, n, package, k)
    add_up(first, desk, n, package)


@kernel
def shortfall(desk: Desk, n: int) -> float:
    """Total shortfall of the package at hand, each row in shares of its range."""
    total = 0.0
    for r in range(n):
        total += max(0.0, desk.least[r] - desk.sums[r]) * desk.weight[r]
    return total


@kernel
def _helps(desk: Desk, n: int, k: int) -> bool:
    """Whether some cell of cluster k raises a row that is not met."""
    for r in range(n):  # noqa: SIM110 - a kernel has no generators
        if desk.sums[r] < desk.least[r] and desk.reach[k, r] > 0.0:
            return True
    return False


@kernel
def _mend_one(allowed: Bools, first: Ints, desk: Desk, n: int, package: Packages, total: float) -> tuple[int, int]:
    """The cell that lowers the shortfall most per loss of the goal, first among those that make no row worse."""
    to, at, most, cost, clean = -1, -1, 0.0, 0.0, False
    for k in range(package.shape[0]):
        if not _helps(desk, n, k):
            continue
        for c in range(first[k], first[k + 1]):
            if not allowed[c]:
                continue
            left, pure = 0.0, True
            for r in range(n):
                change = desk.change[c, r]
                if change > desk.over[r]:
                    continue
                missing = _missing(desk, first, package, r, change, k, c, -1, -1)
                left += missing * desk.weight[r]
                pure = pure and (change >= 0.0 or missing == 0.0)
                if left >= total or (clean and not pure):
                    break
            less, loss = total - left, max(0.0, -desk.gain[c])
            if less <= _NOTHING * total or (clean and not pure):
                continue
            if to < 0 or (pure and not clean):
                better = True
            elif loss == 0.0:
                better = cost > 0.0 or less > most
            else:
                better = less * cost > most * loss
            if better:
                to, at, most, cost, clean = k, c, less, loss, pure
    return to, at


@kernel
def _mend_two(
    allowed: Bools, first: Ints, desk: Desk, n: int, package: Packages, total: float
) -> tuple[int, int, int, int]:
    """The two cells that together lower the shortfall most; of those, the best for the goal."""
    clusters = package.shape[0]
    to, at, and_to, and_at = -1, -1, -1, -1
    most, gained = _NOTHING * total, -np.inf
    for k in range(clusters):
        for c in range(first[k], first[k + 1]):
            if not allowed[c]:
                continue
            for j in range(k + 1, clusters):
                hope = total + _NOTHING * total
                for r in range(n):
                    after = desk.sums[r] + desk.change[c, r] + desk.reach[j, r]
                    hope -= max(0.0, desk.least[r] - after) * desk.weight[r]
                if hope < most:
                    continue
                for e in range(first[j], first[j + 1]):
                    if not allowed[e]:
                        continue
                    left = 0.0
                    for r in range(n):
                        change = desk.change[c, r] + desk.change[e, r]
                        left += _missing(desk, first, package, r, change, k, c, j, e) * desk.weight[r]
                    less, gain = total - left, desk.gain[c] + desk.gain[e]
                    if less > most or (less == most and to >= 0 and gain > gained):
                        to, at, and_to, and_at, most, gained = k, c, j, e, less, gain
    return to, at, and_to, and_at


@kernel
def mend(goal: Floats, allowed: Bools, first: Ints, desk: Desk, n: int, package: Packages) -> bool:
    """Moves until all rows are met; says whether they are."""
    for k in range(package.shape[0]):
        _look(goal, allowed, first, desk, n, package, k)
    add_up(first, desk, n, package)
    for _ in range(_ROUNDS * package.shape[0]):
        total = shortfall(desk, n)
        if total <= 0.0:
            return True
        k, c = _mend_one(allowed, first, desk, n, package, total)
        j, e = -1, -1
        if k < 0:
            k, c, j, e = _mend_two(allowed, first, desk, n, package, total)
        if k < 0:
            return False
        _move(goal, allowed, first, desk, n, package, k, c, j, e)
    return shortfall(desk, n) <= 0.0


@kernel
def _polish_one(allowed: Bools, first: Ints, desk: Desk, n: int, package: Packages) -> tuple[int, int]:
    """The largest gain of the goal in one cluster that leaves all rows met."""
    most, to, at = 0.0, -1, -1
    for k in range(package.shape[0]):
        if desk.top[k] <= most:
            continue
        for c in range(first[k], first[k + 1]):
            if allowed[c] and desk.gain[c] > most and _fits(desk, n, first, package, k, c, -1, -1):
                most, to, at = desk.gain[c], k, c
    return to, at


@kernel
def _partner(
    allowed: Bools, first: Ints, desk: Desk, n: int, package: Packages, k: int, c: int, most: float
) -> tuple[int, int, float]:
    """The cell of another cluster that goes best with cell c of cluster k, if together they gain more than most."""
    to, at = -1, -1
    for j in range(package.shape[0]):
        if j == k or desk.gain[c] + desk.top[j] <= most:
            continue
        hope = True
        for r in range(n):
            if desk.change[c, r] + desk.reach[j, r] < desk.under[r]:
                hope = False
                break
        if not hope:
            continue
        for e in range(first[j], first[j + 1]):
            gain = desk.gain[c] + desk.gain[e]
            if allowed[e] and gain > most and _fits(desk, n, first, package, k, c, j, e):
                to, at, most = j, e, gain
    return to, at, most


@kernel
def _polish_two(
    allowed: Bools, first: Ints, desk: Desk, n: int, package: Packages, tiny: float
) -> tuple[int, int, int, int]:
    """The best pair with a cell that raises the goal in the first cluster that has such a pair."""
    to, at, and_to, and_at, most = -1, -1, -1, -1, tiny
    for k in range(package.shape[0]):
        for c in range(first[k], first[k + 1]):
            if allowed[c] and desk.gain[c] > 0.0:
                j, e, gain = _partner(allowed, first, desk, n, package, k, c, most)
                if j >= 0:
                    to, at, and_to, and_at, most = k, c, j, e, gain
        if to >= 0:
            break
    return to, at, and_to, and_at


@kernel
def polish(goal: Floats, allowed: Bools, first: Ints, desk: Desk, n: int, package: Packages, tiny: float) -> None:
    """Raises the goal, cell by cell and then by pairs, all rows staying met; ``mend`` has laid out the desk."""
    for _ in range(_ROUNDS * package.shape[0]):
        k, c = _polish_one(allowed, first, desk, n, package)
        j, e = -1, -1
        if k < 0:
            k, c, j, e = _polish_two(allowed, first, desk, n, package, tiny)
        if k < 0:
            return
        _move(goal, allowed, first, desk, n, package, k, c, j, e)
