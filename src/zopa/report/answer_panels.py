"""Panels of an answer's chart: each outcome in every point, with its interval."""

import json
import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zopa.experiments.answer import Answer
from zopa.report.answer_axis import (
    LETTER,
    MOST_COLOURS,
    Line,
    Places,
    combinations,
    levels_of,
    line_of,
    line_of_list,
)
from zopa.report.answer_words import SETTING, interval, level_label, measured, outcome_name
from zopa.report.figure import DEAL, GREY, INK, PALETTE
from zopa.report.words import capital, finished, with_unit

if TYPE_CHECKING:
    import altair as alt

COLOURS = (*PALETTE, INK)[:MOST_COLOURS]
"""One for each level (Okabe & Ito 2008, Color Universal Design)."""

SHAPES = ("circle", "triangle-up", "square", "diamond", "triangle-down", "cross", "triangle-right")[:MOST_COLOURS]
"""So that levels stay apart without colour."""

WIDTH, HEIGHT = 740, 190
"""Pixels of a row of panels with their axes, and of one panel."""

EXTENT = 44
"""Pixels for the numbers beside a panel, so that panels below each other stand in line."""

MOST_SETTINGS = 60
"""Settings of clauses that are drawn."""

_DAY = 86_400_000
"""Milliseconds."""


class Outcome:
    """An outcome as it is drawn."""

    def __init__(self, answer: Answer, name: str, along: str = "y") -> None:
        """Look at its estimates.

        Args:
            answer: What a run says.
            name: The outcome.
            along: The axis that it stands on.
        """
        self.name, self.sort, self._along = outcome_name(answer, name), answer.sort(name), along
        words, unit = measured(answer, name)
        self.words = finished(with_unit(words, unit))
        self.points = [self._point(one.value, interval(one)) for one in answer.outcomes[name]]

    @property
    def unit_of_time(self) -> int:
        """What a value is multiplied by to be drawn: of days, milliseconds."""
        return _DAY if self.sort == "date" else 1

    def _point(self, value: float, ends: tuple[float, float] | None) -> dict[str, float] | None:
        if not math.isfinite(value):
            return None
        times = self.unit_of_time
        low, high = ends or (value, value)
        return {"v": value * times, "low": low * times, "high": high * times}

    def heading(self, width: int, lines: int = 1) -> "alt.TitleParams":
        """Name and what it is.

        Args:
            width: Pixels that it has.
            lines: Lines that it takes at least, so that neighbours stand level.
        """
        import altair as alt

        below = self.lines(width)
        below += [""] * (lines - len(below))
        return alt.TitleParams(self.name, subtitle=below, anchor="start", fontSize=13, subtitleFontSize=11, offset=6)

    def lines(self, width: int) -> list[str]:
        """What it is, broken to a width in pixels."""
        return textwrap.wrap(self.words, max(18, int(width / 5.6)), break_on_hyphens=False)

    @property
    def domain(self) -> tuple[float, float]:
        """From the lowest end of an interval to the highest, with a little room; shares stay within 0 and 1."""
        low = min(one["low"] for one in self.points if one is not None)
        high = max(one["high"] for one in self.points if one is not None)
        least = {"share": 0.05, "date": 3.0 * _DAY}.get(self.sort, 0.01 * max(1.0, abs(low)))
        room = max(0.05 * (high - low), 0.5 * (least - (high - low)))
        if self.sort == "share" and self._along == "y":
            return max(0.0, low - room), min(1.0, high + room)
        return low - room, high + room

    def scale(self, titled: bool = True, ticks: int = 5, domain: tuple[float, float] | None = None) -> Any:
        """Its axis, with the same ends in all panels.

        Args:
            titled: Whether the numbers stand beside it.
            ticks: About how many of them.
            domain: Its ends, where they are not those of the intervals.
        """
        import altair as alt

        ends = list(domain or self.domain)
        kind, scale = "Q", alt.Scale(domain=ends, zero=False, nice=False)
        axis = alt.Axis(tickCount=ticks, labels=titled, ticks=titled, domain=False, labelOverlap=True)
        if self._along == "y":
            axis.minExtent = EXTENT if titled else 0
        if self.sort == "share":
            axis.format = "~%"
        if self.sort == "date":
            kind, scale = "T", alt.Scale(type="utc", domain=ends, nice=False)
            axis.format = "%-d %b %Y"
        return (alt.Y if self._along == "y" else alt.X)(f"v:{kind}", title=None, axis=axis, scale=scale)


def point_panels(answer: Answer, names: Sequence[str], where: Places) -> tuple[list[Any], list[str]]:
    """The panels of a grid or a list.

    Args:
        answer: What a run says.
        names: The outcomes.
        where: Where the factors go.

    Returns:
        Rows of panels, and what must be said of them.
    """
    results = answer.results
    outcomes = [Outcome(answer, name) for name in names]
    line = line_of_list(results) if where.x is None else line_of(results, where.x)
    marks = marks_of(answer, where, line)
    said = []
    if any(one and one["low"] < one["high"] for outcome in outcomes for one in outcome.points):
        common = ". As points share their luck, differences are mostly surer than overlaps suggest"
        said = ["Bars: 95 % intervals" + (common if results.said["luck"] == "common" else " of each point alone")]
    columns = combinations(results, where.columns) if where.columns else []
    if columns:
        return [_faceted(answer, where, one, line, marks, columns) for one in outcomes], said
    count = _columns(len(outcomes), line)
    width = WIDTH // count - EXTENT - 22
    lines = max(len(one.lines(width)) for one in outcomes)
    panels = [
        panel(one.heading(width, lines), one.scale(), line.x(width), rows_of(one, marks), answer, where, line, width)
        for one in outcomes
    ]
    return _in_rows(panels, count), said


def _columns(count: int, line: Line) -> int:
    """Panels side by side."""
    letters = sum(max(map(len, label)) + 1 for label in line.labels) * LETTER
    if count == 1 or letters > WIDTH:
        return 1
    return 3 if count in (3, 5, 6) and len(line.at) <= 8 and letters < 2 * WIDTH / 3 else 2


def _in_rows(panels: Sequence[Any], count: int) -> list[Any]:
    import altair as alt

    return [
        alt.hconcat(*panels[at : at + count], spacing=EXTENT + 22, bounds="flush")
        for at in range(0, len(panels), count)
    ]


def marks_of(answer: Answer, where: Places, line: Line) -> list[dict[str, Any]]:
    """Where each point stands: along the axis, in which colour, in which column.

    Args:
        answer: What a run says.
        where: Where the factors go.
        line: The axis.
    """
    results = answer.results
    design = {name: results.design.column(name).to_pylist() for name in results.factors}
    if where.x is None:
        return [{"x": at} for at in line.at]
    at = dict(zip(levels_of(results, where.x), line.at, strict=True))
    colours = levels_of(results, where.colour) if where.colour else []
    aside = _aside(line, len(colours))
    marks = []
    for point, level in enumerate(design[where.x]):
        mark: dict[str, Any] = {"x": at[level]}
        if where.colour:
            number = colours.index(design[where.colour][point])
            mark |= {"x": at[level] + aside * (number - (len(colours) - 1) / 2), "c": level_label(colours[number])}
        mark["column"] = tuple(design[name][point] for name in where.columns)
        marks.append(mark)
    return marks


def _aside(line: Line, colours: int) -> float:
    """How far marks of neighbouring colours stand apart at one level, so that their bars can be seen."""
    if line.labels:
        return min(0.16, 0.7 / max(1, colours))
    return min(0.012 * (line.range or 1.0), 0.5 * line.step / max(1, colours))


def rows_of(outcome: Outcome, marks: Sequence[dict[str, Any]], column: Any = None) -> list[dict[str, Any]]:
    """The rows of one outcome: where each point stands, and its interval.

    Args:
        outcome: The outcome.
        marks: Where each point stands.
        column: The points of this column alone.
    """
    return [
        {key: value for key, value in mark.items() if key != "column"} | point
        for mark, point in zip(marks, outcome.points, strict=True)
        if point is not None and (column is None or mark["column"] == column)
    ]


def panel(
    heading: Any, y: Any, x: Any, rows: list[dict[str, Any]], answer: Answer, where: Places, line: Line, width: int
) -> "alt.LayerChart | alt.FacetChart":
    """Bars, lines and points of one outcome.

    Args:
        heading: Its title.
        y: The outcome's axis.
        x: The factor's axis.
        rows: What is drawn.
        answer: What a run says.
        where: Where the factors go.
        line: What stands along the axis.
        width: Pixels.
    """
    import altair as alt

    colour, shape = _legend(answer, where)
    drawn = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y, color=colour)
    bars = drawn.mark_rule(strokeWidth=1.6, opacity=0.75).encode(y="low:Q", y2="high:Q")
    if y.to_dict()["type"] == "temporal":
        bars = drawn.mark_rule(strokeWidth=1.6, opacity=0.75).encode(y="low:T", y2="high:T")
    layers = [bars]
    if line.joined:
        layers.append(drawn.mark_line(strokeWidth=1.4, opacity=0.8).encode(order="x:Q"))
    points = drawn.mark_point(filled=True, size=62, opacity=1.0)
    layers.append(points.encode(shape=shape))
    return alt.layer(*layers).properties(width=width, height=HEIGHT, title=heading)


def _legend(answer: Answer, where: Places) -> tuple[Any, Any]:
    """Colour and shape of the second factor; one colour where there is none."""
    import altair as alt

    if where.colour is None:
        return alt.value(DEAL), alt.value("circle")
    info = answer.results.factors[where.colour]
    names = [level_label(one) for one in levels_of(answer.results, where.colour)]
    title = with_unit(capital(" ".join(info.title.split())), info.unit)
    legend = alt.Legend(title=title, columns=max(1, min(len(names), int(100 / (4 + max(map(len, names)))))))
    colours, shapes = list(COLOURS[: len(names)]), list(SHAPES[: len(names)])
    return (
        alt.Color("c:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
        alt.Shape("c:N", scale=alt.Scale(domain=names, range=shapes), legend=legend),
    )


def _faceted(
    answer: Answer, where: Places, outcome: Outcome, line: Line, marks: list[dict[str, Any]],
    columns: Sequence[tuple[tuple[Any, ...], str]],
) -> "alt.HConcatChart":  # fmt: skip
    """A row of panels for one outcome: a column for each combination of the other factors."""
    import altair as alt

    width = (WIDTH - 50) // len(columns) - 16
    panels = []
    for number, (levels, name) in enumerate(columns):
        heading = alt.TitleParams(
            textwrap.wrap(name, max(12, int(width / 6.2))), anchor="middle", fontSize=12, fontWeight="normal", offset=4
        )
        y = outcome.scale(titled=number == 0)
        panels.append(panel(heading, y, line.x(width), rows_of(outcome, marks, levels), answer, where, line, width))
    row: alt.HConcatChart = alt.hconcat(*panels, spacing=14, title=outcome.heading(WIDTH))
    return row


def setting_panels(answer: Answer, names: Sequence[str]) -> tuple[list[Any], list[str]]:
    """The settings of a file of clauses, one below the other, a panel for each outcome.

    Args:
        answer: What a run says.
        names: The outcomes.

    Returns:
        Rows of panels, and what must be said of them.
    """
    import altair as alt

    labels = [level_label(one) for one in answer.results.design.column(SETTING).to_pylist()]
    shown = labels[:MOST_SETTINGS]
    said = ["Bars: 95 % intervals of each setting alone; hollow: without the mechanism"]
    if len(shown) < len(labels):
        said.append(f"Drawn are the first {len(shown)} of {len(labels)} settings")
    wide = min(250, int(max(map(len, shown)) * LETTER))
    width = max(72, (WIDTH - wide) // len(names) - 18)
    off = [", without, " in label for label in shown]
    panels = []
    outcomes = [Outcome(answer, name, "x") for name in names]
    lines = max(len(one.lines(width)) for one in outcomes)
    for number, outcome in enumerate(outcomes):
        rows = [
            {"at": at, "kind": "hollow" if off[at] else "filled"} | point
            for at, point in enumerate(outcome.points[: len(shown)])
            if point is not None
        ]
        panels.append(_dots(outcome, rows, shown if number == 0 else None, (len(shown), width, lines)))
    return [alt.hconcat(*panels, spacing=14)], said


def _dots(
    outcome: Outcome, rows: list[dict[str, Any]], labels: Sequence[str] | None, look: tuple[int, int, int]
) -> "alt.LayerChart | alt.FacetChart":
    """One outcome; `look` is the number of settings, the width and the lines of the heading."""
    import altair as alt

    count, width, lines = look
    axis = alt.Axis(labels=False, ticks=False, domain=False, grid=True, title=None)
    if labels is not None:
        said = json.dumps(list(labels)).replace("</", "<\\/")
        axis = alt.Axis(
            labelExpr=f"{said}[datum.value]",
            labelLimit=250,
            labelPadding=8,
            ticks=False,
            domain=False,
            grid=True,
            title=None,
        )
    y = alt.Y("at:O", axis=axis, scale=alt.Scale(domain=list(range(count)), padding=0.5))
    ticks = 2 if outcome.sort in ("date", "share") else max(2, width // 45)
    drawn = alt.Chart(alt.InlineData(values=rows)).encode(x=outcome.scale(ticks=ticks), y=y)
    ends = ("low:T", "high:T") if outcome.sort == "date" else ("low:Q", "high:Q")
    fill = alt.Color("kind:N", scale=alt.Scale(domain=["filled", "hollow"], range=[DEAL, "white"]), legend=None)
    layers = [
        drawn.mark_rule(strokeWidth=1.4, color=GREY, opacity=0.8).encode(x=ends[0], x2=ends[1]),
        drawn.mark_point(filled=True, size=46, opacity=1.0, stroke=DEAL, strokeWidth=1.4).encode(color=fill),
    ]
    return alt.layer(*layers).properties(width=width, height=15 * count, title=outcome.heading(width, lines))
