"""A mutant takes over, Moran (1958): the closed form, the chain solved whole, and any fitness."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.analysis.population import fixation, moran


def test_the_worked_number() -> None:
    assert moran(1.1, 50) == pytest.approx(0.091690, abs=5e-7)


@given(st.floats(0.2, 5.0), st.integers(2, 200))
def test_the_closed_form(r: float, size: int) -> None:
    neutral = abs(r - 1.0) < 1e-9
    expected = 1.0 / size if neutral else (1.0 - 1.0 / r) / -np.expm1(-size * np.log(r))
    assert moran(r, size) == pytest.approx(expected, rel=1e-5)


@given(st.lists(st.floats(-3.0, 3.0), min_size=1, max_size=12))
def test_the_whole_chain(log_odds: list[float]) -> None:
    """Every number of mutants is a state; all and none are where it ends. A linear system says where from one."""
    n = len(log_odds) + 1
    up = 1.0 / (1.0 + np.exp(-np.array(log_odds)))
    table, right = np.eye(n + 1), np.zeros(n + 1)
    right[n] = 1.0
    for i in range(1, n):
        table[i, i + 1], table[i, i - 1] = -up[i - 1], -(1.0 - up[i - 1])
    assert fixation(np.array(log_odds)) == pytest.approx(np.linalg.solve(table, right)[1], rel=1e-8)


def test_no_odds_overflow() -> None:
    assert fixation(np.full(99, -1000.0)) == 0.0
    assert fixation(np.full(99, 1000.0)) == 1.0
