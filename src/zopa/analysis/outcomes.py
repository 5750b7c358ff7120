"""Reading the results table piece by piece, so that memory does not grow with the number of worlds."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zopa.scenario.html import html_table

PIECE = 65_536
"""Rows read at a time. Fixed, as sums of floats depend on it to the last bit."""


@dataclass(frozen=True)
class Issue:
    """An issue of a results table.

    Attributes:
        name: Its column.
        title: What people read.
        unit: Unit of its levels.
        levels: Its levels in order; all text if one of them is.
    """

    name: str
    title: str
    unit: str
    levels: tuple[str | float, ...]

    @property
    def numeric(self) -> bool:
        """Whether its levels are numbers."""
        return not any(isinstance(level, str) for level in self.levels)


@dataclass(frozen=True)
class About:
    """What a results table is about, as written beside its rows.

    Attributes:
        scenario: Short name of the scenario.
        title: Its title.
        unit: Unit of payoffs as yearly flows (or lumps).
        parties: Title by party.
        issues: The issues, in order.
        seed: Root seed.
        worlds: Number of worlds, that is of rows.
        dated: Whether rounds have dates.
    """

    scenario: str
    title: str
    unit: str
    parties: dict[str, str]
    issues: tuple[Issue, ...]
    seed: int
    worlds: int
    dated: bool

    @property
    def money(self) -> str:
        """Unit of present values."""
        return money_unit(self.unit) if self.dated else self.unit


def money_unit(flow: str) -> str:
    """The unit of a present value, given that of a yearly flow.

    >>> money_unit("bn USD/yr"), money_unit("coins")
    ('bn USD', 'coins')
    """
    for ending in ("/yr", "/year", "/a", " per year", " a year", " p.a."):
        if flow.endswith(ending):
            return flow.removesuffix(ending)
    return flow


class Outcomes:
    """A results table on disk.

    Attributes:
        about: What it is about.
        said: The same as it is written there, with what only some tables say.
        rows: Number of rows that did not fail.
        failed: Number of rows that did.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Open it.

        Args:
            path: The Parquet file.

        Raises:
            ValueError: It is no results table of zopa.
        """
        self._path = os.fspath(path)
        with _opened(self._path) as file:
            written = (file.schema_arrow.metadata or {}).get(b"zopa")
            rows: int = file.metadata.num_rows
        if written is None:
            raise ValueError(f"{self._path} is no table of outcomes: write one with zopa run")
        self.said: dict[str, Any] = json.loads(written)
        self.failed: int = self.said.get("failed", 0)
        self.rows: int = rows - self.failed
        self.about = _about(self.said)

    def _repr_html_(self) -> str:
        """For notebooks."""
        about = self.about
        head = f"{about.title or about.scenario}: {about.worlds:,} worlds, seed {about.seed}, {self.failed:,} failed"
        issues = [(one.name, one.title, one.unit, len(one.levels)) for one in about.issues]
        return (
            f"<p><b>{escape(head)}</b></p>{html_table(['party', 'name'], list(about.parties.items()))}"
            f"{html_table(['issue', 'title', 'unit', 'levels'], issues)}"
        )

    def pieces(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Some columns, a piece at a time.

        Args:
            columns: Their names.

        Yields:
            Up to `PIECE` rows, in the order of the worlds.
        """
        with pq.ParquetFile(self._path, pre_buffer=False) as file:
            if not self.failed:
                yield from file.iter_batches(batch_size=PIECE, columns=list(columns))
                return
            for piece in file.iter_batches(batch_size=PIECE, columns=[*columns, "status"]):
                yield piece.filter(pc.equal(piece.column("status"), "ok")).select(list(columns))


def _opened(path: str) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except pa.ArrowInvalid:
        message = f"{path} is torn: type the command that made it again, and it is made from its parts"
        raise ValueError(message) from None


def _about(said: dict[str, Any]) -> About:
    issues = tuple(
        Issue(name, issue["title"], issue["unit"], _levels(issue["levels"])) for name, issue in said["issues"].items()
    )
    plain = {key: said[key] for key in ("scenario", "title", "unit", "seed", "worlds", "dated")}
    return About(**plain, parties=dict(said["parties"]), issues=issues)


def _levels(levels: Sequence[Any]) -> tuple[str | float, ...]:
    if any(isinstance(level, str) for level in levels):
        return tuple(str(level) for level in levels)
    return tuple(float(level) for level in levels)
