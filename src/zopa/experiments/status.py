"""How far runs are: told from the names of their parts, their lock and their manifest, without reading a row."""

import datetime as dt
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import filelock
import yaml
from yamlcore import CCoreLoader

from zopa.experiments.layout import FORMAT, LOCK, MANIFEST, PARTS, ROUNDS, TABLE
from zopa.experiments.parts import Part, read_parts
from zopa.experiments.tiles import Tile, lacking

_LEAST = 12
"""Bytes that a Parquet file has at least: two marks and a length."""

_FINISHED = ("finished", "finished with failures")


@dataclass(frozen=True)
class Status:
    """How far a run is.

    Attributes:
        folder: Its folder.
        state: `running`, `interrupted`, `stopped`, `finished`, `finished with failures`; or `no run`.
        note: What else is to be said of the state: who is at work, or what the folder is instead.
        id: The experiment's name.
        question: What it asks, or its title.
        address: Hash of what decides its rows.
        points: Number of points.
        worlds: Worlds of each point that are asked for, or were enough.
        at_most: Whether it may stop before it has as many worlds.
        there: Rows that are there, failed ones among them.
        failed: Rows that failed.
        left: Rows still to be played; None where it can't be told, as of a shard.
        shard: Which of how many shards it is.
        since: When it was last worked on, or began to be where it is running.
        bytes: Size on disk.
        manifest: What it says of itself.
    """

    folder: Path
    state: str
    note: str = ""
    id: str = ""
    question: str = ""
    address: str = ""
    points: int = 0
    worlds: int = 0
    at_most: bool = False
    there: int = 0
    failed: int = 0
    left: int | None = None
    shard: tuple[int, int] | None = None
    since: dt.datetime | None = None
    bytes: int = 0
    manifest: Mapping[str, Any] | None = None

    @property
    def is_run(self) -> bool:
        """Whether the folder is a run's."""
        return self.manifest is not None

    def as_dict(self) -> dict[str, Any]:
        """Plain types for JSON."""
        said = {**asdict(self), "folder": str(self.folder), "since": self.since and self.since.isoformat()}
        del said["manifest"]
        return said


def statuses(root: Path) -> list[Status]:
    """All folders in a folder, those last worked on first; what is no run comes last.

    Args:
        root: The folder.

    Raises:
        OSError: It cannot be read.
    """
    found = [status_of(path) for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")]
    oldest = dt.datetime.min.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda one: (one.is_run, one.since or oldest, one.folder.name), reverse=True)


def status_of(folder: Path) -> Status:
    """How far a run is; whatever else the folder is, is said as well, and nothing is an error.

    Args:
        folder: The folder.
    """
    try:
        size = _bytes_in(folder)
    except OSError as error:
        return Status(folder, "no run", f"cannot be read: {error.strerror}")
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        what = "results of an older zopa" if (folder / TABLE).exists() else f"it has no {MANIFEST}"
        return Status(folder, "no run", what, bytes=size)
    except (OSError, ValueError) as error:
        return Status(folder, "no run", f"{MANIFEST} cannot be read: {error}", bytes=size)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        known = manifest.get("format") if isinstance(manifest, dict) else None
        return Status(folder, "no run", f"of another version of zopa (format {known}, not {FORMAT})", bytes=size)
    try:
        return _run(folder, manifest, size)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        return Status(folder, "no run", f"its {MANIFEST} or {LOCK} is broken: {error!r}", bytes=size)


def _run(folder: Path, manifest: dict[str, Any], size: int) -> Status:
    lock = _asked(folder)
    points, shard = int(manifest["points"]), manifest.get("shard")
    said = str(manifest.get("status", "interrupted"))
    state, note = _state(folder, said)
    worlds = int(manifest["worlds"] if state in _FINISHED and "worlds" in manifest else lock["worlds"])
    wanted = manifest.get("worlds_of_slots") if state in _FINISHED else None
    wanted = [int(one) for one in wanted or [worlds] * points]
    there, failed = counted(parts_of(folder), wanted)
    if state in _FINISHED and not shard and there < sum(wanted) and (folder / TABLE).exists():
        there, failed = int(manifest["rows"]), int(manifest["failed"])
        note = "parts of it are gone; the table is whole"
    left = sum(wanted) - there if shard is None else 0 if state in _FINISHED else None
    last = manifest["sessions"][-1] if manifest.get("sessions") else {}
    since = dt.datetime.fromisoformat(last["started"]) if "started" in last else None
    if since is not None and state != "running":
        since += dt.timedelta(seconds=float(last.get("seconds") or 0.0))
        if said == "running" and (folder / PARTS).is_dir():  # killed: its last part tells when
            since = max(since, dt.datetime.fromtimestamp((folder / PARTS).stat().st_mtime, dt.UTC))
    return Status(
        folder, state, note, str(manifest["id"]), str(lock.get("question") or lock.get("title") or "").strip(),
        str(manifest["address"]), points, worlds, bool(lock.get("until")) and state not in _FINISHED, there, failed,
        left, (int(shard[0]), int(shard[1])) if shard else None, since, size, manifest,
    )  # fmt: skip


def _asked(folder: Path) -> dict[str, Any]:
    """The experiment's lock, as plain data."""
    said = yaml.load((folder / LOCK).read_text(encoding="utf-8"), Loader=CCoreLoader)  # noqa: S506 - core types alone
    return dict(said)


def _state(folder: Path, said: str) -> tuple[str, str]:
    """What a run is doing: the lock tells, whatever the manifest says."""
    who = _owner(folder)
    if who is not None:
        return "running", who
    if said == "running":
        return "interrupted", "its process ended without a word"
    return said, ""


def _owner(folder: Path) -> str | None:
    """Who is writing to a folder; None where nobody is."""
    owner, lock = folder / ".owner", folder / ".lock"
    if not (owner.exists() and lock.exists()):  # whoever writes has left its name: without one the lock stays untouched
        return None
    try:
        with filelock.FileLock(lock, timeout=0):
            return None
    except filelock.Timeout:
        return _named(owner)
    except OSError:
        return f"perhaps {_named(owner)}: its lock can't be tried"


def _named(owner: Path) -> str:
    try:
        said = json.loads(owner.read_text(encoding="utf-8"))
        return f"process {said['pid']} on {said['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "a process that left no name"


def parts_of(folder: Path) -> list[Part]:
    """The parts of a run's outcomes by their names, unread.

    Args:
        folder: The run's folder.
    """
    try:
        with os.scandir(folder / PARTS) as entries:
            found = (Part.named(entry.name) for entry in entries)
            return [part for part in found if part is not None]
    except FileNotFoundError:
        return []


def counted(parts: Iterable[Part], wanted: Sequence[int]) -> tuple[int, int]:
    """Rows that are there, and how many of them failed; what two parts hold counts once.

    Args:
        parts: The parts.
        wanted: Worlds wanted of each slot.
    """
    parts = list(parts)
    well = [part.tile for part in parts if not part.failed]
    rows = _held(well, wanted)
    if len(well) == len(parts):
        return rows, 0
    both = _held([part.tile for part in parts], wanted)
    return both, both - rows


def _held(tiles: list[Tile], wanted: Sequence[int]) -> int:
    missing = lacking(wanted, tiles)
    return sum(wanted) - sum(end - first for some in missing for first, end in some)


def doubtful(folder: Path) -> list[str]:
    """Files among the parts that are no whole parts, as far as names and sizes tell.

    Args:
        folder: The run's folder.
    """
    found = []
    for place in (PARTS, ROUNDS):
        for entry in _files(folder / place):
            name = f"{place}/{entry.name}"
            if entry.name.endswith(".tmp"):
                found.append(f"{name}: was being written when its process ended")
            elif Part.named(entry.name) is None:
                found.append(f"{name}: is no part of a run")
            elif entry.stat().st_size < _LEAST:
                found.append(f"{name}: is cut off")
    return sorted(found)


def verified(status: Status) -> tuple[int, list[str]]:
    """The parts of a run read and held against the digests in their names.

    Args:
        status: The run.

    Returns:
        How many are whole, and a sentence for each that is not.
    """
    whole, wrong = 0, list[str]()
    for place in (PARTS, ROUNDS):
        good, others = read_parts(status.folder / place, status.address, status.points, failures=True)
        whole += len(good)
        wrong += [f"{place}/{text}" for text in others]
    return whole, wrong


def _files(folder: Path) -> Iterator["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            yield from (entry for entry in entries if entry.is_file(follow_symlinks=False))
    except FileNotFoundError:
        return


def _bytes_in(folder: Path) -> int:
    total = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    total += _bytes_in(Path(entry.path))
                else:
                    total += entry.stat(follow_symlinks=False).st_size
            except OSError:  # gone in the meantime, or somebody else's: it counts for nothing
                continue
    return total
