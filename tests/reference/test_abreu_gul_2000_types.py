"""Many ways to be obstinate, Abreu & Gul (2000), section 4: what is demanded, and shares as obstinacy becomes rare."""

import numpy as np
import pytest

from zopa.solutions.attrition import abreu_gul
from zopa.solutions.reputation import Reputation, reputation

RATES = np.array([0.05, 0.10])


def solved(steps: int, log_priors: tuple[float, float], rates: np.ndarray = RATES) -> tuple[Reputation, np.ndarray]:
    """Demands in equal steps between 0 and 1, all as likely."""
    demands = np.arange(1, steps) / steps
    return reputation(demands, np.full(steps - 1, 1 / (steps - 1)), np.array(log_priors), rates), demands


@pytest.mark.parametrize("rates", [(0.05, 0.10), (0.10, 0.05), (0.1, 0.1)])
@pytest.mark.parametrize("steps", [10, 20])
def test_shares_go_with_patience_as_obstinacy_becomes_rare(rates: tuple[float, float], steps: int) -> None:
    """r_j / (r_1 + r_2) within a step of the demands, as in Rubinstein's game; no more is lost than a step."""
    found, _ = solved(steps, (-300.0, -300.0), np.array(rates))
    assert found.values[0] == pytest.approx(rates[1] / sum(rates), abs=1 / steps)
    assert found.values[1] == pytest.approx(rates[0] / sum(rates), abs=1 / steps)
    assert found.values.sum() > 1 - 1 / steps - 1e-5


def test_the_rarer_the_nearer() -> None:
    lost = [1.0 - solved(20, (log, log))[0].values.sum() for log in (-2.0, -8.0, -30.0)]
    assert lost == sorted(lost, reverse=True)
    assert lost[-1] < 0.005


def test_who_is_more_often_obstinate_gets_more() -> None:
    shares = [solved(10, (log, -5.0))[0].values[0] for log in (-9.0, -5.0, -2.0)]
    assert shares == sorted(shares)


def mimics(often: np.ndarray, log_prior: float, kinds: int) -> np.ndarray:
    """Posteriors of obstinacy after each demand; a demand that is never named comes from the obstinate alone."""
    z = np.exp(log_prior)
    return np.minimum(z / kinds / (z / kinds + (1 - z) * often), 1 - 1e-9)


@pytest.mark.parametrize("priors", [(-3.0, -5.0), (-6.0, -4.0)])
def test_every_demand_that_is_made_is_worth_the_same(priors: tuple[float, float]) -> None:
    """Against the war of attrition that follows, solved on its own: neither side has a better demand."""
    found, demands = solved(20, priors)
    kinds, z = demands.size, np.exp(priors)
    assert found.first.sum() == pytest.approx(1.0, abs=2e-6)
    np.testing.assert_allclose(found.second.sum(axis=1) + found.accepts, 1.0, atol=1e-6)
    mine, theirs = mimics(found.first, priors[0], kinds), mimics(found.second, priors[1], kinds)
    first_side = np.zeros(kinds)
    for a in range(kinds):
        clash = np.flatnonzero(demands[a] + demands > 1 + 1e-12)
        pairs = np.column_stack((np.full(clash.size, demands[a]), demands[clash]))
        beliefs = np.column_stack((np.full(clash.size, mine[a]), theirs[a, clash]))
        war = abreu_gul(pairs, beliefs, np.tile(RATES, (clash.size, 1)))
        atoms, left = war.atoms, 1 - demands[a]
        gets = atoms[:, 0] * demands[clash] + (1 - atoms[:, 0]) * left
        best = max(gets.max(initial=left), left)
        named = found.second[a, clash] > 1e-6
        np.testing.assert_allclose(gets[named], best, atol=1e-5)
        assert found.accepts[a] < 1e-6 or best == pytest.approx(left, abs=1e-5)
        assert found.worth[1, a] == pytest.approx(best, abs=1e-5)
        # the second side yields at once where it accepts, where it concedes, or where it asks for no more than is left
        answers = z[1] / kinds + (1 - z[1]) * found.second[a]
        meets = atoms[:, 1] * demands[a] + (1 - atoms[:, 1]) * (1 - demands[clash])
        first_side[a] = (answers[clash] * meets).sum()
        first_side[a] += ((1 - z[1]) * found.accepts[a] + z[1] * (kinds - clash.size) / kinds) * demands[a]
    np.testing.assert_allclose(first_side, found.worth[0], atol=2e-5)
    np.testing.assert_allclose(first_side[found.first > 1e-6], found.values[0], atol=2e-5)
    assert first_side.max() < found.values[0] + 2e-5
