"""Estimates against slow twins: shares, means, ratios, standard deviations, quantiles, and what never varies."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from zopa.analysis.bootstrap import resampled
from zopa.analysis.bounds import change_bound, difference_bounds, share_bounds
from zopa.analysis.estimates import Bounded, Exact, Nothing, Resampled, Student
from zopa.analysis.evidence import estimate, point, same_everywhere
from zopa.analysis.measures import Part
from zopa.game.luck import Luck

RNG = np.random.default_rng(7)
X = RNG.normal(size=80)
Y = 0.5 * X + RNG.normal(size=80) + 1.0


def part(statistic, values, counts=None, q=0.5):
    numbers = np.asarray(values, dtype=float)
    return Part(statistic, numbers, np.ones(len(numbers), bool) if counts is None else np.asarray(counts, bool), q)


def gap(statistic, first, second, counts=(None, None), q=0.5):
    return estimate(((1, part(statistic, second, counts[1], q)), (-1, part(statistic, first, counts[0], q))))


def test_a_difference_of_means_is_the_paired_t_test():
    found = gap("mean", X, Y)
    theirs = stats.ttest_rel(Y, X, alternative="greater")
    assert found.above(0.0) == pytest.approx(theirs.pvalue, rel=1e-9)
    assert found.lower(0.05) == pytest.approx(theirs.confidence_interval(0.95).low)
    assert found.above(0.3) + found.below(0.3) == pytest.approx(1.0)


def test_a_p_value_is_the_level_at_which_the_bound_meets_the_threshold():
    few = [0.0] * 190 + [1.0] * 10
    each = [
        gap("mean", X, Y), estimate(((1, part("share", few)),)), gap("share", [0.0] * 200, [0.0] * 197 + [1.0] * 3),
    ]  # fmt: skip
    for found in each:
        threshold = found.value - 0.01
        assert found.lower(found.above(threshold)) == pytest.approx(threshold, abs=1e-6)
        threshold = found.value + 0.01
        assert found.upper(found.below(threshold)) == pytest.approx(threshold, abs=1e-6)


def test_the_mean_of_the_worlds_that_count_has_the_spread_that_many_samples_have():
    """The slow twin draws the whole sample again, 3,000 times."""
    rng = np.random.default_rng(11)

    def sample():
        x = rng.normal(size=200)
        y = 0.8 * x + 0.6 * rng.normal(size=200)
        return x, y, rng.random(200) < 0.6, y + rng.normal(size=200) > -0.5

    found, errors = [], []
    for _ in range(3000):
        x, y, first, second = sample()
        one = gap("mean", x, y, (first, second))
        found.append(one.value)
        errors.append(one.se)
    assert np.mean(errors) == pytest.approx(np.std(found), rel=0.05)


def test_degrees_of_freedom_are_those_of_the_smaller_group():
    assert gap("mean", X, Y, (np.arange(80) < 12, None)).df == 11


@pytest.mark.parametrize("statistic", ["mean", "sd"])
def test_influence_values_agree_with_the_jackknife(statistic):
    x, n = np.random.default_rng(2).normal(size=600), 600
    y, counts = 0.7 * x + np.roll(x, 1), np.arange(n) % 10 < 7
    parts = ((1, part(statistic, y, counts)), (-1, part(statistic, x, ~counts)))
    left_out = []
    for world in range(n):
        keep = np.arange(n) != world
        left_out.append(point(tuple((s, part(statistic, p.values[keep], p.counts[keep])) for s, p in parts)))
    jackknife = math.sqrt((n - 1) / n * np.square(np.array(left_out) - np.mean(left_out)).sum())
    assert estimate(parts).se == pytest.approx(jackknife, rel=0.02)


def test_a_share_of_all_worlds_is_compared_by_the_worlds_that_changed_sides():
    before = np.repeat([1, 1, 0, 0], [40, 15, 30, 115]).astype(float)
    after = np.repeat([1, 0, 1, 0], [40, 15, 30, 115]).astype(float)
    found = gap("share", before, after)
    assert isinstance(found, Student)
    assert found.value == pytest.approx(15 / 200)
    assert found.above(0.0) == pytest.approx(stats.ttest_rel(after, before, alternative="greater").pvalue)


def test_no_world_changed_sides_but_some_might():
    same = np.repeat([1.0, 0.0], [300, 700])
    found = gap("share", same, same)
    assert found.value == 0.0
    assert found.upper(0.05) == pytest.approx(1 - 0.05 ** (1 / 1000))
    assert found.lower(0.05) == -found.upper(0.05)
    assert found.above(0.0) == 1.0
    assert found.below(0.01) == pytest.approx(0.99**1000, rel=1e-6)  # the probability of none, where it is one in 100


def test_all_worlds_changed_sides():
    found = gap("share", np.zeros(100), np.ones(100))
    assert found.lower(0.05) == pytest.approx(2 * 0.025 ** (1 / 100) - 1)
    assert found.upper(0.05) == 1.0


@pytest.mark.parametrize("p", [0.0, 0.002, 0.03, 0.1, 0.4])
@pytest.mark.parametrize("q", [0.001, 0.02, 0.15, 0.6])
def test_bounds_of_a_change_are_missed_no_more_often_than_they_say(p, q):
    """The slow twin adds up the probability of all outcomes whose bound would miss."""
    n, level, missed = 25, 0.1, [0.0, 0.0]
    for gained in range(n + 1):
        for lost in range(n + 1 - gained):
            probability = stats.multinomial.pmf([gained, lost, n - gained - lost], n, [p, q, 1 - p - q])
            low, high = difference_bounds(gained, lost, n, level)
            missed[0] += probability * (low > p - q)
            missed[1] += probability * (high < p - q)
    assert max(missed) <= level


def test_a_share_of_the_worlds_that_count_moves_at_most_with_the_worlds_that_differ():
    counts = np.repeat([True, False], [800, 200])
    same = np.repeat([1.0, 0.0], [300, 700])
    found = gap("share", same, same, (counts, counts))
    assert (found.value, found.lower(0.05)) == (0.0, -found.upper(0.05))
    assert 3 / 1000 < found.upper(0.05) < 6 / 1000
    assert found.upper(0.05) == change_bound(0, 800, 1000, 0.05)
    assert found.upper(0.05) == share_bounds(0, 1000, 0.025)[1] / share_bounds(800, 1000, 0.025)[0]


@given(st.data())
def test_a_change_is_never_more_than_the_worlds_that_differ_allow(data):
    n = data.draw(st.integers(5, 40))
    flags = st.lists(st.booleans(), min_size=n, max_size=n)
    w, v, x, y = (np.array(data.draw(flags)) for _ in range(4))
    w[0] = v[0] = True
    differs = (w != v) | (w & v & (x != y))
    change = y[v].mean() - x[w].mean()
    assert abs(change) <= differs.sum() / w.sum() + 1e-12
    assert abs(change) <= differs.sum() / v.sum() + 1e-12


def test_a_share_alone_is_exact():
    found = estimate(((1, part("share", [1.0] * 7 + [0.0] * 93)),))
    theirs = stats.binomtest(7, 100, 0.2, alternative="less")
    assert found.below(0.2) == pytest.approx(theirs.pvalue, rel=1e-6)


def test_shares_that_few_worlds_decide_are_bounded_part_by_part():
    counts = (np.arange(200) < 150, np.arange(200) < 120)
    found = gap("share", np.zeros(200), np.arange(200) % 2 == 0, counts)
    assert isinstance(found, Bounded)
    assert found.lower(0.05) == share_bounds(60, 120, 0.025)[0] - share_bounds(0, 150, 0.025)[1]


def slow_bootstrap(parts, replicates):
    found = []
    for number in range(replicates):
        n = len(parts[0][1].values)
        drawn = (Luck(0, number, 1).uniforms("bootstrap", each=n)[0] * n).astype(int)
        found.append(point(tuple((s, part(p.statistic, p.values[drawn], p.counts[drawn], p.q)) for s, p in parts)))
    return np.sort(found)


@pytest.mark.parametrize("statistic", ["quantile", "mean", "sd", "share"])
@pytest.mark.parametrize("q", [0.5, 0.9])
def test_the_bootstrap_agrees_with_its_slow_twin(statistic, q, monkeypatch):
    monkeypatch.setattr("zopa.analysis.bootstrap._AT_ONCE", 700)
    x, y = (
        (X > 0, Y > 0) if statistic == "share" else (np.where(X > 1, math.inf if statistic == "quantile" else 2, X), Y)
    )
    counts = RNG.random(80) < 0.7
    parts = ((1, part(statistic, y, counts, q)), (-1, part(statistic, x, None, q)))
    np.testing.assert_allclose(resampled(parts, 60), slow_bootstrap(parts, 60), rtol=1e-12)


def test_the_bootstrap_of_a_median_knows_its_pairs():
    found, alone = gap("quantile", X, X + 0.3 + 0.01 * Y), gap("quantile", X, RNG.permutation(X) + 0.3)
    assert isinstance(found, Resampled)
    assert found.above(0.0) < 0.001 < alone.above(0.0)
    assert found.lower(0.05) <= found.value <= found.upper(0.05)
    assert found.se < alone.se


def test_no_resample_above_is_no_certainty():
    found = Resampled(1.0, np.ones(99), Bounded(1.0, lambda _: (-math.inf, math.inf)))
    assert found.above(0.0) == pytest.approx(2 / 100)
    assert found.below(0.0) == 1.0
    assert found.lower(0.001) == -math.inf


def test_a_median_without_a_deal_in_sight_is_infinite_and_equal_to_itself():
    never = np.full(50, math.inf)
    assert gap("quantile", never, never).value == 0.0
    assert gap("quantile", np.arange(50.0), never).value == math.inf
    assert gap("quantile", never, np.where(np.arange(50) < 30, math.inf, 1.0)).value == 0.0
    mostly = np.where(np.arange(50) < 30, math.inf, np.arange(50.0))
    found = gap("quantile", np.arange(50.0), mostly)
    assert found.value == math.inf
    assert found.above(5.0) < 0.05
    assert found.se is None


def test_what_is_the_same_in_every_world_is_taken_at_its_word():
    found = gap("mean", X, X)
    assert (found, found.above(0.0), found.below(1e-9)) == (Exact(0.0, "no world differs"), 1.0, 0.0)
    found = gap("mean", np.full(9, 2.0), np.full(9, 5.5))
    assert (found, found.above(3.0), found.above(3.5)) == (Exact(3.5, "the same in every world"), 0.0, 1.0)
    assert isinstance(gap("quantile", X, X), Exact)
    parts = tuple((sign, part("mean", values)) for sign, values in ((1, X), (-1, Y), (-1, X), (1, Y)))
    assert isinstance(estimate(parts), Exact)


def test_one_world_that_differs_is_enough_to_be_unsure():
    other = X.copy()
    other[3] += 1.0
    assert isinstance(gap("mean", X, other), Student)
    assert not same_everywhere(((1, part("mean", X)), (-1, part("mean", other))))
    assert same_everywhere(((1, part("mean", X)), (-1, part("mean", X))))


def test_where_no_world_counts_nothing_is_said():
    nobody, one = np.zeros(80, bool), np.arange(80) == 3
    found = gap("mean", X, Y, (nobody, None))
    assert isinstance(found, Nothing)
    assert math.isnan(found.value)
    assert (found.above(0.0), found.below(0.0), found.lower(0.05)) == (1.0, 1.0, -math.inf)
    assert isinstance(gap("mean", X, Y, (one, None)), Nothing)
