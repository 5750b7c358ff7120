"""The jobs of a plan's tiles."""

from zopa.experiments.folder import Folder
from zopa.experiments.job import Job
from zopa.experiments.plan import Plan
from zopa.experiments.tiles import Tile


class JobMaker:
    """Makes the jobs of a plan's tiles."""

    def __init__(self, folder: Folder, plan: Plan) -> None:
        """Remember what all jobs share.

        Args:
            folder: The run's folder.
            plan: The run's plan.
        """
        self._folder, self._scenario = str(folder.path.resolve()), str(folder.scenario.resolve())
        self._plan, self._said = plan, plan.study.experiment
        self._columns = tuple(plan.outcomes.names) if self._said.record == "none" else None

    def __call__(self, tile: Tile) -> Job:
        """The job of a tile, whose points play the same but for their numbers."""
        numbers = self._plan.slots[tile.slot : tile.slot + tile.slots]
        some = [self._plan.points[at] for at in numbers]
        addresses = [address for address, _ in some[0].pins]
        pins = tuple((name, tuple(point.pins[at][1] for point in some)) for at, name in enumerate(addresses))
        salts = tuple("" if self._said.luck == "common" else point.salt for point in some)
        rounds = self._said.record == "rounds"
        return Job(
            self._plan.address, self._folder, self._scenario, some[0].overrides, pins, salts, self._said.seed, tile,
            tuple(numbers), self._columns, rounds,
        )  # fmt: skip
