"""Every way to get an experiment wrong, one file each, with the exact message that people see."""

from pathlib import Path

import pytest

from zopa.experiments.check import Check
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read_experiment import read_experiment

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.yaml"))


def test_every_file_has_its_message_and_every_message_its_file():
    messages = sorted(path.stem for path in HERE.glob("*.txt"))
    assert messages == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_message(name, monkeypatch):
    monkeypatch.chdir(HERE)
    with pytest.raises(ScenarioError) as caught:
        Check([read_experiment(f"{name}.yaml")])
    assert f"{caught.value}\n" == Path(f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_places_are_inside_their_files(name, monkeypatch):
    monkeypatch.chdir(HERE)
    with pytest.raises(ScenarioError) as caught:
        Check([read_experiment(f"{name}.yaml")])
    for problem in caught.value.problems:
        lines = Path(problem.file).read_bytes().splitlines() or [b""]
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.col <= len(lines[problem.line - 1]) + 1
