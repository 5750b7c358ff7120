"""The PettingZoo environment: its own tests pass, it is our talks, and nobody sees what it may not know."""

import dataclasses
from typing import Any

import numpy as np
import pytest

pytest.importorskip("pettingzoo")

from pettingzoo.test import api_test, seed_test

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.luck import Luck
from zopa.interop.pettingzoo import Environment, env
from zopa.interop.seats import FactoredActions, FlatActions
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Given
from zopa.talks import Talks

SHIPPED: list[str] = ["buyer_seller", "log_roll", "shrinking_pie", "three_parties", "ultimatum", "us_japan_2025"]
THREE = "issues.share.levels=[0, 50, 100]"

# What PettingZoo's test says of every environment with a mask or with names of its own; its own are excused by a list.
own_advice = pytest.mark.filterwarnings(
    "ignore:Observation is not a NumPy array:UserWarning:pettingzoo.test.api_test",
    "ignore:Observation space for each agent probably should be:UserWarning:pettingzoo.test.api_test",
    "ignore:Action space for each agent probably should be:UserWarning:pettingzoo.test.api_test",
    "ignore:We recommend agents to be named in the format:UserWarning:pettingzoo.test.api_test",
)


@own_advice
@pytest.mark.parametrize("scenario", SHIPPED)
def test_pettingzoos_own_tests_pass(scenario: str) -> None:
    api_test(env(scenario), num_cycles=30)
    seed_test(lambda: env(scenario), num_cycles=10)


@own_advice
def test_they_pass_with_a_strategy_in_the_other_seat() -> None:
    api_test(env("log_roll", agents=["downstream"], flat=20_000), num_cycles=30)
    seed_test(lambda: env("three_parties", agents=["birch", "cedar"]), num_cycles=10)


def play(made: Any, choose: Any, **reset: Any) -> dict[str, float]:
    """Play an episode; the reward of each agent."""
    made.reset(**reset)
    rewards = dict.fromkeys(made.possible_agents, 0.0)
    for agent in made.agent_iter():
        seen, reward, ended, cut, _ = made.last()
        rewards[agent] += reward
        made.step(None if ended or cut else choose(made, agent, seen))
    return rewards


def random_action(made: Any, agent: str, seen: Any) -> Any:
    return made.action_space(agent).sample(seen.get("action_mask"))


def copied(strategy: Any, party: int) -> Any:
    """An agent that plays a strategy: it asks the strategy, and finds the action with that move."""
    memory: dict[str, Any] = {}

    def choose(made: Environment, *_: Any) -> Any:
        facing = made.seats.facing  # type: ignore[union-attr]
        assert facing is not None
        assert facing.view.me == party
        if "memory" not in memory:
            memory["memory"] = strategy.begin(facing.view)
        move, memory["memory"] = strategy.move(facing.view, memory["memory"])
        quiet = move.silent is not None and move.silent[0]
        verb = 1 if move.accept[0] and facing.answers else 2 if quiet or not facing.turn.may_propose else 0
        verb = 3 if verb != 1 and move.walks is not None and move.walks[0] else verb
        if isinstance(made._actions, FactoredActions):
            return np.array([verb, *move.package[0]])
        offers = made._actions.offers
        return int(np.ravel_multi_index(move.package[0], made._actions.shape)) if verb == 0 else offers + verb - 1

    return choose


RANDOM = ("parties.upstream.strategy.kind=random", "parties.downstream.strategy.kind=random")
SEALED = ("protocol={kind: monotonic_concession, stuck: 0}", *RANDOM)
LEAVING = (
    "time.outside={second: 60}", "parties.second.strategy.kind=subgame_perfect", "information=complete",
    "issues.share.levels=[0, 25, 50, 75, 100]",
)  # fmt: skip
PLAYED = [(name, ()) for name in SHIPPED] + [("log_roll", RANDOM), ("log_roll", SEALED), ("shrinking_pie", LEAVING)]


@pytest.mark.parametrize(("scenario", "sets"), PLAYED)
@pytest.mark.parametrize("world", [0, 3])
def test_an_agent_that_copies_a_strategy_gets_its_outcome(scenario: str, sets: tuple[str, ...], world: int) -> None:
    """One party from outside, the others by their strategies: to the last bit the talks as they play by themselves.

    Nobody makes speeches here: that is nothing that an action can do.
    """
    quiet = [f"parties.{name}.strategy.says=[]" for name in load(scenario).scenario.parties]
    document = load(scenario, [*sets, *quiet])
    alone = Talks(compile_play(document.scenario, Luck(5, world)))
    out = alone.play_out()
    for p, party in enumerate(document.scenario.parties):
        made = Environment(document, agents=[party], seed=5)
        strategy = compile_play(document.scenario, Luck(5, world)).strategies[p]
        start = Talks(compile_play(document.scenario, Luck(5, world))).open_round()
        no_deal = float((start.past[p] + start.annuity[p] * start.reservation[p])[0])
        rewards = play(made, copied(strategy, p), options={"world": world})
        again = made.seats.outcomes  # type: ignore[union-attr]
        assert bool(again.agreed[0]) == bool(out.agreed[0])
        for q in range(len(document.scenario.parties)):
            assert again.payoff[q][0] == out.payoff[q][0]
        assert rewards[party] == float(out.payoff[p][0]) - no_deal


def test_rewards_are_present_values_above_no_deal() -> None:
    sets = [THREE, "parties.first.disagreement=10", "parties.second.disagreement=20"]
    made = Environment("shrinking_pie", overrides=sets)
    offer, accept, refuse = 1, 3, 4

    def second_round(made: Environment, _: str, seen: Any) -> int:
        if seen["action_mask"][offer]:
            return offer
        return refuse if made.seats.talks.index == 0 else accept  # type: ignore[union-attr]

    assert play(made, second_round) == pytest.approx({"first": 0.9 * 50 - 10, "second": 0.9 * 50 - 20})
    never = {"first": 0.9**9 * 10 - 10, "second": 0.9**9 * 20 - 20}
    assert play(made, lambda *_: refuse) == pytest.approx(never)


def test_who_leaves_the_table_gets_its_outside_option() -> None:
    made = Environment("shrinking_pie", overrides=[THREE, "time.outside={first: 20, second: 60}"])
    leave = 5

    def refuse_then_leave(made: Environment, agent: str, _: Any) -> int:
        return leave if agent == "first" and made.seats.talks.index == 1 else 4  # type: ignore[union-attr]

    assert play(made, refuse_then_leave) == pytest.approx({"first": 0.0, "second": 0.0})  # nothing was asked: no turn
    offers_and_leaves = iter([1, 4, 1, leave])
    rewards = play(made, lambda *_: next(offers_and_leaves))
    assert rewards == pytest.approx({"first": 0.9 * 20, "second": 0.9 * 60})
    assert "round 2: the first party leaves the table" in made.render()  # type: ignore[operator]


@own_advice
def test_its_tests_pass_under_sealed_offers() -> None:
    api_test(env("log_roll", overrides=SEALED), num_cycles=30)
    seed_test(lambda: env("log_roll", overrides=SEALED), num_cycles=10)


def test_a_sealed_offer_stays_closed_until_all_have_made_theirs() -> None:
    seen = []
    for offer in (0, 2):
        made = Environment("shrinking_pie", overrides=[THREE, "protocol={kind: monotonic_concession, stuck: 0}"])
        made.reset()
        made.step(offer)
        assert made.agent_selection == "second"
        seen.append(made.observe("second")["observation"].tobytes())
        made.seats.facing = dataclasses.replace(  # type: ignore[union-attr]
            made.seats.facing,
            turn=dataclasses.replace(made.seats.facing.turn, party=0),  # type: ignore[union-attr]
        )
        seen.append(made.observe("second")["observation"].tobytes())  # nor out of turn
    assert seen[0] == seen[2]
    assert seen[1] == seen[3]
    made = Environment("shrinking_pie", overrides=[THREE, "protocol={kind: monotonic_concession, stuck: 0}"])
    made.reset()
    made.step(2)
    made.step(0)
    assert made.agent_selection == "first"
    assert made.named("second")["offer"].tolist() == [0, 0, 1]


def test_the_mask_says_what_may_be_done() -> None:
    made = Environment("shrinking_pie", overrides=[THREE])
    made.reset()
    assert made.agent_selection == "first"
    assert made.observe("first")["action_mask"].tolist() == [1, 1, 1, 0, 1, 1]
    assert made.observe("second")["action_mask"].tolist() == [0, 0, 0, 0, 1, 0]
    assert not made.named("first")["offer"].any()
    assert not made.named("first")["offer_by"].any()
    made.step(2)
    assert made.agent_selection == "second"
    assert made.observe("second")["action_mask"].tolist() == [0, 0, 0, 1, 1, 1]
    seen = made.named("second")
    assert seen["offer"].tolist() == [0, 0, 1]
    assert seen["offer_by"].tolist() == [1, 0]
    assert (seen["offer_worth"][0], seen["may_accept"][0], seen["may_offer"][0]) == (0.0, 1.0, 0.0)


def test_what_may_not_be_done_is_as_doing_nothing() -> None:
    made = Environment("shrinking_pie", overrides=[THREE])
    made.reset()
    made.step(3)  # there is nothing to accept
    assert made.seats.story == ["round 1: the first party makes no offer"]  # type: ignore[union-attr]
    with pytest.raises(ValueError, match="numbered from 0 to 5"):
        made.step(6)


def test_the_layout_says_where_things_stand() -> None:
    made = Environment("three_parties")
    made.reset()
    for agent in made.possible_agents:
        laid, named = made.observe(agent)["observation"], made.named(agent)
        assert list(made.layout[agent]) == list(named)
        for name, part in made.layout[agent].items():
            assert laid[part].tolist() == named[name].astype(np.float32).tolist()
    own = made.named("birch")
    assert own["payoffs"][:3].tolist() == [-4.0, -10.0, 2.0]
    assert own["no_deal"][0] == 0.0
    pair = Environment("log_roll")
    pair.reset()
    assert pair.named("upstream")["payoffs"].tolist() == pair.named("downstream")["other_0_payoffs"].tolist()
    assert pair.named("upstream")["payoffs"][[0, 100, 101, 201]].tolist() == [0.0, 60.0, 0.0, 40.0]
    assert made.named("cedar")["other_1_payoffs"].tolist() == own["payoffs"].tolist()


POISON = [
    "parties.second.payoffs.share=[{kind: linear, slope: -7, origin: 1234}]",
    "parties.second.disagreement=33",
    "time.discount.second=0.5",
    "time.inside={second: 3}",
    "time.outside={second: 44}",
]


def test_patience_and_options_of_the_other_are_seen_where_they_are_known() -> None:
    sets = ["time.discount={first: 0.9, second: 0.8}", "time.inside={second: 3}", "time.outside={first: 7, second: 44}"]
    names = ("discount", "received_meanwhile", "outside_option")
    for information, other in {"complete": [0.8, 3.0, 44.0], "prior": [0.0] * 3, "none": [0.0] * 3}.items():
        made = Environment("shrinking_pie", overrides=[*sets, f"information={information}"])
        made.reset()
        seen = made.named("first")
        assert [seen[name][0] for name in names] == [0.9, 0.0, 7.0]
        assert [seen[f"other_1_{name}"][0] for name in names] == other
        assert seen["proposals_left"][0] == 10.0


@pytest.mark.parametrize("information", ["none", "prior", "complete"])
def test_an_observation_holds_nothing_that_the_party_may_not_know(information: str) -> None:
    """The other's payoffs, no deal and patience are poisoned; the same actions give the same observations, bit by bit.

    Under complete information the test must see the poison, or it would see nothing at all.
    """
    seen = []
    for sets in ([], POISON):
        made = Environment("shrinking_pie", overrides=[THREE, f"information={information}", *sets])
        made.reset(seed=1)
        rows = []
        for action in (2, 4, 0, 4, 1, 4):
            rows += [value.tobytes() for value in made.observe("first").values()]
            made.step(action)
        seen.append((rows, made.infos["first"]))
    assert (seen[0] == seen[1]) == (information == "none")


SPREAD = "{0: {low: 90, central: 100, high: 130}, 50: 50, 100: 0}}]"


@pytest.mark.parametrize(("information", "hidden"), [("prior", True), ("none", True), ("complete", False)])
def test_draws_of_the_other_stay_its_own(information: str, hidden: bool) -> None:
    """With ranges drawn for each world, a party sees its own draw, and of the other what is expected of it."""
    sets = [
        THREE, f"information={information}",
        "parties.second.payoffs.share=[{kind: table, basis: estimate, unit: slices, source: made up, values: " + SPREAD,
    ]  # fmt: skip
    made = Environment("shrinking_pie", overrides=sets, seed=2)
    first, second = set(), set()
    for _ in range(4):
        made.reset()
        first.add(made.observe("first")["observation"].tobytes())
        second.add(made.observe("second")["observation"].tobytes())
    assert len(second) == 4
    assert (len(first) == 1) == hidden


def test_each_reset_is_the_next_world_and_a_seed_begins_again() -> None:
    made = Environment("us_japan_2025")
    party = made.possible_agents[0]

    def observed(**reset: Any) -> bytes:
        made.reset(**reset)
        return made.observe(party)["observation"].tobytes()

    worlds = [observed() for _ in range(3)]
    assert len(set(worlds)) == 3
    assert observed(seed=0) == worlds[0]
    assert observed(options={"world": 2}) == worlds[2]
    assert observed(seed=1) not in worlds


def test_a_strategy_can_be_seated_as_an_object() -> None:
    hard = Composed(Hardliner(), Hardliner.accepts, Given())
    made = Environment("shrinking_pie", agents=["first"], strategies={"second": hard}, overrides=[THREE])
    rewards = play(made, lambda _, __, seen: 2 if seen["action_mask"][0] else 4)
    assert rewards == {"first": 0.0}
    assert "round 2: the second party offers share 0" in made.render()  # type: ignore[operator]


def test_the_story_is_told_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    made = env("shrinking_pie", overrides=[THREE], render_mode="human")
    made.reset()
    made.step(1)
    made.step(3)
    assert made.render() is None
    assert capsys.readouterr().out.splitlines() == [
        "round 1: the first party offers share 50",
        "round 1: the second party accepts",
        "deal: the first party 50, the second party 50 slices",
    ]


def test_flat_and_factored_actions_say_the_same() -> None:
    made = Environment("three_parties")
    made.reset()
    facing = made.seats.facing  # type: ignore[union-attr]
    assert facing is not None
    space = facing.view.space
    flat, factored = FlatActions(space), FactoredActions(space)
    assert flat.offers == 3 * 4 * 7 * 3
    for action in (0, 100, 251):
        package = np.unravel_index(action, flat.shape)
        one, two = flat.move(facing, action), factored.move(facing, [0, *package])
        assert one.package.tolist() == two.package.tolist() == [list(package)]
        assert one.worth.tolist() == two.worth.tolist()
    with pytest.raises(ValueError, match="a verb and a cell for each cluster"):
        factored.move(facing, [0, 3, 0, 0, 0])
    assert factored.mask(facing)[:4].tolist() == [True, False, True, True]


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(ValueError, match="agents must be among first, second, not third"):
        env("shrinking_pie", agents=["third"])
    with pytest.raises(ValueError, match="not nobody"):
        env("shrinking_pie", agents=[])
    with pytest.raises(RuntimeError, match="call reset first"):
        Environment("shrinking_pie").observe("first")


def test_without_pettingzoo_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zopa.interop.pettingzoo.INSTALLED", False)
    with pytest.raises(ImportError, match=r"zopa\[pettingzoo\]"):
        env("shrinking_pie")
