"""`zopa check`: what holds, what fails, what is undecided, what vanishes with its mechanism; text, JSON, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from zopa.cli.main import main

ROOT = Path(__file__).parents[2]

PIE = """\
schema_version: 1
id: P1
title: A shrinking pie
question: What does waiting cost?
scenario: shrinking_pie
worlds: 300
seed: 1
pairs:
  linear: {}
  tough: {parties.second.strategy: {kind: boulware}}
  late: {parties.first.strategy: {kind: boulware}}
expect:
  - id: P1.a
    clause: a larger discount factor keeps more of the pie
    kind: built_in
    measure: {statistic: mean, of: joint, where: {agreed: true}}
    vary: [{name: hasty, set: {time.discount: 0.8}}, {name: patient, set: {time.discount: 0.95}}]
    relation: increases
    margin: 1
    verdict: holds
  - id: P1.b
    clause: dear waiting leaves less to share
    kind: emergent
    measure: {statistic: mean, of: joint}
    vary: [{name: quick, set: {time.rounds: 6}}, {name: slow, set: {time.rounds: 12}}]
    relation: decreases
    off: {time.discount: 1}
    verdict: holds
"""
NOISE = """\
schema_version: 1
id: P2
title: Offers at random
question: Does it matter who comes first?
scenario: shrinking_pie
worlds: 200
seed: 1
constants: {parties.first.strategy: {kind: random}, parties.second.strategy: {kind: random}}
expect:
  - id: P2.a
    clause: the first party gets at least 90 of 100
    kind: historical
    measure: {statistic: mean, of: share, where: {agreed: true}}
    relation: at_least
    value: 90
    source: hearsay
    verdict: fails
    because: offers are drawn at random
  - id: P2.b
    clause: the tenth round changes who proposes
    kind: built_in
    measure: {statistic: share, that: {proposer: first}, where: {agreed: true}}
    vary: [{name: nine, set: {time.rounds: 9}}, {name: ten, set: {time.rounds: 10}}]
    relation: increases
    verdict: undecided
    because: hardly any world comes so far
  - id: P2.c
    clause: they once met in the middle
    kind: historical
    measure: {of: share, where: {agreed: true}}
    observed: 50
    source: hearsay
    verdict: holds
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "01_pie.yaml").write_text(PIE, encoding="utf-8")
    (tmp_path / "02_noise.yaml").write_text(NOISE, encoding="utf-8")
    (tmp_path / "_part.yaml").write_text("not: read\n", encoding="utf-8")
    return tmp_path


def check(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    monkeypatch.setattr(sys, "argv", ["zopa", "check", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_the_verdicts_as_recorded(folder, monkeypatch, capsys) -> None:
    assert check(monkeypatch, folder, "--json") == 0
    found = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    assert list(found) == ["P1.a", "P1.b", "P2.a", "P2.b", "P2.c"]
    verdicts = {name: one["verdict"] for name, one in found.items()}
    assert verdicts == {"P1.a": "holds", "P1.b": "holds", "P2.a": "fails", "P2.b": "undecided", "P2.c": "holds"}
    assert set(found["P1.a"]) == {
        "id", "mechanism", "kind", "verdict", "recorded", "clause", "evidence", "reason",
    }  # fmt: skip
    assert found["P2.b"]["mechanism"] == "P2"


def test_an_emergent_clause_holds_under_every_pair_and_vanishes_without_its_mechanism(
    folder, monkeypatch, capsys
) -> None:
    check(monkeypatch, folder / "01_pie.yaml", "--json")
    evidence = json.loads(capsys.readouterr().out)[1]["evidence"]
    assert [(one["pair"], one["without"], one["verdict"]) for one in evidence] == [
        ("linear", False, "holds"), ("tough", False, "holds"), ("late", False, "holds"),
        ("linear", True, "undecided"), ("tough", True, "undecided"), ("late", True, "undecided"),
    ]  # fmt: skip
    assert all(one["comparisons"][0]["estimate"] < 0 for one in evidence[:3])


def test_what_holds_without_its_mechanism_too_fails(folder, monkeypatch, capsys) -> None:
    text = PIE.replace("off: {time.discount: 1}", "off: {time.discount: 0.85}")
    (folder / "01_pie.yaml").write_text(text, encoding="utf-8")
    assert check(monkeypatch, folder / "01_pie.yaml") == 1
    said = capsys.readouterr().out
    assert "fails: holds without the mechanism too (under linear, tough, late)" in " ".join(said.split())
    assert "DIFFERS: recorded is holds" in said


def test_the_text_reads_in_words(folder, monkeypatch, capsys) -> None:
    assert check(monkeypatch, folder) == 0
    said = capsys.readouterr()
    assert said.out.startswith("P1  A shrinking pie\nWhat does waiting cost?\n")
    assert "  P1.a  holds (built in): a larger discount factor keeps more of the pie\n" in said.out
    assert "      linear: hasty 32.77 -> patient 77.38: +44.61 (the same in every world)\n" in said.out
    assert "because: offers are drawn at random" in said.out
    assert "observed 50.00, at percentile" in said.out
    assert "5 clauses: 3 hold, 1 fails, 1 undecided." in said.out
    assert said.out.endswith("All verdicts are as recorded.\n")
    assert "worlds in" in said.err
    assert max(map(len, said.out.splitlines())) <= 100


def test_a_verdict_that_is_not_recorded_differs(folder, monkeypatch, capsys) -> None:
    (folder / "01_pie.yaml").write_text(PIE.replace("    verdict: holds\n", ""), encoding="utf-8")
    assert check(monkeypatch, folder / "01_pie.yaml") == 1
    said = capsys.readouterr().out
    assert "DIFFERS: recorded is nothing" in said
    assert "Not as recorded: P1.a (recorded nothing, found holds) and P1.b (recorded nothing, found holds)." in said


def test_a_wrong_file_is_said_with_place_and_exit_code_2(folder, monkeypatch, capsys) -> None:
    (folder / "01_pie.yaml").write_text(PIE.replace("relation: increases", "relation: rises"), encoding="utf-8")
    (folder / "02_noise.yaml").write_text(NOISE.replace("of: share", "off: share", 1), encoding="utf-8")
    assert check(monkeypatch, folder) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "01_pie.yaml:18:15: error: must be 'increases'" in said.err
    assert "02_noise.yaml:13:32: error: unknown key 'off'" in said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("no_such_folder",), "no such file"),
        (("--worlds", "0", "x.yaml"), "worlds must be between 1 and"),
        (("-j", "-1", "x.yaml"), "-j takes a number of processes"),
    ],
)
def test_what_makes_no_sense_is_said_in_words(words, said, monkeypatch, capsys) -> None:
    monkeypatch.chdir(ROOT)
    assert check(monkeypatch, *words) == 2
    assert said in capsys.readouterr().err


def test_the_command_from_outside(folder) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "zopa", "check", str(folder), "--worlds", "40", "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    assert len(json.loads(done.stdout)) == 5
