"""Scenarios in NegMAS's words and back: the same outcomes, the same utilities, the same reservation values."""

import itertools
import math
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twins.arena import Arena
from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.game.samples import random_additive
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space
from zopa.game.values import value_of
from zopa.interop import negmas as door
from zopa.interop.negmas import game_of, scenario_of
from zopa.interop.negmas_out import Words, values_of

pytest.importorskip("negmas")
outcomes = pytest.importorskip("negmas.outcomes")
preferences = pytest.importorskip("negmas.preferences")
tables = pytest.importorskip("negmas.preferences.value_fun")


def every_package(space: Space) -> np.ndarray:
    return np.array(list(itertools.product(*(range(n) for n in np.diff(space.first)))), dtype=np.int16)


def no_deal(game: Game, p: int, w: int = 0) -> float:
    assert isinstance(game.schedule, LumpSchedule)
    return float(game.schedule.disagreement[p][w])


@settings(max_examples=30, deadline=None)
@given(sizes=st.lists(st.integers(1, 4), min_size=1, max_size=4), seed=st.integers(0, 99), world=st.integers(0, 5))
def test_every_package_is_worth_the_same_on_both_sides_and_after_the_way_back(
    sizes: list[int], seed: int, world: int
) -> None:
    arena = Arena(sizes=tuple(sizes), seed=seed)
    game = arena.game(arena.luck(0, 6))
    scenario = scenario_of(game, world)
    back = game_of(scenario)
    words, packages = Words(game.space), every_package(game.space)
    assert back.space.levels == game.space.levels
    for p in range(2):
        ours = value_of(np.tile(game.epochs[0].cells[p][world], (len(packages), 1)), packages, game.space.first)
        theirs = [scenario.ufuns[p](words.values(package)) for package in packages]
        np.testing.assert_allclose(theirs, ours, rtol=0, atol=1e-12)
        np.testing.assert_allclose(back.epochs[0].cells[p][0], game.epochs[0].cells[p][world], rtol=0, atol=1e-12)
        assert scenario.ufuns[p].reserved_value == no_deal(game, p, world) == no_deal(back, p)


def test_what_may_not_be_offered_is_no_outcome() -> None:
    arena = Arena(restricted=True, sizes=(4, 5, 3))
    game = arena.game(arena.luck(0, 3))
    for w in range(3):
        scenario = scenario_of(game, w)
        packages = every_package(game.space)
        allowed = game.allowed[w][packages + game.space.first[:-1]].all(axis=1)
        words = Words(game.space)
        assert {words.values(package) for package in packages[allowed]} == set(scenario.outcome_space.enumerate())


def test_a_shipped_scenario_with_linked_issues_keeps_them_together() -> None:
    document = load("us_japan_2025")
    play = compile_play(document.scenario, Luck(4, 7, 1))
    scenario = scenario_of(document, 7, seed=4)
    assert [issue.name for issue in scenario.outcome_space.issues] == list(play.game.space.names)
    assert scenario.mechanism_params == {"n_steps": play.rounds}
    assert [wishes.name for wishes in scenario.ufuns] == list(play.game.parties)
    linked = [k for k, cluster in enumerate(play.game.space.clusters) if len(cluster) > 1]
    assert linked
    values = values_of(play.game.space)
    for k in linked:
        assert set(scenario.outcome_space.issues[k].all) <= set(values[k])
        assert all(isinstance(value, tuple) for value in values[k])
    best = [wishes.extreme_outcomes()[1] for wishes in scenario.ufuns]
    assert all(wishes(package) > wishes.reserved_value for wishes, package in zip(scenario.ufuns, best, strict=True))
    by_name = scenario_of("us_japan_2025", 7, seed=4, overrides=["information=none"])
    assert [by_name.ufuns[0](package) for package in best] == [scenario.ufuns[0](package) for package in best]


def domain(*wishes: Any, **more: Any) -> Any:
    issues = [outcomes.make_issue([1, 2, 5], "price"), outcomes.make_issue(["red", "blue"], "colour")]
    made = [wish(issues) for wish in wishes]
    return SimpleNamespace(outcome_space=outcomes.make_os(issues), ufuns=made, **more)


def weighted(issues: Any, bias: float = 0.0, **more: Any) -> Any:
    return preferences.LinearAdditiveUtilityFunction(
        [tables.LinearFun(0.5), tables.TableFun({"red": 0.25, "blue": 1.0})], weights=[2.0, 3.0], bias=bias,
        issues=issues, **more,
    )  # fmt: skip


def test_weights_slopes_and_a_bias_are_in_the_cells() -> None:
    game = game_of(domain(lambda i: weighted(i, 0.125, reserved_value=2.0), weighted, mechanism_params={"n_steps": 7}))
    np.testing.assert_array_equal(game.epochs[0].cells[0], [[1.125, 2.125, 5.125, 0.75, 3.0]])
    np.testing.assert_array_equal(game.epochs[0].cells[1], [[1.0, 2.0, 5.0, 0.75, 3.0]])
    assert (no_deal(game, 0), no_deal(game, 1)) == (2.0, 1.75)  # nothing said: as much as the worst package
    assert game.schedule.rounds == 7


def test_a_linear_utility_of_numbers_is_additive_too() -> None:
    numbers = [outcomes.make_issue([0, 3], "a"), outcomes.make_issue([1, 4], "b")]
    affine = preferences.AffineUtilityFunction([2.0, 0.5], bias=1.0, issues=numbers, reserved_value=0.0)
    game = game_of(SimpleNamespace(outcome_space=outcomes.make_os(numbers), ufuns=[affine, affine]), worlds=3)
    np.testing.assert_array_equal(game.epochs[0].cells[0], [[1.0, 7.0, 0.5, 2.0]] * 3)


def test_where_utilities_do_not_add_up_the_packages_are_listed() -> None:
    def product(issues: Any) -> Any:
        return preferences.MappingUtilityFunction(lambda o: o[0] * (o[1] == "red"), issues=issues, reserved_value=0.5)

    scenario = domain(product, weighted)
    game = game_of(scenario)
    assert game.space.names == ("package",)
    np.testing.assert_array_equal(game.epochs[0].cells[0], [[1.0, 0.0, 2.0, 0.0, 5.0, 0.0]])
    assert game.epochs[0].cells[1][0].tolist() == [scenario.ufuns[1](o) for o in itertools.product(*game.space.levels)]


def test_too_many_packages_to_list_values_without_end_and_no_numbers_are_refused() -> None:
    many = [outcomes.make_issue(list(range(200)), str(i)) for i in range(2)]
    crooked = preferences.MappingUtilityFunction(max, issues=many)
    with pytest.raises(ValueError, match="40,000 packages are too many"):
        game_of(SimpleNamespace(outcome_space=outcomes.make_os(many), ufuns=[crooked]))
    endless = [outcomes.make_issue((0.0, 1.0), "share")]
    with pytest.raises(ValueError, match="share: its values are not a list"):
        game_of(SimpleNamespace(outcome_space=outcomes.make_os(endless), ufuns=[]))
    with pytest.raises(ValueError, match="not a finite number"):
        game_of(domain(lambda i: preferences.MappingUtilityFunction(lambda _: math.nan, issues=i)))


def test_without_negmas_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "negmas.outcomes", None)
    with pytest.raises(ImportError, match=r"pip install 'zopa\[negmas\]'"):
        scenario_of(random_additive(2, 2, Luck(1)))


def test_the_door_has_what_it_says_and_nothing_else() -> None:
    assert all(hasattr(door, name) for name in door.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Negotiator'"):
        _ = door.Negotiator
