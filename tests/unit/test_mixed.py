"""Strategies made of strategies: in each world they play exactly as the one whose turn it is."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from contract.parts import LEARNER, PARTNER
from twins.arena import Arena, digest
from twins.spies import Spy
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.build.names import STRATEGIES
from zopa.build.parts import composes, default_of
from zopa.build.strategies import scenario_model
from zopa.game.luck import Luck
from zopa.protocols.alternating import AlternatingOffers
from zopa.scenario.schema import json_schema
from zopa.strategies.deadline_waiter import DeadlineWaiter
from zopa.strategies.hardliner import FixedDemand, Hardliner
from zopa.strategies.learners import Exp3, RegretMatching
from zopa.strategies.parts.base import Bid
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.mixed import one_of, picks
from zopa.strategies.random_pool import RandomPool
from zopa.strategies.regime_switch import RegimeSwitch
from zopa.strategies.statecraft import Statecraft
from zopa.strategies.time_dependent import TimeDependent
from zopa.strategies.tit_for_tat import AbsoluteTitForTat
from zopa.talks import Talks

POOL = (
    Statecraft(stubborn=0.5), Hardliner(), TimeDependent(3.0), AbsoluteTitForTat(), FixedDemand(0.4), DeadlineWaiter(),
)  # fmt: skip
TAKE_TURNS = AlternatingOffers((0, 1))
WORLDS = 60


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("kind", [RandomPool, Exp3, RegretMatching])
def test_each_world_is_the_world_of_the_strategy_drawn(place: int, kind: type[RandomPool]) -> None:
    arena = Arena(rounds=10)
    luck = arena.luck(7, WORLDS)
    mixed = kind(POOL)
    which = picks(mixed.mixture(WORLDS), luck.one("pool", place))
    assert set(which.tolist()) == set(range(len(POOL)))

    def played(bidding: object) -> list[tuple[str, bytes]]:
        team = [LEARNER, LEARNER]
        team[place] = Composed.of(bidding)  # type: ignore[arg-type]
        outcomes = arena.talks(luck, TAKE_TURNS, team).play_out()
        return [digest(outcomes, slice(w, w + 1)) for w in range(WORLDS)]

    whole, alone = played(mixed), [played(one) for one in POOL]
    assert all(whole[w] == alone[which[w]][w] for w in range(WORLDS))


def test_the_least_that_an_offer_must_be_worth_is_that_of_the_strategy_that_plays() -> None:
    package, worth = np.zeros((3, 2), dtype=np.int16), np.arange(3.0)
    whole = one_of([Bid(package, worth), Bid(package, worth, least=worth - 5.0)], np.array([0, 1, 0]))
    assert whole.least is not None
    assert whole.least.tolist() == [0.0, -4.0, 2.0]
    assert one_of([Bid(package, worth), Bid(package, worth)], np.array([0, 1, 0])).least is None


def test_marks_of_offers_count_where_their_strategy_plays() -> None:
    package, some = np.zeros((4, 2), dtype=np.int16), np.array([True, True, True, False])
    bids = [Bid(package, np.arange(4.0)), Bid(package + 1, 10.0 + np.arange(4.0), firm=some, hushed=~some)]
    whole = one_of(bids, np.array([0, 1, 0, 1]))
    assert whole.worth.tolist() == [0.0, 11.0, 2.0, 13.0]
    assert whole.package[:, 0].tolist() == [0, 1, 0, 1]
    assert whole.firm is not None
    assert whole.hushed is not None
    assert whole.firm.tolist() == [False, True, False, False]
    assert whole.hushed.tolist() == [False, False, False, True]
    assert whole.walks is None


def test_weights_are_the_shares_of_the_draw() -> None:
    weights = np.tile([1.0, 0.0, 3.0, 0.0], (40_000, 1))
    which = picks(weights, Luck(1, 0, 40_000).one("pool"))
    assert np.bincount(which, minlength=4) / 40_000 == pytest.approx([0.25, 0.0, 0.75, 0.0], abs=0.01)
    assert picks(weights[:1], np.array([np.nextafter(1.0, 0.0)])).tolist() == [2]


def test_one_strategy_alone_is_itself() -> None:
    arena = Arena()
    for one in POOL:
        ends = [
            digest(arena.talks(arena.luck(0, 20), TAKE_TURNS, [Composed.of(bidding), PARTNER]).play_out())
            for bidding in (one, RandomPool((one,)), RegimeSwitch(one, one))
        ]
        assert ends[0] == ends[1] == ends[2]


@pytest.mark.parametrize("gone", [None, 0.3])
def test_a_regime_switch_plays_the_one_and_then_the_other(gone: float | None) -> None:
    arena = Arena(rounds=11)
    before, after = TimeDependent(0.3), FixedDemand(0.2)
    spies = [Spy(Composed.of(one)) for one in (RegimeSwitch(before, after, gone), before, after)]  # type: ignore[arg-type]
    partner = Composed.of(Hardliner())
    for spy in spies:
        talks = arena.talks(arena.luck(0, 30), TAKE_TURNS, [spy, partner])
        while talks.running:
            talks.step()
    for index, (switch, first, second) in enumerate(zip(*(spy.moves for spy in spies), strict=False)):
        turned = index / 10 >= (0.5 if gone is None else gone)
        assert np.array_equal(switch.package, (second if turned else first).package)


@pytest.mark.parametrize(("lasting", "back"), [(False, False), (True, True)])
def test_a_date_turns_it_for_a_while_or_for_good(lasting: bool, back: bool) -> None:
    days = dt.date(2025, 5, 1), dt.date(2025, 6, 1)
    switch = RegimeSwitch(Hardliner(), FixedDemand(), since=days[0], until=days[1], lasting=lasting)
    document = load("us_japan_2025")
    talks = Talks(compile_play(document.scenario, Luck(0, 0, 4)), collect=False)
    spy = Spy(Composed.of(switch))  # type: ignore[arg-type]
    talks.negotiators[1].strategy = spy
    watch, seen = None, {}
    while talks.running and talks.index < 60:
        talks.step()
        turn = talks.turns()[0]
        view = talks.negotiators[1].view(turn, talks.moment, final=False)  # type: ignore[arg-type]
        watch = watch or switch.watch(view)
        seen[view.date] = bool(switch.playing(view, watch)[0])
    dates = [date for date in seen if date is not None]
    assert min(dates) < days[0]
    assert max(dates) > days[1]
    for date in dates:
        assert seen[date] is (days[0] <= date < days[1] or (back and date >= days[1]))


def test_traits_are_those_of_the_members_and_the_turn() -> None:
    switch = RegimeSwitch(Hardliner(), AbsoluteTitForTat(), approval_lost=0.1)
    assert switch.traits.uses == {"payoffs", "offers", "home"}
    assert switch.traits.memory
    assert not switch.traits.draws
    assert RegimeSwitch(Hardliner(), Hardliner()).traits.uses == {"payoffs", "time"}
    assert RandomPool((Hardliner(), FixedDemand())).traits.draws
    assert not RandomPool((Hardliner(), FixedDemand()), np.array([[0.0, 1.0]])).traits.draws


def test_files_may_nest_names_and_mappings_with_ranges() -> None:
    beta = "{low: 0.1, central: 0.2, high: 0.4, at_least: 0.05}"
    pool = bidding_of(f"{{kind: random_pool, pool: [micro, {{kind: boulware, beta: {beta}}}]}}")
    assert type(pool.pool[0]).__name__ == "Micro"
    assert len(set(pool.pool[1].beta.tolist())) == 5
    assert pool.weights is None
    weighted = bidding_of(
        "{kind: exp3, pool: [micro, linear], weights: [1, {low: 1, central: 2, high: 3, at_least: 0}]}"
    )
    assert weighted.weights.shape == (5, 2)
    assert set(weighted.weights[:, 0]) == {1.0}


def test_what_is_left_out_is_what_the_name_stands_for() -> None:
    for name, named in STRATEGIES.items():
        if composes(named.part):
            assert bidding_of(f"{{kind: {name}}}") == named.part(**named.defaults)
    switch = STRATEGIES["regime_switch"]
    fields = {field.name: field for field in switch.part.__dataclass_fields__.values()}
    assert default_of(switch, fields["before"]) == "boulware"
    assert default_of(STRATEGIES["exp3"], STRATEGIES["exp3"].part.__dataclass_fields__["pool"])[0] == "boulware"


def test_the_schema_completes_names_and_mappings() -> None:
    definitions = json_schema(scenario_model())["$defs"]
    before = definitions["RegimeSwitch"]["properties"]["before"]
    assert before["default"] == "boulware"
    names = before["anyOf"][0]["enum"]
    assert "micro" in names
    assert "exp3" not in names


def bidding_of(said: str) -> Any:
    party = next(iter(load("log_roll").scenario.parties))
    scenario = load("log_roll", [f"parties.{party}.strategy={said}"]).scenario
    strategy = compile_play(scenario, Luck(0, 0, 5)).strategies[0]
    assert isinstance(strategy, Composed)
    return strategy.bidding
