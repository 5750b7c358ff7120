"""GeniusWeb and NegoLog profiles in: utilities by hand, and problems said where they stand."""

import itertools
import json
from pathlib import Path

import pytest

from interop.test_genius import DATA, values_of
from zopa.build.compile import compile_play
from zopa.build.solve import solve
from zopa.game.luck import Luck
from zopa.interop.formats import load
from zopa.interop.geniusweb import read
from zopa.scenario.problems import ScenarioError
from zopa.talks import Talks

FILES = [DATA / name for name in ("garden-domain.json", "ana.json", "ben.json")]


def test_every_bid_has_the_utility_that_geniusweb_gives_it() -> None:
    document = read(FILES)
    scenario = document.scenario
    assert [issue.title for issue in scenario.issues.values()] == ["Tree", "Hedge, metres", "Days"]
    assert [issue.levels for issue in scenario.issues.values()] == [
        ("apple", "plum", "no tree"), (0.5, 0.8, 1.1, 1.4), (1, 2, 7)
    ]  # fmt: skip
    ana = {"apple": 0.8, "plum": 0.5, "no tree": 0.0}, {1: 1.0, 2: 0.9, 7: 0.2}
    ben = {"apple": 0.1, "plum": 0.4, "no tree": 1.0}, {1: 0.3, 2: 0.6, 7: 0.9}
    by_hand = {"ana": [], "ben": []}
    for tree, metres, days in itertools.product(*(issue.levels for issue in scenario.issues.values())):
        share = (metres - 0.5) / 0.9
        by_hand["ana"].append(0.5 * ana[0][tree] + 0.3 * (0.1 + 0.9 * share) + 0.2 * ana[1][days])
        by_hand["ben"].append(0.25 * ben[0][tree] + 0.5 * (1.0 - share) + 0.25 * ben[1][days])
    for party, values in values_of(document).items():
        assert values.tolist() == pytest.approx(by_hand[party], abs=1e-12)


def test_no_deal_is_worth_the_reservation_bid() -> None:
    parties = read(FILES).scenario.parties
    assert parties["ana"].disagreement == pytest.approx(0.5 * 0.5 + 0.2 * 0.2)  # an issue left out counts 0
    assert parties["ben"].disagreement == 0.0


def test_the_domain_file_may_be_left_out() -> None:
    assert load(FILES[1:]).scenario.parties == load(FILES).scenario.parties


def test_the_scenario_can_be_played() -> None:
    document = load(FILES, rounds=20)
    talks = Talks(compile_play(document.scenario, Luck(0, 0, 2)), collect=False)
    talks.play_out()
    assert talks.outcomes.agreed.shape == (2,)
    assert solve(document)["packages"] == 36


def changed(tmp_path: Path, old: str, new: str) -> list[Path]:
    text = FILES[1].read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "ana.json").write_text(text.replace(old, new, 1), encoding="utf-8")
    return [tmp_path / "ana.json", FILES[2]]


WRONG = {
    "a comma missing": ('"name": "ana",', '"name": "ana"', "4:5", "not JSON: a comma is missing"),
    "a comma too many": ('"reservationBid": {', '"reservationBid": {,', "18:24", "not JSON: a key in double quotes"),
    "a number that is none": ('"plum": 0.5', '"plum": NaN', "13:75", "a utility must be a number, not text 'NaN'"),
    "a key twice": ('"name": "ana",', '"name": "ana", "name": "eve",', "3:20", "duplicate key 'name'"),
    "a utility above 1": ('"plum": 0.5', '"plum": 1.5', "13:75", "a utility must be between 0 and 1, not 1.5"),
    "a utility in words": ('"plum": 0.5', '"plum": "good"', "13:75", "a utility must be a number, not text 'good'"),
    "a utility missing": ('"plum": 0.5, ', "", "13:15", "the issue 'Tree' has no utility of plum"),
    "a value unknown": ('"plum": 0.5', '"plum": 0.5, "pine": 1', "13:80", "'pine' is no value of the issue 'Tree'"),
    "weights beyond 1": ('{"Tree": 0.5, "H', '{"Tree": 0.6, "H', "17:5", "the weights must sum to 1, not 1.1"),
    "no weight": ('{"Tree": 0.5, "H', '{"H', "2:33", "issueWeights says nothing on 'Tree'"),
    "a weight of nothing": (
        '{"Tree": 0.5, "H',
        '{"Tree": 0.5, "Bush": 0, "H',
        "17:35",
        "names 'Bush', which is no issue",
    ),
    "a line upside down": ('"highValue": 1.4', '"highValue": 0.1', "14:40", "highValue must be above lowValue"),
    "no line": ('"lowValue": 0.5, ', "", "14:40", "numberutils has no 'lowValue'"),
    "a step of 0": ('"step": 0.3', '"step": 0', "8:36", "the range of 'Hedge, metres' must rise"),
    "a bid of nothing": ('{"Tree": "plum"', '{"Tree": "pine"', "18:48", "'pine' is no value of the issue 'Tree'"),
    "another kind": ('"LinearAdditiveUtilitySpace"', '"DefaultPartialOrdering"', "1:1", "this is no LinearAdditive"),
    "another domain": ('"apple", "plum", "no tree"]', '"apple", "plum", "none"]', "4:13", "the domain differs"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_at_its_place(tmp_path: Path, case: str) -> None:
    old, new, place, message = WRONG[case]
    with pytest.raises(ScenarioError) as error:
        read(changed(tmp_path, old, new))
    said = [f"{p.line}:{p.col}: {p.message}" for p in error.value.problems]
    assert any(line.startswith(f"{place}: ") and message in line for line in said), said


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "3", '{"a": 1}', "{}", "[" * 100_000])
def test_a_file_that_is_no_profile_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError):
        load([tmp_path / "a.json", FILES[1]])


def test_profiles_of_negolog_are_read() -> None:
    document = load([DATA / "orchard" / "profileA.json", DATA / "orchard" / "profileB.json"])
    assert document.scenario.name == "orchard"
    assert values_of(document)["profilea"].tolist() == pytest.approx([0.9, 1.0, 0.3, 0.4])
    assert values_of(document)["profileb"].tolist() == pytest.approx([0.65, 0.15, 1.0, 0.5])
    assert solve(document)["disagreement"] == {"profilea": 0.4, "profileb": 0.0}


def test_profiles_of_negolog_must_agree_on_the_domain(tmp_path: Path) -> None:
    said = json.loads((DATA / "orchard" / "profileB.json").read_text(encoding="utf-8"))
    said["issues"]["fruit"]["plum"] = 0.5
    (tmp_path / "b.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(ScenarioError, match="the values of 'fruit' differ from those of the first profile"):
        load([DATA / "orchard" / "profileA.json", tmp_path / "b.json"])
