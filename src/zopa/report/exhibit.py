"""An exhibit: a chart with its title, what is seen in it in words, and the same numbers as a table."""

from dataclasses import dataclass, field
from typing import Any

Cell = str | float | int | None
"""An entry of a table; None where there is nothing."""


@dataclass(frozen=True)
class Twin:
    """The numbers of a chart, or any other table.

    Attributes:
        columns: Heads of the columns, with their units.
        rows: The rows.
        digits: Digits after the point of floats.
        note: What belongs below it.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    digits: int = 2
    note: str = ""


@dataclass(frozen=True)
class Exhibit:
    """A chart and what goes with it.

    Attributes:
        name: Stem of its files, and its anchor on a page: letters, digits, hyphens.
        title: What it shows, as a sentence or a phrase.
        alt: What one sees in it, for those who do not.
        table: The same numbers.
        chart: The Altair chart; None where a table says it better.
        note: What belongs below it: how to read it, what is left out.
    """

    name: str
    title: str
    alt: str
    table: Twin
    chart: Any = field(default=None, compare=False)
    note: str = ""
