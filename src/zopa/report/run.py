"""What a run says when it has ended: of a single point a summary, stories and a chart; of several the answer."""

import json
from pathlib import Path
from typing import Any

from zopa.analysis.summary import summarise
from zopa.experiments.answer import answer
from zopa.experiments.layout import TABLE
from zopa.experiments.plan import Plan
from zopa.experiments.results import Results
from zopa.experiments.setting import setting
from zopa.report.answer_chart import answer_chart
from zopa.report.answer_markdown import answer_markdown, summary_markdown
from zopa.report.answer_text import answer_text
from zopa.report.chart import chart
from zopa.report.summary_text import summary_text
from zopa.report.transcript import sample_worlds, transcript

PAGE = "report.md"


def report_run(plan: Plan, folder: Path) -> tuple[dict[str, Any], str]:
    """Write summary, stories, charts and the page into a run's folder.

    Args:
        plan: What was run.
        folder: Its folder.

    Returns:
        Plain JSON types, and text for people.
    """
    results, said = Results.open(folder), plan.study.experiment
    whole = results.points == 1 and said.record != "none" and results.said["failed"] < results.about.worlds
    if whole and not said.expect:
        return _single(plan, results)
    found = answer(results, plan.study.file)
    text = answer_text(found)
    files = chart(folder / TABLE, folder) if whole else answer_chart(found, folder)
    (folder / "summary.txt").write_text(text + "\n", encoding="utf-8")
    (folder / "answer.json").write_text(json.dumps(found.as_dict(), indent=2, ensure_ascii=False), encoding="utf-8")
    page = answer_markdown(found, files[0].name if files else None)
    (folder / PAGE).write_text(page, encoding="utf-8")
    return found.as_dict(), text


def _single(plan: Plan, results: Results) -> tuple[dict[str, Any], str]:
    folder, one = results.folder, setting(plan, 0)
    table = folder / TABLE
    summary = summarise(table)
    text = summary_text(summary, plan.document.scenario.about)
    stories = "\n\n".join(
        transcript(one.document, one.seed, world, one.pins, one.salt, one.words) for world in sample_worlds(table)
    )
    files = chart(table, folder)
    (folder / "summary.txt").write_text(text + "\n", encoding="utf-8")
    (folder / "transcripts.txt").write_text(stories + "\n", encoding="utf-8")
    (folder / PAGE).write_text(summary_markdown(results, text, files[0].name), encoding="utf-8")
    return {"folder": str(folder), **summary.as_dict()}, f"{stories}\n\n{text}"
