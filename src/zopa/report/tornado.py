"""The tornado chart: how far an outcome's mean goes with each factor, and the indices beside it."""

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zopa.analysis.morris import MU
from zopa.report.figure import DEAL, FONT, GREY, INK, NO_DEAL, PALETTE, check_names, plain_legend, save, styled
from zopa.report.language import Language
from zopa.report.sensitivity_run import Sensitivity
from zopa.report.sensitivity_text import level_of, measured, titled
from zopa.report.words import capital, finished, with_unit

if TYPE_CHECKING:
    import altair as alt

SHOWN = 12
"""Factors drawn, the rest being named by their number."""

DUMMY = "(does nothing)"

LEVELS = PALETTE[2]
"""Bluish green, for levels that are no numbers; apart from the other two for every kind of colour vision."""

LOW, HIGH, WORD, NONE = "low end", "high end", "levels that are words", "changes nothing"

MARKS = {LOW: (DEAL, "circle"), HIGH: (NO_DEAL, "diamond"), WORD: (LEVELS, "square")}
"""Colour and shape of the ends of bars."""

WIDTH, BESIDE, ROW = 400, 250, 34

NARROW = 150
"""Pixels for the names of factors where panels may stand below each other."""

LETTERS = 23
"""Letters that these hold."""


def tornado(found: Sequence[Sensitivity], title: str, files: Sequence[str | os.PathLike[str]]) -> list[Path]:
    """Draw the chart and save it; needs neither a browser nor a network, nor does the page.

    Args:
        found: What was found; outcomes of which nothing can be said are left out.
        title: What stands above.
        files: Files to write, by their endings `.png`, `.svg` or `.html`; their folders are made if missing.

    Returns:
        The files.

    Raises:
        ValueError: A name ends otherwise.
    """
    paths = [Path(file) for file in files]
    check_names(paths)
    return save(draw_tornado(found, title), paths)


def draw_tornado(found: Sequence[Sensitivity], title: str, say: Language | None = None) -> "alt.VConcatChart":
    """The chart itself, for pages and notebooks.

    Args:
        found: What was found; outcomes of which nothing can be said are left out.
        title: What stands above.
        say: The language; English where left out.
    """
    import altair as alt

    say = say or Language("en")
    shown = [one for one in found if one.ranking is not None]
    rows = [
        alt.hconcat(
            _swings(one, one is shown[-1], say), _indices(one, one is shown[-1], say), spacing=18
        ).resolve_scale(color="independent", shape="independent")
        for one in shown
    ]
    head = alt.TitleParams(finished(title), anchor="start", offset=14, fontSize=18)
    panels = alt.vconcat(*rows, spacing=34, title=head).resolve_scale(color="independent", shape="independent")
    figure: alt.VConcatChart = plain_legend(styled(panels, subtitle=12))
    return figure


def tornado_panels(one: Sensitivity, say: Language) -> "alt.HConcatChart":
    """The two panels of one outcome, each with its labels, so that they may stand below each other.

    Args:
        one: What was found.
        say: The language.
    """
    import altair as alt

    bars: Any = _swings(one, True, say, room=0.5)
    dots: Any = _indices(one, True, say)
    lines = {name: _two_lines(name) for name in _names(one).values()}
    axis = alt.Axis(
        labelExpr=f"{json.dumps(lines)}[datum.value] || datum.value", labelLimit=NARROW, labelLineHeight=12,
        ticks=False, domain=False, grid=False,
    )  # fmt: skip
    for panel in (bars, dots):
        panel.title = alt.Undefined
        for layer in panel.layer:
            if layer.encoding.y is not alt.Undefined:
                layer.encoding.y = layer.encoding.y.copy()
                layer.encoding.y.axis = axis
    pair: alt.HConcatChart = plain_legend(styled(alt.hconcat(bars, dots), subtitle=12))
    return pair


def _two_lines(name: str) -> list[str]:
    """A name in two lines, broken at a space or within a path; of a longer one the middle is left out.

    >>> _two_lines("mechanisms.japan_ears.naive"), _two_lines("fund")
    (['mechanisms.japan_ears.', 'naive'], ['fund'])
    """
    pieces = re.findall(r"[^._\s]+[._\s]*|[._\s]+", name)
    first, second = "", ""
    while pieces and (not first or len(first + pieces[0]) <= LETTERS):
        first += pieces.pop(0)
    while pieces and (not second or len(pieces[-1] + second) < LETTERS):
        second = pieces.pop() + second
    return [first.rstrip(), *([f"…{second}" if pieces else second] if second else [])]


def _names(one: Sensitivity) -> dict[str, str]:
    """Factor -> what stands on the axis, in the order of the rows; no two the same."""
    assert one.ranking is not None
    names: dict[str, str] = {}
    for effect in one.ranking.effects[:SHOWN]:
        text = effect.name if one.factors[effect.name].role == "drawn" else titled(one, effect.name)
        names[effect.name] = text if text not in names.values() else f"{text} ({effect.name})"
    return names


def _swings(one: Sensitivity, legend: bool, say: Language, room: float = 0.22) -> "alt.LayerChart | alt.FacetChart":
    """The bars of the tornado, from the one end of a factor to the other; the last outcome has the legend.

    To each side there is room, as a share of what the bars span, for the words beside them.
    """
    import altair as alt

    bars, ends = _bars(one, say)
    dummy = say("tornado.dummy")
    half = 0.5 * one.chance
    nothing = [{"factor": dummy, "x": _round(one.mean - half), "x2": _round(one.mean + half)}]
    order = [*_names(one).values(), dummy]
    spots: list[float] = [row[key] for row in (*bars, *nothing) for key in ("x", "x2")]
    low, high = min(spots), max(spots)
    aside = room * (high - low) or max(1e-9, 0.1 * abs(low))
    axis = alt.Axis(tickCount=5, format="~%") if one.measure.statistic == "share" else alt.Axis(tickCount=5)
    x = alt.X(
        "x:Q", title=with_unit(say("tornado.mean", outcome=one.outcome), one.unit), axis=axis,
        scale=alt.Scale(domain=[low - aside, high + aside], zero=False, nice=False),
    )  # fmt: skip
    y = alt.Y("factor:N", sort=order, title=None, axis=alt.Axis(labelLimit=260, ticks=False, domain=False, grid=False))
    kinds = [kind for kind in MARKS if any(end["kind"] == kind for end in ends)]
    shown = _legend(kinds, say) if legend else None
    colours, shapes = ([MARKS[kind][at] for kind in kinds] for at in range(2))
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=colours), legend=shown)
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=shapes), legend=shown)
    middle, ground, grey = (
        alt.Chart(alt.InlineData(values=rows)) for rows in ([{"x": _round(one.mean)}], bars, nothing)
    )
    left, right = (
        alt.Chart(alt.InlineData(values=[end for end in ends if end["side"] == side])).encode(x=x, y=y, text="text:N")
        for side in ("left", "right")
    )
    marks = alt.Chart(alt.InlineData(values=[end for end in ends if end["kind"] != NONE])).mark_point(
        filled=True, size=75, opacity=1.0
    )
    figure = alt.layer(
        grey.mark_bar(height=13, color="#BBBBBB").encode(x=x, x2="x2", y=y),
        ground.mark_bar(height=13, color="#C9D6DF").encode(x=x, x2="x2", y=y),
        middle.mark_rule(color=GREY, strokeDash=[3, 3]).encode(x=x),
        marks.encode(x=x, y=y, color=colour, shape=shape),
        left.mark_text(align="right", dx=-9, fontSize=11, font=FONT, color=INK),
        right.mark_text(align="left", dx=9, fontSize=11, font=FONT, color=INK),
    )
    return figure.properties(width=WIDTH, height=ROW * len(order), title=_heading(one.outcome, _below(one, say)))


def _legend(kinds: Sequence[str], say: Language) -> Any:
    """The legend, in the language of the page."""
    import altair as alt

    said = {kind: say(f"tornado.{_KEYS[kind]}") for kind in kinds}
    if all(kind == text for kind, text in said.items()):
        return alt.Undefined
    return alt.Legend(labelExpr=f"{json.dumps(said)}[datum.value]")


_KEYS = {LOW: "low", HIGH: "high", WORD: "word", NONE: "none"}


def _bars(one: Sensitivity, say: Language) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A bar for each factor, and its two ends with the levels there."""
    bars, ends = [], []
    for factor, name in _names(one).items():
        if factor not in one.swings:
            ends.append(
                {"factor": name, "x": _round(one.mean), "kind": NONE, "text": say("tornado.none"), "side": "right"}
            )
            continue
        swing = one.swings[factor]
        words = any(isinstance(end.level, str | bool) for end in swing.levels)
        pair = sorted(((LOW, swing.low, "≤"), (HIGH, swing.high, "≥")), key=lambda part: part[1].mean)
        bars.append({"factor": name, "x": _round(pair[0][1].mean), "x2": _round(pair[1][1].mean)})
        for side, (kind, end, sign) in zip(("left", "right"), pair, strict=True):
            text, what = finished(level_of(end, swing, sign)), WORD if words else kind
            ends.append({"factor": name, "x": _round(end.mean), "kind": what, "text": text, "side": side})
    return bars, ends


def _below(one: Sensitivity, say: Language) -> list[str]:
    assert one.ranking is not None
    rest = len(one.ranking.effects) - SHOWN
    lines = [*([finished(measured(one.measure))] if say.code == "en" else []), say("tornado.below")]
    return lines + ([say("tornado.rest", rest=rest)] if rest > 0 else [])


def _indices(one: Sensitivity, legend: bool, say: Language) -> "alt.LayerChart | alt.FacetChart":
    """The index that ranks the factors and one more, with intervals; the dummy's as a grey band."""
    import altair as alt

    assert one.ranking is not None
    ranking = one.ranking
    kinds = [ranking.by, *(kind for kind in ranking.dummy.indices if kind not in (ranking.by, MU))]
    rows = _points(one, kinds, say)
    order = [*_names(one).values(), say("tornado.dummy")]
    values: list[float] = [row[key] for row in rows for key in ("x", "x2", "x3")]
    low, high = min(0.0, *values), max(values) or 1.0
    morris = ranking.method == "morris"
    title = with_unit(say("tornado.change"), one.unit) if morris else say("tornado.variance")
    share = ranking.method != "morris" or one.measure.statistic == "share"
    axis = alt.Axis(tickCount=5, format="~%" if share else alt.Undefined)
    room = alt.Scale(domain=[low - 0.04 * (high - low), high + 0.04 * (high - low)], nice=False)
    x, ends = (alt.X(f"{key}:Q", title=title, axis=axis, scale=room) for key in ("x", "x2"))
    y = alt.Y("factor:N", sort=order, title=None, axis=alt.Axis(labels=False, ticks=False, domain=False, grid=False))
    offset = alt.YOffset("kind:N", sort=kinds, scale=alt.Scale(paddingOuter=0.7))
    colour = alt.condition("datum.dummy", alt.value("#999999"), alt.value(INK))
    shapes = alt.Scale(domain=kinds, range=["circle", "triangle-up"][: len(kinds)])
    shape = alt.Shape("kind:N", scale=shapes, legend=alt.Undefined if legend else None)
    band = rows[-len(kinds)]
    ground, drawn = (alt.Chart(alt.InlineData(values=some)) for some in ([{"x": band["x2"], "x2": band["x3"]}], rows))
    points = drawn.mark_point(size=48, opacity=1.0, filled=True)
    figure = alt.layer(
        ground.mark_rect(color="#BBBBBB", opacity=0.35).encode(x=x, x2="x2"),
        drawn.mark_rule(strokeWidth=1.6).encode(x=ends, x2="x3", y=y, yOffset=offset, color=colour),
        points.encode(x=x, y=y, yOffset=offset, shape=shape, color=colour),
    )
    below = [say("tornado.intervals")] if ranking.method in ("sobol", "morris") else []
    title_ = _heading(capital(say(f"tornado.{ranking.method}")), [*below, say("tornado.grey")])
    return figure.properties(width=BESIDE, height=ROW * len(order), title=title_)


def _points(one: Sensitivity, kinds: Sequence[str], say: Language) -> list[dict[str, Any]]:
    """A point with its interval for each factor and index; the dummy's are the last."""
    assert one.ranking is not None
    ranking, names = one.ranking, _names(one)
    effects = [(names[effect.name], effect) for effect in ranking.effects[:SHOWN]]
    rows = []
    for name, effect in (*effects, (say("tornado.dummy"), ranking.dummy)):
        for kind in kinds:
            part = effect.indices[kind]
            low, high = part.ends
            row = {"factor": name, "kind": kind, "x": _round(part.value), "x2": _round(low), "x3": _round(high)}
            rows.append({**row, "dummy": effect is ranking.dummy})
    return rows


def _heading(text: str, below: list[str]) -> "alt.TitleParams":
    import altair as alt

    return alt.TitleParams(text, subtitle=below, anchor="start", fontSize=14)


def _round(number: float) -> float:
    """With seven digits: the page needs no more."""
    return float(f"{number:.7g}")
