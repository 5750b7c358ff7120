"""Acceptance conditions (Baarslag, Hindriks & Jonker 2013, "Acceptance conditions in automated negotiation")."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.view import View
from zopa.strategies.parts.base import Bid, Bounds, Scalar, Share


@dataclass(frozen=True)
class Next:
    """AC_next(a, b): accept if a × u(offer) + b is at least the utility of one's own next offer.

    Attributes:
        a: Factor on the utility of the offer.
        b: Utility added to it.
    """

    a: Annotated[Scalar, Bounds(at_least=0.0)] = 1.0
    b: Scalar = 0.0

    def begin(self, view: View) -> None:
        """Nothing to remember."""

    def accepts(self, view: View, bid: Bid, memory: None) -> Bools:
        """Compare with the next offer; payoffs are compared as they are where a = 1 and b = 0."""
        if isinstance(self.a, float) and isinstance(self.b, float) and self.a == 1.0 and self.b == 0.0:
            return view.received.worth >= bid.worth
        return self.a * view.utility(view.received.worth) + self.b >= view.utility(bid.worth)


@dataclass(frozen=True)
class Const:
    """AC_const(c): accept if the utility of the offer is at least c.

    Attributes:
        utility: The least utility accepted, 0 at the reservation value and 1 at the best feasible package.
    """

    utility: Share = 0.9

    def begin(self, view: View) -> None:
        """Nothing to remember."""

    def accepts(self, view: View, bid: Bid, memory: None) -> Bools:
        """Compare with the constant."""
        return view.received.worth >= view.payoff(np.asarray(self.utility))


@dataclass(frozen=True)
class Time:
    """AC_time(T): accept anything rational once the share T of the time is gone.

    Attributes:
        at: Share of the window that must be gone.
    """

    at: Share = 0.99

    def begin(self, view: View) -> None:
        """Nothing to remember."""

    def accepts(self, view: View, bid: Bid, memory: None) -> Bools:
        """Look at the clock."""
        return view.gone >= self.at


@dataclass
class _Best:
    """The best offer received so far, in own payoff, (W,)."""

    worth: Floats


@dataclass(frozen=True)
class Combi:
    """AC_combi(T, MAX): accept by AC_next; and, once T of the time is gone, an offer as good as any seen so far.

    Attributes:
        at: Share of the window from which the second condition counts.
    """

    at: Share = 0.95

    def begin(self, view: View) -> _Best:
        """No offer seen."""
        return _Best(np.full(view.worlds, -np.inf))

    def accepts(self, view: View, bid: Bid, memory: _Best) -> Bools:
        """Compare with the next offer, then with the best received."""
        offer = view.received.worth
        np.maximum(memory.worth, offer, out=memory.worth, where=view.received.standing)
        return (offer >= bid.worth) | ((view.gone >= self.at) & (offer >= memory.worth))
