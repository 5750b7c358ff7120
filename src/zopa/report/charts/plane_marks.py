"""The layers of an outcome plane: worlds, the frontier, marked points and their labels."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.report.charts.look import HALO, rounded, rows, thin
from zopa.report.charts.worlds import DEAL_COLOUR, NO_DEAL_COLOUR
from zopa.report.figure import GREY, INK
from zopa.report.language import Language

if TYPE_CHECKING:
    import altair as alt

SIDE_X, SIDE_Y = 560, 440
"""Pixels of the plane."""

LINE = 17
"""Least distance of two labels, in pixels."""


@dataclass(frozen=True)
class Mark:
    """A point of the plane that is named.

    Attributes:
        kind: `mean`, `no deal`, `package`, `solution`, or a party's name.
        name: What stands beside it; empty for none.
        x: The first party's payoff.
        y: The second's.
        span_x: Ends of its interval; None without.
        span_y: The same of the second.
        look: Shape, size and colour; by its kind where left out.
    """

    kind: str
    name: str
    x: float
    y: float
    span_x: tuple[float, float] | None = None
    span_y: tuple[float, float] | None = None
    look: tuple[str, float, str] | None = None


LOOKS: dict[str, tuple[str, float, str]] = {
    "mean": ("diamond", 130, INK),
    "no deal": ("cross", 130, INK),
    "package": ("square", 90, INK),
    "solution": ("circle", 70, INK),
}
"""Shape, size and colour of marks."""


@dataclass(frozen=True)
class Plane:
    """What is drawn.

    Attributes:
        titles: Of the axes.
        colours: Of the two parties, for the titles.
        x: Payoffs of the first party in the worlds drawn, (W,).
        y: Of the second, (W,).
        agreed: Where there is a deal, (W,); None where they are means, drawn as a grey ground.
        frontier: Efficient packages.
        marks: Named points.
        say: Texts of the language.
        side: Pixels across and up.
    """

    titles: tuple[str, str]
    colours: tuple[str, str]
    x: Floats
    y: Floats
    agreed: Bools | None
    frontier: list[tuple[float, float]]
    marks: tuple[Mark, ...]
    say: Language
    side: tuple[int, int] = (SIDE_X, SIDE_Y)

    def chart(self) -> "alt.LayerChart | alt.FacetChart":
        """All layers, those drawn last on top."""
        import altair as alt

        layers = [self._worlds() if self.agreed is not None else self._cells()] if len(self.x) else []
        layers += [*self._frontier(), *self._intervals(), *self._labels()]
        drawn = alt.layer(*layers).properties(width=self.side[0], height=self.side[1])
        # worlds are filled by how they ended, marks by what they are
        apart: alt.LayerChart | alt.FacetChart = drawn.resolve_scale(fill="independent")
        return apart

    @cached_property
    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """What the axes span: all marks and all but 1 % of the worlds at each end."""
        found = []
        for at, own in enumerate((self.x, self.y)):
            must = [(mark.x, mark.y)[at] for mark in self.marks] + self._reach(at)
            inner = np.quantile(own, self._inner()).tolist() if len(own) else []
            low, high = min([*must, *inner]), max([*must, *inner])
            if self.frontier:  # as much of the frontier as lies near
                reach, there = 0.35 * (high - low), [spot[at] for spot in self.frontier]
                low = min([low, *(one for one in there if low - reach <= one <= low)])
                high = max([high, *(one for one in there if high <= one <= high + reach)])
            room = 0.05 * (high - low) or max(1.0, 0.1 * abs(low))
            found.append((float(low - room), float(high + room)))
        return found[0], found[1]

    def _inner(self) -> list[float]:
        """Between which of the worlds an axis must reach, as shares of all."""
        return [0.01, 0.99]

    def _reach(self, at: int) -> list[float]:
        """What else an axis must span."""
        return []

    def _axis(self, at: int, key: str) -> Any:
        import altair as alt

        axis = alt.Axis(tickCount=6, titleColor=self.colours[at], titleFontWeight="bold")
        ends = [rounded(one) for one in self.ends[at]]
        kind = alt.X if at == 0 else alt.Y
        return kind(f"{key}:Q", title=self.titles[at], axis=axis, scale=alt.Scale(domain=ends, nice=False, zero=False))

    def _digits(self) -> list[int]:
        """Decimals that are seen: a thousandth of an axis is no pixel."""
        return [max(0, 3 - math.floor(math.log10(high - low))) for low, high in self.ends]

    def _cells(self) -> "alt.Chart":
        import altair as alt

        digits = self._digits()
        spots = ([round(float(a), digits[0]), round(float(b), digits[1])] for a, b in zip(self.x, self.y, strict=True))
        dots = alt.Chart(thin(["x", "y"], spots)).mark_circle(
            size=14, color="#B5BCC3", opacity=1, clip=True, aria=False
        )
        chart: alt.Chart = dots.encode(x=self._axis(0, "x"), y=self._axis(1, "y"))
        return chart

    def _worlds(self) -> "alt.Chart":
        import altair as alt

        assert self.agreed is not None
        order, digits = np.argsort(~self.agreed, kind="stable"), self._digits()
        cells = (
            [round(float(self.x[at]), digits[0]), round(float(self.y[at]), digits[1]), int(self.agreed[at])]
            for at in order
        )
        ends = [self.say("charts.plane.deal"), self.say("charts.plane.without")]
        end = f"datum.d == 1 ? '{ends[0]}' : '{ends[1]}'"
        shapes, colours = ["circle", "triangle-up"], [DEAL_COLOUR, NO_DEAL_COLOUR]
        chart: alt.Chart = (
            alt.Chart(thin(["x", "y", "d"], cells))
            .transform_calculate(end=end)
            .mark_point(size=20, clip=True, aria=False, strokeWidth=1)
            .encode(
                x=self._axis(0, "x"),
                y=self._axis(1, "y"),
                shape=alt.Shape(
                    "end:N", scale=alt.Scale(domain=ends, range=shapes), legend=alt.Legend(symbolOpacity=1)
                ),
                stroke=alt.Stroke("end:N", scale=alt.Scale(domain=ends, range=colours)),
                fill=alt.Fill("end:N", scale=alt.Scale(domain=ends, range=[DEAL_COLOUR, "white"])),
                opacity=alt.condition("datum.d == 1", alt.value(0.35), alt.value(0.9)),
            )
        )
        return chart

    def _frontier(self) -> list["alt.Chart"]:
        import altair as alt

        if not self.frontier:
            return []
        data = thin(["x", "y"], [[rounded(a), rounded(b)] for a, b in self.frontier])
        line = alt.Chart(data).mark_line(color=INK, strokeWidth=1.4, opacity=0.75, clip=True, aria=False)
        return [line.encode(x=self._axis(0, "x"), y=self._axis(1, "y"), order="x:Q")]

    def _intervals(self) -> list["alt.Chart"]:
        import altair as alt

        layers = []
        for at, key in enumerate("xy"):
            lines = [
                {
                    "x": rounded(mark.x, 6),
                    "y": rounded(mark.y, 6),
                    "a": rounded(span[0], 6),
                    "b": rounded(span[1], 6),
                    "kind": mark.kind,
                }
                for mark in self.marks
                if (span := (mark.span_x, mark.span_y)[at]) is not None
            ]
            if lines:
                across = (
                    {"x": self._axis(0, "a"), "x2": "b", "y": alt.Y("y:Q")}
                    if key == "x"
                    else {"x": alt.X("x:Q"), "y": self._axis(1, "a"), "y2": "b"}
                )
                layers.append(
                    alt.Chart(rows(lines)).mark_rule(strokeWidth=2, color=INK, clip=True, aria=False).encode(**across)
                )
        return layers

    def _together(self) -> list[Mark]:
        """Marks with names; solutions that lie within a hundredth of the plane of each other share a label."""
        found: list[Mark] = []
        spans = [high - low for low, high in self.ends]
        for mark in self.marks:
            near = [
                at
                for at, one in enumerate(found)
                if one.kind == mark.kind == "solution"
                and abs(one.x - mark.x) <= 0.012 * spans[0]
                and abs(one.y - mark.y) <= 0.012 * spans[1]
            ]
            if near and mark.name:
                one = found[near[0]]
                found[near[0]] = Mark(one.kind, self.say("charts.listing").join([one.name, mark.name]), one.x, one.y)
            elif mark.name:
                found.append(mark)
        return found

    def _beside(self) -> list[dict[str, Any]]:
        """Labels to the upper right of their marks, or to the left where there is room, pushed up off each other."""
        (low_x, high_x), (low_y, high_y) = self.ends
        wide_x, wide_y = self.side
        told: list[dict[str, Any]] = []
        edge = {1: -math.inf, -1: -math.inf}
        for mark in sorted(self._together(), key=lambda one: (one.y, -one.x)):
            across, height = (mark.x - low_x) / (high_x - low_x) * wide_x, (mark.y - low_y) / (high_y - low_y) * wide_y
            wide = 24 + 6.4 * sum(2 if ord(letter) > 0x2E7F else 1 for letter in mark.name)
            below = mark.kind in ("package", "no deal")  # they lie below the frontier, where there is room to the left
            side = -1 if (below and across > wide) or across + wide > wide_x + 60 else 1
            up = max(height + (0 if below else 9), edge[side] + LINE)
            edge[side] = up
            told.append(
                {
                    "x": rounded(mark.x, 6),
                    "y": rounded(mark.y, 6),
                    "y2": rounded(low_y + up / wide_y * (high_y - low_y), 6),
                    "x2": rounded(mark.x + side * 20 / wide_x * (high_x - low_x), 6),
                    "name": mark.name,
                    "left": int(side < 0),
                }
            )
        return told

    def _labels(self) -> list["alt.Chart"]:
        """Marks and their labels."""
        import altair as alt

        told, looks = self._beside(), [mark.look or LOOKS[mark.kind] for mark in self.marks]
        tints = sorted({look[2] for look in looks})  # as a scale, so that a dark page can have others
        fill = alt.Fill("tint:O", scale=alt.Scale(domain=list(range(len(tints))), range=tints), legend=None)
        points = [
            {
                "x": rounded(m.x, 6),
                "y": rounded(m.y, 6),
                "name": m.name,
                "shape": look[0],
                "size": look[1],
                "tint": tints.index(look[2]),
            }
            for m, look in zip(self.marks, looks, strict=True)
        ]
        shape, size = alt.Shape("shape:N", scale=None), alt.Size("size:Q", scale=None)
        x, y = self._axis(0, "x"), self._axis(1, "y")
        dots = alt.Chart(rows(points)).mark_point(filled=True, opacity=1, stroke="white", strokeWidth=0.8)
        layers = [
            alt.Chart(rows(told)).mark_rule(color=GREY, strokeWidth=0.8, aria=False).encode(x=x, y=y, x2="x2", y2="y2"),
        ]
        for left, align in ((0, "left"), (1, "right")):
            some = alt.Chart(rows([one for one in told if one["left"] == left]))
            beside: dict[str, Any] = {
                "align": align,
                "baseline": "middle",
                "dx": 4 if align == "left" else -4,
                "fontSize": 12,
            }
            if any(one["left"] == left for one in told):
                words = some.encode(x=alt.X("x2:Q"), y=alt.Y("y2:Q"), text="name:N")
                layers += [words.mark_text(**beside, **HALO, aria=False), words.mark_text(**beside, color=INK)]
        layers.append(
            dots.encode(
                x=x,
                y=y,
                shape=shape,
                size=size,
                fill=fill,
                tooltip=[alt.Tooltip("name:N"), "x:Q", "y:Q"],
            )
        )  # last, so that no label covers a mark
        return layers
