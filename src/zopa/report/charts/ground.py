"""What could be agreed: efficient packages, no deal and the solutions, as the ground of an outcome plane."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zopa.build.compile import compile_play
from zopa.build.solve import at_rest, disagreement_point
from zopa.events.clock import start_clock
from zopa.game.arrays import Bools, Floats, Packages
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.scenario.read import Document
from zopa.solutions.egalitarian import egalitarian
from zopa.solutions.kalai_smorodinsky import kalai_smorodinsky
from zopa.solutions.nash import nash
from zopa.solutions.pareto import pareto_packages
from zopa.solutions.utilitarian import utilitarian

MOST = 20_000
"""Most efficient packages kept."""

TIED = 3
"""A solution that more points tie for is left out."""


@dataclass(frozen=True, eq=False)
class Ground:
    """What could be agreed.

    Attributes:
        parties: Short names of all parties.
        efficient: Payoffs of the efficient packages, (n, p), by rising payoff of the first party.
        packages: These packages, (n, K).
        exact: Whether these are all efficient points.
        no_deal: What no deal is worth to each party, (p,).
        solutions: For each solution the rows of `efficient` that it chooses.
    """

    parties: tuple[str, ...]
    efficient: Floats
    packages: Packages
    exact: bool
    no_deal: Floats
    solutions: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(
        cls, game: Game, cells: Sequence[Floats], allowed: Bools, no_deal: Floats, weights: Floats | None = None
    ) -> "Ground":
        """What can be agreed with some payoffs.

        Args:
            game: The game, for its space and its parties.
            cells: Payoffs of each party by cell, (C,) each.
            allowed: Cells that may be offered, (C,).
            no_deal: What no deal is worth to each party, (p,).
            weights: Bargaining weights for the Nash solution, (p,); None for equal ones.
        """
        found = pareto_packages(list(cells), np.ascontiguousarray(allowed), game.space.first, MOST)
        points = found.payoffs
        chosen = {
            "nash": nash(points, no_deal, weights), "kalai_smorodinsky": kalai_smorodinsky(points, no_deal),
            "egalitarian": egalitarian(points, no_deal), "utilitarian": utilitarian(points, no_deal),
        }  # fmt: skip
        solutions = {name: _distinct(points, rows.tolist()) for name, rows in chosen.items()}
        return cls(game.parties, points, found.packages, found.exact, no_deal, solutions)

    @classmethod
    def central(cls, document: Document) -> "Ground":
        """At central values, mechanisms left aside; no deal as it stands at the start.

        Args:
            document: The scenario.
        """
        game = compile_play(document.scenario, Luck(0), central=True).game
        moment = start_clock(game.schedule, 1, 1).turn(0, np.ones(1, dtype=bool))
        cells = [np.asarray(own[0], dtype=np.float64) for own in at_rest(game, moment)]
        weights = np.array([party.weight for party in document.scenario.parties.values()])
        return cls.of(game, cells, game.allowed[0], disagreement_point(document, game, moment, cells), weights)

    @property
    def better(self) -> Bools:
        """Efficient packages worth no less than no deal to everybody, (n,)."""
        found: Bools = np.asarray((self.efficient >= self.no_deal - 1e-9).all(axis=1))
        return found

    def points_of(self, solution: str) -> list[tuple[float, ...]]:
        """Payoffs of the packages that a solution chooses; none where more than `TIED` points tie for it.

        Args:
            solution: Its name.
        """
        rows = self.solutions.get(solution, ())
        return [tuple(self.efficient[row].tolist()) for row in rows] if len(rows) <= TIED else []


def _distinct(points: Floats, rows: Sequence[int]) -> tuple[int, ...]:
    """One row for each point."""
    return tuple({tuple(np.round(points[row], 9).tolist()): int(row) for row in reversed(list(rows))}.values())
