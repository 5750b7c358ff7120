"""Stored runs as the page lists them: their points, and worlds worth seeing."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zopa.analysis.outcomes import Outcomes
from zopa.experiments.layout import DESIGN, TABLE
from zopa.report.transcript import telling_worlds
from zopa.report.words import level_text
from zopa.web.problems import WebError
from zopa.web.runs import StoredRuns
from zopa.web.watch_answers import Point, Run, RunPoints, Runs

MOST_RUNS, MOST_POINTS = 300, 1_000
"""Runs, and points of a run, that are listed."""


def row_of(table: Path, point: int, world: int) -> dict[str, Any] | None:
    """A world's row: its status and payoffs; None where it has none."""
    names = [name for name in pq.read_schema(table).names if name.startswith("payoff_")]
    asked = [("point", "==", point), ("world", "==", world)]
    rows = pq.read_table(table, columns=[*names, "status"], filters=asked, partitioning=None).to_pylist()
    return dict(rows[0]) if rows and names else None


def runs_of(runs: StoredRuns) -> Runs:
    """The runs that there are, the newest first."""
    found: list[Run] = []
    older = 0
    for name in runs.names():
        if len(found) == MOST_RUNS:
            break
        try:
            found.append(_run(runs, name))
        except WebError:
            older += 1
    return Runs(runs=tuple(found), older=older)


def points_of(runs: StoredRuns, name: str) -> RunPoints:
    """A run with its points.

    Raises:
        WebError: There is none, or it cannot be watched.
    """
    run, said = _run(runs, name), _said(runs, name)
    factors = said.get("factors", {})
    design = pq.read_table(runs.path(name) / DESIGN).slice(0, MOST_POINTS).to_pylist()
    table = runs.table(name)
    worlds = {} if table is None else {number: (share, many, some) for number, share, many, some in _worlds(table)}
    points = tuple(
        Point(
            number=row["point"], labels=tuple(_label(row[key]) for key in row if key != "point"),
            agreed=share, worlds=many, samples=some,
        )
        for row in design
        for share, many, some in [worlds.get(row["point"], (None, run.worlds, {"typical": 0}))]
    )  # fmt: skip
    titles = [key for key in (design[0] if design else {}) if key != "point"]
    return RunPoints(run=run, factors=tuple(factors.get(key, {}).get("title") or key for key in titles), points=points)


def _run(runs: StoredRuns, name: str) -> Run:
    manifest, said, table = runs.manifest(name), _said(runs, name), runs.table(name)
    scenario = str(manifest.get("scenario", ""))
    agreed = None
    if table is not None and "agreed" in pq.read_schema(table).names:
        agreed = pc.mean(pq.read_table(table, columns=["agreed"], partitioning=None).column(0)).as_py()
    return Run(
        name=name, title=said.get("title") or scenario, scenario=scenario, points=int(manifest.get("points", 1)),
        worlds=int(said["worlds"]) if "worlds" in said else runs.worlds(name), agreed=agreed,
        seed=int(manifest.get("seed", 0)),
    )  # fmt: skip


def _said(runs: StoredRuns, name: str) -> Mapping[str, Any]:
    """What the run's table says of itself; nothing where there is none yet."""
    table = runs.table(name)
    return {} if table is None else Outcomes(runs.path(name) / TABLE).said


def _worlds(table: Path) -> Iterator[tuple[int, float | None, int, dict[str, int]]]:
    """For each point its number, share of deals, number of worlds, and worlds worth seeing."""
    names = [one for one in ("point", "world", "round", "status") if one in pq.read_schema(table).names]
    rows = pq.read_table(table, columns=names, partitioning=None)
    rows = rows.filter(pc.field("status") == "ok")
    points = rows.column("point").to_numpy()
    order = np.argsort(points, kind="stable")
    numbers, first = np.unique(points[order], return_index=True)
    told = "round" in names
    for number, some in zip(numbers, np.split(order, first[1:]), strict=True):
        part = rows.take(some)
        worlds = part.column("world").to_pylist()
        ended = part.column("round").to_pylist() if told else []
        share = sum(one is not None for one in ended) / len(ended) if ended else None
        samples = telling_worlds(zip(worlds, ended, strict=True)) if told else {"typical": worlds[0]}
        yield int(number), share, len(worlds), samples


def _label(level: str | float | bool) -> str:
    return str(level).lower() if isinstance(level, bool) else level_text(level)
