"""The measures of a tournament, cell by cell, with their intervals."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zopa.analysis.sureness.cell_intervals import intervals
from zopa.analysis.sureness.replicates import Replicates, replicate
from zopa.analysis.sureness.shares import wilson
from zopa.experiments.tournament.samples import Samples
from zopa.game.arrays import Floats

EPOCH = dt.date(1970, 1, 1)


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
        of, count = has.sum(axis=1), np.nansum(one.values, axis=1).astype(np.int64)
        low, high = wilson(count, of)
        value = np.where(of > 0, count / np.maximum(of, 1), np.nan)
        low, high = (np.where(of > 0, end, np.nan) for end in (low, high))
        notes = ["" if number else "no world counts" for number in of]
    else:
        found = intervals(replicates or replicate(one.values, resamples))
        value, low, high, of, notes = found.means, found.low, found.high, found.counts, list(found.notes)
    table = {"value": value, "low": low, "high": high}
    said: dict[str, Any] = {"unit": one.unit, "kind": one.kind}
    said |= {key: numbers(some.reshape(shape)) for key, some in table.items()}
    said["of"] = np.asarray(of).astype(int).reshape(shape).tolist()
    said["note"] = np.array(notes, dtype=object).reshape(shape).tolist()
    return said


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
