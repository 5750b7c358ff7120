"""`zopa check`: play experiments and compare what comes out with what is expected and recorded."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from zopa.cli.progress import progress
from zopa.experiments.check import Check
from zopa.experiments.check_study import check_study, plan_of
from zopa.experiments.execute import MOST_WORLDS, processors
from zopa.experiments.executors import local
from zopa.experiments.judging import Checked
from zopa.experiments.plan import Plan
from zopa.report.check_text import check_json, check_text
from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.read_experiment import ExperimentFile, read_experiment


def check_command(names: list[str], worlds: int | None, processes: int, as_json: bool) -> None:
    """Check experiment files and print what was found; exit code 1 if a verdict is not the recorded one.

    Args:
        names: Files, or folders of files.
        worlds: Worlds in each setting, where not as the files say.
        processes: Number of processes; 0 for every processor.
        as_json: Whether to print JSON.

    Raises:
        ScenarioError: With every problem found in all files.
        ValueError: A number makes no sense.
    """
    if processes < 0:
        raise ValueError(f"-j takes a number of processes, or 0 for every processor, not {processes}")
    if worlds is not None and not 1 <= worlds <= MOST_WORLDS:
        raise ValueError(f"worlds must be between 1 and {MOST_WORLDS:,}, not {worlds:,}")
    files, began = _read(names), time.perf_counter()
    varied = [file for file in files if file.experiment.levers or file.experiment.uncertainties]
    check = Check([file for file in files if file not in varied], worlds)
    plans = [plan_of(file, worlds) for file in varied]
    _say_size(check, plans)
    found: list[Checked] = []
    if check.arms:
        with progress(check.worlds, "checking") as show:
            found += check.run(processes or processors(), show)
    for plan in plans:
        found += _study(plan, processes or processors())
    took = time.perf_counter() - began
    print(f"played and tested in {took:.1f} s", file=sys.stderr)
    print(check_json(found) if as_json else check_text(found))
    if not all(one.as_recorded for one in found):
        if worlds is not None:
            print(f"Verdicts are recorded for the files' own numbers of worlds, not for {worlds:,}.", file=sys.stderr)
        sys.exit(1)


def _say_size(check: Check, plans: list[Plan]) -> None:
    worlds = check.worlds + sum(plan.study.experiment.worlds * len(plan.points) for plan in plans)
    settings = check.arms + sum(len(plan.points) for plan in plans)
    print(f"{worlds:,} worlds in {settings:,} setting{'' if settings == 1 else 's'}", file=sys.stderr)


def _study(plan: Plan, processes: int) -> list[Checked]:
    """The clauses of an experiment with levers or uncertainties."""
    said = plan.study.experiment
    with local(processes) as executor, progress(said.worlds * len(plan.points), said.id) as show:
        return check_study(plan, executor, show)


def _read(names: list[str]) -> list[ExperimentFile]:
    files: list[ExperimentFile] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(path for name in names for path in _files(name)):
        try:
            file = read_experiment(path)
            if file.experiment.expect:
                files.append(file)
            elif str(path) in names:  # in a folder there may be files that only ask
                problems.append(file.problem_at(("expect",), "nothing is expected: a clause is needed"))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return files


def _files(name: str) -> Iterator[Path]:
    """A file, or the experiments of a folder and of its folders in the order of their names.

    Files whose names start with an underscore are parts of others.
    """
    path = Path(name)
    if not path.is_dir():
        yield path
        return
    found = [one for one in sorted(path.rglob("*.yaml")) if not one.name.startswith("_")]
    if not found:
        raise ScenarioError([Problem(name, 1, 1, "this folder holds no experiments", "they are files NAME.yaml")])
    yield from found
