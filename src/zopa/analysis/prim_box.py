"""Boxes of factors: what restricts them, how much they hold."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from zopa.analysis.prim_factors import Classes
from zopa.game.arrays import Bools, Ints

Side = Literal["at_least", "at_most", "among"]


@dataclass(frozen=True)
class Limit:
    """One restriction of a box: classes of one factor.

    Attributes:
        factor: Which factor.
        side: Whether the lower classes are cut off (`at_least`), the upper ones (`at_most`), or words (`among`).
        kept: The classes left, in order.
    """

    factor: int
    side: Side
    kept: tuple[int, ...]


Box = tuple[Limit, ...]
"""What restricts a box; nothing: all worlds."""


@dataclass(frozen=True)
class Size:
    """How many worlds and cases a box holds, and how many there are."""

    worlds: int
    cases: int
    all_worlds: int
    all_cases: int

    @property
    def coverage(self) -> float:
        """Share of the cases that the box holds."""
        return self.cases / self.all_cases if self.all_cases else 0.0

    @property
    def density(self) -> float:
        """Share of cases in the box."""
        return self.cases / self.worlds if self.worlds else 0.0

    @property
    def mass(self) -> float:
        """Share of the worlds that the box holds."""
        return self.worlds / self.all_worlds if self.all_worlds else 0.0


@dataclass(frozen=True)
class Step:
    """A box on the peeling trajectory."""

    box: Box
    size: Size


def inside(classes: Classes, box: Box, rows: Ints) -> Bools:
    """Which of some worlds a box holds.

    Args:
        classes: The factors.
        box: The box.
        rows: Numbers of the worlds, (R,).
    """
    held: Bools = np.ones(len(rows), dtype=bool)
    for limit in box:
        held &= within(classes, limit, rows)
    return held


def within(classes: Classes, limit: Limit, rows: Ints) -> Bools:
    """Which of some worlds a limit leaves.

    Args:
        classes: The factors.
        limit: The limit.
        rows: Numbers of the worlds, (R,).
    """
    kept = np.zeros(classes.most, dtype=bool)
    kept[list(limit.kept)] = True
    found: Bools = kept[classes.codes[rows, limit.factor]]
    return found


def size_of(classes: Classes, cases: Bools, box: Box, rows: Ints) -> Size:
    """How much of some worlds a box holds.

    Args:
        classes: The factors.
        cases: Which of all worlds are cases, (N,).
        box: The box.
        rows: Numbers of the worlds that count, (R,).
    """
    held, hit = inside(classes, box, rows), cases[rows]
    return Size(int(held.sum()), int((held & hit).sum()), len(rows), int(hit.sum()))
