"""A party that deviates: it waits until a moment of its own choice, and then grants what the other asks, or leaves."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.view import View
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Scalar, Share, Traits, per_world, traits
from zopa.strategies.parts.search import Search


@dataclass(frozen=True)
class Quitter:
    """Insists on a demand until a round; from then on it offers and takes what leaves it little.

    Attributes:
        demand: What it insists on (0 no deal, 1 its best package).
        left: What is left to it where it gives in.
        gives_in: Round in which it does; infinite for never.
        leaves: Round from which it leaves the table when it is made an offer; infinite for never.
    """

    demand: Share = 1.0
    left: Share = 0.0
    gives_in: Scalar = np.inf
    leaves: Scalar = np.inf

    accepts: ClassVar[Acceptance] = AsAsked()
    traits: ClassVar[Traits] = traits("time", "payoffs", "no_deal")

    def begin(self, view: View) -> Search:
        """Make room."""
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """The demand, or what is left."""
        demand, left, gives_in, leaves = (
            per_world(one, view.worlds) for one in (self.demand, self.left, self.gives_in, self.leaves)
        )
        asked = view.payoff(np.where(view.index >= gives_in, left, demand))
        found = memory.offer(view, belief, asked)
        walks = (view.index >= leaves) & view.received.standing
        return Bid(found.package, found.worth, walks=walks, least=asked)
