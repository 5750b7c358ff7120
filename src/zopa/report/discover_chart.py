"""The chart of scenario discovery: what coverage costs in density, and what the boxes are."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.analysis.discovery import Discovery, Found
from zopa.report.discover_told import Searched, Told, heading, noun, told
from zopa.report.figure import GREY, PALETTE, check_names, save, styled
from zopa.report.words import finished, level_text, percent

if TYPE_CHECKING:
    import altair as alt

OUTSIDE = "#D9D9D9"

WIDTH, HEIGHT, ROW = 360, 300, 46


def discover_chart(said: Searched, files: Sequence[Path]) -> list[Path]:
    """Draw what was found and save it; needs neither a browser nor a network.

    Args:
        said: What was searched and found; something was searched.
        files: Files to write, by their endings `.png`, `.svg` or `.html`; folders are made if missing.

    Returns:
        The files.

    Raises:
        ValueError: If a name ends otherwise.
    """
    check_names(files)
    return save(draw_discovery(said), files)


def draw_discovery(said: Searched) -> "alt.HConcatChart":
    """The chart itself, for pages and notebooks.

    Args:
        said: What was searched and found; something was searched.
    """
    import altair as alt

    found = said.found
    assert found is not None
    shown = found.boxes or [one for one in (found.last,) if one is not None]
    panels: list[Any] = [_trade_off(said, found, shown)]
    if found.boxes:
        panels.append(_boxes(said, found))
    share = percent(said.cases / said.rows)
    below = [f"{share} of {said.rows:,} {noun(said)}; {len(found.classes):,} factors searched"]
    if not found.boxes:
        below.append("No box is told from noise")
    title = alt.TitleParams(
        f"{heading(said.when)}: when?",
        subtitle=[finished(line) for line in below], anchor="start", offset=14, fontSize=18,
    )  # fmt: skip
    figure: alt.HConcatChart = styled(alt.hconcat(*panels, spacing=40, title=title))
    return figure


def _trade_off(said: Searched, found: Discovery, shown: Sequence[Found]) -> "alt.LayerChart | alt.FacetChart":
    """The peeling trajectories, the boxes made of them, and what shuffled outcomes reach."""
    import altair as alt

    steps: list[dict[str, Any]] = []
    boxes: list[dict[str, Any]] = []
    for number, one in enumerate(shown, 1):
        every = [{"x": s.size.cases / found.cases, "y": s.size.density, "box": f"{number}"} for s in one.steps]
        steps += every
        boxes.append({"x": one.size.cases / found.cases, "y": one.size.density, "box": f"{number}"})
    names = [f"{number}" for number in range(1, len(shown) + 1)]
    colours = [PALETTE[at % len(PALETTE)] for at in range(len(names))]
    colour = alt.Color("box:N", scale=alt.Scale(domain=names, range=colours), legend=None)
    percents = alt.Axis(format="~%", tickCount=6)
    x = alt.X("x:Q", title="coverage: share of all cases in the box", axis=percents, scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("y:Q", title="density: share of the box that are cases", axis=percents, scale=alt.Scale(domain=[0, 1]))
    marks = [
        {"y": said.cases / said.rows, "said": f"all {noun(said)}"},
        {"y": float(shown[0].noise.shuffled.max()), "said": "shuffled outcomes reach at most"},
    ]
    levels = alt.Chart(alt.InlineData(values=marks)).encode(y=y)
    chosen = alt.Chart(alt.InlineData(values=boxes)).encode(x=x, y=y)
    layers = [
        levels.mark_rule(color=GREY, strokeDash=[4, 3]),
        levels.mark_text(color=GREY, align="left", baseline="bottom", dx=4, dy=-3, fontSize=11).encode(
            x=alt.value(0), text="said:N"
        ),
        alt.Chart(alt.InlineData(values=steps))
        .mark_circle(size=34, opacity=0.55)
        .encode(x=x, y=y, color=colour),
    ]  # fmt: skip
    if found.boxes:
        diamond = chosen.mark_point(shape="diamond", filled=True, size=210, opacity=1, stroke="white", strokeWidth=1.5)
        layers.append(diamond.encode(color=colour))
    if len(found.boxes) > 1:
        layers.append(chosen.mark_text(dx=12, dy=-8, fontSize=13, fontWeight="bold").encode(text="box:N", color=colour))
    said_below = "each point is a box, peeled from the one to its right"
    if found.boxes:
        said_below += "; diamond: the box told of"
    title = alt.TitleParams("What coverage costs in density", subtitle=said_below, anchor="start", fontSize=14)
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT, title=title)


def _boxes(said: Searched, found: Discovery) -> "alt.LayerChart | alt.FacetChart":
    """One bar for each factor that a box restricts: all of its range, and the part inside."""
    import altair as alt

    bars: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    order: list[str] = []
    for number, one in enumerate(found.boxes):
        inside = PALETTE[number % len(PALETTE)]
        for limit in told(found, one, said.units):
            label = finished(limit.text()) + (f"\n({limit.unit})" if limit.unit else "")
            label = f"{number + 1}: {label}" if len(found.boxes) > 1 else label
            order.append(label)
            new_bars, new_words = _words(limit, inside) if limit.words else _stretch(limit, inside)
            bars += [{**bar, "limit": label} for bar in new_bars]
            words += [{**word, "limit": label} for word in new_words]
    axis = alt.Axis(
        labelLimit=420, ticks=False, domain=False, title=None, labelPadding=10, labelExpr="split(datum.label, '\\n')"
    )  # fmt: skip
    y = alt.Y("limit:N", sort=order, axis=axis, scale=alt.Scale(paddingInner=0.55, paddingOuter=0.3))
    x = alt.X("from:Q", axis=None, scale=alt.Scale(domain=[0, 1]))
    drawn = alt.Chart(alt.InlineData(values=bars)).encode(
        x=x, x2="to", y=y, color=alt.Color("colour:N", scale=None, legend=None)
    )
    texts = alt.Chart(alt.InlineData(values=words)).encode(x=alt.X("at:Q", axis=None), y=y, text="text:N")
    layers: list[Any] = [drawn.mark_bar(stroke="white", strokeWidth=1.0)]
    for align in ("left", "center", "right"):
        part = texts.transform_filter(f"datum.align == '{align}'")
        layers.append(part.mark_text(align=align, dy=ROW * 0.36, fontSize=11, color=GREY))
    size = "coloured: inside the box; grey: the rest of what the factor takes"
    title = alt.TitleParams(
        "The box" if len(found.boxes) == 1 else "The boxes", subtitle=size, anchor="start", fontSize=14
    )
    return alt.layer(*layers).properties(width=WIDTH - 60, height=max(1, len(order)) * ROW, title=title)


def _stretch(limit: Told, colour: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A number: its whole range in grey, the stretch inside in colour, and both ends."""
    span = limit.most - limit.least
    low, high = (
        (value - limit.least) / span if value is not None else end
        for value, end in ((limit.low, 0.0), (limit.high, 1.0))
    )
    thin = 0.01  # what is a single value is still seen
    bars = [{"from": 0.0, "to": 1.0, "colour": OUTSIDE}]
    bars.append({"from": max(0.0, min(low, high - thin)), "to": min(1.0, max(high, low + thin)), "colour": colour})
    ends = [(0.0, limit.least, "left"), (1.0, limit.most, "right")]
    return bars, [{"at": at, "text": limit.number(value), "align": align} for at, value, align in ends]


def _words(limit: Told, colour: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A categorical factor: a piece for each word."""
    every = [(word, colour if word in limit.words else OUTSIDE) for word in limit.every]
    wide = 1.0 / len(every)
    bars = [{"from": at * wide, "to": (at + 1) * wide, "colour": kind} for at, (_, kind) in enumerate(every)]
    words = [
        {"at": (at + 0.5) * wide, "text": level_text(word), "align": "center"} for at, (word, _) in enumerate(every)
    ]
    return bars, words
