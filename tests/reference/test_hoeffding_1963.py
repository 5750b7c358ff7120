"""Hoeffding's inequality (1963): how many worlds make all cells of a comparison sure."""

import math

import numpy as np

from zopa.analysis.replications import bernstein_error, error_reached, worlds_needed


def test_the_worked_number() -> None:
    assert worlds_needed(2 * 8 * 8, 0.05, 0.05) == 1709


def test_it_is_the_least_number_that_the_inequality_allows() -> None:
    for cells, error, risk, span in ((128, 0.05, 0.05, 1.0), (1, 0.1, 0.01, 2.0), (50, 0.02, 0.1, 0.5)):
        found = worlds_needed(cells, error, risk, span)

        def bound(worlds: int, cells: int = cells, error: float = error, span: float = span) -> float:
            return cells * 2.0 * math.exp(-2.0 * worlds * (error / span) ** 2)

        assert bound(found) <= risk < bound(found - 1)


def test_the_worst_distribution_keeps_to_it() -> None:
    worlds = worlds_needed(1, 0.1, 0.05)
    means = np.random.default_rng(9).integers(0, 2, (4000, worlds)).mean(axis=1)
    assert (np.abs(means - 0.5) > 0.1).mean() <= 0.05


def test_the_error_reached_is_the_inverse() -> None:
    for cells, error, risk, span in ((128, 0.05, 0.05, 1.0), (1, 0.1, 0.01, 2.0), (50, 0.02, 0.1, 0.5)):
        needed = worlds_needed(cells, error, risk, span)
        assert error_reached(cells, needed, risk, span) <= error < error_reached(cells, needed - 1, risk, span)


def test_the_cell_with_fewest_worlds_counts_and_each_look_costs() -> None:
    worlds = np.array([4000, 1709, 1709])
    assert error_reached(128, worlds, 0.05) == error_reached(128, 1709, 0.05)
    assert error_reached(32, 500, 0.05, looks=4) == error_reached(128, 500, 0.05)
    assert error_reached(1, np.array([5, 0]), 0.05) == math.inf


def test_an_empirical_bernstein_bound_worked_by_hand() -> None:
    # Maurer & Pontil (2009), Theorem 4 on both sides: √(2 × 0.01 × ln 80 / 1001) + 7 ln 80 / 3000
    (found,) = bernstein_error(np.array([0.01]), np.array([1001]), 0.05)
    assert abs(found - (0.0093570 + 0.0102247)) < 2e-7
    assert found < error_reached(1, 1001, 0.05)  # sharper where the variance is small


def test_it_scales_with_the_unit_and_needs_two_worlds() -> None:
    variances, worlds = np.array([0.2, 0.01, 0.0]), np.array([900, 400, 1])
    plain = bernstein_error(variances, worlds, 0.05)
    np.testing.assert_allclose(bernstein_error(variances * 9.0, worlds, 0.05, span=3.0), 3.0 * plain)
    assert plain[2] == math.inf
    np.testing.assert_allclose(
        bernstein_error(variances, worlds, 0.05, looks=2), bernstein_error(variances, worlds, 0.025)
    )


def test_rare_gains_keep_to_both() -> None:
    rng = np.random.default_rng(10)
    values = (rng.random((4000, 400)) < 0.01).astype(float)
    off = np.abs(values.mean(axis=1) - 0.01)
    bernstein = bernstein_error(values.var(axis=1, ddof=1), np.full(4000, 400), 0.1 * 4000)
    assert (off > bernstein).mean() <= 0.1
    assert (off > error_reached(1, 400, 0.1)).mean() <= 0.1
