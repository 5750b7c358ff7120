"""The runner: it plays what is missing and nothing else, stops when it is sure enough, and counts what it did."""

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from surface.proofs import TABLE, parts, planned, play, quick, table, write
from zopa.experiments.executors import Done, Next, Serial
from zopa.experiments.folder import Folder
from zopa.experiments.options import Options
from zopa.experiments.planning import make_plan
from zopa.experiments.results import Results
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study

SURE = {"outcome": "agreement", "standard_error": 0.05, "every": 16}
UNTIL = quick(
    worlds=400, until=SURE, outcomes={"agreement": {"statistic": "share", "that": {"agreed": True}}}
)  # fmt: skip


def test_until_an_outcome_is_sure_enough(tmp_path: Path) -> None:
    file, out = write(tmp_path, UNTIL), tmp_path / "out"
    ran = play(file, out)
    assert ran.worlds % 16 == 0
    assert 16 < ran.worlds < 400  # or this test would say nothing
    estimates = Results.open(out).estimates("agreement")
    assert all((one.upper(0.025) - one.lower(0.025)) / 3.92 <= 0.0501 for one in estimates)
    rows = pq.read_table(out / TABLE).to_pandas()
    shares = rows[rows.world < ran.worlds - 16].groupby("point").agreed.mean()
    errors = [math.sqrt(share * (1 - share) / (ran.worlds - 16)) for share in shares]
    assert max(errors) > 0.045  # a look earlier it was not, but for the exact interval's being a little wider


def test_until_stops_at_the_same_world_however_it_is_come_by(tmp_path: Path) -> None:
    file = write(tmp_path, UNTIL)
    once = play(file, tmp_path / "once")
    play(file, tmp_path / "blocks", block=5)
    play(write(tmp_path, quick(worlds=150), "fixed.yaml"), tmp_path / "ahead", block=11)  # more is there than needed

    def stop(done: int, _: int) -> None:
        if done >= 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        play(file, tmp_path / "killed", block=7, watch=stop)
    for name in ("blocks", "ahead", "killed"):
        assert play(file, tmp_path / name).worlds == once.worlds
        assert table(tmp_path / name) == table(tmp_path / "once")


def test_at_most_as_many_worlds_as_asked_for(tmp_path: Path) -> None:
    file = write(tmp_path, {**UNTIL, "until": {**SURE, "standard_error": 1e-6}})
    assert play(file, tmp_path / "out", worlds=40).worlds == 40


class Counting:
    """Plays here and remembers what."""

    def __init__(self) -> None:
        self.played: list[tuple[int, int]] = []

    def play(self, following: Next) -> Iterator[Done]:
        for job in iter(following, None):
            self.played += [(point, job.tile.world + at) for point in job.points for at in range(job.tile.worlds)]
            yield Serial().alone(job)

    def alone(self, job: Any) -> Done:
        return Serial().alone(job)

    def close(self) -> None:
        """Nothing to stop."""


def test_what_is_there_is_not_played_again(tmp_path: Path) -> None:
    file, out = write(tmp_path, quick()), tmp_path / "out"
    play(file, out, block=5)
    gone = [path for at, path in enumerate(parts(out)) if at in {1, 4, 5, 9}]
    lost = [row for path in gone for row in pq.read_table(path, partitioning=None).select([0, 1]).to_pylist()]
    for path in gone:
        path.unlink()
    counting = Counting()
    ran = play(file, out, executor=counting)
    assert sorted(counting.played) == sorted((row["point"], row["world"]) for row in lost)
    assert ran.played == len(lost)


def test_the_watch_is_told_what_is_there(tmp_path: Path) -> None:
    file, out = write(tmp_path, quick()), tmp_path / "out"
    seen: list[tuple[int, int]] = []
    play(file, out, worlds=10, watch=lambda *now: seen.append(now))
    play(file, out, watch=lambda *now: seen.append(now))
    assert seen == [(0, 0), (10, 0), (20, 0), (30, 0), (30, 0), (43, 0), (56, 0), (69, 0)]


class Dying:
    """An executor whose workers die of some worlds, and take what else is under way with them."""

    def __init__(self, deadly: set[tuple[int, int]]) -> None:
        self._deadly, self.alones = deadly, 0

    def _dies(self, job: Any) -> bool:
        worlds = range(job.tile.world, job.tile.world + job.tile.worlds)
        return any((point, world) in self._deadly for point in job.points for world in worlds)

    def play(self, following: Next) -> Iterator[Done]:
        while jobs := [job for job in (following(), following()) if job is not None]:
            dead = any(self._dies(job) for job in jobs)
            for job in jobs:
                yield Done(job, None, "died", killed=True) if dead else Serial().alone(job)

    def alone(self, job: Any) -> Done:
        self.alones += 1
        return Done(job, None, "died", killed=True) if self._dies(job) else Serial().alone(job)

    def close(self) -> None:
        """Nothing to stop."""


def test_only_the_worlds_that_kill_are_lost(tmp_path: Path) -> None:
    file, out = write(tmp_path, quick()), tmp_path / "out"
    play(file, tmp_path / "once")
    deadly = {(0, 3), (0, 4), (2, 22)}
    ran = run_plan(planned(file), Folder(out), Options(Dying(deadly), block=12))
    assert (ran.failed, ran.rows) == (3, 69)
    rows, others = (pq.read_table(place / TABLE) for place in (out, tmp_path / "once"))
    failed = {(row["point"], row["world"]) for row in rows.to_pylist() if row["status"] == "failed"}
    assert failed == deadly
    well = [at for at, row in enumerate(others.to_pylist()) if (row["point"], row["world"]) not in deadly]
    assert rows.take(well).equals(others.take(well))
    assert play(file, out).played == 3  # healed, only they are tried again
    assert table(out) == table(tmp_path / "once")


def test_another_run_in_the_place_of_one_that_was_removed_plays_its_own_scenario(tmp_path: Path) -> None:
    latest = []
    for rounds in (10, 3):
        shutil.rmtree(tmp_path / "run", ignore_errors=True)
        plan = make_plan(read_study("log_roll", (f"time.rounds={rounds}",), 20))
        run_plan(plan, Folder(tmp_path / "run"), Options())
        latest.append(max(pq.read_table(tmp_path / "run" / "outcomes.parquet").column("round").to_pylist()))
    assert latest[1] <= 3 < latest[0]
