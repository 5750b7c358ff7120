"""The search for an offer: the package best for the others, as believed, among those worth a target to me."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.consents import repair
from zopa.game.curve import Curve, best_for_you
from zopa.game.frontier import Offers, offer_from
from zopa.game.view import View
from zopa.strategies.parts.base import Belief, Bid


@dataclass
class Search:
    """Workspaces of one party's search, and the curve it remembers.

    Attributes:
        offers: The last offers from a frontier.
        worth: What the last packages from a curve were worth by `mine`, (W,).
        target: Targets asked for last of a curve, (W,).
        curve: Memory of the curve, made when first needed.
        revision: Payoffs that the frontier or the curve was drawn for, (W,); None before the first.
    """

    offers: Offers
    worth: Floats
    target: Floats
    curve: Curve | None = None
    revision: Ints | None = None

    @classmethod
    def begin(cls, view: View) -> "Search":
        """Make room."""
        worlds = view.worlds
        return cls(Offers.none(worlds, len(view.space.clusters)), np.zeros(worlds), np.zeros(worlds))

    def offer(self, view: View, belief: Belief, target: Floats) -> Bid:
        """The package best for the others among those worth at least `target` to me.

        Where two parties know each other's payoffs it lies on the exact frontier; else it is found on the curve of
        what I believe. Where no package is worth the target: the best for me.

        Args:
            view: What I know.
            belief: What I think the others want.
            target: The least it must be worth to me, (W,), in the unit of `view.cells`.
        """
        if belief.exact and view.efficient is not None:
            if self.revision is not view.revision:
                self.offers.forget()
                self.revision = view.revision
            offer_from(view.efficient.frontier, target, view.me, self.offers)
            if view.consents is None:
                return Bid(self.offers.package, self.offers.own)
            found = self.offers.package.copy()
            return Bid(*self._ratifiable(view, view.cells, belief.cells, target, found, self.offers.own))
        package = self.best(view, view.cells, belief.cells, target, belief.changed)
        return Bid(package, self.worth)

    def best(self, view: View, mine: Floats, theirs: Floats, target: Floats, changed: Bools | None = None) -> Packages:
        """The package best by `theirs` among those worth `target` by `mine`, found on the curve, (W, K).

        Where something must be ratified and the curve's package would not be, the next best that would.
        Worlds that have ended keep their last answer: nobody asks for another.

        Args:
            view: What I know; its revision says where `mine` may have changed.
            mine: Payoffs that must reach the target, by cell, (W, C).
            theirs: Payoffs to be made as large as possible, by cell, (W, C).
            target: The target, (W,).
            changed: Worlds in which `theirs` changed since the last call, (W,); None for nowhere.
        """
        fresh = np.ones(view.worlds, dtype=bool)
        if self.curve is None:
            self.curve, self.target = Curve.empty(view.worlds, view.space.first), target
        elif self.revision is not None:
            fresh = self.revision != view.revision
        self.target = np.where(view.open, target, self.target)
        package, self.worth = best_for_you(
            mine, theirs, view.allowed, view.space.first, self.target, memory=self.curve,
            changed=fresh if changed is None else fresh | changed, own_changed=fresh,
        )  # fmt: skip
        self.revision = view.revision
        if view.consents is not None:
            package, self.worth = self._ratifiable(view, mine, theirs, self.target, package, self.worth)
        return package

    def _ratifiable(
        self, view: View, mine: Floats, theirs: Floats, target: Floats, package: Packages, worth: Floats
    ) -> tuple[Packages, Floats]:
        """The packages, and what they are worth by `mine`, with those exchanged that would not be ratified."""
        assert view.consents is not None
        possible = view.open & (view.consents.least < np.inf).all(axis=0)
        package, repaired, _ = repair(
            mine, theirs, view.allowed, view.space.first, target, view.consents, package, possible
        )
        return package, np.where(possible, repaired, worth)
