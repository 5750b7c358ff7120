"""A public crisis: the longer it lasts the more it costs to back down, until those who are left fight (Fearon 1994)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Floats, Ints, Packages
from zopa.game.view import View
from zopa.solutions.attrition import audience_war
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Positive, Traits, per_world, traits
from zopa.strategies.parts.foresight import outlook
from zopa.strategies.parts.search import Search


@dataclass
class _Crisis:
    """The search, and the crisis as it was last worked out.

    Attributes:
        search: For the demand.
        backs: Round from which it backs down, (W,); infinite where it fights.
        fights: Round from which it fights if the other is still there, (W,).
        given: The package with which it backs down, (W, K), and what that leaves it, (W,), −inf where it has none.
        revision: Payoffs that it holds for.
        outside: What fighting is worth, as it was then, (W,).
    """

    search: Search
    backs: Floats | None = None
    fights: Floats | None = None
    given: tuple[Packages, Floats] | None = None
    revision: Ints | None = None
    outside: Floats | None = None


@dataclass(frozen=True)
class AudienceWar:
    """Demands all, in public, and backs down at the rate of the equilibrium, or fights: leaves the table.

    Backing down costs a leader more the longer the crisis has lasted, a t at home. War is worth to it what leaving the
    table is (`outside` in the scenario, `time`), which it alone knows; to the other it looks like any value
    from −worst to 0 of what backing down is worth. A party of little resolve backs down soon: at a time t that
    keeps the other indifferent, whose costs are a', the probability that it is still there is v / (v + a' t) times
    that at the start. At t* only those are left who would rather fight than back down, w > −a t*, and they do.
    Which of them it is follows from what war is worth to it: no luck is drawn.

    The prize v is the difference between what the other's backing down and its own leave it; costs are shares of
    that. What backing down costs at home is charged by a mechanism (`audience`), if at all.

    Source: Fearon (1994), American Political Science Review 88: 577-592.

    Attributes:
        cost: What a round more adds to its cost of backing down, a share of the prize.
        worst: What war costs a party of the least resolve, a share of the prize.
        others_cost: What a round more adds to the other's cost, a share of its prize.
        others_worst: What war costs the other at most, a share of its prize.
    """

    cost: Positive = 0.1
    worst: Positive = 1.0
    others_cost: Positive = 0.1
    others_worst: Positive = 1.0

    accepts: ClassVar[Acceptance] = AsAsked()
    traits: ClassVar[Traits] = traits("time", "payoffs", "no_deal", "patience")

    def begin(self, view: View) -> _Crisis:
        """Make room."""
        return _Crisis(Search.begin(view))

    def bid(self, view: View, belief: Belief, memory: _Crisis) -> Bid:
        """All, until it backs down."""
        self._keep_up(view, belief, memory)
        assert memory.backs is not None
        assert memory.fights is not None
        assert memory.given is not None
        backs, found = memory.backs <= view.index, memory.search.offer(view, belief, view.best)
        grants = backs & np.isfinite(memory.given[1])
        package = np.where(grants[:, None], memory.given[0], found.package)
        worth = np.where(grants, memory.given[1], found.worth)
        least = np.where(backs, view.reservation, view.best)
        walks = np.isinf(memory.backs) & (memory.fights <= view.index)
        return Bid(package, worth, walks=walks, hushed=backs & ~grants, least=least)

    def _keep_up(self, view: View, belief: Belief, memory: _Crisis) -> None:
        """Work it out again in the worlds in which payoffs or what fighting is worth have changed, and there alone."""
        outside = view.waiting.outside[view.me]
        assert outside is not None, "one's own outside option is always known"
        fresh = np.ones(view.worlds, dtype=bool)
        if memory.revision is not None and memory.outside is not None:
            fresh = (memory.revision != view.revision) | (memory.outside != outside) | belief.changed
        if fresh.any():
            backs, fights, (package, left) = self._worked_out(view, belief, outside)
            if memory.backs is not None and memory.fights is not None and memory.given is not None:
                backs, fights = np.where(fresh, backs, memory.backs), np.where(fresh, fights, memory.fights)
                package = np.where(fresh[:, None], package, memory.given[0])
                left = np.where(fresh, left, memory.given[1])
            memory.backs, memory.fights, memory.given = backs, fights, (package, left)
        memory.revision, memory.outside = view.revision, outside

    def _worked_out(
        self, view: View, belief: Belief, outside: Floats
    ) -> tuple[Floats, Floats, tuple[Packages, Floats]]:
        """When to back down, when to fight, and with what to back down; I am the first of the two sides."""
        ahead, w = outlook(view, belief), view.worlds
        other = 1 - ahead.side
        point, left = ahead.granting(other, ahead.hopes()[other])
        prize = ahead.hopes()[ahead.side] - left
        costs = np.stack((per_world(self.cost, w), per_world(self.others_cost, w)), axis=1)
        worst = np.stack((per_world(self.worst, w), per_world(self.others_worst, w)), axis=1)
        war = audience_war(costs, np.ones(w), worst)
        at_stake = prize > 0.0
        value = np.divide(outside - left, prize, out=np.zeros(w), where=at_stake)
        resolve = np.clip(1.0 + value / worst[:, 0], 0.0, 1.0 - 1e-12)  # as a share of all types, least resolved first
        backs = war.quits(np.stack((resolve, resolve), axis=1))[:, 0]
        given = ahead.packages(point), np.where(ahead.empty, -np.inf, left)
        return np.where(at_stake, backs, 0.0), war.horizon, given
