"""The page of an ordinary run: of one point or many, with or without expectations."""

from zopa.analysis.summary import summarise
from zopa.experiments.answer import Answer, answer
from zopa.experiments.layout import TABLE
from zopa.experiments.results import Results
from zopa.report.answer_words import clauses_alone
from zopa.report.charts.expected import expectations
from zopa.report.language import Language
from zopa.report.page.factors import reading
from zopa.report.page.made import AGAIN, provenance
from zopa.report.page.model import Page, Part, Section
from zopa.report.page.run_answer import three_sentences
from zopa.report.page.run_charts import CHARTS, REASONS, Known, charts
from zopa.report.page.run_tables import (
    expectations_tables,
    factors_table,
    failures,
    levels_table,
    outcomes_table,
    worth_table,
)
from zopa.report.sensitivity_run import Sensitivity, sensitivity


def run_page(results: Results, say: Language) -> Page:
    """The page of a run.

    Args:
        results: The run.
        say: The language.
    """
    known = _known(answer(results))
    said, about = results.experiment, results.about
    parts = (_outcomes(known, say), _reasons(known, say), _expected(known.answer, say), _failed(results, say))
    return Page(
        title=" ".join((said.title or about.title or said.id).split()),
        question=said.question,
        setting=said.setting or results.document.scenario.about,
        answer=three_sentences(known.answer, known.summary, known.factors, say),
        sections=tuple(section for section in parts if section is not None),
        provenance=tuple(provenance(results, say)),
        commands=AGAIN,
    )


def _known(found: Answer) -> Known:
    results = found.results
    whole = results.points == 1 and results.experiment.record != "none"
    played = results.said["failed"] < results.about.worlds
    summary = summarise(results.folder / TABLE) if whole and played else None
    return Known(found, summary, tuple(_factors(results)))


def _factors(results: Results) -> list[Sensitivity]:
    """Which factors matter; none where the run's design tells nothing of that."""
    if results.points > 1 and (clauses_alone(results) or results.kind == "list" or len(results.factors) < 2):
        return []
    try:
        return sensitivity(results)
    except ValueError:  # says why nothing can be said
        return []


def _outcomes(known: Known, say: Language) -> Section:
    parts: list[Part] = []
    if known.summary is not None:
        tables = (worth_table(known.summary, say), levels_table(known.summary, say))
        parts += [table for table in tables if table is not None]
    else:
        parts.append(outcomes_table(known.answer, say))
    parts += charts(CHARTS, known, say)
    varied = factors_table(known.answer.results, say)
    return Section("outcomes", say("page.outcomes"), (*parts, *([varied] if varied else [])))


def _reasons(known: Known, say: Language) -> Section | None:
    some = charts(REASONS, known, say)
    return Section("factors", say("page.factors"), (reading(known.factors, say), *some)) if some else None


def _expected(found: Answer, say: Language) -> Section | None:
    if not found.verdicts:
        return None
    chart = expectations(found.verdicts, say)
    return Section(
        "expectations", say("page.expected"), (*([chart] if chart else []), *expectations_tables(found, say))
    )


def _failed(results: Results, say: Language) -> Section | None:
    return Section("failed", say("page.failed"), failures(results, say)) if results.said["failed"] else None
