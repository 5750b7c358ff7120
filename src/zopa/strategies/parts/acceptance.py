"""Acceptance conditions (Baarslag, Hindriks & Jonker 2013, "Acceptance conditions in automated negotiation")."""

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.view import View
from zopa.strategies.parts.base import Bid, Bounds, NotNegative, Scalar, Share


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


@dataclass
class _Asked:
    """What one's own last offer was worth to oneself, (W,); +inf before the first."""

    worth: Floats


@dataclass(frozen=True)
class Previous:
    """AC_prev(a, b): accept if a × u(offer) + b is at least the utility of one's own last offer.

    Attributes:
        a: Factor on the utility of the offer.
        b: Utility added to it.
    """

    a: NotNegative = 1.0
    b: Scalar = 0.0

    def begin(self, view: View) -> _Asked:
        """Nothing offered."""
        return _Asked(np.full(view.worlds, np.inf))

    def accepts(self, view: View, bid: Bid, memory: _Asked) -> Bools:
        """Compare with what was offered last; then remember what is offered now, unless there is to be a deal."""
        asked = np.where(np.isinf(memory.worth), np.inf, view.utility(memory.worth))
        yes: Bools = self.a * view.utility(view.received.worth) + self.b >= asked
        deal = yes & view.received.standing & (view.received.worth >= view.reservation)
        offers = view.may_propose & ~deal & (bid.worth >= view.reservation)
        if bid.hushed is not None:
            offers &= ~bid.hushed
        memory.worth = np.where(offers, bid.worth, memory.worth)
        return yes


@dataclass(frozen=True)
class Gap:
    """AC_gap(c): accept if one's own last offer is worth at most c more utility than the offer; AC_prev(1, c).

    Attributes:
        gap: The gap in utility that is let pass.
    """

    gap: Share = 0.1

    def begin(self, view: View) -> _Asked:
        """Nothing offered."""
        return Previous().begin(view)

    def accepts(self, view: View, bid: Bid, memory: _Asked) -> Bools:
        """Compare with what was offered last."""
        return Previous(1.0, self.gap).accepts(view, bid, memory)


@dataclass
class _Heard:
    """Every offer received: when, as a share of the time gone, and what it was worth, each (W,); nan for none."""

    gone: list[Floats] = field(default_factory=list)
    worth: list[Floats] = field(default_factory=list)

    def hear(self, view: View) -> None:
        """Take the offer on the table down."""
        self.gone.append(view.gone)
        self.worth.append(np.where(view.received.standing, view.received.worth, np.nan))

    def since(self, gone: Floats) -> list[Floats]:
        """Offers received since a share of the time gone, nan for none and for earlier ones, (W,) each."""
        return [
            np.where(when >= gone, worth, np.nan)
            for when, worth in zip(self.gone, self.worth, strict=True)
            if (when >= gone).any()
        ]


@dataclass(frozen=True)
class CombiMax:
    """AC_combi(T, MAX^W): accept by AC_next; late, also an offer as good as any in a window as long as what is left.

    Late is once the share T of the time is gone. At the share t the window runs from t − (1 − t) to t: more will hardly
    be offered in the time that is left than in as much time before.

    Attributes:
        at: Share of the time from which the second condition counts.
    """

    at: Share = 0.95

    def begin(self, view: View) -> _Heard:
        """Nothing heard."""
        return _Heard()

    def accepts(self, view: View, bid: Bid, memory: _Heard) -> Bools:
        """Compare with the next offer, then with the best of the window."""
        memory.hear(view)
        offer, late = view.received.worth, view.gone >= self.at
        if late.any():
            for worth in memory.since(2.0 * view.gone - 1.0):
                late = late & ~(worth > offer)
        return (offer >= bid.worth) | late


@dataclass(frozen=True)
class CombiAverage:
    """AC_combi(T, AVG^W): accept by AC_next; late, also the mean offer of a window as long as what is left, or better.

    Late is once the share T of the time is gone; the window is that of AC_combi(T, MAX^W).

    Attributes:
        at: Share of the time from which the second condition counts.
    """

    at: Share = 0.95

    def begin(self, view: View) -> _Heard:
        """Nothing heard."""
        return _Heard()

    def accepts(self, view: View, bid: Bid, memory: _Heard) -> Bools:
        """Compare with the next offer, then with the mean of the window."""
        memory.hear(view)
        offer, late = view.received.worth, view.gone >= self.at
        if late.any():
            over = np.zeros(view.worlds)  # sum of what the offer is worth more than each: 0 where all are alike
            for worth in memory.since(2.0 * view.gone - 1.0):
                over = over + np.where(np.isnan(worth), 0.0, offer - worth)
            late = late & (over >= 0.0)
        return (offer >= bid.worth) | late
