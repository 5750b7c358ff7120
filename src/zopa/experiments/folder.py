"""The folder of a run: what was asked, as written and resolved, who is at work in it, and how far it is."""

import datetime as dt
import json
import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import filelock
import pyarrow as pa

from zopa.experiments.design_file import design_table
from zopa.experiments.layout import BEHAVIOUR, DESIGN, FORMAT, LOCK, MANIFEST, PARTS, ROUNDS, SCENARIO, TABLE
from zopa.experiments.lock import experiment_lock, scenario_lock
from zopa.experiments.parts import Part, read_parts, write_whole
from zopa.experiments.plan import Plan


def default_folder(plan: Plan, shard: tuple[int, int] | None = None) -> Path:
    """Where a run is kept if nobody says otherwise: `runs/<id>-<hash>`.

    Args:
        plan: The run's plan.
        shard: Which of how many shards, where only one is played.
    """
    more = "" if shard is None else f"-shard-{shard[0]}-of-{shard[1]}"
    return Path("runs") / f"{folder_name(plan.study.experiment.id, plan.address)}{more}"


def folder_name(name: str, address: str) -> str:
    """The name of a folder of results: a short name and the beginning of an address."""
    safe = re.sub(r"[^\w.-]", "_", name)
    return f"{safe}-{address[:7]}"


class Folder:
    """A run's folder."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Name it; nothing is made or read yet.

        Raises:
            ValueError: The name is empty.
        """
        if not os.fspath(path).strip():
            raise ValueError("the folder for the results has no name: give one after -o")
        self.path = Path(path)

    @property
    def scenario(self) -> Path:
        """The locked scenario."""
        return self.path / SCENARIO

    def read_manifest(self) -> dict[str, Any] | None:
        """What the folder says of itself; None where it is no run's folder yet.

        Raises:
            ValueError: It is of another version of zopa's, or cannot be read.
        """
        path = self.path / MANIFEST
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise ValueError(f"{path} cannot be read ({error}): give another folder after -o") from None
        known = found.get("format") if isinstance(found, dict) else None
        if known != FORMAT:
            which = "an older" if known is None or (isinstance(known, int) and known < FORMAT) else "a newer"
            raise ValueError(
                f"{self.path} was written by {which} version of zopa (its format is {known}, this one's {FORMAT}):"
                " read it with that version, or give another folder after -o"
            )
        return dict(found)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others from writing to the folder; the lock goes when the process ends, however it ends.

        Raises:
            ValueError: Somebody else is writing to it.
            OSError: The folder cannot be made or written to.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(self.path / ".lock", timeout=0.5)
        try:
            lock.acquire()
        except filelock.Timeout:
            who = self._read_owner()
            raise ValueError(f"{self.path} is being written to by another run{who}: wait for it, or stop it") from None
        try:
            owner = {"host": socket.gethostname(), "pid": os.getpid()}
            (self.path / ".owner").write_text(json.dumps(owner), encoding="utf-8")
            yield
        finally:
            (self.path / ".owner").unlink(missing_ok=True)
            lock.release()

    def _read_owner(self) -> str:
        try:
            owner = json.loads((self.path / ".owner").read_text(encoding="utf-8"))
            return f" (process {owner['pid']} on {owner['host']})"
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def begin(self, plan: Plan, shard: tuple[int, int] | None) -> dict[str, Any]:
        """Write what was asked, unless it is there; returns the manifest.

        Args:
            plan: The run's plan.
            shard: Which of how many shards, where only one is played.

        Raises:
            ValueError: The folder holds another run.
        """
        manifest = self.read_manifest()
        if manifest is not None and manifest["address"] != plan.address:
            raise ValueError(f"{self.path} holds the results of another run: give another folder, or remove it first")
        if manifest is not None and manifest["shard"] != (list(shard) if shard else None):
            raise ValueError(f"{self.path} holds another shard of this run: give another folder")
        if manifest is None and (self.path / TABLE).exists():
            raise ValueError(f"{self.path} holds results of an older zopa: give another folder, or remove it first")
        for name in (PARTS, *((ROUNDS,) if plan.study.experiment.record == "rounds" else ())):
            (self.path / name).mkdir(exist_ok=True)
        for stray in self.path.glob(".*.tmp"):
            stray.unlink(missing_ok=True)
        for stray in self.path.glob("parts*/.*.tmp"):
            stray.unlink(missing_ok=True)
        self._write_asked(plan)
        if manifest is None:
            manifest = {"format": FORMAT, "address": plan.address, "sessions": []}
        manifest.update(_asked(plan, shard))
        return manifest

    def _write_asked(self, plan: Plan) -> None:
        study = plan.study
        written = [self.path / "experiment.yaml", self.path / "scenario.yaml"]
        if study.path.name != LOCK or not any(path.exists() for path in written):  # a lock is not what was written
            write_whole(written[0] if study.file else written[1], study.text.encode())
        waiting = self.path / f".{SCENARIO}.{os.getpid()}.tmp"
        try:
            write_whole(self.scenario, scenario_lock(plan.document, waiting))
        finally:
            waiting.unlink(missing_ok=True)
        write_whole(self.path / LOCK, experiment_lock(study.experiment, SCENARIO))
        sink = pa.BufferOutputStream()
        pa.parquet.write_table(design_table(plan), sink)
        write_whole(self.path / DESIGN, sink.getvalue())

    def write_manifest(self, manifest: dict[str, Any]) -> None:
        """Write the manifest, whole or not at all."""
        write_whole(self.path / MANIFEST, (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode())

    def parts(self, plan: Plan, failures: bool = False) -> tuple[list[Part], list[str]]:
        """The parts that are whole, and what is wrong with the others.

        Args:
            plan: The run's plan.
            failures: Whether rows that failed are taken as they are, instead of being tried again.
        """
        good, wrong = read_parts(self.path / PARTS, plan.address, len(plan.points), failures)
        if plan.study.experiment.record == "rounds":
            moves, torn = read_parts(self.path / ROUNDS, plan.address, len(plan.points))
            wrong += torn
            there = {part.tile for part in moves}
            bare = {part for part in good if part.tile not in there and not part.failed}
            wrong += [f"{part.name}: its rounds are missing" for part in good if part in bare]
            good = [part for part in good if part not in bare]
        return good, wrong

    def say(self, text: str) -> None:
        """Write a line to the run's log."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        with (self.path / "log.txt").open("a", encoding="utf-8") as log:
            log.write(f"{now} {text}\n")

    def free_bytes(self) -> int:
        """Room left on the disk that it is, or would be, on."""
        place = self.path
        while not place.exists():
            place = place.parent
        return shutil.disk_usage(place).free


def _asked(plan: Plan, shard: tuple[int, int] | None) -> dict[str, Any]:
    said = plan.study.experiment
    return {
        "id": said.id,
        "behaviour": BEHAVIOUR,
        "scenario": plan.document.scenario.name,
        "overrides": list(plan.document.overrides),
        "seed": said.seed,
        "points": len(plan.points),
        "design": said.design,
        "luck": said.luck,
        "record": said.record,
        "shard": list(shard) if shard else None,
        "strategies_from_elsewhere": dict(plan.elsewhere),
    }
