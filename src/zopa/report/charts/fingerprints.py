"""Fingerprints of strategies: what is still asked for, by the opponent's toughness and the time that is gone."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.report.charts.look import heading, label_pixels, ramp, rounded, shared, strategy_label, thin, whole
from zopa.report.charts.pool import Pool, array
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.figure import INK
from zopa.report.language import Language
from zopa.report.words import capital, plain

if TYPE_CHECKING:
    import altair as alt

MOST = 12
"""Strategies drawn side by side: the best by rank, without those that move alike."""

COLUMNS = 4
"""Panels beside each other."""


def fingerprints(findings: Mapping[str, Any], say: Language) -> list[Exhibit]:
    """One exhibit for each seat: its strategies' fingerprints as small multiples, the best by rank first.

    Args:
        findings: What a scenario's `findings.json` holds.
        say: Texts of the language.

    Returns:
        The exhibits; none where no fingerprints were taken.
    """
    pool, found = Pool(findings, say), []
    for seat in pool.shown:
        prints = (findings.get("fingerprints") or {}).get(seat) or {}
        names = [name for name in pool.ranked(seat) if name in prints]
        if names:
            found.append(_of_seat(pool, seat, {name: prints[name] for name in names}))
    return found


def fingerprint_picture(name: str, said: Mapping[str, Any], say: Language, colour: str = "#0072B2") -> Exhibit:
    """One strategy's fingerprint by itself.

    Args:
        name: The strategy.
        said: Its fingerprint, as `Fingerprint.as_dict` says it.
        say: Texts of the language.
        colour: Of high demands.
    """
    label = strategy_label(name)
    title = capital(say("charts.fingerprint.one", name=label))
    told = _told(say, label, said)
    chart = whole(_panel(said, label, colour, say, (360, 220), True), title, told, say("charts.fingerprint.below"))
    return Exhibit(
        f"fingerprint-{name}".replace("_", "-"), title, told, _cells(say, said), chart, say("charts.fingerprint.note")
    )


def _of_seat(pool: Pool, seat: str, prints: Mapping[str, Mapping[str, Any]]) -> Exhibit:
    import altair as alt

    say, names = pool.say, list(prints)
    shown = names[:MOST]
    labels = dict(zip(names, pool.labels(names), strict=True))
    columns = min(COLUMNS, len(shown))
    size = (112, 96) if columns == COLUMNS else (150, 110)
    panels = [
        _panel(prints[name], labels[name], pool.colours[seat], say, size, at % columns == 0, at >= len(shown) - columns)
        for at, name in enumerate(shown)
    ]
    figure = alt.concat(*panels, columns=columns, spacing=12).resolve_scale(color="shared")
    title = _title(pool, seat, prints)
    told = " ".join(_told(say, labels[name], prints[name]) for name in shown[:4])
    note = say("charts.fingerprint.note") + (
        say("charts.fingerprint.hidden", count=len(names) - len(shown)) if len(shown) < len(names) else ""
    )
    chart = whole(figure, title, told, say("charts.fingerprint.below"))
    return Exhibit(f"fingerprints-{seat}".replace("_", "-"), title, told, _habits(pool, prints), chart, note)


def _title(pool: Pool, seat: str, prints: Mapping[str, Mapping[str, Any]]) -> str:
    given = {name: said["habits"].get("concession") for name, said in prints.items()}
    known = {name: value for name, value in given.items() if value is not None}
    if not known:
        return capital(pool.say("charts.fingerprint.plain", party=pool.titled(seat)))
    most, least = (pool.labels([find(known, key=lambda name: known[name])])[0] for find in (max, min))
    return capital(pool.say("charts.fingerprint.title", party=pool.titled(seat), most=most, least=least))


def _told(say: Language, label: str, said: Mapping[str, Any]) -> str:
    habits = said["habits"]
    values = {
        key: say("charts.none") if habits.get(key) is None else plain(habits[key], 2)
        for key in ("opening", "concession", "responsiveness")
    }
    return capital(say("charts.fingerprint.alt", name=label, deals=shared(habits["deals"], 0), **values))


def _panel(
    said: Mapping[str, Any],
    label: str,
    colour: str,
    say: Language,
    size: tuple[int, int],
    left: bool,
    below: bool = True,
) -> "alt.LayerChart | alt.FacetChart":
    """Cells by time and toughness; where the talks of half the worlds are over, a line."""
    import altair as alt

    betas, times, demand = said["betas"], [float(one) for one in said["times"]], array(said["demand"])
    width, height = size
    cells = [
        (i, j, rounded(float(demand[i, j]), 3))
        for i in range(len(betas))
        for j in range(len(times))
        if np.isfinite(demand[i, j])
    ]
    shown = [0, len(betas) // 2, len(betas) - 1]
    ends = [say("charts.fingerprint.tough"), "", say("charts.fingerprint.soft")]
    words = f"datum.value == 0 ? '{ends[0]}' : datum.value == {shown[2]} ? '{ends[2]}' : ''"
    y = alt.Y(
        "i:O",
        scale=alt.Scale(domain=list(range(len(betas))), padding=0),
        title=say("charts.fingerprint.opponent") if left else None,
        axis=alt.Axis(
            labelExpr=words,
            labels=left,
            ticks=False,
            domain=False,
            grid=False,
            labelLimit=label_pixels(ends),
            labelOverlap=False,
        ),
    )
    last = len(times) - 1
    gone = f"datum.value == 0 ? '0' : datum.value == {last} ? '100 %' : ''"
    x = alt.X(
        "j:O",
        scale=alt.Scale(domain=list(range(len(times))), padding=0),
        title=say("charts.fingerprint.time") if below else None,
        axis=alt.Axis(
            labelExpr=gone, labels=below, ticks=False, domain=False, grid=False, labelAngle=0, labelOverlap=False
        ),
    )
    fill = alt.Color(
        "v:Q",
        scale=alt.Scale(domain=[0, 1], range=ramp(colour), clamp=True),
        legend=alt.Legend(title=say("charts.fingerprint.demand"), gradientLength=160, values=[0, 0.5, 1]),
    )
    layers = [
        alt.Chart(thin(["i", "j", "v"], cells))
        .mark_rect(aria=False)
        .encode(x=x, y=y, color=fill, tooltip=[alt.Tooltip("v:Q")])
    ]
    line = _half(said)
    if line:
        for stroke, wide in (("white", 4.0), (INK, 2.0)):
            edge = alt.Chart(thin(["i", "a"], line)).mark_tick(
                thickness=wide, color=stroke, bandSize=height / len(betas), orient="vertical", aria=False
            )
            layers.append(edge.encode(x=alt.X("a:O"), y=alt.Y("i:O"), xOffset=alt.value(width / len(times))))
    head = heading(label, pixels=width + 10, size=12, name=True)
    return alt.layer(*layers).properties(width=width, height=height, title=head)


def _half(said: Mapping[str, Any]) -> list[tuple[int, int]]:
    """For each opponent the first stretch by whose end half the worlds have a deal."""
    deals = array(said["deals"])
    return [(i, int(np.argmax(row >= 0.5))) for i, row in enumerate(deals) if np.nanmax(row) >= 0.5]


def _habits(pool: Pool, prints: Mapping[str, Mapping[str, Any]]) -> Twin:
    keys = ("opening", "concession", "late", "responsiveness")
    labels = pool.labels(list(prints))
    table = [
        (label, *(said["habits"].get(key) for key in keys), shared(said["habits"]["deals"]))
        for label, said in zip(labels, prints.values(), strict=True)
    ]
    heads = [pool.say("charts.col.strategy"), *(pool.say(f"charts.fingerprint.{key}") for key in (*keys, "deals"))]
    return Twin(tuple(heads), tuple(table), note=pool.say("charts.fingerprint.table"))


def _cells(say: Language, said: Mapping[str, Any]) -> Twin:
    times: Sequence[float] = said["times"]
    some = sorted({round(at * (len(times) - 1) / 5) for at in range(6)})
    rows = [(f"{beta:g}", *(row[at] for at in some)) for beta, row in zip(said["betas"], said["demand"], strict=True)]
    return Twin((say("charts.fingerprint.beta"), *(shared(times[at], 0) or "" for at in some)), tuple(rows))
