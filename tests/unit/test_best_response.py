"""Best responses: the known ones are found, and what is promised holds in fresh worlds."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from zopa.build.compile import compile_play
from zopa.build.load import find, load
from zopa.cli.respond import respond_command
from zopa.experiments import games as module
from zopa.experiments.best_response import best_response
from zopa.experiments.games import Games, weighted
from zopa.experiments.search import Axis, Field, Setting, design, halved, refined
from zopa.game.luck import Luck
from zopa.scenario.include import load as parse
from zopa.talks import Talks

HALF, QUARTER = ({"kind": "fixed_demand", "utility": share} for share in (0.5, 0.25))


def test_the_proposer_asks_for_what_the_responder_just_accepts() -> None:
    found = best_response("ultimatum", "proposer", {"utility": (0.0, 1.0)}, worlds=3, budget=30)
    assert 0.7 < found.parameters["utility"] <= 0.75  # 7.5 of 10: the responder refuses less than a quarter
    assert (found.payoff.mean, found.incumbent.mean, found.gain.mean) == (7.5, 6.0, 1.5)
    assert len(found.tried) <= 30


def test_against_a_mixed_field_the_cautious_demand_is_best() -> None:
    found = best_response("ultimatum", "proposer", {"utility": (0.0, 1.0)}, [QUARTER, HALF], worlds=2, budget=30)
    assert 0.45 < found.parameters["utility"] <= 0.5  # 5 from both is more than 7.5 from one of two
    assert found.payoff.mean == 5.0


def test_who_plays_the_best_response_already_gains_nothing() -> None:
    setting = ["parties.proposer.strategy.utility=0.75"]
    found = best_response("ultimatum", "proposer", {"utility": (0.0, 1.0)}, worlds=2, budget=20, overrides=setting)
    assert not found.parameters
    assert found.gain.mean == 0.0


def test_the_field_may_be_overrides_and_names() -> None:
    one = best_response(
        "ultimatum", "proposer", {"utility": (0, 1)}, [["parties.responder.strategy.utility=0.5"]], 2, 0, 16
    )
    other = best_response("ultimatum", "proposer", {"utility": (0, 1)}, [HALF], 2, 0, 16)
    assert one == other
    named = best_response("ultimatum", "proposer", {"utility": (0, 1)}, ["hardliner"], 2, 0, 16)
    assert named.payoff.mean == 0.0


def test_searching_promises_too_much_and_fresh_worlds_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def noise(self: Any, settings: Sequence[Setting], first: int, count: int) -> np.ndarray:
        luck = Luck(self.seed, first, count)
        return np.stack([luck.one(f"noise {setting}") - 0.5 for setting in settings])

    monkeypatch.setattr(Games, "play", noise)
    monkeypatch.setattr(Games, "as_it_is", lambda self, first, count: noise(self, [()], first, count)[0])
    found = [
        best_response("ultimatum", "proposer", {"utility": (0, 1)}, worlds=64, seed=s, budget=24) for s in range(60)
    ]
    promised = [one.tried[0].payoff for one in found]
    assert np.mean(promised) > 0.05
    assert abs(np.mean([one.payoff.mean for one in found])) < 0.02
    chosen = [one.gain for one in found if one.parameters]
    covered = [one.low <= 0.0 <= one.high for one in chosen if one.low is not None and one.high is not None]
    assert np.mean(covered) > 0.85


def bowl(noise: float, peak: tuple[float, ...]) -> tuple[Field, list[int]]:
    """Payoffs that fall away from a peak, with common noise and noise of each setting's own; worlds played."""
    played = []

    def one(setting: Setting, luck: Luck) -> np.ndarray:
        own = luck.one(f"own {setting}") - 0.5
        height = -sum((np.log(s) - np.log(p)) ** 2 for s, p in zip(setting, peak, strict=True))
        return height + 5.0 * luck.one("common") + noise * own

    def play(settings: Sequence[Setting], first: int, count: int) -> np.ndarray:
        played.append(len(settings) * count)
        return np.stack([one(setting, Luck(1, first, count)) for setting in settings])

    return Field(play), played


@pytest.mark.parametrize("peak", [(0.7,), (0.3, 4.0)])
def test_the_search_finds_a_peak(peak: tuple[float, ...]) -> None:
    axes = [Axis(f"x{n}", 0.05, 20.0) for n in range(len(peak))]
    payoffs, played = bowl(0.2, peak)
    first = design(axes, 32)
    left = halved(payoffs, first, 512)
    best = refined(payoffs, axes, left[0], 1.0 / 32.0 ** (1.0 / len(peak)), 512, 32)
    assert np.log(best) == pytest.approx(np.log(peak), abs=0.25)
    assert len(payoffs.played) <= 64
    assert sum(played) == sum(len(got) for got in payoffs.played.values())  # no world is played twice
    assert sum(played) < 64 * 512 * 0.8
    assert max(len(got) for got in payoffs.played.values()) == 512


def test_more_worlds_go_on_where_the_first_ended() -> None:
    payoffs = Field(
        lambda settings, first, count: np.array([np.arange(first, first + count, dtype=float)] * len(settings))
    )
    assert payoffs.mean((0.0,), 2) == 0.5
    assert payoffs.ranked([(1.0,), (0.0,)], 4) == [(1.0,), (0.0,)]
    assert [got.tolist() for got in payoffs.played.values()] == [[0.0, 1.0, 2.0, 3.0]] * 2


def test_axes_step_by_ratios_where_that_makes_sense() -> None:
    assert Axis("beta", 0.1, 10.0).at(0.5) == pytest.approx(1.0)
    assert Axis("utility", 0.0, 1.0).at(0.5) == 0.5
    assert Axis("end", 0.2, 1.0).at(0.5) == pytest.approx(0.6)
    assert Axis("window", 1.0, 9.0, whole=True).at(0.55) == 5.0
    for axis in (Axis("beta", 0.1, 10.0), Axis("end", 0.2, 1.0)):
        for share in (0.0, 0.3, 1.0):
            assert axis.share(axis.at(share)) == pytest.approx(share)
    settings = design([Axis("a", 0.0, 1.0), Axis("b", 1.0, 100.0)], 16)
    assert len(set(settings)) == 16
    assert {int(4.0 * a) for a, _ in settings} == {0, 1, 2, 3}


def test_whole_numbers_are_written_as_such() -> None:
    setting = ["parties.first.strategy={kind: averaged_tit_for_tat}"]
    found = best_response("shrinking_pie", "first", {"window": (1, 6)}, worlds=1, budget=8, overrides=setting)
    assert all(one.parameters["window"] in range(1, 7) for one in found.tried)


@pytest.mark.parametrize(
    ("party", "ranges", "message"),
    [
        ("proposr", {"utility": (0, 1)}, 'did you mean "proposer"'),
        ("proposer", {"utilty": (0, 1)}, 'did you mean "utility"'),
        ("proposer", {"utility": (0, 2)}, "must be at most 1"),
        ("proposer", {"utility": (1, 0)}, "from a lower to a higher"),
        ("proposer", {}, "say what to search"),
    ],
)
def test_what_cannot_be_searched(party: str, ranges: dict[str, tuple[float, float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        best_response("ultimatum", party, ranges)


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    against = ('{"kind": "fixed_demand", "utility": 0.5}',)
    respond_command("ultimatum", "proposer", ("utility=0:1",), against, 2, 0, 16, (), as_json=False)
    text = capsys.readouterr().out
    assert "best response of the proposer" in text
    assert "5.00 [5.00, 5.00]" in text
    respond_command("ultimatum", "proposer", ("utility=0:1",), against, 2, 0, 16, (), as_json=True)
    assert json.loads(capsys.readouterr().out)["payoff"]["mean"] == 5.0
    for ranges, field, message in ((("utility",), (), "parameter=low:high"), (("utility=0:1",), ("{x",), "in JSON")):
        with pytest.raises(ValueError, match=message):
            respond_command("ultimatum", "proposer", ranges, field, 2, 0, 16, (), as_json=False)


def test_weights_are_those_of_a_mixture() -> None:
    def best(*weights: float) -> float:
        ranges = {"utility": (0.0, 1.0)}
        return best_response("ultimatum", "proposer", ranges, [QUARTER, HALF], 1, 0, 24, weights=weights).payoff.mean

    assert best() == best(2.0, 2.0) == 5.0
    assert best(8.0, 2.0) == pytest.approx(0.8 * 7.5)  # worth the risk
    assert best(1.0, 0.0) == 7.5


@pytest.mark.parametrize("weights", [(1.0,), (1.0, -1.0), (0.0, 0.0), (1.0, float("nan"))])
def test_weights_that_make_no_sense(weights: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="weight"):
        best_response("ultimatum", "proposer", {"utility": (0, 1)}, [QUARTER, HALF], weights=weights)


def test_settings_played_together_are_those_played_alone() -> None:
    document = load("us_japan_2025")
    field = weighted(["conceder", {"kind": "fixed_demand", "utility": 0.4}], [1.0, 3.0], ["us"])
    own = "parties.japan.strategy={kind: time_dependent, beta: 2, end: 0.3}"
    axes = [Axis("beta", 0.05, 20.0, varies=True), Axis("end", 0.0, 0.9, varies=True)]
    games = Games(parse(document.path), "japan", 1, axes, (own,), field, seed=4)
    together = games.play([(0.3, 0.0), (2.0, 0.3), (7.0, 0.5)], 2, 6)
    expected = np.zeros(6)
    for entry, weight in field:
        talks = Talks(compile_play(load("us_japan_2025", (own, *entry)).scenario, Luck(4, 2, 6)), collect=False)
        expected += weight * talks.play_out().annual[1]
    np.testing.assert_array_equal(together[1], expected / 4.0)
    np.testing.assert_array_equal(games.as_it_is(2, 6), expected / 4.0)
    np.testing.assert_array_equal(games.play([(7.0, 0.5)], 2, 6)[0], together[2])
    np.testing.assert_array_equal(games.play([(7.0, 0.5), (0.3, 0.0)], 4, 2), together[[2, 0], 2:4])
    assert len({row.tobytes() for row in together}) == 3
    apart = Games(parse(document.path), "japan", 1, axes, (own,), field, seed=4, salt="apart")
    assert (apart.play([(2.0, 0.3)], 2, 6)[0] != together[1]).all()


def test_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    axes = [Axis("window", 1.0, 6.0, whole=True), Axis("start", 0.5, 1.0, varies=True)]
    own = (
        "parties.first.strategy={kind: averaged_tit_for_tat}",
        "time.discount.first={low: 0.8, central: 0.9, high: 1}",
    )
    games = Games(parse(find("shrinking_pie")), "first", 0, axes, own, weighted(["linear"], [], ["second"]), seed=0)
    settings = [(float(window), start) for start in (0.6, 0.9, 1.0) for window in (1, 3, 5)]
    whole = games.play(settings, 0, 7)
    monkeypatch.setattr(module, "BLOCK", 4)
    np.testing.assert_array_equal(games.play(settings, 0, 7), whole)
    assert len({row.tobytes() for row in whole}) > 3
