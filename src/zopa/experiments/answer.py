"""The answer of a run: its outcomes in every point, and the verdicts on what was expected."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from zopa.analysis.columns import needed
from zopa.analysis.estimates import Estimate
from zopa.analysis.evidence import estimate
from zopa.analysis.measures import columns_named, parts_of
from zopa.experiments.judging import Checked
from zopa.experiments.results import Results
from zopa.experiments.verdicts import verdicts
from zopa.game.arrays import Floats
from zopa.scenario.read_experiment import ExperimentFile

LEVEL = 0.025
"""On each side of an interval of 95 %."""


@dataclass(frozen=True)
class Answer:
    """What a run says to its question.

    Attributes:
        results: The run.
        outcomes: The estimate of each outcome in each point.
        verdicts: The clauses, with their verdicts.
    """

    results: Results
    outcomes: dict[str, list[Estimate]]
    verdicts: list[Checked]

    def sort(self, name: str) -> str:
        """What an outcome is: `share`, `date`, `number`."""
        measure = self.results.measures[name]
        if measure.statistic == "share":
            return "share"
        dated = self.results.known[str(measure.of)].sort == "date" and measure.minus is None
        return "date" if dated and measure.statistic != "sd" else "number"

    def values(self, name: str) -> Floats:
        """An outcome in each point, (P,); nan where no world counts."""
        return np.array([one.value for one in self.outcomes[name]])

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types under stable keys."""
        rows = self.results.design.to_pylist()
        for name, some in self.outcomes.items():
            for row, one in zip(rows, some, strict=True):
                row[name] = {"value": _json(one.value), "low": _json(one.lower(LEVEL)), "high": _json(one.upper(LEVEL))}
        return {
            "folder": str(self.results.folder),
            "question": self.results.experiment.question,
            "points": rows,
            "worlds": self.results.about.worlds,
            "failed": self.results.said["failed"],
            "expect": [
                {"id": one.clause.id, "clause": one.clause.clause, "verdict": one.verdict, "reason": one.reason}
                for one in self.verdicts
            ],
        }


def answer(results: Results, file: ExperimentFile | None = None) -> Answer:
    """Work out a run's answer.

    Args:
        results: The run.
        file: Its experiment as the user wrote it, for messages that name a place.
    """
    names = [name for measure in results.measures.values() for name in columns_named(measure)]
    outcomes: dict[str, list[Estimate]] = {name: [] for name in results.measures}
    for _, arm in results.arms(needed(names, results.known)):
        for name, measure in results.measures.items():
            outcomes[name].append(estimate(parts_of(measure, arm)))
    judged = verdicts(results, file) if results.experiment.expect else []
    return Answer(results, outcomes, judged)


def _json(value: float) -> float | None:
    return value if np.isfinite(value) else None
