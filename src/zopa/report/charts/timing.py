"""When the deals come: by week, against deadlines, threats and elections; by round where there are no dates."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.analysis.columns import EPOCH
from zopa.experiments.results import Results
from zopa.report.charts.look import HALO, rounded, rows, shared, whole
from zopa.report.charts.worlds import DEAL_COLOUR, Worlds
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.figure import GREY, INK, NO_DEAL
from zopa.report.language import Language
from zopa.report.words import level_text

if TYPE_CHECKING:
    import altair as alt

WIDE, HIGH = 620, 260
"""Pixels of the bars' panel."""

ROW = 15
"""Pixels from one row of labels to the next."""

LONGEST = 36
"""Letters of a date's name that are drawn."""

BEYOND = 45
"""Days before the first and after the last deal within which a date is drawn."""

Pressing = tuple[dt.date, str, str]
"""A date that presses: its day, its name, and its kind."""

DASHES: dict[str, list[int]] = {"deadline": [1, 0], "threat": [5, 3], "election": [1, 3]}
"""How the rules of some kinds of dates are drawn; all others as those of deadlines."""


def timing(results: Results, say: Language, point: int = 0, dates: Sequence[Pressing] = ()) -> Exhibit | None:
    """Deals by week as shares of all worlds, with the dates that press.

    Args:
        results: The run.
        say: Texts of the language.
        point: Number of the point.
        dates: Days with names and kinds (`deadline`, `threat`, `election` or another), as of the central values; left
            out where rounds have no dates.

    Returns:
        The exhibit; None where no deal was made.
    """
    when = "date" if results.about.dated else "round"
    worlds = Worlds(results, say, point, (when,))
    days = worlds.arm.column(when).values[worlds.agreed]
    days = days[np.isfinite(days)].astype(np.int64)
    if not days.size:
        return None
    total = worlds.arm.worlds
    dates = [(day, level_text(name), kind) for day, name, kind in dates]
    if results.about.dated:
        days = days + EPOCH.toordinal()
        title, told = _words(worlds, days, dt.date.fromordinal(_half(days)).isoformat())
        chart, table = _dated(worlds, days, total, dates)
        note = say("charts.timing.note")
    else:
        title, told = _words(worlds, days, say("charts.timing.round", round=_half(days)))
        chart, table = _undated(worlds, days, total)
        note = say("charts.timing.note_rounds")
    name = "timing" if results.points == 1 else f"timing-{point}"
    return Exhibit(name, title, told, table, whole(chart, title, told, worlds.label), note)


def _half(days: Any) -> int:
    """The day by which half of the deals have come."""
    return int(np.sort(days)[(len(days) - 1) // 2])


def _words(worlds: Worlds, days: Any, half: str) -> tuple[str, str]:
    say, of = worlds.say, worlds.arm.worlds
    never = shared(1.0 - len(days) / of, 0)
    key = "charts.timing.title" if len(days) < of else "charts.timing.title_all"
    first, last = (int(find(days)) for find in (np.min, np.max))
    if worlds.about.dated:
        ends = [dt.date.fromordinal(day).isoformat() for day in (first, last)]
    else:
        ends = [say("charts.timing.round", round=day) for day in (first, last)]
    told = say("charts.timing.alt", deals=f"{len(days):,}", worlds=f"{of:,}", half=half, first=ends[0], last=ends[1])
    return say(key, half=half, never=never), told


def _ms(day: int) -> int:
    """Milliseconds since 1970 of a day's start in UTC."""
    return (day - EPOCH.toordinal()) * 86_400_000


def _ticks(first: int, last: int) -> list[int]:
    """Seven days between two at most: first days of months, or Mondays of a shorter time."""
    days = [day for day in range(first, last + 1) if dt.date.fromordinal(day).day == 1]
    if len(days) < 3:
        days = [day for day in range(first, last + 1) if day % 7 == 1]
    return days[:: -(-len(days) // 7)]


def _dated(worlds: Worlds, days: Any, total: int, dates: Sequence[Pressing]) -> tuple[Any, Twin]:
    import altair as alt

    weeks, counts = np.unique(days - (days - 1) % 7, return_counts=True)  # day 1 of the calendar was a Monday
    bars = [
        {
            "a": _ms(int(week)),
            "b": _ms(int(week) + 7),
            "share": rounded(count / total),
            "week": dt.date.fromordinal(int(week)).isoformat(),
        }
        for week, count in zip(weeks, counts, strict=True)
    ]
    pressing = [one for one in sorted(dates) if weeks[0] - BEYOND <= one[0].toordinal() <= weeks[-1] + 7 + BEYOND]
    spots = [int(weeks[0]), int(weeks[-1]) + 7, *(day.toordinal() for day, _, _ in pressing)]
    domain = [_ms(min(spots) - 5), _ms(max(spots) + 5)]
    # days as numbers: of a mark from a to b Vega-Lite reads the ends of a scale of dates in two ways, and complains
    x = alt.X(
        "a:Q",
        title=worlds.say("charts.timing.week"),
        scale=alt.Scale(domain=domain, nice=False),
        axis=alt.Axis(
            labelExpr="utcFormat(datum.value, '%Y-%m-%d')",
            values=[_ms(day) for day in _ticks(min(spots) - 5, max(spots) + 5)],
            labelOverlap=True,
            labelFlush=True,
            grid=False,
        ),
    )
    tips = [alt.Tooltip("week:N", title=worlds.say("charts.timing.week")), alt.Tooltip("share:Q", format=".1~%")]
    columns = alt.Chart(rows(bars)).mark_rect(color=DEAL_COLOUR, stroke="white", strokeWidth=0.6)
    layers = [
        columns.encode(x=x, x2="b", y=_share(worlds, bars), y2=alt.datum(0), tooltip=tips),
        *_rules(pressing, domain, x),
    ]
    table = []
    for week, count, so_far in zip(weeks, counts, np.cumsum(counts), strict=True):
        start = int(week)
        within = [f"{day.isoformat()} {name}" for day, name, _ in pressing if start <= day.toordinal() < start + 7]
        table.append(
            (
                dt.date.fromordinal(start).isoformat(),
                int(count),
                shared(count / total),
                shared(so_far / total),
                "; ".join(within),
            )
        )
    heads = [worlds.say(f"charts.timing.{key}") for key in ("week", "deals", "share", "so_far", "dates")]
    every = "; ".join(f"{day.isoformat()} {name}" for day, name, _ in sorted(dates))
    return alt.layer(*layers).properties(width=WIDE, height=HIGH), Twin(
        tuple(heads), tuple(table), note=worlds.say("charts.timing.all_dates", dates=every) if every else ""
    )


def _share(worlds: Worlds, bars: Sequence[dict[str, Any]]) -> "alt.Y":
    import altair as alt

    top = 1.06 * max(float(bar["share"]) for bar in bars)
    axis = alt.Axis(format="~%", tickCount=5)
    return alt.Y(
        "share:Q", title=worlds.say("charts.timing.share"), axis=axis, scale=alt.Scale(domain=[0, top], nice=False)
    )


def _rules(pressing: Sequence[Pressing], domain: Sequence[int], x: "alt.X") -> list[Any]:
    """A rule for each date, with its name above the bars, in as many rows as needed."""
    import altair as alt

    told: list[dict[str, Any]] = []
    for day, name, kind in reversed(pressing):  # from the right: a label stands to the right of its rule
        at = _ms(day.toordinal())
        left = (at - domain[0]) / (domain[1] - domain[0]) * WIDE
        text = name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
        wide = 8 + 6.2 * sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
        flip = left + wide > WIDE + 30
        start, end = (left - wide, left) if flip else (left, left + wide)
        row = max(
            (
                1 + one["row"]
                for one in told
                if start < one["left"] < end or (one["start"] < end and start < one["end"])
            ),
            default=0,
        )
        told.append(
            {
                "a": at,
                "row": row,
                "left": left,
                "start": start,
                "end": end,
                "name": text,
                "kind": kind,
                "flip": int(flip),
                "up": -6 - ROW * row,
            }
        )
    layers: list[Any] = []
    for one in told:
        colour = NO_DEAL if one["kind"] == "threat" else INK if one["kind"] == "deadline" else GREY
        mark: dict[str, Any] = {
            "strokeWidth": 1.4,
            "strokeDash": DASHES.get(one["kind"], [1, 0]),
            "color": colour,
            "aria": False,
        }
        base = alt.Chart(rows([{"a": one["a"], "name": one["name"]}]))
        layers.append(base.mark_rule(**mark).encode(x=x, y=alt.value(one["up"] - 8), y2=alt.value(HIGH)))
        align, dx = ("right", -4) if one["flip"] else ("left", 4)
        words = base.encode(x=x, y=alt.value(one["up"]), text="name:N")
        beside: dict[str, Any] = {"align": align, "dx": dx, "fontSize": 11, "baseline": "bottom"}
        layers += [words.mark_text(**beside, **HALO, aria=False), words.mark_text(**beside, color=INK)]
    return layers


def _undated(worlds: Worlds, days: Any, total: int) -> tuple[Any, Twin]:
    import altair as alt

    last = int(days.max())
    each = max(1, -(-last // 40))
    groups, counts = np.unique((days - 1) // each, return_counts=True)
    bars = [
        {"a": int(g) * each + 0.55, "b": (int(g) + 1) * each + 0.45, "share": rounded(n / total)}
        for g, n in zip(groups, counts, strict=True)
    ]
    x = alt.X(
        "a:Q",
        title=worlds.say("charts.timing.rounds"),
        scale=alt.Scale(domain=[0, last + each], nice=False),
        axis=alt.Axis(format="d", grid=False, tickMinStep=1),
    )
    drawn = (
        alt.Chart(rows(bars)).mark_rect(color=DEAL_COLOUR).encode(x=x, x2="b", y=_share(worlds, bars), y2=alt.datum(0))
    )
    table = []
    for g, n, so_far in zip(groups, counts, np.cumsum(counts), strict=True):
        first, end = int(g) * each + 1, (int(g) + 1) * each
        table.append((str(first) if each == 1 else f"{first}–{end}", int(n), shared(n / total), shared(so_far / total)))
    heads = [worlds.say(f"charts.timing.{key}") for key in ("rounds", "deals", "share", "so_far")]
    return drawn.properties(width=WIDE, height=HIGH), Twin(tuple(heads), tuple(table))
