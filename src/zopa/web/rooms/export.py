"""Rows as files: CSV that a spreadsheet opens without running anything in it, and Parquet."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from zopa.web.rooms.rows import plain_of

Rows = Sequence[dict[str, Any]]

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "％", "＝", "＋", "－", "＠")
"""What a cell that a spreadsheet would compute begins with; the wide ones are read like the others."""


def columns_of(rows: Rows) -> list[str]:
    """Names of all columns, in order of appearance."""
    return list(dict.fromkeys(name for row in rows for name in row))


def as_csv(rows: Rows, bom: bool = False) -> bytes:
    """Rows as CSV in UTF-8.

    Args:
        rows: The rows.
        bom: Whether it begins with the mark by which Excel knows UTF-8.
    """
    names, text = columns_of(rows), io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what would begin one.

    >>> harmless("=1+1"), harmless("Aki")
    ("'=1+1", 'Aki')
    """
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _cell(value: Any) -> Any:
    found = plain_of(value)
    return "" if found is None else harmless(found) if isinstance(found, str) else found


def as_parquet(rows: Rows) -> bytes:
    """Rows as Parquet; a column of texts and numbers becomes texts.

    Args:
        rows: The rows.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({name: _column([plain_of(row.get(name)) for row in rows]) for name in columns_of(rows)})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    return bytes(sink.getvalue().to_pybytes())


def _column(values: list[Any]) -> Any:
    import pyarrow as pa

    known = [value for value in values if value is not None]
    if any(isinstance(value, str) for value in known):
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    if known and all(isinstance(value, bool) for value in known):
        return pa.array(values, pa.bool_())
    if known and all(isinstance(value, int) for value in known):
        return pa.array([None if value is None else int(value) for value in values], pa.int64())
    return pa.array([None if value is None else float(value) for value in values], pa.float64())
