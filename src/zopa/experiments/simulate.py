"""Simulating from Python: a scenario in, a data frame out."""

import datetime as dt
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from zopa.build.load import find, load
from zopa.experiments.execute import Order, play_blocks
from zopa.experiments.rows import describe, schema
from zopa.experiments.store import TABLE, folder_of, write_provenance, write_table
from zopa.scenario.read import Document

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
        Columns `world`, `agreed`, `round`, `date`, the issues, and for each party `payoff_…`, `annual_…`, `no_deal_…`.

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
    scenario: str | os.PathLike[str],
    worlds: int = 1000,
    seed: int = 0,
    overrides: Sequence[str] = (),
    processes: int = 1,
    out: str | os.PathLike[str] | None = None,
) -> "pd.DataFrame":
    """Play a scenario, keep the results in a folder, and return them.

    Args:
        scenario: A YAML file, a folder, or the name of a scenario that comes with zopa.
        worlds: Number of replications.
        seed: Root seed.
        overrides: Texts `dotted.path=value`.
        processes: Number of processes.
        out: The folder; `runs/<name>-<hash>-<worlds>` where left out. Its path stands in `.attrs["folder"]` of
            the result.

    Returns:
        One row for each world, as from `simulate`.
    """
    document = load(scenario, overrides)
    order = Order(str(find(scenario)), tuple(overrides), seed, worlds)
    folder = run_into(document, order, folder_of(document, seed, worlds, out), processes)
    frame = pq.read_table(folder / TABLE).to_pandas(date_as_object=False)
    frame.attrs["folder"] = str(folder)
    return frame


def run_into(
    document: Document,
    order: Order,
    folder: Path,
    processes: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Path:
    """Play an order into a folder.

    Args:
        document: The scenario.
        order: What is played.
        folder: The run's folder.
        processes: Number of processes.
        progress: Called with the number of worlds finished.

    Returns:
        The folder.
    """
    started = dt.datetime.now(dt.UTC)
    columns = schema(describe(document, order.seed, order.worlds))
    for done in write_table(play_blocks(order, processes), columns, folder):
        if progress:
            progress(done)
    write_provenance(document, order, folder, started)
    return folder
