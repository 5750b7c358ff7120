"""Lotteries between packages: the hull, its ends, and solutions against a fine search along it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.solutions import lottery
from zopa.solutions.nash import nash
from zopa.solutions.proportional import proportional
from zopa.solutions.raiffa import raiffa

ZERO = np.zeros(2)


def _points(seed: int) -> np.ndarray:
    luck = np.random.default_rng(seed)
    n = luck.integers(1, 30)
    return np.column_stack((np.sort(luck.random(n)), -np.sort(-luck.random(n))))


def test_points_on_an_edge_stay_and_points_below_go() -> None:
    points = np.array([[0.0, 4.0], [1.0, 3.0], [2.0, 1.9], [3.0, 1.0], [4.0, 0.0]])
    assert lottery.hull(points).corner.tolist() == [0, 1, 3, 4]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_no_point_lies_above_the_hull(seed: int) -> None:
    points = _points(seed)
    hull = lottery.hull(points)
    assert (np.interp(points[:, 0], *hull.payoffs.T) >= points[:, 1] - 1e-12).all()
    slopes = np.diff(hull.payoffs[:, 1]) / np.diff(hull.payoffs[:, 0])
    assert (np.diff(slopes) <= 1e-9 * np.abs(slopes[1:])).all()


@given(seed=st.integers(0, 10_000), weight=st.floats(0.05, 0.95))
@settings(max_examples=60, deadline=None)
def test_solutions_agree_with_a_search_along_the_hull(seed: int, weight: float) -> None:
    points, weights = _points(seed), np.array([weight, 1.0 - weight])
    walk_away = points.mean(axis=0) * 0.5
    found = lottery.chain(points, walk_away)
    if found is None:
        return
    own = np.linspace(found.low, found.high, 20_001)
    fine = np.column_stack((own, np.interp(own, *found.payoffs.T)))
    near = np.ptp(fine, axis=0).max() * 1e-3 + 1e-9
    for drawn, searched in (
        (lottery.nash(found, walk_away, weights), nash(fine, walk_away - 1e-12, weights)),
        (lottery.proportional(found, walk_away, weights), proportional(fine, walk_away - 1e-12, weights)),
    ):
        np.testing.assert_allclose(drawn.payoffs, fine[searched[0]], atol=near)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_the_discrete_raiffa_comes_near_the_one_by_lottery(seed: int) -> None:
    """On a frontier cut finely from a concave one."""
    power = 1.0 + 3.0 * np.random.default_rng(seed).random()
    own = np.linspace(0.0, 1.0, 20_001)
    points = np.column_stack((own, 1.0 - own**power))
    found = lottery.chain(points, ZERO)
    assert found is not None
    np.testing.assert_allclose(points[raiffa(points, ZERO)[0]], lottery.raiffa(found, ZERO).payoffs, atol=3e-3)


def test_one_package_is_certain() -> None:
    found = lottery.chain(np.array([[2.0, 3.0]]), ZERO)
    assert found is not None
    for drawn in (lottery.nash(found, ZERO), lottery.kalai_smorodinsky(found, ZERO), lottery.raiffa(found, ZERO)):
        assert (drawn.packages, drawn.chance) == ((0, 0), 0.0)
        assert drawn.payoffs.tolist() == [2.0, 3.0]


def test_a_lottery_may_help_where_no_package_does() -> None:
    ends = np.array([[0.0, 1.0], [1.0, 0.0]])
    found = lottery.chain(ends, np.array([0.4, 0.4]))
    assert found is not None
    drawn = lottery.nash(found, np.array([0.4, 0.4]))
    assert drawn.chance == pytest.approx(0.5)
    assert lottery.chain(ends, np.array([0.6, 0.6])) is None
    assert lottery.chain(ends, np.array([1.5, -1.0])) is None


def test_who_cannot_gain_has_no_say() -> None:
    found = lottery.chain(np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([1.0, 0.0]))
    assert found is not None
    assert lottery.kalai_smorodinsky(found, np.array([1.0, 0.0])).payoffs.tolist() == [1.0, 0.0]
    assert lottery.area(found, np.array([1.0, 0.0])) == 0.0


def test_the_area_of_a_fixed_sum_is_a_half_and_of_one_best_package_all() -> None:
    line = lottery.chain(np.array([[0.0, 1.0], [1.0, 0.0]]), ZERO)
    best = lottery.chain(np.array([[1.0, 2.0]]), ZERO)
    assert line is not None
    assert best is not None
    assert lottery.area(line, ZERO) == pytest.approx(0.5)
    assert lottery.area(best, ZERO) == pytest.approx(1.0)


def test_three_parties_have_no_chain() -> None:
    with pytest.raises(ValueError, match="two parties"):
        lottery.hull(np.ones((2, 3)))
    with pytest.raises(ValueError, match="two parties"):
        lottery.chain(np.ones((1, 2)), np.zeros(3))


def test_senseless_proportions_are_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        proportional(np.ones((1, 2)), ZERO, np.array([1.0, 0.0]))
