"""The payoff matrix: what every pair of strategies is worth, best replies, and where nobody gains by changing alone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.game.arrays import Floats
from zopa.report.charts.look import QUIET, heading, label_pixels, named_at, ramp, rounded, rows, thin, whole
from zopa.report.charts.pool import Pool
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.figure import INK
from zopa.report.language import Language
from zopa.report.words import capital

if TYPE_CHECKING:
    import altair as alt

NUMBERED = 12
"""Most strategies of a seat with which cells have their numbers in them."""

TOLD = 24
"""Most strategies with which cells say their intervals."""

LISTED = 20
"""Most strategies of a seat in the table: the best by rank."""


def payoff_matrix(findings: Mapping[str, Any], say: Language) -> Exhibit | None:
    """Mean payoff of each seat in every cell: own strategies in rows, the other's in columns, the best first.

    Args:
        findings: What a scenario's `findings.json` holds.
        say: Texts of the language.

    Returns:
        The exhibit; None where no payoff is known, or there are not two seats.
    """
    pool = Pool(findings, say)
    if not pool.paired:
        return None
    cells = {seat: pool.cells(seat) for seat in pool.shown}
    if any(one is None or not np.isfinite(one).any() for one in cells.values()):
        return None
    import altair as alt

    known = {seat: one for seat, one in cells.items() if one is not None}
    beside = max(map(len, pool.names.values())) <= 6 and len(known) == 2
    panels = [_panel(pool, seat, one, beside) for seat, one in known.items()]
    figure = alt.concat(*panels, columns=2 if beside else 1, spacing=24).resolve_scale(color="independent")
    title, told = _title(pool), " ".join(_told(pool, seat, one) for seat, one in known.items())
    note = say("charts.matrix.note")
    return Exhibit(
        "payoff-matrix", title, told, _twin(pool), whole(figure, title, told, say("charts.matrix.below")), note
    )


def _equilibria(pool: Pool, pure: bool) -> list[Mapping[str, Any]]:
    return [one for one in (pool.findings.get("equilibria") or {}).get("list", ()) if bool(one.get("pure")) == pure]


def _title(pool: Pool) -> str:
    found = _equilibria(pool, pure=True)
    if len(found) == 1:
        names = [pool.labels(list(pool.mix(found[0], seat)))[0] for seat in pool.seats]
        first, second = (pool.parties[seat] for seat in pool.seats)
        mixed = len(_equilibria(pool, pure=False))
        more = pool.say("charts.matrix.mixed", count=mixed) if mixed else ""
        return pool.say("charts.matrix.one", a=names[0], b=names[1], first=first, second=second) + more
    if found:
        return pool.say("charts.matrix.many", count=len(found))
    if pool.findings.get("equilibria"):
        return pool.say("charts.matrix.no")
    return pool.say("charts.matrix.plain")


def _told(pool: Pool, seat: str, cells: Floats) -> str:
    own = pool.own(seat, cells)
    mine, theirs = pool.names[seat], pool.names[pool.other(seat)]
    spots = [np.unravel_index(int(find(own)), own.shape) for find in (np.nanargmax, np.nanargmin)]
    (best, best_other), (worst, worst_other) = ((pool.labels([mine[i], theirs[j]])) for i, j in spots)
    most, least = (pool.number(float(own[spot])) for spot in spots)
    return capital(
        pool.say(
            "charts.matrix.alt",
            party=pool.titled(seat),
            m=len(mine),
            n=len(theirs),
            unit=pool.unit,
            best=best,
            best_other=best_other,
            worst=worst,
            worst_other=worst_other,
            most=most,
            least=least,
        )
    )


def _size(pool: Pool, beside: bool) -> tuple[int, int]:
    """Width and height of a cell."""
    most = max(map(len, pool.names.values()))
    if most <= NUMBERED:
        return (46 if beside else 44), 26
    each = max(11, min(24, 480 // most))
    return each, each


def _panel(pool: Pool, seat: str, cells: Floats, beside: bool) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt

    other, own = pool.other(seat), pool.by_rank(seat, cells)
    mine, theirs = pool.labels(pool.ranked(seat)), pool.labels(pool.ranked(other))
    (m, n), (width, height) = own.shape, _size(pool, beside)
    numbered = max(m, n) <= NUMBERED
    size = 11 if min(width, height) >= 14 else 10
    label: dict[str, Any] = {"labelFontSize": 12 if numbered else size, "labelOverlap": False, "grid": False}
    quiet = {key: value for key, value in QUIET.items() if key != "title"}
    x = alt.X(
        "j:O",
        title=pool.say("charts.matrix.against", party=pool.parties[other]),
        scale=alt.Scale(domain=list(range(n)), padding=0),
        axis=alt.Axis(
            **quiet, **label, labelExpr=named_at(theirs), labelAngle=-90 if not numbered else -45, labelLimit=150
        ),
    )
    y = alt.Y(
        "i:O",
        scale=alt.Scale(domain=list(range(m)), padding=0),
        axis=alt.Axis(**QUIET, **label, labelExpr=named_at(mine), labelLimit=label_pixels(mine, 12)),
    )
    low, high = _ends(own)
    colour = alt.Color(
        "v:Q",
        scale=alt.Scale(domain=[rounded(low), rounded(high)], range=ramp(pool.colours[seat]), clamp=True),
        legend=alt.Legend(orient="right", gradientLength=min(140, m * height), tickCount=4),
    )
    base = alt.Chart(_data(pool, seat, own))
    named = base.transform_calculate(mine=named_at(mine, "datum.i"), theirs=named_at(theirs, "datum.j"))
    spot: dict[str, Any] = {
        "x": alt.X("j:O"),
        "y": alt.Y("i:O"),
    }  # the axes stand in the first layer alone: labels are long
    tips = [
        alt.Tooltip("mine:N", title=pool.titled(seat)),
        alt.Tooltip("theirs:N", title=pool.parties[other]),
        alt.Tooltip("v:Q", title=pool.say("charts.col.mean")),
    ]
    if max(m, n) <= TOLD:
        tips += [alt.Tooltip(f"{key}:Q", title=pool.say(f"charts.col.{key}")) for key in ("low", "high")]
    dark = f"datum.v > {rounded(low + 0.5 * (high - low))}"
    ink = alt.condition(dark, alt.value("white"), alt.value(INK))
    layers = [
        named.mark_rect(stroke="white", strokeWidth=1 if numbered else 0.4, aria=False).encode(
            x=x, y=y, color=colour, tooltip=tips
        )
    ]
    if numbered:
        form = f",.{min(2, pool.decimals([seat]))}f"
        layers.append(base.mark_text(fontSize=11, dy=1).encode(**spot, text=alt.Text("v:Q", format=form), color=ink))
    corner: dict[str, Any] = {"xOffset": 6 - width / 2, "yOffset": 6 - height / 2} if numbered else {}
    replies = alt.Chart(_replies(pool, seat, own))
    dot = replies.mark_point(shape="circle", filled=True, size=26 if numbered else 20, opacity=1, aria=False, **corner)
    layers.append(dot.encode(**spot, color=ink))
    for some, dash in zip(_stable(pool, seat), ([1, 0], [3, 2]), strict=True):
        frames = alt.Chart(rows(some)).encode(**spot)
        for stroke, wide, cut in (("white", 4.5, [1, 0]), (INK, 2.0, dash)) if some else ():
            layers.append(frames.mark_rect(fill=None, stroke=stroke, strokeWidth=wide, strokeDash=cut, aria=False))
    text = pool.say("charts.matrix.panel", party=pool.titled(seat))
    return alt.layer(*layers).properties(
        width=n * width, height=m * height, title=heading(pool.measured(text), pixels=max(300, n * width + 60))
    )


def _ends(own: Floats) -> tuple[float, float]:
    """What the colours span: where a few cells lie far below all others, they share the lightest colour."""
    known = own[np.isfinite(own)]
    high, tenth = float(known.max()), float(np.quantile(known, 0.1))
    low = max(float(known.min()), tenth - 0.5 * (high - tenth))
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _data(pool: Pool, seat: str, own: Floats) -> "alt.InlineData":
    """Cells with their payoffs, and with their intervals where they are few enough."""
    ends = [pool.cells(seat, part) for part in ("low", "high")] if max(own.shape) <= TOLD else []
    told = [own, *(pool.by_rank(seat, one) for one in ends if one is not None)]
    spots = np.argwhere(np.isfinite(own)).tolist()
    names = ["i", "j", "v", *("low", "high")[: len(told) - 1]]
    return thin(names, ([i, j, *(rounded(float(one[i, j]), 4) for one in told)] for i, j in spots))


def _replies(pool: Pool, seat: str, own: Floats) -> "alt.InlineData":
    """Cells in which a seat's strategy is a best reply to the other's."""
    best = pool.findings.get("replies", {}).get(seat, {}).get("best", {})
    mine, theirs = pool.ranked(seat), pool.ranked(pool.other(seat))
    spots = [(mine.index(one), j) for j, name in enumerate(theirs) for one in best.get(name, ())]
    return thin(["i", "j", "v"], ([i, j, rounded(float(own[i, j]), 4)] for i, j in spots))


def _stable(pool: Pool, seat: str) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
    """Cells of pure equilibria, and those that mixed ones play."""
    found: list[list[dict[str, int]]] = []
    mine, theirs = pool.ranked(seat), pool.ranked(pool.other(seat))
    for pure in (True, False):
        spots = {
            (mine.index(a), theirs.index(b))
            for one in _equilibria(pool, pure)
            for a in pool.mix(one, seat)
            for b in pool.mix(one, pool.other(seat))
        }
        found.append([{"i": i, "j": j} for i, j in sorted(spots)])
    return found[0], [spot for spot in found[1] if spot not in found[0]]


def _twin(pool: Pool) -> Twin:
    say = pool.say
    chosen = {seat: pool.ranked(seat)[:LISTED] for seat in pool.seats}
    first, second = pool.seats
    parts = {seat: {part: pool.cells(seat, part) for part in ("value", "low", "high")} for seat in pool.shown}
    table = []
    for a in chosen[first]:
        for b in chosen[second]:
            spot = pool.names[first].index(a), pool.names[second].index(b)
            numbers = [
                None if one is None else rounded(one[spot], 7) for seat in pool.shown for one in parts[seat].values()
            ]
            table.append((*pool.labels([a]), *pool.labels([b]), *numbers))
    heads = [capital(pool.measured(pool.parties[seat])) for seat in pool.shown]
    ends = [say("charts.col.low"), say("charts.col.high")]
    columns = (
        *(capital(say("charts.matrix.of", party=pool.parties[seat])) for seat in pool.seats),
        *(text for head in heads for text in (head, *ends)),
    )
    left_out = max(map(len, pool.names.values())) > LISTED
    return Twin(columns, tuple(table), pool.decimals(), say("charts.listed", count=LISTED) if left_out else "")
