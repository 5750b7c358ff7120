"""Waiting for the other's deadline (Sandholm & Vulkan 1999, "Bargaining with deadlines")."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.view import View
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Share, Traits, per_world, traits
from zopa.strategies.parts.search import Search


@dataclass(frozen=True)
class DeadlineWaiter:
    """Asks for its best package until its own deadline, which nobody else knows, and then gives everything away.

    With private firm deadlines the only equilibrium is to wait: any offer would tell that one's deadline is near. At
    the first deadline that side concedes the whole surplus, whatever the discount factors are.

    Source: Sandholm & Vulkan (1999), "Bargaining with deadlines", AAAI-99: 44-51.

    Attributes:
        deadline: Its own deadline, as a share of the time that the talks have.
    """

    deadline: Share = 0.9

    accepts: ClassVar[Acceptance] = AsAsked()
    traits: ClassVar[Traits] = traits("time", "payoffs")

    def begin(self, view: View) -> Search:
        """Make room."""
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """The best package for itself, and from the deadline on the best for the others that is better than no deal."""
        due = view.gone >= per_world(self.deadline, view.worlds)
        asked = np.where(due, view.reservation, view.best)
        found = memory.offer(view, belief, asked)
        return Bid(found.package, found.worth, least=asked)
