"""Where theory says that the talks of a scenario should end, at central values."""

import dataclasses
import os
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from zopa.build.compile import compile_play, space_of
from zopa.build.foresight import foresee, foresee_without_end, why_not
from zopa.build.load import load
from zopa.events.clock import start_clock
from zopa.game.arrays import Floats, Ints, Packages
from zopa.game.doors import Doors
from zopa.game.frontier import Frontier, frontier
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.game.schedule import Moment
from zopa.scenario.check import resolve_package
from zopa.scenario.read import Document
from zopa.solutions import lottery
from zopa.solutions.choice import gains
from zopa.solutions.egalitarian import egalitarian
from zopa.solutions.kalai_smorodinsky import kalai_smorodinsky
from zopa.solutions.nash import nash
from zopa.solutions.pareto import Pareto, pareto_packages, row_of
from zopa.solutions.proportional import proportional
from zopa.solutions.raiffa import raiffa
from zopa.solutions.ties import tied_packages
from zopa.solutions.utilitarian import utilitarian
from zopa.solutions.zone import zone
from zopa.talks.payoffs import Payoffs
from zopa.talks.play import Play

CAP = 50_000
"""Most efficient packages kept; above, the frontier is thinned and the gap stated."""

LISTED = 64
"""Most packages listed for one point of a solution: packages that all parties value alike. Where more points than this
tie for a solution, one package is listed for each."""

SOLUTIONS = ("nash", "kalai_smorodinsky", "egalitarian", "proportional", "raiffa", "utilitarian")
"""Names of the axiomatic solutions, in the order in which they are printed."""

FINE = 100_000
"""Steps into which the hull is divided where lotteries may be offered."""

DRAWN = 20_000
"""Most packages drawn on a chart one by one."""


def at_rest(game: Game, moment: Moment) -> tuple[Floats, ...]:
    """Payoffs of all parties after the last epoch's change, mechanisms left aside, (W, C) each.

    Args:
        game: The game.
        moment: Its first round.
    """
    doors = Doors(game.worlds, len(game.parties))
    return Payoffs.of(game, len(game.epochs) - 1, np.zeros(game.worlds, dtype=np.int64), moment, doors).cells


def solve(scenario: str | os.PathLike[str] | Document, overrides: Iterable[str] = ()) -> dict[str, Any]:
    """Efficient packages and the solutions of a scenario at central values.

    Payoffs are those of the scenario's last day (yearly flows, one-off amounts spread over the horizon; or lumps); a
    gain is measured from the package named under `disagreement`, or else from what no deal is worth at the start.
    Packages beyond a party's gates are left out while `gates` is true.

    Args:
        scenario: The scenario.
        overrides: Texts `dotted.path=value`.

    Returns:
        `packages` (their number), `allowed` (within gates), `disagreement`, `exact`, `gap`, and `pareto`, `nash`,
        `kalai_smorodinsky`, `egalitarian`, `proportional` (to the parties' weights), `raiffa`, `utilitarian`: each a
        list of `{package, utilities}` with every tied maximiser, utilities in the scenario's unit. Besides:

        * `ideal`: the most that each party gets in any package that all would sign, or None;
        * `zone`: how many `packages` all would sign, their `share` of those allowed, whether that is `exact`, and
          else its standard `error`; how many efficient points are `efficient`;
        * `lotteries` (two parties): the same solutions where lotteries between packages may be agreed, each a list of
          `{lottery, utilities}`, a lottery being a list of `{package, chance}`; and `area`, the share of the rectangle
          from no deal to the ideal that they reach;
        * `subgame_perfect` (two parties, offers in turn): `outcome`, `round`, `date`, `proposer`, `package`,
          `utilities`, `assumes`; `without_end`, least and most in the limit if the talks could go on for ever; and
          `lottery`, the utilities of both where lotteries may be offered;
        * `left_out`: what is missing, and why.

    >>> solve("ultimatum")["packages"]
    21
    """
    document = scenario if isinstance(scenario, Document) else load(scenario, overrides)
    play = compile_play(document.scenario, Luck(0), central=True)
    game = play.game
    moment = start_clock(game.schedule, 1, 1).turn(0, np.ones(1, dtype=bool))
    cells = [own[0] for own in at_rest(game, moment)]
    allowed = np.ascontiguousarray(game.allowed[0])
    points = _frontier(game, cells) if len(cells) == 2 else None
    efficient = row_of(points, 0) if points is not None else pareto_packages(cells, allowed, game.space.first, CAP)
    walk_away = disagreement_point(document, game, moment, cells)
    weights = np.array([party.weight for party in document.scenario.parties.values()])
    chosen = _chosen(efficient.payoffs, walk_away, weights)
    within = [int(allowed[game.space.cells_of(k)].sum()) for k in range(len(game.space.clusters))]
    solved = {
        "packages": game.space.packages,
        "allowed": int(np.prod(np.array(within, dtype=object))),
        "disagreement": _named(game, walk_away),
        "exact": efficient.exact,
        "gap": efficient.gap,
        "pareto": [
            _point(game, package, row) for package, row in zip(efficient.packages, efficient.payoffs, strict=True)
        ],
        **{name: _solution(game, efficient, index, cells) for name, index in chosen.items()},
        **_zone(game, efficient, cells, walk_away),
        "left_out": {},
    }
    if points is None:
        solved["left_out"]["lotteries"] = "the concave hull is found for two parties only"
    else:
        solved |= _lotteries(game, efficient, walk_away, weights)
    reason = why_not(game, play.protocol)
    if reason or points is None:
        solved["left_out"]["subgame_perfect"] = reason
    else:
        solved["subgame_perfect"] = _foreseen(play, efficient, points)
    return solved


def _foreseen(play: Play, efficient: Pareto, points: Frontier) -> dict[str, Any]:
    """The subgame-perfect equilibrium, with and without an end, and the same where lotteries may be offered."""
    game, protocol = play.game, play.protocol
    found = foresee(game, protocol, points)
    index = found.pop("point")
    found["package"] = game.space.read(efficient.packages[index]) if index >= 0 else None
    found["without_end"] = foresee_without_end(game, protocol, points)
    hull = lottery.hull(efficient.payoffs)
    own, other = hull.fine(FINE)
    ends, unsaid = np.array([0, own.size]), np.empty((0, points.code.shape[1]), dtype=np.uint64)
    smooth = Frontier(ends, own, other, unsaid, points.gap, points.own_gap, points.packing)
    found["lottery"] = {
        "utilities": foresee(game, protocol, smooth)["utilities"],
        "without_end": foresee_without_end(game, protocol, smooth),
    }
    return found


def _frontier(game: Game, cells: Sequence[Floats]) -> Frontier:
    """The frontier of the first world."""
    mine, theirs = (np.ascontiguousarray(row, dtype=np.float64)[None] for row in cells)
    return frontier(mine, theirs, np.ascontiguousarray(game.allowed[:1]), game.space.first, CAP)


def _chosen(payoffs: Floats, walk_away: Floats, weights: Floats) -> dict[str, Ints]:
    """The packages that each solution chooses."""
    return {
        "nash": nash(payoffs, walk_away, weights),
        "kalai_smorodinsky": kalai_smorodinsky(payoffs, walk_away),
        "egalitarian": egalitarian(payoffs, walk_away),
        "proportional": proportional(payoffs, walk_away, weights),
        "raiffa": raiffa(payoffs, walk_away),
        "utilitarian": utilitarian(payoffs, walk_away),
    }


def _zone(game: Game, efficient: Pareto, cells: list[Floats], walk_away: Floats) -> dict[str, Any]:
    """The ideal point and the packages that all would sign."""
    rational, gain = gains(efficient.payoffs, walk_away)
    counted = zone(cells, game.allowed[0], game.space.first, walk_away)
    return {
        "ideal": _named(game, walk_away + gain.max(axis=0)) if rational.size else None,
        "zone": {**dataclasses.asdict(counted), "efficient": int(rational.size)},
    }


def _lotteries(game: Game, efficient: Pareto, walk_away: Floats, weights: Floats) -> dict[str, Any]:
    """The solutions where lotteries may be agreed; empty lists where none is worth no deal to both."""
    found = lottery.chain(efficient.payoffs, walk_away)
    if found is None:
        return {"lotteries": {name: [] for name in SOLUTIONS}, "area": 0.0}
    chosen = {
        "nash": [lottery.nash(found, walk_away, weights)],
        "kalai_smorodinsky": [lottery.kalai_smorodinsky(found, walk_away)],
        "egalitarian": [lottery.egalitarian(found, walk_away)],
        "proportional": [lottery.proportional(found, walk_away, weights)],
        "raiffa": [lottery.raiffa(found, walk_away)],
        "utilitarian": lottery.utilitarian(found),
    }

    def said(drawn: lottery.Lottery) -> dict[str, Any]:
        parts = [(drawn.packages[0], 1.0 - drawn.chance), (drawn.packages[1], drawn.chance)]
        packages = [
            {"package": game.space.read(efficient.packages[i]), "chance": chance} for i, chance in parts if chance > 0.0
        ]
        return {"lottery": packages, "utilities": _named(game, drawn.payoffs)}

    return {
        "lotteries": {name: [said(one) for one in some] for name, some in chosen.items()},
        "area": lottery.area(found, walk_away),
    }


def every_package(scenario: str | os.PathLike[str] | Document, most: int = DRAWN) -> list[tuple[float, float]]:
    """What each allowed package is worth to the first two parties; empty where there are more than `most`.

    Args:
        scenario: The scenario.
        most: Most packages listed.
    """
    document = scenario if isinstance(scenario, Document) else load(scenario)
    game = compile_play(document.scenario, Luck(0), central=True).game
    moment = start_clock(game.schedule, 1, 1).turn(0, np.ones(1, dtype=bool))
    cells = [own[0] for own in at_rest(game, moment)][:2]
    sums = np.zeros((2, 1))
    for k in range(len(game.space.clusters)):
        part = game.space.cells_of(k)
        offered = game.allowed[0, part]
        if sums.shape[1] * int(offered.sum()) > most:
            return []
        own = np.stack([row[part][offered] for row in cells])
        sums = (sums[:, :, None] + own[:, None, :]).reshape(2, -1)
    return [(float(x), float(y)) for x, y in sums.T]


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
    return {"package": game.space.read(package), "utilities": _named(game, row)}


def _named(game: Game, row: Floats) -> dict[str, float]:
    """A number for each party, by its name."""
    return dict(zip(game.parties, row.tolist(), strict=True))
