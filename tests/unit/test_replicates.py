"""Shared resamples and the intervals from them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import bootstrap

from zopa.analysis.intervals import Share
from zopa.analysis.sureness.cell_intervals import intervals
from zopa.analysis.sureness.ends import bca
from zopa.analysis.sureness.exceptions import FEW_EXCEPTIONS, NO_VARIATION, NO_WORLD, ONE_WORLD
from zopa.analysis.sureness.replicates import draws, replicate
from zopa.analysis.sureness.shares import wilson
from zopa.analysis.sureness.skewness import acceleration, skewed_ends, straightened
from zopa.game.arrays import Floats


def some(cells: int = 7, worlds: int = 60, missing: float = 0.0) -> Floats:
    rng = np.random.default_rng(4)
    values = rng.lognormal(size=(cells, worlds)) + rng.normal(size=worlds)
    values[rng.random(values.shape) < missing] = np.nan
    return values


def slow_means(values: Floats, replicates: int) -> Floats:
    """The definition: each resample's worlds, one after the other, in each cell."""
    times = draws(0, replicates, values.shape[1])
    out = np.full((replicates, len(values)), math.nan)
    for r in range(replicates):
        for c, cell in enumerate(values):
            drawn = [
                value for value, n in zip(cell, times[r], strict=True) for _ in range(int(n)) if not math.isnan(value)
            ]
            if drawn:
                out[r, c] = math.fsum(drawn) / len(drawn)
    return out


@pytest.mark.parametrize("missing", [0.0, 0.3, 0.97])
def test_means_of_resamples_are_those_of_the_worlds_drawn(missing: float) -> None:
    values = some(missing=missing)
    found = replicate(values, 50)
    np.testing.assert_allclose(found.drawn, slow_means(values, 50), rtol=1e-10)
    means = [math.fsum(cell[~np.isnan(cell)]) / max((~np.isnan(cell)).sum(), 1) or math.nan for cell in values]
    np.testing.assert_allclose(found.means, means, rtol=1e-14)
    np.testing.assert_array_equal(found.counts, (~np.isnan(values)).sum(axis=1))


def test_each_resample_draws_as_many_worlds_as_there_are() -> None:
    np.testing.assert_array_equal(draws(3, 20, 41).sum(axis=1), 41)
    np.testing.assert_array_equal(draws(0, 20, 41)[7:], draws(7, 13, 41))
    np.testing.assert_allclose(draws(0, 4000, 41).mean(axis=0), 1.0, atol=0.07)


def test_a_cell_is_the_same_to_the_last_bit_whatever_stands_beside_it() -> None:
    values = some(cells=83, worlds=301, missing=0.2)
    whole = replicate(values, 200)
    for c in (0, 17, 82):
        alone = replicate(values[c : c + 1], 200)
        np.testing.assert_array_equal(alone.drawn[:, 0], whole.drawn[:, c])
        assert alone.below[0] == whole.below[c]
        assert intervals(alone).low[0] == intervals(whole).low[c]


def test_cells_that_are_the_same_stay_the_same_and_ties_count_half() -> None:
    values = np.array([[0.1, 0.1, 0.7, 0.7]] * 2)
    found = replicate(values, 4000)
    np.testing.assert_array_equal(found.drawn[:, 0], found.drawn[:, 1])
    # two of four draws are the higher value with probability 6 / 16
    assert np.isclose(found.drawn[:, 0], 0.4, rtol=1e-12).mean() == pytest.approx(6 / 16, abs=0.03)
    assert found.below[0] == pytest.approx(0.5, abs=0.03)


def test_infinite_payoffs_are_refused() -> None:
    with pytest.raises(ValueError, match="infinite"):
        replicate(np.array([[1.0, math.inf]]))


def test_bca_agrees_with_another_implementation() -> None:
    values = some(cells=3, worlds=150)
    ours = replicate(values, 9_999)
    z = np.full(3, 1.959963984540054)
    gaps = values - ours.means[:, None]
    low, high = bca(ours.drawn, ours.below, acceleration(gaps), z)
    for c in range(3):
        theirs = bootstrap((values[c],), np.mean, n_resamples=9_999, method="BCa", rng=np.random.default_rng(c))
        near = 0.05 * (high[c] - low[c])  # several standard errors of either's ends
        assert theirs.confidence_interval.low == pytest.approx(low[c], abs=near)
        assert theirs.confidence_interval.high == pytest.approx(high[c], abs=near)


def test_acceleration_is_that_of_the_jackknife() -> None:
    (values,) = some(cells=1, worlds=40)
    left_out = np.array([np.delete(values, w).mean() for w in range(40)])
    gaps = left_out.mean() - left_out
    expected = (gaps**3).sum() / (6.0 * (gaps**2).sum() ** 1.5)
    assert acceleration((values - values.mean())[None])[0] == pytest.approx(expected, rel=1e-9)


def test_the_ends_of_a_skewed_mean_are_where_the_straightened_t_is_students() -> None:
    skew = np.array([0.05, -0.02, 1e-9, 0.0])
    z = np.full(4, 1.97)
    low, high = skewed_ends(np.full(4, 10.0), np.full(4, 2.0), skew, z)
    np.testing.assert_allclose(straightened((10.0 - low) / 2.0, skew), z, rtol=1e-6)
    np.testing.assert_allclose(straightened((10.0 - high) / 2.0, skew), -z, rtol=1e-6)
    assert high[0] - 10.0 > 10.0 - low[0]  # skewed to the right: the mean may be much higher


def test_words_for_cells_without_an_interval() -> None:
    values = np.full((5, 40), np.nan)
    values[1, 3] = 2.0
    values[2] = 0.1
    values[3] = np.r_[np.zeros(37), 1.0, 2.0, 6.0]
    values[4] = np.arange(40.0)
    found = intervals(replicate(values, 499))
    assert found.notes == (NO_WORLD, ONE_WORLD, NO_VARIATION, FEW_EXCEPTIONS, "")
    np.testing.assert_array_equal(np.isnan(found.low), [True, True, True, False, False])
    np.testing.assert_array_equal(np.isnan(found.high), np.isnan(found.low))
    np.testing.assert_array_equal(found.exceptions[1:], [0, 0, 3, 39])
    assert found.means[2] == 0.1


def test_few_exceptions_reach_as_far_as_their_exact_share_allows() -> None:
    values = np.zeros((1, 100))
    values[0, 5] = -2.0
    exact = 0.054459  # Clopper & Pearson's upper 97.5 % for 1 in 100
    assert intervals(replicate(values, 499)).low[0] <= -2.0 * exact
    known = intervals(replicate(values, 499), payoffs=(-10.0, 4.0))
    assert known.low[0] == pytest.approx(-10.0 * exact, rel=1e-4)
    assert known.high[0] >= 4.0 * exact * (1 - 1e-4)
    shifted = intervals(replicate(values + 3.0, 499), payoffs=(-7.0, 7.0))
    assert shifted.low[0] == pytest.approx(3.0 + known.low[0], rel=1e-9)


@settings(deadline=None, max_examples=30)
@given(
    arrays(np.float64, (2, 25), elements=st.floats(-50.0, 50.0, width=32)),
    st.floats(-100.0, 100.0),
    st.sampled_from([0.25, 3.0, 40.0]),
)
def test_intervals_move_and_stretch_with_the_unit(values: Floats, shift: float, scale: float) -> None:
    plain, moved = (intervals(replicate(some, 199)) for some in (values, shift + scale * values))
    for c in range(2):
        if plain.notes[c] == moved.notes[c] and not np.isnan(plain.low[c]) and np.ptp(values[c]) > 1e-3:
            size = scale * (np.ptp(values[c])) + 1e-9
            assert abs(moved.low[c] - (shift + scale * plain.low[c])) <= 1e-5 * size
            assert abs(moved.high[c] - (shift + scale * plain.high[c])) <= 1e-5 * size


def test_shares_are_those_of_one_at_a_time() -> None:
    count, of = np.array([0, 3, 10, 979, 0]), np.array([10, 10, 10, 1000, 0])
    low, high = wilson(count, of)
    for k in range(5):
        one = Share.wilson(int(count[k]), int(of[k]))
        assert (low[k], high[k]) == pytest.approx((one.low, one.high), abs=1e-14)
    with pytest.raises(ValueError, match="share"):
        wilson(np.array([3]), np.array([2]))
