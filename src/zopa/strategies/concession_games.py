"""Wars of attrition at the table: who gives in first leaves the other what it asks for, and may never give in."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.view import View
from zopa.solutions.attrition import concession
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Scalar, Share, Traits, per_world, traits
from zopa.strategies.parts.foresight import Outlook, outlook
from zopa.strategies.parts.search import Search

LEAST = 1e-9
"""Least that waiting costs in a round, as a share of what is fought over: where it costs nothing nobody gives in. And
least that a payoff a round later is worth, as a share: where it is worth nothing, waiting costs all there is."""


@dataclass
class _War:
    """The search, and the war as it was last worked out.

    Attributes:
        search: For the demand.
        ends: Round from which the party gives in, by its luck, (W,); infinite where it never does.
        given: The package with which it gives in, (W, K), and what that leaves it, (W,), −inf where it has none.
        revision: Payoffs that each world's holds for, (W,).
    """

    search: Search
    ends: Floats | None = None
    given: tuple[Packages, Floats] | None = None
    revision: Ints | None = None


class _Concession(ABC):
    """Insists on a demand until a moment drawn from the equilibrium, and then grants the other's."""

    accepts: ClassVar[Acceptance] = AsAsked()

    @abstractmethod
    def stakes(self) -> tuple[Scalar, Scalar, Scalar, Scalar]:
        """My demand and the other's (0 no deal, 1 the best package), and the probabilities of being obstinate."""

    def begin(self, view: View) -> _War:
        """Make room."""
        return _War(Search.begin(view))

    def bid(self, view: View, belief: Belief, memory: _War) -> Bid:
        """The demand, or, once it has given in, what the other demands."""
        self._keep_up(view, belief, memory)
        assert memory.ends is not None
        assert memory.given is not None
        gives = (memory.ends <= view.index) | (np.isfinite(memory.ends) & view.final)
        target = view.payoff(per_world(self.stakes()[0], view.worlds))
        found = memory.search.offer(view, belief, target)
        grants = gives & np.isfinite(memory.given[1])
        package = np.where(grants[:, None], memory.given[0], found.package)
        worth = np.where(grants, memory.given[1], found.worth)
        return Bid(package, worth, hushed=gives & ~grants, least=np.where(gives, view.reservation, target))

    def _keep_up(self, view: View, belief: Belief, memory: _War) -> None:
        """Work it out again in the worlds in which payoffs have changed, and in those alone."""
        if memory.ends is None or memory.given is None or memory.revision is None:
            memory.ends, memory.given = self._worked_out(view, belief)
        elif memory.revision is not view.revision or belief.changed.any():
            fresh = (memory.revision != view.revision) | belief.changed
            ends, (package, left) = self._worked_out(view, belief)
            memory.ends = np.where(fresh, ends, memory.ends)
            memory.given = (
                np.where(fresh[:, None], package, memory.given[0]), np.where(fresh, left, memory.given[1])
            )  # fmt: skip
        memory.revision = view.revision

    def _worked_out(self, view: View, belief: Belief) -> tuple[Floats, tuple[Packages, Floats]]:
        """When to give in, and with what; the first side below is me, the second the other."""
        ahead, w = outlook(view, belief), view.worlds
        demand, theirs, stubborn, their_stubborn = (per_world(one, w) for one in self.stakes())
        me, other = ahead.side, 1 - ahead.side
        order = [me, other]
        hopes, no_deal = ahead.hopes()[order], ahead.no_deal[order]
        asks = no_deal + np.stack((demand, theirs)) * (hopes - no_deal)
        point, left = ahead.granting(other, asks[1])
        _, their_left = ahead.granting(me, asks[0])
        win, lose = (asks - no_deal).T, np.maximum(np.stack((left, their_left)) - no_deal, 0.0).T
        ends = self._ends(view, ahead, win, lose, np.stack((stubborn, their_stubborn), axis=1))
        return ends, (ahead.packages(point), np.where(ahead.empty, -np.inf, left))

    def _ends(self, view: View, ahead: Outlook, win: Floats, lose: Floats, priors: Floats) -> Floats:
        """The round in which I give in, (W,), from what both win and lose over no deal, (W, 2).

        Waiting costs a side whose payoffs u shrink to g + δ u what it loses of no deal d besides: −d ln δ − g.
        """
        order = [ahead.side, 1 - ahead.side]
        rates = -np.log(np.maximum(ahead.rules.factor[order], LEAST)).T
        costs = rates * ahead.no_deal[order].T - ahead.rules.flow[order].T
        fought: Bools = np.logical_and.reduce((win > lose) & (win > 0.0), axis=1)
        there = fought[:, None]
        win, lose = np.where(there, win, 1.0), np.where(there, lose, 0.0)
        rates = np.where(there, np.maximum(rates, 0.0), 0.0)
        costs = np.maximum(np.where(there, costs, 0.0), LEAST * (win - lose) - rates * lose)
        stubborn = view.luck.one("obstinate", view.me)
        most = np.minimum(priors, 1.0 - LEAST)
        war = concession(win, lose, most, rates, costs)
        luck = np.stack((stubborn, stubborn), axis=1)  # the other's column is not looked at
        never = stubborn >= 1.0 - priors[:, 0]
        return np.where(never, np.inf, np.where(fought, war.quits(luck)[:, 0], 0.0))


@dataclass(frozen=True)
class Reputational(_Concession):
    """Obstinate with a probability, and else passes for it: insists on a demand and gives in at random.

    The obstinate type never gives in. The other gives in at the rate that keeps its opponent indifferent,
    λ_i = r_j (1 − α_i) / (α_i + α_j − 1) on a pie of 1; the side whose reputation would be complete later,
    T = −ln z / λ, gives in at once with the probability that makes up for it, and by T0 = min T all who are not
    obstinate have given in. Discount rates and running costs are those of the view. With the last move it gives in.

    Source: Abreu & Gul (2000), Econometrica 68: 85-117, with one obstinate type on each side.

    Attributes:
        demand: What it insists on (0 no deal, 1 its best package).
        stubborn: Probability of being obstinate, which the other knows.
        others_demand: What the other insists on.
        others_stubborn: Probability that the other is obstinate.
    """

    demand: Share = 0.6
    stubborn: Share = 0.1
    others_demand: Share = 0.6
    others_stubborn: Share = 0.1

    traits: ClassVar[Traits] = traits("time", "payoffs", "no_deal", "patience", draws=True)

    def stakes(self) -> tuple[Scalar, Scalar, Scalar, Scalar]:
        """As given."""
        return self.demand, self.others_demand, self.stubborn, self.others_stubborn


@dataclass(frozen=True)
class WarOfAttrition(_Concession):
    """Waits for the other to give in, and gives in itself at random: at rate c / V.

    The equilibrium of the war of attrition in which nobody gives in at once: each gives in so often that the other,
    for whom a prize V is at stake and waiting costs c in a round, is indifferent. The prize is what it gets where the
    other gives in, less what it gets where it does; costs are the running costs and the impatience of the view.

    Source: Maynard Smith (1974), J. Theoretical Biology 47: 209-221.

    Attributes:
        demand: What it waits for (0 no deal, 1 its best package).
        others_demand: What the other waits for.
    """

    demand: Share = 1.0
    others_demand: Share = 1.0

    traits: ClassVar[Traits] = traits("time", "payoffs", "no_deal", "patience", draws=True)

    def stakes(self) -> tuple[Scalar, Scalar, Scalar, Scalar]:
        """Nobody is obstinate."""
        return self.demand, self.others_demand, 0.0, 0.0
