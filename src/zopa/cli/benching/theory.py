"""The exact frontier and all four solutions of one world with very many packages."""

from collections.abc import Callable, Iterator

import numpy as np

from zopa.cli.benching.measure import Effort, Measured, repeat, stopwatch
from zopa.game.arrays import Floats, Ints
from zopa.game.luck import Luck
from zopa.game.samples import random_additive
from zopa.solutions.egalitarian import egalitarian
from zopa.solutions.kalai_smorodinsky import kalai_smorodinsky
from zopa.solutions.nash import nash
from zopa.solutions.pareto import Pareto, pareto_packages
from zopa.solutions.utilitarian import utilitarian

DOMAINS = ((6, 10), (20, 10))
SOLUTIONS = (nash, kalai_smorodinsky, egalitarian, utilitarian)

Cells = tuple[Floats, Floats]
"""Payoffs of both parties by cell, (C,) each."""


def theory(effort: Effort) -> Iterator[Measured]:
    """Milliseconds for the frontier and the solutions together; size of the frontier and its gap in the note."""
    for issues, levels in DOMAINS:
        for kind, make in KINDS.items():
            yield _theory(f"frontier, solutions: 10^{issues}, {kind}", issues, levels, make, effort)


def _theory(name: str, issues: int, levels: int, make: Callable[[int, int, Luck], Cells], effort: Effort) -> Measured:
    found: list[Pareto] = []
    first: Ints = np.arange(issues + 1, dtype=np.int64) * levels
    allowed, no_deal = np.ones(issues * levels, dtype=bool), np.zeros(2)

    def once(repetition: int) -> float:
        cells = make(issues, levels, Luck(7, repetition + 1, 1))
        with stopwatch() as spent:
            points = pareto_packages(cells, allowed, first)
            for solution in SOLUTIONS:
                solution(points.payoffs, no_deal)
        found.append(points)
        return spent[0]

    seconds, n = repeat(once, effort)
    sizes = [len(points.packages) for points in found[1:]]
    gap = max(points.gap for points in found[1:])
    many = f"{min(sizes):,}-{max(sizes):,}" if min(sizes) < max(sizes) else f"{sizes[0]:,}"
    return Measured(name, 1000 * seconds, "ms", n, f"{many} points, {f'gap {gap:.0e}' if gap else 'exact'}")


def _random(issues: int, levels: int, luck: Luck) -> Cells:
    cells = random_additive(issues, levels, luck).epochs[0].cells
    return cells[0][0], cells[1][0]


def _opposed(issues: int, levels: int, luck: Luck) -> Cells:
    """What is better for one is worse for the other on every issue, but they weigh the issues differently."""
    mine, theirs = (np.sort(own.reshape(issues, levels), axis=1) for own in _random(issues, levels, luck))
    return mine.ravel(), np.ascontiguousarray(theirs[:, ::-1]).ravel()


def _transfers(issues: int, levels: int, luck: Luck) -> Cells:
    """Whatever one gains the other loses: every package is efficient. Together they always have 1."""
    mine, _ = _random(issues, levels, luck)
    return mine, 1.0 / issues - mine


KINDS: dict[str, Callable[[int, int, Luck], Cells]] = {
    "random": _random, "opposed": _opposed, "pure transfers": _transfers,
}  # fmt: skip
