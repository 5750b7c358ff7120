"""`zopa validate` and `zopa schema`, for scenarios and for experiments."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from surface.quick_runs import write_experiment
from zopa.cli.about import schema_command, validate_command


def test_an_experiment_that_is_right_says_its_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_experiment(tmp_path, 25)
    validate_command([str(path), "log_roll"], ())
    assert capsys.readouterr().out.splitlines() == [
        f"{path}: right (grid: 4 points × 25 worlds)",
        "log_roll: right (2 issues, 10,201 packages)",
    ]
    validate_command([str(path)], ("worlds=2000", "design=list"))
    assert "(list: 2 points × 2,000 worlds)" in capsys.readouterr().out


def test_a_run_that_may_stop_early_says_at_most(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_experiment(tmp_path, 25, "until: {outcome: joint, standard_error: 1, every: 5}\n")
    validate_command([str(path)], ())
    assert "4 points × at most 25 worlds" in capsys.readouterr().out


def test_problems_of_the_scenario_are_told_at_their_places_in_the_experiment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    levers = "\n  a: {path: parties.downstream.strategy.kind, levels: [boulware, boulwar]}\n"
    wrong = write_experiment(tmp_path, levers=f"{levers}  b: {{path: time.rounds, levels: [3, few]}}\n")
    with pytest.raises(SystemExit) as end:
        validate_command([str(wrong), "log_roll"], ())
    assert end.value.code == 2
    said = capsys.readouterr()
    assert 'did you mean "boulware"?' in said.err
    assert f"{wrong}:8:66: error:" in said.err
    assert f"{wrong}:9:38: error:" in said.err
    assert said.out.startswith("log_roll: right")  # the other files are checked all the same


def test_clauses_alone_say_how_many_settings_they_compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "clauses.yaml"
    path.write_text(
        "schema_version: 1\nid: clauses\nscenario: log_roll\nworlds: 10\n"
        "expect:\n- id: X.a\n  clause: more rounds, more deals\n  measure: {statistic: mean, of: joint}\n"
        "  vary: [{name: few, set: {time.rounds: 3}}, {name: many, set: {time.rounds: 9}}]\n  relation: increases\n",
        encoding="utf-8",
    )
    validate_command([str(path)], ())
    assert "right (1 expectation of 2 settings, 20 worlds in all)" in capsys.readouterr().out


def test_a_folder_of_files_is_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_experiment(tmp_path)
    (tmp_path / "wrong.yaml").write_text("parties: 3\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        validate_command([str(tmp_path)], ())
    said = capsys.readouterr()
    assert "towns.yaml: right" in said.out
    assert "wrong.yaml" in said.err


def test_the_schema_of_experiments_takes_a_right_one_and_no_wrong_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schema_command(experiment=True)
    schema = json.loads(capsys.readouterr().out)
    assert schema["title"] == "zopa experiment"
    data = yaml.safe_load(write_experiment(tmp_path).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({**data, "wrlds": 3})
    schema_command()
    assert json.loads(capsys.readouterr().out)["title"] == "zopa scenario"
