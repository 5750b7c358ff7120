"""Parties with a fair point in mind: the Nash and the Kalai-Smorodinsky solution, worked out at the table."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Floats, Ints
from zopa.game.view import View
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Share, Traits, Use, per_world, traits
from zopa.strategies.parts.fair import KALAI_SMORODINSKY, NASH, fair_point
from zopa.strategies.parts.foresight import alike, no_deals, outlook
from zopa.strategies.parts.search import Search


@dataclass
class _Aim:
    """The search, what the fair point is worth to me, (W,), and what that was found from."""

    search: Search
    target: Floats | None = None
    revision: Ints | None = None
    no_deal: tuple[Floats, ...] = ()


@dataclass(frozen=True)
class _Targeter:
    """Asks for a fair point and insists on it.

    Attributes:
        opening: What it asks for over its target at first, as a share of the way to its best package.
        settled: Share of the time gone from which it asks for its target and no more.
        patience: Share of the time gone until which it takes no less.
        near: Share of its gain at the target that it then does without.
    """

    opening: Share = 0.0
    settled: Share = 0.5
    patience: Share = 0.9
    near: Share = 0.05

    accepts: ClassVar[Acceptance] = AsAsked()
    _rule: ClassVar[int] = NASH

    @property
    def traits(self) -> Traits:
        """Time matters to offers only where it opens higher."""
        uses: set[Use] = {"payoffs", "no_deal"}
        if np.any(np.asarray(self.opening) > 0.0) and np.any(np.asarray(self.settled) > 0.0):
            uses.add("time")
        return traits(*uses)

    def begin(self, view: View) -> _Aim:
        """Make room."""
        return _Aim(Search.begin(view))

    def bid(self, view: View, belief: Belief, memory: _Aim) -> Bid:
        """The package best for the others among those worth the target, and at first more."""
        target, w = self._target(view, belief, memory), view.worlds
        settled = per_world(self.settled, w)
        gone = np.divide(view.gone, settled, out=np.ones(w), where=settled > 0.0)
        above = per_world(self.opening, w) * np.maximum(1.0 - gone, 0.0)
        found = memory.search.offer(view, belief, np.where(above > 0.0, target + above * (view.best - target), target))
        late = view.gone >= per_world(self.patience, w)
        least = np.where(late, target - per_world(self.near, w) * (target - view.reservation), target)
        return Bid(found.package, found.worth, least=least)

    def _target(self, view: View, belief: Belief, memory: _Aim) -> Floats:
        """What the fair point is worth to me, (W,); found afresh where anything has changed that it hangs on."""
        no_deal = no_deals(view)
        same = memory.revision is view.revision and alike(memory.no_deal, no_deal)
        if memory.target is None or not same or belief.changed.any():
            ahead = outlook(view, belief)
            memory.target = np.where(ahead.empty, view.best, ahead.worth(fair_point(ahead, self._rule)))
            memory.revision, memory.no_deal = view.revision, no_deal
        return memory.target


@dataclass(frozen=True)
class NashTargeter(_Targeter):
    """Works out the Nash solution, asks for it and insists on it.

    The efficient package with the largest product of gains over no deal, max (u1 − d1)(u2 − d2); of those that tie
    the one with the larger sum, so that two who know each other's payoffs have the same in mind and agree at once.
    Where payoffs are not known it is the solution of the game it believes in.

    Source: Nash (1950), Econometrica 18: 155-162.

    Attributes:
        opening: What it asks for over its target at first, as a share of the way to its best package.
        settled: Share of the time gone from which it asks for its target and no more.
        patience: Share of the time gone until which it takes no less.
        near: Share of its gain at the target that it then does without.
    """

    _rule: ClassVar[int] = NASH


@dataclass(frozen=True)
class KalaiSmorodinskyTargeter(_Targeter):
    """Works out the Kalai-Smorodinsky solution, asks for it and insists on it.

    The efficient package that gives both the same share of what they could at best hope for,
    (u1 − d1) / (b1 − d1) = (u2 − d2) / (b2 − d2); where none does, the one whose smaller share is largest, of those
    whose larger is, of those with the larger sum of gains. Otherwise as `nash_targeter`.

    Source: Kalai & Smorodinsky (1975), Econometrica 43: 513-518.

    Attributes:
        opening: What it asks for over its target at first, as a share of the way to its best package.
        settled: Share of the time gone from which it asks for its target and no more.
        patience: Share of the time gone until which it takes no less.
        near: Share of its gain at the target that it then does without.
    """

    _rule: ClassVar[int] = KALAI_SMORODINSKY
