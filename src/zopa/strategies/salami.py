"""Salami tactics (Schelling 1966): what the other offers, and one more slice."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.values import value_in
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Count, Traits, traits
from zopa.strategies.parts.search import Search


@kernel
def _slice(mine: Floats, theirs: Floats, allowed: Bools, first: Ints, package: Packages, w: int) -> bool:
    """Take the slice that costs the other least; whether there was one."""
    least, gain, cluster, cell = np.inf, 0.0, -1, 0
    for k in range(first.shape[0] - 1):
        now = first[k] + package[w, k]
        better = -1  # the next level up for me; of several alike, the one that costs the other least
        for c in range(first[k], first[k + 1]):
            if not allowed[w, c] or mine[w, c] <= mine[w, now]:
                continue
            if better >= 0 and mine[w, c] == mine[w, better]:
                better = c if theirs[w, c] > theirs[w, better] else better
            elif better < 0 or mine[w, c] < mine[w, better]:
                better = c
        if better < 0:
            continue
        cost, more = theirs[w, now] - theirs[w, better], mine[w, better] - mine[w, now]
        if cost < least or (cost == least and more > gain):
            least, gain, cluster, cell = cost, more, k, better - first[k]
    if cluster < 0:
        return False
    package[w, cluster] = cell
    return True


@kernel
def _sliced(
    mine: Floats, theirs: Floats, allowed: Bools, first: Ints, least: Floats, slices: Ints, package: Packages,
    worth: Floats,
) -> None:  # fmt: skip
    """So many slices, and more until the package is worth a least."""
    for w in range(worth.shape[0]):
        taken = 0
        worth[w] = value_in(mine, package, first, w)
        while taken < slices[w] or worth[w] < least[w]:
            if not _slice(mine, theirs, allowed, first, package, w):
                break
            taken += 1
            worth[w] = value_in(mine, package, first, w)


@dataclass(frozen=True)
class SalamiSlicer:
    """Offers what the other offers with a slice more for itself: one issue, one level.

    Of every issue it looks at the next level up for itself, and takes the one that costs the other least, as
    believed: too little to fight over, every time. Where the other's offer is worth less than no deal it takes as
    many slices as make it worth one. Before the other has offered anything it asks for its best package; in the last
    exchange it takes what it has got so far.

    Source: Schelling (1966), "Arms and Influence", ch. 2, on salami tactics.

    Attributes:
        slices: Slices taken at each offer.
    """

    slices: Count = 1

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "offers", "payoffs")

    def begin(self, view: View) -> Search:
        """Make room."""
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """The offer on the table, and a slice more."""
        opening = memory.offer(view, belief, view.best)
        package, worth = view.received.package.copy(), np.empty(view.worlds)
        slices = np.where(view.last, 0, self.slices)
        _sliced(
            view.cells, belief.cells, view.allowed, view.space.first, view.reservation, slices, package, worth
        )  # fmt: skip
        offered = view.received.standing
        return Bid(np.where(offered[:, None], package, opening.package), np.where(offered, worth, opening.worth))
