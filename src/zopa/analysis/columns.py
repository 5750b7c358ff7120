"""The columns that a measure can name: those of the results and some worked out of them, as numbers."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from zopa.game.arrays import Floats
from zopa.game.ending import endings

Sort = Literal["number", "date", "flag", "word"]
"""What a column's values are."""

OF_DEALS = ("round", "exchange", "date", "proposer")
"""Columns that have a value only where there is a deal; so have the issues."""

EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Known:
    """A column that can be named.

    Attributes:
        sort: What its values are.
        of_deals: Whether only worlds with a deal have one (`day` has one elsewhere: infinity).
        levels: The values it can take, where it is an issue, a party or an ending; empty otherwise.
        made_of: The results' columns that it is read or worked out of.
    """

    sort: Sort
    of_deals: bool
    levels: tuple[str | float, ...]
    made_of: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """The values of a column in all worlds of an arm.

    Attributes:
        values: Numbers, (W,): days since 1970 for dates, 1 and 0 for flags, an index of `words` for words; NaN where
            there is none.
        words: The words of a column of words.
    """

    values: Floats
    words: tuple[str, ...] = ()


def known_columns(schema: pa.Schema, about: Mapping[str, Any]) -> dict[str, Known]:
    """What a measure can name in a table of results.

    Args:
        schema: The table's columns.
        about: What the table is about (parties, issues, whether it is dated).

    Returns:
        Column -> what it is; the derived ones are `day` (days from the start of the calendar to the deal, the round
        of the deal where there are no dates; infinity without a deal), `joint` (sum of the parties' annual payoffs)
        and `gain_PARTY` (present value less that of no deal).
    """
    issues, parties = about["issues"], tuple(about["parties"])
    known: dict[str, Known] = {}
    for field in schema:
        levels: Sequence[Any] = issues[field.name]["levels"] if field.name in issues else ()
        levels = {"proposer": parties, "ended": endings(parties)}.get(field.name, levels)
        sort = _sort(field.type)
        known[field.name] = Known(
            sort,
            field.name in OF_DEALS or field.name in issues,
            tuple(str(level) if sort == "word" else float(level) for level in levels),
            (field.name,),
        )
    known["day"] = Known("number", True, (), ("date" if about["dated"] else "round",))
    known["joint"] = Known("number", False, (), tuple(f"annual_{party}" for party in parties))
    for party in parties:
        known[f"gain_{party}"] = Known("number", False, (), (f"payoff_{party}", f"no_deal_{party}"))
    return known


def _sort(kind: pa.DataType) -> Sort:
    if pa.types.is_date(kind):
        return "date"
    if pa.types.is_boolean(kind):
        return "flag"
    return "word" if pa.types.is_string(kind) else "number"


class Arm:
    """One setting played: its worlds, with the columns that measures ask for."""

    def __init__(self, table: pa.Table, start: dt.date | None) -> None:
        """Keep what was played.

        Args:
            table: The results, one row for each world in order; only the columns needed.
            start: First day of the calendar; None where rounds have no dates.
        """
        self._start = start
        self.worlds: int = table.num_rows
        self._columns = {name: _column(table.column(name)) for name in table.column_names}

    def column(self, name: str) -> Column:
        """A column of the results, or one worked out of them."""
        if name == "day":
            return Column(self._day())
        if name == "joint":
            annual = [column.values for key, column in self._columns.items() if key.startswith("annual_")]
            return Column(np.sum(annual, axis=0))
        if name.startswith("gain_") and name not in self._columns:
            party = name.removeprefix("gain_")
            return Column(self._columns[f"payoff_{party}"].values - self._columns[f"no_deal_{party}"].values)
        return self._columns[name]

    def _day(self) -> Floats:
        if self._start is None:
            days = self._columns["round"].values
        else:
            days = self._columns["date"].values - (self._start - EPOCH).days
        return np.where(np.isnan(days), math.inf, days)


def _column(column: pa.ChunkedArray) -> Column:
    sort = _sort(column.type)
    if sort == "word":
        coded = column.combine_chunks().dictionary_encode()
        codes = coded.indices.cast(pa.float64()).to_numpy(zero_copy_only=False)
        return Column(codes, tuple(coded.dictionary.to_pylist()))
    if sort == "date":
        column = column.cast(pa.int32())
    return Column(column.cast(pa.float64()).to_numpy())


def needed(names: Iterable[str], known: Mapping[str, Known]) -> tuple[str, ...]:
    """The results' columns that these columns are worked out of, each once, in order."""
    return tuple(dict.fromkeys(column for name in names for column in known[name].made_of))
