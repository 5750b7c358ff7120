"""The rows of a run under way: each part is read once, and only the columns needed."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zopa.experiments.parts import Part


class Seen:
    """Parts that have been read."""

    def __init__(self, folder: Path, columns: Sequence[str]) -> None:
        """Nothing is read yet.

        Args:
            folder: Where the parts are.
            columns: Columns that are needed, beside `point`, `world` and `status`.
        """
        self._folder, self._names = folder, ("point", "world", "status", *columns)
        self._read: dict[Part, pa.Table] = {}

    def rows(self, parts: Sequence[Part]) -> pa.Table:
        """The rows of all parts; two may hold the same world, and what a part does not have is empty.

        Args:
            parts: The parts, among them all that have been read before.
        """
        for part in parts:
            if part not in self._read:
                table = pq.read_table(self._folder / part.name, partitioning=None)
                self._read[part] = table.select([name for name in self._names if name in table.column_names])
        return pa.concat_tables(list(self._read.values()), promote_options="default")
