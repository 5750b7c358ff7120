"""Raiffa's (1953) sequence: a linear frontier in one step, a concave one in the limit, a discrete one as it ends."""

import numpy as np
import pytest

from zopa.solutions import lottery
from zopa.solutions.raiffa import raiffa

ZERO = np.zeros(2)


def test_on_a_line_it_is_the_middle() -> None:
    mine = np.arange(0.0, 101.0)
    payoffs = np.column_stack((mine, 100.0 - mine))
    assert payoffs[raiffa(payoffs, np.array([20.0, 10.0]))].tolist() == [[55.0, 45.0]]


def test_log_rolling_by_hand() -> None:
    """Three steps: (50, 50); from there the bests are 500/7 and 75: (425/7, 62.5); then 450/7 and 68.75: the end."""
    found = lottery.chain(np.array([[0.0, 100.0], [60.0, 70.0], [100.0, 0.0]]), ZERO)
    assert found is not None
    assert [found.first(50.0), found.second(50.0)] == pytest.approx([500 / 7, 75.0])
    assert [found.first(62.5), found.second(425 / 7)] == pytest.approx([450 / 7, 68.75])
    np.testing.assert_allclose(lottery.raiffa(found, ZERO).payoffs, [62.5, 65.625])


def test_a_curve_in_the_limit() -> None:
    """u_2 = 2 (1 − u_1²): the steps, with the curve's own inverse, end where the package does."""
    mine = np.linspace(0.0, 1.0, 200_001)
    payoffs = np.column_stack((mine, 2.0 * (1.0 - mine**2)))
    d = ZERO
    for _ in range(80):
        d = (d + np.array([np.sqrt(1.0 - d[1] / 2.0), 2.0 * (1.0 - d[0] ** 2)])) / 2
    chosen = raiffa(payoffs, ZERO)
    # near the end many packages lie within a step, and the curve bends by less than rounding
    np.testing.assert_allclose(payoffs[chosen[0]], d, atol=2e-4)


def test_nice_or_die() -> None:
    """Both dictators' mean, (.5, .5), is beyond every package: of all three, the one that shares the hope equally."""
    payoffs = np.array([[0.0, 1.0], [0.3, 0.3], [1.0, 0.0]])
    assert raiffa(payoffs, ZERO).tolist() == [1]
    found = lottery.chain(payoffs, ZERO)
    assert found is not None
    np.testing.assert_allclose(lottery.raiffa(found, ZERO).payoffs, [0.5, 0.5])


def test_three_parties_on_a_plane() -> None:
    grid = np.array([(a, b, 12 - a - b) for a in range(13) for b in range(13 - a)], dtype=float)
    assert grid[raiffa(grid, np.zeros(3))].tolist() == [[4.0, 4.0, 4.0]]


def test_three_parties_one_of_which_cannot_get_much() -> None:
    """x + y + z = 120, x <= 30: (10, 40, 40), (16.67, 50, 50), (17.78, 51.11, 51.11); Kalai-Smorodinsky: x = 13.3."""
    grid = np.array([(a, b, 120 - a - b) for a in range(31) for b in range(121 - a)], dtype=float)
    assert grid[raiffa(grid, np.zeros(3))].tolist() == [[18.0, 51.0, 51.0]]


def test_nothing_rational_nothing_chosen() -> None:
    assert raiffa(np.array([[1.0, 0.0]]), np.array([2.0, 0.0])).size == 0
    with pytest.raises(ValueError, match="do not fit"):
        raiffa(np.ones((3, 2)), np.zeros(3))
