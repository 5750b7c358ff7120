"""The expectations of a run with levers or uncertainties: tried along a factor, or in every point, and judged."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby

import numpy as np

from zopa.analysis.columns import needed
from zopa.analysis.evidence import point as point_value
from zopa.analysis.measures import Part, Signed, columns_named, parts_of
from zopa.experiments.check import Check
from zopa.experiments.judging import Checked, judged
from zopa.experiments.results import Results
from zopa.experiments.trials import Asked, Trial
from zopa.scenario.check_factor import as_text
from zopa.scenario.design import SAMPLED
from zopa.scenario.experiment import Clause
from zopa.scenario.read_experiment import ExperimentFile

ALL = "all"
"""The one arm of a clause in a design that draws its points: all of them, each with its own value."""


def verdicts(results: Results, file: ExperimentFile | None = None) -> list[Checked]:
    """Every clause of a run's experiment with its verdict.

    Args:
        results: The run.
        file: Its experiment as the user wrote it, for messages that name a place; else they name the lock.

    Raises:
        ScenarioError: A measure needs a value that is missing in some world.
    """
    said, clauses = results.experiment, results.experiment.expect
    if not (said.levers or said.uncertainties):
        return _settings(results)
    where = file or results.file
    asked = [Asked(where, n, clause, tuple(_trials(results, clause))) for n, clause in enumerate(clauses)]
    return judged(asked, _Measured(results), lambda _: results.known)


def _settings(results: Results) -> list[Checked]:
    """Of a file of clauses alone, whose settings are the points."""
    check = Check([results.file])
    planned = enumerate(check.planned.items())
    return check.judge({name: results.arm(at, tuple(one.columns)) for at, (name, one) in planned})


class _Measured:
    """A clause's measure in a point, or point by point in all of them; each arm is read once."""

    def __init__(self, results: Results) -> None:
        self._results = results
        clauses = results.experiment.expect
        names = [name for clause in clauses for name in columns_named(clause.measure)]
        self._columns = needed(names, results.known)
        self.arm = lru_cache(maxsize=256)(lambda at: results.arm(at, self._columns))

    def __call__(self, asked: Asked, arm: str) -> Signed:
        measure = asked.clause.measure
        if arm != ALL:
            return parts_of(measure, self.arm(int(arm)))
        some = set(_points(self._results, asked.clause))
        arms = self._results.arms(self._columns)
        values = np.array([point_value(parts_of(measure, one)) for at, one in arms if at in some])
        return ((1, Part("mean", values, ~np.isnan(values))),)


def _points(results: Results, clause: Clause) -> list[int]:
    """The points to which a clause is confined."""
    kept = np.ones(results.points, dtype=bool)
    for name, wanted in clause.at.items():
        levels = results.design.column(name).to_pylist()
        some = wanted if isinstance(wanted, tuple) else (wanted,)
        kept &= np.array([any(_same(level, one) for one in some) for level in levels])
    return [int(at) for at in np.flatnonzero(kept)]


def _same(level: object, wanted: object) -> bool:
    return level == (as_text(wanted) if isinstance(level, str) else wanted)


def _trials(results: Results, clause: Clause) -> Iterator[Trial]:
    points = _points(results, clause)
    if clause.along is None and results.kind in SAMPLED:
        yield Trial("", False, ("every point",), (ALL,))
    elif clause.along is None:
        for at in points:
            yield Trial(_label(results, at, results.factors), False, ("",), (str(at),))
    else:
        others = [name for name in results.factors if name != clause.along]
        yield from _along(results, clause.along, others, points)


def _along(results: Results, factor: str, others: Sequence[str], points: Sequence[int]) -> Iterator[Trial]:
    """A trial for each combination of the other factors' levels."""
    columns = {name: results.design.column(name).to_pylist() for name in results.factors}
    order = _levels(results, factor)
    if results.kind == "list":  # every factor changes with every other: there is one line to walk along
        others = []

    def rest(at: int) -> tuple[str, ...]:
        return tuple(str(columns[name][at]) for name in others)

    first = {rest(at): at for at in reversed(points)}
    for _, some in groupby(sorted(points, key=lambda at: (first[rest(at)], order[columns[factor][at]])), key=rest):
        line = list(some)
        labels = tuple(_label(results, at, [factor]) for at in line)
        yield Trial(_label(results, line[0], others), False, labels, tuple(map(str, line)))


def _levels(results: Results, factor: str) -> dict[object, int]:
    """Place of each level in the order of the file."""
    levels = dict.fromkeys(results.design.column(factor).to_pylist())
    return {level: at for at, level in enumerate(levels)}


def _label(results: Results, at: int, names: Sequence[str] | Mapping[str, object]) -> str:
    return ", ".join(f"{name} {as_text(results.design.column(name)[at].as_py())}" for name in names)
