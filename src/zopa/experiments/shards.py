"""Shards: the folders of a run that was played in several, brought together in one."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zopa.experiments.executors import Done, Next
from zopa.experiments.folder import Folder, default_folder
from zopa.experiments.job import Job
from zopa.experiments.layout import LOCK, MANIFEST, PARTS, ROUNDS
from zopa.experiments.options import Options, Ran
from zopa.experiments.parts import read_parts, write_whole
from zopa.experiments.plan import Plan
from zopa.experiments.planning import make_plan
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study
from zopa.experiments.tiles import gaps
from zopa.scenario.experiment import Experiment
from zopa.scenario.read_experiment import read_experiment


class MissingError(Exception):
    """Worlds are in none of the shards.

    Attributes:
        rows: How many.
        why: What may be to blame, a sentence each.
    """

    def __init__(self, rows: int, why: Sequence[str] = ()) -> None:
        """Count them."""
        super().__init__(f"{rows:,} worlds are missing")
        self.rows, self.why = rows, tuple(why)


@dataclass(frozen=True)
class Shard:
    """The folder of a shard.

    Attributes:
        path: The folder.
        manifest: What it says of itself.
        asked: The experiment as it was locked there.
    """

    path: Path
    manifest: Mapping[str, Any]
    asked: Experiment

    @property
    def name(self) -> str:
        """Which of how many, in words."""
        number, of = self.manifest["shard"]
        return f"shard {number} of {of}"


@dataclass(frozen=True)
class Gathered:
    """Shards to be brought together.

    Attributes:
        plan: The run's plan.
        folder: Where they come together.
        shards: The shards.
    """

    plan: Plan
    folder: Folder
    shards: tuple[Shard, ...]


def gather(folders: Sequence[str | os.PathLike[str]], out: str | os.PathLike[str] | None = None) -> Gathered:
    """Read the folders of shards, and see that they belong together; nothing is written yet.

    Args:
        folders: The folders.
        out: Where they come together; beside the first, under the name of a run played in one, where left out.

    Raises:
        ValueError: A folder is no shard's, or they are not of the same run.
    """
    shards = tuple(_read(Path(folder)) for folder in folders)
    seen: dict[Path, Path] = {}
    for shard in shards:
        other = seen.setdefault(shard.path.resolve(), shard.path)
        if other is not shard.path:
            raise ValueError(f"{shard.path} is named twice: name each shard once")
    for shard in shards[1:]:
        if shard.manifest["address"] != shards[0].manifest["address"]:
            both = (shards[0].manifest["address"][:7], shard.manifest["address"][:7])
            raise ValueError(
                f"{shards[0].path} and {shard.path} are shards of different runs (addresses {' and '.join(both)}):"
                " name those of one run"
            )
    lead = max(shards, key=lambda shard: shard.asked.worlds)
    plan = _plan_of(lead)
    folder = Folder(lead.path.parent / default_folder(plan).name if out is None else out)
    if folder.path.resolve() in seen:
        raise ValueError(f"{folder.path} is one of the shards: give another folder after -o")
    return Gathered(plan, folder, shards)


def _read(path: Path) -> Shard:
    if not path.is_dir():
        raise ValueError(f"{path} is no folder: zopa run FILE --shard I/N makes one for each shard and prints its name")
    manifest = Folder(path).read_manifest()
    if manifest is None:
        raise ValueError(f"{path} is no shard: it has no {MANIFEST}")
    if manifest.get("shard") is None:
        raise ValueError(f"{path} is no shard: it holds a run that was played in one")
    if not (path / LOCK).exists():
        raise ValueError(f"{path} has no {LOCK}: copy the whole folder of the shard")
    return Shard(path, manifest, read_experiment(path / LOCK).experiment)


def _plan_of(shard: Shard) -> Plan:
    plan = make_plan(read_study(shard.path / LOCK))
    if plan.address != shard.manifest["address"]:
        raise ValueError(
            f"{shard.path} was played by another version of zopa, or with other strategies (--plugin): this one would"
            f" play another run (addresses {shard.manifest['address'][:7]} and {plan.address[:7]})"
        )
    scenario = shard.path / "scenario.yaml"  # a plain scenario was run: it stands there as written
    written = scenario if scenario.exists() else shard.path / "experiment.yaml"
    if not written.exists():
        return plan
    file = None if written is scenario else plan.study.file
    study = replace(plan.study, text=written.read_text(encoding="utf-8"), path=written, file=file)
    return replace(plan, study=study)


def merge_shards(gathered: Gathered, say: Callable[[str], None] = lambda _: None) -> Ran:
    """Bring shards together and merge them; nothing is played.

    Args:
        gathered: The shards.
        say: Told what people should know.

    Raises:
        MissingError: Some worlds are in none of them; what is there is brought together all the same.
        ValueError: The folder holds something else.
        OSError: The folder can't be written to.
    """
    plan, folder = gathered.plan, gathered.folder
    with folder.locked():
        manifest = folder.begin(plan, None)
        manifest["merged_from"] = [
            {"folder": shard.path.name, "shard": shard.manifest["shard"], "sessions": shard.manifest["sessions"]}
            for shard in gathered.shards
        ]
        folder.write_manifest(manifest)
        wrong = [text for shard in gathered.shards for text in _bring(shard, plan, folder.path)]
        _drop_failures(plan, folder)
    for text in wrong:
        folder.say(f"left out: {text}")
        say(f"left out: {text}")
    try:
        return run_plan(plan, folder, Options(Nobody(), failures=True, say=say))
    except MissingError as error:
        raise MissingError(error.rows, [*wrong, *_unfinished(gathered)]) from None


def _bring(shard: Shard, plan: Plan, into: Path) -> list[str]:
    """Link the parts of a shard into a folder, or copy them where links can't reach; returns what is wrong."""
    found = []
    for name in (ROUNDS, PARTS):
        if not (into / name).is_dir():
            continue
        good, wrong = read_parts(shard.path / name, plan.address, len(plan.points), failures=True)
        found += [f"{shard.path / name / text}" for text in wrong]
        for part in good:
            _link(shard.path / name / part.name, into / name / part.name)
    return found


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except FileExistsError:
        if not target.samefile(source) and target.read_bytes() != source.read_bytes():
            write_whole(target, source.read_bytes())  # it was torn there
    except OSError:  # another disk, or one without links
        write_whole(target, source.read_bytes())


def _drop_failures(plan: Plan, folder: Folder) -> None:
    """Let go of rows that failed in one shard and did not in another, and of those that failed in two."""
    parts, _ = folder.parts(plan, failures=True)
    far = max((part.tile.world + part.tile.worlds for part in parts), default=0)
    missing = gaps(len(plan.points), far, (part.tile for part in parts if not part.failed))
    seen = set()
    for part in parts:
        tile = part.tile
        if part.failed and (tile in seen or not any(first <= tile.world < end for first, end in missing[tile.slot])):
            (folder.path / PARTS / part.name).unlink()
        seen.add(tile)


def _unfinished(gathered: Gathered) -> Iterator[str]:
    """Which shards are not there, or not done."""
    most = gathered.plan.study.experiment.worlds
    for shard in gathered.shards:
        if not str(shard.manifest.get("status", "")).startswith("finished"):
            yield f"{shard.path} ({shard.name}) is not finished"
        elif shard.asked.worlds < most:
            yield f"{shard.path} ({shard.name}) was asked for {shard.asked.worlds:,} worlds, others for {most:,}"
    numbers: dict[int, set[int]] = {}
    for shard in gathered.shards:
        number, of = shard.manifest["shard"]
        numbers.setdefault(of, set()).add(number)
    if len(numbers) == 1:
        of, there = next(iter(numbers.items()))
        away = [str(number) for number in range(1, of + 1) if number not in there]
        if away:
            yield f"not here: shard {', '.join(away)} of {of}"


class Nobody:
    """An executor that plays nothing."""

    def play(self, following: Next) -> Iterator[Done]:
        """Refuse to play.

        Raises:
            MissingError: There is something to play.
        """
        rows = 0
        while (job := following()) is not None:
            rows += job.tile.rows
        if rows:
            raise MissingError(rows)
        yield from ()

    def alone(self, job: Job) -> Done:
        """Refuse to play.

        Raises:
            MissingError: Always.
        """
        raise MissingError(job.tile.rows)

    def close(self) -> None:
        """There is nothing to stop."""
