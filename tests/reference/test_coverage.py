"""Intervals against known truth: 95 % of them have to cover it, drawn often enough to see it to half a point.

The bar is 93 to 97 %. Where nearly all worlds say the same, bounds are exact and may cover more.
"""

import numpy as np
import pytest
from scipy.stats import binom

from reference.coverage_laws import Law, deals, lognormal, paired, rare_skewed
from zopa.analysis.sureness.cell_intervals import Intervals, intervals
from zopa.analysis.sureness.exceptions import FEW_EXCEPTIONS, NO_VARIATION
from zopa.analysis.sureness.field import mixed
from zopa.analysis.sureness.field_intervals import field_intervals
from zopa.analysis.sureness.pairs import pairs
from zopa.analysis.sureness.replicates import replicate
from zopa.analysis.sureness.shares import wilson
from zopa.game.arrays import Bools, Floats

TIMES = 2_000
RESAMPLES = 499


def covering(low: Floats, high: Floats, truth: float | Floats) -> Bools:
    return np.asarray((low <= truth) & (truth <= high))


def of(found: Intervals, truth: float) -> Bools:
    return covering(found.low, found.high, truth)


@pytest.mark.parametrize("worlds", [100, 400, 1709])
@pytest.mark.parametrize(
    "law",
    [lognormal(0.8, 10.0), lognormal(1.0, 20.0), deals(0.5), deals(0.9)],
    ids=["skewed", "very skewed", "deals 0.5", "deals 0.9"],
)
def test_means_of_cells(law: Law, worlds: int) -> None:
    values, truth = law(TIMES, worlds)
    assert 0.93 <= of(intervals(replicate(values, RESAMPLES)), truth).mean() <= 0.97


@pytest.mark.parametrize(("share", "worlds"), [(0.1, 400), (0.1, 1709), (0.05, 400), (0.05, 1709), (0.02, 1709)])
def test_means_of_cells_in_which_few_make_a_deal(share: float, worlds: int) -> None:
    values, truth = deals(share)(TIMES, worlds)
    assert 0.93 <= of(intervals(replicate(values, RESAMPLES)), truth).mean() <= 0.97


@pytest.mark.parametrize(("share", "worlds"), [(0.05, 400), (0.05, 1709), (0.02, 1709), (0.01, 1709)])
def test_means_of_cells_with_a_few_dozen_exceptions_of_skewed_size(share: float, worlds: int) -> None:
    # BCa by itself covers 92 % here, Student's t 88 %
    values, truth = rare_skewed(share)(TIMES, worlds)
    assert 0.93 <= of(intervals(replicate(values, RESAMPLES)), truth).mean() <= 0.97


@pytest.mark.parametrize(("share", "worlds"), [(0.02, 100), (0.01, 100), (0.01, 400), (0.003, 1709)])
def test_few_exceptions_are_covered_where_the_range_of_payoffs_is_known(share: float, worlds: int) -> None:
    values, truth = rare_skewed(share)(TIMES, worlds)  # 5 and less, 20 less once in a thousand exceptions
    found = intervals(replicate(values, RESAMPLES), payoffs=(float(values.min()), 5.0))
    few = np.array([note == FEW_EXCEPTIONS for note in found.notes])
    assert few.mean() > 0.6
    assert of(found, truth)[few].mean() >= 0.95


@pytest.mark.parametrize(("share", "worlds"), [(0.01, 100), (0.01, 400), (0.003, 400), (0.003, 1709)])
def test_few_exceptions_of_like_size_are_covered_without_it(share: float, worlds: int) -> None:
    values, truth = deals(share)(TIMES, worlds)
    found = intervals(replicate(values, RESAMPLES))
    some = np.array([note == FEW_EXCEPTIONS for note in found.notes])
    none = np.array([note == NO_VARIATION for note in found.notes])
    assert of(found, truth)[some].mean() >= 0.95
    assert np.isnan(found.low[none]).all()
    np.testing.assert_allclose(none.mean(), (1.0 - share) ** worlds, atol=0.03)


@pytest.mark.parametrize("worlds", [100, 400, 1709])
def test_paired_differences_under_common_luck(worlds: int) -> None:
    one, other, truth = paired(TIMES, worlds)
    found = intervals(replicate(one - other, RESAMPLES))
    assert 0.93 <= of(found, truth).mean() <= 0.97
    unpaired = 2.0 * 1.96 * np.sqrt((one.var(axis=1) + other.var(axis=1)) / worlds)
    assert (found.high - found.low).mean() < 0.7 * unpaired.mean()  # that is what common luck is for


@pytest.mark.parametrize("worlds", [100, 400, 1709])
def test_shares(worlds: int) -> None:
    """Exact: for one share and number of worlds the score interval covers a little more or less, by turns."""
    count = np.arange(worlds + 1)
    low, high = wilson(count, np.full(worlds + 1, worlds))
    shares = np.linspace(0.05, 0.95, 901)[:, None]
    covered = (binom.pmf(count, worlds, shares) * covering(low, high, shares)).sum(axis=1)
    assert 0.945 <= covered.mean() <= 0.955
    assert ((covered >= 0.93) & (covered <= 0.97)).mean() >= 0.99


def test_means_over_a_field_whose_cells_have_different_numbers_of_worlds() -> None:
    """Against the second of two others only 250 of 400 worlds were played."""
    one, other, _ = paired(TIMES, 400)
    skewed, mean = lognormal(0.8, 10.0)(TIMES, 400)
    cells = np.stack([one, other + skewed], axis=1)  # (times, others, worlds)
    cells[:, 1, 250:] = np.nan
    found = field_intervals(replicate(cells.reshape(-1, 400), 499), (TIMES, 2), 0, np.array([1.0, 3.0]))
    assert 0.93 <= covering(found.low, found.high, 0.25 * 3.0 + 0.75 * (2.4 + mean)).mean() <= 0.97


def test_pairs_whose_cells_have_different_numbers_of_worlds() -> None:
    one, other, truth = paired(TIMES, 400)
    skewed, mean = lognormal(0.8, 10.0)(TIMES, 400)
    table = np.stack([np.stack([one, other + skewed]), np.stack([other, other])])
    table[0, 1, :, 250:] = np.nan  # (strategies, others, times, worlds)
    found = [pairs(table[:, :, k], np.array([0.75, 0.25])) for k in range(TIMES)]
    low, high = (np.array([getattr(each, end)[0] for each in found]) for end in ("low", "high"))
    assert 0.93 <= covering(low, high, 0.75 * truth + 0.25 * mean).mean() <= 0.97


def test_pairs_that_do_not_differ_are_told_apart_as_often_as_said() -> None:
    """Nine strategies alike in the mean, each with luck of its own: some pair differs in 5 % of tournaments at most."""
    times, worlds = 500, 200
    luck = lognormal(0.8, 10.0)(times * 9, worlds)[0].reshape(times, 9, 1, worlds)
    wrong = np.mean([(pairs(luck[k]).adjusted <= 0.05).any() for k in range(times)])
    assert wrong <= 0.05 + 0.02  # two standard errors


def test_standard_errors_over_a_field_are_those_of_world_averages() -> None:
    one, other, _ = paired(50, 300)
    both = np.stack([one, other], axis=1)
    average = 0.25 * one + 0.75 * other
    found = mixed(both, np.array([0.25, 0.75]))
    np.testing.assert_allclose(found.means, average.mean(axis=1), rtol=1e-12)
    np.testing.assert_allclose(found.se, average.std(axis=1, ddof=1) / np.sqrt(300.0), rtol=1e-12)
