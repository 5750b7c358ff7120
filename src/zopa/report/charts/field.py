"""Replicator dynamics between two strategies of each seat: where selection drives the two populations."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.report.charts.look import rounded, rows, shared, thin, whole
from zopa.report.charts.pool import Pool, array
from zopa.report.exhibit import Cell, Exhibit, Twin
from zopa.report.figure import GREY, INK, PALETTE
from zopa.report.language import Language
from zopa.report.words import capital

if TYPE_CHECKING:
    import altair as alt

SIDE = 380
"""Pixels of a side."""

MOST_POINTS = 60
"""Points of a path that are drawn."""


def replicator_field(findings: Mapping[str, Any], say: Language) -> Exhibit | None:
    """Arrows and paths of the replicator dynamics between the two strategies of each seat that matter most.

    Args:
        findings: What a scenario's `findings.json` holds; `dp[i][j]` and `dq[i][j]` are the velocities at `p[i]`,
            `q[j]`.
        say: Texts of the language.

    Returns:
        The exhibit; None without a field, or with that of one population, which has three corners.
    """
    pool = Pool(findings, say)
    found = (findings.get("replicator") or {}).get("field")
    if not found or "p" not in found:
        return None
    first, second = pool.seats
    a, b = (pool.labels(found["seats"][seat])[0] for seat in pool.seats)
    rest = _rests(pool, found["seats"])
    basins = list(findings["replicator"].get("attractors", ()))
    title, told = _words(pool, found, rest)
    chart = whole(_chart(pool, found, rest, (a, b)), title, told, _below(pool, found), pixels=SIDE + 160)
    table: list[tuple[Cell, ...]] = []
    for one in basins:
        mixes = [
            "; ".join(
                f"{label} {shared(one['mix'][seat][name], 0)}"
                for name, label in zip(one["mix"][seat], pool.labels(list(one["mix"][seat])), strict=True)
            )
            for seat in (first, second)
        ]
        basin = one.get("basin") or {}
        table.append((*mixes, shared(basin.get("share")), shared(basin.get("low")), shared(basin.get("high"))))
    heads = (
        *(capital(pool.parties[seat]) for seat in pool.seats),
        say("charts.field.basin"),
        say("charts.col.low"),
        say("charts.col.high"),
    )
    unsettled = findings["replicator"].get("unsettled")
    note = say("charts.field.unsettled", share=shared(unsettled)) if unsettled else ""
    return Exhibit(
        "replicator-field", title, told, Twin(heads, tuple(table), note=note), chart, say("charts.field.note")
    )


def _rests(pool: Pool, seats: Mapping[str, list[str]]) -> list[tuple[float, float, str]]:
    """Attractors and other equilibria that lie within the square: shares of the first strategies, and kinds."""
    found: dict[tuple[float, float], str] = {}
    findings = pool.findings
    for kind, some in (
        ("end", findings["replicator"].get("attractors", ())),
        ("equilibrium", (findings.get("equilibria") or {}).get("list", ())),
    ):
        for one in some:
            shares = [one["mix"][seat] for seat in pool.seats]
            inside = all(
                sum(mix.get(name, 0.0) for name in seats[seat]) > 0.99
                for mix, seat in zip(shares, pool.seats, strict=True)
            )
            if inside:
                spot = tuple(
                    round(mix.get(seats[seat][0], 0.0), 3) for mix, seat in zip(shares, pool.seats, strict=True)
                )
                found.setdefault((spot[0], spot[1]), kind)
    return [(x, y, kind) for (x, y), kind in found.items()]


def _words(pool: Pool, found: Mapping[str, Any], rest: list[tuple[float, float, str]]) -> tuple[str, str]:
    say = pool.say
    ends = [one for one in rest if one[2] == "end"]
    names = {seat: pool.labels(found["seats"][seat]) for seat in pool.seats}
    told = [
        say("charts.and").join(
            _most(pool, seat, names[seat], share) for seat, share in zip(pool.seats, (x, y), strict=True)
        )
        for x, y, _ in ends
    ]
    title = say("charts.field.title", count=len(ends)) if len(ends) != 1 else say("charts.field.one", where=told[0])
    if not ends:
        unsettled = pool.findings["replicator"].get("unsettled") or 0.0
        title = say("charts.field.round" if unsettled > 0.5 else "charts.field.none")
    alt_text = say(
        "charts.field.alt",
        paths=len(found.get("paths", ())),
        ends=" / ".join(told) or say("charts.none"),
        a=names[pool.seats[0]][0],
        b=names[pool.seats[1]][0],
    )
    return capital(title), capital(alt_text)


def _most(pool: Pool, seat: str, names: list[str], share: float) -> str:
    """What most of a population plays."""
    name, most = (names[0], share) if share >= 0.5 else (names[1], 1.0 - share)
    key = "charts.field.at" if most < 0.995 else "charts.field.at_all"
    return pool.say(key, share=shared(most, 0), name=name, party=pool.parties[seat])


def _below(pool: Pool, found: Mapping[str, Any]) -> str:
    names = [pool.labels(found["seats"][seat]) for seat in pool.seats]
    return pool.say(
        "charts.field.below",
        first=pool.parties[pool.seats[0]],
        second=pool.parties[pool.seats[1]],
        a=names[0][0],
        a_other=names[0][1],
        b=names[1][0],
        b_other=names[1][1],
    )


def _chart(
    pool: Pool, found: Mapping[str, Any], rest: list[tuple[float, float, str]], names: tuple[str, str]
) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt

    titles = [
        pool.say("charts.field.axis", party=capital(pool.parties[seat]), name=name)
        for seat, name in zip(pool.seats, names, strict=True)
    ]
    axes: list[Any] = [
        kind(
            f"{key}:Q",
            title=title,
            scale=alt.Scale(domain=[-0.03, 1.03], nice=False),
            axis=alt.Axis(
                format="~%", values=[0, 0.25, 0.5, 0.75, 1], titleColor=pool.colours[seat], titleFontWeight="bold"
            ),
        )
        for kind, key, title, seat in zip((alt.X, alt.Y), "xy", titles, pool.seats, strict=True)
    ]
    layers = [
        _arrows(found).encode(
            x=axes[0], y=axes[1], angle=alt.Angle("d:Q", scale=None), size=alt.Size("s:Q", scale=None)
        )
    ]
    lines = [
        (number, at, rounded(x, 3), rounded(y, 3))
        for number, path in enumerate(found.get("paths", ()))
        for at, (x, y) in enumerate(_thinned(path))
    ]
    if lines:
        paths = alt.Chart(thin(["n", "t", "x", "y"], lines)).mark_line(
            color=PALETTE[2], strokeWidth=1.6, opacity=0.9, clip=True, aria=False
        )
        layers.append(paths.encode(x=axes[0], y=axes[1], detail="n:N", order="t:Q"))
        starts = [line for line in lines if line[1] == 0]
        dots = alt.Chart(thin(["n", "t", "x", "y"], starts)).mark_circle(
            color=PALETTE[2], size=22, opacity=1, aria=False
        )
        layers.append(dots.encode(x=axes[0], y=axes[1]))
    for kind, fill in (("equilibrium", "white"), ("end", INK)):
        spots = [{"x": x, "y": y} for x, y, which in rest if which == kind]
        if spots:
            marks = alt.Chart(rows(spots)).mark_point(
                shape="circle", size=170, fill=fill, stroke=INK, strokeWidth=2.2, opacity=1
            )
            layers.append(marks.encode(x=axes[0], y=axes[1]))
    return alt.layer(*layers).properties(width=SIDE, height=SIDE)


def _arrows(found: Mapping[str, Any]) -> "alt.Chart":
    """An arrow at each point of the grid, as long as the root of the speed there."""
    import altair as alt

    p, q, dp, dq = (array(found[key]) for key in ("p", "q", "dp", "dq"))
    speed = np.hypot(dp, dq)
    most = float(np.nanmax(speed)) or 1.0
    cells = [
        (
            rounded(float(p[i]), 3),
            rounded(float(q[j]), 3),
            round(math.degrees(math.atan2(dp[i, j], dq[i, j])) % 360.0),
            round(90 + 260 * float(speed[i, j]) / most),
        )
        for i in range(len(p))
        for j in range(len(q))
        if np.isfinite(speed[i, j]) and speed[i, j] > 1e-9 * most
    ]
    chart: alt.Chart = alt.Chart(thin(["x", "y", "d", "s"], cells)).mark_point(
        shape="arrow", filled=True, color=GREY, opacity=0.7, aria=False
    )
    return chart


def _thinned(path: Any) -> list[tuple[float, float]]:
    if len(path) <= MOST_POINTS:
        return [(float(x), float(y)) for x, y in path]
    kept = np.unique(np.linspace(0, len(path) - 1, MOST_POINTS).round().astype(int))
    return [(float(path[at][0]), float(path[at][1])) for at in kept]
