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

    def __call__(self, done: int, failed: int = 0) -> None:
        """Show it."""
        ...


@contextmanager
def progress(worlds: int, what: str = "running") -> Iterator[Progress]:
    """A bar with rate and time left on a terminal; a line every 30 seconds elsewhere.

    What is done when it is first told counts as there already: neither rate nor time left go by it.

    Args:
        worlds: Worlds to be played.
        what: What is going on, in a word.
    """
    if sys.stderr.isatty():
        with _bar(worlds, what) as show:
            yield show
    else:
        yield _Lines(worlds)


@contextmanager
def _bar(worlds: int, what: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[more]}"),
    )
    rate = _Rate(worlds)
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=worlds, more="")

        def show(done: int, failed: int = 0) -> None:
            bar.update(task, completed=done, more=rate.said(done, failed))

        yield show


class _Lines:
    """A line now and then."""

    def __init__(self, worlds: int) -> None:
        self._worlds, self._rate, self._said = worlds, _Rate(worlds), time.monotonic()

    def __call__(self, done: int, failed: int = 0) -> None:
        more = self._rate.said(done, failed)
        now = time.monotonic()
        if now - self._said >= HEARTBEAT and done < self._worlds:
            self._said = now
            print(f"{done:,}/{self._worlds:,} {100 * done / self._worlds:.0f}% {more}", file=sys.stderr, flush=True)


class _Rate:
    """Worlds a second since the first word, and the time that the rest will take."""

    def __init__(self, worlds: int) -> None:
        self._worlds, self._first, self._began = worlds, -1, time.monotonic()

    def said(self, done: int, failed: int) -> str:
        """In words."""
        now = time.monotonic()
        if self._first < 0:
            self._first, self._began = done, now
        took, new = now - self._began, done - self._first
        told = []
        if new > 0 and took > 0:
            told.append(f"{new / took:,.0f} a second, left {_time((self._worlds - done) * took / new)}")
        if failed:
            told.append(f"{failed:,} failed")
        return ", ".join(told)


def _time(seconds: float) -> str:
    """A stretch of time in its two largest units.

    >>> _time(59.0), _time(3725.0)
    ('59 s', '1 h 2 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
