"""The double auction: a buyer bids, a seller asks, and they trade at a price between the two if the bid is no lower."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats

NODES = 8
"""Nodes of Gauss-Legendre quadrature; exact for polynomials of degree 15."""

TYPES = np.linspace(0.05, 0.95, 19)
"""Types whose best answers are looked for."""

GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
"""Of an interval, what a golden-section search keeps."""


@dataclass(frozen=True)
class Auction:
    """Strategies that are straight lines: a buyer of value v bids `bid + bid_slope × v`, a seller asks likewise.

    They hold for types that may trade; the others bid or ask anything at which they do not.

    Attributes:
        bid: Where the buyer's line starts.
        bid_slope: How much more it bids for more value.
        ask: Where the seller's line starts.
        ask_slope: How much more it asks for more cost.
    """

    bid: float
    bid_slope: float
    ask: float
    ask_slope: float

    def sells_below(self, value: Floats) -> Floats:
        """The highest cost at which a seller trades with a buyer of this value, from 0 to 1.

        Args:
            value: Values of the buyer, (n,).
        """
        return np.clip((self.bid + self.bid_slope * value - self.ask) / self.ask_slope, 0.0, 1.0)

    def trade(self) -> tuple[float, float]:
        """Probability of trade, and expected gains from it."""
        return _trade(self.sells_below, max(0.0, (self.ask - self.bid) / self.bid_slope))


def linear_auction(k: float, rounds: int = 200) -> Auction:
    """Linear Bayesian equilibrium of the sealed-bid double auction with values and costs uniform between 0 and 1.

    The price is k × bid + (1 − k) × ask. Each side answers best to the other's line: for a number of types the best
    bid is searched for, the expected gain integrated numerically, and a line laid through the answers of those that
    trade. Repeated until the lines stay, from truthful ones.

    Source: Chatterjee & Samuelson (1983), Operations Research 31: 835-851.

    Args:
        k: Weight of the bid in the price, between 0 and 1.
        rounds: Most rounds of answering.

    Raises:
        ValueError: k is not between 0 and 1.
    """
    if not 0.0 <= k <= 1.0:
        raise ValueError(f"k must be between 0 and 1, got {k}")
    bid, ask = (0.0, 1.0), (0.0, 1.0)
    for _ in range(rounds):
        before = (*bid, *ask)
        bid = best_line(ask, k)
        # Seen from behind the mirror x -> 1 − x a seller is a buyer, its ask a bid, and the weights change places.
        start, slope = best_line((1.0 - bid[0] - bid[1], bid[1]), 1.0 - k)
        ask = (1.0 - start - slope, slope)
        if np.abs(np.subtract(before, (*bid, *ask))).max() < 3e-8:  # about what the search for a maximum can tell apart
            break
    return Auction(*bid, *ask)


def best_line(ask: tuple[float, float], k: float) -> tuple[float, float]:
    """A buyer's best bids against a seller's line: the start and slope of the line through them.

    Args:
        ask: Start and slope of the seller's asks.
        k: Weight of the bid in the price.
    """
    lowest, slope = ask
    node, weight = _quadrature()

    def gain(bid: Floats) -> Floats:
        """What each type expects from its bid, over the sellers whose ask is no higher."""
        sellers = np.clip((bid - lowest) / slope, 0.0, 1.0)
        asked = lowest + slope * sellers[:, None] * node
        price = k * bid[:, None] + (1.0 - k) * asked
        out: Floats = sellers * ((TYPES[:, None] - price) * weight).sum(axis=1)
        return out

    bids = _largest(gain, np.full(TYPES.size, lowest), np.full(TYPES.size, lowest + slope))
    edge = 1e-6 * slope
    trades = (bids > lowest + edge) & (bids < lowest + slope - edge)
    if trades.sum() < 2:
        raise ValueError(f"hardly any type trades against asks from {lowest} to {lowest + slope}")
    line = np.polyfit(TYPES[trades], bids[trades], 1)
    return float(line[1]), float(line[0])


def second_best() -> tuple[float, float]:
    """Probability of trade and expected gains in the best mechanism that needs no subsidy, costs and values uniform.

    Any mechanism that is incentive compatible and that both join of their own will leaves the virtual gains,
    v − (1 − F(v)) / f(v) − c − G(c) / g(c) = 2 v − 1 − 2 c, not negative on average. The best one trades where
    gains plus a multiplier times virtual gains are positive, that is where v − c is above some gap; the smallest gap
    that needs no subsidy is found by bisection.

    Source: Myerson & Satterthwaite (1983), J. Economic Theory 29: 265-281.
    """
    low, high = 0.0, 0.9
    for _ in range(60):
        gap = 0.5 * (low + high)
        low, high = (gap, high) if subsidy(gap) > 0.0 else (low, gap)
    return _above(high)


def subsidy(gap: float) -> float:
    """The least that a mechanism must be paid on average to have all trade whose gains v − c are above a gap.

    Both sides know their own type alone, tell it because that pays, and join of their own will. What is left over for
    them is then at least what the gains exceed the virtual gains 2 v − 1 − 2 c by, so the rest must come from outside:
    P(trade) − 2 E[gains]. All trade that is worth anything, a gap of 0, takes 1/6, as much as the gains themselves.
    Below 0: what a broker could keep.

    Source: Myerson & Satterthwaite (1983), J. Economic Theory 29: 265-281, values and costs uniform.

    Args:
        gap: Least gain at which they trade, from 0 to below 1.
    """
    chance, gains = _above(gap)
    return chance - 2.0 * gains


def _above(gap: float) -> tuple[float, float]:
    """Probability of trade, and expected gains, where all trade whose gains are above a gap."""
    return _trade(lambda value: np.clip(value - gap, 0.0, 1.0), gap)


def _trade(sells_below: Callable[[Floats], Floats], from_value: float = 0.0) -> tuple[float, float]:
    """Probability of trade, and expected gains, by quadrature over the buyers from a value on.

    Args:
        sells_below: The highest cost that trades with each value, (n,) to (n,).
        from_value: Values below do not trade.
    """
    node, weight = _quadrature()
    span = 1.0 - from_value
    value = from_value + span * node
    cost = sells_below(value)
    return float(span * (weight * cost).sum()), float(span * (weight * cost * (value - 0.5 * cost)).sum())


def _quadrature() -> tuple[Floats, Floats]:
    """Nodes between 0 and 1 and their weights."""
    node, weight = np.polynomial.legendre.leggauss(NODES)
    return 0.5 * (node + 1.0), 0.5 * weight


def _largest(of: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Where a function of each entry with one peak between its bounds is largest, by golden section."""
    for _ in range(60):
        step = GOLDEN * (high - low)
        left, right = high - step, low + step
        rising = of(left) < of(right)
        low, high = np.where(rising, left, low), np.where(rising, high, right)
    return 0.5 * (low + high)
