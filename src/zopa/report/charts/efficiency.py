"""How efficient and how even the outcomes are with each strategy."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.game.arrays import Floats
from zopa.report.charts.endings import over_others
from zopa.report.charts.look import QUIET, broken, heading, label_pixels, many_labels, rounded, rows, whole
from zopa.report.charts.pool import Pool
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.figure import INK
from zopa.report.language import Language
from zopa.report.words import capital, decimals_for, plain, with_unit

if TYPE_CHECKING:
    import altair as alt

MEASURES = ("to_pareto", "to_nash", "to_kalai_smorodinsky", "evenness")
"""Measures drawn, those that there are."""


def efficiency(findings: Mapping[str, Any], say: Language, in_deals: bool = False) -> Exhibit | None:
    """Distance to the frontier, to two solutions, and evenness, by strategy: dots with intervals.

    A dot is the mean over the other's strategies alike; its interval the mean of the cells' intervals, which is no
    narrower than the mean's own, whatever the cells have in common.

    Args:
        findings: What a scenario's `findings.json` holds.
        say: Texts of the language.
        in_deals: Whether only worlds with a deal count.

    Returns:
        The exhibit; None where none of the measures is known.
    """
    pool = Pool(findings, say)
    ending = "_in_deals" if in_deals else ""
    there = [name for name in MEASURES if (cells := pool.cells(name + ending)) is not None and np.isfinite(cells).any()]
    if not there:
        return None
    import altair as alt

    known = {seat: {name: _spans(pool, seat, name + ending) for name in there} for seat in pool.shown}
    rows_ = [_row(pool, seat, known[seat], ending) for seat in pool.shown]
    title, told = _words(pool, known, there, ending)
    key = "charts.efficiency.below_deals" if in_deals else "charts.efficiency.below"
    chart = whole(alt.vconcat(*rows_, spacing=24), title, told, say(key))
    name = "efficiency-in-deals" if in_deals else "efficiency"
    return Exhibit(name, title, told, _twin(pool, known, ending), chart, say("charts.efficiency.note"))


def _spans(pool: Pool, seat: str, measure: str) -> tuple[Floats, Floats, Floats]:
    """Means with their ends by own strategy, each (m,)."""
    parts = [pool.cells(measure, part) for part in ("value", "low", "high")]
    assert parts[0] is not None
    value, low, high = (over_others(pool.own(seat, parts[0] if one is None else one)) for one in parts)
    return value, np.where(np.isfinite(low), low, value), np.where(np.isfinite(high), high, value)


def _named(pool: Pool, measure: str, ending: str) -> str:
    """A measure in words: those of the catalogue, with the unit of the findings."""
    return with_unit(
        pool.say(f"charts.efficiency.{measure}"), pool.findings["measures"][measure + ending].get("unit") or ""
    )


def _words(pool: Pool, known: Mapping[str, Any], there: Sequence[str], ending: str) -> tuple[str, str]:
    parts, told = [], []
    for seat, spans in known.items():
        best = {}
        for name in there:
            value = spans[name][0]
            if np.isfinite(value).any():
                at = int(np.nanargmax(value) if name == "evenness" else np.nanargmin(value))
                best[name] = (
                    pool.labels([pool.names[seat][at]])[0],
                    plain(float(value[at]), decimals_for(float(np.nanmax(np.abs(value))))),
                )
        first = there[0]
        if first in best:
            parts.append(
                pool.say(
                    f"charts.efficiency.title_{'even' if first == 'evenness' else 'near'}",
                    party=pool.titled(seat),
                    best=best[first][0],
                )
            )
        said = pool.say("charts.listing").join(
            pool.say("charts.efficiency.best", what=_named(pool, name, ending), best=label, value=value)
            for name, (label, value) in best.items()
        )
        told.append(capital(pool.say("charts.efficiency.alt", party=pool.titled(seat), parts=said)))
    return capital(pool.say("charts.and").join(parts)), " ".join(told)


def _row(pool: Pool, seat: str, spans: Mapping[str, tuple[Floats, Floats, Floats]], ending: str) -> "alt.HConcatChart":
    import altair as alt

    panels = [_panel(pool, seat, name, some, at == 0, ending) for at, (name, some) in enumerate(spans.items())]
    row: alt.HConcatChart = alt.hconcat(*panels, spacing=14, title=heading(pool.titled(seat)))
    return row


def _panel(
    pool: Pool, seat: str, measure: str, spans: tuple[Floats, Floats, Floats], first: bool, ending: str
) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt

    names = pool.ranked(seat)
    labels, each = pool.labels(names), 20 if len(names) <= 15 else 14
    drawn = []
    for label, name in zip(labels, names, strict=True):
        at = pool.names[seat].index(name)
        value, low, high = (rounded(float(one[at]), 4) for one in spans)
        if value is not None:
            drawn.append({"s": label, "v": value, "low": low, "high": high})
    axis = alt.Axis(
        **QUIET,
        labels=first,
        grid=True,
        labelPadding=6,
        labelLimit=label_pixels(labels, 12),
        **many_labels(len(names), each),
    )
    y = alt.Y("s:N", sort=labels, axis=axis, scale=alt.Scale(domain=labels, padding=0.5))
    x = alt.X("v:Q", title=None, scale=alt.Scale(zero=False, nice=3), axis=alt.Axis(tickCount=3, labelOverlap=True))
    base, colour = alt.Chart(rows(drawn)), pool.colours[seat]
    tips = [alt.Tooltip("s:N"), *(alt.Tooltip(f"{key}:Q") for key in ("v", "low", "high"))]
    layers = [
        base.mark_rule(strokeWidth=1.6, color=colour, aria=False).encode(x=alt.X("low:Q"), x2="high", y=y),
        base.mark_point(filled=True, size=42, opacity=1, color=colour, shape=pool.shapes[seat]).encode(
            x=x, y=y, tooltip=tips
        ),
    ]
    title = alt.TitleParams(
        broken(_named(pool, measure, ending), 122, 11),
        fontSize=11,
        fontWeight="normal",
        anchor="start",
        offset=4,
        color=INK,
    )
    return alt.layer(*layers).properties(width=118, height=each * len(names), title=title)


def _twin(pool: Pool, known: Mapping[str, Any], ending: str) -> Twin:
    table, there = [], list(next(iter(known.values())))
    for seat, spans in known.items():
        for name in pool.ranked(seat):
            at = pool.names[seat].index(name)
            numbers = [rounded(float(part[at]), 6) for measure in there for part in spans[measure]]
            table.append((capital(pool.titled(seat)), *pool.labels([name]), *numbers))
    ends = [pool.say("charts.col.low"), pool.say("charts.col.high")]
    heads = [text for measure in there for text in (_named(pool, measure, ending), *ends)]
    return Twin((pool.say("charts.col.party"), pool.say("charts.col.strategy"), *heads), tuple(table))
