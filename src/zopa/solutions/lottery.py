"""Solutions when two parties may also agree on a lottery between packages: exact, on the concave hull.

The hull of the efficient packages' payoffs is a concave chain; a point on it is a lottery between the two packages at
the ends of its edge. Payoffs are taken as von Neumann and Morgenstern's, and a lottery is individually rational if its
expected payoffs are: afterwards a party may be worse off than without a deal.

Sources: the solutions' own; that the frontier is concave is Nash's (1950) assumption, met by lotteries (Luce and Raiffa
1957, section 6.4).
"""

import dataclasses
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats, Ints
from zopa.game.compiled import kernel
from zopa.solutions.choice import TIE, tied_best
from zopa.solutions.raiffa import STEPS


@dataclass(frozen=True, eq=False)
class Lottery:
    """A lottery between two packages, or one for certain.

    Attributes:
        packages: Indices of the two packages; the same twice where one is certain.
        chance: Probability of the second, 0 where one is certain.
        payoffs: Expected payoffs, shape (2,).
    """

    packages: tuple[int, int]
    chance: float
    payoffs: Floats


@dataclass(frozen=True, eq=False)
class Chain:
    """The lotteries that nobody can improve for both parties and that are worth no deal to both.

    Attributes:
        corner: Index of the package at each corner of the hull, by rising payoff of the first party, shape (m,).
        payoffs: Their payoffs, shape (m, 2).
        low: Least of the first party's payoffs on the chain.
        high: Most of them.
    """

    corner: Ints
    payoffs: Floats
    low: float
    high: float

    def second(self, first: float) -> float:
        """What the second party has where the first has this."""
        return float(np.interp(first, self.payoffs[:, 0], self.payoffs[:, 1]))

    def first(self, second: float) -> float:
        """The reverse."""
        return float(np.interp(second, self.payoffs[::-1, 1], self.payoffs[::-1, 0]))

    def at(self, first: float) -> Lottery:
        """The lottery that gives the first party this much."""
        x = self.payoffs[:, 0]
        i = int(np.clip(np.searchsorted(x, first, side="right") - 1, 0, max(x.size - 2, 0)))
        j = min(i + 1, x.size - 1)
        chance = float((first - x[i]) / (x[j] - x[i])) if j > i else 0.0
        if chance <= TIE or chance >= 1.0 - TIE:
            i, chance = (i if chance <= TIE else j), 0.0
            return Lottery((int(self.corner[i]),) * 2, 0.0, self.payoffs[i].copy())
        pair = int(self.corner[i]), int(self.corner[j])
        return Lottery(pair, chance, np.array([first, self.second(first)]))

    @property
    def ideal(self) -> Floats:
        """The most that each party gets in any of these lotteries, shape (2,)."""
        return np.array([self.high, self.second(self.low)])

    def fine(self, steps: int) -> tuple[Floats, Floats]:
        """Payoffs along the whole hull, at its points and at evenly spaced ones between; each (n,)."""
        x = self.payoffs[:, 0]
        own = np.unique(np.concatenate((x, np.linspace(x[0], x[-1], steps + 1))))
        return own, np.interp(own, x, self.payoffs[:, 1])

    @property
    def breaks(self) -> Floats:
        """The first party's payoff at the ends and at the corners between, shape (k,)."""
        x = self.payoffs[:, 0]
        return np.concatenate(([self.low], x[(x > self.low) & (x < self.high)], [self.high]))


def hull(payoffs: Floats) -> Chain:
    """The concave hull of the efficient packages, whatever no deal is worth.

    Args:
        payoffs: Payoffs of the efficient packages by strictly rising payoff of the first party, shape (n, 2), n >= 1.

    Raises:
        ValueError: If there are not two parties.
    """
    if payoffs.ndim != 2 or payoffs.shape[1] != 2:
        raise ValueError(f"lotteries need two parties, got payoffs {payoffs.shape}")
    kept = np.empty(payoffs.shape[0], dtype=np.int64)
    kept = kept[: _hull(np.ascontiguousarray(payoffs), kept)]
    points = payoffs[kept]
    return Chain(kept, points, float(points[0, 0]), float(points[-1, 0]))


def chain(payoffs: Floats, disagreement: Floats) -> Chain | None:
    """The individually rational part of the concave hull; None if no lottery is worth no deal to both.

    Args:
        payoffs: Payoffs of the efficient packages by strictly rising payoff of the first party, shape (n, 2).
        disagreement: What no deal is worth to each party, shape (2,).

    Raises:
        ValueError: If there are not two parties.
    """
    whole = hull(payoffs)
    if disagreement.shape != (2,):
        raise ValueError(f"lotteries need two parties, got disagreement {disagreement.shape}")
    points = whole.payoffs
    if points[-1, 0] < disagreement[0] or points[0, 1] < disagreement[1]:
        return None
    low = max(float(disagreement[0]), whole.low)
    high = whole.first(max(float(disagreement[1]), float(points[-1, 1])))
    return dataclasses.replace(whole, low=low, high=high) if low <= high else None


@kernel
def _hull(points: Floats, corner: Ints) -> int:
    """Points on the upper concave hull, given by rising first payoff (Andrew 1979); returns how many."""
    n = 0
    for i in range(points.shape[0]):
        while n > 1:
            a, b = corner[n - 2], corner[n - 1]
            left = (points[b, 0] - points[a, 0]) * (points[i, 1] - points[a, 1])
            right = (points[b, 1] - points[a, 1]) * (points[i, 0] - points[a, 0])
            # a point on the edge stays, so that no lottery is drawn where a package does
            if left <= right + TIE * (abs(left) + abs(right)):
                break
            n -= 1
        corner[n] = i
        n += 1
    return n


def nash(lotteries: Chain, disagreement: Floats, weights: Floats | None = None) -> Lottery:
    """The lottery with the largest (weighted) product of expected gains; unique.

    On an edge u_2 − d_2 = c − s (u_1 − d_1) the product of g_1^a g_2^b is largest at g_1 = a c / ((a + b) s).

    Args:
        lotteries: The chain.
        disagreement: What no deal is worth, shape (2,).
        weights: Bargaining weights a and b, shape (2,); None for equal ones.
    """
    a, b = (1.0, 1.0) if weights is None else (float(weights[0]), float(weights[1]))
    own = lotteries.breaks
    other = np.interp(own, lotteries.payoffs[:, 0], lotteries.payoffs[:, 1])
    x, y = own - disagreement[0], other - disagreement[1]
    wide = np.flatnonzero(np.diff(x) > 0.0)
    best = x
    if wide.size:
        slope = (y[wide] - y[wide + 1]) / (x[wide + 1] - x[wide])
        free = a / (a + b) * (y[wide] + slope * x[wide]) / slope
        best = np.concatenate((x, np.clip(free, x[wide], x[wide + 1])))
    with np.errstate(divide="ignore"):
        left, right = np.log(best), np.log(np.maximum(np.interp(best, x, y), 0.0))
    score = (a * left if a > 0.0 else 0.0) + (b * right if b > 0.0 else 0.0)
    return lotteries.at(float(best[np.argmax(score)] + disagreement[0]))


def proportional(lotteries: Chain, disagreement: Floats, weights: Floats) -> Lottery:
    """The lottery whose expected gains stand in given proportions; the end of the chain next to it where none does.

    Args:
        lotteries: The chain.
        disagreement: What no deal is worth, shape (2,).
        weights: Proportions, positive, shape (2,).
    """
    own = lotteries.breaks
    other = np.interp(own, lotteries.payoffs[:, 0], lotteries.payoffs[:, 1])
    ahead = (own - disagreement[0]) / weights[0] - (other - disagreement[1]) / weights[1]  # rises along the chain
    return lotteries.at(float(np.interp(0.0, ahead, own)))


def egalitarian(lotteries: Chain, disagreement: Floats) -> Lottery:
    """The lottery with equal expected gains."""
    return proportional(lotteries, disagreement, np.ones(2))


def kalai_smorodinsky(lotteries: Chain, disagreement: Floats) -> Lottery:
    """The lottery in which both expect the same share of what they could hope for."""
    hope = lotteries.ideal - disagreement
    if (hope <= 0.0).any():  # who cannot gain has no say
        return lotteries.at(lotteries.high if hope[0] > 0.0 else lotteries.low)
    return proportional(lotteries, disagreement, hope)


def utilitarian(lotteries: Chain) -> list[Lottery]:
    """The corners with the largest sum of expected payoffs, those that tie at both ends of an edge included."""
    own = lotteries.breaks
    sums = own + np.interp(own, lotteries.payoffs[:, 0], lotteries.payoffs[:, 1])
    return [lotteries.at(float(x)) for x in np.unique(own[tied_best(sums)])]


def raiffa(lotteries: Chain, disagreement: Floats) -> Lottery:
    """Where Raiffa's sequence of interim agreements ends; on the hull it always ends at one point."""
    floor = disagreement
    for _ in range(STEPS):
        best = np.array([lotteries.first(floor[1]), lotteries.second(floor[0])])
        step = 0.5 * (best - floor)
        if (step <= TIE * np.abs(best)).all():
            break
        floor = floor + step
    return lotteries.at(float(np.clip(floor[0], lotteries.low, lotteries.high)))


def area(lotteries: Chain, disagreement: Floats) -> float:
    """Share of the rectangle from no deal to the ideal point that lotteries reach.

    One half where the parties only divide a fixed sum, towards 1 the more their interests can be met at once; 0 where
    there is nothing to gain for one of them.
    """
    hope = lotteries.ideal - disagreement
    if (hope <= 0.0).any():
        return 0.0
    own = lotteries.breaks
    other = np.interp(own, lotteries.payoffs[:, 0], lotteries.payoffs[:, 1]) - disagreement[1]
    below = (lotteries.low - disagreement[0]) * hope[1]  # left of the chain the second party's best is free
    strip = 0.5 * (other[1:] + other[:-1]) * np.diff(own)
    return float((below + strip.sum()) / hope.prod())
