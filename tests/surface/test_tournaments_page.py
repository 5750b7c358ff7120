"""What the page on tournaments shows runs, as it stands there, and it names every key of the format."""

import json
import re
import shlex
from pathlib import Path

import pytest

from zopa.cli.main import app

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/tournaments.md").read_text(encoding="utf-8")


def typed(command: str) -> None:
    app(shlex.split(command.partition(" #")[0])[1:], standalone_mode=False)


def test_the_commands_of_the_page_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (said,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (commands,) = re.findall(r"```\n(zopa .*?)```", PAGE, re.DOTALL)
    (tmp_path / "towns.yaml").write_text(said, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    first, second, *rest = commands.strip().splitlines()
    typed(first)
    typed(second.replace("-j 2", ""))
    folder = tmp_path / capsys.readouterr().out.split()[-1]
    for command in rest:
        typed(command.replace("runs/DIR", str(folder)))
    assert "tough" in (folder / "report.html").read_text(encoding="utf-8")
    found = json.loads((folder / "hurry" / "findings.json").read_text(encoding="utf-8"))
    assert found["equilibria"]["list"]


def test_the_page_names_every_key_of_the_format() -> None:
    from zopa.scenario.tournament import Enough, Ground, Tournament

    told = set(re.findall(r"`?(\w+)[`:,}]", PAGE))
    assert set(Tournament.model_fields) - told <= {"setting", "source", "include", "title"}
    assert set(Ground.model_fields) - told == set()
    assert set(Enough.model_fields) - told == set()


@pytest.mark.parametrize("path", sorted((ROOT / "experiments/tournaments").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_tournaments_that_come_with_it_are_right(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed(f"zopa validate {path}")
    assert "right (tournament: " in capsys.readouterr().out
