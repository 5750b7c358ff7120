"""Checking an experiment with levers or uncertainties: it is run in a passing folder, and its clauses are judged."""

import tempfile
from pathlib import Path

from zopa.experiments.executors import Executor
from zopa.experiments.folder import Folder
from zopa.experiments.judging import Checked
from zopa.experiments.options import Options, Watch
from zopa.experiments.plan import Plan
from zopa.experiments.planning import make_plan
from zopa.experiments.results import Results
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study
from zopa.experiments.verdicts import verdicts
from zopa.scenario.read_experiment import ExperimentFile


def plan_of(file: ExperimentFile, worlds: int | None = None) -> Plan:
    """What such an experiment plays.

    Args:
        file: The experiment.
        worlds: Worlds in each point, where not as the file says.

    Raises:
        ScenarioError: With every problem found.
    """
    return make_plan(read_study(file.path, worlds=worlds))


def check_study(plan: Plan, executor: Executor, watch: Watch) -> list[Checked]:
    """Run it and judge its clauses; p-values are adjusted over all clauses of the experiment.

    Args:
        plan: What it plays.
        executor: Who plays.
        watch: Told of worlds played and failed.

    Raises:
        ScenarioError: A measure needs a value that is missing in some world.
        ValueError: A world failed.
    """
    with tempfile.TemporaryDirectory() as place:
        ran = run_plan(plan, Folder(Path(place) / "run"), Options(executor, watch=watch))
        if ran.failed:
            raise ValueError(f"{plan.study.path}: {ran.failed:,} worlds failed; zopa run says why")
        return verdicts(Results.open(ran.folder), plan.study.file)
