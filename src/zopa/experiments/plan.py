"""The plan of a run: its points, what each plays, the columns of its table, and its address."""

import datetime as dt
import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from zopa.analysis.columns import Known
from zopa.experiments.axes import FactorInfo
from zopa.experiments.layout import BEHAVIOUR
from zopa.experiments.study import Study
from zopa.scenario.check_factor import Label
from zopa.scenario.experiment import Measure
from zopa.scenario.read import Document


@dataclass(frozen=True)
class Point:
    """A point of a design.

    Attributes:
        labels: The level of each factor, as tables name it.
        overrides: What it changes in the scenario that all points share, as after `-s`.
        pins: Numbers that it gives in place of draws, by address.
    """

    labels: tuple[Label, ...]
    overrides: tuple[str, ...]
    pins: tuple[tuple[str, float], ...]

    @property
    def alike(self) -> Hashable:
        """Equal for points that can be played in one block: they differ in numbers of their worlds alone."""
        return self.overrides, tuple(address for address, _ in self.pins)

    @cached_property
    def salt(self) -> str:
        """What sets its luck apart where luck is independent."""
        return hashlib.sha256(json.dumps([self.overrides, self.pins]).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Plan:
    """What a run plays.

    Attributes:
        study: The experiment.
        document: The scenario with what is changed in every point.
        factors: What is varied.
        points: The points, in order.
        about: What the table is about.
        outcomes: The table's columns between the factors' and `status`.
        known: The columns that measures can name.
        measures: The outcomes.
        elsewhere: Strategies of some point that are not zopa's own, with their package's version or file's hash.
    """

    study: Study
    document: Document
    factors: tuple[FactorInfo, ...]
    points: tuple[Point, ...]
    about: Mapping[str, Any]
    outcomes: pa.Schema
    known: Mapping[str, Known]
    measures: Mapping[str, Measure]
    elsewhere: Mapping[str, str]

    @property
    def start(self) -> dt.date | None:
        """First day of the calendar; None where rounds have no dates."""
        time = self.document.scenario.time
        return time.calendar.start if time.kind == "flow" else None

    @cached_property
    def address(self) -> str:
        """Hash of what decides the rows: scenario, points, seed, luck, what is kept, the engine's behaviour.

        Neither the number of worlds nor what is asked of the rows counts, so that a run can grow and be asked again.
        """
        said = {
            "behaviour": BEHAVIOUR,
            "scenario": self.document.scenario.model_dump_json(exclude={"include", "title", "about"}),
            "elsewhere": dict(self.elsewhere),
            "points": [[point.overrides, point.pins] for point in self.points],
            "seed": self.study.experiment.seed,
            "luck": self.study.experiment.luck,
            "record": self.study.experiment.record,
            "columns": self.outcomes.names if self.study.experiment.record == "none" else [],
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @cached_property
    def slots(self) -> tuple[int, ...]:
        """The points in the order in which tiles hold them: those that are played alike next to each other."""
        first: dict[Hashable, int] = {}
        for at, point in enumerate(self.points):
            first.setdefault(point.alike, at)
        return tuple(sorted(range(len(self.points)), key=lambda at: (first[self.points[at].alike], at)))


def about_table(plan: Plan, worlds: Sequence[int], failed: int) -> dict[str, Any]:
    """What a merged table says of itself, under the key `zopa`.

    Args:
        plan: The run's plan.
        worlds: Worlds in each point, (P,).
        failed: Rows that failed.
    """
    factors = {info.name: {key: value for key, value in asdict(info).items() if key != "name"} for info in plan.factors}
    luck = plan.study.experiment.luck
    more = {"points": len(plan.points), "factors": factors, "luck": luck, "failed": failed}
    uneven = {} if len(set(worlds)) == 1 else {"worlds_of_points": list(worlds)}
    return {**plan.about, "worlds": max(worlds), **more, **uneven}
