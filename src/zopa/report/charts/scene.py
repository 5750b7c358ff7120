"""The ground of a plane in a language: its axes, the frontier, where both gain, no deal and the solutions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zopa.game.arrays import Floats
from zopa.report.charts.ground import Ground
from zopa.report.charts.plane import MOST_EFFICIENT
from zopa.report.charts.plane_marks import SIDE_X, SIDE_Y, Mark
from zopa.report.charts.talks_marks import Point, TalksPlane
from zopa.report.figure import party_colours
from zopa.report.language import Language
from zopa.report.words import capital, with_unit
from zopa.scenario.read import Document
from zopa.scenario.time import FlowTime

NARROW = (300, 320)
"""Pixels of a plane on a phone."""

SHOWN = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
"""Solutions that are marked."""


@dataclass(frozen=True)
class Scene:
    """A plane before anybody has played.

    Attributes:
        document: The scenario.
        ground: What could be agreed.
        say: Texts of the language.
        narrow: Whether it is for a phone.
    """

    document: Document
    ground: Ground
    say: Language
    narrow: bool = False

    @property
    def two(self) -> tuple[str, str]:
        """The parties of the axes: the first two."""
        return self.ground.parties[0], self.ground.parties[1]

    @property
    def titles(self) -> dict[str, str]:
        """What people call the parties."""
        return {name: party.name or name for name, party in self.document.scenario.parties.items()}

    @property
    def colours(self) -> dict[str, str]:
        """Colour by party."""
        return party_colours(list(self.ground.parties))

    @property
    def unit(self) -> str:
        """Unit of payoffs."""
        return self.document.scenario.unit or ""

    @property
    def heads(self) -> tuple[str, str]:
        """Titles of the axes, or heads of the columns, with the unit."""
        key = "charts.plane.axis_year" if isinstance(self.document.scenario.time, FlowTime) else "charts.plane.axis"
        first, second = (with_unit(capital(self.say(key, party=self.titles[one])), self.unit) for one in self.two)
        return first, second

    def efficient(self) -> list[Point]:
        """The efficient packages in the plane, thinned."""
        return _thinned(self.ground.efficient)

    def zone(self) -> list[Point]:
        """Those better than no deal for all: none where a third party must agree, as no region shows that."""
        if len(self.ground.parties) > 2:
            return []
        return _thinned(self.ground.efficient[self.ground.better])

    def marks(self, no_deal: str, solutions: Sequence[str] = ()) -> list[Mark]:
        """No deal and the solutions.

        Args:
            no_deal: What no deal is called here.
            solutions: Names of the solutions; as many as there is room for where left out.
        """
        corner = self.ground.no_deal
        found = [Mark("no deal", no_deal, float(corner[0]), float(corner[1]))]
        for name in solutions or SHOWN[: 1 if self.narrow else None]:
            points = self.ground.points_of(name)
            for number, point in enumerate(sorted(points, key=lambda one: -one[1])):
                title = self.say(f"charts.solution.{name}") if number == 0 else ""
                found.append(Mark("solution", title, point[0], point[1]))
        return found

    def plane(self, marks: Sequence[Mark], cloud: Mapping[str, Any] | None = None, **more: Any) -> TalksPlane:
        """The plane with marks.

        Args:
            marks: Named points.
            cloud: Others' games: `x`, `y` and `agreed`; None for none.
            more: Trails and the like, as `TalksPlane` has them.
        """
        few = cloud or {"x": np.zeros(0), "y": np.zeros(0), "agreed": np.zeros(0, dtype=bool)}
        colours, three = self.colours, len(self.ground.parties) > 2
        return TalksPlane(
            self.heads, (colours[self.two[0]], colours[self.two[1]]), few["x"], few["y"], few["agreed"],
            self.efficient(), tuple(marks), self.say, NARROW if self.narrow else (SIDE_X, SIDE_Y),
            zone=tuple(self.zone()), corner=(float(self.ground.no_deal[0]), float(self.ground.no_deal[1])),
            scattered=three, **more,
        )  # fmt: skip


def _thinned(payoffs: Floats) -> list[Point]:
    """Points of the first two parties by rising payoff of the first, at most `MOST_EFFICIENT`."""
    points = sorted({(float(a), float(b)) for a, b in payoffs[:, :2]})
    if len(points) <= MOST_EFFICIENT:
        return points
    kept = np.unique(np.linspace(0, len(points) - 1, MOST_EFFICIENT).round().astype(int))
    return [points[at] for at in kept.tolist()]
