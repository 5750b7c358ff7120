"""The charts of a run with several points as exhibits: one for each outcome, with its table."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from zopa.experiments.answer import Answer
from zopa.report.answer_axis import Places, combinations, line_of, line_of_list, places
from zopa.report.answer_chart import MOST_OUTCOMES
from zopa.report.answer_panels import Outcome, marks_of, panel, rows_of, setting_panels
from zopa.report.answer_scatter import Spread, chosen, distribution, drawn_points, groups_of, means_of, scatter
from zopa.report.answer_words import (
    Numbers,
    clauses_alone,
    level_label,
    measured,
    outcome_name,
    point_label,
    told_factors,
)
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.figure import plain_legend, styled
from zopa.report.language import Language
from zopa.report.page.drawings import flowing
from zopa.report.words import capital, finished, with_unit
from zopa.scenario.design import SAMPLED

WIDTH, NARROW = 390, 270
"""Pixels of a panel: as it is made, and the least that a phone leaves it; labels are broken to these."""


def answer_exhibits(answer: Answer, say: Language) -> list[Exhibit]:
    """Each outcome in every point, or against the factors that matter.

    Args:
        answer: What a run says.
        say: The language.

    Returns:
        None where there is one point alone, or no outcome has a value anywhere.
    """
    results = answer.results
    names = [name for name in answer.outcomes if np.isfinite(answer.values(name)).any()][:MOST_OUTCOMES]
    if results.points < 2 or not names:
        return []
    if clauses_alone(results):
        rows, _ = setting_panels(answer, names)
        title = say("page.settings.title")
        return [_exhibit("settings", title, title, _points_twin(answer, names), rows[0], say("page.bars"))]
    where = None if results.kind in SAMPLED else places(results)
    if where is not None:
        return [_by_points(answer, name, where, say) for name in names]
    factors = chosen(answer, names)
    return [_by_factors(answer, name, factors, len(names), say) for name in names]


def _exhibit(name: str, title: str, alt_text: str, table: Twin, chart: Any, note: str = "") -> Exhibit:
    return Exhibit(name, title, alt_text, table, plain_legend(styled(chart, small=True)), note)


def _titled(answer: Answer, name: str, say: Language) -> str:
    words, unit = measured(answer, name, say)
    return finished(with_unit(capital(words), unit))


def _by_points(answer: Answer, name: str, where: Places, say: Language) -> Exhibit:
    """An outcome in every point, a panel for each combination of what is not along the axis or in colours."""
    import altair as alt

    results, outcome = answer.results, Outcome(answer, name)
    line = line_of_list(results) if where.x is None else line_of(results, where.x)
    numbers, marks = Numbers(answer, name), marks_of(answer, where, line)
    for point, (mark, one) in enumerate(zip(marks, answer.outcomes[name], strict=True)):
        mark |= {"at": point_label(answer, point), "told": finished(numbers.estimate(one))}
    tips = [alt.Tooltip("at:N", title=say("page.point")), alt.Tooltip("told:N", title=outcome.name)]
    panels = []
    for levels, title in combinations(results, where.columns) if where.columns else [(None, "")]:
        heading = alt.TitleParams(title, anchor="start", fontSize=13, fontWeight="normal", offset=6)
        some = rows_of(outcome, marks, levels)
        drawn: Any = panel(heading, outcome.scale(), line.x(NARROW), some, answer, where, line, WIDTH)
        drawn.layer[-1] = drawn.layer[-1].encode(tooltip=tips)
        panels.append(drawn)
    bars = any(one is not None and one["low"] < one["high"] for one in outcome.points)
    common = say("page.bars.common") if results.said["luck"] == "common" else say("page.bars")
    chart = flowing(alt.vconcat(*panels)) if len(panels) > 1 else panels[0]
    twin = _points_twin(answer, [name])
    title = _titled(answer, name, say)
    return _exhibit(_stem(answer, name), title, _alt(answer, name, say), twin, chart, common if bars else "")


def _by_factors(answer: Answer, name: str, factors: Sequence[Spread], outcomes: int, say: Language) -> Exhibit:
    """An outcome against the factors that matter most for any; its distribution where none does."""
    import altair as alt

    title, stem = _titled(answer, name, say), _stem(answer, name)
    alt_text = _alt(answer, name, say)
    if not factors:
        bars = distribution(answer, name, 2, say("page.share_of_points"))
        return _exhibit(stem, title, alt_text, _spread_twin(answer, name, say), bars, say("page.no_factor"))
    outcome, values = Outcome(answer, name), answer.values(name)
    drawn = drawn_points(answer.results.points, len(factors) * outcomes)
    look = (WIDTH - 100 if len(factors) > 2 else WIDTH, True, True)
    panels = [scatter(outcome, values, factor, drawn, look) for factor in factors]
    chart = flowing(alt.hconcat(*panels)) if len(panels) > 1 else panels[0]
    note = say("page.scatter", factors=len(factors), all=len(answer.results.factors))
    return _exhibit(stem, title, alt_text, _means_twin(answer, name, factors, say), chart, note)


def _stem(answer: Answer, name: str) -> str:
    """The anchor: outcomes may have any name."""
    return f"outcome-{list(answer.outcomes).index(name) + 1}"


def _points_twin(answer: Answer, names: Sequence[str]) -> Twin:
    results = answer.results
    columns = {name: results.design.column(name).to_pylist() for name in told_factors(results)}
    told = {name: [Numbers(answer, name).estimate(one) for one in answer.outcomes[name]] for name in names}
    rows = [
        (*(level_label(column[at]) for column in columns.values()), *(some[at] for some in told.values()))
        for at in range(results.points)
    ]
    return Twin((*columns, *(outcome_name(answer, name) for name in names)), tuple(rows))


def _means_twin(answer: Answer, name: str, factors: Sequence[Spread], say: Language) -> Twin:
    """The means that the lines join."""
    values, numbers, rows = answer.values(name), Numbers(answer, name), []
    known = np.isfinite(values)
    for factor in factors:
        count, at = means_of(groups := groups_of(factor.at[known]), factor.at[known])
        _, mean = means_of(groups, values[known])
        for many, x, y in zip(count, at, mean, strict=True):
            level = factor.words[round(x)] if factor.words else level_label(float(x))
            rows.append((factor.title, level, int(many), numbers.value(float(y))))
    heads = (say("page.factor"), say("page.level"), say("page.points"), say("page.mean_of", name=name))
    return Twin(heads, tuple(rows))


def _spread_twin(answer: Answer, name: str, say: Language) -> Twin:
    known, numbers = answer.values(name), Numbers(answer, name)
    known = known[np.isfinite(known)]
    some = np.quantile(known, [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0], method="inverted_cdf")
    shares = ("0 %", "5 %", "25 %", "50 %", "75 %", "95 %", "100 %")
    rows = tuple((share, numbers.value(float(one))) for share, one in zip(shares, some, strict=True))
    return Twin((say("page.quantile"), outcome_name(answer, name)), rows)


def _alt(answer: Answer, name: str, say: Language) -> str:
    """From where to where an outcome goes."""
    values, numbers, some = answer.values(name), Numbers(answer, name), answer.outcomes[name]
    known = np.flatnonzero(np.isfinite(values))
    low, high = int(known[np.argmin(values[known])]), int(known[np.argmax(values[known])])
    what = _titled(answer, name, say)
    if values[high] - values[low] <= 1e-9 * max(1.0, abs(values[low])):
        return finished(say("page.alt.same", what=what, value=numbers.estimate(some[low])))
    ends = {"low": numbers.estimate(some[low]), "high": numbers.estimate(some[high])}
    where = {"at_low": point_label(answer, low), "at_high": point_label(answer, high)}
    return finished(say("page.alt.range", what=what, **ends, **where))
