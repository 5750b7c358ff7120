"""The charts of a run of one point as exhibits: payoffs world by world, and when deals come."""

import os
from typing import Any

import numpy as np

from zopa.analysis.outcomes import Outcomes
from zopa.report.chart import Drawn, payoffs_panel, when_panel
from zopa.report.exhibit import Cell, Exhibit, Twin
from zopa.report.figure import plain_legend, styled
from zopa.report.language import Language
from zopa.report.words import capital, decimals_for, finished, percent, plain, with_unit

QUANTILES = (0.05, 0.5, 0.95)


def chart_exhibits(path: str | os.PathLike[str], say: Language) -> list[Exhibit]:
    """What the talks are worth in every world, and when the deals come.

    Args:
        path: The Parquet file of a run's outcomes.
        say: The language.
    """
    drawn = Drawn.of(path)
    some = [_payoffs(drawn, path, say)] if len(drawn.about.parties) > 1 else []
    return [*some, *([_when(drawn, say)] if drawn.deals else [])]


def _payoffs(drawn: Drawn, path: str | os.PathLike[str], say: Language) -> Exhibit:
    import altair as alt

    about = drawn.about
    first, second = list(about.parties)[:2]
    columns = [f"annual_{party}" for party in (first, second)]
    pieces = [
        (piece.column("agreed").to_numpy(zero_copy_only=False).astype(bool),
         *(piece.column(name).to_numpy(zero_copy_only=False) for name in columns))
        for piece in Outcomes(path).pieces(["agreed", *columns])
    ]  # fmt: skip
    agreed, *values = (np.concatenate(some) for some in zip(*pieces, strict=True))
    places = decimals_for(*(float(np.abs(some).max()) for some in values))
    rows: list[tuple[Cell, ...]] = []
    for key, which in (("all", np.ones(len(agreed), bool)), ("deal", agreed), ("no_deal", ~agreed)):
        for party, some in zip((first, second), values, strict=True):
            if which.any() and (key == "all" or not agreed.all()):
                told = np.quantile(some[which], QUANTILES, method="inverted_cdf")
                numbers = [plain(float(one), places) for one in (some[which].mean(), *told)]
                rows.append((say(f"page.worlds.{key}"), capital(about.parties[party]), int(which.sum()), *numbers))
    heads = (say("page.worlds.over"), say("page.party"), say("page.worlds.count"), say("page.mean"), "5 %",
             say("page.median"), "95 %")  # fmt: skip
    names = [capital(about.parties[party]) for party in (first, second)]
    means = [plain(sums.mean, places) for sums in drawn.means]
    title = with_unit(say("page.payoffs.title", first=names[0], second=names[1]), about.unit)
    alt_text = say("page.payoffs.alt", count=f"{drawn.rows:,}", deals=finished(percent(drawn.agreed / drawn.rows)),
                   first=names[0], second=names[1], x=means[0], y=means[1], unit=about.unit)  # fmt: skip
    note = say("page.payoffs.note")
    if len(drawn.points) < drawn.rows:
        note += say("page.payoffs.some", count=f"{len(drawn.points):,}", all=f"{drawn.rows:,}")
    panel: Any = payoffs_panel(drawn, say)
    tips = [alt.Tooltip(f"{axis}:Q", title=name, format=",.4~g") for axis, name in zip("xy", names, strict=True)]
    panel.layer = [layer.encode(tooltip=tips) for layer in panel.layer]
    chart = plain_legend(styled(panel))
    return Exhibit("payoffs", title, alt_text, Twin(heads, tuple(rows)), chart, note)


def _when(drawn: Drawn, say: Language) -> Exhibit:
    import altair as alt

    dated = drawn.about.dated
    days = sorted(drawn.deals)
    rows = [(str(day), drawn.deals[day], finished(percent(drawn.deals[day] / drawn.rows))) for day in days]
    most = max(days, key=lambda day: drawn.deals[day])
    heads = (say("page.date" if dated else "page.round"), say("page.deals"), say("page.share"))
    alt_text = say("page.when.alt", first=str(days[0]), last=str(days[-1]), most=str(most),
                   share=finished(percent(drawn.deals[most] / drawn.rows)))  # fmt: skip
    missing = drawn.rows - drawn.agreed
    note = say("page.when.without", share=finished(percent(missing / drawn.rows))) if missing else say("page.when.all")
    panel: Any = when_panel(drawn, say)
    panel.data = alt.InlineData(
        values=[{**bar, "day": str(day)} for bar, day in zip(panel.data.values, days, strict=True)]
    )  # fmt: skip
    tips = [alt.Tooltip("day:N", title=heads[0]), alt.Tooltip("share:Q", title=heads[2], format=".1%")]
    chart = styled(panel.encode(tooltip=tips))
    return Exhibit("when", say("page.when.title"), alt_text, Twin(heads, tuple(rows)), chart, note)
