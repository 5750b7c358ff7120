"""What was measured in the cells of a tournament: for each measure one value for each cell and world."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from zopa.experiments.layout import TABLE
from zopa.game.arrays import Bools, Floats, Ints


class Samples:
    """Columns of a table as arrays of cells × worlds; NaN where a world was not played, failed or has no value.

    Attributes:
        cells: Number of cells, C.
        worlds: Worlds of the cell that has most, W.
    """

    def __init__(self, table: pa.Table, worlds: Sequence[int]) -> None:
        """Find the place of each row.

        Args:
            table: `point`, `world`, `status` and what is asked for later; a world that is there twice counts once.
            worlds: Worlds of each cell that count, (C,).
        """
        point, world = (table.column(name).to_numpy() for name in ("point", "world"))
        self._rows: Bools = world < np.asarray(worlds)[point]
        self._rows &= table.column("status").to_numpy(zero_copy_only=False) == "ok"
        self._at: tuple[Ints, Ints] = (point[self._rows], world[self._rows])
        self._table, self.cells, self.worlds = table, len(worlds), max(worlds)

    @classmethod
    def of_folder(cls, folder: Path, columns: Sequence[str], worlds: Sequence[int]) -> "Samples":
        """The samples of a finished run.

        Args:
            folder: Its folder.
            columns: Columns of its table that are needed.
            worlds: Worlds of each cell, (C,).
        """
        return cls(pq.read_table(folder / TABLE, columns=["point", "world", "status", *columns]), worlds)

    def spread(self, values: Any) -> Floats:
        """A value of each row of the table as cells × worlds.

        Args:
            values: One for each row, in the table's order.

        Returns:
            Array (C, W).
        """
        out = np.full((self.cells, self.worlds), np.nan)
        out[self._at] = np.asarray(values, dtype=np.float64)[self._rows]
        return out

    def column(self, name: str) -> Floats:
        """A column of numbers, flags or dates (days since 1970), (C, W)."""
        found = self._table.column(name)
        if pa.types.is_date(found.type):
            found = found.cast(pa.int32())
        if pa.types.is_boolean(found.type):
            found = found.cast(pa.int8())
        return self.spread(found.cast(pa.float64()).to_numpy())

    def words(self, name: str) -> tuple[tuple[str, ...], Floats]:
        """A column of words: the words that occur, sorted, and the number of each row's, (C, W)."""
        coded = self._table.column(name).combine_chunks().dictionary_encode()
        known = [str(word) for word in coded.dictionary.to_pylist()]
        order = {word: at for at, word in enumerate(sorted(known))}
        numbers = np.array([order[word] for word in known] or [0], dtype=np.float64)
        return tuple(sorted(known)), self.spread(numbers[coded.indices.fill_null(0).to_numpy()])

    @cached_property
    def agreed(self) -> Floats:
        """1 where there is a deal, 0 where not, (C, W)."""
        return self.column("agreed")
