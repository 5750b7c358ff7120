"""The outside option principle, against Binmore, Shaked and Sutton (1989), QJE 104:753-770: the solver's side."""

import numpy as np
import pytest

from twins.pies import IN_TURN, column, pie
from zopa.solutions.induction import WALKS, terms
from zopa.solutions.subgame_perfect import above, equilibrium, stationary

STEPS = 100_000
D = 0.9


def _responder(outside: float) -> float:
    rules = terms(IN_TURN, column(D, D), outside=column(-np.inf, outside))
    return float(stationary(pie(STEPS), rules).value[1, 0])


@pytest.mark.parametrize(("outside", "share"), [(0.0, 0.473684), (0.30, 0.473684), (0.47, 0.473684), (0.60, 0.60)])
def test_it_binds_or_does_nothing(outside: float, share: float) -> None:
    assert _responder(outside) == pytest.approx(share, abs=2 / (1 - D * D) / STEPS)


def test_flat_up_to_what_it_gets_anyway_then_one_for_one() -> None:
    grid = np.linspace(0.0, 0.95, 20)
    shares = [_responder(float(b)) for b in grid]
    np.testing.assert_allclose(shares, np.maximum(grid, D / (1 + D)), atol=2e-4)


@pytest.mark.parametrize(("first", "second"), [(0.2, 0.3), (0.6, 0.3), (0.2, 0.7), (0.45, 0.54)])
def test_short_rounds_with_something_outside_for_both(first: float, second: float) -> None:
    """x_i = max(w_i, min(eta_i, 1 − w_j)) as rounds shrink."""
    rates = column(0.1, 0.2)
    rules = terms(IN_TURN, np.exp(-rates * 0.01), outside=column(first, second))
    share = stationary(pie(1_000_000), rules).value[0, 0]
    assert share == pytest.approx(max(first, min(2 / 3, 1 - second)), abs=3e-3)


def test_where_nothing_is_worth_it_to_both_the_responder_walks_away() -> None:
    points = above(pie(100), column(0.9, 0.9))
    rules = terms(IN_TURN, column(D, D), outside=column(0.2, 0.3))
    found = equilibrium(points, rules)
    assert found.deal[0] == WALKS
    np.testing.assert_allclose(found.value[:, 0], [0.2, 0.3])
