"""Runs of a few worlds on a quick scenario, for commands that look at runs."""

from collections.abc import Callable, Iterator
from pathlib import Path

from zopa.experiments.executors import Done, Serial, came_back
from zopa.experiments.folder import Folder
from zopa.experiments.job import Job
from zopa.experiments.options import Options
from zopa.experiments.planning import make_plan
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study

LEVERS = """
  downstream: {path: parties.downstream.strategy, levels: {offers: {kind: random}, tough: {kind: boulware}}}
  days: {path: time.rounds, levels: [4, 6]}
"""


CONSTANTS = "{parties.upstream.strategy: {kind: random}}"


def write_experiment(
    folder: Path, worlds: int = 6, more: str = "", levers: str = LEVERS, constants: str = CONSTANTS
) -> Path:  # fmt: skip
    """Write an experiment of four points on two towns that trade at random."""
    path = folder / "towns.yaml"
    path.write_text(
        f"schema_version: 1\nid: towns\nquestion: Who gets the water?\nscenario: log_roll\nworlds: {worlds}\n"
        f"constants: {constants}\nlevers:{levers}{more}",
        encoding="utf-8",
    )
    return path


def run(
    folder: Path, worlds: int = 6, more: str = "", levers: str = LEVERS, constants: str = CONSTANTS, **options: object
) -> Path:  # fmt: skip
    """Run it in `folder/run`."""
    folder.mkdir(exist_ok=True)
    plan = make_plan(read_study(write_experiment(folder, worlds, more, levers, constants)))
    return run_plan(plan, Folder(folder / "run"), Options(**options)).folder  # type: ignore[arg-type]


class Failing(Serial):
    """Plays here; some worlds fail."""

    def __init__(self, fails: Callable[[int, int], bool]) -> None:
        """Say which.

        Args:
            fails: Whether a world of a point fails.
        """
        self.fails = fails

    def alone(self, job: Job) -> Done:
        """Fail where a world of the job is to fail."""
        if any(self.fails(point, world) for point, world in self._rows(job)):
            return came_back(job, "ZeroDivisionError: division by zero")
        return super().alone(job)

    @staticmethod
    def _rows(job: Job) -> Iterator[tuple[int, int]]:
        worlds = range(job.tile.world, job.tile.world + job.tile.worlds)
        return ((point, world) for point in job.points for world in worlds)
