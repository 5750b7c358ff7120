"""Strategies as a scenario file names them: kinds, parameters, and the bounds of parameters."""

import pytest

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.luck import Luck
from zopa.scenario.problems import ScenarioError
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Frequency
from zopa.strategies.time_dependent import TimeDependent


def japan(*settings: str) -> Composed:
    overrides = [f"parties.japan.strategy{setting}" for setting in settings]
    strategy = compile_play(load("us_japan_2025", overrides).scenario, Luck(1, 0, 8)).strategies[1]
    assert isinstance(strategy, Composed)
    return strategy


def test_a_name_sets_its_own_defaults() -> None:
    assert japan(".kind=boulware").bidding == TimeDependent(beta=0.2)
    assert japan(".kind=conceder").bidding == TimeDependent(beta=5.0)
    assert japan("={kind: boulware, beta: 0.5}").bidding == TimeDependent(beta=0.5)


def test_parts_that_the_file_leaves_out_can_be_set_by_kind() -> None:
    assert japan(".kind=linear", ".model.kind=frequency").model == Frequency()


def test_a_range_is_drawn_for_each_world() -> None:
    bidding = japan("={kind: boulware, beta: {low: 0.1, central: 0.2, high: 0.4, at_least: 0.01}}").bidding
    assert isinstance(bidding, TimeDependent)
    assert len(set(bidding.beta.tolist())) == 8  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("={kind: boulware, beta: 0}", "must be above 0, not 0"),
        ("={kind: boulware, beta: {low: 0.1, central: 0.2, high: 5}}", "draws of this range reach from 0 to 9.8"),
        ("={kind: fixed_demand, utility: 7}", "must be at most 1, not 7"),
        ("={kind: micro_coarse, grain: -1}", "must be above 0, not -1"),
        ("={kind: relative_tit_for_tat, delay: 0}", "must be at least 1, not 0"),
        ("={kind: averaged_tit_for_tat, window: -3}", "must be at least 1, not -3"),
        ("={kind: statecraft, patience: 800}", "must be at most 5, not 800"),
        ("={kind: boulware, betta: 1}", 'did you mean "beta"?'),
        ("={kind: bulware}", 'did you mean "boulware"?'),
        ("={kind: boulware, acceptance: {kind: nxt}}", 'did you mean "next"?'),
        (".modle.kind=frequency", "unknown key 'modle'"),
    ],
)
def test_what_a_strategy_cannot_be(setting: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        japan(setting)
    assert said in str(caught.value)
    assert "-s parties.japan.strategy" in str(caught.value)


def test_a_shared_quantity_is_checked_where_it_is_named() -> None:
    with pytest.raises(ScenarioError, match=r"-s .*strategy:1:\d+: error: 'autos_precedent' must be above 0"):
        japan("={kind: boulware, beta: autos_precedent}")


def test_a_mechanism_may_be_added_under_a_new_name() -> None:
    for scenario in ("log_roll", "us_japan_2025"):
        first = next(iter(load(scenario).scenario.parties))
        added = load(scenario, [f"mechanisms.wait={{kind: delay_cost, party: {first}, flow: 1}}"]).scenario
        assert added.mechanisms["wait"].kind == "delay_cost"
    with pytest.raises(ScenarioError, match="unknown name 'wait' in mechanisms"):
        load("us_japan_2025", ["mechanisms.wait=3"])
