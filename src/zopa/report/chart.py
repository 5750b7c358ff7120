"""The chart of a run: what the talks are worth in every world, and when the deals come."""

import datetime as dt
import itertools
import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from zopa.analysis.intervals import Sums
from zopa.analysis.outcomes import About, Outcomes
from zopa.report.figure import DEAL, INK, NO_DEAL, plain_legend, save, styled
from zopa.report.language import Language
from zopa.report.words import GLUE, capital, percent, with_unit

if TYPE_CHECKING:
    import altair as alt

MOST_POINTS = 2000
"""Worlds drawn; of a longer table every n-th."""

HEIGHT = 330


@dataclass
class Drawn:
    """What is drawn of a table.

    Attributes:
        about: What the table is about.
        rows: Its worlds.
        points: Payoffs of the first two parties in some worlds, and how those ended.
        means: Their sums over all worlds.
        deals: Deals by date, or by round where there are no dates.
    """

    about: About
    rows: int
    points: list[dict[str, Any]] = field(default_factory=list)
    means: tuple[Sums, Sums] = field(default_factory=lambda: (Sums(), Sums()))
    deals: Counter[Any] = field(default_factory=Counter)

    @classmethod
    def of(cls, path: str | os.PathLike[str]) -> "Drawn":
        """Read it in one pass; memory does not grow with the table."""
        table = Outcomes(path)
        drawn = cls(table.about, table.rows)
        first, second = (f"annual_{party}" for party in list(table.about.parties)[:2])
        when = "date" if table.about.dated else "round"
        every, row = -(-table.rows // MOST_POINTS), 0
        for piece in table.pieces(["agreed", when, first, second]):
            for sums, name in zip(drawn.means, (first, second), strict=True):
                sums.add(piece.column(name).to_numpy(zero_copy_only=False))
            for entry in pc.value_counts(piece.column(when).drop_null()):
                drawn.deals[entry["values"].as_py()] += entry["counts"].as_py()
            some = piece.take(list(range(-row % every, piece.num_rows, every)))
            for agreed, x, y in zip(*(some.column(c).to_pylist() for c in ("agreed", first, second)), strict=True):
                drawn.points.append({"x": round(x, 4), "y": round(y, 4), "end": "deal" if agreed else "no deal"})
            row += piece.num_rows
        return drawn

    @property
    def agreed(self) -> int:
        """Number of deals."""
        return sum(self.deals.values())


def chart(path: str | os.PathLike[str], out_dir: str | os.PathLike[str]) -> list[Path]:
    """Draw the chart of a run and save it; needs neither a browser nor a network.

    Args:
        path: The Parquet file.
        out_dir: Folder for the files; made if missing.

    Returns:
        The files, `chart.svg` and `chart.png`.
    """
    return save(draw(path), [Path(out_dir) / "chart.svg", Path(out_dir) / "chart.png"])


def draw(path: str | os.PathLike[str]) -> "alt.HConcatChart":
    """The chart itself, for pages and notebooks.

    Args:
        path: The Parquet file.
    """
    import altair as alt

    drawn = Drawn.of(path)
    about = drawn.about
    said = [f"{drawn.rows:,} {'world' if drawn.rows == 1 else 'worlds'}, seed {about.seed}"]
    if len(drawn.points) < drawn.rows:
        said.append(f"{len(drawn.points):,} of them are drawn")
    if len(about.parties) > 2:
        said.append(f"of {len(about.parties)} parties the first two are drawn")
    title = alt.TitleParams(about.title, subtitle="; ".join(said), anchor="start", offset=14, fontSize=18)
    figure: alt.HConcatChart = plain_legend(
        styled(alt.hconcat(payoffs_panel(drawn), when_panel(drawn), spacing=36, title=title))
    )  # fmt: skip
    return figure


def payoffs_panel(drawn: Drawn, say: Language | None = None) -> "alt.LayerChart | alt.FacetChart":
    """Payoffs of two parties, world by world.

    Args:
        drawn: What is drawn.
        say: The language; English where left out.
    """
    import altair as alt

    about, say = drawn.about, say or Language("en")
    word = say("chart.payoff.yearly" if about.dated else "chart.payoff")
    names = [f"{capital(title)}{say('list.and')}{word}" for title in list(about.parties.values())[:2]]
    x, y = (
        getattr(alt, axis.upper())(
            f"{axis}:Q",
            title=with_unit(name, about.unit),
            axis=alt.Axis(tickCount=6),
            scale=_scale([point[axis] for point in drawn.points]),
        )
        for axis, name in zip("xy", names, strict=True)
    )
    ends, shapes = ["deal", "no deal", "mean of all worlds"], ["circle", "triangle-up", "diamond"]
    said = [say("chart.deal"), say("chart.no_deal"), say("chart.mean")]
    legend = alt.Legend(symbolOpacity=1)
    if said != ends:
        legend.labelExpr = f"{json.dumps(dict(zip(ends, said, strict=True)))}[datum.value]"
    colour = alt.Color("end:N", scale=alt.Scale(domain=ends, range=[DEAL, NO_DEAL, INK]), legend=legend)
    shape = alt.Shape("end:N", scale=alt.Scale(domain=ends, range=shapes), legend=legend)
    seen = alt.condition("datum.end == 'deal'", alt.value(0.4), alt.value(0.95))
    deals_first = sorted(drawn.points, key=lambda point: point["end"] == "no deal")  # few lie over many
    worlds = (
        alt.Chart(alt.InlineData(values=deals_first))
        .mark_point(filled=True, size=26)
        .encode(x=x, y=y, color=colour, shape=shape, opacity=seen)
    )
    middle = {axis: round(sums.mean, 4) for axis, sums in zip("xy", drawn.means, strict=True)}
    mean = (
        alt.Chart(alt.InlineData(values=[{**middle, "end": "mean of all worlds"}]))
        .mark_point(filled=False, size=260, opacity=1, strokeWidth=3)
        .encode(x="x:Q", y="y:Q", color=colour, shape=shape)
    )
    title = _heading(say("chart.payoffs"), say("chart.payoffs.below"))
    return alt.layer(worlds, mean).properties(width=400, height=HEIGHT, title=title)


def _scale(values: list[float]) -> "alt.Scale":
    """From the smallest to the largest value with a little room; some width even where nothing varies."""
    import altair as alt

    low, high = min(values), max(values)
    room = 0.04 * (high - low) or max(1.0, 0.1 * abs(low))
    return alt.Scale(domain=[low - room, high + room], zero=False, nice=6)


def _heading(text: str, below: str) -> "alt.TitleParams":
    import altair as alt

    return alt.TitleParams(text, subtitle=below.replace(GLUE, " "), anchor="start", fontSize=14)


def when_panel(drawn: Drawn, say: Language | None = None) -> "alt.Chart":
    """Deals by date or round, as shares of all worlds.

    Args:
        drawn: What is drawn.
        say: The language; English where left out.
    """
    import altair as alt

    dated, say = drawn.about.dated, say or Language("en")
    failed = drawn.rows - drawn.agreed
    key = {0: "chart.when.all", drawn.rows: "chart.when.none"}.get(failed, "chart.when.without")
    title = _heading(say("chart.when"), say(key, share=percent(failed / drawn.rows)))
    last = 2 if dated else max(drawn.deals, default=1) + 1
    kind, scale = "Q", alt.Scale(domain=[0, last], nice=False)
    axis = alt.Axis(format="d", values=list(range(last + 1))) if last <= 10 else alt.Axis(format="d")
    if dated:
        kind, scale = "T", alt.Scale(type="utc", domain=_month_around(list(drawn.deals)))
        axis = alt.Axis(format="%-d %b", labelOverlap=True, tickCount=6)
    top = alt.Scale(domain=[0, max(drawn.deals.values(), default=drawn.rows) / drawn.rows], nice=6)
    bars: alt.Chart = (
        alt.Chart(alt.InlineData(values=_bars(drawn)))
        .mark_rect(color=DEAL)
        .encode(
            x=alt.X(
                f"since:{kind}", title=say("measure.of.date" if dated else "measure.of.round"), axis=axis, scale=scale
            ),
            x2="until",
            y=alt.Y("share:Q", title=say("chart.share"), axis=alt.Axis(format="~%", tickCount=6), scale=top),
            y2=alt.datum(0),
        )
        .properties(width=340, height=HEIGHT, title=title)
    )
    return bars


def _month_around(days: list[dt.date]) -> Any:
    """Where all deals come within a few weeks: a month around them, in milliseconds; else what they span."""
    import altair as alt

    if not days or max(days) - min(days) > dt.timedelta(weeks=4):
        return alt.Undefined
    ends = (min(days) - dt.timedelta(days=15), max(days) + dt.timedelta(days=15))
    return [int(dt.datetime(end.year, end.month, end.day, tzinfo=dt.UTC).timestamp()) * 1000 for end in ends]


def _bars(drawn: Drawn) -> list[dict[str, Any]]:
    """One bar for each date or round with a deal, as wide as the least distance of two allows."""
    days = sorted(drawn.deals)
    apart = min((later - earlier for earlier, later in itertools.pairwise(days)), default=None)
    bars = []
    for day in days:
        share = drawn.deals[day] / drawn.rows
        if isinstance(day, dt.date):
            half = dt.timedelta(hours=round(9.6 * min(apart.days if apart else 7, 31)))
            noon = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
            since, until = (f"{end:%Y-%m-%dT%H:%M:%SZ}" for end in (noon - half, noon + half))
            bars.append({"since": since, "until": until, "share": share})
        else:
            bars.append({"since": day - 0.4, "until": day + 0.4, "share": share})
    return bars
