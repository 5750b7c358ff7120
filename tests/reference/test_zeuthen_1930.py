"""Zeuthen (1930) and Harsanyi (1956): who risks less gives way, and both end at the Nash solution."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference.hand_games import game, said, talks
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.base import Protocol
from zopa.protocols.sealed import MonotonicConcession
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.parts.base import Bidding
from zopa.strategies.zeuthen import OneStep, Zeuthen, product, risk

SHARE = np.linspace(0.0, 1.0, 301)
CURVED = game([SHARE.tolist()], [np.sqrt(1.0 - SHARE).tolist()], rounds=400)
"""One party's utility is its share x of a pie, the other's the root of the rest."""


def test_risk_limits_of_the_offers_nine_tenths_and_two_tenths() -> None:
    first = risk(np.array([0.9]), np.array([0.2]), np.zeros(1))
    second = risk(np.sqrt([0.8]), np.sqrt([0.1]), np.zeros(1))
    np.testing.assert_allclose([first[0], second[0]], [0.777778, 0.646447], atol=5e-7)
    assert second < first  # so the second concedes; its offer has the smaller product
    assert product(np.array([0.2]), np.sqrt([0.8])) < product(np.array([0.9]), np.sqrt([0.1]))


TWO_SHARES = st.tuples(st.floats(0.001, 1.0), st.floats(0.001, 1.0)).map(sorted)


@given(TWO_SHARES, TWO_SHARES)
def test_the_lower_risk_has_the_smaller_product(first_party: list[float], second_party: list[float]) -> None:
    # each asks for at least as much as the other offers it, as two parties on one frontier do
    (offered, own), (given_, theirs) = first_party, second_party
    zero, mine = np.zeros(1), product(np.array([own]), np.array([given_]))
    yours = product(np.array([offered]), np.array([theirs]))
    first, second = risk(np.array([own]), np.array([offered]), zero), risk(np.array([theirs]), np.array([given_]), zero)
    if abs(mine - yours)[0] > 1e-9:
        assert (first < second) == (mine < yours)


@pytest.mark.parametrize("protocol", [AlternatingOffers(), MonotonicConcession()], ids=["turns", "sealed"])
@pytest.mark.parametrize("mine", [Zeuthen(), Zeuthen(enough=False), OneStep()], ids=str)
def test_two_of_them_end_at_the_nash_solution(mine: Bidding, protocol: Protocol) -> None:
    out = talks(CURVED, mine, mine, protocol=protocol).outcomes
    assert SHARE[out.package[0, 0]] == pytest.approx(2 / 3, abs=1e-9)  # x √(1 − x) is largest at 2/3


def test_just_enough_step_by_step() -> None:
    # a cares for the first issue, b for the second: (a, b) is (12, 0) at 00, (11, 3) at 01, (9, 9) at 03, (6, 10) at
    # 13, (3, 11) at 23, (0, 12) at 33. The products: 0, 33, 81, 60, 33, 0.
    two = game([[9, 6, 3, 0], [3, 2, 1, 0]], [[0, 1, 2, 3], [0, 3, 6, 9]])
    # both products are 0: a gives the least that has more (01: 33); b must beat 33, for which 23 is not enough (33) and
    # 13 is (60); a must beat 60, for which 02 is not enough (10 × 6); 03 has 81, which b cannot beat and takes.
    assert said(two, Zeuthen(), Zeuthen()) == "a00 b33 a01 b13 a03 03"
    # in the smallest steps b gives 23 first; equal products again, so a concedes again, to 02; and so on.
    assert said(two, Zeuthen(enough=False), Zeuthen(enough=False)) == "a00 b33 a01 b23 a02 b13 a03 03"


def test_who_risks_more_stands_still() -> None:
    two = game([[9, 6, 3, 0], [3, 2, 1, 0]], [[0, 1, 2, 3], [0, 3, 6, 9]], rounds=4)
    # b offers the Nash package at once: a cannot beat its product and takes what it gives
    assert said(two, Zeuthen(), OneStep()) == "a00 b03 03"
    # b never concedes: once its product is beaten, a stands still
    assert said(two, Zeuthen(), Hardliner()) == "a00 b33 a01 b33 a01 b33 a01 none"
