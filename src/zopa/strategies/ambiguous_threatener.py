"""A firm demand with a threat that is left vague (Schelling 1960)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.view import View
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.parts.base import Acceptance, Belief, Bid, NotNegative, Share, Speech, Traits, per_world, traits
from zopa.strategies.parts.search import Search
from zopa.strategies.parts.speech import Card


@dataclass(frozen=True)
class AmbiguousThreatener:
    """Makes one demand, hints at a card that would hurt both sides, and leaves open whether it would play it.

    With probability `use` it is in earnest: then it takes no less to the end, and the card is played. Else it was
    a bluff, and at the last move it takes what there is. What a hint or the card does is for the
    surroundings to say (`bond_market`); without such a mechanism nobody is hurt.

    Source: Schelling (1960), "The Strategy of Conflict", ch. 8, "The threat that leaves something to chance"; Baliga
    & Sjöström (2008), "Strategic ambiguity and arms proliferation", Journal of Political Economy 116: 1023-1057.

    Attributes:
        demand: What it demands (0 no deal, 1 its best package).
        use: Probability that it is in earnest.
        gain: What a hint is expected to be worth to it where the market is at its threshold of pain, a yearly flow.
        cost: What a hint costs its credibility, as a yearly flow: it hints as soon as gain × stress is no less.
        size: Size of the card when played, in hundreds of bn.
    """

    demand: Share = 0.8
    use: Share = 0.2
    gain: NotNegative = 1.0
    cost: NotNegative = 0.0
    size: NotNegative = 1.0

    accepts: ClassVar[Acceptance] = AsAsked()
    traits: ClassVar[Traits] = traits("payoffs")

    @property
    def says(self) -> tuple[Speech, ...]:
        """The card."""
        return (Card(gain=self.gain, cost=self.cost, use=self.use, size=self.size),)

    def begin(self, view: View) -> Search:
        """Make room."""
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """The demand; at the last move a bluffer takes what lies there."""
        target = view.payoff(per_world(self.demand, view.worlds))
        found = memory.offer(view, belief, target)
        # the same draw decides whether the card is played
        earnest = view.luck.one("card", view.me) < per_world(self.use, view.worlds)
        return Bid(found.package, found.worth, least=np.where(view.last & ~earnest, view.reservation, target))
