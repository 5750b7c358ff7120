"""Deadlines and random delays, Ma & Manove (1993): waiting, rejections, late deals near an even split, or none."""

import numpy as np
import pytest

from zopa.solutions.delay import Delay, course, deadline_delay

LONGEST = [0.05, 0.1, 0.2]


@pytest.mark.parametrize("longest", LONGEST)
def test_the_shape(longest: float) -> None:
    found = deadline_delay(longest)
    talks = course(found)
    moments = found.offers.size
    last_fifth = talks.deals[moments * 4 // 5 :].sum() / talks.deals.sum()
    assert last_fifth > 0.9
    assert 0.01 < talks.no_deal < 0.1
    assert abs(talks.share - 0.5) < 0.1
    assert talks.rejected > 0.1
    first = int(np.flatnonzero(~np.isnan(found.offers))[0])
    assert first / moments > 1 - 1.2 * longest  # strategic delay, until an offer may just come too late
    assert not np.isnan(found.offers[first : moments - 1]).any()


@pytest.mark.parametrize("longest", LONGEST)
def test_probabilities_and_shares_add_up(longest: float) -> None:
    found = deadline_delay(longest)
    talks = course(found)
    assert talks.deals.sum() + talks.no_deal == pytest.approx(1.0, abs=1e-12)
    assert found.proposer[0] == pytest.approx(talks.share * talks.deals.sum(), abs=1e-12)
    assert found.other[0] == pytest.approx((1 - talks.share) * talks.deals.sum(), abs=1e-12)


def test_being_the_proposer_is_worth_less_the_later() -> None:
    found = deadline_delay(0.2)
    assert (np.diff(found.proposer) <= 1e-15).all()


def test_a_finer_clock_changes_little() -> None:
    coarse, fine = (course(deadline_delay(0.1, moments)) for moments in (200, 800))
    assert coarse.no_deal == pytest.approx(fine.no_deal, abs=0.012)
    assert coarse.share == pytest.approx(fine.share, abs=0.005)


def played(found: Delay, deviates: tuple[int, float] | None, talks: int) -> tuple[float, float]:
    """Mean payoffs of talks played move by move; the first side may offer otherwise at one moment."""
    rng, moments, got = np.random.default_rng(10), found.offers.size, np.zeros(2)
    for _ in range(talks):
        now, proposer = 0, 0
        while now < moments:
            offer = found.offers[now]
            if deviates is not None and proposer == 0 and now == deviates[0]:
                offer = deviates[1]
            if np.isnan(offer):
                now += 1
                continue
            now += int(rng.integers(1, found.reach + 1))
            if now < moments:
                if offer >= found.proposer[now]:
                    got[proposer] += 1 - offer
                    got[1 - proposer] += offer
                    break
                proposer = 1 - proposer
    return tuple(got / talks)


def test_played_out() -> None:
    found = deadline_delay(0.2, 50)
    mine, theirs = played(found, None, 4000)
    assert mine == pytest.approx(found.proposer[0], abs=0.012)
    assert theirs == pytest.approx(found.other[0], abs=0.012)


@pytest.mark.parametrize("deviation", [(0, 0.45), (0, 0.6), (30, 0.45), (42, 0.1), (42, 0.5), (42, np.nan), (45, 0.6)])
def test_no_offer_and_no_waiting_is_better(deviation: tuple[int, float]) -> None:
    found = deadline_delay(0.2, 50)
    mine, _ = played(found, deviation, 1500)
    assert mine <= found.proposer[0] + 0.015


def test_the_longest_time_is_a_share() -> None:
    with pytest.raises(ValueError, match="at most 1"):
        deadline_delay(1.5)
