"""Resource-dependent tactics, and tactics mixed by weights (Faratin, Sierra & Jennings 1998, sections 4.2 and 4.4)."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np

from zopa.game.arrays import Bools, Floats, Packages
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


def impatience(resource: Floats, first: Floats) -> Floats:
    """Share of the way conceded with so much of a resource left: `first + (1 − first) exp(−resource)`, (W,).

    Faratin, Sierra & Jennings (1998), section 4.2.2: α = κ + (1 − κ) e^(−resource).

    Args:
        resource: What is left, (W,); inf where it is plenty.
        first: Share conceded while it is plenty (κ), (W,).
    """
    return first + (1.0 - first) * np.exp(-resource)


@dataclass
class _Thread:
    """The search; the other's last offer (W, K), whether there was one (W,), and offers in the thread, (W,)."""

    search: Search
    last: Packages
    heard: Bools
    length: Floats


@dataclass(frozen=True)
class ResourceDependent:
    """Concedes as a resource runs out: α = κ + (1 − κ) exp(−resource), utility 1 − α of the way.

    The resource is either the time that is left, amount × (1 − gone); or the patience that a thread of offers uses
    up, amount × n² / (length of the thread), with n others: the longer it becomes the greater the pressure to agree,
    and the more others there are to agree with the smaller. The thread counts its own offers and the others'; an offer
    repeated word for word is counted once.

    Source: Faratin, Sierra & Jennings (1998), Robotics and Autonomous Systems 24: 159-182, section 4.2.

    Attributes:
        resource: `time` or `offers`.
        amount: How much of it there is: units of time, or the length of a thread at which α is about a third.
        first: Share of the way conceded while the resource is plenty (κ).
        end: Utility asked for when it is used up.
    """

    resource: Literal["time", "offers"] = "offers"
    amount: Positive = 10.0
    first: Annotated[Scalar, Bounds(at_least=0.0, at_most=1.0)] = 0.0
    end: Share = 0.0

    accepts: ClassVar[Acceptance] = Next()

    @property
    def traits(self) -> Traits:
        """It is the resource that it depends on."""
        if self.resource == "time":
            return traits("time", "payoffs")
        return traits("offers", "payoffs", memory=True)

    def begin(self, view: View) -> _Thread:
        """No offers yet."""
        w = view.worlds
        package = np.zeros((w, len(view.space.clusters)), dtype=np.int16)
        return _Thread(Search.begin(view), package, np.zeros(w, dtype=bool), np.zeros(w))

    def bid(self, view: View, belief: Belief, memory: _Thread) -> Bid:
        """The package best for the others among those worth what the resource lets it ask for."""
        w, standing = view.worlds, view.received.standing
        same = memory.heard & (view.received.package == memory.last).all(axis=1)
        memory.length = memory.length + (standing & ~same)
        memory.heard = memory.heard | standing
        np.copyto(memory.last, view.received.package, where=standing[:, None])
        if self.resource == "time":
            left = per_world(self.amount, w) * (1.0 - view.gone)
        else:
            plenty = per_world(self.amount, w) * float(len(view.others) ** 2)
            left = np.divide(plenty, memory.length, out=np.full(w, np.inf), where=memory.length > 0.0)
        memory.length = memory.length + 1.0
        conceded = impatience(left, per_world(self.first, w))
        return memory.search.offer(view, belief, view.payoff(1.0 + (self.end - 1.0) * conceded))


@dataclass
class _Mixing:
    """The search, the utility asked for last, and the other's last demand, (W,); nan before the first."""

    search: Search
    asked: Floats
    theirs: Floats


@dataclass(frozen=True)
class MixedTactics:
    """Asks for a weighted mean of what two tactics ask for: one that looks at the clock, and one at the other.

    weight × time-dependent + (1 − weight) × relative tit-for-tat, the second from what it asked for last itself: the
    state matrix Γ of the paper with two tactics, constant in time.

    Source: Faratin, Sierra & Jennings (1998), Robotics and Autonomous Systems 24: 159-182, section 4.4.

    Attributes:
        weight: Weight of the time-dependent tactic.
        beta: Its shape: below 1 Boulware, 1 linear, above 1 conceder.
        start: Utility asked for at first, by both.
        end: Utility that the time-dependent tactic asks for at the deadline.
    """

    weight: Share = 0.5
    beta: Positive = 1.0
    start: Share = 1.0
    end: Share = 0.0

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "offers", "payoffs", memory=True)

    def begin(self, view: View) -> _Mixing:
        """Nothing heard."""
        w = view.worlds
        return _Mixing(Search.begin(view), per_world(self.start, w), np.full(w, np.nan))

    def bid(self, view: View, belief: Belief, memory: _Mixing) -> Bid:
        """The package best for the others among those worth the mean of both demands."""
        w = view.worlds
        theirs = np.where(view.received.standing, 1.0 - view.utility(view.received.worth), memory.theirs)
        ratio = np.divide(theirs, memory.theirs, out=np.ones(w), where=memory.theirs > 0.0)
        answer = np.minimum(np.maximum(memory.asked * ratio, 0.0), 1.0)
        by_time = aspiration(view.gone, per_world(self.beta, w), per_world(self.start, w), per_world(self.end, w))
        memory.theirs = theirs
        memory.asked = self.weight * by_time + (1.0 - self.weight) * answer
        return memory.search.offer(view, belief, view.payoff(memory.asked))
