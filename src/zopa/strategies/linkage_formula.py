"""Linkage by formula (Sebenius 1983): what I give on one issue goes with what I get on another."""

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.parameters import Issue
from zopa.game.space import Space
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.aspiration import aspiration
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Positive, Share, Traits, per_world, traits
from zopa.strategies.parts.search import Search

RUNGS = 11
"""Points of the formula that are tried: from nothing for nothing to all that can be got, in equal steps."""


@dataclass
class _Formula:
    """For each point of the formula its search and its cells, (W, C), and the revision that these hold for."""

    searches: list[Search]
    cells: list[Bools]
    revision: Ints | None = None


@dataclass(frozen=True)
class LinkageFormula:
    """Offers packages along a formula: for each share that it gets of one issue it gives `slope` of another.

    What it gets is measured from its worst level (0) to its best (1) in its own payoff, what it gives from its best
    level (0) to its worst (1): give = slope × get, at the levels nearest to it. Of the points of the formula, and of
    all else, it offers what is best for the other among what is worth its aspiration, which falls with time.

    Source: Fisher & Ury (1981), "Getting to Yes", and Zartman & Berman (1982), "The Practical Negotiator", on formulas;
    Sebenius (1983), International Organization 37: 281-316, on adding and linking issues.

    Attributes:
        gives: Issue on which it gives; where left out, the one on which most is at stake for the other, as known
            beforehand, besides the one on which it gets.
        gets: Issue on which it gets; where left out, the one on which most is at stake for itself.
        slope: What it gives for what it gets, as shares of the ranges.
        beta: Shape of the concession in time: below 1 late, 1 even, above 1 early.
        end: Utility asked for at the deadline.
    """

    gives: Issue | None = None
    gets: Issue | None = None
    slope: Positive = 1.0
    beta: Positive = 1.0
    end: Share = 0.0

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "payoffs")

    def begin(self, view: View) -> _Formula:
        """Make room.

        Raises:
            ValueError: Both issues stand in one cluster, whose levels are settled together.
        """
        space = view.space
        gives, gets = self.gives, self.gets
        if gives is not None and gets is not None and _cluster(space, gives) == _cluster(space, gets):
            one, other = space.issues[gives], space.issues[gets]
            raise ValueError(f"linkage_formula: {one} and {other} are settled together and cannot be exchanged")
        rungs = RUNGS if len(space.clusters) > 1 else 1  # one issue alone has no formula
        return _Formula([Search.begin(view) for _ in range(rungs)], [view.allowed] * rungs)

    def bid(self, view: View, belief: Belief, memory: _Formula) -> Bid:
        """The package best for the others on the formula."""
        w = view.worlds
        if memory.revision is not view.revision and len(memory.searches) > 1:
            memory.cells = self._points(view)
        memory.revision = view.revision
        utility = aspiration(view.gone, per_world(self.beta, w), np.ones(w), per_world(self.end, w))
        target = view.payoff(utility)
        package = np.zeros((w, len(view.space.clusters)), dtype=np.int16)
        worth, theirs = np.full(w, -np.inf), np.full(w, -np.inf)
        for search, cells in zip(memory.searches, memory.cells, strict=True):
            found = search.best(replace(view, allowed=cells), view.cells, belief.cells, target, belief.changed)
            own, other = search.worth, value_of(belief.cells, found, view.space.first)
            both = (own >= target) & (worth >= target)
            better = np.where(both, (other > theirs) | ((other == theirs) & (own > worth)), own > worth)
            package = np.where(better[:, None], found, package)
            worth, theirs = np.where(better, own, worth), np.where(better, other, theirs)
        return Bid(package, worth)

    def _points(self, view: View) -> list[Bools]:
        """The cells of the packages at each point of the formula, (W, C)."""
        space, cluster = view.space, np.repeat(np.arange(len(view.space.clusters)), np.diff(view.space.first))
        gets, gives = self._clusters(view)
        getting, giving = cluster == gets[:, None], cluster == gives[:, None]
        got = _got(view.cells, view.allowed, space)
        points = []
        for share in np.linspace(0.0, 1.0, RUNGS):
            gain = np.where(getting & view.allowed, np.abs(got - share), np.inf).argmin(axis=1)
            price = per_world(self.slope, view.worlds)[:, None] * share
            cost = np.where(giving & view.allowed, np.abs((1.0 - got) - price), np.inf).argmin(axis=1)
            here = np.arange(space.cells)
            on = (~getting | (here == gain[:, None])) & (~giving | (here == cost[:, None]))
            points.append(np.ascontiguousarray(view.allowed & on))
        return points

    def _clusters(self, view: View) -> tuple[Ints, Ints]:
        """The clusters on which it gets and gives, (W,) each."""
        space, w = view.space, view.worlds
        other = view.others[0].cells
        for more in view.others[1:]:
            other = other + more.cells
        mine, theirs = _range(view.cells, view.allowed, space), _range(other, view.allowed, space)
        columns = np.arange(len(space.clusters))
        if self.gives is not None:
            gives = np.full(w, _cluster(space, self.gives))
            mine = np.where(columns == gives[:, None], -1.0, mine)
        gets = mine.argmax(axis=1) if self.gets is None else np.full(w, _cluster(space, self.gets))
        if self.gives is None:
            gives = np.where(columns == gets[:, None], -1.0, theirs).argmax(axis=1)
        return gets, gives


def _cluster(space: Space, issue: int) -> int:
    return next(k for k, cluster in enumerate(space.clusters) if issue in cluster)


def _ends(cells: Floats, allowed: Bools, space: Space) -> tuple[Floats, Floats]:
    """The least and the most in each cluster, (W, K) each."""
    starts = space.first[:-1]
    least: Floats = np.minimum.reduceat(np.where(allowed, cells, np.inf), starts, axis=1)
    most: Floats = np.maximum.reduceat(np.where(allowed, cells, -np.inf), starts, axis=1)
    return least, most


def _range(cells: Floats, allowed: Bools, space: Space) -> Floats:
    """What is at stake in each cluster, (W, K)."""
    least, most = _ends(cells, allowed, space)
    return most - least


def _got(cells: Floats, allowed: Bools, space: Space) -> Floats:
    """What each cell gives of its cluster's range, 0 to 1, (W, C); 1 where there is no range."""
    least, most = (space.by_cell(one) for one in _ends(cells, allowed, space))
    share: Floats = np.divide(cells - least, most - least, out=np.ones_like(cells), where=most > least)
    return share
