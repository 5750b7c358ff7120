"""An offer with a threshold of its own: for strategies that take more, or less, than what they ask for."""

from dataclasses import dataclass

from zopa.game.arrays import Bools, Floats
from zopa.game.view import View
from zopa.solutions.subgame_perfect import accepts
from zopa.strategies.parts.base import Bid


@dataclass(frozen=True, slots=True)
class Asking(Bid):
    """A bid, and what the party takes at this moment.

    Attributes:
        least: The least that an offer must be worth to be taken now, (W,): −inf for anything, inf for nothing; None
            for what one's own offer is worth.
    """

    least: Floats | None = None


@dataclass(frozen=True)
class AsAsked:
    """Accept what is worth the least that the bidding takes now; who is indifferent accepts, rounding left aside.

    With a bidding that names no least, the least is what its own next offer is worth.
    """

    def begin(self, view: View) -> None:
        """Nothing to remember."""

    def accepts(self, view: View, bid: Bid, memory: None) -> Bools:
        """Compare with the least."""
        least = bid.least if isinstance(bid, Asking) else None
        if least is None:
            least = bid.worth
        return accepts(view.received.worth, least)
