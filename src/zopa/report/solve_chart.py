"""The chart of `zopa solve`: what can be agreed, what no deal is worth, and where theory says that talks end."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.build.solve import SOLUTIONS, every_package
from zopa.report.figure import DEAL, FONT, GREY, INK, NO_DEAL, check_names, save, styled
from zopa.report.words import capital, finished, with_unit
from zopa.scenario.read import Document

if TYPE_CHECKING:
    import altair as alt

TITLES = {
    "nash": "Nash", "kalai_smorodinsky": "Kalai–Smorodinsky", "egalitarian": "egalitarian",
    "proportional": "proportional", "raiffa": "Raiffa", "utilitarian": "utilitarian",
    "subgame_perfect": "perfect foresight",
}  # fmt: skip

WIDTH, HEIGHT = 620, 460

LINE = 19
"""Least distance of two labels, in pixels."""

TIED = 4
"""A solution that more points tie for than this is named below the title and not drawn."""


@dataclass(frozen=True)
class Frame:
    """The part of the plane that is shown.

    Attributes:
        low: Least payoff of each of the two parties.
        high: Most.
    """

    low: tuple[float, float]
    high: tuple[float, float]

    def y(self, payoff: float) -> float:
        """Pixels above the lower edge."""
        return HEIGHT * (payoff - self.low[1]) / (self.high[1] - self.low[1])

    def payoff(self, pixels: float) -> float:
        """The reverse."""
        return self.low[1] + pixels / HEIGHT * (self.high[1] - self.low[1])


def solve_chart(document: Document, solved: Mapping[str, Any], path: str | os.PathLike[str]) -> Path:
    """Draw the solutions and save the chart; needs neither a browser nor a network, nor does the page.

    Args:
        document: The scenario.
        solved: What `zopa.solve` returned for it.
        path: File to write, by its ending `.png`, `.svg` or `.html`; its folder is made if missing.

    Returns:
        The file.

    Raises:
        ValueError: If the name ends otherwise.
    """
    file = Path(path)
    check_names([file])
    return save(draw_solutions(document, solved), [file])[0]


def draw_solutions(document: Document, solved: Mapping[str, Any]) -> "alt.LayerChart":
    """The chart itself, for pages and notebooks.

    Args:
        document: The scenario.
        solved: What `zopa.solve` returned for it.
    """
    import altair as alt

    scenario = document.scenario
    parties = list(solved["disagreement"])[:2]
    efficient = [_at(point["utilities"], parties) for point in solved["pareto"]]
    no_deal = _at(solved["disagreement"], parties)
    ideal = _at(solved["ideal"], parties) if solved["ideal"] else None
    marked, unmarked = _marked(solved, parties)
    everything = every_package(document)
    frame = _frame(efficient + everything, [*(point for point, _ in marked), no_deal], no_deal, ideal)
    names = [scenario.parties[party].name or party for party in parties]
    word = "payoff per year" if scenario.time.kind == "flow" else "payoff"
    axes = [
        getattr(alt, axis.upper())(
            f"{axis}:Q", title=with_unit(f"{capital(name)}, {word}", scenario.unit), axis=alt.Axis(tickCount=6),
            scale=alt.Scale(domain=[frame.low[i], frame.high[i]], zero=False, nice=False),
        )
        for i, (axis, name) in enumerate(zip("xy", names, strict=True))
    ]  # fmt: skip
    layers = [
        *_zone(axes, no_deal, ideal),
        *_packages(axes, everything, efficient, len(solved["disagreement"]) == 2),
        *_labels(axes, frame, marked, no_deal),
    ]
    below = _below(solved, len(set(everything)) > len(efficient), unmarked, list(solved["disagreement"]))
    title = alt.TitleParams(
        finished(scenario.title or scenario.name), subtitle=below, anchor="start", offset=14, fontSize=18
    )
    plane = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=title)
    figure: alt.LayerChart = styled(plane, grid="#EEEEEE")
    return figure


def _at(utilities: Mapping[str, float], parties: list[str]) -> tuple[float, float]:
    """A point of the plane."""
    return utilities[parties[0]], utilities[parties[1]]


def _marked(solved: Mapping[str, Any], parties: list[str]) -> tuple[list[tuple[tuple[float, float], str]], list[str]]:
    """Points with their names, and solutions with too many points.

    A point of several solutions has all their names; of points that tie the upper one has the name.
    """
    found: dict[tuple[float, float], list[str]] = {}
    unmarked = []
    points = {name: [_at(p["utilities"], parties) for p in solved[name]] for name in SOLUTIONS if name in solved}
    if points.get("proportional") == points.get("egalitarian"):
        points.pop("proportional", None)
    if "subgame_perfect" in solved:
        points["subgame_perfect"] = [_at(solved["subgame_perfect"]["utilities"], parties)]
    for name, some in points.items():
        different = sorted({(round(x, 9), round(y, 9)) for x, y in some}, key=lambda point: -point[1])
        if len(different) > TIED:
            unmarked.append(TITLES[name])
            continue
        for number, point in enumerate(different):
            names = found.setdefault(point, [])
            if number == 0:
                names.append(TITLES[name] + (f" ({len(different)} that tie)" if len(different) > 1 else ""))
    return [(point, ", ".join(names)) for point, names in found.items()], unmarked


def _frame(
    all_points: list[tuple[float, float]], must: list[tuple[float, float]], no_deal: tuple[float, float],
    ideal: tuple[float, float] | None,
) -> Frame:  # fmt: skip
    """What no deal and the ideal span, with some room where there are packages beyond."""
    low, high = [], []
    for i in range(2):
        values = [point[i] for point in all_points + must]
        first, last = min(values), max(values)
        if ideal is not None and ideal[i] > no_deal[i]:
            span = ideal[i] - no_deal[i]
            first, last = max(first, no_deal[i] - 0.4 * span), min(last, ideal[i] + 0.3 * span)
        first, last = min(first, *(p[i] for p in must)), max(last, *(p[i] for p in must))
        room = 0.05 * (last - first) or max(1.0, 0.1 * abs(first))
        low.append(first - room)
        high.append(last + room)
    return Frame((low[0], low[1]), (high[0], high[1]))


def _zone(axes: list[Any], no_deal: tuple[float, float], ideal: tuple[float, float] | None) -> list["alt.Chart"]:
    """What is better than no deal for both, as a light ground."""
    import altair as alt

    if ideal is None:
        return []
    corner = [{"x": no_deal[0], "y": no_deal[1], "x2": ideal[0], "y2": ideal[1]}]
    ground: alt.Chart = (
        alt.Chart(alt.InlineData(values=corner))
        .mark_rect(color=DEAL, opacity=0.07, clip=True)
        .encode(x=axes[0], y=axes[1], x2="x2", y2="y2")
    )
    return [ground]


def _packages(
    axes: list[Any], everything: list[tuple[float, float]], efficient: list[tuple[float, float]], joined: bool
) -> list["alt.Chart"]:
    """All packages where they are few, the efficient ones, and with two parties the line through them."""
    import altair as alt

    def data(points: list[tuple[float, float]]) -> "alt.InlineData":
        return alt.InlineData(values=[{"x": round(x, 6), "y": round(y, 6)} for x, y in dict.fromkeys(points)])

    layers = []
    if everything:
        layers.append(
            alt.Chart(data(everything))
            .mark_circle(color="#999999", size=9, opacity=0.35, clip=True, aria=False)
            .encode(x=axes[0], y=axes[1])
        )
    if joined:
        layers.append(
            alt.Chart(data(efficient))
            .mark_line(color=DEAL, strokeWidth=1.2, opacity=0.6, clip=True)
            .encode(x=axes[0], y=axes[1], order="x:Q")
        )
    size = 34 if len(efficient) <= 120 else 14
    layers.append(
        alt.Chart(data(efficient))
        .mark_circle(color=DEAL, size=size, opacity=0.75, clip=True)
        .encode(x=axes[0], y=axes[1])
    )
    return layers


def _labels(
    axes: list[Any], frame: Frame, marked: list[tuple[tuple[float, float], str]], no_deal: tuple[float, float]
) -> list["alt.LayerChart | alt.Chart"]:
    """The solutions, each with a label to its upper right, where no package can be, one above the other.

    The frontier falls, so right of a point on it nothing is; labels are only ever pushed up, further away from it.
    """
    import altair as alt

    leaders, words, above = [], [], float(-LINE)
    for (x, y), name in sorted(marked, key=lambda entry: (entry[0][1], -entry[0][0])):
        if name:
            above = max(frame.y(y) + 7.0, above + LINE)
        right, up = x + 22.0 / WIDTH * (frame.high[0] - frame.low[0]), frame.payoff(above)
        kind = "played" if name == TITLES["subgame_perfect"] else "fair"
        leaders.append({"x": x, "y": y, "x2": right if name else x, "y2": up if name else y, "kind": kind})
        words.append({"x": right, "y": up, "name": name, "kind": kind})
    colour = alt.Color("kind:N", scale=alt.Scale(domain=["fair", "played"], range=[INK, NO_DEAL]), legend=None)
    drawn, told, nothing = (
        alt.Chart(alt.InlineData(values=rows)).encode(x=axes[0], y=axes[1])
        for rows in (leaders, words, [{"x": no_deal[0], "y": no_deal[1], "name": "no deal"}])
    )
    beside: dict[str, Any] = {"align": "left", "fontSize": 13, "font": FONT}
    right_of, below = beside | {"baseline": "middle", "dx": 4}, beside | {"baseline": "top", "dx": 7, "dy": 5}
    halo: dict[str, Any] = {"stroke": "white", "strokeWidth": 3.0}
    return [
        drawn.mark_rule(color=GREY, strokeWidth=0.8).encode(x2="x2", y2="y2"),
        drawn.mark_point(filled=True, size=95, opacity=1.0, stroke="white", strokeWidth=1.0).encode(color=colour),
        told.mark_text(**halo, **right_of).encode(text="name:N"),
        told.mark_text(**right_of).encode(text="name:N", color=colour),
        nothing.mark_point(shape="cross", filled=True, size=110, color=INK, opacity=1.0, angle=45),
        nothing.mark_text(**halo, **below).encode(text="name:N"),
        nothing.mark_text(color=INK, **below).encode(text="name:N"),
    ]


def _below(solved: Mapping[str, Any], others_drawn: bool, unmarked: list[str], parties: list[str]) -> list[str]:
    """What the marks mean, and what is not drawn."""
    said = "Blue: efficient packages" + ("" if solved["exact"] else " (thinned)")
    said += "; grey: all others" if others_drawn else f" of {solved['allowed']:,}"
    said += "; shaded: between no deal and the best for each that all would sign" if solved["ideal"] else ""
    lines = [said]
    if unmarked:
        lines.append(f"Not marked, as many packages tie: {', '.join(unmarked)}")
    if len(parties) > 2:
        lines.append(f"Of {len(parties)} parties the first two are drawn")
    return lines
