"""The charts of a run's page: each entry of `CHARTS` takes what is known of the run and gives exhibits, or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from zopa.analysis.summary import Summary
from zopa.experiments.answer import Answer
from zopa.experiments.near_deadline import dates_that_press
from zopa.report.answer_exhibits import answer_exhibits
from zopa.report.charts.gallery import of_run
from zopa.report.exhibit import Exhibit
from zopa.report.language import Language
from zopa.report.page.factors import factor_exhibits
from zopa.report.sensitivity_run import Sensitivity


@dataclass(frozen=True)
class Known:
    """What a page's charts are drawn from.

    Attributes:
        answer: What the run says.
        summary: Its summary, where one point was played; else None.
        factors: Which factors matter, outcome by outcome; empty where that cannot be said.
    """

    answer: Answer
    summary: Summary | None
    factors: tuple[Sensitivity, ...]


def _worlds(known: Known, say: Language) -> Sequence[Exhibit]:
    """Of one point: every world's payoffs beside the frontier, levels, when deals come, who gains from what."""
    if known.summary is None:
        return ()
    results = known.answer.results
    return of_run(results, say, dates=dates_that_press(results.document))


def _outcomes(known: Known, say: Language) -> Sequence[Exhibit]:
    """Of several points: each outcome, point by point or against the factors that matter."""
    return answer_exhibits(known.answer, say)


def _factors(known: Known, say: Language) -> Sequence[Exhibit]:
    """Which factors matter: the tornado chart of each outcome."""
    return factor_exhibits(known.factors, say)


Drawer = Callable[[Known, Language], Sequence[Exhibit]]
"""Draws what there is to draw of a run."""

CHARTS: tuple[Drawer, ...] = (_worlds, _outcomes)
"""Charts of what came out, in the order of the page."""

REASONS: tuple[Drawer, ...] = (_factors,)
"""Charts of what it hangs on."""


def charts(drawers: Sequence[Drawer], known: Known, say: Language) -> tuple[Exhibit, ...]:
    """All charts that there are.

    Args:
        drawers: `CHARTS` or `REASONS`.
        known: What is known of the run.
        say: The language.
    """
    return tuple(exhibit for drawer in drawers for exhibit in drawer(known, say))
