"""Further layers of an outcome plane: where both gain, games that others played, and paths of offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zopa.report.charts.labels import Box, Spot, placed
from zopa.report.charts.look import rounded, rows, thin
from zopa.report.charts.plane_marks import Plane
from zopa.report.figure import GREY

if TYPE_CHECKING:
    import altair as alt

STAR = (
    "M0,-1L0.259,-0.357L0.951,-0.309L0.419,0.136L0.588,0.809L0,0.44L-0.588,0.809L-0.419,0.136L-0.951,-0.309"
    "L-0.259,-0.357Z"
)
"""A star with five points: the deal."""

ZONE = "#009E73"
"""Where both gain over no deal."""

CLOUD = "#8A949E"
"""Games that others played."""

APART = 34
"""Least distance of two numbers of rounds, in pixels."""

NUMBERED = 8
"""Most offers of a party that bear the numbers of their rounds."""

CROWD = 20
"""Offers of a party above which their marks are smaller."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Trail:
    """The offers of one party, in order.

    Attributes:
        who: The party's title.
        colour: Its colour.
        shape: Its mark.
        points: What each offer is worth to the first party and the second.
        labels: What stands at each: the number of its round.
        told: What each is, for those who point at it.
    """

    who: str
    colour: str
    shape: str
    points: tuple[Point, ...]
    labels: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True)
class TalksPlane(Plane):
    """What is drawn, with what came of one game's talks.

    Attributes:
        zone: The part of the frontier where both gain over no deal, by rising payoff of the first party.
        corner: What no deal is worth to both; None where nothing is to be shaded.
        trails: Offers of each party.
        arrow: From what the deal is worth by itself to what came; None where they are the same.
        scattered: Whether efficient packages are dots, as they are where a third party must agree.
    """

    zone: tuple[Point, ...] = ()
    corner: Point | None = None
    trails: tuple[Trail, ...] = ()
    arrow: tuple[Point, Point] | None = None
    scattered: bool = False

    def chart(self) -> "alt.LayerChart | alt.FacetChart":
        """All layers, those drawn last on top."""
        import altair as alt

        layers = [*self._zone(), *self._cloud()]
        layers += self._dots() if self.scattered else self._frontier()
        layers += [*self._arrow(), *(layer for trail in self.trails for layer in self._trail(trail)), *self._labels()]
        return alt.layer(*layers).properties(width=self.side[0], height=self.side[1])

    def _inner(self) -> list[float]:
        return [0.1, 0.9]

    def _reach(self, at: int) -> list[float]:
        return [spot[at] for trail in self.trails for spot in trail.points]

    def _zone(self) -> "list[alt.Chart]":
        """The region between no deal and the frontier."""
        import altair as alt

        if self.corner is None or not self.zone:
            return []
        left, low = self.corner
        top = [(left, self.zone[0][1]), *self.zone]
        data = thin(["x", "y", "z"], [[rounded(a, 6), rounded(b, 6), rounded(low, 6)] for a, b in top])
        area = alt.Chart(data).mark_area(color=ZONE, opacity=0.13, clip=True, aria=False)
        return [area.encode(x=self._axis(0, "x"), y=self._axis(1, "y"), y2="z:Q")]

    def _cloud(self) -> "list[alt.Chart]":
        """Others' games: dots with a deal, open triangles without."""
        import altair as alt

        if not len(self.x):
            return []
        found, digits = [], self._digits()
        for deal, shape in ((True, "circle"), (False, "triangle-up")):
            spots = [
                [round(float(a), digits[0]), round(float(b), digits[1])]
                for a, b, agreed in zip(
                    self.x, self.y, self.agreed if self.agreed is not None else [True] * len(self.x), strict=True
                )
                if bool(agreed) == deal
            ]
            if spots:
                dots = alt.Chart(thin(["x", "y"], spots)).mark_point(
                    shape=shape, size=26, filled=deal, color=CLOUD, opacity=0.5, clip=True, aria=False
                )
                found.append(dots.encode(x=self._axis(0, "x"), y=self._axis(1, "y")))
        return found

    def _dots(self) -> "list[alt.Chart]":
        import altair as alt

        data = thin(["x", "y"], [[rounded(a), rounded(b)] for a, b in self.frontier])
        dots = alt.Chart(data).mark_circle(size=16, color=GREY, opacity=0.7, clip=True, aria=False)
        return [dots.encode(x=self._axis(0, "x"), y=self._axis(1, "y"))]

    def _arrow(self) -> "list[alt.Chart]":
        """What time and home made of the deal."""
        import altair as alt

        if self.arrow is None:
            return []
        (a, b), (c, d) = self.arrow
        data = rows([{"x": rounded(a, 6), "y": rounded(b, 6), "x2": rounded(c, 6), "y2": rounded(d, 6)}])
        line = alt.Chart(data).mark_rule(color=GREY, strokeWidth=1.5, strokeDash=[4, 3], aria=False)
        return [line.encode(x=self._axis(0, "x"), y=self._axis(1, "y"), x2="x2", y2="y2")]

    def _trail(self, trail: Trail) -> "list[alt.Chart]":
        """A line with a mark for each offer, and the numbers of rounds where there is room."""
        import altair as alt

        if not trail.points:
            return []
        shown = self._roomy(trail.points)
        data = rows(
            [
                {"x": rounded(a, 6), "y": rounded(b, 6), "n": at, "what": told, "label": label if at in shown else ""}
                for at, ((a, b), label, told) in enumerate(zip(trail.points, trail.labels, trail.told, strict=True))
            ]
        )
        x, y, order = self._axis(0, "x"), self._axis(1, "y"), alt.Order("n:Q")
        base: dict[str, Any] = {"clip": True}
        line = alt.Chart(data).mark_line(color=trail.colour, strokeWidth=1.6, opacity=0.75, aria=False, **base)
        size = 58 if len(trail.points) <= CROWD else 30
        dots = alt.Chart(data).mark_point(
            shape=trail.shape, size=size, filled=True, color=trail.colour, opacity=1, stroke="white",
            strokeWidth=0.8, **base,
        )  # fmt: skip
        words = alt.Chart(data).mark_text(
            color=trail.colour, fontSize=11, fontWeight="bold", dx=-9, dy=11, aria=False, **base
        )
        hint = [alt.Tooltip("what:N", title=trail.who)]
        return [
            line.encode(x=x, y=y, order=order), dots.encode(x=x, y=y, tooltip=hint),
            words.encode(x=x, y=y, text="label:N"),
        ]  # fmt: skip

    def _beside(self) -> list[dict[str, Any]]:
        """Labels near their marks, none on another; solutions give way to all others."""
        marks = sorted(self._together(), key=lambda one: one.kind == "solution")
        spots = [Spot(*self._pixels((mark.x, mark.y)), mark.name) for mark in marks]
        points = [(mark.x, mark.y) for mark in self.marks] + [spot for trail in self.trails for spot in trail.points]
        boxes = [Box(x - 7, y - 7, x + 7, y + 7) for x, y in map(self._pixels, points)]
        places = placed(spots, boxes, (float(self.side[0]), float(self.side[1])))
        told: list[dict[str, Any]] = []
        for mark, (way, across, up) in zip(marks, places, strict=True):
            x2, y2 = self._values((across - 4 * way, up))
            spot = {"x": mark.x, "y": mark.y, "x2": x2, "y2": y2}
            told.append({**{k: rounded(v, 6) for k, v in spot.items()}, "name": mark.name, "left": int(way < 0)})
        return told

    def _pixels(self, point: Point) -> Point:
        """A point of the plane in pixels from its lower left corner."""
        spans = zip(point, self.ends, self.side, strict=True)
        x, y = ((value - low) / (high - low) * side for value, (low, high), side in spans)
        return x, y

    def _values(self, pixels: Point) -> Point:
        """The other way round."""
        spans = zip(pixels, self.ends, self.side, strict=True)
        x, y = (low + pixel / side * (high - low) for pixel, (low, high), side in spans)
        return x, y

    def _roomy(self, points: Sequence[Point]) -> set[int]:
        """Offers whose numbers are shown: the first, the last, and those between that lie apart."""
        spots = [self._pixels(point) for point in points]
        kept: list[int] = []
        step = max(1, len(points) // NUMBERED)
        for at in dict.fromkeys((0, len(points) - 1, *range(0, len(points), step))):
            x, y = spots[at]
            if all(abs(x - spots[one][0]) > APART or abs(y - spots[one][1]) > APART for one in kept):
                kept.append(at)
        return set(kept[:NUMBERED])
