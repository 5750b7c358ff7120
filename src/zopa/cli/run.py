"""`zopa run`: play, keep, and say what happened."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zopa.build.load import find, load
from zopa.cli.progress import progress
from zopa.experiments.execute import Order, processors
from zopa.experiments.simulate import run_into
from zopa.experiments.store import TABLE, folder_of
from zopa.scenario.read import Document


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
    with progress(worlds) as show, _kept(folder):
        run_into(document, order, folder, processes or processors(), show)
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
