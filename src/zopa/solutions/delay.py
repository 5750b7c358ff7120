"""Bargaining against a deadline when an offer takes an unknown time to arrive."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats


@dataclass(frozen=True, eq=False)
class Delay:
    """What a proposer does at each moment; moments are k / N of the time, and the deadline is moment N.

    Attributes:
        proposer: What the right to make the next offer is worth at each moment, (N,).
        other: What the other side expects then, (N,).
        offers: Share that the proposer offers the other then, (N,); nan where it waits.
        reach: Longest time that an offer takes, in moments.
    """

    proposer: Floats
    other: Floats
    offers: Floats
    reach: int


@dataclass(frozen=True, eq=False)
class Course:
    """How talks come out.

    Attributes:
        deals: Probability of a deal at each moment, (N,).
        share: Mean share of the first proposer, where there is a deal.
        rejected: Mean number of offers that are rejected.
        no_deal: Probability that the deadline passes without a deal.
    """

    deals: Floats
    share: float
    rejected: float
    no_deal: float


def deadline_delay(longest: float, moments: int = 400) -> Delay:
    """Equilibrium of talks with a deadline in which offers alternate and take a random time to arrive.

    The pie is lost at the deadline; there is no discounting. The proposer may wait as long as it likes. An offer once
    made arrives after a time of up to `longest`, all as likely, and too late at the deadline; meanwhile nobody can do
    anything. If it is accepted the talks end; if not, the other is the proposer from then on. Markov-perfect
    equilibrium by backward induction on the moments: the other accepts at t what is no less than being the proposer
    at t, so the proposer chooses among these amounts, and compares the best of them with waiting for the next moment.
    Indifferent, it makes the offer; of offers worth the same to it, the one for the earliest arrival.

    Source: Ma & Manove (1993), Econometrica 61: 1313-1339. Time is discrete here, and the delay uniform.

    Args:
        longest: Longest time that an offer takes, as a share of all the time there is, above 0, at most 1.
        moments: Number of moments, N.

    Raises:
        ValueError: The longest time is not such a share.
    """
    if not 0.0 < longest <= 1.0:
        raise ValueError(f"the longest time must be above 0 and at most 1, got {longest}")
    reach = max(1, round(longest * moments))  # an offer arrives 1, 2, ... or this many moments later
    proposer, other, offers = np.zeros(moments + 1), np.zeros(moments + 1), np.full(moments, np.nan)
    for now in range(moments - 1, -1, -1):
        proposer[now], other[now] = proposer[now + 1], other[now + 1]  # by waiting
        arrives = slice(now + 1, min(now + reach, moments - 1) + 1)
        asked = proposer[arrives]
        if asked.size == 0:
            continue
        offer = asked[:, None]
        worth = np.where(asked <= offer, 1.0 - offer, other[arrives]).sum(axis=1) / reach
        best = int(worth.argmax())
        if worth[best] >= proposer[now]:
            offers[now] = asked[best]
            proposer[now], other[now] = worth[best], np.maximum(asked, asked[best]).sum() / reach
    return Delay(proposer[:-1], other[:-1], offers, reach)


def course(delay: Delay) -> Course:
    """The talks that an equilibrium leads to: its Markov chain, run forward from the first moment.

    Args:
        delay: The equilibrium.
    """
    moments = delay.offers.size
    at = np.zeros((moments + 1, 2))  # probability that talks are at a moment with this side as the proposer
    at[0, 0] = 1.0
    deals, share, rejected, late = np.zeros(moments), 0.0, 0.0, 0.0
    for now, offer in enumerate(delay.offers):
        if np.isnan(offer):
            at[now + 1] += at[now]
            continue
        arrives = slice(now + 1, min(now + delay.reach, moments - 1) + 1)
        accepted = delay.proposer[arrives] <= offer
        each = at[now] / delay.reach
        at[arrives] += np.where(accepted[:, None], 0.0, each[::-1])
        deals[arrives] += np.where(accepted, each.sum(), 0.0)
        share += accepted.sum() * (each[0] * (1.0 - offer) + each[1] * offer)
        rejected += (~accepted).sum() * each.sum()
        late += (delay.reach - accepted.size) * each.sum()
    return Course(deals, float(share / deals.sum()), float(rejected), float(late + at[moments].sum()))
