"""Logrolling (Pruitt 1981): give way first where it costs little and is worth much to the other."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.compiled import kernel
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Positive, Traits, per_world, traits
from zopa.strategies.parts.search import Search


@kernel
def _span(cells: Floats, allowed: Bools, first: Ints, w: int) -> float:
    """Best minus worst package; for use in kernels."""
    total = 0.0
    for k in range(first.shape[0] - 1):
        least, most = np.inf, -np.inf
        for c in range(first[k], first[k + 1]):
            if allowed[w, c]:
                least, most = min(least, cells[w, c]), max(most, cells[w, c])
        total += most - least
    return total


@kernel
def _rolled(mine: Floats, theirs: Floats, allowed: Bools, first: Ints, price: Floats, worth: Floats) -> None:
    for w in range(worth.shape[0]):
        own, other = _span(mine, allowed, first, w), _span(theirs, allowed, first, w)
        rate = price[w] * own / other if other > 0.0 else 0.0
        worth[w] = 0.0
        for k in range(first.shape[0] - 1):
            best, most = -1, -np.inf
            for c in range(first[k], first[k + 1]):
                if not allowed[w, c]:
                    continue
                both = mine[w, c] + rate * theirs[w, c]
                if both > most or (both == most and mine[w, c] > mine[w, best]):
                    best, most = c, both
            worth[w] += mine[w, best]


def rolled(mine: Floats, theirs: Floats, allowed: Bools, first: Ints, price: Floats) -> Floats:
    """What the package with the largest own utility + price × the other's is worth to oneself, (W,).

    Utilities here run from 0 at a party's worst package to 1 at its best. The package holds exactly those concessions
    that cost less than `price` for each unit that the other gains by them.

    Args:
        mine: Own payoffs by cell, (W, C).
        theirs: The others' payoffs as believed, (W, C).
        allowed: Cells that may be offered, (W, C).
        first: Offsets of the clusters, (K + 1,).
        price: What a unit of the other's utility may cost of one's own, (W,).
    """
    worth = np.empty(price.shape[0])
    _rolled(mine, theirs, allowed, first, price, worth)
    return worth


@dataclass(frozen=True)
class LogRoller:
    """Concedes what costs it least for each unit that the other gains, and more of it as time goes.

    At a price p it gives exactly those levels that cost it less than p of its utility for each unit of the other's,
    as believed: of every issue the level with the largest own utility + p × the other's. The price rises from 0 along
    price × gone ** (1/beta); at 1 the package is the one with the largest sum of utilities. It never gives more than
    no deal is worth.

    Source: Pruitt (1981), "Negotiation Behavior", on logrolling; the price is the Lagrange multiplier of the
    other's utility (Everett 1963, Operations Research 11: 399-417).

    Attributes:
        beta: Shape in time: below 1 late, 1 even, above 1 early.
        price: Price at the deadline.
    """

    beta: Positive = 1.0
    price: Positive = 1.0

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "payoffs")

    def begin(self, view: View) -> Search:
        """Make room."""
        return Search.begin(view)

    def bid(self, view: View, belief: Belief, memory: Search) -> Bid:
        """The package best for the others among those worth what the concessions leave."""
        price = per_world(self.price, view.worlds) * view.gone ** (1.0 / per_world(self.beta, view.worlds))
        left = rolled(view.cells, belief.cells, view.allowed, view.space.first, price)
        return memory.offer(view, belief, np.maximum(left, view.reservation))
