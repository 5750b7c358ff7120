"""Floors of ratification: Schelling (1960), Iida (1993), Tarar (2001), JCR 45:320-340, in their simplest form."""

import numpy as np
import pytest

from twins.pies import IN_TURN, column, pie
from zopa.solutions.induction import REFUSED, terms
from zopa.solutions.one_offer import one_offer
from zopa.solutions.subgame_perfect import above, equilibrium, stationary

STEPS, D = 100_000, 0.9


def _shares(first: float, second: float) -> np.ndarray:
    points = above(pie(STEPS), column(first, second))
    return stationary(points, terms(IN_TURN, column(D, D))).value[:, 0]


@pytest.mark.parametrize(("floor", "share"), [(0.0, 0.473684), (0.40, 0.473684), (0.60, 0.60), (0.8, 0.8)])
def test_a_floor_above_what_it_gets_anyway_is_granted(floor: float, share: float) -> None:
    assert _shares(0.0, floor)[1] == pytest.approx(share, abs=2e-4)


def test_of_two_floors_the_higher_gains() -> None:
    np.testing.assert_allclose(_shares(0.55, 0.40), [0.595, 0.405], atol=2e-4)


def test_floors_that_exceed_the_pie_leave_nothing() -> None:
    points = above(pie(STEPS), column(0.6, 0.5))
    assert points.mine.size == 0
    found = equilibrium(points, terms(np.arange(8) % 2, column(D, D), no_deal=0.1))
    assert found.deal[0] == REFUSED
    assert found.when[0] == 8
    np.testing.assert_allclose(found.value[:, 0], 0.1 * D**8)


@pytest.mark.parametrize(
    ("low", "high", "offer", "refused"), [(0.2, 0.8, 0.6, 1 / 3), (0.0, 1.0, 0.5, 0.5), (0.4, 0.6, 0.6, 0.0)]
)
def test_an_unknown_floor_is_met_half_way(low: float, high: float, offer: float, refused: float) -> None:
    """Floor c ~ U[L, H], one offer: give min((1 + L) / 2, H); involuntary defection with 1 − (x − L) / (H − L)."""
    share = np.arange(1001) / 1000
    signed = np.clip((share - low) / (high - low), 0.0, 1.0)
    (best,) = one_offer(1.0 - share, signed, 0.0)
    assert share[best] == pytest.approx(offer, abs=1e-3)
    assert 1.0 - signed[best] == pytest.approx(refused, abs=2e-3)


def test_senseless_chances_are_refused() -> None:
    with pytest.raises(ValueError, match="probabilities"):
        one_offer(np.ones(2), np.array([0.5, 1.5]), 0.0)
