"""Bargaining and reputation, played: Abreu & Gul (2000), Econometrica 68: 85-117; two worked examples.

Time runs in rounds of dt, and who would give in between two rounds does so in the next: shares of worlds are within
three standard errors, payoffs within that and a round's discounting.
"""

from dataclasses import dataclass

import numpy as np
import pytest

from reference.quitting import Quitter
from reference.sharing import pie, play
from zopa.strategies.concession_games import Reputational
from zopa.talks.table import Outcomes

WORLDS, DT = 8_000, 0.1


@dataclass(frozen=True)
class Example:
    """Demands, priors, rates; what follows: hazards, the end, the weak side and its atom, payoffs."""

    demands: tuple[float, float]
    priors: tuple[float, float]
    rates: tuple[float, float]
    hazards: tuple[float, float]
    end: float
    weak: int
    atom: float
    payoffs: tuple[float, float]


EXAMPLES = [
    Example((0.6, 0.6), (0.1, 0.05), (0.1, 0.1), (0.2, 0.2), 11.5129, 1, 0.5, (0.5, 0.4)),
    Example((0.7, 0.6), (0.05, 0.05), (0.05, 0.10), (0.1, 0.066667), 29.9573, 1, 0.631597, (0.589479, 0.3)),
]


def talks(example: Example) -> Outcomes:
    """Both play the equilibrium, far beyond its end."""
    a, z = example.demands, example.priors
    team = (Reputational(a[0], z[0], a[1], z[1]), Reputational(a[1], z[1], a[0], z[0]))
    rounds = int(example.end / DT) + 40
    factor = tuple(float(np.exp(-rate * DT)) for rate in example.rates)
    return play(pie(rounds, factor, levels=101, worlds=WORLDS, seed=7), *team)


def near(share: float, expected: float, worlds: int = WORLDS) -> None:
    assert abs(share - expected) < 3 * (expected * (1 - expected) / worlds) ** 0.5 + 1e-9


@pytest.mark.parametrize("example", EXAMPLES)
def test_played_as_solved(example: Example) -> None:
    out = talks(example)
    strong = 1 - example.weak
    # at once: only the weak side gives in, with its atom (the other a little, within the first round)
    kept = np.where(out.agreed, np.array(out.payoff[strong]), 0.0)
    at_once = out.agreed & (out.index == 0)
    near(float((at_once & np.isclose(kept, example.demands[strong])).mean()), example.atom)
    # for ever: both are obstinate
    near(float((~out.agreed).mean()), example.priors[0] * example.priors[1])
    # the end: nobody gives in after T0
    assert (out.index[out.agreed] * DT).max() < example.end + DT
    assert (out.index[out.agreed] * DT).max() > 0.5 * example.end
    # payoffs: the weak side has what it would have by giving in at once
    for p in range(2):
        slack = 3 * float(out.payoff[p].std()) / WORLDS**0.5 + example.rates[p] * DT
        assert abs(float(out.payoff[p].mean()) - example.payoffs[p]) < slack


@pytest.mark.parametrize("example", EXAMPLES)
def test_concessions_come_at_constant_rates_in_between(example: Example) -> None:
    out = talks(example)
    later = out.agreed & (out.index > 0)
    worth = [np.array(out.payoff[p]) / np.exp(-example.rates[p] * DT * out.index) for p in range(2)]
    gave_in = [later & np.isclose(worth[1 - p], example.demands[1 - p]) for p in range(2)]
    hazard = sum(example.hazards)
    for p in range(2):
        near(float(gave_in[p].sum()) / later.sum(), example.hazards[p] / hazard, int(later.sum()))
    # of those still there after the first moment, half are settled by ln 2 / (λ1 + λ2)
    open_after = later | ~out.agreed
    half = int(np.ceil(np.log(2) / hazard / DT))
    near(
        float((later & (out.index <= half)).sum() / open_after.sum()), 1 - np.exp(-hazard * half * DT), int(later.sum())
    )


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("p", [0, 1])
def test_no_other_moment_to_give_in_is_better(example: Example, p: int) -> None:
    """Against one who plays the equilibrium every moment up to the end is worth the same, and none is worth more."""
    a, z, each = example.demands, example.priors, 3_000
    when = np.array([0.0, 2 * DT, 0.4 * example.end, 0.9 * example.end, np.inf])
    team = [Reputational(a[0], z[0], a[1], z[1]), Reputational(a[1], z[1], a[0], z[0])]
    team[p] = Quitter(a[p], 1 - a[1 - p], np.repeat(when / DT, each))
    factor = tuple(float(np.exp(-rate * DT)) for rate in example.rates)
    out = play(pie(int(example.end / DT) + 40, factor, levels=101, worlds=when.size * each, seed=8), *team)
    payoff = out.payoff[p].reshape(when.size, each)
    slack = 3 * payoff.std(axis=1) / each**0.5 + example.rates[p] * DT
    # at time zero itself nobody waits to see whether the other gives in
    assert payoff[0] == pytest.approx(1 - a[1 - p])
    assert (np.abs(payoff.mean(axis=1) - example.payoffs[p])[1:-1] < slack[1:-1]).all()
    assert payoff[-1].mean() < example.payoffs[p] + slack[-1]  # never: less by z_j exp(−r T0) (1 − α_j), a thousandth
