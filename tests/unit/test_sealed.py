"""Sealed offers: the monotonic concession protocol and the double auction, worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from zopa import simulate
from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space
from zopa.protocols.base import Protocol
from zopa.protocols.sealed import DoubleAuction, MonotonicConcession, Opened
from zopa.strategies.hardliner import FixedDemand, Hardliner
from zopa.strategies.micro import Micro
from zopa.strategies.parts.base import Bidding
from zopa.strategies.parts.composed import Composed
from zopa.strategies.time_dependent import TimeDependent
from zopa.talks import Play, Talks

SPLIT = Space.of({"share": tuple(range(11))})


def talks(protocol: Protocol, *bidding: Bidding, worlds: int = 1, rounds: int = 11, record: bool = False) -> Talks:
    """Two parties share 10; the first wants a high level, the second a low one."""
    mine = np.tile(np.arange(11.0), (worlds, 1))
    zero, one = (np.zeros(worlds),) * 2, (np.ones(worlds),) * 2
    cells = (mine, 10.0 - mine)
    game = Game(
        SPLIT, ("a", "b"), Luck(3, 0, worlds), LumpSchedule(rounds, one, zero, zero), (Epoch(0, cells, cells),),
        np.ones((worlds, 11), dtype=bool), (None, None),
    )  # fmt: skip
    return Talks(Play(game, protocol, tuple(Composed.of(each) for each in bidding)), record=record)


def test_equal_concessions_meet_in_the_middle() -> None:
    out = talks(MonotonicConcession(), TimeDependent(), TimeDependent()).play_out()
    assert out.agreed[0]
    assert out.package[0, 0] == 5
    assert out.index[0] == 5


def test_two_who_stand_still_end_in_conflict_in_the_second_round() -> None:
    model = talks(MonotonicConcession(), Hardliner(), Hardliner())
    model.step()
    assert model.table.open[0]  # first offers concede nothing to anybody, and nobody could have
    model.step()
    assert not model.table.open[0]
    assert not model.play_out().agreed[0]


def test_unless_they_may() -> None:
    model = talks(MonotonicConcession(stuck=0), Hardliner(), Hardliner())
    for _ in range(10):
        model.step()
    assert model.table.open[0]


def test_offers_that_cross_are_drawn_by_lot() -> None:
    out = talks(MonotonicConcession(), FixedDemand(0.3), FixedDemand(0.3), worlds=4000).play_out()
    assert out.agreed.all()
    assert (out.index == 0).all()
    assert set(np.unique(out.package[:, 0])) == {3, 7}
    share = float((out.proposer == 0).mean())
    assert abs(share - 0.5) < 4 * (0.25 / 4000) ** 0.5
    assert (out.package[out.proposer == 0, 0] == 3).all()


def test_nobody_sees_an_offer_before_all_are_made() -> None:
    model = talks(MonotonicConcession(stuck=0), Micro(), Micro())
    first, second = model.turns()
    moment = model.open_round()
    model.take(first, model.negotiators[0].move(first, moment, False))
    assert not model.negotiators[1].view(second, moment, False).received.standing[0]
    model.take(second, model.negotiators[1].move(second, moment, False))
    moment = model.open_round()
    seen = model.negotiators[1].view(second, moment, False).received
    assert seen.standing[0]
    assert seen.package[0, 0] == 10
    assert seen.worth[0] == 0.0


def opened(first: int, second: int) -> Opened:
    offers = tuple(np.array([[level]], dtype=np.int16) for level in (first, second))
    worth = tuple(
        tuple(np.array([float(sign * offer[0, 0])]) for offer in offers) for sign in (-1, 1)
    )  # the first buys: a low price is good
    made = (np.ones(1, dtype=bool),) * 2
    return Opened(offers, made, worth, np.zeros(1, dtype=np.int64), np.zeros(1))


@pytest.mark.parametrize(("share", "price"), [(0.5, 6), (0.0, 4), (1.0, 8), (0.3, 5), (0.25, 5)])
def test_a_price_in_between_where_they_cross(share: float, price: int) -> None:
    met = DoubleAuction(share).meet(SPLIT, opened(8, 4))
    assert met.struck[0]
    assert met.package[0, 0] == price


def test_no_trade_where_they_do_not_cross() -> None:
    assert not DoubleAuction().meet(SPLIT, opened(4, 5)).struck[0]
    assert DoubleAuction().meet(SPLIT, opened(5, 5)).struck[0]


def test_levels_in_any_order() -> None:
    space = Space.of({"price": (30, 10, 20)})
    met = DoubleAuction().meet(space, opened(0, 1))  # prices 30 and 10: between them 20
    assert space.read(met.package[0]) == {"price": 20}


def test_a_price_in_between_gives_each_what_it_asks_for() -> None:
    crossed = opened(8, 4)
    first = -np.arange(float(SPLIT.cells))[None]
    first[0, 6] = -9.0  # between the prices, and worse for the first than the one that it bids itself
    met = DoubleAuction().meet(SPLIT, replace(crossed, cells=(first, np.arange(float(SPLIT.cells))[None])))
    assert met.struck[0]
    assert met.package[0, 0] == 5
    allowed = np.ones((1, SPLIT.cells), dtype=bool)
    allowed[0, 5:7] = False
    assert DoubleAuction().meet(SPLIT, replace(crossed, allowed=allowed)).package[0, 0] == 7


def test_from_a_file_and_in_words() -> None:
    settings = ["protocol={kind: monotonic_concession, stuck: 0}", "time.rounds=30"]
    frame = simulate("shrinking_pie", worlds=3, overrides=settings)
    assert frame.agreed.all()
    auction = simulate("shrinking_pie", worlds=1, overrides=["protocol={kind: double_auction}"])
    assert auction.agreed.all()
