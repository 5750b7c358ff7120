"""`zopa tournament`: everybody against everybody, and who should play what."""

import json
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from zopa.cli.executing import executing, kept, say, terminated
from zopa.cli.progress import progress
from zopa.experiments.execute import processors
from zopa.experiments.executors import Executor
from zopa.experiments.layout import TOURNAMENT_LOCK
from zopa.experiments.options import Options
from zopa.experiments.tournament.conduct import Conducted, conduct, default_folder
from zopa.experiments.tournament.entry import Entry, read_entries
from zopa.scenario.read_tournament import TournamentFile


@dataclass(frozen=True)
class Asked:
    """What stands on the command line of `zopa tournament`.

    Attributes:
        config: The tournament's file.
        overrides: Texts `path=value`.
        worlds: Worlds in each cell at first, or as the file says.
        seed: Root seed, or as the file says.
        processes: Number of processes; 0 takes every processor.
        cluster: Address of a Dask scheduler.
        out: Folder for the results.
        language: Of the report.
        dry_run: Whether only to say what would be done.
        as_json: Whether to print JSON.
    """

    config: str
    overrides: tuple[str, ...] = ()
    worlds: int | None = None
    seed: int | None = None
    processes: int = 1
    cluster: str | None = None
    out: str | None = None
    language: str = "en"
    dry_run: bool = False
    as_json: bool = False


def tournament_command(asked: Asked) -> None:
    """Play a tournament, work out what follows, and report; prints the folder (or JSON) on standard output.

    Raises:
        ScenarioError: With every problem found in the file.
        ValueError: Something else is not right, or results cannot be written.
    """
    with executing(asked.processes, asked.cluster, asked.dry_run) as executor, terminated():
        held = Path(asked.config) if (Path(asked.config) / TOURNAMENT_LOCK).is_file() else None
        config = asked.config if held is None else held / TOURNAMENT_LOCK
        file, entries = read_entries(config, asked.overrides, asked.worlds, asked.seed)
        folder = held or default_folder(file, entries) if asked.out is None else Path(asked.out)
        say(_head(file, entries, folder))
        if asked.dry_run:
            return
        began = time.perf_counter()
        with kept(folder):
            conducted = _play(file, entries, folder, executor)
        say(_played(conducted, time.perf_counter() - began))
        from zopa.experiments.tournament.findings import findings

        found = findings(file.tournament, entries, conducted, asked.processes or processors(), say)
    from zopa.report.tournament import report_tournament

    text = report_tournament(conducted.folder, found, asked.language)
    say(f"\n{text}\n")
    say(f"report: {conducted.folder / 'report.html'}")
    print(json.dumps(found, ensure_ascii=False, indent=2) if asked.as_json else conducted.folder)
    if conducted.failed:
        sys.exit(1)


def _head(file: TournamentFile, entries: list[Entry], folder: Path) -> str:
    said, lines = file.tournament, []
    for entry in entries:
        cells = " × ".join(f"{count} of {party}" for party, count in zip(entry.seats, entry.shape, strict=True))
        count, worlds = len(entry.plan.points), entry.plan.study.experiment.worlds
        lines.append(f"  {entry.name}: {cells} = {count:,} cells × {worlds:,} worlds")
    most = "" if said.until is None else f"; then more where in question, to {said.until.budget:,} worlds a scenario"
    return "\n".join([f"{said.id}: seed {said.seed}, in {folder}{most}", *lines])


def _play(file: TournamentFile, entries: list[Entry], folder: Path, executor: Executor) -> Conducted:
    said = file.tournament

    def options(entry: Entry) -> Options:
        worlds = entry.plan.study.experiment.worlds
        total = len(entry.plan.points) * worlds if said.until is None else said.until.budget
        say(f"{entry.name}:")
        watch = watching.enter_context(progress(total, entry.name))
        return Options(executor, watch=watch, say=say)

    with ExitStack() as watching:
        return conduct(file, entries, folder, options)


def _played(conducted: Conducted, took: float) -> str:
    rows, played = (sum(getattr(one, what) for one in conducted.ran.values()) for what in ("rows", "played"))
    failed = f"; {conducted.failed:,} failed" if conducted.failed else ""
    return f"{rows:,} worlds, {played:,} of them played now in {took:.0f} s{failed}"
