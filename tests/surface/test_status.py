"""`zopa status`: how far runs are, whatever became of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from surface.quick_runs import Failing, run
from zopa.cli.status import status_command
from zopa.experiments.environment import differences
from zopa.experiments.folder import Folder
from zopa.experiments.parts import Part
from zopa.experiments.status import counted, doubtful, parts_of, status_of, statuses
from zopa.experiments.tiles import Tile


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(tmp_path_factory.mktemp("finished"))


def edited(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


def stopped_after(rows: int) -> object:
    def watch(done: int, _failed: int) -> None:
        if done >= rows:
            raise KeyboardInterrupt

    return watch


def test_a_finished_run(finished: Path) -> None:
    one = status_of(finished)
    assert (one.state, one.id, one.question) == ("finished", "towns", "Who gets the water?")
    assert (one.points, one.worlds, one.there, one.failed, one.left) == (4, 6, 24, 0, 0)
    assert one.address == json.loads((finished / "manifest.json").read_text(encoding="utf-8"))["address"]
    assert one.bytes == sum(path.stat().st_size for path in finished.rglob("*") if path.is_file())


def test_an_interrupted_run_says_what_is_left_and_what_to_type(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, block=4, watch=stopped_after(8))
    one = status_of(tmp_path / "run")
    assert (one.state, one.there, one.left) == ("interrupted", 8, 16)
    status_command(str(tmp_path / "run"), verify=False, as_json=False)
    assert f"zopa resume {tmp_path / 'run'}" in capsys.readouterr().out


def test_a_run_whose_process_was_killed(tmp_path: Path) -> None:
    folder = run(tmp_path)
    edited(folder, status="running")
    (folder / ".owner").write_text(json.dumps({"pid": 1, "host": "elsewhere"}), encoding="utf-8")
    (folder / ".lock").touch()
    one = status_of(folder)
    assert (one.state, one.note) == ("interrupted", "its process ended without a word")


def test_a_run_at_work_is_told_by_its_lock_not_by_its_manifest(tmp_path: Path) -> None:
    folder = run(tmp_path)
    code = "import sys\nfrom zopa.experiments.folder import Folder\n"
    code += "with Folder(sys.argv[1]).locked():\n    print('in', flush=True)\n    sys.stdin.read()\n"
    worker = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "in\n"
        one = status_of(folder)
        assert one.state == "running"
        assert one.note.startswith(f"process {worker.pid} on ")
        worker.communicate("")
    assert status_of(folder).state == "finished"
    with Folder(folder).locked():  # looking has not kept anybody out
        pass


def test_failed_worlds_count_as_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run(tmp_path, executor=Failing(lambda point, world: (point, world) in ((1, 2), (3, 0))))
    one = status_of(folder)
    assert (one.state, one.there, one.failed, one.left) == ("finished with failures", 24, 2, 0)
    status_command(str(folder), verify=True, as_json=False)
    said = capsys.readouterr().out
    assert "24 there, of which 2 failed" in said
    assert "plays what failed again" in said
    assert "not whole" not in said


def test_a_shard_says_which_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run(tmp_path, shard=(1, 2), block=6)
    one = status_of(folder)
    assert (one.shard, one.there, one.left) == ((1, 2), 12, 0)
    status_command(str(folder), verify=False, as_json=False)
    said = capsys.readouterr().out
    assert "finished, shard 1 of 2" in said
    assert "zopa merge" in said


def test_a_run_that_may_stop_early_says_at_most(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    until = "until: {outcome: joint, standard_error: 1000, every: 2}\n"
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, 40, until, watch=stopped_after(2))
    assert status_of(tmp_path / "run").at_most
    status_command(str(tmp_path / "run"), verify=False, as_json=False)
    assert "at most 40 worlds" in capsys.readouterr().out
    one = status_of(run(tmp_path, 40, until))
    assert (one.state, one.at_most, one.left) == ("finished", False, 0)
    assert one.worlds < 40


def test_more_worlds_asked_than_there(tmp_path: Path) -> None:
    run(tmp_path, 4)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, 10, watch=stopped_after(16))
    one = status_of(tmp_path / "run")
    assert (one.worlds, one.there, one.left) == (10, 16, 24)


def test_folders_that_are_no_runs_are_said_to_be_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = run(tmp_path)
    for name, text in (
        ("text", "{"), ("list", "[]"), ("older", '{"address": "a"}'), ("newer", '{"format": 99}'),
        ("bare", '{"format": 1}'), ("odd", '{"format": 1, "points": "x", "sessions": 3}'),
    ):  # fmt: skip
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(text, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "binary").mkdir()
    (tmp_path / "binary" / "manifest.json").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "lockless").mkdir()
    (tmp_path / "lockless" / "manifest.json").write_bytes((good / "manifest.json").read_bytes())
    found = {one.folder.name: one for one in statuses(tmp_path)}
    assert [name for name, one in found.items() if one.is_run] == ["run"]
    assert all(one.note for one in found.values() if not one.is_run)
    assert "another version" in found["older"].note
    status_command(str(tmp_path), verify=False, as_json=False)
    said = capsys.readouterr().out
    assert all(name in said for name in found)
    for name in found:
        status_command(str(tmp_path / name), verify=name == "run", as_json=False)


def test_the_newest_comes_first(tmp_path: Path, finished: Path) -> None:
    for name, day in (("b", 3), ("a", 9), ("c", 1)):
        (tmp_path / name).mkdir()
        for file in ("manifest.json", "experiment.lock.yaml"):
            (tmp_path / name / file).write_bytes((finished / file).read_bytes())
        sessions = json.loads((finished / "manifest.json").read_text(encoding="utf-8"))["sessions"]
        edited(tmp_path / name, sessions=[{**sessions[0], "started": f"2025-01-0{day}T00:00:00+00:00"}])
    assert [one.folder.name for one in statuses(tmp_path)] == ["a", "b", "c"]


def test_json_of_all_and_of_one(finished: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status_command(str(finished.parent), verify=False, as_json=True)
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["id"], one["there"], one["left"], one["shard"]) == ("towns", 24, 0, None)
    status_command(str(finished), verify=True, as_json=True)
    one = json.loads(capsys.readouterr().out)
    assert one["sessions"][0]["rows_played"] == 24
    assert (one["differs_now"], one["doubtful"], one["parts_wrong"]) == ([], [], [])
    assert one["parts_whole"] == len(parts_of(finished))


def test_no_runs_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    status_command(None, verify=False, as_json=True)
    assert json.loads(capsys.readouterr().out) == []
    status_command(None, verify=False, as_json=False)
    assert "no runs here" in capsys.readouterr().out
    with pytest.raises(ValueError, match="is no folder"):
        status_command("nowhere", verify=False, as_json=False)


def test_torn_parts_are_seen_by_size_and_by_digest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run(tmp_path, block=6)
    first, second, *_ = sorted((folder / "parts").iterdir())
    first.write_bytes(b"")
    changed = bytearray(second.read_bytes())
    changed[20] ^= 1
    second.write_bytes(bytes(changed))
    (folder / "parts" / ".x.parquet.12.tmp").touch()
    (folder / "parts" / "notes.txt").touch()
    said = doubtful(folder)
    assert [text.partition(": ")[2] for text in said] == [
        "was being written when its process ended", "is no part of a run", "is cut off",
    ]  # fmt: skip
    status_command(str(folder), verify=True, as_json=True)
    wrong = json.loads(capsys.readouterr().out)["parts_wrong"]
    assert [text.partition("/")[2].partition(":")[0] for text in wrong] == [first.name, second.name]


def test_parts_that_were_removed_after_the_run(tmp_path: Path) -> None:
    folder = run(tmp_path)
    for path in (folder / "parts").iterdir():
        path.unlink()
    one = status_of(folder)
    assert (one.state, one.there, one.left) == ("finished", 24, 0)
    assert "table is whole" in one.note


def test_rows_that_two_parts_hold_count_once() -> None:
    parts = [Part(Tile(0, 0, 4, 2), 0, "a"), Part(Tile(2, 1, 6, 1), 0, "b"), Part(Tile(5, 1, 1, 1), 1, "c")]
    assert counted(parts, [10] * 3) == (12, 0)
    assert counted([*parts, Part(Tile(9, 2, 1, 1), 1, "d")], [10] * 3) == (13, 1)
    assert counted(parts, [3] * 3) == (6, 0)


def test_what_is_different_now(finished: Path) -> None:
    manifest = json.loads((finished / "manifest.json").read_text(encoding="utf-8"))
    assert differences(manifest) == []
    session = manifest["sessions"][0]
    other = {
        **session, "python": "3.9.1", "processor_features": [*session["processor_features"], "WIDER"],
        "versions": {**session["versions"], "numpy": "1.0", "gone": "2", "distributed": "0.1"},
    }  # fmt: skip
    said = differences({**manifest, "behaviour": -1, "sessions": [session, other, other]})
    assert len(said) == 5
    for text in ("behaviour: version -1 then", "3.9.1 then", "numpy: 1.0 then", "gone: 2 then, not installed", "WIDER"):
        assert any(text in one for one in said), text


def test_a_thousand_parts_and_a_hundred_runs_are_listed(tmp_path: Path, finished: Path) -> None:
    """Nothing is read but names, manifests and locks: the parts here hold nothing."""
    for number in range(100):
        folder = tmp_path / f"run{number:03}"
        (folder / "parts").mkdir(parents=True)
        for file in ("manifest.json", "experiment.lock.yaml"):
            (folder / file).write_bytes((finished / file).read_bytes())
    edited(tmp_path / "run000", points=1000, status="stopped")
    for slot in range(1000):
        (tmp_path / "run000" / "parts" / Part(Tile(0, slot, 5, 1), 0, f"{slot:032x}").name).touch()
    found = {one.folder.name: one for one in statuses(tmp_path)}
    assert len(found) == 100
    assert (found["run000"].there, found["run000"].left) == (5000, 1000)


def test_the_page_is_no_wider_than_people_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = run(tmp_path)
    lock = folder / "experiment.lock.yaml"
    question = " ".join(["Does anybody read questions that are as long as this one?"] * 5)
    text = lock.read_text(encoding="utf-8").replace("Who gets the water?", question)
    lock.write_text(text, encoding="utf-8")
    folder.rename(tmp_path / ("a_very_long_name_for_a_run" * 3))
    status_command(str(tmp_path), verify=False, as_json=False)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 100
