"""`zopa run`: play, keep, and say what happened."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from zopa.build.load import find, load
from zopa.experiments.execute import Order, processors
from zopa.experiments.simulate import run_into
from zopa.experiments.store import TABLE, folder_of
from zopa.scenario.read import Document

HEARTBEAT = 30.0
"""Seconds between two lines of progress where there is no terminal."""


class Progress(Protocol):
    """Told how many worlds are done."""

    def __call__(self, done: int) -> None:
        """Show it."""
        ...


def run_command(
    config: str,
    worlds: int,
    seed: int,
    processes: int,
    out: str | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> None:
    """Run a scenario and print the folder (or JSON) on standard output."""
    document = load(config, overrides)
    order = Order(str(find(config)), overrides, seed, worlds)
    folder = folder_of(document, seed, worlds, out)
    began = time.perf_counter()
    if processes < 0:
        raise ValueError(f"-j takes a number of processes, or 0 for every processor, not {processes}")
    with _progress(worlds) as progress, _kept(folder):
        run_into(document, order, folder, processes or processors(), progress)
    took = time.perf_counter() - began
    summary = _report(document, order, folder)
    _say(f"{worlds:,} worlds in {took:.1f} s ({worlds / took:,.0f} a second)")
    print(json.dumps(summary, ensure_ascii=False, indent=2) if as_json else folder)


def _report(document: Document, order: Order, folder: Path) -> dict[str, object]:
    from zopa.analysis.summary import summarise
    from zopa.report.chart import chart
    from zopa.report.summary_text import summary_text
    from zopa.report.transcript import sample_worlds, transcript

    table = folder / TABLE
    summary = summarise(table)
    text = summary_text(summary, document.scenario.about)
    stories = "\n\n".join(transcript(document, order.seed, world) for world in sample_worlds(table))
    (folder / "summary.txt").write_text(text + "\n", encoding="utf-8")
    (folder / "transcripts.txt").write_text(stories + "\n", encoding="utf-8")
    _say(f"\n{stories}\n\n{text}\n")
    files = [path.name for path in chart(table, folder)]
    _say(f"In {folder}: {TABLE}, summary.txt, transcripts.txt, {', '.join(files)}")
    return {"folder": str(folder), **summary.as_dict()}


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    """Say in words what keeps a run from being written, or that it was interrupted; leave no empty folder."""
    there = folder.exists()
    try:
        yield
    except OSError as error:
        raise ValueError(f"cannot write the results to {folder}: {error.strerror or error}") from None
    except KeyboardInterrupt:
        if not there and folder.exists():
            folder.rmdir()
        _say("interrupted: nothing is kept")
        raise


def _say(text: str) -> None:
    print(text, file=sys.stderr)


@contextmanager
def _progress(worlds: int) -> Iterator[Progress]:
    """A bar with the time left on a terminal; a line every 30 seconds elsewhere."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), "left:", TimeRemainingColumn())
        with Bar("running", *columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("running", total=worlds)
            yield lambda done: bar.update(task, completed=done)
        return
    began = said = time.monotonic()

    def line(done: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= HEARTBEAT and done < worlds:
            said = now
            left = (now - began) * (worlds - done) / done
            _say(f"{done:,}/{worlds:,} {100 * done / worlds:.0f}% left {left:.0f}s")

    yield line
