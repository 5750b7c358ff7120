"""Time-dependent tactics (Faratin, Sierra & Jennings 1998, "Negotiation decision functions for autonomous agents")."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.aspiration import aspiration
from zopa.strategies.parts.base import (
    Acceptance,
    Belief,
    Bid,
    Bounds,
    Positive,
    Scalar,
    Share,
    Traits,
    per_world,
    traits,
)  # fmt: skip
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


def exponential(gone: Floats, beta: Floats, first: Floats) -> Floats:
    """Share of the way conceded: `exp((1 − gone) ** beta × ln(first))`, (W,).

    Faratin, Sierra & Jennings (1998), exponential form: α(t) = exp((1 − t/T)^β ln κ).

    Args:
        gone: Share of the time gone, (W,).
        beta: Shape: the larger, the earlier the concession, (W,).
        first: Share conceded with the first offer, above 0, (W,).
    """
    return np.exp((1.0 - gone) ** beta * np.log(first))


@dataclass(frozen=True)
class Exponential:
    """Concedes with time alone, by a factor that grows towards the deadline: the polynomial tactic's sister.

    Source: Faratin, Sierra & Jennings (1998), Robotics and Autonomous Systems 24: 159-182, section 4.1.

    Attributes:
        beta: Shape of the concession: below 1 late, above 1 earlier.
        first: Share of the way conceded with the first offer (the paper's κ).
        start: Utility asked for before any concession.
        end: Utility asked for at the deadline.
    """

    beta: Positive = 1.0
    first: Annotated[Scalar, Bounds(above=0.0, at_most=1.0)] = 0.01
    start: Share = 1.0
    end: Share = 0.0

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "payoffs")

    def begin(self, view: View) -> Search:
        """Make room."""
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """The package best for the others among those worth the aspiration."""
        w = view.worlds
        conceded = exponential(view.gone, per_world(self.beta, w), per_world(self.first, w))
        return memory.offer(view, belief, view.payoff(self.start + (self.end - self.start) * conceded))
