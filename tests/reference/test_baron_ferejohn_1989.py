"""Bargaining in legislatures, Baron & Ferejohn (1989): what a proposer keeps, and that nobody has a better proposal."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.solutions.legislative import Division, closed_rule, stationary_closed_rule


def alike(n: int, discount: float) -> tuple[np.ndarray, np.ndarray]:
    return np.full(n, 1.0 / n), np.full(n, discount)


def test_the_worked_number() -> None:
    found = stationary_closed_rule(*alike(5, 0.9), 3)
    np.testing.assert_allclose(found.keeps, 0.64, rtol=1e-12)
    np.testing.assert_allclose(found.prices, 0.18, rtol=1e-12)
    np.testing.assert_allclose(found.values, 0.2, rtol=1e-12)
    np.testing.assert_allclose(found.partners[0], [0.0, 0.5, 0.5, 0.5, 0.5], rtol=1e-9)


@pytest.mark.parametrize("n", [3, 5, 7, 21])
@pytest.mark.parametrize("discount", [0.2, 0.9, 1.0])
def test_the_closed_forms(n: int, discount: float) -> None:
    majority = stationary_closed_rule(*alike(n, discount), (n + 1) // 2)
    np.testing.assert_allclose(majority.keeps, 1.0 - discount * (n - 1) / (2 * n), rtol=1e-12)
    unanimity = stationary_closed_rule(*alike(n, discount), n)
    np.testing.assert_allclose(unanimity.keeps, 1.0 - discount * (n - 1) / n, rtol=1e-12)
    dictator = stationary_closed_rule(*alike(n, discount), 1)
    np.testing.assert_allclose(dictator.keeps, 1.0, rtol=1e-12)


def test_with_a_last_session_the_proposer_takes_all_in_it_and_the_stationary_share_before() -> None:
    last = closed_rule(*alike(5, 0.9), 3, sessions=1)
    np.testing.assert_array_equal(last.keeps, 1.0)
    for sessions in (2, 3, 10):
        found = closed_rule(*alike(5, 0.9), 3, sessions)
        np.testing.assert_allclose(found.keeps, 0.64, rtol=1e-12)
        np.testing.assert_allclose(found.partners, stationary_closed_rule(*alike(5, 0.9), 3).partners, atol=1e-9)


def test_three_with_unequal_chances_share_evenly_when_patient() -> None:
    """By hand: at a common price 1/3, v = p (1 − v) + m v needs m = 1 − 2 p >= 0, so any p up to 1/2 does it."""
    found = stationary_closed_rule(np.array([0.5, 0.3, 0.2]), np.ones(3), 2)
    np.testing.assert_allclose(found.values, 1.0 / 3.0, rtol=1e-9)
    bought = (np.array([0.5, 0.3, 0.2])[:, None] * found.partners).sum(axis=0)
    np.testing.assert_allclose(bought, [0.0, 0.4, 0.6], atol=1e-7)


def cheapest(prices: np.ndarray, proposer: int, quota: int) -> float:
    """What a proposer must spend, by trying every coalition."""
    others = [i for i in range(prices.size) if i != proposer]
    return min(sum(prices[list(group)]) for group in itertools.combinations(others, quota - 1))


def assert_equilibrium(found: Division, p: np.ndarray, d: np.ndarray, quota: int) -> None:
    """Values follow from the proposals, prices from the values, and no proposer can buy a quota for less."""
    np.testing.assert_allclose(found.prices, d * found.values, atol=1e-9)
    np.testing.assert_allclose(found.partners.sum(axis=1), quota - 1, atol=1e-6)
    assert (np.diag(found.partners) == 0.0).all()
    assert found.partners.min() >= 0.0
    assert found.partners.max() <= 1.0 + 1e-9
    for i in range(p.size):
        assert 1.0 - found.keeps[i] == pytest.approx(cheapest(found.prices, i, quota), abs=1e-6)
    got = p * found.keeps + (p[:, None] * found.partners).sum(axis=0) * found.prices
    np.testing.assert_allclose(got, found.values, atol=1e-6)
    assert found.values.sum() == pytest.approx(1.0, abs=1e-9)


@given(st.data(), st.integers(2, 5))
def test_unequal_members(data: st.DataObject, n: int) -> None:
    weight = np.array(data.draw(st.lists(st.floats(0.05, 1.0), min_size=n, max_size=n)))
    d = np.array(data.draw(st.lists(st.sampled_from([0.0, 0.5, 0.9, 0.99]), min_size=n, max_size=n)))
    quota = data.draw(st.integers(1, n))
    p = weight / weight.sum()
    assert_equilibrium(stationary_closed_rule(p, d, quota), p, d, quota)


def test_members_that_are_alike_count_as_one_kind() -> None:
    p, d = np.array([0.3] + [0.7 / 20] * 20), np.full(21, 0.95)
    found = stationary_closed_rule(p, d, 11)
    np.testing.assert_allclose(found.values[1:], found.values[1], rtol=1e-12)
    assert found.values[0] > found.values[1]


def test_no_game() -> None:
    with pytest.raises(ValueError, match="quota from 1 to 3"):
        stationary_closed_rule(*alike(3, 0.9), 4)
    with pytest.raises(ValueError, match="add up to 1"):
        closed_rule(np.array([0.5, 0.4]), np.ones(2), 1, 1)
