"""A strategy put together from its parts."""

from dataclasses import dataclass
from typing import Any

from zopa.game.view import Move, View
from zopa.strategies.parts.base import Acceptance, Bidding, Model


@dataclass
class Memory:
    """What a composed strategy remembers: the memories of its parts."""

    bidding: Any
    acceptance: Any
    model: Any


@dataclass(frozen=True)
class Composed:
    """Bidding, acceptance and a model of the others (the BOA architecture of Baarslag et al. 2014).

    Two things hold whatever the parts say: no offer is accepted, and none is made, that is worth less than the
    party's reservation value.

    Attributes:
        bidding: What to ask for.
        acceptance: When to say yes.
        model: What the others are thought to want.
    """

    bidding: Bidding
    acceptance: Acceptance
    model: Model

    def begin(self, view: View) -> Memory:
        """Empty memories."""
        return Memory(self.bidding.begin(view), self.acceptance.begin(view), self.model.begin(view))

    def move(self, view: View, memory: Memory) -> tuple[Move, Memory]:
        """Learn from the offer on the table, think of one's own, compare."""
        belief = self.model.update(view, memory.model)
        bid = self.bidding.bid(view, belief, memory.bidding)
        yes = self.acceptance.accepts(view, bid, memory.acceptance) & (view.received.worth >= view.reservation)
        return Move(yes, bid.package, bid.worth, bid.worth < view.reservation), memory
