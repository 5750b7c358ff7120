"""The folder of a run: its table, the scenario as it was played, and where it all came from."""

import datetime as dt
import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from yamlcore import CoreDumper

from zopa.build.registry import origins
from zopa.experiments.execute import Order
from zopa.scenario.read import Document

BEHAVIOUR = 2
"""Version of the engine's behaviour: changes when the same inputs give other outcomes."""

TABLE = "outcomes.parquet"


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


def folder_of(document: Document, seed: int, worlds: int, wanted: str | os.PathLike[str] | None) -> Path:
    """Where a run is kept: the folder asked for, or `runs/<name>-<hash>-<worlds>`.

    Raises:
        ValueError: The name is empty, or the folder holds the results of another run: nothing is lost silently.
    """
    if wanted is None:
        return Path("runs") / f"{document.scenario.name}-{address(document, seed)[:7]}-{worlds}"
    if not os.fspath(wanted).strip():
        raise ValueError("the folder for the results has no name: give one after -o")
    folder = Path(wanted)
    if (folder / TABLE).exists() and _run_in(folder) != (address(document, seed), worlds):
        raise ValueError(f"{folder} holds the results of another run: give another folder, or remove it first")
    return folder


def _run_in(folder: Path) -> tuple[str, int] | None:
    """Address and number of worlds of the run that a folder holds, where it can be told."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return str(manifest["address"]), int(manifest["worlds"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


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


def write_provenance(document: Document, order: Order, folder: Path, started: dt.datetime) -> None:
    """Write the scenario as it was played, and the manifest.

    Args:
        document: The scenario.
        order: What was played.
        folder: The run's folder.
        started: When the run began.
    """
    lock = yaml.dump(document.data, Dumper=CoreDumper, allow_unicode=True, sort_keys=False)
    (folder / "scenario.lock.yaml").write_text(lock, encoding="utf-8")
    manifest = manifest_of(document, order, started)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False), encoding="utf-8")


def manifest_of(document: Document, order: Order, started: dt.datetime) -> dict[str, Any]:
    """Everything needed to run it again and get the same bits."""
    packages = ("zopa", "mesa", "numpy", "numba", "scipy", "pyarrow", "pydantic")
    now = dt.datetime.now(dt.UTC)
    return {
        "address": address(document, order.seed),
        "behaviour": BEHAVIOUR,
        "scenario": document.scenario.name,
        "overrides": list(order.overrides),
        "seed": order.seed,
        "worlds": order.worlds,
        "started": started.isoformat(timespec="seconds"),
        "finished": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": f"{sys.platform} {platform.machine()}",
        "processor_features": processor_features(),
        "versions": {name: version(name) for name in packages},
        "strategies_from_elsewhere": strategies_from_elsewhere(document),
    }


def processor_features() -> list[str]:
    """The vector instructions that NumPy uses here: bits are promised only where they agree."""
    features = import_module("numpy._core._multiarray_umath").__cpu_features__  # the one place that has it as data
    return sorted(name for name, there in features.items() if there)
