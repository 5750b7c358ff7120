"""Inside options, against Muthoo (1999), "Bargaining Theory with Applications", chapter 6: the solver's side."""

import numpy as np
import pytest

from twins.pies import IN_TURN, column, pie
from zopa.solutions.induction import terms
from zopa.solutions.subgame_perfect import stationary

RATES, DT = column(0.1, 0.2), 0.01


def _shares(flows: np.ndarray) -> np.ndarray:
    factor = np.exp(-RATES * DT)
    rules = terms(IN_TURN, factor, flow=flows * (1.0 - factor) / RATES)
    return stationary(pie(1_000_000), rules).value[:, 0]


def test_the_worked_number() -> None:
    # error: 1 / (1 - a b) = 334 steps of the grid, and r dt of the proposer's advantage
    np.testing.assert_allclose(_shares(column(0.01, 0.04)), [0.566667, 0.433333], atol=2e-3)


@pytest.mark.parametrize("flows", [(0.0, 0.0), (0.05, 0.0), (0.0, 0.1), (0.02, 0.12)])
def test_the_formula(flows: tuple[float, float]) -> None:
    floor = [flow / rate for flow, rate in zip(flows, RATES[:, 0], strict=True)]
    share = floor[0] + RATES[1, 0] / RATES.sum() * (1 - sum(floor))
    np.testing.assert_allclose(_shares(column(*flows)), [share, 1 - share], atol=2e-3)


def test_unlike_an_outside_option_the_least_of_it_counts() -> None:
    assert _shares(column(0.0, 0.02))[1] > _shares(column(0.0, 0.0))[1] + 0.05
