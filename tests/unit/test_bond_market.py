"""The bond market: how stress rises and fades, what it costs, what is said and sold."""

import datetime as dt
import math
from dataclasses import replace

import numpy as np
import pytest

from twins.arena import digest
from unit import around
from zopa.events.bond_market import BondMarket, Market
from zopa.events.treasury_sale import cost_of_new_debt, horizon_left, loss_on_holdings, worth_of_years
from zopa.game import statement as said
from zopa.game.doors import Doors
from zopa.game.statement import Statement

US, JAPAN = 0, 1
WEEKS = tuple(dt.date(2025, 4, 16) + dt.timedelta(days=7 * i) for i in range(6))
W = 3
ROUT = BondMarket(US, JAPAN, date=dt.date(2025, 4, 9), shock=61.0, half_life=7.0)


def word(kind: str, by: int = JAPAN, where: tuple[bool, ...] = (True,) * W, amount: float = 1.0) -> Statement:
    return Statement(kind, by, np.array(where), np.full(W, amount))


def rounds(
    market: BondMarket, heard: dict[int, tuple[Statement, ...]] | None = None, upto: int = 6
) -> tuple[Market, list[np.ndarray], Doors]:
    """Its memory after some rounds, the stress in each, and the doors of the last."""
    setting, doors, stress = around.setting(W, WEEKS), around.doors(W), []
    doors.account = market.account
    memory = market.begin(setting)
    for i in range(upto):
        doors.clear()
        market.act(around.now(setting, i, days=7.0 * (i > 0), said=(heard or {}).get(i, ())), memory, doors)
        stress.append(doors.stress)
    return memory, stress, doors


def test_a_dated_shock_halves_week_by_week() -> None:
    memory, stress, _ = rounds(ROUT)
    for i, found in enumerate(stress):
        np.testing.assert_allclose(found, 61.0 * 0.5 ** (1 + i) / 50.0)  # 7 days old when the talks begin
    np.testing.assert_allclose(memory.peak, 0.61)


def test_what_waiting_costs_is_what_waiting_is_feared_to_cost() -> None:
    """Flows paid week by week add up to what D allowed for at the start; the last week is paid, but not foreseen."""
    market = replace(ROUT, pain=10.0)
    setting, doors = around.setting(W, WEEKS), around.doors(W)
    doors.account = market.account
    memory = market.begin(setting)
    market.act(around.now(setting, 0, annuity=np.full(W, 3.0), once=np.ones(W)), memory, doors)
    feared = doors.disagreement[US] * 3.0
    mean_life, left = 7.0 / math.log(2.0), 35.0
    steps = (np.arange(100_000) + 0.5) * left / 100_000
    by_hand = -10.0 * 0.61 * np.exp(-steps / mean_life).sum() * (left / 100_000) / 365.25
    np.testing.assert_allclose(feared, by_hand, rtol=1e-8)
    assert not doors.disagreement[JAPAN].any()
    for i in range(1, 6):
        doors.days_pass(np.full(W, 7.0 / 365.25), np.ones(W, dtype=bool))
        doors.clear()
        market.act(around.now(setting, i, days=7.0), memory, doors)
    np.testing.assert_allclose(doors.booked(US, "market"), feared, rtol=1e-12)
    assert doors.booked(JAPAN, "market") is None
    assert not doors.disagreement[US].any()  # nothing is left to wait for


def test_shocks_by_chance() -> None:
    setting = around.setting(20_000, WEEKS)
    market = BondMarket(US, hazard=4.0, size=30.0, half_life=1e9)
    memory, doors = market.begin(setting), around.doors(20_000)
    for i in range(6):
        market.act(around.now(setting, i, days=7.0 * (i > 0)), memory, doors)
    shocks = memory.gap / 30.0
    expected = 5 * (1.0 - math.exp(-4.0 * 7.0 / 365.25))
    assert shocks.mean() == pytest.approx(expected, abs=0.02)
    assert set(np.round(shocks, 3)) <= set(map(float, range(6)))


def test_a_hint_moves_a_nervous_market_only_and_a_denial_takes_it_back() -> None:
    market = replace(ROUT, half_life=1e9, near=np.array([1.2, 1.3, 1.0]), hint=5.0, denial=0.8)
    hint = {1: (word(said.HINT, where=(True, True, False)),)}
    memory, stress, _ = rounds(market, hint, 2)
    np.testing.assert_allclose(memory.hint, [5.0, 0.0, 0.0])
    np.testing.assert_allclose(stress[1], np.array([66.0, 61.0, 61.0]) / 50.0, rtol=1e-6)
    assert memory.hinted.tolist() == [True, True, False]
    memory, stress, _ = rounds(market, hint | {2: (word(said.DENIAL), word(said.DENIAL))}, 3)
    np.testing.assert_allclose(memory.hint, [1.0, 0.0, 0.0])
    memory, _, _ = rounds(replace(market, half_life=7.0, near=0.0), hint, 4)
    np.testing.assert_allclose(memory.hint, [1.25, 1.25, 0.0])  # forgotten by half in a week
    memory, _, _ = rounds(market, {1: (word(said.HINT, by=US),)}, 2)
    assert not memory.hinted.any()  # they are not the bonds of the US
    memory, _, _ = rounds(replace(market, owner=None), {1: (word(said.HINT, by=US), word(said.USE, by=US))}, 2)
    assert memory.hinted.all()
    assert not memory.sold.any()


def test_a_sale_costs_both_sides_once_and_moves_the_market() -> None:
    market = replace(ROUT, shock=0.0, half_life=1e9, holdings=150.0)
    use = word(said.USE, where=(True, False, True))
    memory, stress, doors = rounds(market, {2: (use,), 3: (use,)}, 4)
    assert memory.sold.tolist() == [150.0, 0.0, 150.0]  # no more than it has
    np.testing.assert_allclose(stress[3], np.array([22.5, 0.0, 22.5]) / 50.0)
    # here 1 paid at any time is worth 1, and one year is left
    first, second = 4700.0 * 0.0015 / 2.0, 4700.0 * 0.00075 / 2.0
    np.testing.assert_allclose(doors.booked(US, "market"), [-first - second, 0.0, -first - second])
    loss = (4.0 * 0.0015 + 0.02) * 50.0
    np.testing.assert_allclose(doors.booked(JAPAN, "market"), [-loss, 0.0, -loss])
    found = market.results(memory)
    np.testing.assert_allclose(found["harm"], [first + second, 0.0, first + second])
    np.testing.assert_allclose(found["self_harm"], [loss, 0.0, loss])
    assert set(found) == set(market.columns)


@pytest.mark.parametrize("rate", [0.0, 0.03, 0.2])
@pytest.mark.parametrize("lasts", [0.0, 0.5, 2.0, 9.0])
def test_coupons_on_new_debt_by_adding_up_days(rate: float, lasts: float) -> None:
    years = 2.9
    force = math.log1p(rate)
    steps = (np.arange(200_000) + 0.5) * years / 200_000
    by_hand = (4700.0 * 0.0015 * np.minimum(steps, lasts) * np.exp(-force * steps)).sum() * years / 200_000
    found = cost_of_new_debt(*(np.array([x]) for x in (0.0015, 4700.0, lasts, force, years)))
    assert found[0] == pytest.approx(by_hand, rel=1e-8)
    worth = np.exp(-force * steps).sum() * years / 200_000
    assert worth_of_years(np.array([years]), np.array([force]))[0] == pytest.approx(worth, rel=1e-8)


def test_the_horizon_is_read_off_present_values() -> None:
    rate, horizon, gone = np.array([0.03, 0.08, 0.0]), 3.4, 35 / 365.25
    force = np.log1p(rate)
    once = np.exp(-force * gone)
    left = np.array([horizon - gone] * 3)
    annuity = once * worth_of_years(left, force)
    found = horizon_left(around.now(around.setting(3, WEEKS), 5, annuity=annuity, once=once))
    np.testing.assert_allclose(found[0], force, atol=1e-12)
    np.testing.assert_allclose(found[1], left)
    start = horizon_left(around.now(around.setting(3, WEEKS), 0, annuity=annuity, once=np.ones(3)))
    np.testing.assert_allclose(start[1], annuity)


def test_the_sale_of_100_bn_in_the_studys_numbers() -> None:
    """15 bp on 4.7 trn is 7 bn a year; at duration 4 it costs Japan 6.2 on what it keeps, and 2 percent of yen 20.6."""
    one = np.ones(1)
    assert cost_of_new_debt(0.0015 * one, 4700 * one, 0 * one + 1e-9, 0 * one, one)[0] * 1e9 == pytest.approx(7.05)
    assert loss_on_holdings(0.0015 * one, 4 * one, 0 * one, 1031 * one)[0] == pytest.approx(6.186)
    assert loss_on_holdings(0 * one, 4 * one, 0.02 * one, 1031 * one)[0] == pytest.approx(20.62)


MARKET = (
    "market={kind: bond_market, party: us, owner: japan, hazard: {low: 1, central: 4, high: 9, basis: assumption,"
    " at_least: 0, source: test}, date: 2025-04-09, shock: 61, hint: 20, near: 0.1}"
)
CARD = "parties.japan.strategy.says=[{kind: card, gain: 1, cost: 0.1, use: 0.5}]"


def test_worlds_of_the_flagship_alone() -> None:
    assert around.differs_from_alone(6, MARKET, CARD) == []


def test_a_calm_market_is_no_market() -> None:
    still = "market={kind: bond_market, party: us, owner: japan}"
    found, bare = around.played(0, 40, still), around.played(0, 40)
    assert digest(found, slice(None)) == digest(bare, slice(None))
    assert digest(around.played(0, 40, MARKET), slice(None)) != digest(bare, slice(None))


def test_what_is_not_seen_moves_nobody_who_watches() -> None:
    _, stress, _ = rounds(replace(ROUT, seen=False))
    assert not np.any(stress)
