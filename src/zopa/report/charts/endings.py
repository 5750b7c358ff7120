"""How talks end with each strategy: a deal, the time, broken off, left."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.game.arrays import Floats
from zopa.report.charts.look import QUIET, heading, label_pixels, many_labels, quarters, rounded, rows, shared, whole
from zopa.report.charts.pool import Pool, array
from zopa.report.charts.worlds import DEAL_COLOUR
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.figure import INK, PALETTE
from zopa.report.language import Language
from zopa.report.words import capital

if TYPE_CHECKING:
    import altair as alt

PANEL = 430
"""Pixels of a bar."""

COLOURS = {"deal": DEAL_COLOUR, "time": "#B5BCC3", "broken_off": PALETTE[3], "stuck": "#5F6B76"}
"""By ending; who leaves has the party's colour."""


def endings(findings: Mapping[str, Any], say: Language) -> Exhibit | None:
    """Shares of worlds by ending for each strategy, over all strategies of the other side alike.

    Args:
        findings: What a scenario's `findings.json` holds.
        say: Texts of the language.

    Returns:
        The exhibit; None where it is not known how talks ended.
    """
    pool = Pool(findings, say)
    known = {kind: array(cells) for kind, cells in (findings.get("ends") or {}).items()}
    order = [kind for kind in ("deal", *known) if kind in known]  # what is good stands first
    kinds = [
        kind
        for kind in dict.fromkeys(order)
        if np.isfinite(known[kind]).any() and (kind == "deal" or np.nanmax(known[kind]) > 0.0)
    ]
    if not kinds:
        return None
    import altair as alt

    shares = {seat: {kind: over_others(pool.own(seat, known[kind])) for kind in kinds} for seat in pool.shown}
    panels = [_panel(pool, seat, shares[seat]) for seat in pool.shown]
    title, told = _words(pool, shares)
    figure = alt.vconcat(*panels, spacing=24)
    return Exhibit(
        "endings",
        title,
        told,
        _twin(pool, shares),
        whole(figure, title, told, say("charts.endings.below")),
        say("charts.endings.note"),
    )


def over_others(own: Floats) -> Floats:
    """Mean over the other's strategies that were played, (m,); nan where none was.

    Args:
        own: A measure by own strategy and the other's, (m, n), nan where nothing counts.
    """
    known = np.isfinite(own)
    count = known.sum(axis=1)
    return np.where(count > 0, np.where(known, own, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)


def ending_words(pool: Pool, kind: str) -> str:
    """An ending in words.

    Args:
        pool: The strategies.
        kind: Its word in tables.
    """
    if kind.startswith("left_"):
        seat = kind.removeprefix("left_")
        return pool.say("charts.endings.left", party=pool.findings["parties"].get(seat, seat))
    return pool.say(f"charts.endings.{kind}") if kind in COLOURS else kind.replace("_", " ")


def _words(pool: Pool, shares: Mapping[str, Mapping[str, Floats]]) -> tuple[str, str]:
    told, parts = [], []
    for seat, own in shares.items():
        names, deal = pool.names[seat], own.get("deal")
        if deal is None or not np.isfinite(deal).any():
            continue
        most, least = int(np.nanargmax(deal)), int(np.nanargmin(deal))
        best, worst = pool.labels([names[most], names[least]])
        values = {
            "party": pool.titled(seat),
            "best": best,
            "worst": worst,
            "most": shared(deal[most], 0),
            "least": shared(deal[least], 0),
        }
        told.append(capital(pool.say("charts.endings.alt", **values)))
        parts.append(pool.say("charts.endings.title" if deal[most] > deal[least] else "charts.endings.same", **values))
    return capital(pool.say("charts.and").join(parts)) or pool.say("charts.endings.below"), " ".join(told)


def _panel(pool: Pool, seat: str, shares: Mapping[str, Floats]) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt

    names = pool.ranked(seat)
    labels, place = pool.labels(names), [pool.names[seat].index(name) for name in names]
    each = 20 if len(names) <= 15 else 14
    kinds = {kind: ending_words(pool, kind) for kind in shares}
    parts, ends = [], []
    for label, at in zip(labels, place, strict=True):
        end = 0.0
        for kind, own in shares.items():
            if np.isfinite(own[at]) and own[at] > 0.0:
                start, end = end, end + float(own[at])
                parts.append(
                    {
                        "s": label,
                        "k": kinds[kind],
                        "a": rounded(start, 4),
                        "b": rounded(end, 4),
                        "w": rounded(float(own[at]), 3),
                    }
                )
        deal = float(shares["deal"][at]) if "deal" in shares else float("nan")
        ends.append({"s": label, "t": shared(deal, 0) or ""})
    axis = alt.Axis(
        **QUIET, grid=False, labelLimit=label_pixels(labels, 12), labelPadding=6, **many_labels(len(names), each)
    )
    y = alt.Y("s:N", sort=labels, axis=axis, scale=alt.Scale(paddingInner=0.15, paddingOuter=0.1))
    x = quarters("a:Q")
    colours = [COLOURS.get(kind) or pool.colours.get(kind.removeprefix("left_"), "#999999") for kind in kinds]
    colour = alt.Color("k:N", scale=alt.Scale(domain=list(kinds.values()), range=colours), legend=alt.Legend())
    bars = (
        alt.Chart(rows(parts))
        .mark_bar(stroke="white", strokeWidth=0.8)
        .encode(
            x=x,
            x2="b",
            y=y,
            color=colour,
            tooltip=[alt.Tooltip("s:N"), alt.Tooltip("k:N"), alt.Tooltip("w:Q", format=".1~%")],
        )
    )
    words = (
        alt.Chart(rows(ends))
        .mark_text(align="right", fontSize=11, color=INK, aria=False)
        .encode(x=alt.value(PANEL + 42), y=y, text="t:N")
    )
    return alt.layer(bars, words).properties(width=PANEL, height=each * len(names), title=heading(pool.titled(seat)))


def _twin(pool: Pool, shares: Mapping[str, Mapping[str, Floats]]) -> Twin:
    table = []
    for seat, own in shares.items():
        for name in pool.ranked(seat):
            at = pool.names[seat].index(name)
            table.append(
                (
                    capital(pool.titled(seat)),
                    *pool.labels([name]),
                    *(shared(float(cells[at])) for cells in own.values()),
                )
            )
    kinds = next(iter(shares.values()))
    heads = [
        pool.say("charts.col.party"),
        pool.say("charts.col.strategy"),
        *(ending_words(pool, kind) for kind in kinds),
    ]
    return Twin(tuple(heads), tuple(table))
