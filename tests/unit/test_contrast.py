"""Differences between runs: against textbook tests, slow twins, and each other."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from zopa.analysis.bounds import quantile_bounds
from zopa.analysis.contrast import Rows, better, by_points, contrast, cut
from zopa.analysis.estimates import Exact, Nothing
from zopa.analysis.evidence import estimate, point
from zopa.analysis.measures import Part

RNG = np.random.default_rng(5)


def part(values, counts=None, statistic="mean", q=0.5):
    numbers = np.asarray(values, dtype=float)
    return Part(statistic, numbers, np.ones(len(numbers), bool) if counts is None else np.asarray(counts, bool), q)


def rows(unit, point=None, paired=True):
    unit = np.asarray(unit)
    return Rows(unit, np.zeros(len(unit), dtype=int) if point is None else np.asarray(point), paired)


def apart(first, second):
    """Two samples that are not paired, as rows beside each other."""
    n, m = len(first), len(second)
    one = part([*first, *[0.0] * m], [True] * n + [False] * m)
    other = part([*[0.0] * n, *second], [False] * n + [True] * m)
    return one, other, rows(range(n + m), paired=False)


def ends(found, level=0.95):
    return found.lower((1 - level) / 2), found.upper((1 - level) / 2)


def test_one_point_is_what_the_estimates_say():
    x, y = RNG.normal(size=60), RNG.normal(size=60)
    counts = RNG.random(60) < 0.7
    for one, other in ((part(x), part(y)), (part(x, counts), part(y)), (part(x > 0, statistic="share"),) * 2):
        found, theirs = contrast(one, other, rows(range(60))), estimate(((1, other), (-1, one)))
        assert (found.value, *ends(found)) == (theirs.value, *ends(theirs))


def test_a_paired_difference_of_means_is_the_paired_t_test():
    x, y = RNG.normal(size=60), RNG.normal(size=60) + 0.3
    theirs = stats.ttest_rel(y, x).confidence_interval(0.95)
    assert ends(contrast(part(x), part(y), rows(range(60)))) == pytest.approx((theirs.low, theirs.high))


def test_an_unpaired_difference_has_the_standard_error_of_welch():
    x, y = RNG.normal(size=500), 3.0 * RNG.normal(size=200) + 1.0
    found = contrast(*apart(x, y))
    assert found.value == pytest.approx(y.mean() - x.mean())
    assert found.se == pytest.approx(math.sqrt(x.var(ddof=1) / 500 + y.var(ddof=1) / 200), rel=0.01)
    assert found.df == 199


def test_worlds_with_the_same_luck_in_several_points_count_once():
    """Four points that say the same of each world say no more than one of them."""
    x, y = RNG.normal(size=40), RNG.normal(size=40)
    unit, at = np.tile(np.arange(40), 4), np.repeat(np.arange(4), 40)
    four = contrast(part(np.tile(x, 4)), part(np.tile(y, 4)), rows(unit, at))
    one = contrast(part(x), part(y), rows(range(40)))
    assert (four.value, *ends(four)) == pytest.approx((one.value, *ends(one)))
    alone = contrast(part(np.tile(x, 4)), part(np.tile(y, 4)), rows(range(160), at))  # independent luck
    assert alone.se == pytest.approx(one.se / 2, rel=0.02)


def test_over_several_points_a_mean_is_the_paired_t_test_of_each_worlds_average():
    x, y = RNG.normal(size=(3, 50)), RNG.normal(size=(3, 50)) + 0.2
    unit, at = np.tile(np.arange(50), 3), np.repeat(np.arange(3), 50)
    found = contrast(part(x.ravel()), part(y.ravel()), rows(unit, at))
    theirs = stats.ttest_rel(y.mean(axis=0), x.mean(axis=0)).confidence_interval(0.95)
    assert ends(found) == pytest.approx((theirs.low, theirs.high))


@pytest.mark.parametrize("paired", [True, False])
def test_deals_over_several_points_agree_with_the_jackknife_over_worlds(paired):
    worlds, points = 300, 3
    base = RNG.normal(size=worlds)
    x, y = (base + 0.5 * RNG.normal(size=(points, worlds)) for _ in (0, 1))
    a, b = (base + RNG.normal(size=(points, worlds)) > -0.5 for _ in (0, 1))
    unit, at = np.tile(np.arange(worlds), points), np.repeat(np.arange(points), worlds)
    one, other = part(x.ravel(), a.ravel()), part(y.ravel(), b.ravel())
    if paired:
        laid = rows(unit, at)
    else:
        nothing = np.zeros(worlds * points)
        one = part([*one.values, *nothing], [*one.counts, *nothing])
        other = part([*nothing, *other.values], [*nothing, *other.counts])
        laid = rows([*unit, *(unit + worlds)], [*at, *at], paired=False)
    left_out = []
    for world in range(laid.units):
        keep = laid.unit != world
        mean = [p.values[keep & p.counts].mean() for p in (other, one)]
        left_out.append(mean[0] - mean[1])
    n = laid.units
    jackknife = math.sqrt((n - 1) / n * np.square(np.array(left_out) - np.mean(left_out)).sum())
    found = contrast(one, other, laid)
    assert found.value == pytest.approx(y[b].mean() - x[a].mean())
    assert found.se == pytest.approx(jackknife, rel=0.02)
    assert found.df == min(a.any(axis=0).sum(), b.any(axis=0).sum()) - 1


def test_a_share_that_hardly_changes_gets_the_average_of_the_points_bounds():
    before = np.zeros((3, 400))
    before[1] = 1.0
    after = before.copy()
    after[0, :2] = 1.0
    unit, at = np.tile(np.arange(400), 3), np.repeat(np.arange(3), 400)
    one, other = (part(some.ravel(), statistic="share") for some in (before, after))
    found = contrast(one, other, rows(unit, at))
    each = [
        estimate(((1, part(other, statistic="share")), (-1, part(one, statistic="share"))))
        for one, other in zip(before, after, strict=True)
    ]
    assert found.value == pytest.approx(2 / 1200)
    assert found.lower(0.03) == pytest.approx(np.mean([one.lower(0.01) for one in each]))
    assert found.upper(0.03) == pytest.approx(np.mean([one.upper(0.01) for one in each]))
    assert found.lower(0.025) < 0.0 < found.upper(0.025) < 0.02


def test_a_quantile_over_several_points_has_no_interval():
    unit, at = np.tile(np.arange(30), 2), np.repeat([0, 1], 30)
    x = RNG.normal(size=60)
    found = contrast(part(x, statistic="quantile"), part(x + 1, statistic="quantile"), rows(unit, at))
    assert isinstance(found, Nothing)
    assert found.value == pytest.approx(1.0)
    assert ends(found) == (-math.inf, math.inf)


def test_quantiles_of_very_many_worlds_are_bounded_exactly():
    x, n = RNG.normal(size=30_000), 30_000
    y = x + 0.5
    found = contrast(part(x, statistic="quantile"), part(y, statistic="quantile"), rows(range(n)))
    low, high = quantile_bounds(y, 0.5, 0.0125)[0], quantile_bounds(x, 0.5, 0.0125)[1]
    assert found.lower(0.025) == low - high
    never = np.where(np.arange(n) < 20_000, math.inf, x)
    lost = contrast(part(x, statistic="quantile"), part(never, statistic="quantile"), rows(range(n)))
    assert (lost.value, *ends(lost)) == (math.inf, math.inf, math.inf)
    both = contrast(part(never, statistic="quantile"), part(never, statistic="quantile"), rows(range(n)))
    assert (both.value, *ends(both)) == (0.0, -math.inf, math.inf)


def test_no_deals_no_difference_and_one_no_interval():
    two = rows([0, 1, 0, 1], [0, 0, 1, 1])
    nothing = contrast(part(np.ones(4)), part(np.ones(4), np.zeros(4)), two)
    assert math.isnan(nothing.value)
    once = contrast(part([1, 2, 3, 4]), part([1, 2, 3, 5], [False, False, False, True]), two)
    assert ends(once) == (-math.inf, math.inf)


def test_what_is_the_same_in_every_world_is_exact():
    unit, at = np.tile(np.arange(20), 2), np.repeat([0, 1], 20)
    counts = np.arange(40) % 3 > 0
    found = contrast(part(np.full(40, 2.0), counts), part(np.full(40, 3.0)), rows(unit, at))
    assert isinstance(found, Exact)
    assert ends(found) == (1.0, 1.0)


def test_points_are_averaged_with_equal_weight():
    x = np.array([[1.0, 2.0, 4.0], [10.0, 20.0, 60.0]])
    unit, at = np.tile(np.arange(3), 2), np.repeat([0, 1], 3)
    laid = rows(unit, at)
    one = cut(((1, part(x.ravel(), statistic="sd")),), laid)
    other = cut(((1, part(2 * x.ravel(), statistic="sd")),), laid)
    found = by_points(one, other)
    assert found.value == pytest.approx(np.mean([x[0].std(ddof=1), x[1].std(ddof=1)]))
    assert found.above(0.0) == pytest.approx(1.0 - found.below(0.0))
    assert found.lower(0.1) < found.value < found.upper(0.1)


def test_better_and_worse_leave_the_ties_out():
    first, second = part([1, 2, math.inf, math.inf, 5]), part([2, 2, math.inf, 7, 4])
    assert better(first, second, rows(range(5))) == (0.2, 0.4)
    assert better(first, second, rows(range(5)), more=False) == (0.4, 0.2)
    assert better(first, part([2] * 5, [False] * 5), rows(range(5))) is None


def test_unpaired_better_is_the_u_statistic_of_mann_and_whitney():
    x, y = RNG.integers(0, 6, 31), RNG.integers(1, 8, 23)
    more, less = better(*apart(x, y))
    u = stats.mannwhitneyu(y, x).statistic / (31 * 23)
    ties = np.mean(x[:, None] == y[None, :])
    assert more + ties / 2 == pytest.approx(u)
    assert more + less + ties == pytest.approx(1.0)
    assert better(*apart(x, y), more=False) == (less, more)


table = st.lists(
    st.tuples(st.integers(-3, 3), st.integers(-3, 3), st.booleans(), st.booleans()), min_size=12, max_size=40
)


@given(table, st.sampled_from([1, 2, 3]), st.sampled_from(["mean", "share"]))
def test_swapping_the_runs_mirrors_the_answer(cells, points, statistic):
    cells = cells[: len(cells) // points * points]
    n = len(cells) // points
    x, y, a, b = (np.array(column, dtype=float) for column in zip(*cells, strict=True))
    if statistic == "share":
        x, y = (x > 0).astype(float), (y > 0).astype(float)
    laid = rows(np.tile(np.arange(n), points), np.repeat(np.arange(points), n))
    for counts in ((None, None), (a, b)):
        one, other = part(x, counts[0], statistic), part(y, counts[1], statistic)
        there, back = contrast(one, other, laid), contrast(other, one, laid)
        if math.isnan(there.value):
            assert math.isnan(back.value)
            continue
        assert there.value == pytest.approx(point(((1, other), (-1, one))))
        assert there.value == pytest.approx(-back.value)
        assert ends(there) == pytest.approx(tuple(-end for end in reversed(ends(back))))
        assert ends(there)[0] <= there.value + 1e-9
        shares = better(one, other, laid)
        assert shares is None or shares == tuple(reversed(better(other, one, laid)))
