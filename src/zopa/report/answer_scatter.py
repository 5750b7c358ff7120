"""Panels of an answer's chart where points are many: outcomes against the factors that matter most."""

import json
import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.experiments.answer import Answer
from zopa.experiments.results import Results
from zopa.game.arrays import Bools, Floats, Ints
from zopa.report.answer_axis import LETTER, numbers_of
from zopa.report.answer_panels import HEIGHT, WIDTH, Outcome
from zopa.report.answer_words import level_label
from zopa.report.figure import DEAL, NO_DEAL
from zopa.report.words import capital, with_unit

if TYPE_CHECKING:
    import altair as alt

MOST_FACTORS = 3
"""Factors that outcomes are drawn against."""

MOST_MARKS = 2000
"""Points drawn in all panels together; the mean lines take all of them."""

BINS = 8
"""Groups of points that have about as much of a factor."""

SURE = 0.05
"""A factor is left out if luck alone would make so much of it in more such runs than this (Bonferroni)."""


class Spread:
    """A factor's levels in all points, as numbers.

    Attributes:
        name: The factor.
        title: Its title with its unit.
        at: Its level in each point, (P,); of words the place in the order of the file.
        words: The words, in order; empty where levels are numbers.
    """

    def __init__(self, answer: Answer, name: str) -> None:
        """Read it.

        Args:
            answer: What a run says.
            name: The factor.
        """
        info = answer.results.factors[name]
        levels = answer.results.design.column(name).to_pylist()
        numbers = numbers_of(levels)
        self.name, self.title = name, with_unit(capital(" ".join(info.title.split())), info.unit)
        self.words: tuple[str, ...] = ()
        if numbers is None:
            there = dict.fromkeys(levels)
            order = list(dict.fromkeys([*(one for one in info.levels or () if one in there), *levels]))
            place = {level: at for at, level in enumerate(order)}
            self.words = tuple(level_label(level) for level in order)
            numbers = [float(place[level]) for level in levels]
        self.at: Floats = np.array(numbers)


def matters(factor: Spread, values: Floats) -> tuple[float, float]:
    """How much of an outcome goes with a factor, and how likely luck alone shows so much.

    The larger of two shares of the variance of the outcome's ranks: the square of Spearman's rank correlation (of
    numbers), and what lies between levels or eighths of the points, less what luck puts there (Kruskal & Wallis 1952,
    Journal of the American Statistical Association 47: 583-621; Kelley 1935, PNAS 21: 554-559).

    Args:
        factor: The factor.
        values: The outcome in each point, (P,); nan where there is none.

    Returns:
        Share from 0 to 1, and p-value.
    """
    from scipy.special import chdtrc

    known = np.isfinite(values)
    x, y = factor.at[known], _ranks(values[known])
    if len(y) < 8 or np.ptp(y) == 0.0 or np.ptp(x) == 0.0:
        return 0.0, 1.0
    groups = groups_of(x)
    count, means = means_of(groups, y)
    between = float((count * (means - y.mean()) ** 2).sum() / ((y - y.mean()) ** 2).sum())
    free, n = len(count) - 1, len(y)
    if free == n - 1:  # every point has a level of its own
        return 0.0, 1.0
    share, p = 1.0 - (1.0 - between) * (n - 1) / (n - 1 - free), float(chdtrc(free, between * (n - 1)))
    if factor.words:
        return max(0.0, share), p
    rank = float(np.corrcoef(_ranks(x), y)[0, 1])
    return max(0.0, share, rank**2), min(1.0, 2.0 * min(p, float(chdtrc(1, rank**2 * (n - 1)))))


def _ranks(values: Floats) -> Floats:
    """Ranks from 0; what ties has the mean of its ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - 0.5 * (counts + 1))[inverse], dtype=np.float64)


def groups_of(x: Floats) -> Ints:
    """Levels, or eighths of the points where there are more levels than that, as numbers from 0, (P,).

    Args:
        x: A factor's level in each point, (P,).
    """
    levels, group = np.unique(x, return_inverse=True)
    if len(levels) <= BINS:
        return np.asarray(group, dtype=np.int64)
    cut = np.unique(np.quantile(x, np.linspace(0.0, 1.0, BINS + 1)[1:-1], method="inverted_cdf"))
    return np.unique(np.searchsorted(cut, x, side="left"), return_inverse=True)[1].astype(np.int64)


def means_of(groups: Ints, values: Floats) -> tuple[Floats, Floats]:
    """Points in each group, and the mean of a value over them.

    Args:
        groups: Group of each point, (P,).
        values: A value in each point, (P,).
    """
    count = np.bincount(groups).astype(np.float64)
    return count, np.bincount(groups, weights=values) / count


def chosen(answer: Answer, names: Sequence[str]) -> list[Spread]:
    """The factors that matter most for any of some outcomes; none where luck would show as much.

    Args:
        answer: What a run says.
        names: The outcomes.
    """
    results = answer.results
    looks, rows = len(results.factors) * len(names), _independent(results)
    strength: list[tuple[float, Spread]] = []
    for factor in (Spread(answer, name) for name in results.factors):
        found = [matters(factor, np.where(rows, answer.values(name), np.nan)) for name in names]
        sure = [share for share, p in found if p * looks <= SURE]
        if sure:
            strength.append((max(sure), factor))
    strength.sort(key=lambda one: -one[0])
    return [factor for _, factor in strength[:MOST_FACTORS]]


def _independent(results: Results) -> Bools:
    """Points drawn by themselves, (P,): in Saltelli's scheme those of A and B, not those put together of both.

    Morris's trajectories have too few such points to tell anything; there all count.
    """
    rows = np.ones(results.points, dtype=bool)
    base = json.loads(results.design.schema.metadata[b"zopa"]).get("n")
    if results.kind == "sobol" and base:
        rows[2 * base :] = False
    return rows


def scatter_panels(answer: Answer, names: Sequence[str]) -> tuple[list[Any], list[str]]:
    """Outcomes against the factors that matter most, or their distributions where none does.

    Args:
        answer: What a run says.
        names: The outcomes.

    Returns:
        Rows of panels, and what must be said of them.
    """
    import altair as alt

    factors, every = chosen(answer, names), len(answer.results.factors)
    if not factors:
        bars = [distribution(answer, name, 2 if len(names) > 1 else 1) for name in names]
        rows = [alt.hconcat(*bars[at : at + 2], spacing=24) for at in range(0, len(bars), 2)]
        return rows, ["No factor is told from luck: how each outcome is distributed over the points"]
    drawn = drawn_points(answer.results.points, len(factors) * len(names))
    which = f"the factors that matter most ({len(factors)} of {every})" if len(factors) < every else "each factor"
    said = [f"Against {which}; triangles: means of neighbouring points"]
    if len(drawn) < answer.results.points:
        said.append(f"Dots: {len(drawn):,} of the points; means: of all")
    width = (WIDTH - 50) // len(factors) - 24
    out: list[Any] = []
    for number, name in enumerate(names):
        outcome, values = Outcome(answer, name), answer.values(name)
        last = number == len(names) - 1
        some = [
            scatter(outcome, values, factor, drawn, (min(width, 420), at == 0, last))
            for at, factor in enumerate(factors)
        ]
        out.append(alt.hconcat(*some, spacing=20, title=outcome.heading(WIDTH)))
    return out, said


def drawn_points(points: int, panels: int) -> Ints:
    """The points drawn: every n-th, so that all panels together have no more marks than may be.

    Args:
        points: Number of points.
        panels: Number of panels.
    """
    return np.arange(0, points, max(1, math.ceil(points * panels / MOST_MARKS)))


def scatter(
    outcome: Outcome, values: Floats, factor: Spread, drawn: Ints, look: tuple[int, bool, bool]
) -> "alt.LayerChart | alt.FacetChart":
    """Points, and the line of means.

    Args:
        outcome: The outcome.
        values: It in each point, (P,).
        factor: What it is drawn against.
        drawn: Numbers of the points drawn.
        look: The width, and whether the axes to the left and below are told.
    """
    import altair as alt

    width, left, below = look
    known = np.isfinite(values)
    groups = groups_of(factor.at[known])
    _, at = means_of(groups, factor.at[known])
    _, mean = means_of(groups, values[known])
    times = outcome.unit_of_time
    # words: points stand beside each other around their place, by the golden ratio
    aside = 0.5 * ((np.arange(len(values)) * 0.6180339887498949) % 1.0 - 0.5) if factor.words else np.zeros(len(values))
    dots = [
        {"x": float(f"{factor.at[p] + aside[p]:.6g}"), "v": float(f"{values[p] * times:.10g}")}
        for p in drawn.tolist() if known[p]
    ]  # fmt: skip
    line = [{"x": float(x), "v": float(y * times)} for x, y in zip(at, mean, strict=True)]
    x, y = _x(factor, width, below), outcome.scale(titled=left, ticks=4, domain=_ends(outcome, values))
    points = alt.Chart(alt.InlineData(values=dots)).encode(x=x, y=y)
    means = alt.Chart(alt.InlineData(values=line)).encode(x=x, y=y)
    layers = [points.mark_circle(size=16, color=DEAL, opacity=0.45)]
    if not factor.words:
        layers.append(means.mark_line(color=NO_DEAL, strokeWidth=1.8).encode(order="x:Q"))
    layers.append(means.mark_point(shape="triangle-up", filled=True, color=NO_DEAL, size=70, opacity=1.0))
    return alt.layer(*layers).properties(width=width, height=HEIGHT - 60)


def _ends(outcome: Outcome, values: Floats) -> tuple[float, float]:
    """Ends of the axis of an outcome, without its intervals."""
    known = values[np.isfinite(values)] * outcome.unit_of_time
    low, high = float(known.min()), float(known.max())
    room = 0.08 * (high - low) or 0.05 * max(1.0, abs(low))
    return low - room, high + room


def _x(factor: Spread, width: int, titled: bool) -> "alt.X":
    import altair as alt

    low, high = float(factor.at.min()), float(factor.at.max())
    title = textwrap.wrap(factor.title, max(12, int(width / LETTER))) if titled else None
    if not factor.words:
        room = 0.03 * (high - low)
        axis = alt.Axis(tickCount=4, labels=titled, ticks=titled, grid=False)
        return alt.X("x:Q", title=title, axis=axis, scale=alt.Scale(domain=[low - room, high + room], nice=False))
    most = max(4, int(width / len(factor.words) / LETTER))
    short = [word if len(word) <= most else word[: most - 1] + "…" for word in factor.words]
    said = json.dumps(short).replace("</", "<\\/")
    axis = alt.Axis(
        values=list(range(len(short))), labelExpr=f"{said}[datum.value]", labels=titled, ticks=False, grid=False
    )
    return alt.X("x:Q", title=title, axis=axis, scale=alt.Scale(domain=[low - 0.5, high + 0.5], nice=False))


def distribution(answer: Answer, name: str, columns: int, said: str = "share of points") -> "alt.Chart":
    """A histogram of an outcome over the points.

    Args:
        answer: What a run says.
        name: The outcome.
        columns: Panels beside each other.
        said: Title of the axis.
    """
    import altair as alt

    outcome, values = Outcome(answer, name, "x"), answer.values(name)
    known = values[np.isfinite(values)] * outcome.unit_of_time
    low, high = float(known.min()), float(known.max())
    room = 0.5 * max(1.0 if outcome.unit_of_time == 1 else outcome.unit_of_time, 0.02 * abs(low))
    if outcome.sort == "share":
        room = 0.01
    ends = (low, high) if high - low > 1e-9 * max(1.0, abs(low)) else (low - room, high + room)
    count, edges = np.histogram(known, bins=min(20, max(5, math.isqrt(len(known)))) | 1, range=ends)
    bars = [
        {"v": float(first), "to": float(last), "share": int(n) / len(known)}
        for first, last, n in zip(edges[:-1], edges[1:], count, strict=True)
    ]
    width = WIDTH // columns - 70
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=bars))
        .mark_rect(color=DEAL, stroke="white")
        .encode(
            x=outcome.scale(domain=ends), x2="to",
            y=alt.Y("share:Q", title=said, axis=alt.Axis(format="~%", tickCount=4)), y2=alt.datum(0),
        )
        .properties(width=width, height=HEIGHT - 60, title=outcome.heading(width, 2))
    )  # fmt: skip
    return chart
