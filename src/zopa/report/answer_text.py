"""The answer of a run in words: a table of its outcomes point by point, and what came of what was expected."""

from collections.abc import Sequence

import numpy as np

from zopa.experiments.answer import Answer
from zopa.experiments.results import Results
from zopa.report.answer_words import (
    Numbers,
    clauses_alone,
    level_label,
    made_of,
    measured,
    outcome_name,
    told_factors,
)
from zopa.report.check_text import clauses_text
from zopa.report.words import GLUE, WIDTH, finished, listed, table, width_of, with_unit, wrapped
from zopa.scenario.design import SAMPLED

MOST_ROWS = 40
"""More points than this are told by their spread."""

MOST_DRAWN = 12
"""The same for points that were drawn: one by one they tell nothing."""

MOST_SETTINGS = 8
"""More settings of clauses than this are told by the clauses alone."""

_WIDEST = 34


def answer_text(answer: Answer) -> str:
    """Question, outcomes and verdicts, up to 100 columns wide.

    Args:
        answer: What a run says.

    Returns:
        Several lines, without a line break at the end.
    """
    said, results = answer.results.experiment, answer.results
    lines = [*wrapped(said.title or said.id)]
    if said.question:
        lines += [*wrapped(" ".join(said.question.split()))]
    failed = results.said["failed"]
    more = f" {failed:,} world{'s' if failed > 1 else ''} failed and are left out." if failed else ""
    brackets = "" if long(results) else " In brackets: intervals of 95 %."
    lines += ["", *wrapped(f"{made_of(answer)}{brackets}{more}"), ""]
    lines += _outcomes(answer)
    if answer.verdicts:
        lines += ["", *clauses_text(answer.verdicts)]
    return finished("\n".join(lines))


def _outcomes(answer: Answer) -> list[str]:
    results = answer.results
    if clauses_alone(results) and results.points > MOST_SETTINGS:
        return wrapped(
            "What each setting showed stands below its clause; all outcomes in each are in answer.json and report.md."
        )
    lines = _spread(answer) if long(results) else _table(answer)
    return [*lines, "", *_legend(answer)]


def long(results: Results) -> bool:
    """Whether a run has too many points to be told one by one."""
    most = MOST_DRAWN if results.kind in SAMPLED else MOST_ROWS
    return bool(results.points > most)


def _legend(answer: Answer) -> list[str]:
    """What the outcomes are."""
    told = []
    for name in answer.outcomes:
        words, unit = measured(answer, name)
        told.append(f"{outcome_name(answer, name)}: {with_unit(words, unit)}")
    return wrapped("; ".join(told).replace(" (", f"{GLUE}(") + ".")


def _table(answer: Answer) -> list[str]:
    """The points, with as many outcomes side by side as there is room for, the others below."""
    results = answer.results
    factors = told_factors(results)
    levels = [
        [name, *(level_label(one) for one in results.design.column(name).to_pylist())]
        for name in factors
    ]  # fmt: skip
    known = [
        [outcome_name(answer, name), *(Numbers(answer, name).estimate(one) for one in some)]
        for name, some in answer.outcomes.items()
    ]
    lines: list[str] = []
    for block in _blocks(levels, known):
        columns = [*levels, *block]
        widths = [width_of(column, _WIDEST) for column in columns]
        lines += ["", *table(list(zip(*columns, strict=True)), widths, range(len(levels), len(columns)))]
    for name, others in factors.items():
        if others:
            lines += ["", *wrapped(f"With {name} change {listed(others)}, level by level.")]
    return lines[1:]


def _blocks(first: Sequence[list[str]], columns: Sequence[list[str]]) -> list[list[list[str]]]:
    """Columns in blocks that fit beside the first ones."""
    taken = sum(width_of(column, _WIDEST) + 2 for column in first)
    blocks: list[list[list[str]]] = [[]]
    room = WIDTH + 2 - taken
    for column in columns:
        wide = width_of(column, _WIDEST) + 2
        if blocks[-1] and wide > room:
            blocks.append([])
            room = WIDTH + 2 - taken
        blocks[-1].append(column)
        room -= wide
    return blocks


def spread(answer: Answer) -> list[list[str]]:
    """Outcomes over many points: mean, and how they spread; a row for each, the first row heads the columns."""
    rows = [["over the points", "mean", "lowest", "5 %", "median", "95 %", "highest"]]
    for name in answer.outcomes:
        values, numbers = answer.values(name), Numbers(answer, name)
        known = values[np.isfinite(values)]
        if not known.size:
            rows.append([outcome_name(answer, name), *["–"] * 6])
            continue
        told = [
            float(known.mean()),
            *np.quantile(known, [0.0, 0.05, 0.5, 0.95, 1.0], method="inverted_cdf").tolist(),
        ]
        rows.append([outcome_name(answer, name), *map(numbers.value, told)])
    return rows


def _spread(answer: Answer) -> list[str]:
    rows = spread(answer)
    widths = [width_of([row[at] for row in rows], 24) for at in range(7)]
    further = "What it hangs on: zopa sensitivity FOLDER. When it goes one way: zopa discover FOLDER --when CONDITION."
    return [*table(rows, widths, range(1, 7)), "", *wrapped(further)]
