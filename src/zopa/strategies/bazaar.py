"""Bazaar: asks for what leaves the other just what no deal is worth to it, as learned from its offers."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.frontier import best_for_them
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Bounds, NotNegative, Scalar, Traits, per_world, traits
from zopa.strategies.parts.reservation import Prospects, reach_of
from zopa.strategies.parts.search import Search


@dataclass
class _Desk:
    """The searches for the offer and for what the other leaves over, what is known of it, parameters by world."""

    search: Search
    reach: Search
    prospects: Prospects
    spread: Floats
    caution: Floats


@dataclass(frozen=True)
class Bazaar:
    """Learns by Bayes what no deal is worth to the other, and offers it just that, by the package best for oneself.

    Zeng & Sycara (1998), "Bayesian learning in negotiation", International Journal of Human-Computer Studies 48:
    125-141: hypotheses on the other's reservation price, weighed by the likelihood of its offers. There, a seller is
    expected to ask for a known percentage above its reservation price; here, as in Hou (2004), "Predicting agents'
    tactics in automated negotiation", IAT 2004: 127-133, for r + (1 − r)(1 − t^(1/β)) when the share t of the time is
    gone, with r and the shape β both unknown. What packages are worth to the other is taken from the model of the
    others; r runs from 0 at its worst package to 1 at its best. Where the estimate leaves less than no deal, the offer
    is the one best for the other that is worth no deal to oneself. Where interests agree in part, an offer can be worth
    more to the other than it asks for, and the estimate comes out too high. Of several others, the sum of their
    utilities.

    Attributes:
        spread: Standard deviation of what the other asks for around what is expected of it, as a share like r.
        caution: Standard deviations of the estimate that are left to the other on top of it.
    """

    spread: Annotated[Scalar, Bounds(at_least=0.001)] = 0.05
    caution: NotNegative = 0.0

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "offers", "payoffs", memory=True)

    def begin(self, view: View) -> _Desk:
        """Nothing heard."""
        w = view.worlds
        return _Desk(
            Search.begin(view), Search.begin(view), Prospects.begin(view), per_world(self.spread, w),
            per_world(self.caution, w),
        )  # fmt: skip

    def bid(self, view: View, belief: Belief, memory: _Desk) -> Bid:
        """The package best for oneself that leaves the other what it needs."""
        prospects = memory.prospects
        prospects.learn(view, belief, memory.spread)
        low, high = reach_of(view, belief)
        share = np.minimum(prospects.mean + memory.caution * prospects.deviation, 1.0)
        target = self._left_over(view, belief, memory, low + share * (high - low))
        return memory.search.offer(view, belief, np.maximum(target, view.reservation))

    def _left_over(self, view: View, belief: Belief, memory: _Desk, needed: Floats) -> Floats:
        """What the best package that is worth enough to the other is worth to me, (W,)."""
        if belief.exact and view.efficient is not None:
            points = view.efficient.frontier
            at = best_for_them(points, needed, 1 - view.me)
            return (points.mine if view.me == 0 else points.theirs)[at]
        if belief.changed.any():
            memory.reach = Search.begin(view)  # a curve remembers its own side's payoffs, which are believed here
        package = memory.reach.best(view, belief.cells, view.cells, needed)
        return value_of(view.cells, package, view.space.first)
