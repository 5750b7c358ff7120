"""Zeuthen's principle: who has more to lose from a conflict gives way (Zeuthen 1930; Harsanyi 1956)."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Floats, Packages
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Traits, traits
from zopa.strategies.parts.menu import Menu, Points, concession, nash_point
from zopa.strategies.parts.scale import Scale


def risk(own: Floats, offered: Floats, no_deal: Floats) -> Floats:
    """Zeuthen's risk limit, (W,): the probability of conflict that one would just run for one's own offer.

    (u(own) − u(offered)) / (u(own) − u(no deal)), where an offer below no deal counts as no deal; 1 where one's own
    offer is worth no more than no deal. Rosenschein & Zlotkin (1994).

    Args:
        own: What one's own offer is worth to oneself, (W,).
        offered: What the other's offer is worth to oneself, (W,).
        no_deal: What no deal is worth, (W,).
    """
    stake = own - no_deal
    lost = own - np.maximum(offered, no_deal)
    return np.divide(lost, stake, out=np.ones_like(stake), where=stake > 0.0)


def product(mine: Floats, theirs: Floats) -> Floats:
    """Product of two gains over no deal, (W,); a loss counts as no gain."""
    return np.maximum(mine, 0.0) * np.maximum(theirs, 0.0)


@dataclass
class _Stands:
    """The menu, what I offered last (W, K), and whether I have offered anything."""

    menu: Menu
    mine: Packages
    began: bool = False


@dataclass(frozen=True)
class Zeuthen:
    """Concedes where its risk limit is not above the other's, just enough to raise it above.

    The risk limit of a party is the probability of conflict at which it would as soon take the other's offer as
    insist on its own: (u(own) − u(other's)) / (u(own) − d). The lower one gives way: it has more to lose. That is the
    same as: the offer with the smaller product of gains (u1 − d1)(u2 − d2) gives way, and enough is what has the
    larger one. So two such parties end at the Nash solution (Harsanyi 1956). Where the risks are equal both concede;
    where no offer of its own has a larger product than the other's, it takes that.

    It looks at the last offers of both and at nothing else, so it plays under alternating and under sealed offers.
    Where payoffs are not known it looks at the vertices of the curve of its beliefs; then both may hold the other's
    risk for the lower one, and nothing moves any more.

    Source: Zeuthen (1930), "Problems of Monopoly and Economic Warfare", ch. 4; Harsanyi (1956), Econometrica 24:
    144-157; Rosenschein & Zlotkin (1994), "Rules of Encounter": the Zeuthen strategy.

    Attributes:
        enough: Whether it concedes enough at once; if not, by the smallest step that there is.
    """

    enough: bool = True

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("offers", "payoffs", "no_deal", memory=True)

    def begin(self, view: View) -> _Stands:
        """Nothing offered."""
        return _Stands(Menu.begin(view), np.zeros((view.worlds, len(view.space.clusters)), dtype=np.int16))

    def bid(self, view: View, belief: Belief, memory: _Stands) -> Bid:
        """The best package at first; then the last one again, or a concession."""
        points = memory.menu.read(view, belief)
        target = self._target(view, belief, memory, points) if memory.began else view.best
        bid = memory.menu.search.offer(view, belief, target)
        memory.mine, memory.began = bid.package.copy(), True
        return bid

    def _target(self, view: View, belief: Belief, memory: _Stands, points: Points) -> Floats:
        """What to ask for, given both last offers, (W,)."""
        first, mine, theirs = view.space.first, view.reservation, Scale.of(view, belief).low
        own, given = value_of(view.cells, memory.mine, first), value_of(belief.cells, memory.mine, first)
        offered = view.received.worth
        asked = value_of(belief.cells, view.received.package, first)
        rival = product(offered - mine, asked - theirs)
        lower = view.received.standing & (product(own - mine, given - theirs) <= rival)
        enough = rival if self.enough else np.full_like(rival, -np.inf)
        step = concession(points, own, given, enough, mine, theirs)
        taken = np.maximum(offered, mine)  # nothing has a larger product: take what is offered
        return np.where(lower, np.where(step > taken, step, np.minimum(taken, own)), own)


@dataclass(frozen=True)
class OneStep:
    """Offers at once the package with the largest product of gains; of several, the one best for itself.

    The equilibrium of the one-step protocol, in which each side makes one offer and the one with the larger product
    of gains is the deal, is for both to do this.

    Source: Rosenschein & Zlotkin (1994), "Rules of Encounter"; Nash (1950), Econometrica 18: 155-162.
    """

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("payoffs", "no_deal")

    def begin(self, view: View) -> Menu:
        """Make room."""
        return Menu.begin(view)

    def bid(self, view: View, belief: Belief, memory: Menu) -> Bid:
        """The Nash point, as believed."""
        points = memory.read(view, belief)
        at = nash_point(points, view.reservation, Scale.of(view, belief).low)
        return memory.search.offer(view, belief, points.own[at])
