"""When a run has played enough: an outcome is sure enough in every point."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zopa.analysis.columns import Arm, needed
from zopa.analysis.evidence import estimate
from zopa.analysis.measures import Signed, columns_named, parts_of
from zopa.experiments.parts import Part
from zopa.experiments.plan import Plan
from zopa.experiments.seen import Seen

_NORMAL = 1.959963984540054
"""97.5 % quantile of the standard normal distribution."""


WIDTH = 2.0 * 1.959963984540054
"""Standard errors that an interval of 95 % is wide, where it is a normal distribution's."""


def all_at_once(plan: Plan, folder: Path, parts: Callable[[], Sequence[Part]]) -> Iterator[Sequence[int]]:  # noqa: ARG001
    """All worlds of each point, as the experiment says."""
    yield [plan.study.experiment.worlds] * len(plan.points)


def until_stages(plan: Plan, folder: Path, parts: Callable[[], Sequence[Part]]) -> Iterator[Sequence[int]]:
    """More worlds in every point until an outcome is sure enough in each."""
    said, look, worlds = plan.study.experiment, Until(plan, folder), 0
    assert said.until is not None
    while worlds < said.worlds:
        worlds = min(worlds + said.until.every, said.worlds)
        yield [worlds] * len(plan.points)
        if look.reached(parts(), worlds):
            return


class Until:
    """Looks at what has been played, again and again; each part is read once, and only the columns needed."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        """Nothing is read yet.

        Args:
            plan: The run's plan; its experiment says until when.
            folder: Where the parts are.
        """
        until = plan.study.experiment.until
        assert until is not None
        self._plan, self._bound = plan, until.standard_error
        self._measure = plan.measures[until.outcome]
        self._columns = needed(columns_named(self._measure), plan.known)
        self._seen = Seen(folder, self._columns)

    def reached(self, parts: Sequence[Part], worlds: int) -> bool:
        """Whether the outcome has a small enough standard error in every point.

        Args:
            parts: What has been played.
            worlds: Worlds of each point that are looked at.
        """
        rows = self._seen.rows(parts).filter((pc.field("world") < worlds) & (pc.field("status") == "ok"))
        rows = rows.sort_by([("point", "ascending"), ("world", "ascending")])
        point, world = (rows.column(name).to_numpy() for name in ("point", "world"))
        new = (np.diff(point, prepend=-1) != 0) | (np.diff(world, prepend=-1) != 0)
        rows = rows.filter(pa.array(new))  # two parts may hold the same world
        edges = np.searchsorted(rows.column("point").to_numpy(), np.arange(len(self._plan.points) + 1))
        return all(self._sure(rows.slice(first, last - first)) for first, last in pairwise(edges.tolist()))

    def _sure(self, rows: pa.Table) -> bool:
        if rows.num_rows < 2:
            return False
        return (
            standard_error(parts_of(self._measure, Arm(rows.select(list(self._columns)), self._plan.start)))
            <= self._bound
        )


def standard_error(parts: Signed) -> float:
    """The standard error of a measure.

    Of a share, whose interval is exact (Clopper & Pearson 1934), it is what a normal distribution with as wide an
    interval of 95 % would have: sqrt(p (1 - p) / n) would be 0 where nobody, or everybody, has agreed so far.

    Args:
        parts: The measure's parts in one point.
    """
    found = estimate(parts)
    if found.se is not None:
        return found.se
    return (found.upper(0.025) - found.lower(0.025)) / (2.0 * _NORMAL)
