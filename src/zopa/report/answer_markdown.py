"""The page of a run: its question, its answer, its tables and its chart, and how to make it again."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zopa.experiments.answer import Answer
from zopa.experiments.judging import Checked
from zopa.experiments.layout import TABLE
from zopa.experiments.results import Results
from zopa.report.answer_text import long, spread
from zopa.report.answer_words import (
    Numbers,
    clauses_alone,
    interval,
    level_label,
    made_of,
    measured,
    outcome_name,
    point_label,
    told_factors,
)
from zopa.report.check_text import clauses_text
from zopa.report.markdown import block, code, escaped, picture, rows
from zopa.report.words import capital, finished, listed, with_unit

MOST_FAILURES = 5
"""Messages of worlds that failed."""

_DESIGNS = {
    "grid": "grid (every combination of levels)", "list": "list (first levels together, second levels together, …)",
    "lhs": "Latin hypercube", "sobol": "Saltelli's scheme for Sobol indices", "morris": "Morris's trajectories",
}  # fmt: skip


def answer_markdown(answer: Answer, chart: str | None = None) -> str:
    """The page of a run with levers, uncertainties or expectations.

    Args:
        answer: What the run says.
        chart: Name of the chart's file beside the page.

    Returns:
        Markdown with a line break at the end.
    """
    said, results = answer.results.experiment, answer.results
    lines = [*_head(results, said.title or said.id, said.question, said.setting)]
    lines += ["## Answer", "", *_answer(answer), ""]
    if chart:
        lines += [picture(f"Chart: {said.title or said.id}", chart), ""]
    lines += ["## Outcomes", "", *_outcomes(answer), ""]
    if answer.verdicts:
        lines += ["## Expectations", "", *_expectations(answer.verdicts), ""]
    return _whole([*lines, *_made(results)])


def summary_markdown(results: Results, summary: str, chart: str | None = None) -> str:
    """The page of a run that varies and expects nothing.

    Args:
        results: The run.
        summary: Its summary in words.
        chart: Name of the chart's file beside the page.

    Returns:
        Markdown with a line break at the end.
    """
    said = results.experiment
    lines = _head(results, said.title or results.about.title, said.question, said.setting)
    lines += ["## Answer", "", *block(summary), ""]
    if chart:
        lines += [picture(f"Chart: {said.title or results.about.title}", chart), ""]
    return _whole([*lines, *_made(results)])


def _whole(lines: Sequence[str]) -> str:
    return finished("\n".join(lines)).rstrip("\n") + "\n"


def _head(results: Results, title: str, question: str, setting: str) -> list[str]:
    lines = [f"# {escaped(title)}", ""]
    if question.strip():
        lines += [f"> {escaped(question)}", ""]
    if setting.strip():
        lines += [escaped(setting), ""]
    return [*lines, f"Scenario: {escaped(results.about.title)} ({code(results.about.scenario)}).", ""]


def _answer(answer: Answer) -> Iterator[str]:
    """What came of what was expected, and how far each outcome goes."""
    if answer.verdicts:
        tally = Counter[str](one.verdict for one in answer.verdicts)
        counts = [f"{tally[verdict]} {verb}" for verdict, verb in _VERBS if tally[verdict]]
        many = len(answer.verdicts) > 1
        yield f"Of {len(answer.verdicts)} expectations {listed(counts)}:" if many else "What was expected:"
        yield ""
        for one in answer.verdicts:
            clause = " ".join(one.clause.clause.split())
            yield f"- {escaped(one.clause.id)} **{_SAID[one.verdict]}**: {escaped(clause)}."
    if answer.results.points > 1 and not clauses_alone(answer.results):
        if answer.verdicts:
            yield ""
        yield f"Over the {answer.results.points:,} points:"
        yield ""
        for name in answer.outcomes:
            yield f"- {_range(answer, name)}"
        if long(answer.results):
            yield ""
            yield "The lowest and the highest of so many estimates are partly luck: an interval is of its point alone."


_VERBS = (("holds", "held"), ("fails", "failed"), ("undecided", "stayed undecided"))
_SAID = {"holds": "holds", "fails": "fails", "undecided": "is undecided"}


def _range(answer: Answer, name: str) -> str:
    """A sentence on one outcome: from where to where it goes."""
    numbers, values, some = Numbers(answer, name), answer.values(name), answer.outcomes[name]
    words = finished(", ".join(filter(None, measured(answer, name))))
    head = f"**{escaped(outcome_name(answer, name))}** ({escaped(words)})"
    known = np.flatnonzero(np.isfinite(values))
    if not known.size:
        return f"{head} has no value in any point."
    low, high = int(known[np.argmin(values[known])]), int(known[np.argmax(values[known])])
    without = f"; in {values.size - known.size:,} points no world counts" if known.size < values.size else ""
    if values[high] - values[low] <= 1e-9 * max(1.0, abs(values[low])):
        return f"{head} is the same in all points: {escaped(numbers.estimate(some[low]))}{without}."
    ends = [f"{escaped(numbers.estimate(some[at]))} at {escaped(point_label(answer, at))}" for at in (low, high)]
    least, most = interval(some[low]), interval(some[high])
    close = " Their intervals overlap." if least and most and least[1] >= most[0] else ""
    return f"{head} goes from {ends[0]} to {ends[1]}{without}.{close}"


def _outcomes(answer: Answer) -> Iterator[str]:
    results = answer.results
    yield f"{made_of(answer)} In brackets: intervals of 95 %." if not long(results) else made_of(answer)
    yield ""
    factors = told_factors(results)
    if long(results):
        yield from rows(spread(answer))
        yield ""
        yield "What they hang on: `zopa sensitivity .`; when they go one way: `zopa discover . --when CONDITION`."
    else:
        columns = [
            [name, *(level_label(one) for one in results.design.column(name).to_pylist())]
            for name in factors
        ]  # fmt: skip
        for name, some in answer.outcomes.items():
            numbers = Numbers(answer, name)
            columns.append([outcome_name(answer, name), *(numbers.estimate(one) for one in some)])
        yield from rows(list(zip(*columns, strict=True)), right=len(factors))
    yield ""
    for name in answer.outcomes:
        words, unit = measured(answer, name)
        yield f"- {escaped(outcome_name(answer, name))}: {escaped(finished(with_unit(words, unit)))}"
    if results.factors and not clauses_alone(results):
        yield ""
        yield "What is varied:"
        yield ""
    for name, info in results.factors.items() if not clauses_alone(results) else ():
        twins = [one for one, others in factors.items() if name in others]
        goes = f", which changes with {escaped(twins[0])}" if twins else ""
        title = f": {escaped(with_unit(info.title, info.unit))}" if info.title != name or info.unit else ""
        yield f"- {escaped(name)} ({info.role}){title}{goes}"


def _expectations(found: Sequence[Checked]) -> Iterator[str]:
    """Each clause with the numbers behind it."""
    for one in found:
        clause = " ".join(one.clause.clause.split())
        yield f"**{escaped(one.clause.id)} {_SAID[one.verdict]}** ({escaped(one.clause.kind)}): {escaped(clause)}"
        yield ""
        for line in _unwrapped(clauses_text([one]))[1:]:
            yield f"- {escaped(line)}"
        if one.clause.source:
            yield f"- source: {escaped(one.clause.source)}"
        yield ""
    if any(one.sort == "share" for one in found):
        yield "Shares change in points (of 100)."
    yield "Intervals behind verdicts are adjusted for all comparisons of the run together (Holm), 5 % in all."


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Paragraphs whose lines had been broken: a line set in by two more than the paragraph's first goes on with it."""
    told: list[str] = []
    margin = 0
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if told and indent == margin + 2:
            told[-1] += f" {line.strip()}"
        else:
            told.append(line.strip())
            margin = indent
    return told


def _made(results: Results) -> Iterator[str]:
    """What the run is made of, and how to make it again."""
    manifest, said = results.manifest, results.experiment
    worlds = results.about.worlds
    until = f", until {code(said.until.outcome)} was sure enough" if said.until else ""
    luck = "the same in each point" if results.said["luck"] == "common" else "of its own in each point"
    yield "## How it was made"
    yield ""
    points = f"{results.points:,} point{'s' if results.points > 1 else ''}"
    yield f"- {points} × {worlds:,} world{'s' if worlds > 1 else ''}{until}"
    if results.points > 1 and not clauses_alone(results):
        yield f"- design: {_DESIGNS[results.kind]}"
    yield f"- seed {results.about.seed}" + (f", luck {luck}" if results.points > 1 else "")
    yield f"- address {code(str(manifest.get('address', '')))}, behaviour {manifest.get('behaviour')}"
    for text in manifest.get("overrides", ()):
        yield f"- changed in the scenario: {code(text)}"
    for name, where in dict(manifest.get("strategies_from_elsewhere", {})).items():
        yield f"- strategy from elsewhere: {code(name)} of {code(str(where))}"
    yield from _versions(manifest.get("sessions", ()))
    yield "- resolved to the last default: [scenario](scenario.lock.yaml), [experiment](experiment.lock.yaml)"
    yield ""
    yield "In this folder, to run it again, or to have it played again and compared world by world:"
    yield ""
    yield from block("zopa run experiment.lock.yaml\nzopa reproduce .")
    yield from _failures(results)


def _versions(sessions: Sequence[Any]) -> Iterator[str]:
    told = []
    for session in sessions:
        versions = ", ".join(f"{name} {number}" for name, number in session.get("versions", {}).items())
        if session.get("rows_played", 1):
            told.append(f"python {session.get('python', '?')}, {versions}, on {session.get('system', '?')}")
    for one in dict.fromkeys(told):
        yield f"- played with {escaped(one)}"


def _failures(results: Results) -> Iterator[str]:
    if not results.said["failed"]:
        return
    failed = pq.read_table(
        results.folder / TABLE, columns=["point", "message"], filters=pc.field("status") != "ok", partitioning=None
    )
    tally = Counter(failed.column("message").to_pylist())
    points = len(set(failed.column("point").to_pylist()))
    yield ""
    yield "## What failed"
    yield ""
    where = f" in {points:,} of {results.points:,} points" if results.points > 1 else ""
    yield f"{capital(f'{failed.num_rows:,}')} worlds{where} failed and are left out of every number:"
    yield ""
    for message, count in tally.most_common(MOST_FAILURES):
        yield f"- {count:,} × {escaped(str(message))}"
    if len(tally) > MOST_FAILURES:
        yield f"- and {len(tally) - MOST_FAILURES:,} other messages, in outcomes.parquet"
