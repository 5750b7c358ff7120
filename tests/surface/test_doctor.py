"""`zopa doctor`: what it looks at, and what it says where something is not as it should be."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from zopa.cli import doctor
from zopa.cli.doctor import doctor_command, looked_at
from zopa.cli.doctoring import engine, machine, packages
from zopa.cli.doctoring.found import Found
from zopa.cli.doctoring.packages import Needed, allowed, requirement


@pytest.fixture(scope="module")
def found() -> list[Found]:
    return list(looked_at())


def one_of(found: list[Found], name: str) -> Found:
    (one,) = (one for one in found if one.name == name)
    return one


def test_here_all_that_is_needed_is_there(found: list[Found]) -> None:
    assert [one for one in found if one.state == "broken"] == []
    names = {one.name for one in found}
    assert {"zopa", "Python", "numpy", "numba", "pyarrow", "processors", "memory", "disk", "clock", "kernels"} <= names
    assert all(one.todo for one in found if one.state != "ok")


def test_the_page_and_json(
    monkeypatch: pytest.MonkeyPatch, found: list[Found], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "looked_at", lambda: iter(found))
    doctor_command(as_json=False)
    said = capsys.readouterr().out
    assert "is there" in said.splitlines()[-1]
    doctor_command(as_json=True)
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == [one.name for one in found]


@pytest.mark.parametrize("as_json", [False, True])
def test_what_is_broken_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Found("numpy", "broken", "1.0; needed: >=2", "pip install 'numpy>=2'")
    monkeypatch.setattr(doctor, "looked_at", lambda: iter([Found("zopa", "ok", "0.1.0"), broken]))
    with pytest.raises(SystemExit) as end:
        doctor_command(as_json)
    assert end.value.code == 1
    assert "pip install 'numpy>=2'" in capsys.readouterr().out


def test_what_is_missing_or_to_mind_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    some = [Found("a", "missing", "not there", "get it"), Found("b", "warning", "odd", "mend it")]
    monkeypatch.setattr(doctor, "looked_at", lambda: iter(some))
    doctor_command(as_json=False)
    assert "all that is needed is there (1 to mind, 1 not there)" in capsys.readouterr().out


def test_libraries_missing_and_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"numpy": "1.26.4", "mesa": "4.0", "rich": "14.0"}
    wanted = [Needed("numpy", ">=2", ""), Needed("mesa", "<4,>=3.3", ""), Needed("gone", ">=1", ""), Needed("rich", ">=13.7", "")]  # fmt: skip  # noqa: E501
    monkeypatch.setattr(packages, "_version", there.get)
    monkeypatch.setattr(packages, "_wanted", lambda: wanted)
    found = list(packages.packages())
    states = {one.name: one.state for one in found if one.name in (*there, "gone")}
    assert states == {"numpy": "broken", "mesa": "broken", "gone": "broken", "rich": "ok"}
    assert one_of(found, "numpy").todo == "pip install 'numpy>=2'"


def test_nothing_more_is_looked_at_where_a_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_wanted", lambda: [Needed("no-such-library", ">=1", "")])
    found = list(looked_at())
    assert one_of(found, "no-such-library").state == "broken"
    assert not any(one.name == "kernels" for one in found)


def test_an_extra_that_is_missing_says_what_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [Needed("openpyxl", ">=3.1", "xlsx"), Needed("SALib", ">=1.5", "sensitivity")]
    monkeypatch.setattr(packages, "_version", {"SALib": "1.6"}.get)
    monkeypatch.setattr(packages, "_wanted", lambda: wanted)
    found = list(packages.packages())
    excel = one_of(found, "extra xlsx")
    assert (excel.state, excel.todo) == ("missing", "pip install 'zopa[xlsx]'")
    assert "Excel" in excel.said
    assert one_of(found, "extra sensitivity").state == "ok"
    assert "cluster" in one_of(found, "installation").said


def test_every_extra_of_ours_says_what_it_is_for(repo_root: Path) -> None:
    import tomllib

    project = tomllib.loads((repo_root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"].keys() - {"dev", "interop"} == packages.ENABLES.keys()
    assert all(requirement(text) for text in project["dependencies"])


@pytest.mark.parametrize(
    ("found", "wanted", "well"),
    [
        ("2.4.6", ">=2", True), ("2", ">=2.0.0", True), ("1.10", ">=1.9", True), ("1.9", ">=1.10", False),
        ("4", "<4,>=3.3", False), ("4.0.0", "<4", False), ("3.9.9", "<4,>=3.3", True), ("3.11.0rc1", ">=3.11", True),
        ("1.0", "", True), ("2024.8.1", ">=2024.8", True),
    ],
)  # fmt: skip
def test_versions(found: str, wanted: str, well: bool) -> None:
    assert allowed(found, wanted) is well


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("pyyaml>=6.0.1", Needed("pyyaml", ">=6.0.1", "")),
        ("open-spiel>=1.5; extra == 'openspiel'", Needed("open-spiel", ">=1.5", "openspiel")),
        ('zopa[negmas,openspiel]; extra == "interop"', Needed("zopa", "", "interop")),
        ("types-pyyaml; extra == 'dev'", Needed("types-pyyaml", "", "dev")),
        ("colorama; sys_platform == 'win32'", None),  # of another system perhaps: not ours to judge
    ],
)
def test_requirements(text: str, needed: Needed | None) -> None:
    assert requirement(text) == needed


def test_a_folder_that_cannot_be_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(machine.tempfile, "TemporaryFile", refused)
    one = one_of(list(machine.machine()), "write runs")
    assert (one.state, "Permission denied" in one.said) == ("broken", True)


def test_little_room_and_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = SimpleNamespace(free=10**6)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage)
    monkeypatch.setattr(machine, "memory_bytes", lambda: 10**9)
    found = list(machine.machine())
    assert one_of(found, "disk").state == one_of(found, "memory").state == "warning"


def test_a_clock_that_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.time, "time", lambda: 0.0)
    one = one_of(list(machine.machine()), "clock")
    assert one.state == "warning"
    assert "1970-01-01" in one.said


def test_an_engine_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: str) -> None:
        raise RuntimeError("cannot cache function 'f': no locator available for file 'g'")

    monkeypatch.setattr(engine, "import_module", fails)
    one = next(engine.engine())
    assert one.state == "broken"
    assert "NUMBA_CACHE_DIR" in one.todo


@pytest.mark.parametrize(
    ("drawn", "state"),
    [
        ({"": b"0", "A": b"1", "日": b"2", "本": b"3"}, "ok"),
        ({"": b"0", "A": b"1", "日": b"0", "本": b"0"}, "missing"),
        ({"": b"0", "A": b"1", "日": b"2", "本": b"2"}, "missing"),
    ],
)
def test_japanese_is_there_where_two_characters_are_drawn_differently(
    monkeypatch: pytest.MonkeyPatch, drawn: dict[str, bytes], state: str
) -> None:
    monkeypatch.setattr(engine, "_drawn", drawn.__getitem__)
    assert one_of(list(engine.engine()), "fonts, Japanese").state == state


def test_kernels_that_have_been_compiled_are_found() -> None:
    from zopa import simulate

    simulate("log_roll", worlds=2)
    one = next(engine.engine())
    assert one.name == "kernels"
    there, _, many = one.said.partition(" of ")
    assert 0 < int(there) <= int(many.split()[0])
