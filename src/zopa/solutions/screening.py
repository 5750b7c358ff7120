"""Offers to somebody whose reservation value is unknown: one that is final, or a falling series of them.

The other accepts what is worth at least its reservation value to it; indifferent, it accepts. Who offers more is
accepted more often, and keeps less.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from zopa.game.arrays import Floats, Ints


class Reservation(Protocol):
    """What is believed of the other's reservation value, in each world."""

    def below(self, worth: Floats) -> Floats:
        """Probability that it is at most this, (W, N).

        Args:
            worth: What offers are worth to the other, (W, N).
        """
        ...


@dataclass(frozen=True, eq=False)
class Uniform:
    """Any value between two bounds is as likely.

    Attributes:
        low: Lowest reservation value, (W,).
        high: Highest, (W,); where it is no higher than the lowest, the value is known.
    """

    low: Floats
    high: Floats

    def below(self, worth: Floats) -> Floats:
        """Probability that the reservation value is at most this, (W, N)."""
        low, span = self.low[:, None], (self.high - self.low)[:, None]
        known: Floats = (worth >= low).astype(np.float64)
        share = np.divide(worth - low, span, out=known.copy(), where=span > 0.0)
        return np.clip(share, 0.0, 1.0)


@dataclass(frozen=True, eq=False)
class Sampled:
    """Values drawn from any distribution.

    Attributes:
        values: Reservation values, (W, S).
    """

    values: Floats

    def below(self, worth: Floats) -> Floats:
        """Share of the values that are at most this, (W, N)."""
        count = (self.values[:, None, :] <= worth[:, :, None]).sum(axis=2)
        out: Floats = count / self.values.shape[1]
        return out


@dataclass(frozen=True, eq=False)
class Ultimatum:
    """A final offer.

    Attributes:
        index: Which of the offers, (W,).
        chance: Probability that it is accepted, (W,).
        value: What it is worth to who makes it, acceptance and refusal weighed, (W,).
    """

    index: Ints
    chance: Floats
    value: Floats


def best_ultimatum(mine: Floats, theirs: Floats, reservation: Reservation, refused: Floats) -> Ultimatum:
    """The best offer to somebody who can only take it or leave it.

    Maximises mine × P(accepted) + refused × (1 − P(accepted)) over the offers: the perfect Bayesian equilibrium of the
    one-shot game with one-sided private information. Of offers that are worth the same, the first.

    Source: Fearon (1995), International Organization 49: 379-414, where refusal means war; with a home front that
    may refuse, Iida (1993), J. Conflict Resolution 37: 403-426.

    Args:
        mine: What each offer is worth to who makes it, (W, N). A world with fewer offers repeats one of them.
        theirs: What each offer is worth to the other, (W, N).
        reservation: What is believed of the other's reservation value.
        refused: What a refusal is worth to who offers, (W,).
    """
    chance = reservation.below(theirs)
    value = mine * chance + refused[:, None] * (1.0 - chance)
    index = value.argmax(axis=1)
    at = index[:, None]
    return Ultimatum(index, np.take_along_axis(chance, at, axis=1)[:, 0], np.take_along_axis(value, at, axis=1)[:, 0])


@dataclass(frozen=True, eq=False)
class PricePath:
    """A seller's falling prices.

    Attributes:
        prices: The prices, first to last, (W, T).
        cutoffs: The lowest valuation that buys at each price, (W, T); those below wait.
        profit: What the seller expects, discounted to the first offer, (W,).
    """

    prices: Floats
    cutoffs: Floats
    profit: Floats


def price_path(top: Floats, offers: int, discount: Floats) -> PricePath:
    """The prices of a seller who makes all offers to a buyer of unknown valuation and cannot commit to any.

    Perfect Bayesian equilibrium by backward induction. Who has refused so far has a valuation below some h, so h is
    the state; a uniform distribution cut off at h is the same game on the scale of h, so one state speaks for all:
    price and profit are c h and w h². With k offers left, a buyer of valuation v buys at p rather than wait if
    v − p >= d (v − c' v), where c' belongs to k − 1 offers, because after v has refused nobody above v is left. So
    each cutoff v has its price, and the seller takes the cutoff that maximises p(v) (h − v) + d w' v². That is a
    parabola in v: three values give its top.

    Source: Sobel & Takahashi (1983), Review of Economic Studies 50: 411-426.

    Args:
        top: The highest valuation less the seller's cost; all down to the cost are as likely, (W,).
        offers: How many offers the seller can make, T.
        discount: Discount factor of both from one offer to the next, from 0 to below 1, (W,).
    """
    price, profit = np.ones_like(discount), np.zeros_like(discount)  # without an offer, who pays v has no more to lose
    cutoffs = []
    for _ in range(offers):
        ask = 1.0 - discount * (1.0 - price)
        cutoff = _vertex(*(ask * v * (1.0 - v) + discount * profit * (v * v) for v in (0.0, 0.5, 1.0)))
        profit = ask * cutoff * (1.0 - cutoff) + discount * profit * (cutoff * cutoff)
        price = ask * cutoff
        cutoffs.append((cutoff, price))
    left, prices, lowest = top, [], []
    for cutoff, price in reversed(cutoffs):
        prices.append(price * left)
        left = cutoff * left
        lowest.append(left)
    return PricePath(np.stack(prices, axis=1), np.stack(lowest, axis=1), profit * top)


def _vertex(at_0: Floats, at_half: Floats, at_1: Floats) -> Floats:
    """Where, from 0 to 1, a parabola with these values is largest; it bends down."""
    bend = 2.0 * (at_0 - 2.0 * at_half + at_1)
    slope = at_1 - at_0 - bend
    return np.clip(-0.5 * slope / bend, 0.0, 1.0)
