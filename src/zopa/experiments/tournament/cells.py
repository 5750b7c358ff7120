"""The measures of a tournament, cell by cell, with their intervals."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zopa.analysis.columns import EPOCH
from zopa.analysis.sureness.cell_intervals import intervals
from zopa.analysis.sureness.exceptions import NO_WORLD
from zopa.analysis.sureness.replicates import Replicates, replicate
from zopa.analysis.sureness.shares import wilson
from zopa.experiments.tournament.samples import Samples
from zopa.game.arrays import Floats, Ints


@dataclass(frozen=True)
class Measured:
    """A measure of the cells.

    Attributes:
        unit: Its unit.
        kind: `number`, `share` or `days`.
        values: One for each cell and world, (C, W); NaN where there is none.
    """

    unit: str
    kind: str
    values: Floats


def measured(
    samples: Samples, parties: Sequence[str], unit: str, start: dt.date | None, more: Mapping[str, Floats]
) -> dict[str, Measured]:
    """What is measured in every cell.

    Args:
        samples: The samples, with the columns that `columns` names.
        parties: All parties of the scenario.
        unit: Unit of payoffs.
        start: First day of the calendar; None where rounds have no dates.
        more: Distances and the like, one for each cell and world: `to_…` are in the payoffs' unit, others plain.

    Returns:
        Measure by name. Those of payoffs are over all worlds, and with `_in_deals` over those with a deal.
    """
    deal = np.where(samples.agreed == 1.0, 1.0, np.nan)
    found: dict[str, Measured] = {}
    money = {party: samples.column(f"annual_{party}") for party in parties}
    money["joint"] = np.sum(list(money.values()), axis=0)
    for name, values in money.items():
        found[name] = Measured(unit, "number", values)
        found[f"{name}_in_deals"] = Measured(unit, "number", values * deal)
    found["agreement"] = Measured("", "share", samples.agreed)
    if start is None:
        found["round"] = Measured("", "number", samples.column("round"))
    else:
        days = samples.column("date") - (start - EPOCH).days
        found["day"] = Measured("days from the start", "days", days)
    for name, values in more.items():
        measure = unit if name.startswith("to_") else ""
        found[name] = Measured(measure, "number", values)
        found[f"{name}_in_deals"] = Measured(measure, "number", values * deal)
    return found


def columns(parties: Sequence[str], dated: bool) -> list[str]:
    """Columns of the table that `measured` needs."""
    return ["agreed", "ended", "date" if dated else "round", *(f"annual_{party}" for party in parties)]


def told(one: Measured, shape: tuple[int, ...], resamples: int, replicates: Replicates | None = None) -> dict[str, Any]:
    """A measure with its intervals, as nested lists of the shape of the cells.

    Args:
        one: The measure.
        shape: Number of strategies of each seat.
        resamples: Resamples of the worlds.
        replicates: The measure resampled, where it has been.
    """
    if one.kind == "share":
        has = ~np.isnan(one.values)
        return shares(np.nansum(one.values, axis=1).astype(np.int64), has.sum(axis=1), shape)
    found = intervals(replicates or replicate(one.values, resamples))
    said = {"unit": one.unit, "kind": one.kind, **_table(found.means, found.low, found.high, shape)}
    return said | _counted(found.counts, found.notes, shape)


def shares(count: Ints, of: Ints, shape: tuple[int, ...]) -> dict[str, Any]:
    """Shares with their Wilson intervals, as nested lists of the shape of the cells; nothing where there are no cases.

    Args:
        count: Cases of each cell that have it, (C,).
        of: All cases, (C,).
        shape: Number of strategies of each seat.
    """
    value, low, high = (np.where(of > 0, some, np.nan) for some in (count / np.maximum(of, 1), *wilson(count, of)))
    notes = ["" if number else NO_WORLD for number in of]
    return {"unit": "", "kind": "share", **_table(value, low, high, shape), **_counted(of, notes, shape)}


def _table(value: Floats, low: Floats, high: Floats, shape: tuple[int, ...]) -> dict[str, Any]:
    return {key: numbers(some.reshape(shape)) for key, some in (("value", value), ("low", low), ("high", high))}


def _counted(of: Ints, notes: Sequence[str], shape: tuple[int, ...]) -> dict[str, Any]:
    return {"of": of.reshape(shape).tolist(), "note": np.array(notes, dtype=object).reshape(shape).tolist()}


def numbers(values: Any) -> Any:
    """Numbers as JSON has them: nothing where there is none."""
    array = np.asarray(values, dtype=np.float64)
    out = array.astype(object)
    out[~np.isfinite(array)] = None
    return out.tolist()


def ends(samples: Samples, shape: tuple[int, ...]) -> dict[str, Any]:
    """How worlds ended: for each way the share of the worlds of each cell, as nested lists."""
    words, numbered = samples.words("ended")
    of = np.maximum((~np.isnan(numbered)).sum(axis=1), 1)
    return {word: ((numbered == at).sum(axis=1) / of).reshape(shape).tolist() for at, word in enumerate(words)}
