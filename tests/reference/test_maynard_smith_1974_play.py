"""The war of attrition, played: Maynard Smith (1974), J. Theoretical Biology 47: 209-221."""

import numpy as np
import pytest

from reference.quitting import Quitter
from reference.sharing import pie, play
from zopa.strategies.concession_games import WarOfAttrition

WORLDS, DT = 8_000, 0.05


def test_it_lasts_v_over_2c_on_average_and_is_worth_nothing() -> None:
    prize, cost = 10.0, 2.0
    share = cost * DT / prize  # the pie is the prize
    game = pie(int(40 / DT), inside=(-share, -share), levels=11, worlds=WORLDS, seed=5)
    out = play(game, WarOfAttrition(), WarOfAttrition())
    assert out.agreed.all()
    time = out.index * DT
    assert abs(time.mean() - prize / (2 * cost)) < 3 * time.std() / WORLDS**0.5 + DT
    # how long each would hold out: 1 − exp(−c t / V), so the shorter of two is over at twice that rate
    for t in (0.5, 2.0, 5.0):
        expected = 1 - np.exp(-2 * cost * t / prize)
        slack = 3 * (expected * (1 - expected) / WORLDS) ** 0.5 + 2 * cost * DT / prize
        assert abs(float((time <= t).mean()) - expected) < slack
    for p in range(2):  # all that the winner gets is fought away
        worth = prize * out.payoff[p]
        assert abs(worth.mean()) < 3 * worth.std() / WORLDS**0.5 + 2 * cost * DT


def test_who_pays_more_wins_more_often() -> None:
    # the other must be kept indifferent: whose opponent pays more gives in more often
    shares = (0.004, 0.012)
    game = pie(4_000, inside=(-shares[0], -shares[1]), levels=11, worlds=WORLDS, seed=6)
    out = play(game, WarOfAttrition(), WarOfAttrition())
    won = float((out.package[:, 0] == 10).mean())  # the first party has all
    assert won == pytest.approx(shares[0] / sum(shares), abs=0.02)


@pytest.mark.parametrize("p", [0, 1])
def test_no_other_moment_to_give_in_is_better(p: int) -> None:
    """Whoever gives in at a moment of its own choice has nothing, as with the equilibrium."""
    share, each = 2.0 * DT / 10.0, WORLDS // 2
    when = np.array([0.0, 0.5, 2.0, 5.0, 10.0])
    team: list[WarOfAttrition | Quitter] = [WarOfAttrition(), WarOfAttrition()]
    team[p] = Quitter(gives_in=np.repeat(when / DT, each))
    game = pie(int(40 / DT), inside=(-share, -share), levels=11, worlds=when.size * each, seed=7)
    payoff = play(game, *team).payoff[p].reshape(when.size, each)
    assert (np.abs(payoff.mean(axis=1)) < 3 * payoff.std(axis=1) / each**0.5 + 2 * share).all()
