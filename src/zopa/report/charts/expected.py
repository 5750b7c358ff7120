"""Expectations of a run: what was found against what had been predicted, clause by clause."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zopa.analysis.columns import EPOCH
from zopa.analysis.measures import number_of
from zopa.experiments.judging import Checked
from zopa.report.charts.look import QUIET, broken, heading, label_pixels, rounded, rows, strategy_label, whole
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.figure import GREY, INK, PALETTE
from zopa.report.language import Language
from zopa.report.words import capital, decimals_for, plain

if TYPE_CHECKING:
    import altair as alt

MOST_CLAUSES, MOST_ROWS = 12, 12
"""Clauses drawn, and rows of each; the table has all."""

PANEL, LABEL, ROW = 360, 230, 20
"""Pixels of an axis, of the labels beside it, and of a row."""

LOOKS = {"holds": (PALETTE[2], "circle"), "fails": (PALETTE[1], "cross"), "undecided": ("#8A8A8A", "square")}
"""Colour and shape of a verdict."""


@dataclass(frozen=True)
class Row:
    """One comparison of a clause.

    Attributes:
        label: Under which setting.
        value: The estimate: a difference, or the measure itself; a percentile where something was observed.
        low: Lower end of its interval.
        high: Upper end.
        verdict: What it says by itself.
    """

    label: str
    value: float
    low: float
    high: float
    verdict: str


def expectations(found: Sequence[Checked], say: Language) -> Exhibit | None:
    """Every clause with its verdict: estimates with intervals against the part of the axis that was predicted.

    Args:
        found: The clauses with their verdicts, as `experiments.verdicts.verdicts` gives them.
        say: Texts of the language.

    Returns:
        The exhibit; None without clauses.
    """
    if not found:
        return None
    import altair as alt

    tally: Counter[str] = Counter(one.verdict for one in found)
    counts = {kind: tally[kind] for kind in LOOKS}
    title = say(
        "charts.expected.title" if counts["holds"] < len(found) else "charts.expected.all", of=len(found), **counts
    )
    told = " ".join(
        say(
            "charts.expected.alt",
            id=one.clause.id,
            clause=_clause(one).rstrip("."),
            verdict=say(f"charts.expected.{one.verdict}"),
        )
        for one in found
    )
    drawn = found[:MOST_CLAUSES]
    extent = label_pixels([line for one in drawn for row in _rows(one)[:MOST_ROWS] for line in _lines(row)], most=LABEL)
    panels = [_panel(one, say, extent) for one in drawn]
    figure = alt.vconcat(*panels, spacing=20)
    note = say("charts.expected.note") + (
        say("charts.expected.hidden", count=len(found) - MOST_CLAUSES) if len(found) > MOST_CLAUSES else ""
    )
    return Exhibit(
        "expectations", title, told, _twin(found, say), whole(figure, title, told, say("charts.expected.below")), note
    )


def _clause(one: Checked) -> str:
    return capital(" ".join(one.clause.clause.split()))


def _rows(one: Checked) -> list[Row]:
    found: list[Row] = []
    for evidence in one.evidence:
        pair = strategy_label(evidence.trial.pair) + (" –" if evidence.trial.off else "")
        if evidence.placed is not None:
            placed = evidence.placed
            at = placed.percentile if placed.typical is not None else 100.0 * placed.same
            at = at if placed.worlds else math.nan
            found.append(Row(pair, at, at, at, evidence.verdict))
            continue
        for judged in evidence.judged:
            settings = " → ".join(evidence.trial.labels[at] for at in judged.comparison.settings)
            label = "; ".join(filter(None, [pair, strategy_label(settings)]))
            found.append(Row(label, judged.comparison.estimate.value, judged.low, judged.high, judged.verdict))
    return found


def _predicted(one: Checked) -> tuple[float, float]:
    """The part of the axis on which the clause holds."""
    clause, endless = one.clause, math.inf
    if clause.relation is None:
        return (5.0, endless) if _of_words(one) else (5.0, 95.0)
    if clause.relation in ("at_least", "at_most"):
        assert clause.value is not None
        bound = number_of(clause.value)
        return (bound, endless) if clause.relation == "at_least" else (-endless, bound)
    if clause.relation == "within":
        assert clause.low is not None
        assert clause.high is not None
        return number_of(clause.low), number_of(clause.high)
    if clause.relation == "equals":
        return -clause.margin, clause.margin
    return (-endless, -clause.margin) if clause.relation == "decreases" else (clause.margin, endless)


def _of_words(one: Checked) -> bool:
    """Whether what happened is a word, of which there is no more and less."""
    placed = one.evidence[0].placed if one.evidence else None
    return placed is not None and placed.typical is None


def _is_date(one: Checked) -> bool:
    """Whether values are days of a calendar, not differences of days."""
    return one.sort == "date" and one.clause.relation in ("at_least", "at_most", "within")


def _text(one: Checked, value: float, decimals: int) -> str:
    if not math.isfinite(value):
        return "–"
    if _is_date(one):
        return (EPOCH + dt.timedelta(days=round(value))).isoformat()
    return plain(100.0 * value if one.sort == "share" else value, 1 if one.sort == "share" else decimals)


def _axis(one: Checked, say: Language) -> str:
    if one.clause.relation is None:
        return say("charts.expected.same" if _of_words(one) else "charts.expected.percentile")
    difference = one.clause.relation not in ("at_least", "at_most", "within")
    key = "change" if difference else "value"
    points = "_share" if one.sort == "share" else "_days" if one.sort == "date" and difference else ""
    return say(f"charts.expected.{key}{points}")


def _lines(row: Row) -> list[str]:
    return broken(row.label or " ", LABEL, 11)[:2]


def _panel(one: Checked, say: Language, extent: int) -> "alt.LayerChart | alt.FacetChart":
    import altair as alt

    every = _rows(one)
    shown = every[:MOST_ROWS]
    times = 86_400_000.0 if _is_date(one) else 100.0 if one.sort == "share" and one.clause.relation else 1.0
    low, high = _predicted(one)
    spots = [end * times for row in shown for end in (row.value, row.low, row.high) if math.isfinite(end)]
    spots += [end * times for end in (low, high) if math.isfinite(end)]
    first, last = (min(spots, default=0.0), max(spots, default=1.0)) if one.clause.relation else (0.0, 100.0)
    room = 0.06 * (last - first) or 1.0
    ends = [first - room, last + room]
    kind = "T" if _is_date(one) else "Q"
    utc: dict[str, Any] = {"type": "utc"} if kind == "T" else {}
    days: dict[str, Any] = {"format": "%Y-%m-%d"} if kind == "T" else {}
    scale = alt.Scale(
        domain=[round(end) for end in ends] if kind == "T" else ends,
        nice=False,
        zero=False,
        **utc,
    )
    x = alt.X(
        f"v:{kind}",
        title=_axis(one, say),
        scale=scale,
        axis=alt.Axis(tickCount=5, **days),
    )
    labels = ["\n".join(_lines(row)) for row in shown]
    labels = [label if labels.count(label) == 1 else f"{label} ({at + 1})" for at, label in enumerate(labels)]
    axis = alt.Axis(
        **QUIET,
        grid=False,
        labelExpr="split(datum.label, '\\n')",
        labelLimit=LABEL + 30,
        minExtent=extent,
        labelFontSize=11,
        labelPadding=6,
    )
    each = 30 if any("\n" in label for label in labels) else ROW
    y = alt.Y("s:N", sort=labels, axis=axis, scale=alt.Scale(domain=labels, padding=0.5))
    zone = [{"a": max(low * times, ends[0]), "b": min(high * times, ends[1])}]
    drawn = [
        {
            "s": label,
            "v": rounded(row.value * times, 7),
            "a": rounded(max(row.low * times, ends[0]), 7),
            "b": rounded(min(row.high * times, ends[1]), 7),
            "k": say(f"charts.expected.{row.verdict}"),
        }
        for label, row in zip(labels, shown, strict=True)
        if math.isfinite(row.value)
    ]
    words = [say(f"charts.expected.{kind}") for kind in LOOKS]
    colour = alt.Color(
        "k:N", scale=alt.Scale(domain=words, range=[look[0] for look in LOOKS.values()]), legend=alt.Legend()
    )
    shape = alt.Shape(
        "k:N", scale=alt.Scale(domain=words, range=[look[1] for look in LOOKS.values()]), legend=alt.Legend()
    )
    base = alt.Chart(rows(drawn))
    edges = [end * times for end in (low, high) if math.isfinite(end)]
    layers = [
        alt.Chart(rows(zone)).mark_rect(color="#DCEBE5", aria=False).encode(x=alt.X(f"a:{kind}"), x2="b"),
        alt.Chart(rows([{"v": end} for end in edges]))
        .mark_rule(color=GREY, strokeDash=[3, 3], aria=False)
        .encode(x=alt.X(f"v:{kind}")),
        base.mark_rule(strokeWidth=1.8, color=INK, aria=False).encode(x=alt.X(f"a:{kind}"), x2="b", y=y),
        base.mark_point(filled=True, size=70, opacity=1).encode(
            x=x, y=y, color=colour, shape=shape, tooltip=["s:N", f"v:{kind}", "k:N"]
        ),
    ]
    verdict = say("charts.expected.head", id=one.clause.id, verdict=say(f"charts.expected.{one.verdict}"))
    below = _clause(one) + (
        say("charts.expected.rows", shown=len(shown), of=len(every)) if len(shown) < len(every) else ""
    )
    head = heading(verdict, below, pixels=PANEL + 200, name=True)
    return alt.layer(*layers).properties(width=PANEL, height=each * max(1, len(shown)), title=head)


def _twin(found: Sequence[Checked], say: Language) -> Twin:
    table: list[tuple[Any, ...]] = []
    for one in found:
        every = _rows(one)
        decimals = decimals_for(*(abs(row.value) for row in every if math.isfinite(row.value)))
        bound = " – ".join(_text(one, end, decimals) for end in _predicted(one) if math.isfinite(end))
        for row in every:
            ends = [_text(one, end, decimals) for end in (row.value, row.low, row.high)]
            if one.clause.relation is None:
                ends = [plain(row.value, 0) if math.isfinite(row.value) else "–", "", ""]
            table.append((one.clause.id, _clause(one), row.label, *ends, bound, say(f"charts.expected.{one.verdict}")))
    keys = ("id", "clause", "row", "estimate", "low", "high", "bound", "verdict")
    return Twin(
        tuple(say(f"charts.expected.col_{key}") for key in keys), tuple(table), note=say("charts.expected.table")
    )
