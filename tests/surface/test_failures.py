"""What can go wrong in a run: damaged files, a full disk, workers that die, worlds that fail, clocks that jump."""

import datetime as dt
import errno
import json
import os
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from surface.proofs import RANDOM, ROUNDS, TABLE, parts, planned, play, quick, table, write
from zopa.build.registry import VARIABLE, add_plugin
from zopa.cli.run import Asked, run_command
from zopa.experiments import folder as folder_module
from zopa.experiments import merge as merge_module
from zopa.experiments import parts as parts_module
from zopa.experiments.executors import Processes
from zopa.experiments.folder import Folder
from zopa.experiments.layout import FORMAT
from zopa.experiments.parts import Part
from zopa.experiments.results import Results

DOOMED = '''
"""Strategies that go wrong in world 7, or in large blocks."""

import errno
import os
from dataclasses import dataclass
from typing import ClassVar

from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Traits, traits
from zopa.strategies.random_offers import RandomOffers


@dataclass(frozen=True)
class Doomed:
    """Makes random offers, unless it is doomed."""

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits(draws=True)

    def begin(self, view):
        """Nothing to remember."""

    def bid(self, view, belief, memory):
        """A random package."""
        if 7 in view.luck.numbers:
            self.doom()
        if view.worlds > 64:
            self.much()
        return RandomOffers().bid(view, belief, memory)

    def doom(self):
        """Nothing."""

    def much(self):
        """Nothing."""


class Raises(Doomed):
    """An error of its own."""

    def doom(self):
        raise ZeroDivisionError("so it was in world 7")


class Leaves(Doomed):
    """Asks Python to end."""

    def doom(self):
        raise SystemExit("I want out")


class Misses(Doomed):
    """Looks for a file of its own that is not there."""

    def doom(self):
        open("/not/there")


class Dies(Doomed):
    """Takes its process with it."""

    def doom(self):
        os._exit(3)


class Fills(Doomed):
    """Finds the disk full."""

    def doom(self):
        if not os.path.exists(os.environ.get("ROOM", "")):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Hungry(Doomed):
    """Has memory for so many worlds and no more."""

    def much(self):
        raise MemoryError("so many worlds")


STRATEGIES = {one.__name__.lower(): one for one in (Raises, Leaves, Misses, Dies, Fills, Hungry)}
'''


@pytest.fixture
def doomed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of strategies that go wrong, named to zopa."""
    monkeypatch.setenv(VARIABLE, "")
    path = tmp_path / "doomed.py"
    path.write_text(DOOMED, encoding="utf-8")
    add_plugin(path)
    return path


def against(kind: str, **more: Any) -> dict[str, Any]:
    """One town that goes wrong in its own way, in talks of two lengths."""
    both = {"parties.upstream.strategy": {"kind": kind}, "parties.downstream.strategy": RANDOM}
    return quick(**{"constants": both, "worlds": 16, "levers": {}, **more})


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A finished run that records rounds, and its file."""
    folder = tmp_path_factory.mktemp("whole")
    file = write(folder, quick(record="rounds"))
    play(file, folder / "run", block=10)
    other = write(folder, quick(record="rounds", seed=1), "other.yaml")
    play(other, folder / "other", block=10)
    return file, folder / "run"


# --- damaged files --------------------------------------------------------------------------------------------


def _truncated(path: Path) -> str:
    path.write_bytes(path.read_bytes()[:-100])
    return f"played again: {path.name}: torn"


def _changed(path: Path) -> str:
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    return f"played again: {path.name}: torn"


def _empty(path: Path) -> str:
    path.write_bytes(b"")
    return f"played again: {path.name}: torn"


def _of_another_run(path: Path) -> str:
    there = Part.named(path.name)
    assert there is not None
    for other in parts(path.parents[2] / "other"):
        part = Part.named(other.name)
        if part is not None and part.tile == there.tile:
            path.unlink()
            shutil.copy(other, path.parent)
            return f"played again: {other.name}: torn, changed or of another run"
    raise AssertionError


def _under_another_name(path: Path) -> str:
    name = path.name.replace("-f0-", "-f0-0")[: -len("0.parquet")] + ".parquet"
    path.rename(path.with_name(name))
    return f"played again: {name}: torn"


def _beyond_the_points(path: Path) -> str:
    name = "s0000009" + path.name[8:]
    shutil.copy(path, path.with_name(name))
    return f"played again: {name}: the run has no such points"


def _without_rounds(path: Path) -> str:
    here = Part.named(path.name)
    for other in (path.parents[1] / "parts_rounds").iterdir():
        part = Part.named(other.name)
        if part is not None and here is not None and part.tile == here.tile:
            other.unlink()
    return f"played again: {path.name}: its rounds are missing"


def _rounds_torn(path: Path) -> str:
    other = sorted((path.parents[1] / "parts_rounds").iterdir())[1]
    return _truncated(other)


def _strange(path: Path) -> str:
    (path.parent / "notes.parquet").write_text("mine")
    path.unlink()
    return "left alone: notes.parquet: this is no part of a run"


def _left_over(path: Path) -> str:
    (path.parent / f".{path.name}.99.tmp").write_bytes(b"half")
    (path.parents[1] / ".outcomes.parquet.tmp").write_bytes(b"half")
    path.unlink()
    return ""


DAMAGES = (
    _truncated, _changed, _empty, _of_another_run, _under_another_name, _beyond_the_points, _without_rounds,
    _rounds_torn, _strange, _left_over,
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__.strip("_"))
def test_damaged_parts_are_played_again(
    whole: tuple[Path, Path], tmp_path: Path, damage: Callable[[Path], str]
) -> None:
    file, run = whole
    shutil.copytree(run, tmp_path / "run")
    shutil.copytree(run.parent / "other", tmp_path / "other")
    out = tmp_path / "run"
    said = damage(parts(out)[1])
    (out / TABLE).unlink()
    told: list[str] = []
    ran = play(file, out, block=10, say=told.append)
    assert ran.played == (0 if damage is _beyond_the_points else 10)
    log = (out / "log.txt").read_text(encoding="utf-8") if (out / "log.txt").exists() else ""
    assert said in log
    assert not said or any(said in text for text in told)
    assert table(out) == table(run)
    assert table(out, ROUNDS) == table(run, ROUNDS)
    assert not list(out.rglob(".*.tmp"))
    kept = out / "parts" / "notes.parquet"
    assert damage is not _strange or kept.read_text() == "mine"  # nobody's files but our own are removed
    assert play(file, out, block=10).played == 0


# --- disks and permissions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [300, 2_500, 14_000])
def test_a_disk_that_fills(tmp_path: Path, room: int) -> None:
    file, out = write(tmp_path, quick(worlds=300)), tmp_path / "out"
    play(file, tmp_path / "once")
    assert len(table(tmp_path / "once")) > 14_000
    assert all(path.stat().st_size < 14_000 for path in parts(tmp_path / "once"))  # the last one fails in merging
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        with pytest.raises(ValueError, match=r"cannot write the results to .*File too large\nWhat is there is kept"):
            run_command(Asked(str(file), out=str(out)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not (out / TABLE).exists()
    assert not list(out.rglob("*.tmp"))
    there = len(parts(out))
    assert there == (3 if room == 14_000 else 0)
    assert play(file, out).played == 900 - 300 * there
    assert table(out) == table(tmp_path / "once")


@pytest.mark.parametrize("calls", [0, 1, 4, 6, 8, 10, 11])
def test_a_disk_that_is_full_at_any_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: int) -> None:
    file, out = write(tmp_path, quick(record="rounds")), tmp_path / "out"
    play(file, tmp_path / "once")
    left, synced = [calls], os.fsync

    def full(handle: int) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        synced(handle)

    monkeypatch.setattr(parts_module.os, "fsync", full)
    monkeypatch.setattr(parts_module, "_sync_folder", lambda _: None)
    with pytest.raises(OSError, match="No space left"):
        play(file, out)
    monkeypatch.undo()
    assert not list(out.rglob("*.tmp"))
    play(file, out)
    assert table(out) == table(tmp_path / "once")
    assert table(out, ROUNDS) == table(tmp_path / "once", ROUNDS)


def test_a_disk_that_is_full_when_all_is_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, out = write(tmp_path, quick()), tmp_path / "out"
    play(file, out)
    before = table(out)

    class Full(pq.ParquetWriter):  # type: ignore[misc]
        def write_table(self, *args: Any, **more: Any) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(merge_module.pq, "ParquetWriter", Full)
    with pytest.raises(OSError, match="No space left"):
        play(file, out, worlds=40)
    monkeypatch.undo()
    assert table(out) == before  # the table that was there stays until the new one is whole
    assert Folder(out).read_manifest()["status"] == "stopped"  # type: ignore[index]
    assert play(file, out, worlds=40).played == 0
    play(file, tmp_path / "once", worlds=40)
    assert table(out) == table(tmp_path / "once")


@contextmanager
def _as_nobody() -> Iterator[None]:
    """Without the rights of an administrator, whom permissions do not bind."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that anybody may read."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def test_a_folder_that_may_not_be_written_to(public: Path) -> None:
    file, out = write(public, quick()), public / "out"
    play(file, public / "once", worlds=5)
    play(file, out, worlds=5)
    for place in (out, out / "parts"):
        place.chmod(0o555)
    for path in out.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for target in (out, public / "once" / "design.parquet", out / "deeper"):
        reason = "(Permission denied|Not a directory|File exists)"
        with _as_nobody(), pytest.raises(ValueError, match=rf"cannot write the results to {target}: {reason}\n"):
            run_command(Asked(str(file), worlds=9, out=str(target)))
    for path in (out, *out.rglob("*")):
        path.chmod(0o755)
    play(file, out, worlds=9)
    play(file, public / "once", worlds=9)
    assert table(out) == table(public / "once")


def test_an_experiment_that_may_not_be_read(public: Path) -> None:
    file = write(public, quick())
    file.chmod(0o200)
    with _as_nobody(), pytest.raises(ValueError, match=r"experiment\.yaml.*(can't|cannot) be read"):
        run_command(Asked(str(file), worlds=9, out=str(public / "out")))
    assert not (public / "out").exists()


# --- workers and worlds ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("doomed")
def test_no_memory_for_large_blocks(tmp_path: Path) -> None:
    file = write(tmp_path, against("hungry", worlds=150))
    ran = play(file, tmp_path / "out")
    assert (ran.failed, ran.played) == (0, 150)
    assert max(pq.read_metadata(path).num_rows for path in parts(tmp_path / "out")) <= 64
    play(file, tmp_path / "small", block=64)
    assert table(tmp_path / "out") == table(tmp_path / "small")


@pytest.mark.usefixtures("doomed")
@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("raises", "ZeroDivisionError: so it was in world 7"),
        ("leaves", "SystemExit: I want out"),
        ("misses", "RuntimeError: FileNotFoundError: [Errno 2] No such file or directory: '/not/there'"),
    ],
)
def test_a_world_that_fails_is_a_row(tmp_path: Path, kind: str, message: str) -> None:
    _one_failed(tmp_path, kind, message)


@pytest.mark.usefixtures("doomed")
def test_a_world_that_kills_its_process_is_a_row(tmp_path: Path) -> None:
    one = Processes(1)
    try:
        _one_failed(tmp_path, "dies", "the process that played it died, perhaps for want of memory", one)
    finally:
        one.close()


def _one_failed(tmp_path: Path, kind: str, message: str, executor: Any = None) -> None:
    file, out = write(tmp_path, against(kind)), tmp_path / "out"
    plain = write(tmp_path, against("hungry"), "plain.yaml")  # never goes wrong in so few worlds
    play(plain, tmp_path / "plain")
    ran = play(file, out, block=4, **({} if executor is None else {"executor": executor}))
    assert (ran.failed, ran.played, ran.rows) == (1, 16, 16)
    rows, others = (pq.read_table(place / TABLE) for place in (out, tmp_path / "plain"))
    assert rows.column("status").to_pylist() == ["ok"] * 7 + ["failed"] + ["ok"] * 8
    told = {name: value for name, value in rows.to_pylist()[7].items() if value is not None}
    assert told == {"point": 0, "world": 7, "status": "failed", "message": message}
    well = pc.field("world") != 7
    assert rows.filter(well).equals(others.filter(well))
    assert f"failed: world 7: {message}" in (out / "log.txt").read_text(encoding="utf-8")
    assert Folder(out).read_manifest()["status"] == "finished with failures"  # type: ignore[index]
    results = Results.open(out)
    assert results.arm(0, ["payoff_upstream"]).worlds == 15
    assert results.said["failed"] == 1


@pytest.mark.usefixtures("doomed")
def test_worlds_that_failed_are_tried_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = write(tmp_path, against("raises")), tmp_path / "out"
    for played in ("played", "15 worlds were there; played"):
        with pytest.raises(SystemExit) as ended:
            run_command(Asked(str(file), out=str(out)))
        assert ended.value.code == 1
        told = capsys.readouterr()
        assert told.out == f"{out}\n"
        assert "1 failed: they stand in the table with their messages" in told.err
        assert played in told.err or played == "played"
        assert "world 7: ZeroDivisionError: so it was in world 7" in told.err


def test_a_mended_strategy_is_another_run(tmp_path: Path, doomed: Path) -> None:
    """What was played with the other text may all be different: nothing of it is used."""
    file, out = write(tmp_path, against("raises")), tmp_path / "out"
    play(file, out)
    before = planned(file).address
    doomed.write_text(DOOMED.replace('raise ZeroDivisionError("so it was in world 7")', "pass"), encoding="utf-8")
    assert planned(file).address != before
    with pytest.raises(ValueError, match="holds the results of another run: give another folder, or remove it first"):
        play(file, out)
    assert play(file, tmp_path / "new").failed == 0


def test_a_strategy_of_a_lever_counts_for_the_address(tmp_path: Path, doomed: Path) -> None:
    levels = {"bad": {"kind": "raises"}, "good": RANDOM}
    lever = {"who": {"path": "parties.upstream.strategy", "levels": levels}}
    file = write(tmp_path, quick(levers=lever, constants={}))
    before = planned(file).address
    doomed.write_text(DOOMED + "\n# mended\n", encoding="utf-8")
    assert planned(file).address != before


@pytest.mark.usefixtures("doomed")
def test_stop_ends_at_the_first_world_that_fails(tmp_path: Path) -> None:
    file, out = write(tmp_path, against("raises")), tmp_path / "out"
    with pytest.raises(ValueError, match=r"(?s)world 7: ZeroDivisionError: so it was in world 7\n.*without --stop"):
        run_command(Asked(str(file), out=str(out), stop=True))
    assert not (out / TABLE).exists()
    assert play(file, out).failed == 1


@pytest.mark.usefixtures("doomed")
def test_a_worker_that_finds_the_disk_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "room"
    monkeypatch.setenv("ROOM", str(room))
    file, out = write(tmp_path, against("fills", worlds=1200)), tmp_path / "out"
    with pytest.raises(ValueError, match=r"cannot write the results to .*: No space left on device"):
        run_command(Asked(str(file), out=str(out), processes=2))
    assert not (out / TABLE).exists()
    room.touch()
    play(file, out)
    play(file, tmp_path / "once")
    assert table(out) == table(tmp_path / "once")


# --- clocks and versions --------------------------------------------------------------------------------------


def test_a_clock_that_jumps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, out = write(tmp_path, quick()), tmp_path / "out"
    play(file, tmp_path / "once")
    days = iter([3000, -5000, 9000, -9000] * 100)
    now = dt.datetime.now(dt.UTC)

    class Jumping(dt.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> dt.datetime:  # noqa: ARG003 - as the real one
            return now + dt.timedelta(days=next(days))

    monkeypatch.setattr(folder_module, "dt", SimpleNamespace(datetime=Jumping, UTC=dt.UTC))
    monkeypatch.setattr(time, "time", lambda: next(days) * 86_400.0)
    play(file, out, worlds=10)
    play(file, out)
    monkeypatch.undo()
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert [one["rows_played"] for one in manifest["sessions"]] == [30, 39]
    for one in manifest["sessions"]:
        assert one["seconds"] >= 0.0
        assert one["rows_a_second"] >= 0.0
    assert table(out) == table(tmp_path / "once")


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (json.dumps({"format": FORMAT + 1, "address": "x"}), "was written by a newer version of zopa"),
        (json.dumps({"format": 0, "address": "x"}), "was written by an older version of zopa"),
        (json.dumps({"address": "x", "worlds": 30}), "was written by an older version of zopa"),
        (json.dumps({"format": "new"}), "was written by a newer version of zopa"),
        (json.dumps([1]), "was written by an older version of zopa"),
        ('{"format": 1, "addr', "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_folders_of_other_versions_are_refused(
    whole: tuple[Path, Path], tmp_path: Path, written: str, message: str
) -> None:
    file, run = whole
    out = tmp_path / "out"
    out.mkdir()
    shutil.copy(run / TABLE, out)
    (out / "manifest.json").write_text(written, encoding="utf-8")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    for attempt in (lambda: play(file, out), lambda: Results.open(out)):
        with pytest.raises(ValueError, match=message):
            attempt()
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.name != ".lock"} == before


def test_a_table_without_a_manifest_is_not_written_over(whole: tuple[Path, Path], tmp_path: Path) -> None:
    file, run = whole
    shutil.copy(run / TABLE, tmp_path)
    with pytest.raises(ValueError, match="holds results of an older zopa"):
        play(file, tmp_path)
    assert table(tmp_path) == table(run)


def test_the_manifest_of_another_run_is_refused(whole: tuple[Path, Path], tmp_path: Path) -> None:
    file, run = whole
    with pytest.raises(ValueError, match="holds the results of another run"):
        play(write(tmp_path, quick(record="rounds", seed=2)), run)
    with pytest.raises(ValueError, match="holds another shard of this run"):
        play(file, run, shard=(1, 2))
