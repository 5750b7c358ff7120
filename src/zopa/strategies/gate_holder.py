"""The gate holder: a full package on the table from the start, and one point that is not for sale."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.parameters import Levels
from zopa.game.view import View
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.parts.aspiration import aspiration
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Positive, Share, Traits, per_world, traits
from zopa.strategies.parts.search import Search

_NOTHING = float(np.finfo(np.float64).max)  # more than any package is worth


@dataclass
class _Gate:
    """The search inside the gate, its cells (W, C), its best package (W,), and the revision they were found for."""

    search: Search
    inside: Bools
    best: Floats
    revision: Ints | None = None


@dataclass(frozen=True)
class GateHolder:
    """Opens with a full package, is generous in it as time goes, and never leaves its gate.

    The gate is some levels of some issues: no offer goes outside them, and none outside them is accepted. In all
    else it concedes with time like `time_dependent`, by default early: utility runs from 0 at no deal to 1 at its
    best package inside the gate, along gone ** (1/beta). Where the gate cannot be held (none of its levels may be
    offered), that issue is free.

    Firm on one point and flexible on the rest: "firm flexibility" of Pruitt (1981), "Negotiation Behavior";
    the red line as a commitment is Schelling's (1960), "The Strategy of Conflict", ch. 2.

    Attributes:
        gate: Issue to the levels that it holds; where left out, its best level of the issue on which most is at stake
            for it.
        beta: Shape of the concession elsewhere: below 1 late, 1 even, above 1 early.
        end: Utility asked for at the deadline.
    """

    gate: Levels | None = None
    beta: Positive = 3.0
    end: Share = 0.0

    accepts: ClassVar[Acceptance] = AsAsked()
    traits: ClassVar[Traits] = traits("time", "payoffs")

    def begin(self, view: View) -> _Gate:
        """Make room."""
        return _Gate(Search.begin(view), view.allowed, view.best)

    def bid(self, view: View, belief: Belief, memory: _Gate) -> Bid:
        """The package best for the others among those inside the gate worth the aspiration."""
        w = view.worlds
        if memory.revision is not view.revision:
            memory.inside, memory.revision = self._inside(view), view.revision
            memory.best = np.maximum(_best(view.cells, memory.inside, view), view.reservation)
        within = replace(view, allowed=memory.inside)
        best = np.maximum(memory.best, view.reservation)
        one = np.ones(w)
        utility = aspiration(view.gone, per_world(self.beta, w), one, per_world(self.end, w))
        target = view.reservation + utility * (best - view.reservation)
        package = memory.search.best(within, view.cells, belief.cells, target, belief.changed)
        held = np.take_along_axis(memory.inside, view.space.first[:-1] + view.received.package, axis=1).all(axis=1)
        worth = memory.search.worth
        return Bid(package, worth, least=np.where(held, worth, _NOTHING))

    def _inside(self, view: View) -> Bools:
        """Cells that may be offered inside the gate, (W, C)."""
        gate = _dearest(view) if self.gate is None else view.allowed & self.gate
        starts = view.space.first[:-1]
        some = np.logical_or.reduceat(gate, starts, axis=1)
        return np.where(np.repeat(some, np.diff(view.space.first), axis=1), gate, view.allowed)


def _best(cells: Floats, allowed: Bools, view: View) -> Floats:
    """The best package, (W,); summed in cluster order."""
    peaks = np.maximum.reduceat(np.where(allowed, cells, -np.inf), view.space.first[:-1], axis=1)
    total = np.zeros(view.worlds)
    for k in range(peaks.shape[1]):
        total = total + peaks[:, k]
    return total


def _dearest(view: View) -> Bools:
    """The best cells of the cluster with the widest range of own payoffs, and all that is allowed elsewhere."""
    starts, sizes = view.space.first[:-1], np.diff(view.space.first)
    most = np.maximum.reduceat(np.where(view.allowed, view.cells, -np.inf), starts, axis=1)
    least = np.minimum.reduceat(np.where(view.allowed, view.cells, np.inf), starts, axis=1)
    dearest = (most - least).argmax(axis=1)
    held = np.repeat(np.arange(sizes.size)[None, :] == dearest[:, None], sizes, axis=1)
    inside: Bools = view.allowed & (~held | (view.cells == np.repeat(most, sizes, axis=1)))
    return inside
