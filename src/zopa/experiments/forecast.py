"""What a run would take: worlds, time and disk, told before it starts."""

import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from zopa.experiments.folder import Folder
from zopa.experiments.job import do
from zopa.experiments.jobs import JobMaker
from zopa.experiments.layout import PARTS, ROUNDS
from zopa.experiments.lock import scenario_lock
from zopa.experiments.plan import Plan
from zopa.experiments.tiles import Tile, cut, gaps

TRIED = 256
"""Worlds played to see how long one takes."""


@dataclass(frozen=True)
class Forecast:
    """What a run would take.

    Attributes:
        folder: Where it would be kept.
        points: Points of its design.
        worlds: Worlds in each.
        there: Rows that are there already.
        left: Rows to be played.
        seconds: Time for them on so many processes, from what a few worlds take here.
        disk: Bytes that they would take, twice as parts and once merged in the end.
        free: Bytes free there.
        processes: Number of processes.
        at_most: Whether the run may stop earlier.
    """

    folder: str
    points: int
    worlds: int
    there: int
    left: int
    seconds: float
    disk: int
    free: int
    processes: int
    at_most: bool

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return asdict(self)

    def text(self) -> str:
        """In words, several lines."""
        most, rows = " at most" if self.at_most else "", self.points * self.worlds
        lines = [
            f"{self.points:,} points × {self.worlds:,} worlds = {rows:,}{most}, in {self.folder}",
            f"there already: {self.there:,}; left: {self.left:,}",
            f"time: about {_time(self.seconds)} on {self.processes} process{'es' if self.processes > 1 else ''}",
            f"disk: about {_size(self.disk)} of {_size(self.free)} free",
        ]
        if self.disk > self.free:
            lines.append("there is not room enough: record less, or keep the results elsewhere with -o")
        return "\n".join(lines)


def forecast(plan: Plan, folder: Folder, processes: int) -> Forecast:
    """Play a few worlds, in a folder of their own, and work out what all would take.

    Args:
        plan: The run's plan.
        folder: Its folder; nothing is written there.
        processes: Number of processes.
    """
    said, points = plan.study.experiment, len(plan.points)
    parts = [] if folder.read_manifest() is None else folder.parts(plan)[0]
    missing = gaps(points, said.worlds, (part.tile for part in parts))
    left = sum(last - first for some in missing for first, last in some)
    alike = [plan.points[at].alike for at in plan.slots]
    tiles = [tile for tile in cut(missing, alike) if tile.rows >= min(TRIED, left)] or cut(missing, alike)
    seconds, size = _tried(plan, tiles[len(tiles) // 2]) if tiles else (0.0, 0.0)
    return Forecast(
        str(folder.path), points, said.worlds, points * said.worlds - left, left, seconds * left / processes,
        round(2 * size * left), folder.free_bytes(), processes, said.until is not None,
    )  # fmt: skip


def _tried(plan: Plan, tile: Tile) -> tuple[float, float]:
    """Seconds and bytes that a world takes, in a tile like this."""
    slots = max(1, min(tile.slots, TRIED // tile.worlds))
    tried = Tile(tile.world, tile.slot, min(tile.worlds, TRIED), slots)
    with tempfile.TemporaryDirectory() as place:
        folder = Folder(place)
        for name in (PARTS, ROUNDS):
            (folder.path / name).mkdir()
        folder.scenario.write_bytes(scenario_lock(plan.document, folder.scenario))
        do(job := JobMaker(folder, plan)(tried))  # the first one also compiles and reads
        began = time.perf_counter()
        do(job)
        took, written = time.perf_counter() - began, Path(place).rglob("*.parquet")
        return took / tried.rows, sum(path.stat().st_size for path in written) / tried.rows


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _size(count: float) -> str:
    """A number of bytes as people say it.

    >>> _size(1_500_000), _size(12)
    ('1.5 MB', '12 B')
    """
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" or count >= 10 else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
