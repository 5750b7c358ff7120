"""Nash (1950), Econometrica 18:155-162, with the weights of Harsanyi and Selten (1972): risk aversion and Zeuthen."""

import numpy as np
import pytest

from twins.pies import pie
from zopa.solutions import lottery
from zopa.solutions.nash import nash
from zopa.strategies.brinkman import critical

ZERO = np.zeros(2)


@pytest.mark.parametrize(("weight", "powers"), [(0.5, (1.0, 0.5)), (0.6, (0.5, 0.5)), (0.3, (0.2, 0.9))])
def test_risk_aversion_costs_you(weight: float, powers: tuple[float, float]) -> None:
    """u_i = x_i^g_i: x_1 = a g_1 / (a g_1 + (1 − a) g_2); with a = 1/2 and g = (1, 1/2): 2/3."""
    g, h = powers
    points = pie(100_000, 1, lambda x: x**g, lambda x: x**h)
    chosen = nash(np.column_stack((points.mine, points.theirs)), ZERO, np.array([weight, 1.0 - weight]))
    share = weight * g / (weight * g + (1.0 - weight) * h)
    assert chosen[0] / 100_000 == pytest.approx(share, abs=1e-5)


def test_weights_on_a_line_as_a_lottery_between_its_ends() -> None:
    ends, walk_away = np.array([[0.0, 100.0], [100.0, 0.0]]), np.array([20.0, 10.0])
    found = lottery.chain(ends, walk_away)
    assert found is not None
    np.testing.assert_allclose(lottery.nash(found, walk_away).payoffs, [55.0, 45.0])
    weighted = lottery.nash(found, walk_away, np.array([0.6, 0.4]))
    np.testing.assert_allclose(weighted.payoffs, [62.0, 38.0])
    assert weighted.packages == (0, 1)
    assert weighted.chance == pytest.approx(0.62)


def test_who_has_the_lower_risk_limit_concedes_until_nash() -> None:
    """Zeuthen (1930) as Harsanyi (1956, Econometrica 24:144-157) has it: offers end within a step of Nash.

    The risk limit of a party is what the other's offer costs it over what conflict would: z = (u(own) − u(other)) /
    u(own). The worked numbers: u = (x, sqrt(1 − x)), offers .9 and .2: z = (.777778, .646447), so 2 concedes.
    """
    steps = 1000
    points = pie(steps, 1, second=np.sqrt)
    u, v = points.mine, points.theirs
    first, second = 900, 200
    best = nash(np.column_stack((u, v)), ZERO)[0]
    limits = []
    while first > second:
        limits.append(critical(np.array([u[first], v[second]]), np.array([u[second], v[first]]), np.zeros(2)))
        if limits[-1][0] < limits[-1][1]:
            first -= 1
        else:
            second += 1
    np.testing.assert_allclose(limits[0], [0.777778, 0.646447], atol=1e-6)
    assert abs(first - best) <= 1
    assert best / steps == pytest.approx(2 / 3, abs=1e-3)
