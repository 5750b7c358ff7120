"""Every way to get a mechanism or a statement wrong, one file each, with the exact message that people see."""

from pathlib import Path

import pytest

from zopa.build.load import load
from zopa.scenario.problems import ScenarioError

HERE = Path(__file__).parent
NAMES = sorted(path.stem for path in HERE.glob("*.yaml"))


def test_every_file_has_its_message_and_every_message_its_file():
    assert sorted(path.stem for path in HERE.glob("*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_message(name, monkeypatch):
    monkeypatch.chdir(HERE)
    with pytest.raises(ScenarioError) as caught:
        load(f"{name}.yaml")
    assert f"{caught.value}\n" == Path(f"{name}.txt").read_text(encoding="utf-8")
