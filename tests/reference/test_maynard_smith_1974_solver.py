"""The war of attrition, Maynard Smith (1974): how long it lasts, and that nobody gains."""

import numpy as np
import pytest

from zopa.solutions.attrition import attrition

PRIZE, COST = 10.0, 2.0


def symmetric(worlds: int = 1):
    return attrition(np.full((worlds, 2), PRIZE), np.full((worlds, 2), COST))


def test_times_are_exponential() -> None:
    found = symmetric()
    for time in (0.0, 1.0, 7.0):
        np.testing.assert_allclose(found.survival(np.array([time]))[0], np.exp(-COST * time / PRIZE), rtol=1e-12)
    assert found.atom[0] == 0.0
    assert np.isinf(found.horizon[0])


def test_mean_length() -> None:
    found = symmetric()
    time = np.linspace(0.0, 200.0, 200_001)
    both = found.survival(time[::20]).prod(axis=1)
    mean = float(((both[1:] + both[:-1]) * 0.5).sum() * (time[20] - time[0]))
    assert mean == pytest.approx(PRIZE / (2 * COST), abs=1e-4)
    assert mean == pytest.approx(2.5, abs=1e-4)


def test_every_time_to_quit_is_worth_the_same_and_nothing() -> None:
    found = symmetric()
    for quits in (0.0, 2.0, 9.0):
        time = np.linspace(0.0, quits, 4001)
        survival = found.survival(time)[:, 1]
        gone, middle = -np.diff(survival), 0.5 * (time[1:] + time[:-1])
        worth = (gone * (PRIZE - COST * middle)).sum() - survival[-1] * COST * quits
        assert worth == pytest.approx(0.0, abs=1e-5)


def test_times_drawn_have_the_mean() -> None:
    worlds = 4000
    even = (np.arange(worlds) + 0.5) / worlds  # a sample without luck
    when = symmetric(worlds).quits(np.column_stack((even, even)))
    assert when[:, 0].mean() == pytest.approx(PRIZE / COST, rel=2e-3)
    assert np.array_equal(when[:, 0], when[:, 1])


def test_who_pays_more_waits_no_less() -> None:
    """Each mixes so that the *other* is indifferent: the side with the higher cost waits longer."""
    found = attrition(np.full((1, 2), PRIZE), np.array([[4.0, 1.0]]))
    np.testing.assert_allclose(found.hazards, [[0.1, 0.4]], rtol=1e-12)
