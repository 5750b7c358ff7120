"""Faratin, Sierra & Jennings (1998): where two time-dependent lines cross, and who gains by waiting."""

import numpy as np
import pytest

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Given
from zopa.strategies.time_dependent import TimeDependent
from zopa.talks import Play, Talks

GONE, PRICE = 15 / 23, 10 + 10 * 15 / 23  # where 10 + 10 s = 25 - 13 s
ROUNDS = 200


def bargain(buyer: float, seller: float, buyer_first: bool = True) -> tuple[float, int]:
    """Price and round of a deal: the buyer goes from 10 to 20, the seller from 25 to 12, on a grid of 0.0025."""
    price = np.linspace(10, 25, 6001)
    space, worth = Space.of({"price": tuple(price.tolist())}), (20 - price[None, :], price[None, :] - 12)
    one, zero = (np.ones(1),) * 2, (np.zeros(1),) * 2
    game = Game(
        space, ("buyer", "seller"), Luck(0), LumpSchedule(ROUNDS, one, zero, zero), (Epoch(0, worth, worth),),
        np.ones((1, 6001), dtype=bool), (None, None), cap=8192,
    )  # fmt: skip
    team = tuple(Composed(TimeDependent(beta), Next(), Given()) for beta in (buyer, seller))
    order = (0, 1) if buyer_first else (1, 0)
    out = Talks(Play(game, AlternatingOffers(order), team)).play_out()
    return float(price[out.package[0, 0]]), int(out.index[0])


@pytest.mark.parametrize("buyer_first", [True, False])
@pytest.mark.parametrize("beta", [0.1, 0.2, 0.5, 1.0, 2.0, 5.0])
def test_two_equal_lines_cross_at_the_same_price(beta: float, buyer_first: bool) -> None:
    price, index = bargain(beta, beta, buyer_first)
    moment = GONE**beta * (ROUNDS - 1)
    assert abs(index - moment) <= 1

    def conceded(at: float) -> float:
        return (min(at, ROUNDS - 1) / (ROUNDS - 1)) ** (1 / beta)

    step = 13 * (conceded(moment + 1) - conceded(max(moment - 1, 0)))  # the larger range, a round either way
    assert abs(price - PRICE) <= step + 0.0025
    assert pytest.approx(16.521739, abs=1e-6) == PRICE


def test_the_shipped_scenario_crosses_there_too() -> None:
    document = load("buyer_seller")
    talks = Talks(compile_play(document.scenario, Luck(1)))
    out = talks.play_out()
    price = talks.play.game.space.read(out.package[0])["price"]
    assert abs(float(price) - PRICE) <= 13 / 99 + 0.25
    assert abs(int(out.index[0]) - GONE * 99) <= 1


def test_who_waits_gains() -> None:
    assert bargain(0.2, 5.0)[0] < bargain(1.0, 1.0)[0] < bargain(5.0, 0.2)[0]
    prices = [bargain(beta, 1.0)[0] for beta in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)]
    assert prices == sorted(prices)


def test_boulware_deals_late_and_conceder_early() -> None:
    rounds = [bargain(beta, beta)[1] for beta in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)]
    assert rounds == sorted(rounds, reverse=True)
