"""Answers in kind at the level of packages: nice tit-for-tat, which aims at the Nash point, and the mimic."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Share, Traits, per_world, traits
from zopa.strategies.parts.menu import Menu, nash_point
from zopa.strategies.parts.scale import Scale
from zopa.strategies.parts.search import Search


@dataclass
class _Answered:
    """The menu, and the utilities of the worst and the best offer received, (W,)."""

    menu: Menu
    worst: Floats
    best: Floats


@dataclass(frozen=True)
class NiceTitForTat:
    """Goes as much of its way to the Nash point as the other has gone of the other's way, seen in its own utility.

    The other's way leads from its worst offer to the Nash point: with c = (best − worst) / (nash − worst), kept within
    0 and 1, it asks for 1 − c (1 − nash). It never gives more than the Nash point, which it estimates from what it
    believes of the other, and offers what is best for the other at that utility. Nice at last: from the share `closes`
    of the time on, what is left of its way to the Nash point shrinks evenly to nothing at the deadline.

    Source: Baarslag, Hindriks & Jonker (2013), "A tit for tat negotiation strategy for real-time bilateral
    negotiations", Studies in Computational Intelligence 435: 229-233. Simplified: the bonus for the other when time is
    short is a straight line, and the model of the other is named beside it.

    Attributes:
        closes: Share of the time from which it closes the gap to the Nash point by itself.
    """

    closes: Share = 0.9

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "offers", "payoffs", "no_deal", memory=True)

    def begin(self, view: View) -> _Answered:
        """Nothing heard."""
        return _Answered(Menu.begin(view), np.full(view.worlds, np.inf), np.full(view.worlds, -np.inf))

    def bid(self, view: View, belief: Belief, memory: _Answered) -> Bid:
        """Answer the concession that lies on the table with as large a one."""
        offer, standing = view.utility(view.received.worth), view.received.standing
        np.minimum(memory.worst, offer, out=memory.worst, where=standing)
        np.maximum(memory.best, offer, out=memory.best, where=standing)
        points = memory.menu.read(view, belief)
        at = nash_point(points, view.reservation, Scale.of(view, belief).low)
        nash = np.minimum(np.maximum(points.own[at], view.reservation), view.best)
        left = 1.0 - conceded(memory.worst, memory.best, view.utility(nash))
        closes = per_world(self.closes, view.worlds)
        late = np.divide(view.gone - closes, 1.0 - closes, out=np.zeros(view.worlds), where=view.gone > closes)
        target = nash + left * (1.0 - late) * (view.best - nash)  # exactly the Nash point where nothing is left
        return memory.menu.search.offer(view, belief, target)


def conceded(worst: Floats, best: Floats, nash: Floats) -> Floats:
    """Share of its way to the Nash point that the other has gone, in my utility, (W,); 0 where it has not spoken.

    Args:
        worst: Utility of its worst offer, (W,); inf before the first.
        best: Utility of its best offer, (W,); −inf before the first.
        nash: Utility of the Nash point, (W,).
    """
    heard = np.isfinite(worst)
    way = np.where(heard, nash - worst, np.inf)
    gone = np.where(heard, best - worst, 0.0)
    share = np.divide(gone, way, out=np.ones_like(way), where=way > 0.0)  # all of it: it began beyond the Nash point
    return np.minimum(np.maximum(share, 0.0), 1.0)


@dataclass(frozen=True)
class Mimic:
    """Asks for itself as much as the other asks for itself: the utility that the other's last offer gives the other.

    A mirror, in the sense of the behaviour-dependent tactics of Faratin, Sierra & Jennings (1998), section 4.3, at
    the level of packages and without memory. Against a party that concedes it ends where both have the same utility,
    near the solution of Kalai & Smorodinsky (1975). Two parties that mirror each other do not move: they deal if there
    is a package that gives both what the first one asks for.

    Attributes:
        start: Utility asked for where there is no offer to mirror.
    """

    start: Share = 0.8

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("offers", "payoffs", "no_deal")

    def begin(self, view: View) -> Search:
        """Make room."""
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """The package best for the others among those that give me what theirs gives them."""
        asked = Scale.of(view, belief).utility(value_of(belief.cells, view.received.package, view.space.first))
        demand = np.where(view.received.standing, np.minimum(np.maximum(asked, 0.0), 1.0), self.start)
        return memory.offer(view, belief, view.payoff(demand))
