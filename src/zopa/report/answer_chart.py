"""The chart of a run with several points: each outcome in every point, or against the factors that matter."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from zopa.experiments.answer import Answer
from zopa.report.answer_axis import places
from zopa.report.answer_panels import point_panels, setting_panels
from zopa.report.answer_scatter import scatter_panels
from zopa.report.answer_words import clauses_alone, made_of
from zopa.report.figure import INK, save, styled
from zopa.report.words import finished, listed, wrapped
from zopa.scenario.design import SAMPLED

if TYPE_CHECKING:
    import altair as alt

MOST_OUTCOMES = 6
"""Outcomes drawn; what comes after is in the tables."""

LETTERS = 84
"""Letters in a line of the title; the chart is about 800 pixels wide."""


def answer_chart(answer: Answer, out_dir: str | os.PathLike[str]) -> list[Path]:
    """Draw the chart of a run with several points and save it; needs neither a browser nor a network.

    Args:
        answer: What the run says.
        out_dir: Folder for the files; made if missing.

    Returns:
        The files, `answer.svg` and `answer.png`; none where there is nothing to draw.
    """
    figure = draw_answer(answer)
    if figure is None:
        return []
    return save(figure, [Path(out_dir) / "answer.svg", Path(out_dir) / "answer.png"])


def draw_answer(answer: Answer) -> "alt.VConcatChart | None":
    """The chart itself, for pages and notebooks.

    Args:
        answer: What the run says.

    Returns:
        None where there is one point alone, or no outcome has a value anywhere.
    """
    import altair as alt

    results = answer.results
    drawn = [name for name in answer.outcomes if np.isfinite(answer.values(name)).any()]
    if results.points < 2 or not drawn:
        return None
    shown, where = drawn[:MOST_OUTCOMES], None if results.kind in SAMPLED else places(results)
    below = [made_of(answer).removesuffix(".")]
    rows: list[Any]
    if clauses_alone(results):
        rows, more = setting_panels(answer, shown)
    elif where is not None:
        rows, more = point_panels(answer, shown, where)
    else:
        rows, more = scatter_panels(answer, shown)
    below += more
    if len(drawn) > len(shown):
        below.append(f"Drawn are the first {len(shown)} of {len(drawn)} outcomes")
    missing = [name for name in answer.outcomes if name not in drawn]
    if missing:
        below.append(f"Without a value anywhere: {listed(missing)}")
    said = results.experiment
    question = " ".join((said.question or said.title or said.id).split())
    title = alt.TitleParams(
        wrapped(question, width=LETTERS), anchor="start", offset=14, fontSize=17,
        subtitle=[finished(line) for text in below for line in wrapped(text, width=LETTERS + 30)],
    )  # fmt: skip
    panels = styled(alt.vconcat(*rows, spacing=18, title=title), small=True)
    figure: alt.VConcatChart = panels.configure_legend(
        labelFontSize=12, titleFontSize=12, titleFontWeight="normal", labelColor=INK, titleColor=INK,
        symbolSize=80, symbolOpacity=1, orient="bottom", offset=8, labelLimit=240, titleLimit=700,
    )  # fmt: skip
    return figure
