"""Beyond the pool: what pays more is found where it is known, and nothing is claimed where there is nothing."""

import json
from typing import Any

import numpy as np
import pytest

from zopa.experiments.beyond import beyond
from zopa.experiments.families import FAMILIES, Family
from zopa.experiments.games import Games
from zopa.scenario.problems import ScenarioError

HALF, QUARTER = ({"kind": "fixed_demand", "utility": share} for share in (0.5, 0.25))
ASKS = Family({"kind": "fixed_demand"}, {"utility": (0.0, 1.0)})


def test_a_pool_that_leaves_something_on_the_table_is_beaten() -> None:
    found = beyond("ultimatum", "proposer", [(QUARTER, 1.0)], [ASKS], [HALF, {"kind": "hardliner"}], 1, fresh=2)
    assert found.strategy is not None
    assert found.strategy["kind"] == "fixed_demand"
    assert 0.7 < found.strategy["utility"] <= 0.75
    assert (found.pool_best, found.pool_payoff.mean) == (HALF, 5.0)
    assert (found.payoff.mean, found.gain.mean, found.gain.n) == (7.5, 2.5, 2)
    (best,) = found.families
    assert best.strategy == found.strategy
    assert best.payoff == best.tried[0].payoff == 7.5
    assert 4 <= len(best.tried) <= 30


def test_the_mixture_decides_how_much_to_ask_for() -> None:
    def asked(of_quarter: float) -> tuple[float, float]:
        field = [(QUARTER, of_quarter), (HALF, 1.0 - of_quarter)]
        found = beyond("ultimatum", "proposer", field, ["fixed_demand"], [{"kind": "hardliner"}], 1, fresh=1)
        assert found.strategy is not None
        return found.strategy["utility"], found.payoff.mean

    assert asked(0.5) == (pytest.approx(0.475, abs=0.025), 5.0)
    assert asked(0.8) == (pytest.approx(0.725, abs=0.025), pytest.approx(6.0))


def test_where_the_pool_has_the_best_nothing_is_found() -> None:
    own = ["parties.proposer.strategy.utility=0.75"]
    found = beyond("ultimatum", "proposer", [(QUARTER, 1.0)], [ASKS], worlds=1, fresh=3, overrides=own)
    assert found.strategy is None
    assert found.pool_best == {"kind": "fixed_demand", "utility": 0.75}  # as the file has it, as there is no pool
    assert found.payoff == found.pool_payoff
    assert (found.gain.mean, found.gain.low, found.gain.high) == (0.0, 0.0, 0.0)


def test_the_best_of_several_families_is_taken_and_whole_numbers_stay_whole() -> None:
    families = [Family({"kind": "averaged_tit_for_tat"}, {"window": (1, 6)}), "time_dependent"]
    found = beyond("shrinking_pie", "first", [("linear", 1.0)], families, ["conceder"], 1, budget=8, fresh=1)
    first, second = found.families
    assert isinstance(first.strategy["window"], int)
    assert set(second.strategy) == {"kind", "beta", "start", "end"}
    assert found.strategy == max(found.families, key=lambda one: one.payoff).strategy
    assert found.gain.mean > 0.0
    said = json.dumps(found.as_dict(), allow_nan=False)
    assert json.loads(said)["families"][1]["strategy"] == second.strategy


def test_what_decides_and_what_is_reported_are_other_worlds(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[tuple[str, int, int]] = []
    true = Games.play

    def watched(self: Any, settings: Any, first: int, count: int) -> np.ndarray:
        played.append((self.salt, first, first + count))
        return true(self, settings, first, count)

    monkeypatch.setattr(Games, "play", watched)
    beyond("ultimatum", "proposer", [(QUARTER, 1.0)], [ASKS], [HALF], 40, budget=8, fresh=50)
    assert {salt for salt, _, _ in played} == {"beyond"}
    assert max(last for _, _, last in played[:-2]) == 40
    assert [(first, last) for _, first, last in played[-2:]] == [(40, 90)] * 2


def test_the_same_again_on_the_flagship() -> None:
    def found() -> dict[str, Any]:
        field = [("conceder", 0.7), ("boulware", 0.3)]
        return beyond("us_japan_2025", "us", field, FAMILIES[:1], ["linear"], 16, budget=6, fresh=32).as_dict()

    once = found()
    assert once == found()
    assert once["gain"]["mean"] > 0.0  # who meets the soft mostly, asks for more


def test_a_name_stands_for_all_numbers_with_bounds() -> None:
    assert Family.of("time_dependent").ranges == {"beta": (0.05, 20.0), "start": (0.0, 1.0), "end": (0.0, 1.0)}
    assert Family.of("averaged_tit_for_tat").ranges["window"] == (1, 1000)
    assert {family.kind for family in FAMILIES} == {"time_dependent", "statecraft"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"party": "proposr"}, 'did you mean "proposer"'),
        ({"families": ["hardliner"]}, "no number with bounds"),
        ({"families": ["linar"]}, 'did you mean "linear"'),
        ({"families": [Family({"kind": "linear"}, {"bta": (0, 1)})]}, 'did you mean "beta"'),
        ({"pool": ["linar"]}, "unknown"),
        ({"field": [(HALF, -1.0)]}, "weights"),
        ({"fresh": 0}, "1 fresh world"),
    ],
)
def test_what_cannot_be_searched(changes: dict[str, Any], message: str) -> None:
    said: dict[str, Any] = {"scenario": "ultimatum", "party": "proposer", "field": [(HALF, 1.0)], "worlds": 1}
    with pytest.raises((ValueError, ScenarioError), match=message):
        beyond(**{**said, **changes})
