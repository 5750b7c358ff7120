"""Parties that do not move: the hardliner, and the one that insists on a fixed utility."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Share, Traits, traits
from zopa.strategies.parts.search import Search


@dataclass(frozen=True)
class Hardliner:
    """Asks for its best feasible package, always, and accepts nothing less.

    The obstinate type of Abreu & Gul (2000) with the largest demand; "hard-headed" play as the limit of Boulware
    (Faratin, Sierra & Jennings 1998) for beta towards 0. Among packages equally good for it, it offers the one
    best for the others.
    """

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("payoffs")

    def begin(self, view: View) -> Search:
        """Make room."""
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """The best package for oneself."""
        return memory.offer(view, belief, view.best)


@dataclass(frozen=True)
class FixedDemand:
    """Insists on one utility: offers the package best for the others that is worth it, accepts what is worth it.

    The obstinate type of Abreu & Gul (2000), Econometrica 68: 85-117, with demand α = `utility`.

    Attributes:
        utility: What it insists on (0 reservation value, 1 best feasible package).
    """

    utility: Share = 0.5

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("payoffs")

    def begin(self, view: View) -> Search:
        """Make room."""
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """The package best for the others that is worth the demand.

        What it accepts is measured by the demand itself, not by the package, which may be worth more.
        """
        target = view.payoff(np.asarray(self.utility))
        found = memory.offer(view, belief, target)
        return Bid(found.package, np.minimum(found.worth, target))
