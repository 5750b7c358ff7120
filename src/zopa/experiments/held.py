"""Rows held against rows: a run's table some worlds at a time, and whether two columns are the same to the last bit."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

_BATCH = 65_536


class SortedTable:
    """The table of a run, sorted by point and world.

    Attributes:
        path: Its file.
        points: Number of points.
        worlds: Worlds of each point, (P,).
        rows: Number of rows.
        names: Names of its columns.
    """

    def __init__(self, path: Path, worlds: Sequence[int]) -> None:
        """Open it.

        Args:
            path: Its file.
            worlds: Worlds that it should have of each point, (P,).

        Raises:
            ValueError: It has not as many rows.
        """
        self._file = pq.ParquetFile(path)
        self.path, self.points, self.worlds = path, len(worlds), tuple(worlds)
        self._firsts = np.cumsum([0, *worlds])
        about = self._file.metadata
        self.rows, self.names = int(about.num_rows), list[str](self._file.schema_arrow.names)
        self._ends = np.cumsum([0, *(about.row_group(at).num_rows for at in range(about.num_row_groups))])
        self._group = lru_cache(maxsize=4)(self._file.read_row_group)
        if self.rows != sum(worlds):
            raise ValueError(f"{path} has {self.rows:,} rows, not {sum(worlds):,} of {len(worlds):,} points")

    def place(self, row: int) -> tuple[int, int]:
        """Point and world of a row."""
        point = int(np.searchsorted(self._firsts, row, side="right")) - 1
        return point, row - int(self._firsts[point])

    def slice(self, point: int, world: int, worlds: int) -> pa.Table:
        """Some worlds of a point.

        Args:
            point: Number of the point.
            world: First world.
            worlds: Number of worlds.

        Raises:
            ValueError: The table is not sorted as runs write it.
        """
        first = int(self._firsts[point]) + world
        last, found = first + worlds, []
        for group in range(int(np.searchsorted(self._ends, first, side="right")) - 1, len(self._ends) - 1):
            start = int(self._ends[group])
            if start >= last:
                break
            within = max(first - start, 0)
            found.append(self._group(group).slice(within, last - start - within))
        rows = pa.concat_tables(found)
        points, numbers = (rows.column(name).to_numpy() for name in ("point", "world"))
        if (points != point).any() or not np.array_equal(numbers, np.arange(world, world + worlds)):
            raise ValueError(f"{self.path} is not sorted by point and world: it was changed since the run")
        return rows


def unequal(before: pa.Array, after: pa.Array) -> NDArray[np.bool_]:
    """Where two columns differ, in any bit; what is missing is the same as what is missing, or not a number.

    Args:
        before: A column.
        after: Another of the same type and length.

    >>> unequal(pa.array([1.0, 0.0, None]), pa.array([1.0, -0.0, float("nan")])).tolist()
    [False, True, False]
    """
    if pa.types.is_floating(before.type):
        old, new = (np.ascontiguousarray(one.to_numpy(zero_copy_only=False)) for one in (before, after))
        bits = f"u{old.dtype.itemsize}"
        return np.asarray((old.view(bits) != new.view(bits)) & ~(np.isnan(old) & np.isnan(new)))
    pairs = zip(before.to_pylist(), after.to_pylist(), strict=True)
    return np.fromiter((old != new for old, new in pairs), dtype=bool, count=len(before))


def same_rows(one: Path, other: Path) -> bool:
    """Whether two tables have the same rows in the same order, however their files are written.

    Args:
        one: A Parquet file.
        other: Another.
    """
    with pq.ParquetFile(one) as first, pq.ParquetFile(other) as second:
        if first.metadata.num_rows != second.metadata.num_rows or not _same_columns(first, second):
            return False
        pairs: Any = zip(first.iter_batches(_BATCH), second.iter_batches(_BATCH), strict=True)
        return all(
            a.num_rows == b.num_rows and not any(unequal(a.column(i), b.column(i)).any() for i in range(a.num_columns))
            for a, b in pairs
        )


def _same_columns(first: pq.ParquetFile, second: pq.ParquetFile) -> bool:
    return bool(first.schema_arrow.remove_metadata().equals(second.schema_arrow.remove_metadata()))
