"""A strategy put together from its parts."""

from dataclasses import dataclass
from typing import Any

from zopa.game.consents import ratified
from zopa.game.statement import Statement
from zopa.game.view import Move, View
from zopa.strategies.parts.base import Acceptance, Bidding, Model, Speech
from zopa.strategies.parts.models import Given


@dataclass
class Memory:
    """What a composed strategy remembers: the memories of its parts."""

    bidding: Any
    acceptance: Any
    model: Any
    says: tuple[Any, ...]


@dataclass(frozen=True)
class Composed:
    """Bidding, acceptance and a model of the others (the BOA architecture of Baarslag et al. 2014), and statements.

    Two things hold whatever the parts say: no offer is accepted, and none is made, that is worth less than the
    party's reservation value, or that is known not to be ratified at home.

    Attributes:
        bidding: What to ask for.
        acceptance: When to say yes.
        model: What the others are thought to want.
        says: What to say in public, and when.
    """

    bidding: Bidding
    acceptance: Acceptance
    model: Model
    says: tuple[Speech, ...] = ()

    @classmethod
    def of(
        cls, bidding: Bidding, acceptance: Acceptance | None = None, model: Model | None = None,
        says: tuple[Speech, ...] = (),
    ) -> "Composed":  # fmt: skip
        """A whole strategy from its bidding; what is left out is what belongs to that bidding."""
        usual: Model = getattr(bidding, "model", Given())
        words: tuple[Speech, ...] = getattr(bidding, "says", ())
        return cls(bidding, acceptance or bidding.accepts, model or usual, says or words)

    def begin(self, view: View) -> Memory:
        """Empty memories."""
        return Memory(
            self.bidding.begin(view), self.acceptance.begin(view), self.model.begin(view),
            tuple(speech.begin(view) for speech in self.says),
        )  # fmt: skip

    def move(self, view: View, memory: Memory) -> tuple[Move, Memory]:
        """Learn from the offer on the table, think of one's own, compare, speak."""
        belief = self.model.update(view, memory.model)
        bid = self.bidding.bid(view, belief, memory.bidding)
        yes = self.acceptance.accepts(view, bid, memory.acceptance) & (view.received.worth >= view.reservation)
        silent = bid.worth < view.reservation
        if bid.hushed is not None:
            silent |= bid.hushed
        if view.consents is not None:
            yes &= ratified(view.consents, view.received.package, view.space.first)
            silent |= ~ratified(view.consents, bid.package, view.space.first)
        believed = belief.cells if len(view.others) == 1 else None
        return Move(yes, bid.package, bid.worth, silent, self._says(view, memory), believed, bid.walks), memory

    def _says(self, view: View, memory: Memory) -> tuple[Statement, ...]:
        """What is said at this move."""
        if not self.says:
            return ()
        said = (speech.say(view, state) for speech, state in zip(self.says, memory.says, strict=True))
        return tuple(one for one in said if one is not None)
