"""How good the deals of a tournament are: against the frontier and the solutions of each world, and the calendar."""

from typing import Any

import numpy as np

from zopa.experiments.benchmarks import COLUMNS, benchmarks, why_not
from zopa.experiments.near_deadline import near_deadline
from zopa.experiments.results import Results
from zopa.experiments.tournament.cells import shares
from zopa.experiments.tournament.samples import Samples
from zopa.game.arrays import Floats


def distances(results: Results, samples: Samples) -> tuple[dict[str, Floats], dict[str, Any]]:
    """Distances of what was agreed in each cell and world, (C, W); without a deal, of no deal.

    Args:
        results: The run.
        samples: Its samples.

    Returns:
        The measures by name, and what is to be said of them, plain JSON types: `left_out`, why there are none; `gap`,
        the most that a frontier may be off; `outside`, deals outside the frontier.
    """
    if reason := why_not(results):
        return {}, {"left_out": reason}
    found = benchmarks(results)
    said = {
        "gap": float(np.nanmax(found.gap, initial=0.0)),
        "outside": int(found.outside.sum()),
        "efficient": int(found.efficient.sum()),
    }
    return {name: samples.spread(getattr(found, name)) for name in COLUMNS}, said


def near_dates(results: Results, shape: tuple[int, ...], days: int) -> dict[str, Any]:
    """The share of each cell's deals that are made near a date that presses, as nested lists of the cells' shape.

    Args:
        results: The run.
        shape: Number of strategies of each seat.
        days: How many days before it count.
    """
    found = near_deadline(results, days)
    dates = [[date.isoformat(), name, kind] for date, name, kind in found.dates]
    return {**shares(found.near, found.deals, shape), "dates": dates}
