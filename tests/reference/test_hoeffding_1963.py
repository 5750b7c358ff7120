"""Hoeffding's inequality (1963): how many worlds make all cells of a comparison sure."""

import math

import numpy as np

from zopa.analysis.replications import worlds_needed


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
