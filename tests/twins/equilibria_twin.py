"""All extreme equilibria of a small game with whole payoffs, by trying all supports, in whole numbers: no rounding.

A mixture is written as whole weights without a common divisor.
"""

from collections.abc import Sequence
from itertools import combinations
from math import gcd

Mix = tuple[int, ...]
Table = Sequence[Sequence[int]]


def weights(rows: list[list[int]]) -> list[int] | None:
    """The solution of k equations in k unknowns, right-hand side last, times a positive number; None if not unique.

    Fraction-free elimination: Bareiss (1968), Mathematics of Computation 22: 565-578.
    """
    k, before = len(rows), 1
    for c in range(k):
        pivot = next((r for r in range(c, k) if rows[r][c] != 0), None)
        if pivot is None:
            return None
        rows[c], rows[pivot] = rows[pivot], rows[c]
        top = rows[c]
        for r in range(k):
            if r != c:
                times = rows[r][c]
                rows[r] = [(top[c] * a - times * b) // before for a, b in zip(rows[r], top, strict=True)]
        before = top[c]
    return [row[k] if before > 0 else -row[k] for row in rows]


def earned(table: Table, mix: Mix) -> list[int]:
    """What each strategy (row) earns against a mixture of the other's (columns), times the sum of its weights."""
    return [sum(pay * weight for pay, weight in zip(row, mix, strict=True)) for row in table]


def corners(replies: Table) -> list[Mix]:
    """Mixtures fixed by k strategies in use between which k best replies of the other seat leave no choice."""
    n, m = len(replies), len(replies[0])
    found = set()
    for k in range(1, min(m, n) + 1):
        for use in combinations(range(m), k):
            for ties in combinations(range(n), k):
                first = replies[ties[0]]
                rows = [[replies[j][i] - first[i] for i in use] + [0] for j in ties[1:]]
                if any(min(row) * max(row) > 0 or (min(row) < 0) != (max(row) > 0) for row in (r[:-1] for r in rows)):
                    continue  # no shares of these strategies make up for one another
                at = weights([*rows, [1] * (k + 1)])
                if at is None or min(at) < 0:
                    continue
                shares = dict(zip(use, at, strict=True))
                mix = tuple(shares.get(i, 0) // gcd(*at) for i in range(m))
                pays = earned(replies, mix)
                if pays[ties[0]] == max(pays):
                    found.add(mix)
    return sorted(found)


def best(table: Table, other: Mix) -> set[int]:
    """The best replies to a mixture."""
    pays = earned(table, other)
    return {i for i, pay in enumerate(pays) if pay == max(pays)}


def used(mix: Mix) -> set[int]:
    """What a mixture uses."""
    return {i for i, weight in enumerate(mix) if weight}


def equilibria(own: Table, across: Table) -> list[tuple[Mix, Mix]]:
    """All extreme equilibria of two seats; tables with each seat's own strategies in rows."""
    mine = [(x, used(x), best(across, x)) for x in corners(across)]
    theirs = [(y, used(y), best(own, y)) for y in corners(own)]
    return [(x, y) for x, use, answers in mine for y, played, good in theirs if use <= good and played <= answers]


def symmetric(table: Table) -> list[Mix]:
    """All extreme symmetric equilibria of one population."""
    return [x for x in corners(table) if used(x) <= best(table, x)]
