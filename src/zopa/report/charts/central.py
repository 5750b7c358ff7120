"""What packages are worth, cell by cell, at central values or in single worlds, mechanisms left aside."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zopa.build.compile import compile_play
from zopa.build.solve import at_rest, disagreement_point
from zopa.events.clock import start_clock
from zopa.experiments.layout import LOCK
from zopa.experiments.planning import make_plan
from zopa.experiments.results import Results
from zopa.experiments.setting import setting
from zopa.experiments.study import read_study
from zopa.game.arrays import Floats
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.game.schedule import Moment
from zopa.game.space import Level, Space
from zopa.scenario.read import Document


@dataclass(frozen=True)
class Worth:
    """What the levels are worth: payoffs of the last day, one-off payments spread over the horizon.

    Attributes:
        space: The packages.
        cells: Each party's payoffs by cell, (W, C): the levels of all clusters of issues laid end to end.
        no_deal: What no deal is worth to each party at the start of the first world, or the package named under
            `disagreement`.
    """

    space: Space
    cells: Mapping[str, Floats]
    no_deal: Mapping[str, float]

    @classmethod
    def central(cls, document: Document) -> "Worth":
        """At central values, in one world.

        Args:
            document: The scenario.
        """
        game = compile_play(document.scenario, Luck(0), central=True).game
        return cls._of(document, game)

    @classmethod
    def of_worlds(cls, results: Results, point: int, worlds: int) -> "Worth":
        """In the first worlds of a point, each with its own values.

        Args:
            results: The run.
            point: Number of the point.
            worlds: Number of worlds, W.
        """
        one = setting(make_plan(read_study(results.folder / LOCK)), point)
        pins = {address: np.full(worlds, number) for address, number in one.pins}
        game = compile_play(one.document.scenario, Luck(one.seed, 0, worlds, one.salt), pins=pins).game
        return cls._of(one.document, game)

    @classmethod
    def _of(cls, document: Document, game: Game) -> "Worth":
        moment: Moment = start_clock(game.schedule, 1, 1).turn(0, np.ones(game.worlds, dtype=bool))
        cells = at_rest(game, moment)
        first = [np.asarray(own[0], dtype=np.float64) for own in cells]
        no_deal = disagreement_point(document, game, moment, first)
        parties = list(document.scenario.parties)
        return cls(
            game.space, dict(zip(parties, cells, strict=True)), dict(zip(parties, no_deal.tolist(), strict=True))
        )

    def by_cluster(self, party: str, levels: Mapping[str, Level]) -> Floats:
        """What a package is worth to a party, cluster by cluster, (W, K).

        Args:
            party: Short name.
            levels: A level for every issue.
        """
        chosen = self.space.first[:-1] + self.space.find(levels)
        found: Floats = self.cells[party][:, chosen]
        return found

    def worth(self, levels: Mapping[str, Level]) -> dict[str, float]:
        """What a package is worth to each party in the first world.

        Args:
            levels: A level for every issue.
        """
        return {party: float(self.by_cluster(party, levels)[0].sum()) for party in self.cells}
