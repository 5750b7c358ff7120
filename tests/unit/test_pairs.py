"""All pairs of a seat's strategies."""

import numpy as np
import pytest
from scipy.stats import ttest_rel

from zopa.analysis.sureness.exceptions import FEW_EXCEPTIONS, NO_VARIATION, NO_WORLD, ONE_WORLD
from zopa.analysis.sureness.field import facing, mixture_of
from zopa.analysis.sureness.pairs import pairs
from zopa.game.arrays import Floats


def table(strategies: int = 4, others: int = 3, worlds: int = 200) -> Floats:
    rng = np.random.default_rng(8)
    luck = 5.0 * rng.normal(size=worlds)
    return luck + rng.normal(size=(strategies, others, worlds)) + 0.1 * np.arange(strategies)[:, None, None]


def test_symmetric_differences_have_students_interval_and_p() -> None:
    half = table(worlds=100)
    values = np.concatenate([half, half.mean(axis=2, keepdims=True) * 2.0 - half], axis=2)  # no skewness at all
    found = pairs(values)
    averages = values.mean(axis=1)
    assert list(zip(found.first, found.second, strict=True)) == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    for k, (i, j) in enumerate(zip(found.first, found.second, strict=True)):
        test = ttest_rel(averages[i], averages[j])
        ends = test.confidence_interval(0.95)
        assert found.p[k] == pytest.approx(test.pvalue, rel=1e-8)
        assert (found.low[k], found.high[k]) == pytest.approx((ends.low, ends.high), rel=1e-8)
        assert found.difference[k] == pytest.approx((averages[i] - averages[j]).mean(), rel=1e-9)


def test_skewness_never_makes_surer_than_student() -> None:
    values = np.exp(table(3, 1, 80) / 3.0)
    found = pairs(values)
    for k, (i, j) in enumerate(zip(found.first, found.second, strict=True)):
        test = ttest_rel(values[i, 0], values[j, 0])
        assert found.p[k] >= test.pvalue * (1 - 1e-9)
        assert found.low[k] <= test.confidence_interval(0.95).low + 1e-12
        assert found.high[k] >= test.confidence_interval(0.95).high - 1e-12
        assert (found.low[k] <= 0.0 <= found.high[k]) == (found.p[k] >= 0.05)


def test_a_skewed_difference_is_less_sure_than_student_says_on_its_long_side() -> None:
    gaps = np.exp(np.random.default_rng(3).normal(size=60)) - 2.2  # most are below 0, a few far above
    against = pairs(np.stack([np.zeros(60), gaps])[:, None, :])
    for_it = pairs(np.stack([np.zeros(60), gaps - 2.0 * gaps.mean()])[:, None, :])
    plain = ttest_rel(np.zeros(60), gaps).pvalue
    assert against.p[0] > 1.3 * plain
    assert for_it.p[0] == pytest.approx(plain)


def test_missing_worlds_leave_what_both_have() -> None:
    values = table(2, 1)
    values[0, 0, 150:] = np.nan
    values[1, 0, :20] = np.nan
    found, both = pairs(values), pairs(values[:, :, 20:150])
    for name in ("difference", "low", "high", "p"):
        np.testing.assert_allclose(getattr(found, name), getattr(both, name), rtol=1e-9)


def test_the_slow_path_says_the_same_as_the_fast_one() -> None:
    values = table()
    padded = np.concatenate([values, np.full((4, 3, 1), np.nan)], axis=2)  # one world that nobody played
    weights = np.array([1.0, 0.0, 2.0])
    fast, slow = pairs(values, weights), pairs(padded, weights)
    for name in ("difference", "low", "high", "p", "adjusted"):
        np.testing.assert_allclose(getattr(slow, name), getattr(fast, name), rtol=1e-8)


def test_holms_adjustment_over_the_pairs_of_a_seat() -> None:
    found = pairs(table())
    order = np.argsort(found.p)
    expected, largest = np.empty(6), 0.0
    for place, k in enumerate(order):
        largest = max(largest, min(1.0, (6 - place) * found.p[k]))
        expected[k] = largest
    np.testing.assert_allclose(found.adjusted, expected)


def test_holm_against_statsmodels() -> None:
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    found = pairs(table(7))
    np.testing.assert_allclose(found.adjusted, multitest.multipletests(found.p, method="holm")[1])


def test_no_variation_few_exceptions_and_too_few_worlds() -> None:
    luck = np.random.default_rng(2).normal(size=50)
    same, better = luck.copy(), luck + 0.1
    rare = luck.copy()
    rare[:3] += 4.0
    found = pairs(np.stack([luck, same, better, rare])[:, None, :])
    notes = {(int(i), int(j)): note for i, j, note in zip(found.first, found.second, found.notes, strict=True)}
    p = {(int(i), int(j)): one for i, j, one in zip(found.first, found.second, found.p, strict=True)}
    assert notes[0, 1] == notes[0, 2] == notes[1, 2] == NO_VARIATION
    assert (p[0, 1], p[0, 2]) == (1.0, 0.0)
    assert notes[0, 3] == FEW_EXCEPTIONS
    assert p[0, 3] == pytest.approx(0.25)  # the sign test: three of three; Student's t says 0.08
    assert np.isnan(found.low[:2]).all()
    few = np.full((3, 1, 4), np.nan)
    few[0], few[1, 0, 2] = 1.0, 5.0
    lone = pairs(few)
    assert lone.notes == (ONE_WORLD, NO_WORLD, NO_WORLD)
    np.testing.assert_array_equal(lone.p, 1.0)


def test_a_strategy_that_does_not_meet_itself_is_compared_over_those_both_meet() -> None:
    values = table(3, 3)
    values[[0, 1, 2], [0, 1, 2]] = np.nan
    found = pairs(values)
    assert found.difference[0] == pytest.approx((values[0, 2] - values[1, 2]).mean())


def test_squares_mirror_differences() -> None:
    found = pairs(table(3))
    square = found.matrix(found.difference, -1.0)
    np.testing.assert_allclose(square[0, 1], found.difference[0])
    np.testing.assert_allclose(square, -square.T)
    assert np.isnan(np.diag(square)).all()


def test_tables_of_any_number_of_seats_face_the_seat() -> None:
    cells = np.arange(24.0).reshape(24, 1)
    assert facing(cells, (2, 3, 4), 1)[2, :, 0].tolist() == [8, 9, 10, 11, 20, 21, 22, 23]
    with pytest.raises(ValueError, match="2 × 3"):
        facing(cells, (2, 3), 0)
    with pytest.raises(ValueError, match="does not fit"):
        mixture_of(np.ones(3), 4)
    with pytest.raises(ValueError, match="at least 0"):
        mixture_of(np.array([1.0, -1.0]), 2)
    np.testing.assert_allclose(mixture_of(np.array([1.0, 3.0]), 2), [0.25, 0.75])


def test_one_strategy_has_no_pairs() -> None:
    found = pairs(table(1))
    assert found.p.shape == (0,)
    assert found.matrix(found.p).shape == (1, 1)
