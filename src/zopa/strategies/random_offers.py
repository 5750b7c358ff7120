"""Random offers that are individually rational."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.curve import best_for_you
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Traits, traits


@dataclass(frozen=True)
class RandomOffers:
    """Each time a random package that is worth at least the reservation value; accepts what is worth as much.

    A target utility is drawn uniformly between 0 and 1, and for each level of each issue a random merit; the offer
    is the package with the most merit among those worth the target. No package is enumerated. A baseline in the
    manner of the zero-intelligence traders with a budget constraint (Gode & Sunder 1993).
    """

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits(draws=True)

    def begin(self, view: View) -> None:
        """Nothing to remember."""

    def bid(self, view: View, belief: Belief, memory: None) -> Bid:
        """Draw a target and a direction."""
        target = view.payoff(view.draw("target")[:, 0])
        merit = np.ascontiguousarray(view.draw("merit", each=view.space.cells))
        package, worth = best_for_you(view.cells, merit, view.allowed, view.space.first, target)
        return Bid(package, worth)
