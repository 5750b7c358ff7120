"""How many deals of a run come in the last days before a date that presses, or in the last rounds."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from zopa.analysis.columns import EPOCH, Arm
from zopa.build.compile import compile_play
from zopa.experiments.alike import STRATEGIES, points_alike
from zopa.experiments.results import Results
from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.luck import Luck
from zopa.scenario.read import Document

LAST = 0.2
"""Share of the rounds that count as the last, where rounds have no dates."""

Kind = Literal["threat", "election", "summit", "end"]

Pressing = tuple[dt.date, str, Kind]


def dates_that_press(document: Document) -> list[Pressing]:
    """The dates of a scenario that its talks run up to: date, name and kind, in order.

    Args:
        document: The scenario.

    Returns:
        Those inside the calendar; none where rounds have no dates. Kinds: `threat`, the day on which a threat falls due
        (it is carried out before that day's round), even where a newer one took its place before; `election`, the last
        day on which a payoff counts differently (`reweight`); `summit`, the day of a summit; `end`, the last day of the
        calendar. Dates that a mechanism moves in some worlds stand as the file has them.
    """
    scenario = document.scenario
    time = scenario.time
    if time.kind != "flow":
        return []
    found: list[Pressing] = [(threat.due, threat.name, "threat") for threat in time.threats]
    votes = ((one.until - dt.timedelta(days=1), f"{one.party}_{one.issue}") for one in time.reweight)
    found += [(date, name, "election") for date, name in dict.fromkeys(votes)]
    for name, mechanism in scenario.mechanisms.items():
        said: Any = mechanism
        if said.kind == "summit" and said.active:
            found.append((said.date, name, "summit"))
    found.append((time.calendar.end, "end", "end"))
    return sorted(one for one in found if time.calendar.start <= one[0] <= time.calendar.end)


@dataclass(frozen=True, eq=False)
class Near:
    """Deals near a deadline, point by point.

    Attributes:
        days: Days that count as near; None where rounds have no dates and the last fifth of them counts.
        deals: Deals in each point, (P,).
        near: Those near any of the dates, (P,).
        dates: The dates of all points, in order.
        before: Deals near each date, (D, P); nan where a point does not have it.
    """

    days: int | None
    deals: Ints
    near: Ints
    dates: tuple[Pressing, ...]
    before: Floats

    @property
    def share(self) -> Floats:
        """Share of the deals that are near a date, (P,); nan without any deal."""
        share = np.full(self.deals.shape, np.nan)
        np.divide(self.near, self.deals, out=share, where=self.deals > 0)
        return share


def near_deadline(results: Results, days: int = 7) -> Near:
    """Count the deals in the last days before the dates that press, or in the last fifth of the rounds.

    A deal is near a date if at most `days` − 1 days separate it from the last day before the date takes effect: the day
    before a threat falls due, and the day itself of a summit, of a vote, of the end. Without dates a deal is near the
    end if more than four fifths of the rounds have passed or are under way (round > 0.8 × rounds).

    Args:
        results: The run.
        days: How many days count.

    Raises:
        ValueError: There is no such number of days, or the table keeps no dates (or rounds).
    """
    if days < 1:
        raise ValueError(f"days must be at least 1, not {days}")
    dated = bool(results.said["dated"])
    column = "date" if dated else "round"
    if not {"agreed", column} <= results.known.keys():
        raise ValueError(f"{results.folder} does not keep the {column} of deals: run it with record: deals")
    documents = {number: group.document for group in points_alike(results, STRATEGIES) for number in group.points}
    dates = tuple(sorted({one for document in documents.values() for one in dates_that_press(document)}))
    deals, near = (np.zeros(results.points, dtype=np.int64) for _ in range(2))
    before = np.full((len(dates), results.points), np.nan)
    for point, arm in results.arms(["agreed", column]):
        own = _when(arm, column)
        if dated:
            some = [_near(own, date, kind, days) for date, _, kind in dates]
            there = [dates.index(one) for one in dates_that_press(documents[point])]
            before[there, point] = [int(some[at].sum()) for at in there]
            close = np.logical_or.reduce([some[at] for at in there])
        else:
            close = own > (1.0 - LAST) * _rounds(documents[point])
        deals[point], near[point] = own.size, int(close.sum())
    return Near(days if dated else None, deals, near, dates, before)


def _when(arm: Arm, column: str) -> Floats:
    """Days since 1970, or rounds, of the deals."""
    deals: Bools = arm.column("agreed").values == 1.0
    return np.compress(deals, arm.column(column).values)


def _near(deals: Floats, date: dt.date, kind: Kind, days: int) -> Bools:
    last = (date - EPOCH).days - (kind == "threat")
    return (deals > last - days) & (deals <= last)


def _rounds(document: Document) -> int:
    return compile_play(document.scenario, Luck(0), central=True).rounds
