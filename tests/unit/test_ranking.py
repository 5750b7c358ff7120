"""Ranking strategies, and how stable the ranks are."""

import numpy as np
import pytest
from scipy.stats import kendalltau, rankdata

from zopa.analysis.sureness.cell_intervals import intervals
from zopa.analysis.sureness.exceptions import NO_VARIATION, NO_WORLD
from zopa.analysis.sureness.field import mixed
from zopa.analysis.sureness.field_intervals import field_intervals
from zopa.analysis.sureness.ranking import ranking
from zopa.analysis.sureness.ranks import ranks_of, sure_ranks
from zopa.analysis.sureness.replicates import replicate
from zopa.game.arrays import Floats

MEANS = np.array([0.0, 1.0, 0.98, -1.0, 1.0])


def cells(others: int = 3, worlds: int = 300) -> Floats:
    """Five strategies of the second seat against some others of the first; the last is the second once more."""
    rng = np.random.default_rng(6)
    luck = 3.0 * rng.normal(size=worlds)
    values = luck + MEANS[:, None] + rng.normal(size=(others, 5, worlds))
    values[:, 4] = values[:, 1]
    return values.reshape(-1, worlds)


def test_ranks_of_strategies_with_known_means() -> None:
    found = ranking(replicate(cells(), 999), (3, 5), 1)
    np.testing.assert_allclose(found.means, cells().reshape(3, 5, -1).mean(axis=(0, 2)))
    assert set(found.order[:3].tolist()) == {1, 2, 4}
    assert found.order[3:].tolist() == [0, 3]
    np.testing.assert_array_equal(found.ranks.rank[[0, 3]], [4, 5])
    assert found.ranks.rank[1] == found.ranks.rank[4]  # a tie: both have the better rank
    np.testing.assert_array_equal(found.leading, [False, True, True, False, True])
    np.testing.assert_array_equal(found.separable[found.order], [False, False, False, True, True])
    np.testing.assert_array_equal(found.sure_low, [4, 1, 1, 5, 1])
    np.testing.assert_array_equal(found.sure_high, [4, 3, 3, 5, 3])
    assert found.ranks.first[1] == found.ranks.first[4]
    assert found.ranks.first.sum() == pytest.approx(1.0)
    assert found.ranks.first[[0, 3]].tolist() == [0.0, 0.0]
    assert (found.ranks.low <= found.ranks.rank).all()
    assert (found.ranks.rank <= found.ranks.high).all()


def test_against_one_other_a_mean_over_the_field_is_the_cells() -> None:
    some = replicate(cells(), 999)
    cell, field = intervals(some), field_intervals(some, (3, 5), 1, np.array([0.0, 1.0, 0.0]))
    for name in ("means", "low", "high"):
        np.testing.assert_allclose(getattr(field, name), getattr(cell, name)[5:10], rtol=1e-9)


def test_ties_count_half_in_a_field_too() -> None:
    coins = replicate((cells() > 0.0) * 1.0, 999)
    found = field_intervals(coins, (3, 5), 1, np.array([0.0, 1.0, 0.0]))
    np.testing.assert_allclose(found.low, intervals(coins).low[5:10], rtol=1e-9)


def test_a_cell_without_worlds_leaves_its_weight_to_the_others() -> None:
    values = cells().reshape(3, 5, -1)
    values[2, 3] = np.nan
    found = field_intervals(replicate(values.reshape(15, -1), 499), (3, 5), 1)
    less = field_intervals(replicate(cells()[:10], 499), (2, 5), 1)
    for name in ("means", "low", "high"):
        assert getattr(found, name)[3] == pytest.approx(getattr(less, name)[3], rel=1e-9)


def test_cells_with_worlds_of_their_own_add_up_their_variances() -> None:
    (values,) = cells()[:1]
    apart = np.full((1, 2, 300), np.nan)
    apart[0, 0, :100], apart[0, 1, 100:] = values[:100], values[100:]
    found = mixed(apart, np.array([0.3, 0.7]))
    variance = 0.09 * values[:100].var() / 100 + 0.49 * values[100:].var() / 200
    assert found.se[0] == pytest.approx(np.sqrt(variance * 100 / 99), rel=1e-12)


def test_an_interval_of_world_averages_is_that_of_the_field() -> None:
    values = cells()
    average = intervals(replicate(values.reshape(3, 5, -1).mean(axis=0), 999))
    field = field_intervals(replicate(values, 999), (3, 5), 1)
    np.testing.assert_allclose(field.low, average.low, rtol=1e-8)
    np.testing.assert_allclose(field.high, average.high, rtol=1e-8)


def test_ranks_in_resamples_against_another_implementation() -> None:
    rng = np.random.default_rng(1)
    drawn = rng.integers(0, 6, (400, 5)).astype(float)
    means = np.array([3.0, 1.0, 2.0, 3.0, 5.0])
    found = ranks_of(means, drawn, 0.9)
    ranks = rankdata(-drawn, method="min", axis=1)
    np.testing.assert_array_equal(found.rank, rankdata(-means, method="min"))
    leads = ranks == 1
    np.testing.assert_allclose(found.first, (leads / leads.sum(axis=1, keepdims=True)).mean(axis=0))
    taus = [kendalltau(means, one).statistic for one in drawn if np.ptp(one)]
    assert found.tau == pytest.approx(np.mean(taus), rel=1e-12)
    ranked = np.sort(ranks, axis=0)
    np.testing.assert_array_equal(found.low, ranked[19])  # the 20th of 400 from below, and from above
    np.testing.assert_array_equal(found.high, ranked[380])


def test_ranks_that_never_change_are_perfectly_stable() -> None:
    found = ranks_of(np.array([1.0, 3.0, 2.0]), np.tile([1.0, 3.0, 2.0], (50, 1)), 0.95)
    assert found.tau == 1.0
    np.testing.assert_array_equal(found.low, found.high)


def test_sure_ranks_count_who_is_surely_better_and_worse() -> None:
    difference = np.subtract.outer([3.0, 2.0, 1.0], [3.0, 2.0, 1.0])
    surely = np.array([[False, False, True], [False, False, False], [True, False, False]])
    low, high = sure_ranks(surely, difference)
    np.testing.assert_array_equal(low, [1, 1, 2])
    np.testing.assert_array_equal(high, [2, 3, 3])


def test_a_strategy_without_worlds_ranks_last_and_one_without_variation_has_no_interval() -> None:
    values = cells().reshape(3, 5, -1)
    values[:, 1] = np.nan
    values[:, 2] = 7.25
    found = ranking(replicate(values.reshape(15, -1), 499), (3, 5), 1)
    assert (found.notes[1], found.notes[2]) == (NO_WORLD, NO_VARIATION)
    assert np.isnan([found.means[1], found.low[1], found.high[1], found.low[2]]).all()
    assert (found.order[0], found.order[-1]) == (2, 1)
    assert found.ranks.first[2] == 1.0


def test_a_single_strategy_is_first() -> None:
    found = ranking(replicate(cells()[:4], 199), (4, 1), 1)
    assert (found.order.tolist(), found.leading.tolist(), found.sure_high.tolist()) == ([0], [True], [1])
    assert np.isnan(found.ranks.tau)
