"""Winners and finalists of the Automated Negotiating Agents Competition, from the formulas of their papers."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Packages
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.aspiration import aspiration
from zopa.strategies.parts.base import (
    Acceptance,
    Belief,
    Bid,
    Model,
    Positive,
    Share,
    Traits,
    per_world,
    traits,
)  # fmt: skip
from zopa.strategies.parts.model_counts import HardHeaded
from zopa.strategies.parts.search import Search


@dataclass
class _Hard:
    """The search; the least own payoff offered (W,); the best offer received (W, K), and whether any, (W,)."""

    search: Search
    least: Floats
    best: Packages
    heard: Bools


@dataclass(frozen=True)
class HardHeadedBidding:
    """Concedes almost nothing until almost the end, and then not far.

    Utility asked for: 1 − F (1 − least) with F(t) = k + (1 − k) t^(1/e). Of the packages worth it, it offers the one
    best for the other by the model of that name; where the best offer received is worth as much, it offers that back.
    It accepts what is worth at least the least that it has offered.

    Source: van Krimpen, Looije & Hajizadeh (2013), "HardHeaded", Studies in Computational Intelligence 435: 223-227,
    winner of ANAC 2011. Simplified: no discounting, no random choice among its next-best packages; `least` is a
    utility over no deal.

    Attributes:
        e: Shape: the smaller, the later it concedes.
        k: Share of the way conceded from the start.
        least: Utility asked for at the deadline.
    """

    e: Positive = 0.05
    k: Share = 0.05
    least: Share = 0.585

    accepts: ClassVar[Acceptance] = Next()
    model: ClassVar[Model] = HardHeaded()
    traits: ClassVar[Traits] = traits("time", "offers", memory=True)  # its model heeds offers alone

    def begin(self, view: View) -> _Hard:
        """Nothing offered, nothing heard."""
        w = view.worlds
        package = np.zeros((w, len(view.space.clusters)), dtype=np.int16)
        return _Hard(Search.begin(view), np.full(w, np.inf), package, np.zeros(w, dtype=bool))

    def bid(self, view: View, belief: Belief, memory: _Hard) -> Bid:
        """The package best for the other, or the best that the other has offered."""
        w, received = view.worlds, view.received
        k, least = per_world(self.k, w), per_world(self.least, w)
        seen = value_of(view.cells, memory.best, view.space.first)
        better = received.standing & (~memory.heard | (received.worth > seen))
        np.copyto(memory.best, received.package, where=better[:, None])
        memory.heard = memory.heard | received.standing
        seen = np.where(better, received.worth, seen)
        cells = view.space.first[:-1] + memory.best
        usable = memory.heard & np.take_along_axis(view.allowed, cells, axis=1).all(axis=1)
        target = view.payoff(aspiration(view.gone, per_world(self.e, w), 1.0 - k * (1.0 - least), least))
        own = memory.search.offer(view, belief, target)
        back = usable & (seen >= own.worth)
        worth = np.where(back, seen, own.worth)
        memory.least = np.minimum(memory.least, worth)
        takes = np.minimum(worth, np.maximum(memory.least, view.reservation))
        return Bid(np.where(back[:, None], memory.best, own.package), takes)


@dataclass
class _Statistics:
    """The search; how many offers received, the sum of their utilities and of their squares, (W,)."""

    search: Search
    count: Floats
    total: Floats
    squares: Floats


@dataclass(frozen=True)
class AgentK:
    """Concedes towards the best that it expects from the other, by the mean and the spread of its offers.

    With μ and σ the mean and standard deviation of the utilities received, and d = √12 σ the width of a uniform
    distribution with that spread (an offer below no deal counts as 0), it expects at most emax = μ + (1 − μ) d, and
    asks for 1 − (1 − emax) t^α. Before the first offer it asks for its best.

    Source: Kawaguchi, Fujita & Ito (2011), "Compromising strategy based on estimated maximum utility for automated
    negotiation agents competition (ANAC-10)", LNCS 6704: 501-510, winner of ANAC 2010. Simplified: the paper's
    correction of the target by the ratio of the spread, and its acceptance with a probability, are left out.

    Attributes:
        alpha: Shape α: 1 linear, above it the later the larger.
    """

    alpha: Positive = 3.0

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "offers", "payoffs", memory=True)

    def begin(self, view: View) -> _Statistics:
        """Nothing heard."""
        return _Statistics(Search.begin(view), np.zeros(view.worlds), np.zeros(view.worlds), np.zeros(view.worlds))

    def bid(self, view: View, belief: Belief, memory: _Statistics) -> Bid:
        """The package best for the other among those worth the target."""
        offer = np.where(view.received.standing, np.maximum(view.utility(view.received.worth), 0.0), 0.0)
        memory.count = memory.count + view.received.standing
        memory.total, memory.squares = memory.total + offer, memory.squares + offer * offer
        expected = expected_maximum(memory.count, memory.total, memory.squares)
        target = 1.0 - (1.0 - expected) * view.gone ** per_world(self.alpha, view.worlds)
        return memory.search.offer(view, belief, view.payoff(target))


def expected_maximum(count: Floats, total: Floats, squares: Floats) -> Floats:
    """The most to be expected of the other, μ + (1 − μ) √12 σ, within 0 and 1, (W,); 1 where nothing was heard.

    Args:
        count: Offers received, (W,).
        total: Sum of their utilities, (W,).
        squares: Sum of the squares of their utilities, (W,).
    """
    heard = np.maximum(count, 1.0)
    mean = total / heard
    width = np.sqrt(12.0 * np.maximum(squares / heard - mean * mean, 0.0))
    most = np.minimum(np.maximum(mean + (1.0 - mean) * width, 0.0), 1.0)
    return np.where(count > 0.0, most, 1.0)
