"""NegMAS's scenarios as our games: additive utility functions cell by cell, others package by package."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space
from zopa.interop.negmas_out import library

MOST_JOINT = 32_767
"""Packages that can be listed as the cells of one cluster: cells are numbered by 16-bit integers."""

_ROUNDS = 100
"""Rounds where the scenario names no number of steps."""


def game_of(
    scenario: Any, *, rounds: int | None = None, worlds: int = 1, seed: int = 0, information: str = "complete"
) -> Game:
    """NegMAS's outcome space and utility functions as a game of lumps.

    Additive utility functions keep their issues. Where one of them is not additive, all issues become one cluster
    whose packages are listed, if there are at most 32,767. Without a reserved value no deal is worth as much as
    the worst package.

    Args:
        scenario: A `negmas.inout.Scenario`, or anything with `outcome_space` and `ufuns`.
        rounds: Rounds until the talks end; by default the scenario's `n_steps`, else 100.
        worlds: Worlds; all have the same payoffs, each has its own luck.
        seed: Root seed.
        information: What the parties know of each other.

    Raises:
        ValueError: An issue has no list of values, or there are too many packages to list, or a utility is no number.
    """
    space = space_of(scenario.outcome_space, scenario.ufuns)
    rows = [cells_of(wishes, space) for wishes in scenario.ufuns]
    luck = Luck(seed, 0, worlds)
    cells = tuple(np.tile(row, (worlds, 1)) for row in rows)
    no_deal = tuple(
        np.full(worlds, reservation_of(wishes, space, row)) for wishes, row in zip(scenario.ufuns, rows, strict=True)
    )
    steps = rounds or dict(getattr(scenario, "mechanism_params", None) or {}).get("n_steps") or _ROUNDS
    schedule = LumpSchedule(int(steps), tuple(np.ones(worlds) for _ in rows), no_deal, no_deal)
    return Game(
        space=space, parties=_names(scenario.ufuns), luck=luck, schedule=schedule, epochs=(Epoch(0, cells, cells),),
        allowed=np.ones((worlds, space.cells), dtype=bool), once=(None,) * len(rows), information=information,
    )  # fmt: skip


def _names(wishes: Sequence[Any]) -> tuple[str, ...]:
    """Names of the parties: those of their utility functions, where all differ."""
    names = tuple(str(one.name) for one in wishes)
    return names if len(set(names)) == len(names) else tuple(f"party_{p}" for p in range(len(names)))


def space_of(outcomes: Any, wishes: Sequence[Any]) -> Space:
    """NegMAS's outcome space as ours; all issues in one cluster where somebody's utilities do not add up.

    Args:
        outcomes: The outcome space.
        wishes: The utility functions that must fit it.

    Raises:
        ValueError: An issue has no list of values, or there are too many packages to list.
    """
    levels = {}
    for issue in outcomes.issues:
        if not issue.is_discrete():
            raise ValueError(f"{issue.name}: its values are not a list; make it discrete first")
        levels[str(issue.name)] = tuple(issue.all)
    if all(_slopes(one) is not None for one in wishes):
        return Space.of(levels)
    packages = math.prod(map(len, levels.values()))
    if packages > MOST_JOINT:
        raise ValueError(f"utilities do not add up over issues, and {packages:,} packages are too many to list")
    return Space.of(levels, {"package": tuple(levels)})


def _slopes(wishes: Any) -> list[Any] | None:
    """For each issue the function of its level that is summed; None where the utility is no such sum."""
    kinds = library("negmas.preferences")
    if isinstance(wishes, kinds.LinearAdditiveUtilityFunction):
        return [
            lambda level, f=value, b=weight: b * f(level)
            for value, weight in zip(wishes.values, wishes.weights, strict=True)
        ]
    if isinstance(wishes, kinds.AffineUtilityFunction):
        return [lambda level, b=weight: b * level for weight in wishes.weights]
    return None


def cells_of(wishes: Any, space: Space) -> Floats:
    """A utility function's payoffs by cell, (C,).

    Args:
        wishes: The utility function.
        space: The outcome space as ours.

    Raises:
        ValueError: A utility is no number.
    """
    slopes = _slopes(wishes)
    if slopes is None or (len(space.clusters) == 1 and len(space.issues) > 1):
        cells = np.array([float(wishes(outcome)) for outcome in itertools.product(*space.levels)])
    else:
        parts = [[float(slope(level)) for level in levels] for slope, levels in zip(slopes, space.levels, strict=True)]
        lowest = sum(part[0] for part in parts)
        constant = float(wishes(tuple(levels[0] for levels in space.levels))) - lowest
        cells = np.concatenate([np.array(part) for part in parts])
        if abs(constant) > 1e-12 * max(1.0, abs(lowest)):  # what is left over is rounding, or its bias
            cells[space.cells_of(0)] += constant
    if not np.isfinite(cells).all():
        raise ValueError("a utility is not a finite number")
    return cells


def reservation_of(wishes: Any, space: Space, cells: Floats) -> float:
    """What no deal is worth; what the worst package is worth where nothing is said.

    Args:
        wishes: The utility function.
        space: The outcome space as ours.
        cells: Its payoffs by cell, (C,).
    """
    said = wishes.reserved_value
    if said is not None and math.isfinite(float(said)):
        return float(said)
    return float(sum(cells[space.cells_of(k)].min() for k in range(len(space.clusters))))
