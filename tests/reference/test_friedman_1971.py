"""Cooperation by threat, Friedman (1971): the patience that grim trigger needs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.solutions.repeated import GRIM_TRIGGER, Rule, deviations, least_patience, values


def dilemma(temptation: float, reward: float, punishment: float, sucker: float) -> np.ndarray:
    return np.array(
        [[[reward, reward], [sucker, temptation]], [[temptation, sucker], [punishment, punishment]]], dtype=float
    )


def test_the_worked_number() -> None:
    assert least_patience(dilemma(5, 3, 1, 0), GRIM_TRIGGER) == pytest.approx(0.5, abs=1e-9)


@given(st.floats(0.1, 1.0), st.floats(0.1, 1.0), st.floats(0.1, 1.0))
def test_the_closed_form(more: float, gap: float, less: float) -> None:
    sucker, punishment, reward, temptation = 0.0, less, less + gap, less + gap + more
    found = least_patience(dilemma(temptation, reward, punishment, sucker), GRIM_TRIGGER)
    assert found == pytest.approx((temptation - reward) / (temptation - punishment), abs=1e-6)


def test_values_are_the_sum_of_the_rounds() -> None:
    found = values(dilemma(5, 3, 1, 0), GRIM_TRIGGER, 0.8)
    rounds = 0.8 ** np.arange(400)
    np.testing.assert_allclose(found, [[3 * rounds.sum()] * 2, [rounds.sum()] * 2], rtol=1e-12)


def test_nobody_leaves_mutual_defection_and_nothing_makes_an_innocent_cooperate() -> None:
    game = dilemma(5, 3, 1, 0)
    always = Rule(np.array([[1, 1]]), np.zeros((1, 2, 2), dtype=np.int64))
    assert least_patience(game, always) == 0.0
    naive = Rule(np.array([[0, 0]]), np.zeros((1, 2, 2), dtype=np.int64))
    assert least_patience(game, naive) is None
    np.testing.assert_allclose(deviations(game, naive, 0.9), 2.0, rtol=1e-9)
