"""`zopa run`: design, play what is missing, keep it, and answer."""

import json
import sys
import time
from dataclasses import dataclass
from typing import Any

from zopa.cli.executing import executing, kept, say, terminated
from zopa.cli.progress import progress
from zopa.experiments.execute import processors
from zopa.experiments.executors import Executor
from zopa.experiments.folder import Folder, default_folder
from zopa.experiments.options import Options, Ran
from zopa.experiments.plan import Plan
from zopa.experiments.planning import make_plan
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study


@dataclass(frozen=True)
class Asked:
    """What stands on the command line of `zopa run`.

    Attributes:
        config: An experiment or a scenario.
        overrides: Texts `path=value`.
        worlds: Worlds in each point, or as the file says.
        seed: Root seed, or as the file says.
        record: What is kept, or as the file says.
        processes: Number of processes; 0 takes every processor.
        cluster: Address of a Dask scheduler.
        out: Folder for the results.
        shard: `i/n`.
        dry_run: Whether only to say what would be done.
        stop: Whether the first failure ends the run.
        as_json: Whether to print JSON.
    """

    config: str
    overrides: tuple[str, ...] = ()
    worlds: int | None = None
    seed: int | None = None
    record: str | None = None
    processes: int = 1
    cluster: str | None = None
    out: str | None = None
    shard: str | None = None
    dry_run: bool = False
    stop: bool = False
    as_json: bool = False


def run_command(asked: Asked) -> None:
    """Run an experiment or a scenario; prints the folder (or JSON) on standard output.

    Raises:
        ScenarioError: With every problem found in the file.
        ValueError: Something else is not right, or results cannot be written.
    """
    shard = _shard(asked.shard)
    with executing(asked.processes, asked.cluster, asked.dry_run) as executor, terminated():
        plan = make_plan(read_study(asked.config, asked.overrides, asked.worlds, asked.seed, asked.record))
        folder = Folder(default_folder(plan, shard) if asked.out is None else asked.out)
        if asked.dry_run:
            _dry_run(plan, folder, asked)
            return
        began = time.perf_counter()
        ran = _run(plan, folder, executor, shard, asked.stop)
        took = time.perf_counter() - began
    say(_played(ran, took))
    if not ran.whole:
        say(f"This is shard {asked.shard} alone: when all are there, zopa merge {ran.folder} …")
        print(json.dumps({"folder": str(ran.folder)}) if asked.as_json else ran.folder)
    else:
        told = _report(plan, ran)
        print(json.dumps(told, ensure_ascii=False, indent=2) if asked.as_json else ran.folder)
    if ran.failed:
        sys.exit(1)


def _run(plan: Plan, folder: Folder, executor: Executor, shard: tuple[int, int] | None, stop: bool) -> Ran:
    total = plan.study.experiment.worlds * len(plan.points)
    say(_head(plan, folder))
    with kept(folder.path), progress(total if shard is None else -(-total // shard[1])) as watch:
        return run_plan(plan, folder, Options(executor, shard, stop=stop, watch=watch, say=say))


def _head(plan: Plan, folder: Folder) -> str:
    said, points = plan.study.experiment, len(plan.points)
    size = f"{said.worlds:,} worlds" if points == 1 else f"{points:,} points × {said.worlds:,} worlds"
    most = "at most " if said.until else ""
    return f"{said.id}: {most}{size}, seed {said.seed}, address {plan.address[:7]}, in {folder.path}"


def _played(ran: Ran, took: float) -> str:
    there = ran.rows - ran.played
    rate = f"{ran.played:,} worlds in {took:.1f} s ({ran.played / max(took, 1e-9):,.0f} a second)"
    failed = f"; {ran.failed:,} failed: they stand in the table with their messages" if ran.failed else ""
    if ran.whole and there > 0:
        rate = f"{there:,} worlds were there; played {rate}" if ran.played else f"all {there:,} worlds were there"
    return rate + failed


def _report(plan: Plan, ran: Ran) -> dict[str, Any]:
    """Write and print what the run says."""
    from zopa.report.run import report_run

    told, text = report_run(plan, ran.folder)
    say(f"\n{text}\n")
    say(f"In {ran.folder}: {', '.join(sorted(path.name for path in ran.folder.iterdir() if path.name[0] != '.'))}")
    return told


def _shard(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    number, slash, of = text.partition("/")
    if not (slash and number.isascii() and number.isdigit() and of.isascii() and of.isdigit()):
        raise ValueError(f"--shard is written i/n, for example 2/8, not {text}")
    if not 1 <= int(number) <= int(of):
        raise ValueError(f"--shard {text}: shards are numbered from 1 to {of}")
    return int(number), int(of)


def _dry_run(plan: Plan, folder: Folder, asked: Asked) -> None:
    from zopa.experiments.forecast import forecast

    found = forecast(plan, folder, asked.processes or processors())
    if asked.as_json:
        print(json.dumps(found.as_dict(), indent=2))
    else:
        print(found.text())
