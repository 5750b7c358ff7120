"""Risk of breakdown, against Binmore, Rubinstein and Wolinsky (1986), RAND J. of Economics 17:176-188: the solver."""

import numpy as np
import pytest

from twins.pies import IN_TURN, column, pie
from zopa.solutions.induction import terms
from zopa.solutions.nash import nash
from zopa.solutions.subgame_perfect import stationary

ONE = np.ones((2, 1))


def _proposer(hazard: float, broken: tuple[float, float], steps: int = 100_000) -> float:
    rules = terms(IN_TURN, ONE, hazard=hazard, broken=column(*broken))
    return float(stationary(pie(steps), rules).value[0, 0])


def test_the_worked_number() -> None:
    assert _proposer(0.1, (0.2, 0.1)) == pytest.approx(0.568421, abs=1e-4)


@pytest.mark.parametrize("hazard", [0.02, 0.2, 0.7, 1.0])
@pytest.mark.parametrize("broken", [(0.0, 0.0), (0.3, 0.1), (0.5, 0.5)])
def test_the_formula(hazard: float, broken: tuple[float, float]) -> None:
    share = broken[0] + (1 - sum(broken)) / (2 - hazard)
    assert _proposer(hazard, broken) == pytest.approx(share, abs=2e-5 / hazard)


def test_a_small_risk_leads_to_nash_with_breakdown_as_disagreement() -> None:
    """Also where the parties are averse to risk: u = (x, sqrt(1 − x)), Nash at 2/3 from (0, 0)."""
    curved = pie(1_000_000, second=np.sqrt)
    limit = stationary(curved, terms(IN_TURN, ONE, hazard=0.01)).value[:, 0]
    payoffs = np.column_stack((curved.mine, curved.theirs))
    best = payoffs[nash(payoffs, np.zeros(2))[0]]
    np.testing.assert_allclose(best, [2 / 3, np.sqrt(1 / 3)], atol=1e-6)
    np.testing.assert_allclose(limit, best, atol=4e-3)
