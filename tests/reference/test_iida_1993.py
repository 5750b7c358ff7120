"""Involuntary defection, Iida (1993), Mo (1994): an offer to a party whose home front has an unknown floor."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.solutions.screening import Uniform, best_ultimatum

GIVEN = np.linspace(0.0, 1.0, 4001)[None, :]


def one_offer(low: float, high: float) -> tuple[float, float]:
    """Share given, and the probability that it is not ratified."""
    found = best_ultimatum(1.0 - GIVEN, GIVEN, Uniform(np.array([low]), np.array([high])), np.zeros(1))
    return float(GIVEN[0, found.index[0]]), float(1.0 - found.chance[0])


def test_the_worked_number() -> None:
    share, defection = one_offer(0.2, 0.8)
    assert share == pytest.approx(0.6, abs=1e-12)
    assert defection == pytest.approx(1.0 / 3.0, abs=1e-9)


@given(st.floats(0.0, 0.6), st.floats(0.05, 0.4))
def test_the_closed_form(low: float, span: float) -> None:
    high = low + span
    share, defection = one_offer(low, high)
    expected = min((1.0 + low) / 2.0, high)
    assert share == pytest.approx(expected, abs=2.6e-4)
    assert defection == pytest.approx(1.0 - (expected - low) / span, abs=1e-3 + 2.6e-4 / span)
