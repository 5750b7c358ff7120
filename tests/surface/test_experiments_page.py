"""What the page on experiments shows runs, as it stands there."""

import re
import shlex
from pathlib import Path

import pytest

from zopa.cli.main import app

PAGE = (Path(__file__).parents[2] / "docs/experiments.md").read_text(encoding="utf-8")


def typed(command: str) -> None:
    app(shlex.split(command.partition(" #")[0])[1:], standalone_mode=False)


def test_the_commands_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (said,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    first, asking = re.findall(r"```\n(zopa .*?)```", PAGE, re.DOTALL)
    (tmp_path / "patience.yaml").write_text(said, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for command in first.strip().splitlines():
        typed(command.replace("-j 2", ""))
    folder = capsys.readouterr().out.split()[-1]
    assert "patience.a  holds" in (tmp_path / folder / "summary.txt").read_text(encoding="utf-8")
    typed("zopa run patience.yaml -s scenario=log_roll -s information=none -o runs/B")
    for command in asking.strip().splitlines():
        typed(command.replace("runs/DIR", folder).replace("runs/A", folder).replace("agreed == false", "day > 10"))
    assert (tmp_path / folder / "tornado.png").exists()


def test_the_page_names_every_key_of_what_is_varied() -> None:
    from zopa.scenario.design import Factor
    from zopa.scenario.experiment import Experiment

    told = set(re.findall(r"`(\w+)", PAGE)) | set(re.findall(r"^ *(\w+):", PAGE, re.MULTILINE))
    assert set(Factor.model_fields) - told <= {"title", "unit"}
    assert set(Experiment.model_fields) - told <= {"setting", "source", "include", "pairs"}
