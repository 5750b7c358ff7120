"""The menu: where a bargain may end, as points of (own payoff, the others' as believed), and what to look for there."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from zopa.game.arrays import Floats, Ints, Packages
from zopa.game.climb import Steps
from zopa.game.compiled import kernel
from zopa.game.values import value_in
from zopa.game.view import View
from zopa.strategies.parts.base import Belief
from zopa.strategies.parts.search import Search


class Points(NamedTuple):
    """Points of every world, one row after the other; inside a row in no order that matters.

    Attributes:
        start: Row of world w is `start[w]:start[w + 1]`, (W + 1,).
        own: Own payoffs, (N,).
        other: The others' payoffs as believed, (N,).
    """

    start: Ints
    own: Floats
    other: Floats


@dataclass
class Menu:
    """The search, the points found last, and what they were found for."""

    search: Search
    points: Points | None = None
    revision: Ints | None = None

    @classmethod
    def begin(cls, view: View) -> "Menu":
        """Nothing found."""
        return cls(Search.begin(view))

    def read(self, view: View, belief: Belief) -> Points:
        """The points now: the exact frontier where payoffs are known; else the vertices of the curve of beliefs.

        To be called at every move, and before the search is used for an offer.
        """
        if belief.exact and view.efficient is not None:
            front = view.efficient.frontier
            own, other = (front.mine, front.theirs) if view.me == 0 else (front.theirs, front.mine)
            return Points(front.start, own, other)
        if self.points is None or self.revision is not view.revision or belief.changed.any():
            self.revision, space = view.revision, view.space
            self.search.best(view, view.cells, belief.cells, view.best, belief.changed)
            curve, most = self.search.curve, space.cells - len(space.clusters) + 1
            assert curve is not None
            own, other = np.empty((view.worlds, most)), np.empty((view.worlds, most))
            package = np.zeros((1, len(space.clusters)), dtype=np.int16)
            _vertices(view.cells, belief.cells, space.first, curve.steps, package, own, other)
            self.points = Points(np.arange(view.worlds + 1, dtype=np.int64) * most, own.ravel(), other.ravel())
        return self.points


@kernel
def _vertices(
    mine: Floats, theirs: Floats, first: Ints, steps: Steps, package: Packages, own: Floats, other: Floats
) -> None:
    """Climb the whole curve from one's own best package and note what each vertex is worth; the last one repeated."""
    for w in range(own.shape[0]):
        for k in range(package.shape[1]):
            package[0, k] = steps.start[w, k]
        own[w, 0] = value_in(mine[w : w + 1], package, first, 0)
        other[w, 0] = value_in(theirs[w : w + 1], package, first, 0)
        for s in range(1, own.shape[1]):
            if s > steps.many[w]:
                own[w, s], other[w, s] = own[w, s - 1], other[w, s - 1]
                continue
            package[0, steps.cluster[w, s - 1]] = steps.cell[w, s - 1]
            own[w, s] = value_in(mine[w : w + 1], package, first, 0)
            other[w, s] = value_in(theirs[w : w + 1], package, first, 0)


@kernel
def _nash(start: Ints, own: Floats, other: Floats, no_deal: Floats, theirs: Floats, out: Ints) -> None:
    for w in range(no_deal.shape[0]):
        best, most = start[w], -np.inf
        for i in range(start[w], start[w + 1]):
            mine, yours = own[i] - no_deal[w], other[i] - theirs[w]
            product = mine * yours if mine >= 0.0 and yours >= 0.0 else -1.0
            if product > most or (product == most and own[i] > own[best]):
                best, most = i, product
        out[w] = best


def nash_point(points: Points, no_deal: Floats, theirs: Floats) -> Ints:
    """The point with the largest product of gains over no deal; of several, the one best for oneself.

    Nash (1950), Econometrica 18. Where no point is worth a deal to both: the one best for oneself.

    Args:
        points: The menu.
        no_deal: What no deal is worth to oneself, (W,).
        theirs: And to the others, as believed, (W,).

    Returns:
        Indices of points, (W,).
    """
    out = np.empty(no_deal.shape[0], dtype=np.int64)
    _nash(points.start, points.own, points.other, no_deal, theirs, out)
    return out


@kernel
def _concession(
    start: Ints, own: Floats, other: Floats, below: Floats, beyond: Floats, product: Floats, no_deal: Floats,
    theirs: Floats, out: Floats,
) -> None:  # fmt: skip
    for w in range(no_deal.shape[0]):
        out[w] = -np.inf
        for i in range(start[w], start[w + 1]):
            mine, yours = own[i] - no_deal[w], other[i] - theirs[w]
            gives = own[i] < below[w] and other[i] > beyond[w] and mine >= 0.0 and yours >= 0.0
            if gives and own[i] > out[w] and mine * yours > product[w]:
                out[w] = own[i]


def concession(
    points: Points, own: Floats, other: Floats, product: Floats, no_deal: Floats, theirs: Floats
) -> Floats:  # fmt: skip
    """The smallest concession from where one stands to a point with more than some product of gains.

    Args:
        points: The menu.
        own: What the stand is worth to oneself, (W,); a concession is worth less.
        other: And to the others, as believed, (W,); a concession is worth more.
        product: Product of gains to be exceeded, (W,); −inf for any concession.
        no_deal: What no deal is worth to oneself, (W,).
        theirs: And to the others, as believed, (W,).

    Returns:
        Own payoff of the concession, (W,); −inf where there is none.
    """
    out = np.empty(no_deal.shape[0])
    _concession(points.start, points.own, points.other, own, other, product, no_deal, theirs, out)
    return out
