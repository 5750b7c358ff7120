"""Offers that home ratifies, in one world: the same search in plain words, and the exact answer by enumeration.

A constraint is a pair (cells, least). Where the kernels decide by running differences, the twin adds up.
"""

import itertools
import math
from collections.abc import Sequence

from twins.frontier_twin import packages, value

Cells = Sequence[float]
Rows = list[tuple[Cells, float]]


def met(rows: Rows, package: Sequence[int], first: Sequence[int]) -> bool:
    return all(value(cells, package, first) >= least for cells, least in rows)


def exact(goal: Cells, rows: Rows, allowed: Sequence[bool], first: Sequence[int]) -> float | None:
    """The most of the goal that any package meeting all rows gives; None if no package does."""
    return max((value(goal, p, first) for p in packages(allowed, first) if met(rows, p, first)), default=None)


class Search:
    """One search: a goal, rows that can bind, and the three starts."""

    def __init__(self, goal: Cells, rows: Rows, allowed: Sequence[bool], first: Sequence[int]) -> None:
        self.goal, self.first, self.clusters = goal, first, range(len(first) - 1)
        self.cells = [[c for c in range(first[k], first[k + 1]) if allowed[c]] for k in self.clusters]
        self.rows = [row for row in rows if self.ends(row[0])[0] < row[1]]
        self.weight = [1.0 / (self.ends(cells)[1] - self.ends(cells)[0]) for cells, _ in self.rows]
        self.possible = all(self.ends(cells)[1] >= least for cells, least in rows)
        size = sum((max(abs(goal[c]) for c in cells) for cells in self.cells), 0.0)
        self.tiny = len(first) * 2.0**-48 * size

    def ends(self, cells: Cells) -> tuple[float, float]:
        low = sum((min(cells[c] for c in inside) for inside in self.cells), 0.0)
        return low, sum((max(cells[c] for c in inside) for inside in self.cells), 0.0)

    def put(self, package: list[int], *moves: tuple[int, int]) -> list[int]:
        new = dict(moves)
        return [new[k] - self.first[k] if k in new else package[k] for k in self.clusters]

    def gain(self, package: list[int], *moves: tuple[int, int]) -> float:
        return sum((self.goal[c] - self.goal[self.first[k] + package[k]] for k, c in moves), 0.0)

    def short(self, package: list[int]) -> list[float]:
        values = [value(cells, package, self.first) for cells, _ in self.rows]
        return [max(0.0, row[1] - v) for row, v in zip(self.rows, values, strict=True)]

    def total(self, package: list[int]) -> float:
        return sum((s * w for s, w in zip(self.short(package), self.weight, strict=True)), 0.0)

    def singles(self) -> list[tuple[int, int]]:
        return [(k, c) for k in self.clusters for c in self.cells[k]]

    @staticmethod
    def better(one: tuple[bool, float, float], two: tuple[bool, float, float]) -> bool:
        """Pure before impure, then free before paid; free by shortfall taken away, paid by that per loss."""
        (pure, less, loss), (was_pure, most, cost) = one, two
        if pure != was_pure:
            return pure
        return (cost > 0.0 or less > most) if loss == 0.0 else less * cost > most * loss

    def mend(self, package: list[int]) -> list[int] | None:
        for _ in range(4 * len(self.clusters)):
            now, total = self.short(package), self.total(package)
            if total <= 0.0:
                return package
            best, move = (False, 0.0, 0.0), None
            for k, c in self.singles():
                then = self.put(package, (k, c))
                less, loss = total - self.total(then), max(0.0, -self.gain(package, (k, c)))
                pure = all(b <= a for a, b in zip(now, self.short(then), strict=True))
                if less > 2.0**-32 * total and (move is None or self.better((pure, less, loss), best)):
                    best, move = (pure, less, loss), ((k, c),)
            if move is None:
                most = (2.0**-32 * total, float("inf"))
                for (k, c), (j, e) in itertools.combinations(self.singles(), 2):
                    less = total - self.total(self.put(package, (k, c), (j, e)))
                    if j != k and (less, self.gain(package, (k, c), (j, e))) > most:
                        most, move = (less, self.gain(package, (k, c), (j, e))), ((k, c), (j, e))
            if move is None:
                return None
            package = self.put(package, *move)
        return package if self.total(package) <= 0.0 else None

    def polish(self, package: list[int]) -> list[int]:
        for _ in range(4 * len(self.clusters)):
            most, move = 0.0, None
            for single in self.singles():
                if self.gain(package, single) > most and met(self.rows, self.put(package, single), self.first):
                    most, move = self.gain(package, single), (single,)
            if move is None:
                most = self.tiny
                for k in self.clusters:
                    rises = [(k, c) for c in self.cells[k] if self.gain(package, (k, c)) > 0.0]
                    for pair in itertools.product(rises, self.singles()):
                        better = pair[1][0] != k and self.gain(package, *pair) > most
                        if better and met(self.rows, self.put(package, *pair), self.first):
                            most, move = self.gain(package, *pair), pair
                    if move is not None:
                        break
            if move is None:
                return package
            package = self.put(package, *move)
        return package

    def at(self, share: float, price: list[float]) -> list[int]:
        def score(c: int) -> float:
            total = share * self.goal[c]
            for p, (cells, _) in zip(price, self.rows, strict=True):
                total += p * cells[c]
            return total

        return [max(inside, key=lambda c: (score(c), -c)) - self.first[k] for k, inside in enumerate(self.cells)]

    def priced(self) -> list[int]:
        price, least, kept = [0.0] * len(self.rows), float("inf"), self.at(1.0, [0.0] * len(self.rows))
        span = self.ends(self.goal)[1] - self.ends(self.goal)[0]
        for i in range(8):
            package = self.at(1.0, price)
            if self.total(package) <= least:
                least, kept = self.total(package), package
            miss = [
                (row[1] - value(row[0], package, self.first)) * w for row, w in zip(self.rows, self.weight, strict=True)
            ]
            norm = math.sqrt(sum((m * m for m in miss), 0.0))
            if norm == 0.0:
                break
            step = span / ((1.0 + i) * norm)
            price = [max(0.0, p + step * m * w) for p, m, w in zip(price, miss, self.weight, strict=True)]
        return kept

    def best(self, came: list[int]) -> list[int] | None:
        if not self.possible:
            return None
        ideal = self.at(1.0, [0.0] * len(self.rows))
        here = [c if self.first[k] + c in self.cells[k] else ideal[k] for k, c in enumerate(came)]
        found = [self.polish(p) for p in (self.mend(here), self.mend(self.priced())) if p is not None]
        if not found:
            safe = self.mend(self.at(0.0, self.weight))
            found = [] if safe is None else [self.polish(safe)]
        return max(found, key=lambda p: value(self.goal, p, self.first), default=None)


def best_ratifiable(mine: Cells, allowed: Sequence[bool], first: Sequence[int], consents: Rows) -> list[int] | None:
    """The party's best package that home ratifies."""
    search = Search(mine, consents, allowed, first)
    return search.best(search.at(1.0, [0.0] * len(search.rows)))


def repair(
    mine: Cells, theirs: Cells, allowed: Sequence[bool], first: Sequence[int], target: float, consents: Rows,
    came: list[int],
) -> list[int] | None:  # fmt: skip
    """The package offered instead of one that home would not ratify; None if none is found."""
    if met(consents, came, first):
        return came
    search = Search(theirs, [(mine, target), *consents], allowed, first)
    found = search.best(came)
    if found is None:
        own = best_ratifiable(mine, allowed, first, consents)
        found = search.best(own) if own is not None and value(mine, own, first) >= target else own
    return found
