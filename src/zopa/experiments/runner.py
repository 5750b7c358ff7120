"""Running a plan: what is missing is played, by whatever executor, until there is enough of it; then it is merged."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from zopa.experiments.executors import Done
from zopa.experiments.folder import Folder
from zopa.experiments.job import Job, write_failed
from zopa.experiments.jobs import JobMaker
from zopa.experiments.layout import PARTS, ROUNDS, TABLE
from zopa.experiments.merge import failed_rows, merge, merge_rounds
from zopa.experiments.options import Options, Ran, WorldFailedError
from zopa.experiments.parts import Part
from zopa.experiments.plan import Plan
from zopa.experiments.session import session
from zopa.experiments.tiles import Tile, beside, cut, lacking
from zopa.experiments.until import all_at_once, until_stages

ROUNDS_TABLE = "rounds.parquet"


Stages = Callable[[Plan, Path, Callable[[], Sequence[Part]]], Iterator[Sequence[int]]]
"""Says how many worlds each point is to have, (P,), again and again until there are enough.

It gets the plan, the folder of the parts, and what gives the parts that are there. What it says may depend on nothing
but the rows of the worlds that it has asked for before.
"""


def run_plan(plan: Plan, folder: Folder, options: Options, stages: Stages | None = None) -> Ran:
    """Run a plan in its folder: only what is missing there is played.

    Args:
        plan: What is asked.
        folder: Where the results are kept.
        options: How.
        stages: How many worlds each point is to have, where not as the experiment says.

    Raises:
        ValueError: The folder is somebody else's, or holds another run.
        OSError: Results cannot be written; what is there stays.
        WorldFailedError: A world failed, with `stop`.
    """
    with folder.locked():
        return _Run(plan, folder, options, stages).run()


class _Run:
    """One session of work on a run."""

    def __init__(self, plan: Plan, folder: Folder, options: Options, stages: Stages | None) -> None:
        self.plan, self.folder, self.options = plan, folder, options
        self.said = plan.study.experiment
        self.stages = stages or (until_stages if self.said.until and options.shard is None else all_at_once)
        self.manifest = folder.begin(plan, options.shard)
        self.session = session()
        self.began, self.played = time.monotonic(), 0
        self.parts, wrong = folder.parts(plan, options.failures)
        self.rows, self.failures = 0, 0
        for part in self.parts:
            self.count(part)
        self.remove(wrong)

    def count(self, part: Part) -> None:
        """Add to the rows that are there: told after each part, so not summed up anew."""
        self.rows += part.tile.rows
        self.failures += part.failed

    def remove(self, wrong: Sequence[str]) -> None:
        """Let go of parts that are no good, and say so."""
        for text in wrong:
            name = text.partition(": ")[0]
            ours = Part.named(name) is not None  # a stranger's file is nothing of ours to remove
            for place in (PARTS, ROUNDS) if ours else ():
                (self.folder.path / place / name).unlink(missing_ok=True)
            said = f"played again: {text}" if ours else f"left alone: {text}"
            self.folder.say(said)
            self.options.say(said)

    def run(self) -> Ran:
        self.manifest["status"] = "running"
        self.save()
        worlds: Sequence[int] = ()
        try:
            for worlds in self.stages(self.plan, self.folder.path / PARTS, lambda: self.parts):
                self.fill(worlds)
            failed = failed_rows(self.parts, self.plan.slots, worlds)
            whole = self.options.shard is None
            if whole:
                self.merge(worlds)
            self.manifest["status"] = "finished" if not failed else "finished with failures"
        except BaseException as error:
            self.manifest["status"] = "interrupted" if isinstance(error, KeyboardInterrupt) else "stopped"
            self.save(quietly=True)
            raise
        self.manifest.pop("worlds_of_slots", None)
        if len(set(worlds)) > 1:
            self.manifest["worlds_of_slots"] = [worlds[at] for at in self.plan.slots]
        self.manifest |= {"worlds": max(worlds), "rows": sum(worlds), "failed": failed}
        self.save()
        return Ran(self.folder.path, max(worlds), sum(worlds), self.played, failed, whole)

    def fill(self, worlds: Sequence[int]) -> None:
        """Play what is missing up to a number of worlds in each point, (P,)."""
        points = self.plan.points
        alike = [points[at].alike for at in self.plan.slots]
        there, block = [part.tile for part in self.parts], self.options.block
        if self.options.shard is not None:
            others, block = beside(self.options.shard, max(worlds), alike, block)
            there += others
        self.play(cut(lacking([worlds[at] for at in self.plan.slots], there), alike, block))

    def play(self, tiles: Sequence[Tile]) -> None:
        make, executor = JobMaker(self.folder, self.plan), self.options.executor
        jobs: list[Job] = [make(tile) for tile in reversed(tiles)]
        suspects: list[Job] = []
        self.options.watch(self.rows, self.failures)
        for done in executor.play(lambda: jobs.pop() if jobs else None):
            if done.part is not None:
                self.keep(done.part)
            elif done.killed:
                suspects.append(done.job)
            else:
                self.failed(done, jobs)
        while suspects:
            done = executor.alone(suspects.pop())
            if done.part is not None:
                self.keep(done.part)
            else:
                self.failed(done, suspects)

    def failed(self, done: Done, jobs: list[Job]) -> None:
        """Try a job that failed again in two halves, down to single worlds; what fails alone becomes a row."""
        halves = done.job.halves()
        if halves is not None:
            jobs.extend(reversed(halves))
            return
        if self.options.stop:
            raise WorldFailedError(self._where(done))
        self.options.say(self._where(done))
        self.folder.say(f"failed: {self._where(done)}")
        self.keep(write_failed(done.job, done.message))

    def _where(self, done: Done) -> str:
        tile = done.job.tile
        which = f"world {tile.world}" if tile.worlds == 1 else f"worlds {tile.world} to {tile.world + tile.worlds - 1}"
        where = f" of point {self.plan.slots[tile.slot]}" if len(self.plan.points) > 1 else ""
        return f"{which}{where}: {done.message}"

    def keep(self, part: Part) -> None:
        self.parts.append(part)
        self.count(part)
        self.played += part.tile.rows
        self.options.watch(self.rows, self.failures)

    def merge(self, worlds: Sequence[int]) -> None:
        path = self.folder.path
        merge(self.plan, path / PARTS, self.parts, worlds, path / TABLE)
        if self.said.record == "rounds":
            merge_rounds(self.plan, path / ROUNDS, self.parts, worlds, path / ROUNDS_TABLE)

    def save(self, quietly: bool = False) -> None:
        """Write the manifest."""
        took = time.monotonic() - self.began
        rate = round(self.played / took, 1) if took > 0 else None
        now: dict[str, Any] = {"seconds": round(took, 2), "rows_played": self.played, "rows_a_second": rate}
        self.session |= now
        sessions = [one for one in self.manifest["sessions"] if one is not self.session]
        self.manifest["sessions"] = [*sessions[-19:], self.session]
        try:
            self.folder.write_manifest(self.manifest)
        except OSError:
            if not quietly:
                raise
