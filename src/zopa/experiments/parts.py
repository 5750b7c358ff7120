"""Parts: the rows of a tile as a file that carries what it holds and its own digest in its name.

A part is written under a temporary name, synced and renamed, so that it is either there and whole or not there. No
marker says which tiles are done: the parts do. The digest is keyed with the run's address: a part of another run is
none of this one's.
"""

import hashlib
import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from zopa.experiments.tiles import Tile

_NAME = re.compile(r"s(\d+)\+(\d+)-w(\d+)\+(\d+)-f(\d+)-([0-9a-f]{32})\.parquet")


@dataclass(frozen=True)
class Part:
    """A part of a run.

    Attributes:
        tile: What it holds.
        failed: Rows that failed.
        digest: Digest of its bytes, keyed with the run's address.
    """

    tile: Tile
    failed: int
    digest: str

    @property
    def name(self) -> str:
        """Its file's name."""
        tile = self.tile
        held = f"s{tile.slot:07d}+{tile.slots}-w{tile.world:010d}+{tile.worlds}"
        return f"{held}-f{self.failed}-{self.digest}.parquet"

    @classmethod
    def named(cls, name: str) -> "Part | None":
        """The part that a file of this name holds; None where it is none."""
        found = _NAME.fullmatch(name)
        if found is None:
            return None
        slot, slots, world, worlds, failed = (int(one) for one in found.groups()[:5])
        return cls(Tile(world, slot, worlds, slots), failed, found.group(6))


def write_part(folder: Path, run: str, tile: Tile, table: pa.Table, failed: int) -> Part:
    """Write the rows of a tile.

    Args:
        folder: Where the parts are.
        run: The run's address.
        tile: What the rows are.
        table: The rows.
        failed: How many of them failed.
    """
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    written = sink.getvalue()
    part = Part(tile, failed, _digest(written, run))
    write_whole(folder / part.name, written)
    return part


def write_whole(path: Path, written: bytes | memoryview) -> None:
    """Write a file so that its name holds either all of it or nothing, also if the machine stops.

    Args:
        path: The file.
        written: What it holds.
    """
    waiting = path.with_name(f".{path.name}.{uuid.uuid4().hex[:12]}.tmp")
    try:
        with waiting.open("wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a renaming last; where folders can't be synced, the system does it by itself."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _digest(written: bytes | memoryview, run: str) -> str:
    return hashlib.blake2b(written, digest_size=16, key=run.encode()[:64]).hexdigest()


def read_parts(folder: Path, run: str, points: int, failures: bool = False) -> tuple[list[Part], list[str]]:
    """The parts of a run that are whole, and what was found wrong with the others.

    Args:
        folder: Where the parts are.
        run: The run's address.
        points: Points that the run has.
        failures: Whether parts with rows that failed are taken as they are, instead of being tried again.

    Returns:
        The parts, each verified against its digest, and a sentence for each file that will not be used, which begins
        with its name.
    """
    good: list[Part] = []
    wrong: list[str] = []
    for path in sorted(folder.glob("*.parquet")):
        part = Part.named(path.name)
        if part is None:
            wrong.append(f"{path.name}: this is no part of a run")
        elif part.tile.slot + part.tile.slots > points:
            wrong.append(f"{path.name}: the run has no such points")
        elif _digest(path.read_bytes(), run) != part.digest:
            wrong.append(f"{path.name}: torn, changed or of another run, its digest is another")
        elif part.failed and not failures:
            wrong.append(f"{path.name}: {part.failed} of its worlds failed")
        else:
            good.append(part)
    return good, wrong


def parts_in(folder: Path) -> Iterator[Part]:
    """The parts in a folder by their names, unverified."""
    for path in sorted(folder.glob("*.parquet")):
        part = Part.named(path.name)
        if part is not None:
            yield part
