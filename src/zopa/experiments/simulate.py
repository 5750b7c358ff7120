"""Simulating from Python: a scenario or an experiment in, a data frame out."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from zopa.build.load import find, load
from zopa.experiments.execute import Order, play_blocks
from zopa.experiments.executors import local
from zopa.experiments.folder import Folder, default_folder
from zopa.experiments.options import Options
from zopa.experiments.planning import make_plan
from zopa.experiments.results import Results
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study

if TYPE_CHECKING:
    import pandas as pd


def simulate(
    scenario: str | os.PathLike[str],
    worlds: int = 1000,
    seed: int = 0,
    overrides: Sequence[str] = (),
    processes: int = 1,
    central: bool = False,
) -> "pd.DataFrame":
    """Play a scenario and return one row for each world; nothing is written to disk.

    Args:
        scenario: A YAML file, a folder, or the name of a scenario that comes with zopa.
        worlds: Number of replications.
        seed: Root seed.
        overrides: Texts `dotted.path=value`, for example `parties.japan.strategy.kind=hardliner`.
        processes: Number of processes.
        central: Whether every uncertain number takes its central value; what is left is luck.

    Returns:
        Columns `world`, `agreed`, `ended`, `round`, `date`, the issues, and for each party `payoff_…`, `annual_…`,
        `no_deal_…`.

    Raises:
        ScenarioError: The scenario is not right; with every problem found.
        ValueError: The number of worlds is out of range.

    >>> float(simulate("ultimatum", worlds=2).agreed.mean())
    1.0
    """
    load(scenario, overrides)  # problems are said before any process is started
    order = Order(str(find(scenario)), tuple(overrides), seed, worlds, central=central)
    return pa.concat_tables(play_blocks(order, processes)).to_pandas(date_as_object=False)


def run(
    config: str | os.PathLike[str],
    worlds: int | None = None,
    seed: int | None = None,
    overrides: Sequence[str] = (),
    processes: int = 1,
    out: str | os.PathLike[str] | None = None,
) -> "pd.DataFrame":
    """Run an experiment, or a scenario, in a folder, and return what came out; what is there is not played again.

    Args:
        config: An experiment file; or a scenario: a file, a folder, or the name of one that comes with zopa.
        worlds: Worlds in each point, where not as the file says; a scenario's are 1,000.
        seed: Root seed, where not as the file says; a scenario's is 0.
        overrides: Texts `dotted.path=value`.
        processes: Number of processes.
        out: The folder; `runs/<id>-<hash>` where left out. Its path stands in `.attrs["folder"]` of the result.

    Returns:
        One row for each point and world: `point`, `world`, a column for each lever and uncertainty, then what
        `simulate` returns, then `status` (`ok` or `failed`) and `message`.

    Raises:
        ScenarioError: The file is not right; with every problem found.
        ValueError: The folder holds something else.
    """
    plan = make_plan(read_study(config, overrides, worlds, seed))
    with local(processes) as executor:
        ran = run_plan(plan, Folder(default_folder(plan) if out is None else out), Options(executor))
    return Results.open(ran.folder).frame()
