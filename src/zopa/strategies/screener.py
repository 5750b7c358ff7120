"""Offers to somebody whose reservation value is not known: more is taken more often, and leaves less."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.view import View
from zopa.solutions.screening import Uniform, best_ultimatum
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Share, Traits, per_world, traits
from zopa.strategies.parts.foresight import Outlook, alike, no_deals, outlook


@dataclass
class _Screen:
    """What has been learned, and the packages as they were last laid out.

    Attributes:
        refused: Most that the other has refused so far, in its payoffs, (W,).
        last: What my last offer is worth to the other, (W,); −inf before the first.
        ahead: The packages.
        revision: Payoffs that they hold for.
        no_deal: What no deal was worth to all then, as known or believed, (W,) each.
    """

    refused: Floats
    last: Floats
    ahead: Outlook | None = None
    revision: Ints | None = None
    no_deal: tuple[Floats, ...] = ()


@dataclass(frozen=True)
class Screener:
    """Makes the best take-it-or-leave-it offer to somebody whose reservation value may be anything in a range.

    Any value from `low` to `high` is as likely, on a scale from 0, what no deal is worth to the other as believed, to
    1, its best package. With u what an offer leaves and r what no deal is worth, it maximises
    u P(accepted) + r (1 − P(accepted)): it runs the risk of a refusal, of war or of a defection that nobody wanted,
    for the sake of a better deal. An offer refused tells that the reservation value is above it, and the next is
    better. It takes what is worth as much as it expects of its next offer.

    Source: Fearon (1995), International Organization 49: 379-414; with a home that may refuse, Iida (1993), Journal of
    Conflict Resolution 37: 403-426. With a known reservation value (`low` = `high`) it is the agenda setter
    of Romer & Rosenthal (1978), Public Choice 33: 27-43. Falling offers: Sobel & Takahashi (1983), of whom this one
    is the myopic kin: it does not reckon with others who refuse in order to be offered more.

    Attributes:
        low: Least that the other may ask for.
        high: Most that it may ask for.
    """

    low: Share = 0.0
    high: Share = 1.0

    accepts: ClassVar[Acceptance] = AsAsked()
    traits: ClassVar[Traits] = traits("payoffs", "no_deal", memory=True)

    def begin(self, view: View) -> _Screen:
        """Nothing refused yet."""
        return _Screen(np.full(view.worlds, -np.inf), np.full(view.worlds, -np.inf))

    def bid(self, view: View, belief: Belief, memory: _Screen) -> Bid:
        """The best final offer, as far as it has learned."""
        ahead, w = self._look(view, belief, memory), view.worlds
        if view.may_propose:  # it is my turn again: what I offered last was refused
            memory.refused = np.maximum(memory.refused, memory.last)
        hopes, no_deal = ahead.hopes()[1 - ahead.side], ahead.no_deal[1 - ahead.side]
        low, high = (no_deal + per_world(at, w) * (hopes - no_deal) for at in (self.low, self.high))
        low = np.minimum(np.maximum(low, memory.refused), np.maximum(high, low))
        point, value = best_final(ahead, low, high, memory.refused, view.reservation)
        worth = ahead.worth(point)
        if view.may_propose:
            memory.last = np.where(ahead.empty, -np.inf, ahead.other(point))
        worth = np.where(ahead.empty, view.best, worth)
        return Bid(ahead.packages(point), worth, hushed=ahead.empty, least=np.where(ahead.empty, worth, value))

    def _look(self, view: View, belief: Belief, memory: _Screen) -> Outlook:
        """The packages; laid out afresh where anything has changed that they hang on, and so the same in any block."""
        no_deal = no_deals(view)
        same = memory.revision is view.revision and alike(memory.no_deal, no_deal)
        if memory.ahead is None or not same or belief.changed.any():
            memory.ahead, memory.revision, memory.no_deal = outlook(view, belief), view.revision, no_deal
        return memory.ahead


def best_final(
    ahead: Outlook, low: Floats, high: Floats, refused: Floats, no_deal: Floats
) -> tuple[Ints, Floats]:  # fmt: skip
    """The point that is the best final offer, (W,), and what it is worth before it is answered, (W,).

    Args:
        ahead: The packages.
        low: Lowest reservation value of the other, (W,).
        high: Highest, (W,).
        refused: What it has refused, (W,): that and less it will not take.
        no_deal: What a refusal is worth to me, (W,).
    """
    start = ahead.points.start
    size = np.diff(start)
    if not ahead.points.mine.size:
        return np.zeros(size.shape, dtype=np.int64), no_deal
    last = np.maximum(size - 1, 0)[:, None]
    column = np.minimum(np.arange(max(int(size.max()), 1)), last)
    # from the most generous offer on, whichever side makes it: of offers worth the same the first is made
    place = column if ahead.side == 0 else last - column
    point = np.minimum(start[:-1, None] + place, start[-1] - 1)
    mine, theirs = ahead.own[point], ahead.other(point)
    hopeless: Bools = theirs <= refused[:, None]
    found = best_ultimatum(np.where(hopeless, no_deal[:, None], mine), theirs, Uniform(low, high), no_deal)
    return np.take_along_axis(point, found.index[:, None], axis=1)[:, 0], found.value
