"""A formula that links two issues: so much of one is cut for so much of the other."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.doors import Doors
from zopa.game.mechanism import Mechanism, Now, Setting
from zopa.game.parameters import Bounds, Issue, Scalar, Share, per_world


@dataclass
class _Formula:
    """Distance from the formula by cell, (W, C), and worlds in which it will be, and is, the agenda, (W,)."""

    distance: Floats
    accepted: Bools
    agreed: Bools


def _by_cell(setting: Setting, issue: int) -> Floats:
    """The levels of an issue measured in numbers at the cells of its cluster, 0 at other cells, (C,).

    Raises:
        ValueError: The issue's levels are words.
    """
    space = setting.space
    out = np.zeros(space.cells)
    k = next(k for k, cluster in enumerate(space.clusters) if issue in cluster)
    column = space.clusters[k].index(issue)
    try:
        levels = [float(level) for level in space.levels[issue]]
    except ValueError:
        raise ValueError(
            f"mechanisms.{setting.name}: a formula needs an issue measured in numbers, {space.issues[issue]} is not"
        ) from None
    out[space.cells_of(k)] = [levels[combination[column]] for combination in space.combinations[k]]
    return out


@dataclass(frozen=True)
class Linkage(Mechanism):
    """A formula as agenda: each point by which one issue is cut goes with a pledge of `slope` of another.

    Where both sides accept the formula, an offer must lie on it: |(start − cuts) − pays / slope| ≤ tolerance, a finite
    menu in place of free combination. The feasible-set door, as two consents that both sides know of. A contract
    schedule; the 2025 cases gave 8 to 25 bn USD a point.

    Attributes:
        pays: Issue that is pledged, measured in numbers.
        cuts: Issue that is cut, measured in numbers.
        slope: Pledge for each point of the cut, in the unit of `pays`.
        start: Level that the cut is measured from.
        tolerance: How far from the formula an offer may lie, in points; half the grid makes the nearest levels count.
        agreed: Probability that both sides accept the formula as agenda.
        since: Day from which it is the agenda; from the first round where left out.
    """

    pays: Issue
    cuts: Issue
    slope: Annotated[Scalar, Bounds(above=0.0)]
    start: float
    tolerance: Annotated[float, Bounds(at_least=0.0)] = 0.0
    agreed: Share = 1.0
    since: dt.date | None = None

    columns: ClassVar[Mapping[str, str]] = {"agreed": "whether both sides took the formula as agenda"}

    def begin(self, setting: Setting) -> _Formula:
        """Work out the distance; draw where the formula is accepted."""
        w, space = setting.worlds, setting.space
        cuts = next(k for k, cluster in enumerate(space.clusters) if self.cuts in cluster)
        cut = -_by_cell(setting, self.cuts)
        cut[space.cells_of(cuts)] += self.start
        distance = cut[None, :] - _by_cell(setting, self.pays)[None, :] / per_world(self.slope, w)[:, None]
        accepted = setting.draw("agreed") < per_world(self.agreed, w)
        return _Formula(distance, accepted, np.zeros(w, dtype=bool))

    def act(self, now: Now, memory: _Formula, doors: Doors) -> None:
        """From its day on, hold all offers to the formula."""
        fresh = memory.accepted & ~memory.agreed & now.open & now.after(self.since)
        if fresh.any():
            memory.agreed = memory.agreed | fresh
            least = np.where(memory.agreed, -self.tolerance, -np.inf)
            doors.consent(memory.distance, least, 0, True, fresh, "cut")
            doors.consent(-memory.distance, least, 0, True, fresh, "pledge")
            doors.tell("Both sides take a formula as agenda", fresh)

    def results(self, memory: _Formula) -> dict[str, Floats]:
        """Whether it was the agenda."""
        return {"agreed": memory.agreed.astype(np.float64)}
