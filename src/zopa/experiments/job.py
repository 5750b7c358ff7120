"""What a worker does: play a tile and write its rows down; only names and counts travel back."""

import errno
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zopa.build.compile import compile_play
from zopa.build.load import load_parsed
from zopa.experiments.layout import PARTS, ROUNDS
from zopa.experiments.parts import Part, write_part
from zopa.experiments.rounds import rounds_schema, rounds_table
from zopa.experiments.rows import describe, schema, to_table
from zopa.experiments.tiles import Tile
from zopa.game.arrays import Floats
from zopa.game.luck import Luck
from zopa.scenario.include import Loaded
from zopa.scenario.include import load as parse
from zopa.scenario.read import Document
from zopa.talks import Talks

_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EMFILE, errno.ENFILE)
"""Errors of the system that no other world would be spared."""


@dataclass(frozen=True)
class Job:
    """A tile to be played.

    Attributes:
        run: The run's address.
        folder: The run's folder.
        scenario: The locked scenario.
        overrides: What the tile's points change in it, as after `-s`.
        pins: Numbers given in place of draws: (address, number of each point of the tile).
        salts: Salt of the luck of each point.
        seed: Root seed.
        tile: Its slots and worlds.
        points: Number of the point in each slot.
        columns: The columns kept; None for all of the scenario's.
        rounds: Whether every move is kept too.
    """

    run: str
    folder: str
    scenario: str
    overrides: tuple[str, ...]
    pins: tuple[tuple[str, tuple[float, ...]], ...]
    salts: tuple[str, ...]
    seed: int
    tile: Tile
    points: tuple[int, ...]
    columns: tuple[str, ...] | None = None
    rounds: bool = False

    def halves(self) -> "tuple[Job, Job] | None":
        """The job cut in two; None where it is a single world of a single point."""
        tiles = self.tile.halves
        if tiles is None:
            return None
        return self._of(tiles[0]), self._of(tiles[1])

    def _of(self, tile: Tile) -> "Job":
        some = slice(tile.slot - self.tile.slot, tile.slot - self.tile.slot + tile.slots)
        return replace(
            self,
            tile=tile,
            points=self.points[some],
            pins=tuple((address, values[some]) for address, values in self.pins),
            salts=self.salts[some],
        )

    @property
    def point_of_row(self) -> NDArray[np.int32]:
        """The point of each row, (W,)."""
        return np.repeat(np.asarray(self.points, dtype=np.int32), self.tile.worlds)

    @property
    def luck(self) -> Luck:
        """The luck of the tile's rows."""
        tile = self.tile
        if tile.slots == 1:
            return Luck(self.seed, tile.world, tile.rows, self.salts[0])
        return Luck(self.seed, tile.world, tile.rows, salts=self.salts)

    def pinned(self) -> dict[str, Floats]:
        """Numbers given in place of draws, by address, (W,)."""
        return {address: np.repeat(np.asarray(values), self.tile.worlds) for address, values in self.pins}


@lru_cache(maxsize=1)
def _parsed(path: str, run: str) -> Loaded:  # noqa: ARG001 - another run may have another file under the same name
    return parse(Path(path))


@lru_cache(maxsize=64)
def _document(path: str, overrides: tuple[str, ...], run: str) -> Document:
    return load_parsed(_parsed(path, run), overrides, trusted=True)  # the plan has read and checked it


def do(job: Job) -> Part:
    """Play a tile and write its part.

    Args:
        job: The tile.

    Returns:
        The part written, all of whose rows are well.

    Raises:
        OSError: The part cannot be written.
        Exception: Whatever goes wrong in playing it.
    """
    table, rounds = played(job)
    if rounds is not None:
        write_part(Path(job.folder) / ROUNDS, job.run, job.tile, rounds, failed=0)
    return write_part(Path(job.folder) / PARTS, job.run, job.tile, table, failed=0)


def played(job: Job) -> tuple[pa.Table, pa.Table | None]:
    """The rows of a tile, and where they are kept its rounds.

    Args:
        job: The tile.
    """
    document = _document(job.scenario, job.overrides, job.run)
    try:
        play = compile_play(document.scenario, job.luck, pins=job.pinned())
        talks = Talks(play, collect=False, record=job.rounds)
        talks.play_out()
    except OSError as error:
        if error.errno in _MACHINE:
            raise
        raise RuntimeError(f"{type(error).__name__}: {error}") from error  # a strategy's own, not the folder's
    about = describe(document, job.seed, job.tile.worlds)
    moves = rounds_table(talks, job.point_of_row, rounds_schema(about)) if job.rounds else None
    columns = schema(about)
    rows = to_table(play.game, talks.release(), columns)
    if job.columns is not None:
        rows = rows.select([name for name in job.columns if name in rows.column_names])
    return _framed(rows, job, "ok", None), moves


def _framed(rows: pa.Table, job: Job, status: str, message: str | None) -> pa.Table:
    """Rows with the point in front, status and message behind."""
    rows = rows.add_column(0, "point", pa.array(job.point_of_row))
    rows = rows.append_column("status", pa.array([status] * job.tile.rows, pa.string()))
    rows = rows.append_column("message", pa.array([message] * job.tile.rows, pa.string()))
    return rows.replace_schema_metadata(None)


def write_failed(job: Job, message: str) -> Part:
    """Write that the rows of a job failed, and why.

    Args:
        job: What was tried.
        message: What went wrong.
    """
    tile = job.tile
    worlds = np.tile(np.arange(tile.world, tile.world + tile.worlds), tile.slots)
    rows = _framed(pa.table({"world": worlds}), job, "failed", message)
    return write_part(Path(job.folder) / PARTS, job.run, tile, rows, failed=tile.rows)


def warm(_: int = 0) -> None:
    """Import what playing needs, so that a worker starts while others still plan."""
    from zopa.build.strategies import scenario_model

    scenario_model()
