"""Playing worlds in blocks, on one process or several; the same rows for any block size and number of processes."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context

import pyarrow as pa

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.experiments.layout import BLOCK
from zopa.experiments.rows import describe, schema, to_table
from zopa.game.luck import Luck
from zopa.scenario.read import Document
from zopa.talks import Talks

MOST_WORLDS = 10**9
"""More worlds than this in one run are refused: they would take days and tens of gigabytes."""


@dataclass(frozen=True)
class Order:
    """What is to be played; small, so that it can be sent to another process.

    Attributes:
        path: The scenario.
        overrides: Texts `dotted.path=value`.
        seed: Root seed.
        worlds: Number of worlds.
        block: Worlds in a block.
        central: Whether every uncertain number takes its central value; luck remains.
    """

    path: str
    overrides: tuple[str, ...]
    seed: int
    worlds: int
    block: int = BLOCK
    central: bool = False

    def __post_init__(self) -> None:
        """Refuse what can't be meant."""
        if not 1 <= self.worlds <= MOST_WORLDS:
            raise ValueError(f"worlds must be between 1 and {MOST_WORLDS:,}, not {self.worlds:,}")
        if self.block < 1:
            raise ValueError(f"a block holds at least 1 world, not {self.block}")
        if self.seed < 0:
            raise ValueError(f"a seed is a whole number from 0, not {self.seed}")

    @property
    def firsts(self) -> range:
        """First world of each block."""
        return range(0, self.worlds, self.block)


@lru_cache(maxsize=2)
def _document(path: str, overrides: tuple[str, ...]) -> Document:
    return load(path, overrides)


def play_block(order: Order, first: int) -> pa.Table:
    """Play one block from start to end.

    Args:
        order: What is played.
        first: Number of the block's first world.

    Returns:
        One row for each world.
    """
    document = _document(order.path, order.overrides)
    luck = Luck(order.seed, first, min(order.block, order.worlds - first))
    play = compile_play(document.scenario, luck, order.central)
    talks = Talks(play, collect=False)
    talks.play_out()
    columns = schema(describe(document, order.seed, order.worlds))
    return to_table(play.game, talks.release(), columns)


def play_blocks(order: Order, processes: int = 1) -> Iterator[pa.Table]:
    """Play all blocks; they come in order, whatever order they were finished in.

    Args:
        order: What is played.
        processes: Number of processes; 1 plays here.
    """
    if processes == 1 or len(order.firsts) == 1:
        for first in order.firsts:
            yield play_block(order, first)
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting: list[Future[pa.Table]] = []
        for first in order.firsts:
            waiting.append(pool.submit(play_block, order, first))
            if len(waiting) >= 2 * processes:  # so that finished blocks don't pile up in memory
                yield waiting.pop(0).result()
        for block in waiting:
            yield block.result()


def processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
