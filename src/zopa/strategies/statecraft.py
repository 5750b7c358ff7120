"""Statecraft: the default policy of governments at the table, which turns pressure and dates into offers."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.frontier import best_for_them
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.strategies.parts.aspiration import aspiration
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Bounds, Scalar, Share, per_world
from zopa.strategies.parts.search import Search


@dataclass(frozen=True)
class BeforeTheDeadline:
    """Accept what is worth one's next offer; in the last exchange before a deadline believed in, D plus a margin.

    Attributes:
        margin: What the offer must be worth over no deal in the last exchange, as a yearly flow.
    """

    margin: Annotated[Scalar, Bounds(at_least=0.0)] = 0.0

    def begin(self, view: View) -> None:
        """Nothing to remember."""

    def accepts(self, view: View, bid: Bid, memory: None) -> Bools:
        """Compare with the next offer, and at the deadline with no deal."""
        offer = view.received.worth
        return (offer >= bid.worth) | (view.last & (offer >= view.reservation + self.margin))


@dataclass
class _Desk:
    """Parameters world by world, and the two searches: for the offer, and for the best within reach."""

    search: Search
    reach: Search
    start: Floats
    end: Floats


@dataclass(frozen=True)
class Statecraft:
    """Aspiration falls towards the deadline believed in, in a shape that pressure and the political regime decide.

    The aspiration is α(t) = end + (start − end)(1 − gone^(1/β)), log β = patience − weight × pressure: the more
    pressure the more it hardens (β falls) until the deadline. Utility runs from 0 at D, what no deal is worth now, to
    1 at the party's best package that the other could at all accept, as believed. The offer is the package best for
    the other, as believed, among those worth the aspiration. Pressure in this strategy is the nearness of an
    election: 0 outside `window` days before it, rising to 1 on its eve, 0 again after it. From `turn` on another
    `patience` holds (a change of regime, from eager to tough or back).

    Attributes:
        start: Utility asked for at the start.
        end: Utility asked for at the deadline.
        patience: log β without pressure: below 0 Boulware, above 0 conceder.
        weight: How much pressure lowers log β.
        election: Day of the election, if any.
        window: Days before the election in which it presses.
        turn: Day from which `patience_after` holds instead of `patience`.
        patience_after: log β without pressure from that day on.
    """

    start: Share = 1.0
    end: Share = 0.1
    patience: Annotated[Scalar, Bounds(at_least=-5.0, at_most=5.0)] = -0.5
    weight: Annotated[Scalar, Bounds(at_least=-5.0, at_most=5.0)] = 0.0
    election: dt.date | None = None
    window: Annotated[float, Bounds(at_least=1.0)] = 60.0
    turn: dt.date | None = None
    patience_after: Annotated[Scalar, Bounds(at_least=-5.0, at_most=5.0)] = -0.5

    accepts: ClassVar[Acceptance] = BeforeTheDeadline()

    def begin(self, view: View) -> _Desk:
        """Make room."""
        w = view.worlds
        return _Desk(Search.begin(view), Search.begin(view), per_world(self.start, w), per_world(self.end, w))

    def bid(self, view: View, belief: Belief, memory: _Desk) -> Bid:
        """The package best for the other among those worth the aspiration."""
        utility = aspiration(view.gone, self.shape(view), memory.start, memory.end)
        top = np.maximum(self.reachable(view, belief, memory), view.reservation)
        return memory.search.offer(view, belief, view.reservation + utility * (top - view.reservation))

    def shape(self, view: View) -> Floats:
        """β now, (W,)."""
        turned = view.date is not None and self.turn is not None and view.date >= self.turn
        patience = per_world(self.patience_after if turned else self.patience, view.worlds)
        return np.exp(patience - per_world(self.weight, view.worlds) * self.pressure(view))

    def pressure(self, view: View) -> float:
        """Nearness of the election: 0 outside the window, 1 on its eve."""
        if view.date is None or self.election is None or view.date >= self.election:
            return 0.0
        return max(0.0, 1.0 - ((self.election - view.date).days - 1) / self.window)

    def reachable(self, view: View, belief: Belief, memory: _Desk) -> Floats:
        """What the best package that the other could at all accept is worth to me, (W,).

        With several others, or where nothing is known of what no deal is worth to the other: my best feasible
        package.
        """
        other = view.others[0]
        if len(view.others) > 1 or not np.isfinite(other.reservation).all():
            return view.best
        if belief.exact and view.efficient is not None:
            points = view.efficient.frontier
            at = best_for_them(points, other.reservation, 1 - view.me)
            return (points.mine if view.me == 0 else points.theirs)[at]
        package = memory.reach.best(view, other.cells, view.cells, other.reservation)
        return value_of(view.cells, package, view.space.first)
