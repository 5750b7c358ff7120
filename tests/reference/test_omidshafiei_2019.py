"""Alpha-rank, Omidshafiei et al. (2019): rock-paper-scissors is played evenly, and the chain is stationary."""

import numpy as np
import pytest

from zopa.analysis.metagame.at_alpha import alpha_rank
from zopa.analysis.metagame.chain import stationary
from zopa.analysis.population import fixation

ROCK_PAPER_SCISSORS = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], dtype=float)


@pytest.mark.parametrize("alpha", [0.0, 0.1, 1.0, 10.0])
def test_rock_paper_scissors_is_uniform(alpha: float) -> None:
    found = alpha_rank(np.stack((ROCK_PAPER_SCISSORS, -ROCK_PAPER_SCISSORS), axis=2), alpha)
    np.testing.assert_allclose(found, 1 / 9, rtol=1e-12)


def test_a_dominant_profile_takes_all_the_time_as_selection_grows() -> None:
    dilemma = np.array([[[3, 3], [0, 5]], [[5, 0], [1, 1]]], dtype=float)
    mass = [alpha_rank(dilemma, alpha)[1, 1] for alpha in (0.0, 0.01, 0.1, 1.0)]
    assert mass[0] == pytest.approx(0.25, rel=1e-12)
    assert mass == sorted(mass)
    assert mass[-1] > 1 - 1e-12


def test_by_the_definition() -> None:
    """The published formula for a mutant that takes over, and the eigenvector of the chain."""
    rng = np.random.default_rng(8)
    payoffs, alpha, size = rng.uniform(size=(3, 2, 2)), 2.0, 50
    moves = np.zeros((6, 6))
    for here in range(6):
        s = divmod(here, 2)
        for there in range(6):
            t = divmod(there, 2)
            if (s[0] != t[0]) != (s[1] != t[1]):
                role = 0 if s[0] != t[0] else 1
                gain = alpha * (payoffs[t][role] - payoffs[s][role])
                moves[here, there] = -np.expm1(-gain) / -np.expm1(-size * gain) / 3
                assert fixation(np.full(size - 1, gain)) == pytest.approx(3 * moves[here, there], rel=1e-9)
        moves[here, here] = 1.0 - moves[here].sum()
    found = alpha_rank(payoffs, alpha, size).ravel()
    np.testing.assert_allclose((found[:, None] * moves).sum(axis=0), found, rtol=1e-12)


def test_a_chain_that_comes_apart_is_refused() -> None:
    with pytest.raises(ValueError, match="can not be left"):
        stationary(np.array([[0.5, 0.5], [0.0, 1.0]]))
