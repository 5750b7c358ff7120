"""Playing a tournament: one run for each scenario, in folders beside each other."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from zopa.experiments.folder import Folder, folder_name
from zopa.experiments.layout import SCENARIO, TOURNAMENT, TOURNAMENT_LOCK
from zopa.experiments.lock import plain, scenario_lock, yaml_text
from zopa.experiments.options import Options, Ran
from zopa.experiments.parts import Part, write_whole
from zopa.experiments.plan import Plan
from zopa.experiments.runner import run_plan
from zopa.experiments.seen import Seen
from zopa.experiments.tournament.entry import Entry, meets
from zopa.experiments.tournament.samples import Samples
from zopa.experiments.tournament.standing import merged
from zopa.scenario.read_tournament import TournamentFile
from zopa.scenario.tournament import Tournament


@dataclass(frozen=True)
class Conducted:
    """A tournament that has been played.

    Attributes:
        folder: Its folder.
        ran: Scenario -> what its run came to.
        stopped: Scenario -> why cells got no more worlds, and how many for each reason; empty where all got as many.
    """

    folder: Path
    ran: Mapping[str, Ran]
    stopped: Mapping[str, Mapping[str, int]]

    @property
    def failed(self) -> int:
        """Worlds that failed."""
        return sum(one.failed for one in self.ran.values())


def default_folder(file: TournamentFile, entries: Sequence[Entry]) -> Path:
    """Where a tournament is kept if nobody says otherwise: `runs/<id>-<hash>`."""
    whole = hashlib.sha256(json.dumps([[one.name, one.plan.address] for one in entries]).encode()).hexdigest()
    return Path("runs") / folder_name(file.tournament.id, whole)


def conduct(
    file: TournamentFile,
    entries: Sequence[Entry],
    folder: str | os.PathLike[str],
    options: Callable[[Entry], Options],
) -> Conducted:
    """Play what is missing of a tournament.

    Args:
        file: The tournament.
        entries: Its scenarios.
        folder: Where it is kept.
        options: How each scenario is played.

    Raises:
        ValueError: The folder holds something else.
        OSError: Results cannot be written; what is there stays.
    """
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True)
    _check(path, entries)
    _write_asked(path, file, entries)
    ran, stopped = {}, {}
    for entry in entries:
        cells = Cells(file.tournament, entry)
        ran[entry.name] = run_plan(entry.plan, Folder(path / entry.name), options(entry), cells)
        stopped[entry.name] = dict(sorted(Counter(cells.reasons).items()))
    return Conducted(path, ran, stopped)


def _write_asked(path: Path, file: TournamentFile, entries: Sequence[Entry]) -> None:
    """What is asked, before anything is played: after a stop the folder alone is enough to go on."""
    if file.path.name == TOURNAMENT_LOCK and (path / TOURNAMENT).exists():
        return  # a lock is not what was written: it no longer says what was changed in the scenarios
    for entry in entries:
        (path / entry.name).mkdir(exist_ok=True)
        lock = path / entry.name / SCENARIO
        if not lock.exists():
            waiting = lock.with_name(f".{SCENARIO}.{os.getpid()}.tmp")
            try:
                write_whole(lock, scenario_lock(entry.plan.document, waiting))
            finally:
                waiting.unlink(missing_ok=True)
    if file.path.name != TOURNAMENT_LOCK:
        write_whole(path / "tournament.yaml", file.text.encode())
    write_whole(path / TOURNAMENT_LOCK, yaml_text(_locked(file, entries)))
    write_whole(path / TOURNAMENT, json.dumps(_said(file, entries), indent=2, ensure_ascii=False).encode())


def _check(path: Path, entries: Sequence[Entry]) -> None:
    """A folder holds one tournament."""
    if Folder(path).read_manifest() is not None:
        raise ValueError(f"{path} holds a run: give another folder after -o")
    if not (path / TOURNAMENT).exists():
        return
    there = json.loads((path / TOURNAMENT).read_text(encoding="utf-8"))
    if there["addresses"] != _addresses(entries):
        raise ValueError(f"{path} holds another tournament ({there['id']}): give another folder, or remove it first")


def _addresses(entries: Sequence[Entry]) -> dict[str, str]:
    return {entry.name: entry.plan.address for entry in entries}


def _said(file: TournamentFile, entries: Sequence[Entry]) -> dict[str, Any]:
    """What a tournament's folder says of itself."""
    said = file.tournament
    return {
        "format": 1, "id": said.id, "title": said.title or said.id, "question": said.question, "setting": said.setting,
        "source": said.source, "seed": said.seed, "symmetric": said.symmetric, "self_play": said.self_play,
        "until": said.until and said.until.model_dump(), "near_deadline": said.near_deadline,
        "scenarios": {
            entry.name: {"title": entry.ground.title or entry.name, "set": plain(entry.ground.set)} for entry in entries
        },
        "addresses": _addresses(entries),
    }  # fmt: skip


def _locked(file: TournamentFile, entries: Sequence[Entry]) -> dict[str, Any]:
    """The tournament with its scenarios' locks in place of the scenarios and of what is changed in them."""
    said = plain(file.tournament.model_dump(exclude_defaults=True, exclude={"include", "constants", "scenarios"}))
    grounds: dict[str, Any] = {}
    for entry in entries:
        grounds[entry.name] = {"scenario": f"{entry.name}/{SCENARIO}", "title": entry.ground.title or entry.name}
        if entry.ground.only:
            grounds[entry.name]["only"] = list(entry.ground.only)
        if entry.ground.worlds:
            grounds[entry.name]["worlds"] = entry.ground.worlds
    told = {"id": file.tournament.id, "worlds": file.tournament.worlds, "seed": file.tournament.seed}
    return {"schema_version": 1, **told, **said, "scenarios": grounds}


class Cells:
    """How many worlds each cell gets: as many in all, or more where they are in question.

    Attributes:
        reasons: Why each cell got no more; empty where all get as many, and before that is known.
    """

    def __init__(self, said: Tournament, entry: Entry) -> None:
        """Remember what is asked.

        Args:
            said: The tournament.
            entry: The scenario.
        """
        self._said, self._entry = said, entry
        self.reasons: tuple[str, ...] = ()

    def __call__(self, plan: Plan, folder: Path, parts: Callable[[], Sequence[Part]]) -> Iterator[Sequence[int]]:
        """See `runner.Stages`."""
        worlds, said = plan.study.experiment.worlds, self._said
        wanted = [worlds if said.self_play or meets(point) else 0 for point in plan.points]
        yield wanted
        if said.until is None:
            return
        from zopa.analysis.sureness.allocation import Allocation

        allocation = Allocation(self._entry.shape, said.until.error, said.until.risk, said.until.budget)
        columns = [f"annual_{party}" for party in self._entry.seats]
        seen = Seen(folder, columns)
        while True:
            samples = Samples(seen.rows(parts()), wanted)
            values = [samples.column(name) for name in columns]
            if said.symmetric:  # what counts is the mean of both seats, and both need the same worlds
                count = self._entry.shape[0]
                values = [merged(values[0], values[1], count), merged(values[1], values[0], count)]
            more = allocation.next(values, np.array(wanted))
            if more is None:
                self.reasons = allocation.reasons
                return
            wanted = [int(one) for one in more]
            yield wanted
