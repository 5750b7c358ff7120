"""How well each strategy does on average, and which can be told apart."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zopa.report.charts.endings import over_others
from zopa.report.charts.look import QUIET, heading, label_pixels, many_labels, rounded, rows, shared, whole
from zopa.report.charts.pool import Pool
from zopa.report.exhibit import Cell, Exhibit, Twin
from zopa.report.figure import GREY
from zopa.report.language import Language
from zopa.report.words import capital

if TYPE_CHECKING:
    import altair as alt

PANEL = 440
"""Pixels of the axis."""


def ranking(findings: Mapping[str, Any], say: Language) -> Exhibit | None:
    """Mean payoff of each strategy against the others' field, with its interval; bands hold what luck may have ordered.

    Args:
        findings: What a scenario's `findings.json` holds.
        say: Texts of the language.

    Returns:
        The exhibit; None without rankings.
    """
    pool = Pool(findings, say)
    found = findings.get("rankings") or {}
    seats = [
        seat for seat in pool.shown if any(row.get("value") is not None for row in found.get(seat, {}).get("rows", ()))
    ]
    if not seats:
        return None
    import altair as alt

    title = _title(pool, seats)
    told = " ".join(_told(pool, seat) for seat in seats)
    panels = alt.vconcat(*(_panel(pool, seat) for seat in seats), spacing=26)
    note = say("charts.ranking.note")
    return Exhibit(
        "ranking", title, told, _twin(pool, seats), whole(panels, title, told, say("charts.ranking.below")), note
    )


def _rows(pool: Pool, seat: str) -> list[Mapping[str, Any]]:
    return [row for row in (pool.row(seat, name) for name in pool.ranked(seat)) if row.get("value") is not None]


def _leaders(pool: Pool, seat: str) -> list[str]:
    """The strategies of the first group."""
    there = _rows(pool, seat)
    return [row["strategy"] for row in there if row.get("group") == there[0].get("group")]


def _title(pool: Pool, seats: Sequence[str]) -> str:
    parts = []
    for seat in seats:
        leaders = _leaders(pool, seat)
        best, count = pool.labels(leaders)[0], len(leaders)
        key = "one" if count == 1 else "all" if count == len(_rows(pool, seat)) else "some"
        parts.append(pool.say(f"charts.ranking.{key}", party=pool.titled(seat), best=best, count=count))
    return capital(pool.say("charts.and").join(parts))


def _told(pool: Pool, seat: str) -> str:
    there = _rows(pool, seat)
    first, last = there[0], there[-1]
    best, worst = pool.labels([first["strategy"], last["strategy"]])
    return capital(
        pool.say(
            "charts.ranking.alt",
            party=pool.titled(seat),
            count=len(there),
            best=best,
            worst=worst,
            unit=pool.unit,
            value=pool.number(first["value"]),
            low=pool.number(first.get("low")),
            high=pool.number(first.get("high")),
            least=pool.number(last["value"]),
        )
    )


def _panel(pool: Pool, seat: str) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt

    there = _rows(pool, seat)
    labels = pool.labels([row["strategy"] for row in there])
    each = 22 if len(there) <= 15 else 15
    drawn, group, band = [], None, 1
    for row, label in zip(there, labels, strict=True):
        band, group = (1 - band, row.get("group")) if row.get("group") != group or group is None else (band, group)
        ends = {key: rounded(row.get(key) if row.get(key) is not None else row["value"]) for key in ("low", "high")}
        first = row.get("first")
        drawn.append(
            {
                "s": label,
                "v": rounded(row["value"]),
                **ends,
                "band": band,
                "first": shared(first, 0) if first and first >= 0.005 else "",
            }
        )
    axis = alt.Axis(**QUIET, grid=False, labelLimit=label_pixels(labels, 12), **many_labels(len(there), each))
    y = alt.Y("s:N", sort=labels, axis=axis, scale=alt.Scale(padding=0))
    x = alt.X(
        "v:Q",
        title=pool.measured(pool.say("charts.ranking.axis")),
        scale=alt.Scale(zero=False),
        axis=alt.Axis(tickCount=6),
    )
    base = alt.Chart(rows(drawn))
    tips = [
        alt.Tooltip("s:N", title=pool.say("charts.strategy")),
        *(alt.Tooltip(f"{key}:Q") for key in ("v", "low", "high")),
    ]
    bands = alt.Chart(rows([row for row in drawn if row["band"]])).mark_rect(color="#E9EDF1", aria=False).encode(y=y)
    layers = [
        base.mark_rule(strokeWidth=2, color=pool.colours[seat], aria=False).encode(x=alt.X("low:Q"), x2="high", y=y),
        base.mark_point(filled=True, size=60, opacity=1, color=pool.colours[seat], shape=pool.shapes[seat]).encode(
            x=x, y=y, tooltip=tips
        ),
    ]
    if any(row["first"] for row in drawn):
        layers.append(
            base.mark_text(align="right", fontSize=11, color=GREY, aria=False).encode(
                x=alt.value(PANEL + 42), y=y, text="first:N"
            )
        )
    against = pool.findings["rankings"][seat].get("against", "uniform")
    key = "charts.ranking.against"
    if against == "uniform":
        key = {1: "charts.ranking.alone", 2: "charts.ranking.uniform"}.get(len(pool.seats), "charts.ranking.others")
    head = heading(pool.titled(seat), pool.say(key, against=against) + pool.say("charts.ranking.first"))
    return alt.layer(bands, *layers).properties(width=PANEL, height=each * len(there), title=head)


COLUMNS = (
    "party", "strategy", "mean", "low", "high", "rank", "ranks", "first", "group", "security", "kept", "agreement",
)  # fmt: skip
"""Of the table, those of which something is known."""


def _twin(pool: Pool, seats: Sequence[str]) -> Twin:
    table = [_line(pool, seat, row) for seat in seats for row in _rows(pool, seat)]
    known = [name for name in COLUMNS if any(line[name] is not None for line in table)]
    heads = [pool.say(f"charts.col.{name}") for name in known]
    columns = tuple(pool.measured(head) if name == "mean" else head for name, head in zip(known, heads, strict=True))
    lines = tuple(tuple(line[name] for name in known) for line in table)
    return Twin(columns, lines, pool.decimals(), pool.say("charts.ranking.table"))


def _line(pool: Pool, seat: str, row: Mapping[str, Any]) -> dict[str, Cell]:
    """A row of the table by column; what the ranking does not say itself is looked up in the replies and the cells."""
    name, replies = row["strategy"], pool.findings.get("replies", {}).get(seat, {})
    ends = "–".join(str(row[key]) for key in ("rank_low", "rank_high") if row.get(key) is not None)
    agreed, cells = row.get("agreement"), pool.cells("agreement")
    if agreed is None and cells is not None:
        agreed = float(over_others(pool.own(seat, cells))[pool.names[seat].index(name)])
    return {
        "party": capital(pool.titled(seat)), "strategy": pool.labels([name])[0], "mean": row["value"],
        "low": row.get("low"), "high": row.get("high"), "rank": row.get("rank"), "ranks": ends or None,
        "first": shared(row.get("first")), "group": row.get("group"),
        "security": row.get("security", (replies.get("security") or {}).get(name)),
        "kept": row.get("kept", (replies.get("kept") or {}).get(name)), "agreement": shared(agreed),
    }  # fmt: skip
