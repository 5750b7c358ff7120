"""Commitment, Crawford (1982) in the one-shot form of Ellingsen & Miettinen (2008): the dilemma and its price."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.solutions.commitment import commitment_game, equilibria, impasse, regrets

Q = 0.6


def both(q: float, cost: float) -> np.ndarray:
    return commitment_game(np.full(2, q), np.full(2, cost))


def test_the_worked_numbers() -> None:
    found = both(Q, 0.0)
    np.testing.assert_allclose(found[1, 1], 0.32, rtol=1e-12)
    np.testing.assert_allclose(found[0, 0], 0.5, rtol=1e-12)
    assert impasse(np.full(2, Q))[1, 1] == pytest.approx(0.36, rel=1e-12)
    assert found[1, 1, 0] - found[0, 1, 0] == pytest.approx(0.12, rel=1e-12)


@given(st.floats(0.0, 1.0))
def test_the_closed_forms(q: float) -> None:
    found = both(q, 0.0)
    np.testing.assert_allclose(found[1, 1], (1 - q * q) / 2, atol=1e-12)
    np.testing.assert_allclose(found[1, 1, 0] - found[0, 1, 0], q * (1 - q) / 2, atol=1e-12)
    np.testing.assert_allclose(found[1, 0, 0] - found[0, 0, 0], q / 2, atol=1e-12)
    # All but an impasse shares out the whole pie.
    np.testing.assert_allclose(found.sum(axis=2), 1.0 - impasse(np.full(2, q)), atol=1e-12)


def test_both_attempt_where_it_is_cheap_one_where_it_is_dearer_and_none_where_it_is_dear() -> None:
    assert equilibria(both(Q, 0.119)).tolist() == [[1, 1]]
    assert equilibria(both(Q, 0.121)).tolist() == [[0, 1], [1, 0]]
    assert equilibria(both(Q, 0.299)).tolist() == [[0, 1], [1, 0]]
    assert equilibria(both(Q, 0.301)).tolist() == [[0, 0]]


def test_the_dilemma_both_would_rather_have_left_it() -> None:
    found = both(Q, 0.01)
    assert equilibria(found).tolist() == [[1, 1]]
    assert (found[1, 1] < found[0, 0]).all()


def test_regret_by_trying_each_choice() -> None:
    found = commitment_game(np.array([0.3, 0.8]), np.array([0.1, 0.02]), split=0.4)
    for one in (0, 1):
        for two in (0, 1):
            expected = (
                max(found[x, two, 0] for x in (0, 1)) - found[one, two, 0],
                max(found[one, x, 1] for x in (0, 1)) - found[one, two, 1],
            )
            np.testing.assert_allclose(regrets(found)[one, two], expected, atol=1e-15)


def test_played_out() -> None:
    """The four cases drawn, 200,000 times."""
    rng = np.random.default_rng(6)
    held = rng.uniform(size=(200_000, 2)) < [0.3, 0.8]
    first = np.where(held.all(axis=1), 0.0, np.where(held.any(axis=1), held[:, 0], 0.4))
    assert commitment_game(np.array([0.3, 0.8]), np.zeros(2), 0.4)[1, 1, 0] == pytest.approx(first.mean(), abs=4e-3)


@given(st.floats(0.05, 0.95))
def test_the_costs_up_to_which_both_attempt_and_one_does(q: float) -> None:
    """Found by halving: q (1 − q) / 2, against one who attempts, and q / 2, against one who does not."""

    def last(holds: Callable[[list[list[int]]], bool]) -> float:
        low, high = 0.0, 1.0
        for _ in range(50):
            cost = 0.5 * (low + high)
            low, high = (cost, high) if holds(equilibria(both(q, cost)).tolist()) else (low, cost)
        return low

    assert last(lambda found: [1, 1] in found) == pytest.approx(q * (1 - q) / 2, abs=1e-9)
    assert last(lambda found: [0, 0] not in found) == pytest.approx(q / 2, abs=1e-9)
