"""Brinkmanship: a risk that nobody controls is raised step by step until somebody can bear it no more."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Floats, Packages
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Share, Traits, per_world, traits
from zopa.strategies.parts.search import Search


@dataclass
class _Brink:
    """The search, and the best that the other has offered so far: the package, (W, K), and its worth to me, (W,)."""

    search: Search
    package: Packages
    worth: Floats


@dataclass(frozen=True)
class Brinkman:
    """Demands, and at each proposal raises the risk that the crisis gets out of hand, as far as it can bear it.

    At its n-th proposal the risk is n × `step`: with that probability the talks end there. It stands firm while the
    risk is no more than its critical risk,

        (u(own demand) − u(other's offer)) / (u(own demand) − d),

    the risk of d, no deal, at which standing firm is worth as much as giving in. Beyond that it gives in: it takes
    the best that it was offered, and offers it. So the less one has to lose by giving in, and the more by
    disaster, the sooner one does; and between equals disaster is the more probable the smaller the steps are, as
    the risk is run more often.

    Source: Schelling (1960), "The Strategy of Conflict", ch. 8; Powell (1990), "Nuclear Deterrence Theory"; the
    critical risk is Ellsberg's (1959) and Zeuthen's (1930).

    Attributes:
        demand: What it demands (0 no deal, 1 its best package).
        step: What each proposal adds to the risk.
    """

    demand: Share = 0.9
    step: Share = 0.02

    accepts: ClassVar[Acceptance] = AsAsked()
    traits: ClassVar[Traits] = traits("time", "offers", "payoffs", memory=True, draws=True)

    def begin(self, view: View) -> _Brink:
        """Nothing offered yet."""
        package = np.zeros((view.worlds, len(view.space.clusters)), dtype=np.int16)
        return _Brink(Search.begin(view), package, np.full(view.worlds, -np.inf))

    def bid(self, view: View, belief: Belief, memory: _Brink) -> Bid:
        """The demand at a risk, or what the other has offered."""
        received, seen = view.received, np.isfinite(memory.worth)
        memory.worth = np.where(seen, value_of(view.cells, memory.package, view.space.first), memory.worth)
        better = received.standing & (received.worth > memory.worth)
        memory.package = np.where(better[:, None], received.package, memory.package)
        memory.worth = np.where(better, received.worth, memory.worth)
        demand = view.payoff(per_world(self.demand, view.worlds))
        risk = self.risk(view)
        gives = (risk > critical(demand, memory.worth, view.reservation)) & (memory.worth >= view.reservation)
        found = memory.search.offer(view, belief, demand)
        target = np.where(gives, np.minimum(memory.worth, demand), demand)
        away = view.draw("brink")[:, 0] < risk if view.may_propose else np.zeros(view.worlds, dtype=bool)
        return Bid(
            np.where(gives[:, None], memory.package, found.package), np.where(gives, memory.worth, found.worth),
            walks=away & ~gives, least=target,
        )  # fmt: skip

    def risk(self, view: View) -> Floats:
        """The risk at this proposal, or at the next one, (W,): so much for each of mine up to then."""
        mine = view.course.proposer[: view.place] == view.me
        return np.minimum((float(mine.sum()) + 1.0) * per_world(self.step, view.worlds), 1.0)


def critical(demand: Floats, offered: Floats, no_deal: Floats) -> Floats:
    """The risk of no deal at which a demand is worth as much as what is offered, (W,).

    Args:
        demand: What the demand is worth, (W,).
        offered: What the best offer of the other is worth, (W,).
        no_deal: What no deal is worth, (W,).
    """
    span = demand - no_deal
    bears = np.divide(demand - np.maximum(offered, no_deal), span, out=np.ones_like(span), where=span > 0.0)
    return np.maximum(bears, 0.0)
