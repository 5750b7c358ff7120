"""What a run says: how often and when there is a deal, at which levels, and what it is worth to each party."""

import dataclasses
import datetime as dt
import math
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zopa.analysis.intervals import Mean, Share, Sums
from zopa.analysis.outcomes import About, Issue, Outcomes
from zopa.game.arrays import Floats

QUANTILES = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
"""Quantiles of when deals come; the first and the last are the earliest and the latest."""


@dataclass(frozen=True)
class When:
    """When the deals come.

    Attributes:
        rounds: Round (from 1) by quantile; empty without deals.
        dates: Date by quantile; empty without deals or without dates.
        months: Deals by calendar month (`2025-07`), in order; empty where there are no dates.
    """

    rounds: Mapping[float, int]
    dates: Mapping[float, dt.date]
    months: Mapping[str, int]


@dataclass(frozen=True)
class Agreed:
    """What the deals say of one issue.

    Attributes:
        issue: The issue.
        levels: Number of deals at each level that occurs, in the order of the issue's list.
        median: Median level, where levels are numbers and there are deals: a level that occurs.
    """

    issue: Issue
    levels: Mapping[str | float, int]
    median: float | None


@dataclass(frozen=True)
class Worth:
    """What the talks are worth to one party.

    Attributes:
        title: The party, for people.
        annual: Payoff spread over the horizon, per year (or the lump), in all worlds.
        annual_deals: The same in the worlds with a deal; None without deals.
        gain: Present value less that of no deal, in all worlds (0 in those without a deal).
        gain_deals: The same in the worlds with a deal; None without deals.
    """

    title: str
    annual: Mean
    annual_deals: Mean | None
    gain: Mean
    gain_deals: Mean | None


@dataclass(frozen=True)
class Summary:
    """A results table in numbers.

    Attributes:
        about: What the table is about.
        worlds: Number of worlds.
        agreed: Share of worlds with a deal.
        when: When the deals come.
        issues: What they say, issue by issue.
        payoffs: What the talks are worth, by party.
    """

    about: About
    worlds: int
    agreed: Share
    when: When
    issues: tuple[Agreed, ...]
    payoffs: Mapping[str, Worth]

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON types under stable keys; shares of levels and months are shares of the deals."""
        deals = max(self.agreed.count, 1)
        return {
            "scenario": self.about.scenario,
            "title": self.about.title,
            "unit": self.about.unit,
            "present_value_unit": self.about.money,
            "seed": self.about.seed,
            "worlds": self.worlds,
            "parties": dict(self.about.parties),
            "agreed": {**dataclasses.asdict(self.agreed), "share": self.agreed.share},
            "when": {
                "round": {_label(q): number for q, number in self.when.rounds.items()},
                "date": {_label(q): day.isoformat() for q, day in self.when.dates.items()},
                "months": {month: count / deals for month, count in self.when.months.items()},
            },
            "issues": {
                said.issue.name: {
                    "levels": [{"level": level, "share": count / deals} for level, count in said.levels.items()],
                    "median": said.median,
                }
                for said in self.issues
            },
            "payoffs": {
                party: {
                    key: mean and dataclasses.asdict(mean)
                    for key, mean in (
                        ("annual", worth.annual), ("annual_deals", worth.annual_deals),
                        ("gain", worth.gain), ("gain_deals", worth.gain_deals),
                    )
                }
                for party, worth in self.payoffs.items()
            },
        }  # fmt: skip


def summarise(path: str | os.PathLike[str]) -> Summary:
    """Read a results table once, piece by piece, and sum it up; memory does not grow with its length.

    Args:
        path: The Parquet file.

    Returns:
        The summary; medians and quantiles are values that occur (the inverse of the empirical distribution function:
        Hyndman & Fan 1996, The American Statistician 50: 361-365, definition 1).

    Raises:
        ValueError: The file is no results table, or an empty one.
    """
    table = Outcomes(path)
    if not table.rows:
        raise ValueError(f"{os.fspath(path)} has no rows")
    about = table.about
    counted = ["round", *(["date"] if about.dated else []), *(issue.name for issue in about.issues)]
    money = [f"{what}_{party}" for party in about.parties for what in ("annual", "payoff", "no_deal")]
    counts: dict[str, Counter[Any]] = {name: Counter() for name in counted}
    sums = {party: tuple(Sums() for _ in range(4)) for party in about.parties}
    deals = 0
    for piece in table.pieces(["agreed", *counted, *money]):
        agreed = _array(piece, "agreed").astype(bool)
        deals += int(agreed.sum())
        for name in counted:
            _count(counts[name], piece.column(name))
        for party, (annual, annual_deals, gain, gain_deals) in sums.items():
            yearly = _array(piece, f"annual_{party}")
            gained = _array(piece, f"payoff_{party}") - _array(piece, f"no_deal_{party}")
            annual.add(yearly)
            annual_deals.add(yearly[agreed])
            gain.add(gained)
            gain_deals.add(gained[agreed])
    return Summary(
        about, table.rows, Share.wilson(deals, table.rows), _when(counts),
        tuple(_agreed(issue, counts[issue.name]) for issue in about.issues),
        {party: _worth(about.parties[party], some) for party, some in sums.items()},
    )  # fmt: skip


def quantile(counts: Mapping[Any, int], share: float) -> Any:
    """The smallest value that at least this share of the values do not exceed.

    Args:
        counts: How often each value occurs; at least one does.
        share: From 0 (the smallest value) to 1 (the largest).

    >>> quantile({1: 2, 5: 2}, 0.5), quantile({1: 2, 5: 2}, 0.51)
    (1, 5)
    """
    values = sorted(counts)
    # 0.07 × 100 is a little above 7 in binary, and would ask for the eighth value.
    wanted, seen = math.ceil(share * sum(counts.values()) - 1e-9), 0
    for value in values:
        seen += counts[value]
        if seen >= wanted:
            return value
    return values[-1]


def _array(piece: pa.RecordBatch, name: str) -> Floats:
    values: Floats = piece.column(name).to_numpy(zero_copy_only=False)
    return values


def _count(counts: Counter[Any], column: pa.Array) -> None:
    for entry in pc.value_counts(column.drop_null()):
        counts[entry["values"].as_py()] += entry["counts"].as_py()


def _when(counts: Mapping[str, Counter[Any]]) -> When:
    rounds, dates = counts["round"], counts.get("date", Counter[Any]())
    months: Counter[str] = Counter()
    for day in sorted(dates):
        months[f"{day:%Y-%m}"] += dates[day]
    return When(_quantiles(rounds), _quantiles(dates), dict(months))


def _quantiles(counts: Mapping[Any, int]) -> dict[float, Any]:
    return {share: quantile(counts, share) for share in QUANTILES} if counts else {}


def _agreed(issue: Issue, counts: Mapping[Any, int]) -> Agreed:
    levels = {level: counts[level] for level in issue.levels if counts.get(level)}
    median = float(quantile(levels, 0.5)) if issue.numeric and levels else None
    return Agreed(issue, levels, median)


def _worth(title: str, sums: Sequence[Sums]) -> Worth:
    annual, annual_deals, gain, gain_deals = (some.result() for some in sums)
    assert annual is not None
    assert gain is not None
    return Worth(title, annual, annual_deals, gain, gain_deals)


def _label(share: float) -> str:
    """`q05` for 0.05."""
    return f"q{round(100 * share):02d}"
