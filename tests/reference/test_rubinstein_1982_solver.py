"""Alternating offers without an end, against Rubinstein (1982), Econometrica 50:97-109: the solver's side."""

import numpy as np
import pytest

from twins.pies import IN_TURN, column, pie, turns
from zopa.solutions.induction import Terms, terms
from zopa.solutions.subgame_perfect import equilibrium, stationary

STEPS = 100_000


def _limits(rules: Terms, steps: int = STEPS) -> list[float]:
    """The least and the most that a stationary equilibrium gives the first party."""
    found = [stationary(pie(steps), rules._replace(no_deal=column(end, 1.0 - end))) for end in (0.0, 1.0)]
    assert all(limit.error[0] <= 1e-9 for limit in found)
    return [float(limit.value[0, 0]) for limit in found]


@pytest.mark.parametrize("factors", [(0.9, 0.8), (0.9, 0.9), (0.5, 0.99)])
def test_discounting(factors: tuple[float, float]) -> None:
    a, b = factors
    share, near = (1 - b) / (1 - a * b), 2 / (1 - a * b) / STEPS
    low, high = _limits(terms(IN_TURN, column(a, b)))
    assert low == pytest.approx(share, abs=near)
    assert high == pytest.approx(share, abs=near)


def test_the_worked_numbers() -> None:
    assert _limits(terms(IN_TURN, column(0.9, 0.8))) == pytest.approx([0.714286] * 2, abs=1e-4)
    assert _limits(terms(IN_TURN, column(0.9, 0.9))) == pytest.approx([0.526316] * 2, abs=1e-4)


def test_short_rounds_divide_by_impatience() -> None:
    rates, dt = column(0.05, 0.10), 0.01
    low, high = _limits(terms(IN_TURN, np.exp(-rates * dt)), steps=1_000_000)
    # a step of the grid counts 1 / (1 - a b) = 667 fold, the first proposer's advantage is r dt / 3
    assert low == pytest.approx(2 / 3, abs=2e-3)
    assert high == pytest.approx(2 / 3, abs=2e-3)


@pytest.mark.parametrize(
    ("costs", "least", "most"),
    [((0.01, 0.02), 1.0, 1.0), ((0.02, 0.01), 0.01, 0.01), ((0.02, 0.02), 0.02, 1.0)],
)
def test_fixed_costs(costs: tuple[float, float], least: float, most: float) -> None:
    """Who waits more cheaply takes all but the other's cost; with equal costs anything from c to 1."""
    rules = terms(IN_TURN, column(1.0, 1.0), flow=-column(*costs))
    assert _limits(rules) == pytest.approx([least, most], abs=2e-5)


def test_it_is_the_limit_of_talks_with_an_end() -> None:
    long = equilibrium(pie(STEPS), terms(turns(400), column(0.9, 0.8))).value[0, 0]
    assert long == pytest.approx(_limits(terms(IN_TURN, column(0.9, 0.8)))[0], abs=1e-4)


def test_patience_pays() -> None:
    shares = [_limits(terms(IN_TURN, column(a, 0.9)))[0] for a in (0.5, 0.7, 0.9, 0.95, 0.99)]
    assert shares == sorted(shares)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.25, 0.5, 0.75, 0.98, 1.0])
def test_with_equal_costs_any_split_that_leaves_a_cost_is_an_equilibrium(share: float) -> None:
    """If a cycle later it is split so, no proposal and no answer before that is better than to split it so at once."""
    rules = terms(IN_TURN, column(1.0, 1.0), flow=-column(0.02, 0.02))
    found = stationary(pie(STEPS), rules._replace(no_deal=column(share, 1.0 - share)))
    assert found.value[:, 0] == pytest.approx([share, 1.0 - share], abs=1e-9)
    assert (found.cycles, found.deal[0] >= 0) == (1, True)
    assert found.asks[:, 0, 0] == pytest.approx([share - 0.04 if share > 0.04 else -0.02, 1.0 - share], abs=2e-5)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.019])
def test_but_not_one_that_leaves_less(share: float) -> None:
    rules = terms(IN_TURN, column(1.0, 1.0), flow=-column(0.02, 0.02))
    found = stationary(pie(STEPS), rules._replace(no_deal=column(share, 1.0 - share)))
    assert found.value[0, 0] == pytest.approx(0.02, abs=1e-9)
