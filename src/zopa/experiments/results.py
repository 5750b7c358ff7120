"""Reading a finished run: its points, and the worlds of each as measures ask for them."""

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zopa.analysis.columns import Arm, known_columns, needed
from zopa.analysis.estimates import Estimate
from zopa.analysis.evidence import estimate
from zopa.analysis.measures import Signed, columns_named, parts_of
from zopa.analysis.outcomes import About, Outcomes
from zopa.build.load import load
from zopa.experiments.axes import FactorInfo
from zopa.experiments.folder import Folder
from zopa.experiments.layout import DESIGN, LOCK, MANIFEST, SCENARIO, TABLE, TOURNAMENT
from zopa.experiments.rows import schema
from zopa.experiments.study import measures_of
from zopa.scenario.experiment import Experiment, Measure
from zopa.scenario.read import Document
from zopa.scenario.read_experiment import read_experiment

if TYPE_CHECKING:
    import pandas as pd


class Results:
    """A finished run.

    Attributes:
        folder: Where it is.
        manifest: What it says of itself.
        said: What its table says of itself.
        about: The same, as analyses take it.
        file: The locked experiment, as a file.
        experiment: The same, validated.
        factors: What is varied, by name.
        design: The points: one row each, a column for each factor.
        kind: The design: `grid`, `list`, `lhs`, `sobol` or `morris`.
        points: Number of points.
        worlds: Worlds in each point, (P,).
        known: The columns that measures can name.
        measures: The outcomes.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        """Read what stands around the table; use `open`."""
        self.folder, self.manifest = folder, dict(manifest)
        table = Outcomes(folder / TABLE)
        self.about: About = table.about
        self.said: dict[str, Any] = table.said
        self.file = read_experiment(folder / LOCK)
        self.experiment: Experiment = self.file.experiment
        infos = {name: {**said, "name": name} for name, said in self.said["factors"].items()}
        self.factors = {name: _factor(said) for name, said in infos.items()}
        self.design: pa.Table = pq.read_table(folder / DESIGN)
        self.kind: str = json.loads(self.design.schema.metadata[b"zopa"])["design"]
        self.points = self.design.num_rows
        self.worlds = tuple(self.said.get("worlds_of_points") or [self.about.worlds] * self.points)
        there = set(pq.read_schema(folder / TABLE).names)
        known = known_columns(schema(self.said), self.said)
        self.known = {name: one for name, one in known.items() if there.issuperset(one.made_of)}
        measures = measures_of(self.experiment, known)
        self.measures = {name: one for name, one in measures.items() if self.known.keys() >= set(columns_named(one))}

    @classmethod
    def open(cls, folder: str | os.PathLike[str]) -> "Results":
        """Read a run's folder.

        Raises:
            ValueError: It is none, it is not finished, or another version of zopa wrote it.
        """
        path = Path(folder)
        if not path.is_dir():
            raise ValueError(f"{path} is no folder of results: zopa run FILE makes one and prints its name")
        manifest = Folder(path).read_manifest()
        if manifest is None and (path / TOURNAMENT).exists():
            names = sorted(one.parent.name for one in path.glob(f"*/{MANIFEST}"))
            raise ValueError(f"{path} is a tournament: name the folder of one of its scenarios ({', '.join(names)})")
        if manifest is None:
            raise ValueError(f"{path} has no manifest.json: it is no folder of results")
        missing = [name for name in (TABLE, DESIGN, LOCK, SCENARIO) if not (path / name).exists()]
        if missing:
            what = "a shard: bring all of them together with zopa merge" if manifest.get("shard") else "not finished"
            raise ValueError(f"{path} is {what} (it has no {missing[0]})")
        return cls(path, manifest)

    @cached_property
    def document(self) -> Document:
        """The scenario, as it was played in every point but for what the point changes."""
        return load(self.folder / SCENARIO)

    def arm(self, point: int, columns: Sequence[str]) -> Arm:
        """The worlds of a point that did not fail, in order.

        Args:
            point: Number of the point.
            columns: The results' columns that are needed.
        """
        rows = pq.read_table(
            self.folder / TABLE, columns=list(columns), filters=(pc.field("point") == point) & _OK, partitioning=None
        )
        return Arm(rows, self._start)

    def arms(self, columns: Sequence[str]) -> Iterator[tuple[int, Arm]]:
        """All points in order, one at a time; the table is read once."""
        names = ["point", "status", *(name for name in columns if name not in ("point", "status"))]
        held: list[pa.Table] = []
        at = 0
        with pq.ParquetFile(self.folder / TABLE) as file:
            for batch in file.iter_batches(columns=names, batch_size=65_536):
                rows = pa.Table.from_batches([batch])
                point = rows.column("point").to_numpy()
                while rows.num_rows and point[-1] > at:
                    first = int(np.searchsorted(point, at, side="right"))
                    yield at, self._arm([*held, rows.slice(0, first)], columns)
                    held, at, rows, point = [], at + 1, rows.slice(first), point[first:]
                held.append(rows)
        while at < self.points:
            yield at, self._arm(held, columns)
            held, at = [], at + 1

    def _arm(self, tables: list[pa.Table], columns: Sequence[str]) -> Arm:
        rows = pa.concat_tables(tables or [pq.read_schema(self.folder / TABLE).empty_table()])
        return Arm(rows.filter(_OK).select(list(columns)), self._start)

    def measured(self, measure: Measure) -> Iterator[tuple[int, Signed]]:
        """A measure's parts in each point, in order."""
        for point, arm in self.arms(needed(columns_named(measure), self.known)):
            yield point, parts_of(measure, arm)

    def estimates(self, name: str) -> list[Estimate]:
        """An outcome in each point.

        Args:
            name: Its name among `measures`.
        """
        return [estimate(parts) for _, parts in self.measured(self.measures[name])]

    def frame(self) -> "pd.DataFrame":
        """The whole table."""
        frame = pq.read_table(self.folder / TABLE).to_pandas(date_as_object=False)
        frame.attrs["folder"] = str(self.folder)
        return frame

    @property
    def _start(self) -> dt.date | None:
        time = self.document.scenario.time
        return time.calendar.start if time.kind == "flow" else None


_OK = pc.field("status") == "ok"


def _factor(said: Mapping[str, Any]) -> FactorInfo:
    known = {field.name for field in fields(FactorInfo)}
    levels = said.get("levels")
    return FactorInfo(
        **{**{k: v for k, v in said.items() if k in known}, "levels": None if levels is None else tuple(levels)}
    )  # fmt: skip
