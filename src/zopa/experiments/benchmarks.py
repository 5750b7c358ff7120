"""How far what was agreed is from where theory says that the talks of each world should end."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from zopa.build.solve import solve
from zopa.experiments.alike import CONDUCT, Alike, points_alike
from zopa.experiments.packages import Agreed, read_agreed
from zopa.experiments.results import Results
from zopa.experiments.solved_worlds import SolvedWorlds, solved_worlds
from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.luck import Luck
from zopa.game.nearest import distance_to_chosen, distance_to_frontier, worth_in
from zopa.scenario.read import Document
from zopa.solutions.of_worlds import beside

WORLDS = 256
"""Worlds whose frontiers are kept at a time."""

NOTHING = 1e-9
"""Distances up to this are rounding."""

Column = Literal["to_pareto", "to_nash", "to_kalai_smorodinsky", "nash_ratio", "evenness"]

COLUMNS: tuple[Column, ...] = ("to_pareto", "to_nash", "to_kalai_smorodinsky", "nash_ratio", "evenness")


@dataclass(frozen=True, eq=False)
class Benchmarks:
    """Distances and gains of what came of each row of a run's table, (N,), in its order: by point, then by world.

    Payoffs are those of packages in the row's own world as `solve` takes them: of the scenario's last day, as yearly
    flows or lumps, mechanisms left aside. Gains are over no deal at the start, or over the package named under
    `disagreement`. What came of a row without a deal is that disagreement point. nan where the world failed.

    Attributes:
        document: The scenario as all points share it.
        point: The row's point.
        world: Its world.
        agreed: Whether there was a deal.
        to_pareto: Euclidean distance to the nearest efficient package, in the unit of payoffs; 0 where none is better
            for one and no worse for the other.
        to_nash: To the Nash solution of the world, with the parties' weights; the nearest where several tie; nan where
            no package is worth no deal to both.
        to_kalai_smorodinsky: The same for Kalai and Smorodinsky's.
        nash_ratio: The product of the gains (each to the power of its weight) as a share of the largest in the world;
            0 where somebody loses, nan where no package gives both something.
        evenness: Each party's gain as a share of the most that it could gain: the smaller share over the larger. 1 is
            as even as Kalai and Smorodinsky ask for, 0 where somebody gains nothing; nan where somebody never could.
        gap: 0 where the world's frontier is exact; else how far one that was thinned may be off.
        outside: Whether the deal lies outside the frontier: the scenario's gates do not allow it, and no efficient
            package is better for one and no worse for the other.
    """

    document: Document
    point: Ints
    world: Ints
    agreed: Bools
    to_pareto: Floats
    to_nash: Floats
    to_kalai_smorodinsky: Floats
    nash_ratio: Floats
    evenness: Floats
    gap: Floats
    outside: Bools

    @property
    def unit(self) -> str:
        """Unit of payoffs and distances."""
        return self.document.scenario.unit

    @property
    def efficient(self) -> Bools:
        """Rows with a deal that nothing is better than for one and no worse for the other, rounding aside, (N,)."""
        return self.agreed & (self.to_pareto <= NOTHING)

    def samples(self, column: Column, deals: bool = True) -> Floats:
        """A column by point and world, (P, W); nan where the world was not played, failed, or has no value.

        Args:
            column: Its name.
            deals: Whether worlds without a deal are left out; else their disagreement points count.
        """
        values: Floats = getattr(self, column)
        points, worlds = (int(some.max(initial=-1)) + 1 for some in (self.point, self.world))
        out = np.full((points, worlds), np.nan)
        out[self.point, self.world] = np.where(self.agreed, values, np.nan) if deals else values
        return out

    @cached_property
    def central(self) -> dict[str, Any]:
        """What `solve` says of the scenario at central values: frontier, solutions, disagreement point."""
        return solve(self.document)


def why_not(results: Results) -> str:
    """Why a run has no benchmarks; empty where it has."""
    if len(results.said["parties"]) != 2:
        return "distances from the efficient packages are measured for two parties only"
    if missing := [name for name in results.said["issues"] if name not in results.known]:
        return f"the run does not keep what was agreed (no column {missing[0]}): run it with record: deals"
    return ""


def benchmarks(results: Results) -> Benchmarks:
    """Measure every row of a run against the efficient packages and the solutions of its own world.

    Worlds have the same frontier in all points that differ in strategies, mechanisms and protocol alone, where luck is
    common: it is found once.

    Args:
        results: The run.

    Raises:
        ValueError: What `why_not` says.
    """
    if reason := why_not(results):
        raise ValueError(reason)
    rows = read_agreed(results)
    n = rows.point.shape[0]
    values = {name: np.full(n, np.nan) for name in (*COLUMNS, "gap")}
    outside = np.zeros(n, dtype=bool)
    for group in points_alike(results, CONDUCT):
        for first, count, some in _blocks(rows, group):
            worlds = solved_worlds(group, Luck(results.experiment.seed, first, count, group.salt))
            _measure(worlds, rows, some, values, outside)
    return Benchmarks(results.document, rows.point, rows.world, rows.agreed, **values, outside=outside)


def _blocks(rows: Agreed, group: Alike) -> Iterator[tuple[int, int, Ints]]:
    """Some worlds at a time: the first, how many, and the rows of the group's points that are about them."""
    places = [rows.rows_of(point) for point in group.points]
    last = max((int(rows.world[place.stop - 1]) for place in places if place.stop > place.start), default=-1)
    for first in range(0, last + 1, WORLDS):
        after = min(first + WORLDS, last + 1)
        found = []
        for place in places:
            low, high = place.start + np.searchsorted(rows.world[place], [first, after])
            found.append(np.arange(low, high))
        some = np.concatenate(found)
        some = some[rows.played[some]]
        if some.size:
            yield first, after - first, some


def _measure(
    worlds: SolvedWorlds, rows: Agreed, some: Ints, values: dict[str, Floats], outside: Bools
) -> None:  # fmt: skip
    """Write down what is found of some rows of these worlds."""
    points, solved, first = worlds.frontier, worlds.solved, worlds.space.first
    world, agreed = rows.world[some] - worlds.first, rows.agreed[some]
    package = rows.packages(worlds.space, some)
    own, other = (
        np.where(agreed, worth_in(cells, package, first, world), solved.no_deal[world, p])
        for p, cells in enumerate(worlds.cells)
    )
    distance = distance_to_frontier(points, world, own, other)
    values["to_pareto"][some] = distance
    values["to_nash"][some] = distance_to_chosen(points, solved.nash, world, own, other)
    values["to_kalai_smorodinsky"][some] = distance_to_chosen(points, solved.kalai_smorodinsky, world, own, other)
    values["nash_ratio"][some], values["evenness"][some] = beside(solved, world, own, other)
    values["gap"][some] = np.maximum(points.gap, points.own_gap)[world]
    within = worth_in(worlds.allowed.astype(np.float64), package, first, world) == package.shape[1]
    outside[some] = agreed & ~within & (distance == 0.0)
