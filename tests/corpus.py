"""A folder of broken files, each with the exact message that people see."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zopa.scenario.problems import ScenarioError


def names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.yaml"))


def every_file_has_its_message(folder: Path) -> None:
    assert sorted(path.stem for path in folder.glob("*.txt")) == names(folder)


def says_what_is_written(name: str, read: Callable[[str], Any]) -> None:
    """Reading the file of the folder that we are in fails with its message."""
    with pytest.raises(ScenarioError) as caught:
        read(f"{name}.yaml")
    assert f"{caught.value}\n" == Path(f"{name}.txt").read_text(encoding="utf-8")


def places_are_inside(name: str, read: Callable[[str], Any]) -> None:
    """Every problem of the file stands on a line and a column that there are."""
    with pytest.raises(ScenarioError) as caught:
        read(f"{name}.yaml")
    for problem in caught.value.problems:
        lines = Path(problem.file).read_bytes().splitlines() or [b""]
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.col <= len(lines[problem.line - 1]) + 1


def tests_of(folder: Path, read: Callable[[str], Any]) -> tuple[Callable[..., None], ...]:
    """The tests of a folder: each file has its message, says just that when it is read, and points inside itself.

    Args:
        folder: The folder, in which the files are read.
        read: Reads a file of it.
    """
    each = pytest.mark.parametrize("name", names(folder))

    def every_file() -> None:
        every_file_has_its_message(folder)

    @each
    def message(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(folder)
        says_what_is_written(name, read)

    @each
    def places(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(folder)
        places_are_inside(name, read)

    return every_file, message, places
