"""Time-dependent tactics (Faratin, Sierra & Jennings 1998, "Negotiation decision functions for autonomous agents")."""

from dataclasses import dataclass
from typing import ClassVar

from zopa.game.arrays import Floats
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.aspiration import aspiration
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Positive, Share, Traits, per_world, traits
from zopa.strategies.parts.search import Search


@dataclass
class _Asking:
    """The search's workspaces and the parameters world by world."""

    search: Search
    beta: Floats
    start: Floats
    end: Floats


@dataclass(frozen=True)
class TimeDependent:
    """Concedes with time alone: asks for `start` at first and `end` at the deadline, along `gone ** (1/beta)`.

    Source: Faratin, Sierra & Jennings (1998), Robotics and Autonomous Systems 24: 159-182, section 4.1.

    Attributes:
        beta: Shape of the concession: below 1 Boulware (late), 1 linear, above 1 conceder (early).
        start: Utility asked for at the start (0 reservation value, 1 best feasible package).
        end: Utility asked for at the deadline.
    """

    beta: Positive = 1.0
    start: Share = 1.0
    end: Share = 0.0

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "payoffs")

    def begin(self, view: View) -> _Asking:
        """Lay out the parameters."""
        w = view.worlds
        return _Asking(Search.begin(view), per_world(self.beta, w), per_world(self.start, w), per_world(self.end, w))

    def bid(self, view: View, belief: Belief, memory: _Asking) -> Bid:
        """The package best for the others among those worth the aspiration."""
        utility = aspiration(view.gone, memory.beta, memory.start, memory.end)
        return memory.search.offer(view, belief, view.payoff(utility))
