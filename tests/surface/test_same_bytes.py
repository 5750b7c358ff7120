"""The same bytes however a run is come by: block sizes, processes, shards, kills, more worlds asked later."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml

from surface.proofs import ROUNDS, TABLE, bargain, in_group, parts, planned, play, quick, start, table, write
from zopa.cli.merge import merge_command
from zopa.experiments.executors import Done, Next, Processes, Serial
from zopa.experiments.folder import Folder
from zopa.experiments.jobs import JobMaker
from zopa.experiments.layout import DESIGN
from zopa.experiments.shards import gather, merge_shards
from zopa.experiments.tiles import Tile
from zopa.game.luck import Luck

LONG = quick(id="long", levers={"rounds": {"path": "time.rounds", "levels": list(range(3, 43))}}, worlds=60)
"""Forty tiles: enough to be killed in between."""


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    two = Processes(2)
    yield two
    two.close()


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The long experiment, and the folder of its run in one go."""
    folder = tmp_path_factory.mktemp("long")
    file = write(folder, LONG)
    play(file, folder / "once")
    return file, folder / "once"


class Shuffled:
    """Plays here, in an order of its own."""

    def __init__(self, seed: int) -> None:
        self._serial, self._random = Serial(), random.Random(seed)  # noqa: S311 - an order, no secret

    def play(self, following: Next) -> Iterator[Done]:
        jobs = list(iter(following, None))
        self._random.shuffle(jobs)
        for job in jobs:
            yield self._serial.alone(job)

    def alone(self, job: Any) -> Done:
        return self._serial.alone(job)

    def close(self) -> None:
        """Nothing to stop."""


class Stopper:
    """A watch that ends a run after some rows, as Ctrl-C does."""

    def __init__(self, rows: int) -> None:
        self._rows, self._first = rows, -1

    def __call__(self, done: int, failed: int) -> None:
        self._first = done if self._first < 0 else self._first
        if done - self._first >= self._rows:
            raise KeyboardInterrupt


@pytest.mark.parametrize("block", [1, 7, 1024])
def test_block_sizes_and_order(tmp_path: Path, block: int) -> None:
    file = write(tmp_path, quick())
    play(file, tmp_path / "once")
    play(file, tmp_path / "again", executor=Shuffled(block), block=block)
    assert table(tmp_path / "once") == table(tmp_path / "again")
    assert table(tmp_path / "once", DESIGN) == table(tmp_path / "again", DESIGN)
    rows = pq.read_table(tmp_path / "once" / TABLE)
    assert rows.num_rows == 3 * 23
    assert len(set(rows.column("payoff_upstream").to_pylist())) > 15  # worlds differ, or this would prove nothing


def test_two_processes(long: tuple[Path, Path], tmp_path: Path, processes: Processes) -> None:
    file, once = long
    play(file, tmp_path / "two", executor=processes, block=25)
    assert table(once) == table(tmp_path / "two")


def test_interrupted_with_other_blocks_each_time(tmp_path: Path) -> None:
    file = write(tmp_path, quick())
    play(file, tmp_path / "once")
    for block, rows in ((5, 13), (2, 17), (23, 9)):
        with pytest.raises(KeyboardInterrupt):
            play(file, tmp_path / "many", executor=Shuffled(rows), block=block, watch=Stopper(rows))
        assert Folder(tmp_path / "many").read_manifest()["status"] == "interrupted"  # type: ignore[index]
        assert not (tmp_path / "many" / TABLE).exists()
    play(file, tmp_path / "many", block=11)
    assert table(tmp_path / "once") == table(tmp_path / "many")


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_killed_five_times_and_resumed(long: tuple[Path, Path], tmp_path: Path) -> None:
    file, once = long
    out, luck = tmp_path / "out", random.Random(5)  # noqa: S311 - moments, no secrets
    words = ("run", str(file), "-o", str(out), "-j")
    for kill, (whole_group, processes) in enumerate([(True, 2), (False, 2), (False, 1), (False, 1), (False, 2)]):
        before, more = len(parts(out)), luck.randrange(4)
        running = start(*words, str(processes), PYTHONHASHSEED=str(kill))
        _until(lambda n=before + more: len(parts(out)) >= n and (out / "manifest.json").exists(), running)
        time.sleep(luck.random() * 0.2)
        (os.killpg if whole_group else os.kill)(running.pid, signal.SIGKILL)
        assert running.wait(60) == -signal.SIGKILL
        _until(lambda group=running.pid: not in_group(group))  # workers end when the one that asked does
        running.communicate()
        assert not (out / TABLE).exists()
    with Folder(out).locked():  # nobody holds the lock
        pass
    last = start(*words, "1")
    _, told = last.communicate(timeout=300)
    assert last.returncode == 0, told
    assert "worlds were there; played" in told
    assert table(out) == table(once)
    assert table(out, DESIGN) == table(once, DESIGN)
    assert not list(out.rglob(".*.tmp"))


def test_ctrl_c_and_a_polite_end(long: tuple[Path, Path], tmp_path: Path) -> None:
    file, once = long
    out = tmp_path / "out"
    for number, (sent, processes) in enumerate([(signal.SIGINT, "2"), (signal.SIGTERM, "1")]):
        running = start("run", str(file), "-j", processes, "-o", str(out))
        _until(lambda n=3 * number + 1: len(parts(out)) >= n, running)
        os.killpg(running.pid, sent)
        _, told = running.communicate(timeout=120)
        assert running.returncode == 130, told
        assert f"what is in {out} is kept; type the same command to go on" in told
        assert "Traceback" not in told
        assert Folder(out).read_manifest()["status"] == "interrupted"  # type: ignore[index]
        _until(lambda group=running.pid: not in_group(group))  # workers need a moment to end
    play(file, out)
    assert table(out) == table(once)


def test_a_second_run_in_the_folder_is_refused(long: tuple[Path, Path], tmp_path: Path) -> None:
    file, once = long
    out = tmp_path / "out"
    first = start("run", str(file), "-o", str(out))
    _until(lambda: bool(parts(out)), first)
    os.kill(first.pid, signal.SIGSTOP)  # so that it is certainly not done yet
    try:
        with pytest.raises(ValueError, match=rf"is being written to by another run \(process {first.pid} on "):
            play(file, out)
        assert (out / ".owner").exists()
    finally:
        os.kill(first.pid, signal.SIGCONT)
    _, told = first.communicate(timeout=300)
    assert first.returncode == 0, told
    assert table(out) == table(once)


def test_three_shards_merged_though_one_was_interrupted(long: tuple[Path, Path], tmp_path: Path) -> None:
    file, once = long
    folders = [tmp_path / f"long-{number}" for number in (1, 2, 3)]
    for number, folder in enumerate(folders, start=1):
        if number < 3:
            with pytest.raises(KeyboardInterrupt):
                play(file, folder, shard=(number, 3), watch=Stopper(number * 250))
        assert not play(file, folder, shard=(number, 3)).whole
    rows = [sum(pq.read_metadata(path).num_rows for path in parts(folder)) for folder in folders]
    assert sum(rows) == 40 * 60  # each world once, whatever was interrupted
    assert max(rows) - min(rows) <= 60
    ran = merge_shards(gather(folders, tmp_path / "whole"))
    assert (ran.rows, ran.played, ran.failed) == (40 * 60, 0, 0)
    assert table(tmp_path / "whole") == table(once)
    assert table(tmp_path / "whole", DESIGN) == table(once, DESIGN)


def test_a_run_too_small_for_its_shards_is_cut_finer(tmp_path: Path) -> None:
    file = write(tmp_path, quick(levers={}, worlds=20))
    play(file, tmp_path / "once")
    played = [play(file, tmp_path / f"s{n}", shard=(n, 4)).played for n in (1, 2, 3, 4)]
    assert played == [5, 5, 5, 5]
    merge_shards(gather([tmp_path / f"s{n}" for n in (1, 2, 3, 4)], tmp_path / "whole"))
    assert table(tmp_path / "once") == table(tmp_path / "whole")


def test_more_worlds_later_and_fewer(tmp_path: Path) -> None:
    file = write(tmp_path, quick())
    play(file, tmp_path / "few", worlds=30)
    play(file, tmp_path / "many", worlds=70)
    few = table(tmp_path / "few")
    assert play(file, tmp_path / "few", worlds=70).played == 3 * 40
    assert table(tmp_path / "few") == table(tmp_path / "many")
    assert play(file, tmp_path / "few", worlds=30).played == 0
    assert table(tmp_path / "few") == few


@pytest.mark.parametrize("luck", ["common", "independent"])
def test_rounds_and_both_kinds_of_luck(tmp_path: Path, luck: str) -> None:
    # the first two points change words alone: they play the same
    twins = {"words": {"path": "about", "levels": ["one", "another"]}, **quick()["levers"]}
    file = write(tmp_path, quick(levers=twins, record="rounds", luck=luck, worlds=12))
    play(file, tmp_path / "once")
    with pytest.raises(KeyboardInterrupt):
        play(file, tmp_path / "many", block=5, watch=Stopper(21))
    play(file, tmp_path / "many", block=3, executor=Shuffled(1))
    shards = [tmp_path / "s1", tmp_path / "s2"]
    for number, folder in enumerate(shards, start=1):
        play(file, folder, shard=(number, 2), block=17)
    merge_shards(gather(shards, tmp_path / "whole"))
    for other in ("many", "whole"):
        assert table(tmp_path / "once") == table(tmp_path / other)
        assert table(tmp_path / "once", ROUNDS) == table(tmp_path / other, ROUNDS)
    moves = pq.read_table(tmp_path / "once" / ROUNDS).to_pandas()
    one, other = (moves[moves.point == point].drop(columns="point").reset_index(drop=True) for point in (0, 3))
    assert one.equals(other) == (luck == "common")


@pytest.mark.parametrize("luck", ["common", "independent"])
def test_numbers_given_in_place_of_draws_fused_or_one_by_one(tmp_path: Path, luck: str) -> None:
    said = bargain(tmp_path, worlds=15, seed=3, luck=luck)
    sample = write(tmp_path, {**said, "design": "lhs", "points": 6})
    assert play(sample, tmp_path / "fused").rows == 90
    assert len(parts(tmp_path / "fused")) == 1
    play(sample, tmp_path / "single", block=15)
    assert len(parts(tmp_path / "single")) == 6
    play(sample, tmp_path / "crumbs", block=4)
    assert table(tmp_path / "fused") == table(tmp_path / "single") == table(tmp_path / "crumbs")
    rows = pq.read_table(tmp_path / "fused" / TABLE).to_pandas()
    for point in (0, 4):  # the same point asked for by itself, in another file
        own = rows[rows.point == point]
        levels = {name: {"draw": name, "levels": [float(own[name].iloc[0])]} for name in ("cost", "worth")}
        alone = {**said, "id": "alone", "uncertainties": levels, "design": "list"}
        play(write(tmp_path, alone, "alone.yaml"), tmp_path / f"alone{point}")
        theirs = pq.read_table(tmp_path / f"alone{point}" / TABLE).to_pandas()
        assert theirs.drop(columns="point").equals(own.drop(columns="point").reset_index(drop=True))
    assert len(np.unique(rows.payoff_buyer)) > 10


def test_the_flagship(tmp_path: Path) -> None:
    kappa = {"kappa": {"draw": "autos_precedent"}}
    said = {"schema_version": 1, "id": "flag", "scenario": "us_japan_2025", "uncertainties": kappa, "worlds": 10}
    file = write(tmp_path, {**said, "record": "rounds"})
    play(file, tmp_path / "fused")
    play(file, tmp_path / "single", block=9)
    assert table(tmp_path / "fused") == table(tmp_path / "single")
    assert table(tmp_path / "fused", ROUNDS) == table(tmp_path / "single", ROUNDS)


DRIVER = """
import sys
from surface.proofs import play
from pathlib import Path
play(Path(sys.argv[1]), Path(sys.argv[2]), block=int(sys.argv[3]))
"""


def test_the_order_of_hashes(long: tuple[Path, Path], tmp_path: Path) -> None:
    file, once = long
    for seed, block in (("0", "1024"), ("1", "50")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])}
        subprocess.run(
            [sys.executable, "-c", DRIVER, str(file), str(tmp_path / seed), block], env=environment, check=True
        )
        assert table(tmp_path / seed) == table(once)
        assert table(tmp_path / seed, DESIGN) == table(once, DESIGN)


def test_common_luck_is_the_same_in_two_points_and_independent_luck_is_not(tmp_path: Path) -> None:
    drawn = {}
    for luck in ("common", "independent"):
        make = JobMaker(Folder(tmp_path / "none"), planned(write(tmp_path, quick(luck=luck))))
        drawn[luck] = [make(Tile(0, slot, 50, 1)).luck.uniforms("offer", 0) for slot in (0, 1)]
    np.testing.assert_array_equal(*drawn["common"])
    assert not np.isin(drawn["independent"][0], drawn["independent"][1]).any()
    np.testing.assert_array_equal(drawn["common"][0], Luck(0, 0, 50).uniforms("offer", 0))


@pytest.mark.parametrize(("design", "points"), [("lhs", 16), ("sobol", 8), ("morris", 4)])
def test_the_points_of_a_sample_are_the_same_again(tmp_path: Path, design: str, points: int) -> None:
    file = write(tmp_path, bargain(tmp_path, design=design, points=points))
    one, again, other = planned(file), planned(file), planned(file, seed=1)
    assert one.points == again.points
    assert one.address == again.address != other.address
    assert one.points != other.points
    play(file, tmp_path / "run", worlds=2)
    design_rows = pq.read_table(tmp_path / "run" / DESIGN).to_pylist()
    assert [(row["cost"], row["worth"]) for row in design_rows] == [point.labels for point in one.points]


def test_merge_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, quick())
    play(file, tmp_path / "once")
    name = f"quick-{planned(file).address[:7]}"
    shards = [tmp_path / f"{name}-shard-{number}-of-2" for number in (1, 2)]
    for number, folder in enumerate(shards, start=1):
        play(file, folder, shard=(number, 2))
    merge_command([str(folder) for folder in shards], None, False)
    printed = capsys.readouterr()
    assert printed.out == f"{tmp_path / name}\n"
    assert table(tmp_path / name) == table(tmp_path / "once")
    assert yaml.safe_load((tmp_path / name / "experiment.yaml").read_text()) == quick()


def _until(there: Any, running: "subprocess.Popen[str] | None" = None) -> None:
    """Wait for something, at most two minutes."""
    for _ in range(12_000):
        if there():
            return
        assert running is None or running.poll() is None, running.communicate()
        time.sleep(0.01)
    raise AssertionError("it never came")
