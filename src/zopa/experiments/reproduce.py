"""Playing rows of a run again from its locks, and holding them against its table, to the last bit."""

import filecmp
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from zopa.experiments.environment import differences
from zopa.experiments.folder import Folder
from zopa.experiments.held import SortedTable, same_rows, unequal
from zopa.experiments.job import played
from zopa.experiments.jobs import JobMaker
from zopa.experiments.layout import LOCK, PARTS, TABLE
from zopa.experiments.merge import merge
from zopa.experiments.parts import read_parts
from zopa.experiments.plan import Plan
from zopa.experiments.planning import make_plan
from zopa.experiments.results import Results
from zopa.experiments.setting import point_words
from zopa.experiments.status import counted
from zopa.experiments.study import read_study
from zopa.experiments.tiles import Tile, cut, lacking
from zopa.game.luck import Luck

MOST_DIFFERENCES = 1000
"""Differences that are kept; of those beyond, only the rows are counted."""

_FRAME = ("point", "world", "status", "message")


@dataclass(frozen=True)
class Difference:
    """What is not as it was.

    Attributes:
        point: Number of the point.
        world: Number of the world.
        words: The point as people read it.
        column: The column; `status` where the world fails now.
        then: What the table has.
        now: What it is now.
    """

    point: int
    world: int
    words: str
    column: str
    then: Any
    now: Any


@dataclass
class Reproduced:
    """What came of playing rows again.

    Attributes:
        folder: The run's folder.
        rows: Rows of the run.
        alone: Whether each world was played alone.
        environment: What is different here and now from where the run was played, in words.
        columns: Columns compared.
        compared: Rows played again and compared.
        failed: Rows passed over, as they failed in the run.
        different: Rows that are not as they were.
        found: What is different in them, the first ones.
        parts: What holding the table against its parts has shown, in words.
        parts_wrong: What is wrong with the parts, or with the table beside them, in words.
    """

    folder: Path
    rows: int
    alone: bool
    environment: list[str]
    columns: list[str]
    compared: int = 0
    failed: int = 0
    different: int = 0
    found: list[Difference] = field(default_factory=list)
    parts: str = ""
    parts_wrong: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether everything is as it was."""
        return not self.different and not self.parts_wrong

    def as_dict(self) -> dict[str, Any]:
        """Plain types for JSON."""
        found = [{**asdict(one), "then": _plain(one.then), "now": _plain(one.now)} for one in self.found]
        return {**asdict(self), "folder": str(self.folder), "found": found, "same": self.same}


Watch = Callable[[int], None]
"""Told how many rows are done."""


def reproduce(
    folder: str | os.PathLike[str], sample: int | None = 20, watch: Watch = lambda *_: None
) -> Reproduced:  # fmt: skip
    """Play rows of a finished run again from its locks, and compare every outcome with the table.

    A sample is played world by world, each alone: what a world comes to may not depend on its block. Everything is
    played in blocks. The table is held against its parts too.

    Args:
        folder: The run's folder.
        sample: Rows, spread over points and worlds by luck of the run's seed; None for all.
        watch: Told how it goes on.

    Raises:
        ValueError: The folder holds no finished run, or its locks are of another one.
    """
    if sample is not None and sample < 1:
        raise ValueError(f"a sample has at least one row, not {sample}")
    results = Results.open(folder)
    plan, environment = make_plan(read_study(results.folder / LOCK)), differences(results.manifest)
    if plan.address != results.manifest["address"] and not environment:
        raise ValueError(f"{results.folder}: its locks are not of the run that its manifest names: they were changed")
    table = SortedTable(results.folder / TABLE, results.worlds)
    columns = [name for name in table.names if name not in (*_FRAME, *results.factors)]
    done = Reproduced(results.folder, table.rows, sample is not None, environment, columns)
    again = _Again(plan, table, done)
    for tile in _tiles(plan, table, sample):
        again.compare(tile)
        watch(done.compared + done.failed)
    _check_parts(done, plan, table, results.manifest["address"])
    return done


def _tiles(plan: Plan, table: SortedTable, sample: int | None) -> Iterator[Tile]:
    """What is played: single worlds spread over the table, or all of it in blocks."""
    if sample is None:
        alike = [plan.points[at].alike for at in plan.slots]
        whole = lacking([table.worlds[at] for at in plan.slots], ())
        yield from sorted(cut(whole, alike), key=lambda tile: (tile.slot, tile.world))
        return
    slots = {point: slot for slot, point in enumerate(plan.slots)}
    for row in sampled_rows(table.rows, sample, plan.study.experiment.seed):
        point, world = table.place(row)
        yield Tile(world, slots[point], 1, 1)


def sampled_rows(rows: int, sample: int, seed: int) -> list[int]:
    """Rows spread over a table: one by luck from each of as many stretches, of the same length up to a row.

    Args:
        rows: Rows of the table.
        sample: Rows wanted.
        seed: Root seed of the luck.

    >>> sampled_rows(3, 20, 0)
    [0, 1, 2]
    """
    count = min(rows, sample)
    ends = np.arange(count + 1) * rows // count
    within = Luck(seed, 0, count, salt="reproduce").one("row")
    chosen = ends[:-1] + np.floor(within * np.diff(ends)).astype(np.int64)
    return [int(row) for row in chosen]


class _Again:
    """Plays tiles and writes down what is different."""

    def __init__(self, plan: Plan, table: SortedTable, done: Reproduced) -> None:
        self.plan, self.table, self.done = plan, table, done
        self.make = JobMaker(Folder(done.folder), plan)

    def compare(self, tile: Tile) -> None:
        """Play a tile; where some world of it fails, or failed, its halves, down to single worlds."""
        slots = self.plan.slots[tile.slot : tile.slot + tile.slots]
        then = pa.concat_tables([self.table.slice(point, tile.world, tile.worlds) for point in slots])
        failed = sum(status != "ok" for status in then.column("status").to_pylist())
        if failed == tile.rows:
            self.done.failed += failed
            return
        now = self._played(tile) if not failed else ""
        if isinstance(now, pa.Table):
            self._hold(then, now)
        elif tile.halves is not None:
            for half in tile.halves:
                self.compare(half)
        else:
            self.done.compared += 1
            self.done.different += 1
            self._keep(then, 0, "status", "ok", now)

    def _played(self, tile: Tile) -> pa.Table | str:
        try:
            return played(replace(self.make(tile), rounds=False))[0]
        except Exception as error:  # noqa: BLE001 - whatever it is, the world does not play as it did
            return f"fails: {type(error).__name__}: {error}"

    def _hold(self, then: pa.Table, now: pa.Table) -> None:
        other = np.zeros(then.num_rows, dtype=bool)
        for name in self.done.columns:
            before = then.column(name).combine_chunks()
            nothing = pa.nulls(now.num_rows, before.type)  # what a point does not have is empty in the table
            after = now.column(name).combine_chunks().cast(before.type) if name in now.column_names else nothing
            unlike = unequal(before, after)
            for row in np.flatnonzero(unlike).tolist():
                self._keep(then, row, name, before[row].as_py(), after[row].as_py())
            other |= unlike
        self.done.compared += then.num_rows
        self.done.different += int(other.sum())

    def _keep(self, rows: pa.Table, row: int, column: str, then: Any, now: Any) -> None:
        if len(self.done.found) < MOST_DIFFERENCES:
            point, world = (rows.column(name)[row].as_py() for name in ("point", "world"))
            self.done.found.append(Difference(point, world, point_words(self.plan, point), column, then, now))


def _check_parts(done: Reproduced, plan: Plan, table: SortedTable, address: str) -> None:
    """Hold the table against the parts that it was made of, where these are there."""
    place = done.folder / PARTS
    parts, wrong = read_parts(place, address, len(plan.points), failures=True)
    done.parts_wrong = [f"{PARTS}/{text}" for text in wrong]
    rows, _ = counted(parts, [table.worlds[at] for at in plan.slots])
    if rows < table.rows:
        gone = "the parts" if not rows else f"whole parts of {table.rows - rows:,} rows"
        done.parts = f"{gone} are not there: the table was not held against them"
        return
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / TABLE
        merge(plan, place, parts, table.worlds, again)
        if filecmp.cmp(again, table.path, shallow=False):
            done.parts = f"the table is what its {_parts(len(parts))}, to the last byte"
        elif same_rows(again, table.path):
            done.parts = f"the rows of the table are what its {_parts(len(parts))}"
        else:
            done.parts_wrong.append(f"{TABLE} is not what its {_parts(len(parts))}")


def _parts(count: int) -> str:
    return "one part makes" if count == 1 else f"{count:,} parts make"


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
