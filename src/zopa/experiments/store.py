"""What decides the outcomes of a scenario, and a table written as it is played."""

import hashlib
import json
import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from zopa.build.registry import origins
from zopa.experiments.layout import BEHAVIOUR, TABLE
from zopa.scenario.read import Document


def address(document: Document, seed: int) -> str:
    """Hash of what decides the outcomes: the validated scenario, the seed, the engine's behaviour.

    The order of issues and parties counts: ties and turns go by it. Strategies from elsewhere count with their version,
    or with the hash of their file.
    """
    said = document.scenario.model_dump_json(exclude={"include", "title", "about"})
    foreign = strategies_from_elsewhere(document)
    more = f"\n{json.dumps(foreign, sort_keys=True)}" if foreign else ""
    return hashlib.sha256(f"{BEHAVIOUR}\n{seed}\n{said}{more}".encode()).hexdigest()


def strategies_from_elsewhere(document: Document) -> dict[str, str]:
    """Strategies of a scenario that are not zopa's own: by name the package with its version, or the file's hash."""
    known, found = origins(), dict[str, str]()

    def search(said: Any) -> None:
        for inner in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
            search(inner)
        kind = said.get("kind") if isinstance(said, dict) else said
        if isinstance(kind, str) and kind in known and known[kind].home != "zopa":
            found[kind] = known[kind].home

    for party in document.scenario.parties.values():
        search(party.strategy.model_dump(mode="json"))
    return found


def write_table(blocks: Iterator[pa.Table], columns: pa.Schema, folder: Path) -> Iterator[int]:
    """Write blocks to the folder's table one by one, so that memory holds one at a time.

    The table appears under its name only when it is whole.

    Args:
        blocks: Rows, in order.
        columns: Their schema.
        folder: The run's folder; made if missing.

    Yields:
        The number of worlds written so far.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part, done = folder / f".{TABLE}.{os.getpid()}.tmp", 0
    try:
        with pq.ParquetWriter(part, columns) as writer:
            for block in blocks:
                writer.write_table(block)
                done += block.num_rows
                yield done
        part.replace(folder / TABLE)
    finally:
        part.unlink(missing_ok=True)


def processor_features() -> list[str]:
    """The vector instructions that NumPy uses here: bits are promised only where they agree."""
    features = import_module("numpy._core._multiarray_umath").__cpu_features__  # the one place that has it as data
    return sorted(name for name, there in features.items() if there)
