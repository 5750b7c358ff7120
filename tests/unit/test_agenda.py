"""The agenda and demands: when they open and are raised, what may then be offered, and what that costs."""

import datetime as dt
from types import SimpleNamespace

import numpy as np
import pytest

from twins.arena import digest
from zopa import simulate
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.doors import Doors
from zopa.game.luck import Luck
from zopa.game.mechanism import Setting
from zopa.game.space import Space
from zopa.politics.agenda import Agenda, Demand
from zopa.talks import Talks

CLOSED = "{kind: agenda, by: us, keeps: {autos: [27.5, 25]}, hazard: 0.15, share: 0.8, cost: 0.5}"
DEMAND = """{kind: demand, party: us, keeps: {currency: [appreciation]}, since: 2025-05-14,
  probability: {low: 0.3, central: 0.5, high: 0.7, unit: p, source: x}}"""
BOTH = f"mechanisms={{agenda: {CLOSED}, demand: {DEMAND}}}"
NONE = "mechanisms={}"
SPACE = Space.of({"cars": [2, 1, 0], "rice": [0, 1]})
CARS = np.array([True, False, False, True, True])


def talks(first: int, worlds: int, *overrides: str) -> Talks:
    played = Talks(compile_play(load("us_japan_2025", overrides).scenario, Luck(7, first, worlds)), collect=False)
    played.play_out()
    return played


def setting(worlds: int, name: str = "agenda") -> Setting:
    return Setting(
        SPACE, Luck(1, 0, worlds), ("north", "south"), name, {"cars": "tariff on cars"}, None, (), 1, (),
        np.ones(worlds),
    )  # fmt: skip


def now(world: Setting, index: int, open_worlds: np.ndarray | None = None, date: dt.date | None = None):
    return SimpleNamespace(
        setting=world, index=index, date=date, once=np.full(world.worlds, 0.5),
        open=np.ones(world.worlds, dtype=bool) if open_worlds is None else open_worlds,
        draw=lambda use: world.draw(use, index), after=lambda day: day is None or date is None or date >= day,
    )  # fmt: skip


def test_the_agenda_opens_by_its_hazard() -> None:
    """Round by round against a scalar version; the controller pays once, and the cells follow."""
    w = 200
    world, doors, part = setting(w), Doors(w, 2, first=SPACE.first), Agenda(CARS, 0, None, 0.3, 0.9, 2.0)
    memory = part.begin(world)
    closed, opened = [world.draw("closed")[i] < 0.9 for i in range(w)], [float("nan")] * w
    for index in range(5):
        doors.clear()
        talking = np.arange(w) % 3 != index % 3
        part.act(now(world, index, talking), memory, doors)
        for i in range(w):
            if closed[i] and talking[i] and world.draw("opens", index)[i] < 0.3:
                closed[i], opened[i] = False, index + 1.0
        allowed = doors.feasible(np.ones((w, 5), dtype=bool))
        assert (allowed == np.where(np.array(closed)[:, None], CARS, True)).all()
        if index == 0:
            assert doors.touched.tolist() == closed
    found = part.results(memory)
    assert np.array_equal(found["opened_round"], opened, equal_nan=True)
    assert (found["closed"] == closed).all()
    assert (doors.booked(0, "politics") == np.where(np.isnan(opened), 0.0, -0.5 * 2.0)).all()
    assert doors.booked(1, "politics") is None


def test_the_agenda_opens_for_certain_on_its_day() -> None:
    world, doors, part = setting(4), Doors(4, 2, first=SPACE.first), Agenda(CARS, 0, dt.date(2025, 6, 5))
    memory = part.begin(world)
    for day, closed in ((dt.date(2025, 6, 4), True), (dt.date(2025, 6, 5), False)):
        doors.clear()
        part.act(now(world, 0, date=day), memory, doors)
        assert memory.closed.all() == closed
        assert doors.news == ([] if closed else doors.news)
    assert [text for text, _ in doors.news] == ["north opens the agenda: tariff on cars"]


def test_a_demand_is_raised_where_it_is_at_heart_once_its_day_has_come() -> None:
    w = 50
    world, doors = setting(w, "demand"), Doors(w, 2, first=SPACE.first)
    part = Demand(1, CARS, np.linspace(0, 1, w), dt.date(2025, 5, 23))
    memory, hidden = part.begin(world), world.draw("hidden") < np.linspace(0, 1, w)
    part.act(now(world, 0, date=dt.date(2025, 5, 22)), memory, doors)
    assert not doors.narrows
    over = np.arange(w) % 2 == 0
    part.act(now(world, 1, ~over, dt.date(2025, 5, 30)), memory, doors)
    assert (part.results(memory)["raised"] == (hidden & ~over)).all()
    assert (doors.touched == (hidden & ~over)).all()
    assert (doors.feasible(np.ones((w, 5), dtype=bool)) == np.where((hidden & ~over)[:, None], CARS, True)).all()


def test_a_closed_agenda_leaves_nothing_where_a_red_line_rules_the_rest_out() -> None:
    """Japan's gate asks for cars at 15 or less, the agenda keeps them at 25 or more: no offer until it opens."""
    frame = simulate("us_japan_2025", 60, 1, [f"mechanisms={{agenda: {CLOSED.replace('0.15', '0')}}}"])
    closed = frame.agenda_closed == 1.0
    assert 0.6 < closed.mean() < 0.95
    assert not frame.agreed[closed].any()
    assert (frame.offers[closed] == 0).all()
    assert frame.agreed[~closed].mean() > 0.5
    opened = simulate("us_japan_2025", 60, 1, [f"mechanisms={{agenda: {CLOSED}}}"])
    deals = opened[opened.agreed & opened.agenda_opened_round.notna()]
    assert (deals["round"] >= deals.agenda_opened_round).all()
    assert (deals["round"] == deals.agenda_opened_round).mean() < 0.5


def test_deals_keep_to_a_closed_agenda_where_gates_are_off() -> None:
    shut = CLOSED.replace("0.15", "0").replace("27.5, 25", "22.5, 20")
    frame = simulate("us_japan_2025", 40, 1, ["gates=false", f"mechanisms={{agenda: {shut}}}"])
    closed, free = (frame.agreed & (frame.agenda_closed == flag) for flag in (1.0, 0.0))
    assert closed.sum() > 10
    assert set(frame.autos[closed]) <= {22.5, 20.0}
    assert not set(frame.autos[free]) <= {22.5, 20.0}


def test_no_deal_crosses_a_demand_that_has_been_raised() -> None:
    """Offers of before do not outlive it either."""
    plain = simulate("us_japan_2025", 300, 1, [NONE])
    frame = simulate("us_japan_2025", 300, 1, [f"mechanisms={{demand: {DEMAND}}}"])
    raised = frame.demand_raised == 1.0
    assert 0.2 < raised.mean() < 0.7
    assert set(frame.currency[raised & frame.agreed]) == {"appreciation"}
    assert (plain.currency[raised & plain.agreed] == "appreciation").mean() < 0.1
    assert frame[~raised].drop(columns="demand_raised").equals(plain[~raised])


def test_an_offer_lapses_when_a_demand_rules_it_out() -> None:
    """The buyer's price of 14 stands when the seller asks for 15; nobody can accept it any more."""
    said = "{kind: demand, party: seller, keeps: {price: [15]}, probability: 1}"
    played = Talks(compile_play(load("buyer_seller", [f"mechanisms={{late: {said}}}"]).scenario, Luck(7, 0, 2)))
    part, memory = played.surroundings.agents[0].part, played.surroundings.agents[0].memory
    memory.hidden[:] = False
    for _ in range(40):
        played.step()
    memory.hidden[:] = [True, False]
    assert played.table.standing.all()
    played.open_round()
    assert played.table.standing.tolist() == [False, True]
    assert [text for _, text, _ in played.moment.news] == [
        "the seller raises a demand: price", "An offer that may no longer be made is off the table",
    ]  # fmt: skip
    assert part.results(memory)["raised"].tolist() == [1.0, 0.0]


@pytest.mark.parametrize("first", [0, 5])
def test_a_world_does_not_see_its_block(first: int) -> None:
    whole = talks(first, 8, BOTH).outcomes
    for w in range(8):
        alone = talks(first + w, 1, BOTH).outcomes
        assert digest(alone) == digest(whole, slice(w, w + 1))
        for name, column in alone.extra.items():
            assert np.array_equal(column, whole.extra[name][w : w + 1], equal_nan=True)


def test_switched_off_or_never_drawn_it_is_the_game_without() -> None:
    plain = digest(talks(0, 30, NONE).outcomes)
    assert (
        digest(talks(0, 30, BOTH, "mechanisms.agenda.active=false", "mechanisms.demand.active=false").outcomes) == plain
    )
    never = talks(0, 30, BOTH, "mechanisms.agenda.share=0", "mechanisms.demand.probability=0").outcomes
    assert digest(never) == plain
    assert digest(talks(0, 30, BOTH).outcomes) != plain
