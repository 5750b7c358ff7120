"""An audit after the fact: what a deal left on the table, and how well the parties knew each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.curve import best_for_you
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting
from zopa.game.parameters import Bounds
from zopa.game.values import value_of


@dataclass
class _Found:
    """What the audit found: by column, (W,); and whether beliefs have been looked at once."""

    numbers: dict[str, Floats]
    looked: bool = False


@dataclass(frozen=True)
class Audit(Mechanism):
    """Measures, after the fact, how much a deal left on the table and how well the parties knew each other.

    No door. Waste is the yearly flow that one party could have been given beyond the deal at no loss to the other, by
    the true payoffs before mechanisms and in what may be offered at the time; the mean over both directions (two
    parties; else none). 0 means Pareto-efficient, as far as the search finds. Accuracy is the correlation between what
    a party believes the other's cells to be worth and what they are, over cells that may be offered, each taken from
    the mean of its cluster; the mean over both parties.

    Attributes:
        tolerance: Waste up to which a deal counts as efficient, as a yearly flow.
    """

    tolerance: Annotated[float, Bounds(at_least=0.0)] = 0.01

    columns: ClassVar[Mapping[str, str]] = {
        "waste": "what could have been given to one side at no loss to the other, a year, mean over both directions",
        "efficient": "whether the deal wastes nothing (1) or something (0)",
        "accuracy_first": "correlation of believed with true payoffs after the first round, mean over parties",
        "accuracy_last": "the same at the deal, or at the end without one",
    }

    def begin(self, setting: Setting) -> _Found:
        """Nothing measured."""
        return _Found({name: np.full(setting.worlds, np.nan) for name in self.columns})

    def act(self, now: Now, memory: _Found, doors: Doors) -> None:
        """Look at the first beliefs."""
        if not memory.looked and now.index > 0:
            memory.looked = True
            self._look("accuracy_first", now, now.open, memory, doors)

    def sealed(self, now: Now, struck: Bools, memory: _Found, doors: Doors) -> None:
        """Look at beliefs and at the deal."""
        if not struck.any():
            return
        if not memory.looked:
            self._look("accuracy_first", now, struck, memory, doors)
        self._look("accuracy_last", now, struck, memory, doors)
        if len(now.cells) == 2:
            wasted = waste(now, struck, _allowed(now, doors))
            memory.numbers["waste"][struck] = wasted
            memory.numbers["efficient"][struck] = wasted <= self.tolerance

    def ended(self, now: Now, memory: _Found, doors: Doors) -> None:
        """Look at beliefs where there is no deal."""
        if now.open.any():
            self._look("accuracy_last", now, now.open, memory, doors)

    def _look(self, column: str, now: Now, where: Bools, memory: _Found, doors: Doors) -> None:
        beliefs = [b for b in now.believed if b is not None]
        if len(now.cells) != 2 or len(beliefs) != 2:
            return
        allowed, first = _allowed(now, doors)[where], now.setting.space.first
        found = [
            agreement(belief[where], now.cells[1 - p][where], allowed, first) for p, belief in enumerate(beliefs)
        ]  # fmt: skip
        memory.numbers[column][where] = (found[0] + found[1]) / 2.0

    def results(self, memory: _Found) -> dict[str, Floats]:
        """What was found."""
        return memory.numbers


def _allowed(now: Now, doors: Doors) -> Bools:
    setting = now.setting
    gates = setting.allowed
    return doors.feasible(np.ones((setting.worlds, setting.space.cells), dtype=bool) if gates is None else gates)


def waste(now: Now, struck: Bools, allowed: Bools) -> Floats:
    """What a deal of two parties wastes, as a yearly flow, in the worlds in which it was struck.

    Args:
        now: The moment of the deal; what lies on the table is the deal.
        struck: Worlds of the deal, (W,).
        allowed: Cells that may be offered, (W, C).

    Returns:
        For those worlds, in order: the mean, over who gains, of the gain at no loss to the other.
    """
    first, package = now.setting.space.first, np.ascontiguousarray(now.package[struck])
    cells = [np.ascontiguousarray(one[struck]) for one in now.cells]
    had = [value_of(one, package, first) for one in cells]
    total = np.zeros(package.shape[0])
    for p in range(2):
        better, _ = best_for_you(
            cells[p], cells[1 - p], np.ascontiguousarray(allowed[struck]), first, had[p], dents=True
        )  # fmt: skip
        total = total + np.maximum(value_of(cells[1 - p], better, first) - had[1 - p], 0.0)
    return total / 2.0


def agreement(believed: Floats, true: Floats, allowed: Bools, first: Ints) -> Floats:
    """Correlation of believed with true payoffs over allowed cells, each less its cluster's mean; (W,).

    Args:
        believed: What somebody believes cells to be worth, (W, C).
        true: What they are worth, (W, C).
        allowed: Cells that count, (W, C).
        first: Offsets of the clusters in the row of cells, (K + 1,).

    Returns:
        Between −1 and 1; nan where one of the two does not vary.
    """
    ours, theirs = _centred(believed, allowed, first), _centred(true, allowed, first)
    both, one, other = (np.sum(a * b, axis=1) for a, b in ((ours, theirs), (ours, ours), (theirs, theirs)))
    scale: Floats = np.sqrt(one * other)
    result: Floats = np.divide(both, scale, out=np.full_like(scale, np.nan), where=scale > 0.0)
    return result


def _centred(cells: Floats, allowed: Bools, first: Ints) -> Floats:
    sizes = np.diff(first)
    many = np.maximum(np.add.reduceat(allowed.astype(np.float64), first[:-1], axis=1), 1.0)
    mean = np.add.reduceat(np.where(allowed, cells, 0.0), first[:-1], axis=1) / many
    return np.where(allowed, cells - np.repeat(mean, sizes, axis=1), 0.0)
