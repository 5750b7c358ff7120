"""Bids shaded in a straight line, as in the sealed-bid double auction (Chatterjee & Samuelson 1983)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Share, Traits, per_world, traits
from zopa.strategies.parts.search import Search


@dataclass(frozen=True)
class Shader:
    """Bids a straight line in its own value: less than it would pay, by a margin that grows with what it could gain.

    On a scale of prices from 0 to 1, and with weight k of its own bid in the price, a buyer who would pay up to v bids

        slope × v + intercept,   slope = 1 / (1 + k),   intercept = k (1 − k) / (2 (1 + k)),

    and a seller the same, seen from the other end of the scale. With values uniform between 0 and 1 these bids are the
    best answers to each other; they trade where v − c is at least 1/4 (k = 1/2), which is the most that any rules
    without a subsidy can reach (Myerson & Satterthwaite 1983). Where that would be worth less than no deal, it bids v.

    In payoffs, for any issues: it asks for (1 − slope) of what its best package gives over no deal, less intercept
    times the distance from its worst package to its best.

    Source: Chatterjee & Samuelson (1983), Operations Research 31: 835-851.

    Attributes:
        share: Weight k of its own bid in the price.
        slope: Slope of the line; that of the equilibrium where left out.
        intercept: Where the line starts, as a share of the range of prices; that of the equilibrium where left out.
    """

    share: Share = 0.5
    slope: Share | None = None
    intercept: Share | None = None

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("payoffs")

    def begin(self, view: View) -> Search:
        """Make room."""
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """The package best for the others among those worth the margin."""
        k = per_world(self.share, view.worlds)
        slope = 1.0 / (1.0 + k) if self.slope is None else per_world(self.slope, view.worlds)
        start = 0.5 * k * (1.0 - k) / (1.0 + k) if self.intercept is None else per_world(self.intercept, view.worlds)
        margin = (1.0 - slope) * (view.best - view.reservation) - start * (view.best - worst(view))
        return memory.offer(view, belief, view.reservation + np.maximum(margin, 0.0))


def worst(view: View) -> Floats:
    """My payoff of the worst package that may be offered, (W,)."""
    least = np.minimum.reduceat(np.where(view.allowed, view.cells, np.inf), view.space.first[:-1], axis=1)
    total = np.zeros(view.worlds)
    for k in range(least.shape[1]):
        total = total + least[:, k]
    return total
