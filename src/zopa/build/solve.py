"""Where theory says that the talks of a scenario should end, at central values."""

import os
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from zopa.build.compile import compile_game, space_of
from zopa.build.draws import Draws
from zopa.build.load import load
from zopa.events.clock import start_clock
from zopa.game.arrays import Floats, Ints, Packages
from zopa.game.doors import Doors
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.game.schedule import Moment
from zopa.scenario.check import resolve_package
from zopa.scenario.read import Document
from zopa.solutions.egalitarian import egalitarian
from zopa.solutions.kalai_smorodinsky import kalai_smorodinsky
from zopa.solutions.nash import nash
from zopa.solutions.pareto import Pareto, pareto_packages
from zopa.solutions.ties import tied_packages
from zopa.solutions.utilitarian import utilitarian
from zopa.talks.payoffs import Payoffs

CAP = 50_000
"""Most efficient packages kept; above, the frontier is thinned and the gap stated."""

LISTED = 64
"""Most packages listed for one point of a solution: packages that all parties value alike. Where more points than this
tie for a solution, one package is listed for each."""


def _at_rest(game: Game, moment: Moment) -> tuple[Floats, ...]:
    """Payoffs of all parties after the last epoch's change, mechanisms left aside."""
    doors = Doors(game.worlds, len(game.parties))
    return Payoffs.of(game, len(game.epochs) - 1, np.zeros(1, dtype=np.int64), moment, doors).cells


def solve(scenario: str | os.PathLike[str] | Document, overrides: Iterable[str] = ()) -> dict[str, Any]:
    """Efficient packages and the axiomatic solutions of a scenario at central values.

    Payoffs are those of the scenario's last day (yearly flows, one-off amounts spread over the horizon; or lumps); a
    gain is measured from the package named under `disagreement`, or else from what no deal is worth at the start.
    Packages beyond a party's gates are left out while `gates` is true.

    Args:
        scenario: The scenario.
        overrides: Texts `dotted.path=value`.

    Returns:
        `packages` (their number), `allowed` (within gates), `disagreement`, `exact`, `gap`, and `pareto`, `nash`,
        `kalai_smorodinsky`, `egalitarian`, `utilitarian`: each a list of `{package, utilities}` with every tied
        maximiser, utilities in the scenario's unit.

    >>> solve("ultimatum")["packages"]
    21
    """
    document = scenario if isinstance(scenario, Document) else load(scenario, overrides)
    game = compile_game(document.scenario, Draws(document.scenario, Luck(0), central=True))
    moment = start_clock(game.schedule, 1, 1).turn(0, np.ones(1, dtype=bool))
    cells = [own[0] for own in _at_rest(game, moment)]
    first, allowed = game.space.first, np.ascontiguousarray(game.allowed[0])
    efficient = pareto_packages(cells, allowed, first, CAP)
    walk_away = disagreement_point(document, game, moment, cells)
    weights = np.array([party.weight for party in document.scenario.parties.values()])
    chosen = {
        "nash": nash(efficient.payoffs, walk_away, weights),
        "kalai_smorodinsky": kalai_smorodinsky(efficient.payoffs, walk_away),
        "egalitarian": egalitarian(efficient.payoffs, walk_away),
        "utilitarian": utilitarian(efficient.payoffs, walk_away),
    }
    within = [int(allowed[game.space.cells_of(k)].sum()) for k in range(len(game.space.clusters))]
    return {
        "packages": game.space.packages,
        "allowed": int(np.prod(np.array(within, dtype=object))),
        "disagreement": dict(zip(game.parties, walk_away.tolist(), strict=True)),
        "exact": efficient.exact,
        "gap": efficient.gap,
        "pareto": [
            _point(game, package, row) for package, row in zip(efficient.packages, efficient.payoffs, strict=True)
        ],
        **{name: _solution(game, efficient, index, cells) for name, index in chosen.items()},
    }


def disagreement_point(document: Document, game: Game, moment: Moment, cells: Sequence[Floats]) -> Floats:
    """What no deal is worth to each party, (p,): the package named for it, or no deal at the start."""
    scenario = document.scenario
    if scenario.disagreement is not None:
        package = space_of(scenario).find(resolve_package(scenario, scenario.disagreement))
        chosen = game.space.first[:-1] + package
        return np.array([sum(own[chosen].tolist()) for own in cells])
    return np.array([float(worth[0]) for worth in moment.reservation])


def _solution(game: Game, efficient: Pareto, index: Ints, cells: list[Floats]) -> list[dict[str, Any]]:
    points = []
    for i in index:
        row = efficient.payoffs[i]
        expand = efficient.exact and len(index) <= LISTED
        ties = tied_packages(cells, game.allowed[0], game.space.first, row, limit=LISTED) if expand else ()
        points += [_point(game, package, row) for package in (ties if len(ties) else [efficient.packages[i]])]
    return points


def _point(game: Game, package: Packages, row: Floats) -> dict[str, Any]:
    return {
        "package": game.space.read(package),
        "utilities": dict(zip(game.parties, row.tolist(), strict=True)),
    }
