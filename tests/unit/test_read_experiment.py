"""Reading experiments: overrides for them and for their scenario, telling them from scenarios, limits, the schema."""

import jsonschema
import pytest

from unit.sale import SALE
from zopa.scenario.check_factor import label
from zopa.scenario.experiment import Experiment
from zopa.scenario.model import RawScenario
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read_experiment import is_experiment, read_experiment
from zopa.scenario.schema import json_schema

STUDY = """\
schema_version: 1
id: patience
scenario: shrinking_pie
levers:
  manner: {path: parties.first.strategy, levels: {tough: {kind: boulware}, linear: {kind: linear}}}
uncertainties:
  discount: {path: time.discount, levels: [0.8, 0.9, 1]}
  haste: {draw: haste}
worlds: 100
"""


def read(folder, text=STUDY, overrides=()):
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return read_experiment(path, overrides)


def refused(folder, text=STUDY, overrides=()):
    with pytest.raises(ScenarioError) as caught:
        read(folder, text, overrides)
    return [(problem.file.rpartition("/")[2], problem.line, problem.message) for problem in caught.value.problems]


def test_a_file_as_written_and_as_it_counts(tmp_path):
    own = ("worlds=5", "levers.manner.levels.tough={kind: conceder}", "id=other")
    file = read(tmp_path, overrides=["time.rounds=7", *own])
    assert file.text == STUDY
    assert file.rest == ("time.rounds=7",)
    assert file.overrides == own
    assert file.data["levers"]["manner"]["levels"]["tough"] == {"kind": "conceder"}
    assert file.experiment.worlds == file.data["worlds"] == 5
    assert file.experiment.id == "other"
    assert file.files == (tmp_path / "x.yaml",)


def test_a_path_that_only_begins_like_a_key_is_the_scenarios(tmp_path):
    assert read(tmp_path, overrides=["worlds_apart=1", "parties.first=2"]).rest == ("worlds_apart=1", "parties.first=2")


def test_problems_of_overrides_are_placed_at_them(tmp_path):
    assert refused(tmp_path, overrides=["levers.maner.path=x", "worlds"]) == [
        ("-s levers.maner.path", 1, "unknown name 'maner' in levers"),
        ("-s worlds", 1, "an override is written path=value"),
    ]
    assert refused(tmp_path, overrides=["include=[a.yaml]"])[0][2].startswith("include cannot be overridden")
    assert refused(tmp_path, overrides=["worlds=0", "design=lhs"]) == [
        ("-s worlds", 1, "must be at least 1, not 0"),
    ]
    assert refused(tmp_path, overrides=["design=lhs"]) == [
        ("-s design", 1, "lhs needs points: how many points are drawn"),
    ]


def test_what_an_include_says_counts(tmp_path):
    (tmp_path / "shared.yaml").write_text(
        "outcomes: {joint: {statistic: mean, of: joint}}\nworlds: 3\n", encoding="utf-8"
    )
    file = read(tmp_path, STUDY.replace("worlds: 100", "include: [shared.yaml]"))
    assert file.data["worlds"] == 3
    assert "include" not in file.data
    assert file.files == (tmp_path / "x.yaml", tmp_path / "shared.yaml")


def test_whole_numbers_may_be_written_with_an_exponent(tmp_path):
    experiment = read(tmp_path, STUDY.replace("worlds: 100", "worlds: 1e6\nseed: 2.0")).experiment
    assert (experiment.worlds, experiment.seed) == (1_000_000, 2)
    assert isinstance(experiment.worlds, int)


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("id: patience", "id: " + "a" * 101), 2, "a short name has at most 100 characters, not 101"),
        (("manner:", "points:"), None, None),  # a key of experiments is no column
        (("manner:", "rounds:"), None, None),  # nor is this
        (("manner:", "gain_first:"), 5, "'gain_first' is called like a column of the results: another name is needed"),
        (("manner:", "status:"), 5, "'status' is called like a column of the results: another name is needed"),
        (("[0.8, 0.9, 1]", "[true, false]"), None, None),
        (("[0.8, 0.9, 1]", "[1, 1.0]"), 7, "this is the same as a level above"),
        (("[0.8, 0.9, 1]", '[a, {kind: a}]'), 7, "two levels are called a"),
        (("[0.8, 0.9, 1]", '["1", 1]'), 7, "two levels are called 1"),
        (("[0.8, 0.9, 1]", '[yes, true, "true"]'), 7, "two levels are called true"),
        (("[0.8, 0.9, 1]", "[0.12345678, 0.12345679]"), None, None),
        (("[0.8, 0.9, 1]", "[[1, 2], [1, 3]]"), None, None),
        (("[0.8, 0.9, 1]", "[{a: [1, 2], b: 1}, {b: 1.0, a: [1, 2]}]"), 7, "this is the same as a level above"),
        (("levels: [0.8, 0.9, 1]", "levels: [1], low: 0.1, high: 0.9"), None, None),  # for other designs
        (("worlds: 100", "seed: 9223372036854775807"), None, None),
        (("worlds: 100", "seed: 1e300"), 9, "must be less than 9.22337e+18, not 1e+300"),
    ],
)  # fmt: skip
def test_limits(tmp_path, change, line, message):
    text = STUDY.replace(*change)
    if message is None:
        read(tmp_path, text)
    else:
        assert refused(tmp_path, text) == [("x.yaml", line, message)]


def test_a_grid_of_a_million_points_is_the_largest(tmp_path):
    def grid(*counts):
        some = (f"  f{at}: {{path: a.p{at}, levels: [{', '.join(map(str, range(n)))}]}}" for at, n in enumerate(counts))
        return STUDY.partition("levers:")[0] + "levers:\n" + "\n".join(some)

    assert read(tmp_path, grid(100, 100, 100)).experiment.levers.keys() == {"f0", "f1", "f2"}
    assert refused(tmp_path, grid(100, 100, 101))[0][2] == "the design has 1,010,000 points, more than 1,000,000"
    assert refused(tmp_path, grid(*[9] * 40))[0][2] == "the design has more than 10^15 points, more than 1,000,000"


def test_twenty_thousand_levels_are_compared_without_comparing_each_pair(tmp_path):
    levels = ", ".join(map(str, range(20_000)))
    study = STUDY.replace("[0.8, 0.9, 1]", f"[{levels}]").replace("{draw: haste}", "{path: b, levels: [1]}")
    assert len(read(tmp_path, study).experiment.uncertainties["discount"].levels) == 20_000


def test_no_more_than_five_hundred_problems_are_told(tmp_path):
    levels = ", ".join(["1"] * 2_000)
    assert len(refused(tmp_path, STUDY.replace("[0.8, 0.9, 1]", f"[{levels}]"))) == 500


def test_clauses_along_a_factor_and_at_levels_of_the_others(tmp_path):
    clause = (
        "- {id: P, clause: so, measure: {statistic: mean, of: joint}, along: discount, relation: increases, at: AT}"
    )
    for at in ("{}", "{manner: tough}", "{manner: [tough, linear], discount: [0.8, 1]}", "{haste: 3}"):
        read(tmp_path, f"{STUDY}expect:\n{clause.replace('AT', at)}\n")
    for at, message in (
        ("{manner: soft}", "text 'soft' is not a level of manner"),
        ("{discount: [0.8, 0.85]}", "0.85 is not a level of discount"),
        ("{discount: [0.8, true]}", "true is not a level of discount"),
        ("{haste: high}", "a level of haste is a number, not text 'high'"),
    ):
        found = refused(tmp_path, f"{STUDY}expect:\n{clause.replace('AT', at)}\n")
        assert found == [("x.yaml", 11, message)]


@pytest.mark.parametrize(
    ("value", "called"),
    [(3, 3.0), (True, True), ("a", "a"), ({"kind": "linear", "end": 1}, "linear"), ({"name": "x", "kind": "y"}, "x")],
)
def test_what_a_level_is_called(value, called):
    assert label(value) == called
    assert type(label(value)) is type(called)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (STUDY, True),
        (SALE, False),
        ("scenario: x\nparties: {}\n", False),
        ("scenaro: x\nlevers: {}\nid: x\n", True),  # a slip of the pen
        ("include: [a.yaml]\nexpect: []\n", True),
        ("include: [a.yaml]\nprotocol: {}\n", False),
        ("title: neither\n", False),
        ("scenario: x\nlevers: {a: [}\n", True),  # not YAML
        ("'scenario' : x\n\tlevers:\n", True),
        ("scenario: x\nparties: {a: [}\n", False),
        ("- scenario: x\n", False),
        ("", False),
        ("{scenario: x}", True),
    ],
)
def test_an_experiment_is_told_from_a_scenario(tmp_path, text, meant):
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    assert is_experiment(path) is meant


def test_what_is_no_file_is_no_experiment(tmp_path):
    assert not is_experiment(tmp_path)
    assert not is_experiment(tmp_path / "none.yaml")
    assert not is_experiment("x\0y")
    (tmp_path / "x.yaml").write_bytes(b"scenario: \xff\n")
    assert not is_experiment(tmp_path / "x.yaml")


def test_the_schema_says_what_single_keys_may_be(tmp_path):
    schema = json_schema(Experiment)
    assert schema["title"] == "zopa experiment"
    assert json_schema(RawScenario)["title"] == "zopa scenario"
    jsonschema.Draft202012Validator.check_schema(schema)
    data = read(tmp_path).data
    is_right = jsonschema.Draft202012Validator(schema).is_valid
    assert is_right(data)
    for key, value in (
        ("id", "a b"), ("id", "a" * 101), ("worlds", 0), ("worlds", 1.5), ("worlds", True), ("points", 10**7),
        ("seed", -1), ("schema_version", 2), ("design", "sobel"), ("pairs", {"A": {}}),
        ("levers", {"agreed": {}}), ("levers", {"payoff_x": {}}), ("levers", {"A": {}}),
        ("levers", {"a": {"path": ""}}), ("levers", {"a": {"path": "b=c"}}), ("levers", {"a": {"levels": []}}),
        ("levers", {"a": {"levels": {}}}), ("levers", {"a": {"settings": []}}),
        ("outcomes", {"a": {"where": {"agreed": {}}}}), ("outcomes", {"a": {"where": {"agreed": []}}}),
        ("expect", [{"id": "x", "clause": "", "measure": {}, "kind": "wrong"}]),
        ("until", {"outcome": "day", "standard_error": 0}),
    ):  # fmt: skip
        assert not is_right({**data, key: value}), (key, value)
