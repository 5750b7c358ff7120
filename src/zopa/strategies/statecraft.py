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
from zopa.strategies.parts.base import (
    Acceptance,
    Belief,
    Bid,
    Bounds,
    NotNegative,
    Scalar,
    Share,
    Traits,
    Use,
    per_world,
    traits,
)  # fmt: skip
from zopa.strategies.parts.search import Search

Shape = Annotated[Scalar, Bounds(at_least=-5.0, at_most=5.0)]
"""A number on the scale of log β."""


@dataclass(frozen=True)
class BeforeTheDeadline:
    """Accept what is worth one's next offer; in the last exchange before a deadline believed in, D plus a margin.

    Attributes:
        margin: What the offer must be worth over no deal in the last exchange, as a yearly flow.
    """

    margin: NotNegative = 0.0

    def begin(self, view: View) -> None:
        """Nothing to remember."""

    def accepts(self, view: View, bid: Bid, memory: None) -> Bools:
        """Compare with the next offer, and at the deadline with no deal."""
        offer = view.received.worth
        late = view.last if bid.firm is None else view.last & ~bid.firm
        return (offer >= bid.worth) | (late & (offer >= view.reservation + self.margin))


@dataclass
class _Desk:
    """Parameters world by world, the two searches, and what is remembered of home and of the other.

    Attributes:
        search: For the offer.
        reach: For the best within reach.
        start: Utility asked for at the start, (W,).
        end: Utility asked for at the deadline, (W,).
        firm: Worlds in which the party is of the stubborn type, (W,); None where it never is.
        approval: Support at home when it was first asked about, (W,); nan before.
        best: Best offer received so far, (W,).
        same: Offers received in a row that gave no more, (W,); −1 once the other has given way.
        weights: What election, approval and stress weigh, (W,) each.
        heed: Belief, before the talks, that the other is stubborn, and what that belief weighs, (W,) each; None where
            there is none.
    """

    search: Search
    reach: Search
    start: Floats
    end: Floats
    firm: Bools | None
    approval: Floats
    best: Floats
    same: Floats
    weights: tuple[Floats, Floats, Floats]
    heed: tuple[Floats, Floats] | None


@dataclass(frozen=True)
class Statecraft:
    """Aspiration falls towards the deadline believed in, in a shape that pressure and the political regime decide.

    The aspiration is α(t) = end + (start − end)(1 − gone^(1/β)), with log β = patience − pressure + heed: the more
    pressure the more it hardens (β falls) until the deadline; a negative weight makes pressure soften it. Utility runs
    from 0 at D, what no deal is worth now, to 1 at the party's best package that the other could at all accept, as
    believed. The offer is the package best for the other, as believed, among those worth the aspiration and ratifiable.

    Pressure = election_weight × nearness of the election + approval_weight × approval lost + stress_weight × stress
    of the bond market. Nearness is 0 outside `window` days before the vote, rises to 1 on its eve, and is 0 again
    after it; where the offer on the table is worth `good_deal` in utility it counts with the opposite sign: a good
    deal at hand is wanted before the vote, a poor one after it. In another regime `patience_after` holds instead of
    `patience` (from eager to tough, or back): from the day `turn` to the day `back`, and wherever the approval lost
    or the stress is at its threshold or above.

    A stubborn type (Abreu & Gul 2000) asks for `insists` at least, and takes no less at a deadline. A party that
    heeds the other's stubbornness holds it for stubborn with probability π = z / (z + (1 − z) q^n) after n offers in a
    row that gave nothing, z being `heed` and q `holds_out`; once the other has given way, π is 0. Belief in it makes
    the party give way itself: `heed_weight` × π is added to log β.

    Attributes:
        start: Utility asked for at the start.
        end: Utility asked for at the deadline.
        patience: log β without pressure: below 0 Boulware, above 0 conceder.
        election_weight: How much the nearness of the election lowers log β.
        election: Day of the election, if any.
        window: Days before the election in which it presses.
        good_deal: Utility of an offer from which the election makes the party hurry; never where left out.
        approval_weight: How much approval lost lowers log β, per unit of support (1 = all of it).
        stress_weight: How much stress of the bond market lowers log β, at the threshold of pain; negative where stress
            makes the party hurry.
        turn: Day from which `patience_after` holds instead of `patience`.
        back: Day from which `patience` holds again.
        turn_approval: Approval lost from which `patience_after` holds, a share; never where left out.
        turn_stress: Stress from which `patience_after` holds; never where left out.
        patience_after: log β without pressure in the other regime.
        stubborn: Probability of being of the stubborn type.
        insists: Utility that a stubborn type asks for at least.
        heed: Belief, before the talks, that the other is of the stubborn type.
        holds_out: Probability with which a party that is not stubborn gives nothing in one offer.
        heed_weight: How much the belief that the other is stubborn raises log β.
    """

    start: Share = 1.0
    end: Share = 0.1
    patience: Shape = -0.5
    election_weight: Shape = 0.0
    election: dt.date | None = None
    window: Annotated[float, Bounds(at_least=1.0)] = 60.0
    good_deal: Share | None = None
    approval_weight: Annotated[Scalar, Bounds(at_least=-50.0, at_most=50.0)] = 0.0
    stress_weight: Shape = 0.0
    turn: dt.date | None = None
    back: dt.date | None = None
    turn_approval: NotNegative | None = None
    turn_stress: NotNegative | None = None
    patience_after: Shape = -0.5
    stubborn: Share = 0.0
    insists: Share = 0.8
    heed: Share = 0.0
    holds_out: Share = 0.8
    heed_weight: Shape = 2.0

    accepts: ClassVar[Acceptance] = BeforeTheDeadline()

    @property
    def traits(self) -> Traits:
        """What is weighed with 0 is not used."""
        uses: set[Use] = {"time", "payoffs", "no_deal"}
        lost, stress, heeds = _some(self.approval_weight), _some(self.stress_weight), _some(self.heed)
        dated = self.election is not None and _some(self.election_weight)
        turns = self.turn is not None or self.turn_approval is not None or self.turn_stress is not None
        if lost or stress or self.turn_approval is not None or self.turn_stress is not None:
            uses.add("home")
        if dated or self.turn is not None:
            uses.add("dates")
        if heeds or (dated and self.good_deal is not None):
            uses.add("offers")
        return traits(
            *uses, memory=lost or heeds or (turns and self.turn_approval is not None), draws=_some(self.stubborn)
        )

    def begin(self, view: View) -> _Desk:
        """Make room; draw the type."""
        w = view.worlds
        chance = per_world(self.stubborn, w)
        firm = view.luck.one("type", view.me) < chance if chance.any() else None
        return _Desk(
            Search.begin(view), Search.begin(view), per_world(self.start, w), per_world(self.end, w), firm,
            np.full(w, np.nan), np.full(w, -np.inf), np.zeros(w),
            (per_world(self.election_weight, w), per_world(self.approval_weight, w), per_world(self.stress_weight, w)),
            (per_world(self.heed, w), per_world(self.heed_weight, w)) if _some(self.heed) else None,
        )  # fmt: skip

    def bid(self, view: View, belief: Belief, memory: _Desk) -> Bid:
        """The package best for the other among those worth the aspiration."""
        top = np.maximum(self.reachable(view, belief, memory), view.reservation)
        utility = aspiration(view.gone, self.shape(view, memory, top), memory.start, memory.end)
        if memory.firm is not None:
            utility = np.where(memory.firm, np.maximum(utility, self.insists), utility)
        found = memory.search.offer(view, belief, view.reservation + utility * (top - view.reservation))
        return Bid(found.package, found.worth, memory.firm)

    def shape(self, view: View, memory: _Desk, top: Floats) -> Floats:
        """β now, (W,), where `top` is what the best package within reach is worth, (W,)."""
        vote_weight, lost_weight, stress_weight = memory.weights
        lost, stress = _lost(view, memory), _known(view.stress)
        vote = vote_weight * self.nearness(view)
        if self.good_deal is not None:
            good = view.reservation + self.good_deal * (top - view.reservation)
            vote = np.where(view.received.standing & (view.received.worth >= good), -vote, vote)
        pressure = vote + lost_weight * lost + stress_weight * stress
        patience = np.where(self._turned(view, lost, stress), self.patience_after, self.patience)
        return np.exp(patience - pressure + self._heeded(view, memory))

    def nearness(self, view: View) -> float:
        """Nearness of the election: 0 outside the window, 1 on its eve."""
        if view.date is None or self.election is None or view.date >= self.election:
            return 0.0
        return max(0.0, 1.0 - ((self.election - view.date).days - 1) / self.window)

    def _turned(self, view: View, lost: Floats, stress: Floats) -> Bools:
        """Worlds in which the other regime holds, (W,)."""
        day = view.date
        dated = day is not None and self.turn is not None and day >= self.turn
        dated = dated and not (day is not None and self.back is not None and day >= self.back)
        turned = np.full(view.worlds, dated)
        if self.turn_approval is not None:
            turned |= lost >= self.turn_approval
        if self.turn_stress is not None:
            turned |= stress >= self.turn_stress
        return turned

    def _heeded(self, view: View, memory: _Desk) -> Floats:
        """What the belief that the other is stubborn adds to log β, (W,)."""
        if memory.heed is None:
            return np.zeros(view.worlds)
        prior, weight = memory.heed
        heard = view.received.standing
        more = heard & (view.received.worth > memory.best)
        first = np.isneginf(memory.best)
        memory.same = np.where(
            more & ~first, -1.0, np.where(heard & (memory.same >= 0.0), memory.same + 1.0, memory.same)
        )
        memory.best = np.where(more, view.received.worth, memory.best)
        held = prior + (1.0 - prior) * np.power(per_world(self.holds_out, view.worlds), np.maximum(memory.same, 0.0))
        stubborn = np.divide(prior, held, out=np.zeros_like(held), where=held > 0.0)
        return weight * np.where(memory.same < 0.0, 0.0, stubborn)

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


def _some(parameter: Scalar) -> bool:
    """Whether a parameter is other than 0 in any world."""
    return bool(np.any(np.asarray(parameter) != 0.0))


def _known(numbers: Floats) -> Floats:
    """0 where nothing is known."""
    return np.where(np.isnan(numbers), 0.0, numbers)


def _lost(view: View, memory: _Desk) -> Floats:
    """Approval lost since it was first asked about, a share, (W,); 0 where nobody asks, below 0 where it rose."""
    memory.approval = np.where(np.isnan(memory.approval), view.approval, memory.approval)
    return _known(memory.approval - view.approval)
