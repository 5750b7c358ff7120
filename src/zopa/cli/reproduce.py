"""`zopa reproduce`: play rows of a run again, and see whether they come out the same, to the last bit."""

import json
import sys
from collections.abc import Iterator
from typing import Any

from zopa.cli.progress import progress
from zopa.experiments.layout import TABLE
from zopa.experiments.reproduce import Difference, Reproduced, reproduce
from zopa.experiments.results import Results
from zopa.report.words import table, width_of, wrapped

_SHOWN = 30
"""Differences that people are shown."""


def reproduce_command(folder: str, sample: int, whole: bool, as_json: bool) -> None:
    """Play rows again and compare; exit code 1 if anything is different.

    Args:
        folder: The run's folder.
        sample: Rows.
        whole: Whether to take all rows.
        as_json: Whether to print JSON.

    Raises:
        ValueError: The folder holds no finished run.
    """
    if whole:
        said = Results.open(folder)
        with progress(sum(said.worlds), "playing again") as watch:
            done = reproduce(folder, None, watch)
    else:
        done = reproduce(folder, sample)
    if as_json:
        print(json.dumps(done.as_dict(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_page(done)))
    if not done.same:
        sys.exit(1)


def _page(done: Reproduced) -> Iterator[str]:
    how = "each world alone" if done.alone else "in blocks"
    failed = f"; {done.failed:,} passed over, as they failed in the run" if done.failed else ""
    of = f" of {done.rows:,}" if done.compared < done.rows else ""
    head = f"{done.folder}: {_rows(done.compared)}{of} played again from the locks, {how}{failed}."
    yield from wrapped(head)
    if done.compared:
        same = f"all {len(done.columns)} columns of all of them are the same, to the last bit"
        different = f"{_rows(done.different)} came out differently"
        yield from wrapped(f"Rows: {different if done.different else same}.", "  ", "")
    if done.found:
        yield from ["", *_differences(done.found), ""]
    if done.parts:
        yield from wrapped(f"Parts: {done.parts}.", "  ", "")
    for text in done.parts_wrong:
        yield from wrapped(f"Parts: {text}", "  ", "")
    yield from _why(done)


def _differences(found: list[Difference]) -> Iterator[str]:
    rows = [("point", "world", "column", "then", "now")]
    rows += [
        (one.words or str(one.point), str(one.world), one.column, _told(one.then), _told(one.now))
        for one in found[:_SHOWN]
    ]
    widths = [width_of(cells, most) for cells, most in zip(zip(*rows, strict=True), (30, 10, 18, 22, 36), strict=True)]
    widths[4] = min(widths[4], 100 - sum(widths[:4]) - 8)
    yield from table(rows, widths, right=[1])
    if len(found) > _SHOWN:
        yield f"… and more: zopa reproduce --json lists {len(found):,}"


def _why(done: Reproduced) -> Iterator[str]:
    """The reason, where there is one that can be told."""
    if done.environment:
        ask = "That may be the reason: equal" if done.different else "Equal"
        yield from wrapped("Different here and now from where the run was played:")
        for text in done.environment:
            yield from wrapped(text, "    ", "  ")
        yield from wrapped(
            f"{ask} bits are promised for the same behaviour of zopa, the same versions of its libraries and the same"
            " features of the processor. To get the run's own: install those versions, or run it again here."
        )
    elif done.different and any(text.startswith(TABLE) for text in done.parts_wrong):
        yield from wrapped(f"The table was changed after the run: zopa resume {done.folder} makes it anew.")
    elif done.different:
        yield from wrapped(
            "zopa, its libraries and the processor's features are the same as in the run, so this is a fault of zopa's."
            " Please report it, with manifest.json and the two locks."
        )


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def _told(value: Any) -> str:
    """A number with all its digits."""
    return "nothing" if value is None else repr(value) if isinstance(value, float) else str(value)
