"""The worlds of some points of a run, solved: payoffs, efficient packages, and what the solutions choose."""

from dataclasses import dataclass

import numpy as np

from zopa.build.compile import compile_play, space_of
from zopa.build.solve import at_rest
from zopa.events.clock import start_clock
from zopa.experiments.alike import Alike
from zopa.game.arrays import Bools, Floats
from zopa.game.frontier import Frontier, frontier
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.game.schedule import Moment
from zopa.game.space import Space
from zopa.game.values import value_of
from zopa.scenario.check import resolve_package
from zopa.scenario.read import Document
from zopa.solutions.of_worlds import Solved, solve_worlds

CAP = 4096
"""Most efficient packages kept of a world; above, its frontier is thinned and the gap stated."""


@dataclass(frozen=True, eq=False)
class SolvedWorlds:
    """A block of worlds of two parties, solved.

    Attributes:
        first: Number of its first world.
        space: Issues, levels, clusters.
        cells: For each party its payoffs by cell, of the scenario's last day, mechanisms left aside, (W, C).
        allowed: Cells that may be offered, (W, C).
        frontier: The efficient packages.
        solved: What the solutions choose among them, and what no deal is worth.
    """

    first: int
    space: Space
    cells: tuple[Floats, Floats]
    allowed: Bools
    frontier: Frontier
    solved: Solved


def solved_worlds(group: Alike, luck: Luck) -> SolvedWorlds:
    """Solve a block of worlds, as `solve` does at central values.

    Args:
        group: The points; one scenario with two parties.
        luck: Which worlds, with the points' salt.
    """
    pins = {address: np.full(luck.worlds, value) for address, value in group.pins.items()}
    game = compile_play(group.document.scenario, luck, pins=pins).game
    moment = start_clock(game.schedule, 1, 1).turn(0, np.ones(luck.worlds, dtype=bool))
    own, other = (np.ascontiguousarray(some) for some in at_rest(game, moment))
    cells = (own, other)
    allowed = np.ascontiguousarray(game.allowed)
    points = frontier(own, other, allowed, game.space.first, CAP)
    no_deal = _no_deal(group.document, game, moment, cells)
    weights = np.array([party.weight for party in group.document.scenario.parties.values()])
    solved = solve_worlds(points, no_deal, weights)
    return SolvedWorlds(int(luck.numbers[0]), game.space, cells, allowed, points, solved)


def _no_deal(document: Document, game: Game, moment: Moment, cells: tuple[Floats, Floats]) -> Floats:
    """What no deal is worth to each party in each world, (W, 2): the package named for it, or no deal at the start."""
    scenario = document.scenario
    if scenario.disagreement is None:
        return np.stack(moment.reservation, axis=1)
    named = space_of(scenario).find(resolve_package(scenario, scenario.disagreement))
    package = np.tile(named, (game.worlds, 1))
    return np.stack([value_of(own, package, game.space.first) for own in cells], axis=1)
