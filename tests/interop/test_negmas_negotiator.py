"""Our strategies in NegMAS's own mechanism: they play as at our table, on NegMAS's clock."""

import dataclasses
import pickle
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from zopa.game.luck import Luck
from zopa.game.samples import random_additive
from zopa.game.view import Move, View
from zopa.interop import negmas as door
from zopa.interop.negmas import game_of, scenario_of
from zopa.interop.negmas_negotiator import strategy_of
from zopa.interop.negmas_out import Words
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.parts.base import Strategy
from zopa.talks import Play, Talks

sao = pytest.importorskip("negmas.sao")
outcomes = pytest.importorskip("negmas.outcomes")
preferences = pytest.importorskip("negmas.preferences")

WITHOUT_A_CLOCK = ["hardliner", "micro", "micro_coarse", "random", "absolute_tit_for_tat", "relative_tit_for_tat"]
WITH_A_CLOCK = ["boulware", "conceder", "linear", "statecraft"]


def session(scenario: Any, *negotiators: Any, steps: int = 30, **more: Any) -> Any:
    mechanism = sao.SAOMechanism(outcome_space=scenario.outcome_space, n_steps=steps, **more)
    for negotiator, wishes in zip(negotiators, scenario.ufuns, strict=True):
        assert mechanism.add(negotiator, ufun=wishes)
    mechanism.run()
    return mechanism


@dataclasses.dataclass(frozen=True)
class Spy:
    """Keeps every view."""

    inner: Strategy
    views: list[View] = dataclasses.field(default_factory=list)
    begun: list[int] = dataclasses.field(default_factory=list)

    def begin(self, view: View) -> Any:
        self.begun.append(view.index)
        return self.inner.begin(view)

    def move(self, view: View, memory: Any) -> tuple[Move, Any]:
        self.views.append(view)
        return self.inner.move(view, memory)


@pytest.mark.parametrize("information", ["none", "complete"])
@pytest.mark.parametrize("name", WITHOUT_A_CLOCK)
def test_without_a_clock_it_plays_there_as_at_our_table(name: str, information: str) -> None:
    """The same offers in the same rounds, with the same luck, to the last bit: 30 rounds on 2 x 3 packages."""
    strategies = strategy_of(name), strategy_of("relative_tit_for_tat" if name == "hardliner" else name)
    for world in range(5):
        game = random_additive(2, 3, Luck(6, world, 1), rounds=30, information=information)
        talks = Talks(Play(game, AlternatingOffers(), strategies), record=True)
        out = talks.play_out()
        scenario = scenario_of(game)
        known = [{"opponent_ufun": scenario.ufuns[1 - p]} if information == "complete" else {} for p in range(2)]
        negotiators = [
            door.ZopaNegotiator(strategy=strategies[p], seed=6, world=world, private_info=known[p]) for p in range(2)
        ]
        mechanism = session(scenario, *negotiators)
        agreed = Words(game.space).values(out.package[0]) if out.agreed[0] else None
        assert mechanism.agreement == agreed
        made = [step.step for step in mechanism.full_trace if step.offer is not None]
        if out.agreed[0]:
            assert made[-1] - out.index[0] in {0, -1}  # the deal is struck in the round of the offer or the next
            assert len(mechanism.offers) == out.offers[0]


@pytest.mark.parametrize("name", [*WITH_A_CLOCK, *WITHOUT_A_CLOCK])
def test_it_plays_whatever_negmas_plays(name: str) -> None:
    scenario = scenario_of(random_additive(3, 3, Luck(2)))
    for seat in range(2):
        ours, theirs = door.ZopaNegotiator(strategy=name), sao.BoulwareTBNegotiator()
        mechanism = session(scenario, *([ours, theirs] if seat == 0 else [theirs, ours]))
        assert not mechanism.state.has_error
        assert mechanism.agreement is not None or name == "hardliner"


def test_it_sees_negmas_clock_and_is_built_once() -> None:
    spy = Spy(strategy_of("boulware"))
    scenario = scenario_of(random_additive(2, 4, Luck(2)))
    session(scenario, sao.ToughNegotiator(), door.ZopaNegotiator(strategy=spy), steps=9)
    assert spy.begun == [0]
    assert len({id(view.cells) for view in spy.views}) == len({id(view.revision) for view in spy.views}) == 1
    assert [view.move for view in spy.views] == [view.index for view in spy.views] == list(range(len(spy.views)))
    np.testing.assert_allclose([view.gone[0] for view in spy.views], np.arange(1, len(spy.views) + 1) / 10)
    assert all(view.me == 1 and view.parties == 2 and view.received.standing[0] for view in spy.views)
    assert [view.place for view in spy.views][:3] == [1, 3, 5]
    if len(spy.views) == 9:
        assert [view.final for view in spy.views] == [False] * 8 + [True]


def test_it_knows_of_the_other_what_negmas_is_given_and_no_more() -> None:
    scenario = scenario_of(random_additive(2, 4, Luck(2)))
    for known in (False, True):
        spy = Spy(strategy_of("linear"))
        private = {"opponent_ufun": scenario.ufuns[1]} if known else {}
        session(scenario, door.ZopaNegotiator(strategy=spy, private_info=private), sao.BoulwareTBNegotiator())
        other, truth = spy.views[0].others[0], game_of(scenario).epochs[0].cells[1]
        assert other.exact == known
        assert (spy.views[0].efficient is not None) == known
        np.testing.assert_array_equal(other.cells, truth if known else -spy.views[0].cells)
        assert (other.reservation == (scenario.ufuns[1].reserved_value if known else -np.inf)).all()


def test_who_finds_nothing_worth_offering_says_nothing_and_the_talks_end() -> None:
    scenario = scenario_of(random_additive(2, 3, Luck(2)))
    scenario.ufuns[0].reserved_value = 5.0
    mechanism = session(scenario, door.ZopaNegotiator(), door.ZopaNegotiator())
    assert mechanism.agreement is None
    assert mechanism.state.broken
    assert session(scenario, door.ZopaNegotiator(), door.ZopaNegotiator(), end_on_no_response=False).agreement is None


def test_its_own_offer_is_none_to_accept() -> None:
    """Where the other says nothing at all, what it finds on the table is its own offer."""
    scenario = scenario_of(random_additive(2, 3, Luck(2)))
    spy = Spy(strategy_of("conceder"))
    ours, other = door.ZopaNegotiator(strategy=spy), sao.RandomNegotiator()
    mechanism = sao.SAOMechanism(outcome_space=scenario.outcome_space, n_steps=5)
    for negotiator, wishes in zip((ours, other), scenario.ufuns, strict=True):
        mechanism.add(negotiator, ufun=wishes)
    while not mechanism.ended:
        mechanism.step({other.id: sao.SAOResponse(sao.ResponseType.NO_RESPONSE, None)})
    assert mechanism.agreement is None
    assert len(spy.views) == 5
    assert not any(view.received.standing[0] for view in spy.views)


def test_other_preferences_are_a_new_beginning() -> None:
    spy = Spy(strategy_of("micro"))
    scenario = scenario_of(random_additive(4, 4, Luck(2)))
    negotiator = door.ZopaNegotiator(strategy=spy)
    mechanism = sao.SAOMechanism(outcome_space=scenario.outcome_space, n_steps=20)
    mechanism.add(negotiator, ufun=scenario.ufuns[0])
    mechanism.add(sao.ToughNegotiator(), ufun=scenario.ufuns[1])
    mechanism.step()
    mechanism.step()
    with pytest.warns(DeprecationWarning, match="Changing the utility function"):
        negotiator.set_preferences(scenario.ufuns[1])
    mechanism.step()
    assert spy.begun == [0, 2]
    assert not np.array_equal(spy.views[0].cells, spy.views[-1].cells)


def test_utilities_that_do_not_add_up_and_three_parties() -> None:
    issues = [outcomes.make_issue([1, 2, 3], "a"), outcomes.make_issue([1, 2, 4], "b")]
    wishes = [
        preferences.MappingUtilityFunction(rule, issues=issues, reserved_value=0.0)
        for rule in (lambda o: o[0] * o[1], lambda o: 12.0 - o[0] * o[1], lambda o: float(o[0] == o[1]))
    ]
    scenario = SimpleNamespace(outcome_space=outcomes.make_os(issues), ufuns=wishes)
    spy = Spy(strategy_of("linear"))
    others = door.ZopaNegotiator(strategy="linear"), door.ZopaNegotiator(strategy="conceder")
    mechanism = session(scenario, door.ZopaNegotiator(strategy=spy), *others)
    assert mechanism.agreement in set(scenario.outcome_space.enumerate())
    assert spy.views[0].parties == 3
    assert len(spy.views[0].others) == 2
    assert spy.views[-1].received.worth[0] == wishes[0](mechanism.trace[-1][1]) or mechanism.agreement is not None


def test_parameters_rules_and_models_have_their_names_of_scenario_files() -> None:
    made = strategy_of("time_dependent", {"beta": 0.25}, "const", "frequency")
    assert made.bidding.beta == 0.25  # type: ignore[attr-defined]
    assert type(made.acceptance).__name__ == "Const"
    assert type(made.model).__name__ == "Frequency"
    assert strategy_of("boulware").bidding.beta == 0.2  # type: ignore[attr-defined]
    with pytest.raises(KeyError, match="no_such"):
        strategy_of("no_such")


def test_the_class_is_found_by_its_path_as_tournaments_look_for_it() -> None:
    found = pytest.importorskip("negmas.helpers").get_class("zopa.interop.negmas.ZopaNegotiator")
    assert found is door.ZopaNegotiator
    assert issubclass(found, sao.SAONegotiator)
    assert pickle.loads(pickle.dumps(found)) is found  # noqa: S301 - our own bytes


def test_without_a_utility_function_it_says_so() -> None:
    negotiator = door.ZopaNegotiator(name="nobody")
    with pytest.raises(ValueError, match="nobody has no utility function"):
        negotiator(SimpleNamespace(current_offer=None, current_proposer=None))
