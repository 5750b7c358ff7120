"""Small tables of outcomes, written by hand."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zopa.experiments.rows import schema


def about(dated: bool, parties: dict[str, str], issues: dict[str, Any], unit: str, worlds: int) -> dict[str, Any]:
    return {
        "scenario": "hand_made", "title": "Made by hand", "unit": unit, "parties": parties, "issues": issues,
        "seed": 7, "worlds": worlds, "dated": dated, "further": {},
    }  # fmt: skip


def write(path: Path, said: dict[str, Any], columns: dict[str, list[Any]], rows_in_a_group: int = 1000) -> Path:
    """Write columns; those left out are null, or 0 where they are about money."""
    fields = schema(said)
    rows = len(columns["agreed"])
    data = {name: columns.get(name, [0.0 if "_" in name else None] * rows) for name in fields.names}
    data["world"] = list(range(rows))
    pq.write_table(pa.Table.from_pydict(data, schema=fields), path, row_group_size=rows_in_a_group)
    return path
