"""How a plan is run, and what that came to: none of it changes a result."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from zopa.experiments.executors import Executor, Serial
from zopa.experiments.layout import BLOCK


class Watch(Protocol):
    """Told how a run goes on."""

    def __call__(self, done: int, failed: int) -> None:
        """Rows that are there, and rows that failed."""
        ...


@dataclass
class Options:
    """How a plan is run; none of it changes a result.

    Attributes:
        executor: Who plays.
        shard: Which of how many shards is played; None for everything.
        block: Rows in a tile.
        stop: Whether the first failure ends the run.
        failures: Whether rows that failed before are left as they are, instead of being tried again.
        watch: Told how it goes on.
        say: Told what people should know.
    """

    executor: Executor = field(default_factory=Serial)
    shard: tuple[int, int] | None = None
    block: int = BLOCK
    stop: bool = False
    failures: bool = False
    watch: Watch = lambda *_: None
    say: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class Ran:
    """What a run came to.

    Attributes:
        folder: Its folder.
        worlds: Worlds in each point.
        rows: Rows of the table.
        played: Rows played this time.
        failed: Rows that failed.
        whole: Whether it is complete; a shard alone is not.
    """

    folder: Path
    worlds: int
    rows: int
    played: int
    failed: int
    whole: bool


class WorldFailedError(Exception):
    """A world failed, and the run was to stop at that."""
