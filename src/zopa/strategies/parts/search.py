"""The search for an offer: the package best for the others, as believed, among those worth a target to me."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats, Packages
from zopa.game.curve import Curve, best_for_you
from zopa.game.frontier import offer_from
from zopa.game.view import View
from zopa.strategies.parts.base import Belief, Bid


@dataclass
class Search:
    """Workspaces of one party's search, and the curve it remembers.

    Attributes:
        package: Offers found last, (W, K).
        worth: What they are worth to the party, (W,).
        theirs: What they are worth to the other where known, (W,).
        curve: Memory of the curve, made when first needed.
        revision: Payoffs that the curve was drawn for.
    """

    package: Packages
    worth: Floats
    theirs: Floats
    curve: Curve | None = None
    revision: int = -1

    @classmethod
    def begin(cls, view: View) -> "Search":
        """Make room."""
        worlds = view.worlds
        return cls(
            np.zeros((worlds, len(view.space.clusters)), dtype=np.int16), np.zeros(worlds), np.zeros(worlds)
        )

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
            offer_from(view.efficient.frontier, target, view.me, self.package, self.worth, self.theirs)
            return Bid(self.package, self.worth)
        fresh = self.curve is None or self.revision != view.revision
        if self.curve is None:
            self.curve = Curve.empty(view.worlds, view.space.first)
        everywhere = np.ones(view.worlds, dtype=bool)
        package, worth = best_for_you(
            view.cells, belief.cells, view.allowed, view.space.first, target, memory=self.curve,
            changed=everywhere if fresh else belief.changed, own_changed=everywhere if fresh else None,
        )  # fmt: skip
        self.revision = view.revision
        return Bid(package, worth)
