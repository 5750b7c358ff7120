"""The sealed-bid double auction, played: Chatterjee & Samuelson (1983), Operations Research 31: 835-851."""

import numpy as np
import pytest

from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space
from zopa.protocols.sealed import DoubleAuction
from zopa.strategies.parts.composed import Composed
from zopa.strategies.shader import Shader
from zopa.talks import Play, Talks

WORLDS, LEVELS = 6_000, 401
PRICE = np.linspace(0.0, 1.0, LEVELS)
STEP = PRICE[1]


def auction(k: float, value: np.ndarray, cost: np.ndarray, *team: Shader) -> Talks:
    """A buyer of value v and a seller of cost c, who know their own alone."""
    worlds = value.size
    cells = (value[:, None] - PRICE, PRICE - cost[:, None])
    one, zero = (np.ones(worlds),) * 2, (np.zeros(worlds),) * 2
    game = Game(
        Space.of({"price": tuple(PRICE.tolist())}), ("buyer", "seller"), Luck(0, 0, worlds),
        LumpSchedule(1, one, zero, zero), (Epoch(0, cells, cells),), np.ones((worlds, LEVELS), dtype=bool),
        (None, None), "none",
    )  # fmt: skip
    both = team or (Shader(share=k), Shader(share=1 - k))
    return Talks(Play(game, DoubleAuction(k), tuple(Composed.of(one) for one in both)))


def drawn() -> tuple[np.ndarray, np.ndarray]:
    luck = Luck(9, 0, WORLDS)
    return luck.one("value"), luck.one("cost")


def near(sample: np.ndarray, expected: float) -> None:
    assert abs(sample.mean() - expected) < 3 * sample.std() / WORLDS**0.5 + 2 * STEP


def test_they_trade_where_the_gain_is_a_quarter() -> None:
    value, cost = drawn()
    out = auction(0.5, value, cost).play_out()
    sure = np.abs(value - cost - 0.25) > 2 * STEP  # bids are rounded to prices that exist
    assert np.array_equal(out.agreed[sure], (value - cost >= 0.25)[sure])
    near(out.agreed.astype(float), 9 / 32)
    near(out.payoff[0] + out.payoff[1], 9 / 64)
    near(out.payoff[0], 9 / 128)
    price = PRICE[out.package[out.agreed, 0]]
    expected = ((2 * value / 3 + 1 / 12 + 2 * cost / 3 + 1 / 4) / 2)[out.agreed]
    assert np.abs(price - expected).max() <= 2 * STEP


@pytest.mark.parametrize(
    ("k", "value", "bid"), [(0.5, 0.8, 2 * 0.8 / 3 + 1 / 12), (0.3, 0.8, 0.696154), (0.0, 0.8, 0.8), (1.0, 0.8, 0.4)]
)
def test_the_lines(k: float, value: float, bid: float) -> None:
    talks = auction(k, np.array([value]), np.array([0.0]))
    talks.step()
    assert abs(value - talks.negotiators[0].demand[0] - bid) <= STEP
    assert talks.negotiators[1].demand[0] == pytest.approx((1 - k) / 2, abs=1.01 * STEP)  # a seller without costs


@pytest.mark.parametrize("k", [0.3, 0.5])
@pytest.mark.parametrize("party", [0, 1], ids=["buyer", "seller"])
@pytest.mark.parametrize("gains", [0.35, 0.6, 0.9])
def test_no_type_gains_by_another_bid(k: float, party: int, gains: float) -> None:
    """One type of the one side against even numbers of all types of the other; bids in steps of a twentieth."""
    others = (np.arange(200) + 0.5) / 200
    own, bids = (gains, 1 - gains)[party], np.arange(1, 20) / 20
    usual = [Shader(share=k), Shader(share=1 - k)]

    def payoff(shader: Shader, repeats: int) -> np.ndarray:
        types = [np.full(200 * repeats, own), np.tile(others, repeats)]
        value, cost = types if party == 0 else types[::-1]
        team = [shader if p == party else usual[p] for p in range(2)]
        return auction(k, value, cost, *team).play_out().payoff[party].reshape(repeats, -1).mean(axis=1)

    # a bid that is the same for every type; the seller's as seen from the other end of prices
    tried = payoff(Shader(slope=0.0, intercept=np.repeat(bids, 200)), bids.size)
    best = payoff(usual[party], 1)[0]
    assert tried.max() <= best + 1e-3  # the others' types and the prices come in steps of 1/200 and 1/400
    assert tried.max() > best - 4e-3
