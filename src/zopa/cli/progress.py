"""Progress of a long command, on standard error."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

HEARTBEAT = 30.0
"""Seconds between two lines of progress where there is no terminal."""


class Progress(Protocol):
    """Told how many worlds are done."""

    def __call__(self, done: int) -> None:
        """Show it."""
        ...


@contextmanager
def progress(worlds: int, what: str = "running") -> Iterator[Progress]:
    """A bar with the time left on a terminal; a line every 30 seconds elsewhere.

    Args:
        worlds: Worlds to be played.
        what: What is going on, in a word.
    """
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), "left:", TimeRemainingColumn())
        with Bar(what, *columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(what, total=worlds)
            yield lambda done: bar.update(task, completed=done)
        return
    began = said = time.monotonic()

    def line(done: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= HEARTBEAT and done < worlds:
            said = now
            left = (now - began) * (worlds - done) / done
            print(f"{done:,}/{worlds:,} {100 * done / worlds:.0f}% left {left:.0f}s", file=sys.stderr)

    yield line
