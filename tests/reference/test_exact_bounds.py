"""Bounds, tests and adjustments against published numbers and against scipy's."""

import math

import numpy as np
import pytest
from scipy import stats

from zopa.analysis.bounds import quantile_bounds, share_bounds
from zopa.analysis.evidence import estimate
from zopa.analysis.expectations import holm
from zopa.analysis.measures import Part

# Student (1908), Biometrika 6: 1-25, section VII: additional hours of sleep gained by two drugs
FIRST = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
SECOND = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def part(statistic: str, values, q: float = 0.5) -> Part:
    numbers = np.asarray(values, dtype=float)
    return Part(statistic, numbers, np.ones(len(numbers), dtype=bool), q)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_clopper_pearson_gives_the_numbers_of_newcombe_1998_table_1(count, of, low, high) -> None:
    found = share_bounds(count, of, 0.025)
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


@pytest.mark.parametrize(("count", "of", "level"), [(0, 7, 0.05), (3, 7, 0.01), (7, 7, 0.05), (999, 1000, 1e-6)])
def test_clopper_pearson_is_scipys(count, of, level) -> None:
    theirs = stats.binomtest(count, of).proportion_ci(1 - 2 * level, "exact")
    np.testing.assert_allclose(share_bounds(count, of, level), (theirs.low, theirs.high), rtol=1e-7, atol=1e-12)


def test_none_of_n_is_the_rule_of_three() -> None:
    assert share_bounds(0, 300, 0.05)[1] == pytest.approx(1 - 0.05 ** (1 / 300), rel=1e-12)
    assert share_bounds(0, 300, 0.05)[1] == pytest.approx(3 / 300, rel=0.01)


def test_the_paired_t_test_of_students_sleepers() -> None:
    found = estimate(((1, part("mean", SECOND)), (-1, part("mean", FIRST))))
    assert found.value == pytest.approx(1.58)
    assert found.value / found.se == pytest.approx(4.0621, abs=5e-5)
    assert 2 * found.above(0.0) == pytest.approx(0.002833, abs=5e-7)
    assert (found.lower(0.025), found.upper(0.025)) == pytest.approx((0.7001142, 2.4598858), abs=5e-8)


def test_the_bounds_of_a_median_are_those_of_the_binomial() -> None:
    """Of ten values the second and the ninth: each is missed with probability 11/1024 (David & Nagaraja 2003, 7.1)."""
    values = np.arange(10.0)
    assert quantile_bounds(values, 0.5, 11 / 1024) == (1.0, 8.0)
    assert quantile_bounds(values, 0.5, 11 / 1024 - 1e-9) == (0.0, 9.0)
    assert quantile_bounds(values, 0.5, 1 / 1025) == (-math.inf, math.inf)


@pytest.mark.parametrize("q", [0.1, 0.5, 0.93])
def test_the_bounds_of_a_quantile_hold_as_often_as_they_say(q) -> None:
    rng = np.random.default_rng(5)
    samples = rng.exponential(size=(4000, 60))
    true = stats.expon.ppf(q)
    bounds = [quantile_bounds(sample, q, 0.05) for sample in samples]
    for missed in (np.mean([low > true for low, _ in bounds]), np.mean([high < true for _, high in bounds])):
        assert missed <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 4000)


def test_holms_adjustment_of_his_own_kind_of_example() -> None:
    """By hand: 0.01 × 4; 0.02 × 3; then 0.02 × 2 is less than what came before; 0.9 × 1."""
    np.testing.assert_allclose(holm([0.02, 0.9, 0.01, 0.02]), [0.06, 0.9, 0.04, 0.06])
    np.testing.assert_allclose(holm([0.5, 0.6]), [1.0, 1.0])
    assert holm([]).shape == (0,)
