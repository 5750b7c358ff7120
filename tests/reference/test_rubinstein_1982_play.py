"""Alternating offers without end, played: Rubinstein (1982), Econometrica 50: 97-109.

Who is indifferent accepts, and the proposer keeps more; so on a grid of shares what the responder gets is rounded up
by a step in every round that is thought through: shares are those of the continuous pie to within
2 step / (1 − δ1 δ2), two rounds being a cycle.
"""

import numpy as np
import pytest

from reference.sharing import ONE_A_ROUND, pie, play
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.hardliner import FixedDemand
from zopa.strategies.subgame_perfect import Rubinstein, SubgamePerfect

STEP = 1 / 4_000


@pytest.mark.parametrize(("factors", "share"), [((0.9, 0.8), 0.714286), ((0.9, 0.9), 0.526316)])
def test_the_patient_get_more_and_at_once(factors: tuple[float, float], share: float) -> None:
    slack = 2 * STEP / (1 - factors[0] * factors[1])
    for side in (Rubinstein(), SubgamePerfect()):
        out = play(pie(120, factors), side, side)
        assert out.agreed[0]
        assert out.index[0] == 0
        assert abs(out.payoff[0][0] - share) < slack + 1e-6
        assert out.payoff[0][0] + out.payoff[1][0] == pytest.approx(1.0)


def test_it_plays_so_whatever_deadline_there_is() -> None:
    shares = [play(pie(rounds, (0.9, 0.9)), Rubinstein(), Rubinstein()).payoff[0][0] for rounds in (2, 3, 50)]
    assert shares == pytest.approx([1 / 1.9] * 3, abs=2e-3)


def test_time_between_offers_vanishes() -> None:
    errors = []
    for dt in (1.0, 0.1, 0.05):
        first, second = np.exp(-0.05 * dt), np.exp(-0.10 * dt)
        exact, room = (1 - second) / (1 - first * second), 0.02 if dt < 1 else 0.2
        near = (exact - room, exact + room)
        out = play(pie(40, (first, second), near=near), Rubinstein(), Rubinstein())
        assert abs(out.payoff[0][0] - exact) < 2 * (2 * room / 4_000) / (1 - first * second)
        errors.append(abs(out.payoff[0][0] - 2 / 3))
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.001


def test_fixed_costs_the_cheaper_side_takes_nearly_all() -> None:
    shares = {}
    for costs in ((0.01, 0.02), (0.02, 0.01)):
        game = pie(260, inside=(-costs[0], -costs[1]))  # so many rounds as eat up the pie, and the last does not matter
        shares[costs] = play(game, Rubinstein(), Rubinstein()).payoff[0][0]
        assert shares[costs] == pytest.approx(play(game, SubgamePerfect(), SubgamePerfect()).payoff[0][0], abs=2 * STEP)
    assert shares[0.01, 0.02] == 1.0
    assert shares[0.02, 0.01] == pytest.approx(0.01, abs=2 * STEP)


def test_who_refuses_and_answers_at_once_bears_no_cost() -> None:
    # with a counter-offer in the same turn only the second mover waits a round for an answer, and so pays for all delay
    out = play(pie(40, (0.9, 0.8)), Rubinstein(), Rubinstein(), protocol=AlternatingOffers((0, 1)))
    assert out.payoff[0][0] > 0.998


def test_against_one_who_insists_it_waits_for_ever() -> None:
    out = play(pie(12, (0.9, 0.9)), Rubinstein(), FixedDemand(0.6), protocol=ONE_A_ROUND)
    assert not out.agreed[0]
    out = play(pie(12, (0.9, 0.9)), Rubinstein(), FixedDemand(0.4), protocol=ONE_A_ROUND)
    assert out.agreed[0]
    assert out.payoff[0][0] == pytest.approx(1 / 1.9, abs=2e-3)  # it asks for no less at once, and is given it
