"""The packages agreed in a run, as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zopa.experiments.layout import TABLE
from zopa.experiments.results import Results
from zopa.game.arrays import Bools, Ints, Packages
from zopa.game.space import Space


@dataclass(frozen=True, eq=False)
class Agreed:
    """What was agreed, row by row of a run's table: about 2 bytes for each row and issue, and 20 more for each row.

    Attributes:
        point: The row's point, (N,), rising.
        world: Its world, (N,), rising within a point.
        played: Whether it did not fail, (N,).
        agreed: Whether there was a deal, (N,).
        levels: For each issue of the table the levels that it can have.
        codes: For each issue the number of the level agreed, (N, I); −1 without a deal, or where a point has no such
            issue.
    """

    point: Ints
    world: Ints
    played: Bools
    agreed: Bools
    levels: dict[str, tuple[str | float, ...]]
    codes: Packages

    def rows_of(self, point: int) -> slice:
        """The rows of a point."""
        low, high = np.searchsorted(self.point, [point, point + 1])
        return slice(int(low), int(high))

    def packages(self, space: Space, rows: Ints) -> Packages:
        """The packages of some rows, (n, K); cell 0 everywhere where there was no deal.

        Args:
            space: The issues as the rows' points have them.
            rows: Numbers of the rows, (n,).
        """
        columns = list(self.levels)
        chosen = np.zeros((rows.shape[0], len(space.issues)), dtype=np.int64)
        for i, (name, levels) in enumerate(zip(space.issues, space.levels, strict=True)):
            known = self.levels[name]
            place = {_like(level, known): number for number, level in enumerate(levels)}
            lookup = np.array([*(place.get(level, 0) for level in known), 0], dtype=np.int64)  # the last is that of −1
            chosen[:, i] = lookup[self.codes[rows, columns.index(name)]]
        out = np.empty((rows.shape[0], len(space.clusters)), dtype=np.int16)
        for k, cluster in enumerate(space.clusters):
            cell = np.zeros(rows.shape[0], dtype=np.int64)
            for i in cluster:  # the last issue of a cluster is the fastest
                cell = cell * len(space.levels[i]) + chosen[:, i]
            out[:, k] = cell
        return out


def read_agreed(results: Results) -> Agreed:
    """Read the packages agreed in a run.

    Args:
        results: The run.

    Raises:
        ValueError: Its table does not keep them.
    """
    issues = {name: _levels(said["levels"]) for name, said in results.said["issues"].items()}
    names = ["point", "world", "status", "agreed", *issues]
    with pq.ParquetFile(results.folder / TABLE) as file:
        if missing := [name for name in names if name not in file.schema_arrow.names]:
            kept = f"{results.folder} does not keep what was agreed (no column {missing[0]})"
            raise ValueError(f"{kept}: run it with record: deals")
        held = [_encoded(batch, issues) for batch in file.iter_batches(batch_size=65_536, columns=names)]
    point, world, played, agreed, codes = (np.concatenate(some) for some in zip(*held, strict=True))
    return Agreed(point, world, played, agreed, issues, codes)


def _encoded(batch: pa.RecordBatch, issues: dict[str, tuple[str | float, ...]]) -> tuple[Any, ...]:
    codes = np.empty((batch.num_rows, len(issues)), dtype=np.int16)
    for i, (name, levels) in enumerate(issues.items()):
        column = batch.column(name)
        number = pc.index_in(column, value_set=pa.array(levels, column.type), skip_nulls=True)
        codes[:, i] = pc.fill_null(number, -1).to_numpy(zero_copy_only=False)
    played = pc.equal(batch.column("status"), "ok").to_numpy(zero_copy_only=False)
    agreed = pc.fill_null(batch.column("agreed"), False).to_numpy(zero_copy_only=False)
    numbers = (batch.column(name).to_numpy(zero_copy_only=False).astype(np.int64) for name in ("point", "world"))
    return *numbers, played, agreed & played, codes


def _levels(levels: Sequence[Any]) -> tuple[str | float, ...]:
    if any(isinstance(level, str) for level in levels):
        return tuple(str(level) for level in levels)
    return tuple(float(level) for level in levels)


def _like(level: Any, known: Sequence[str | float]) -> str | float:
    return str(level) if isinstance(known[0], str) else float(level)
