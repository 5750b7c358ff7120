"""Talks as a Mesa model: stepping, agents, data frames, letting go of memory."""

import dataclasses
import gc
import tracemalloc
import weakref

import mesa
import numpy as np
import pytest

import zopa
from contract.parts import DEFAULTS, PARTNER
from twins.arena import Arena, digest
from zopa import simulate
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.luck import Luck
from zopa.protocols.alternating import AlternatingOffers
from zopa.talks import Talks
from zopa.talks.negotiator import Negotiator


def shipped(name: str, worlds: int = 1, first: int = 0, **options: bool) -> Talks:
    return Talks(compile_play(load(name).scenario, Luck(1, first, worlds)), **options)


def test_a_model_without_arguments_is_the_shrinking_pie() -> None:
    talks = zopa.Talks()
    assert isinstance(talks, mesa.Model)
    talks.step()
    assert [agent.party for agent in talks.agents] == ["first", "second"]
    assert len(talks.agents_by_type[Negotiator]) == 2
    assert (talks.worlds, talks.steps, talks.index) == (1, 1, 0)


@pytest.mark.parametrize("name", ["shrinking_pie", "us_japan_2025", "three_parties"])
def test_data_frames(name: str) -> None:
    talks = shipped(name)
    while talks.running:
        talks.step()
    frame, agents = talks.datacollector.get_model_vars_dataframe(), talks.datacollector.get_agent_vars_dataframe()
    everybody = {agent.name for agent in talks.surroundings.agents} | {n.party for n in talks.negotiators}
    assert set(agents["name"]) == everybody
    agents = agents.dropna(subset="party")
    assert len(frame) == talks.steps
    assert frame["round"].tolist() == list(range(1, talks.steps + 1))
    assert set(frame["agreed"][:-1]) <= {0.0}
    assert frame["agreed"].iloc[-1] == float(talks.outcomes.agreed[0])
    assert len(agents) == talks.steps * len(talks.negotiators)
    parties = [n.party for n in talks.negotiators]
    assert agents["party"].tolist() == parties * talks.steps
    assert np.isfinite(agents["demand"]).all()
    if name == "us_japan_2025":
        assert frame["date"].iloc[0] == load(name).scenario.time.calendar.start


def test_stepping_after_the_end_does_nothing() -> None:
    talks = shipped("buyer_seller")
    out = talks.play_out()
    before, rows = digest(out), len(talks.datacollector.get_model_vars_dataframe())
    assert not talks.running
    for _ in range(3):
        talks.step()
    assert digest(talks.outcomes) == before
    assert len(talks.datacollector.get_model_vars_dataframe()) == rows
    assert talks.play_out() is out


def test_nothing_is_collected_for_many_worlds_unless_asked() -> None:
    many, asked = shipped("shrinking_pie", 8), shipped("shrinking_pie", 8, collect=True)
    many.play_out()
    asked.play_out()
    assert len(many.datacollector.get_model_vars_dataframe()) == 0
    assert asked.datacollector.get_model_vars_dataframe()["agreed"].tolist() == [0, 0, 0, 0, 0, 1]


def test_watching_changes_nothing() -> None:
    plain = digest(shipped("us_japan_2025", 12).play_out())
    assert digest(shipped("us_japan_2025", 12, record=True, collect=True).play_out()) == plain


def test_without_a_deal_everybody_gets_what_no_deal_is_worth() -> None:
    arena = Arena(rounds=3)
    talks = arena.talks(arena.luck(0, 5), AlternatingOffers(), [DEFAULTS["hardliner"], DEFAULTS["hardliner"]])
    out, schedule = talks.play_out(), talks.play.game.schedule
    failed = ~out.agreed  # two hardliners agree where they happen to want the same
    assert failed.sum() == 4
    for column in (out.index, out.exchange, out.proposer):
        assert (column[failed] == -1).all()
    for p in range(2):
        worth = schedule.disagreement[p] * schedule.factor[p] ** 2
        np.testing.assert_allclose(out.payoff[p][failed], worth[failed], rtol=1e-14)
        assert (out.payoff[p] == out.no_deal[p])[failed].all()
        assert (out.payoff[p] == out.annual[p]).all()


def test_talks_end_as_soon_as_every_world_has() -> None:
    arena = Arena(rounds=50)
    talks = arena.talks(arena.luck(0, 9), AlternatingOffers(), [DEFAULTS["conceder"], PARTNER])
    out = talks.play_out()
    assert out.agreed.all()
    assert talks.steps == out.index.max() + 1 < 50


def test_payoffs_that_stay_are_the_same_object_and_those_that_change_have_another_number() -> None:
    bare = load("us_japan_2025", ["mechanisms={}"]).scenario
    talks = Talks(compile_play(bare, Luck(1, 0, 3)), record=True)
    seen = {}
    while talks.running:
        talks.step()
        seen[talks.moment.date] = tuple(talks.payoffs.revision)
    vote = load("us_japan_2025").scenario.time.reweight[0].until
    assert len({r for d, r in seen.items() if d < vote}) == 1
    assert len({r for d, r in seen.items() if d >= vote}) <= 1


def test_a_released_model_keeps_no_arrays() -> None:
    talks = shipped("us_japan_2025", 64, record=True)
    talks.play_out()
    held = [talks.table, talks.payoffs, talks.clock, talks.record, talks.surroundings, *talks.negotiators]
    held += [talks.surroundings.doors, *talks.surroundings.agents]
    watched = [weakref.ref(thing) for thing in [*held, talks.play.game]]
    gc.collect()
    gc.disable()  # a long run must not wait for the collector: nothing may lead back to itself
    try:
        outcomes = talks.release()
        watched.append(weakref.ref(outcomes))
        assert outcomes.agreed.any()
        del held, outcomes
        assert [ref() for ref in watched] == [None] * len(watched)
    finally:
        gc.enable()
    assert not [name for name, value in vars(talks).items() if isinstance(value, np.ndarray)]


def test_two_hundred_blocks_in_a_row_leave_little_behind() -> None:
    arena = Arena(sizes=(3, 3), rounds=2)

    def block(number: int) -> None:
        team = [DEFAULTS["boulware"], DEFAULTS["hardliner"]]
        talks = arena.talks(arena.luck(256 * number, 256), AlternatingOffers(), team)
        talks.play_out()
        talks.release()

    for number in range(20):
        block(number)
    gc.collect()
    tracemalloc.start()
    for number in range(200):
        block(number)
    gc.collect()
    left = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert left / 200 < 12_000  # Mesa's own of a model, which it never frees, and nothing that grows with the worlds


def test_the_game_is_not_written_to() -> None:
    arena = Arena(whole=True)
    game = arena.talks(arena.luck(0, 6), AlternatingOffers(), [PARTNER, PARTNER]).play.game
    arrays = [*game.epochs[0].cells, game.allowed, *game.schedule.factor, *game.schedule.disagreement]
    before = [array.tobytes() for array in arrays]
    for name, strategy in DEFAULTS.items():
        play = dataclasses.replace(arena.talks(game.luck, AlternatingOffers(), [strategy, PARTNER]).play, game=game)
        assert np.isfinite(Talks(play).play_out().payoff).all(), name
    assert [array.tobytes() for array in arrays] == before


def test_nobody_is_held_to_an_offer_that_the_days_have_made_worse_than_no_deal() -> None:
    # what follows from a deal (disputes) is known afterwards only
    worlds = simulate("us_japan_2025", worlds=400, seed=0, overrides=["mechanisms.aftermath.active=false"])
    deals = worlds[worlds.agreed]
    for party in ("us", "japan"):
        assert (deals[f"payoff_{party}"] >= deals[f"no_deal_{party}"] - 1e-9).all()
