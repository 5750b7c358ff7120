"""The search for an offer: the package best for the others, as believed, among those worth a target to me."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Packages
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
        revision: Payoffs that the frontier or the curve was drawn for.
    """

    offers: Offers
    worth: Floats
    target: Floats
    curve: Curve | None = None
    revision: int = -1

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
            if self.revision != view.revision:
                self.offers.forget()
                self.revision = view.revision
            offer_from(view.efficient.frontier, target, view.me, self.offers)
            return Bid(self.offers.package, self.offers.own)
        package = self.best(view, view.cells, belief.cells, target, belief.changed)
        return Bid(package, self.worth)

    def best(self, view: View, mine: Floats, theirs: Floats, target: Floats, changed: Bools | None = None) -> Packages:
        """The package best by `theirs` among those worth `target` by `mine`, found on the curve, (W, K).

        Worlds that have ended keep their last answer: nobody asks for another.

        Args:
            view: What I know; its revision says when `mine` may have changed.
            mine: Payoffs that must reach the target, by cell, (W, C).
            theirs: Payoffs to be made as large as possible, by cell, (W, C).
            target: The target, (W,).
            changed: Worlds in which `theirs` changed since the last call, (W,); None for nowhere.
        """
        fresh = self.curve is None or self.revision != view.revision
        if self.curve is None:
            self.curve, self.target = Curve.empty(view.worlds, view.space.first), target
        everywhere = np.full(view.worlds, fresh)
        self.target = np.where(view.open, target, self.target)
        package, self.worth = best_for_you(
            mine, theirs, view.allowed, view.space.first, self.target, memory=self.curve,
            changed=everywhere if fresh or changed is None else changed, own_changed=everywhere,
        )  # fmt: skip
        self.revision = view.revision
        return package
