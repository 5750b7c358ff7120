"""Acceptance by a threshold of the bidding's own: for strategies that take more, or less, than what they ask for."""

from dataclasses import dataclass

from zopa.game.arrays import Bools
from zopa.game.view import View
from zopa.solutions.subgame_perfect import accepts
from zopa.strategies.parts.base import Bid


@dataclass(frozen=True)
class AsAsked:
    """Accept what is worth the least that the bidding takes now; who is indifferent accepts, rounding left aside.

    With a bidding that names no least, the least is what its own next offer is worth.
    """

    def begin(self, view: View) -> None:
        """Nothing to remember."""

    def accepts(self, view: View, bid: Bid, memory: None) -> Bools:
        """Compare with the least."""
        return accepts(view.received.worth, bid.worth if bid.least is None else bid.least)
