"""From experiment files to arms: overrides, sharing, luck, scenarios found beside the file, blocks and processes."""

import numpy as np
import pytest

from zopa.experiments.check import Check
from zopa.experiments.simulate import simulate
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read_experiment import override_text, read_experiment

FILE = """\
schema_version: 1
id: X
title: Rounds
question: Do rounds matter?
scenario: shrinking_pie
worlds: 40
seed: 3
constants: {parties.first.strategy: {kind: random}, time.rounds: 4}
expect:
  - id: X.a
    clause: more rounds, more deals
    kind: built_in
    measure: {statistic: share, that: {agreed: true}}
    vary: [{name: few, set: {time.rounds: 3}}, {name: four}, {name: many, set: {time.rounds: 8}}]
    relation: increases
    verdict: undecided
    because: few worlds
  - id: X.b
    clause: the pie shrinks
    kind: built_in
    given: {time.rounds: 8}
    measure: {statistic: mean, of: joint}
    vary: [{name: eight}, {name: and dearer, set: {time.discount: {first: 0.5, second: 0.5}}}]
    relation: decreases
    verdict: holds
"""


def read(folder, text=FILE, name="x.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_experiment(path)


def test_arms_that_play_the_same_are_played_once(tmp_path):
    check = Check([read(tmp_path)])
    assert check.worlds == 4 * 40  # few, four, many = eight, dearer


def test_an_arm_is_what_simulate_plays(tmp_path):
    found = Check([read(tmp_path)]).run()
    overrides = ['parties.first.strategy={"kind": "random"}', "time.rounds=3"]
    table = simulate("shrinking_pie", worlds=40, seed=3, overrides=overrides)
    compared = found[0].evidence[0].judged[0].comparison
    assert compared.values[0] == table.agreed.mean()


def test_later_overrides_take_the_place_of_earlier_ones(tmp_path):
    text = FILE.replace("{time.rounds: 3}", "{time.rounds: 8, parties.first.strategy: {kind: linear}}")
    check = Check([read(tmp_path, text)])
    assert check.worlds == 4 * 40
    first = next(iter(check._arms.planned.values()))
    assert first.order.overrides == ("time.rounds=8", 'parties.first.strategy={"kind": "linear"}')


def test_fewer_worlds_for_a_quick_look(tmp_path):
    assert Check([read(tmp_path)], worlds=5).worlds == 4 * 5


def test_processes_change_nothing(tmp_path):
    check = Check([read(tmp_path)], worlds=1030)
    seen: list[int] = []
    one, two = check.run(1, seen.append), check.run(2)
    assert seen[-1] == check.worlds
    values = [[(*j.comparison.values, j.low, j.high) for e in c.evidence for j in e.judged] for c in one]
    again = [[(*j.comparison.values, j.low, j.high) for e in c.evidence for j in e.judged] for c in two]
    np.testing.assert_array_equal(np.array(values[0]), np.array(again[0]))


def test_a_scenario_beside_the_file_comes_first(tmp_path):
    (tmp_path / "mine.yaml").write_text("schema_version: 1\nname: mine\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"mine\.yaml:1:1: error: missing key"):
        Check([read(tmp_path, FILE.replace("shrinking_pie", "mine.yaml"))])


def test_files_can_share_their_pairs(tmp_path):
    pairs = "pairs:\n  soft: {parties.second.strategy: {kind: conceder}}\n  as_is: {}\n"
    (tmp_path / "_pairs.yaml").write_text(pairs, encoding="utf-8")
    file = read(tmp_path, FILE.replace("worlds:", "include: [_pairs.yaml]\nworlds:"))
    assert list(file.experiment.pairs) == ["soft", "as_is"]
    assert [one.trial.pair for one in Check([file]).run()[1].evidence] == ["soft"]  # not emergent: the first alone


def test_a_clause_may_stand_in_one_file_only(tmp_path):
    first, second = read(tmp_path), read(tmp_path, name="y.yaml")
    with pytest.raises(ScenarioError, match=r"y\.yaml:10:9: error: another file has a clause X\.a"):
        Check([first, second])


def test_what_only_shows_in_play_is_said_where_the_setting_stands(tmp_path, monkeypatch):
    def refuse(*_):
        raise ValueError("beta must be above 0")

    check = Check([read(tmp_path)])
    monkeypatch.setattr("zopa.experiments.arms.play_block", refuse)
    with pytest.raises(ScenarioError, match=r"x\.yaml:14:30: error: beta must be above 0"):
        check.run()


def test_a_level_that_is_missing_is_said_at_its_measure(tmp_path, monkeypatch):
    monkeypatch.setattr("zopa.experiments.trials.check_measure", lambda *_: [])
    hard = "{kind: hardliner}, parties.second.strategy: {kind: hardliner}"
    text = FILE.replace("mean, of: joint", "mean, of: share").replace("{kind: random}", hard)
    with pytest.raises(ScenarioError, match=r"x\.yaml:22:5: error: share has no value in 40 of the worlds that count"):
        Check([read(tmp_path, text)]).run()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5, "0.5"), (True, "true"), (None, "null"), ("2025-07-22", '"2025-07-22"'), ((), "[]"),
        ({"kind": "table", "values": {25: 1.5, "NO": [1, 2]}}, '{"kind": "table", "values": {25: 1.5, "NO": [1, 2]}}'),
    ],
)  # fmt: skip
def test_an_override_as_text(value, text):
    assert override_text("a.b", value) == f"a.b={text}"
