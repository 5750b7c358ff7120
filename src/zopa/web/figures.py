"""Charts for the page: the report's exhibits as JSON, with their table twins."""

import math
from typing import Any

from zopa.report.exhibit import Exhibit, Twin
from zopa.report.page.drawings import drawings
from zopa.web.models import Model


class Numbers(Model):
    """The numbers of a chart as a table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | int | None, ...], ...]
    digits: int = 2
    note: str = ""


class Figure(Model):
    """A chart as the page draws it.

    Attributes:
        name: Anchor.
        title: What it shows.
        alt: What one sees in it.
        note: What belongs below it.
        specs: Vega-Lite specifications, one for each panel; empty where a table says it better.
        widest: Pixels that each takes at most; 0 where its width is its own.
        table: The same numbers.
    """

    name: str
    title: str
    alt: str
    note: str
    specs: tuple[dict[str, Any], ...]
    widest: tuple[int, ...]
    table: Numbers


def figure_of(exhibit: Exhibit) -> Figure:
    """An exhibit as the page draws it."""
    some = drawings(exhibit)
    return Figure(
        name=exhibit.name, title=exhibit.title, alt=exhibit.alt, note=exhibit.note,
        specs=tuple(one.spec for one in some), widest=tuple(one.widest or 0 for one in some),
        table=numbers_of(exhibit.table),
    )  # fmt: skip


def numbers_of(twin: Twin) -> Numbers:
    """A table as JSON; what is no number is empty."""
    rows = tuple(
        tuple(None if isinstance(cell, float) and not math.isfinite(cell) else cell for cell in row)
        for row in twin.rows
    )
    return Numbers(columns=twin.columns, rows=rows, digits=twin.digits, note=twin.note)
