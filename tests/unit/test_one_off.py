"""Amounts paid once: worth themselves where a deal pays once, spread over the years where it pays yearly."""

from pathlib import Path

import pytest

from zopa import simulate
from zopa.build.solve import solve

COMMON = """
schema_version: 1
name: one_off
issues: {{price: {{levels: [0, 10]}}}}
parties:
  buyer: {{strategy: {{kind: linear}}, payoffs: {{price: [{{kind: linear, slope: -1, origin: 20}}]}}}}
  seller:
    strategy: {{kind: linear}}
    payoffs:
      price:
      - {{kind: linear, slope: 1, origin: 0}}
      - {{kind: one_off, values: {{0: 3, 10: 6}}}}
protocol: {{kind: alternating_offers}}
time: {time}
"""
FLOW = """
  kind: flow
  calendar: {start: 2025-01-01, end: 2025-03-01, every_days: 7}
  horizon: 4
  discount_rate: 0
  in_force: [{since: 2025-01-01, levels: {price: 0}}]
"""


def file(folder: Path, time: str) -> Path:
    path = folder / "one_off.yaml"
    path.write_text(COMMON.format(time=time), encoding="utf-8")
    return path


def test_in_lumps_it_counts_as_it_is(tmp_path: Path) -> None:
    points = solve(file(tmp_path, "{kind: lump, rounds: 5}"))["pareto"]
    assert sorted(point["utilities"]["seller"] for point in points) == [3.0, 16.0]


def test_over_four_years_it_is_worth_a_quarter_a_year(tmp_path: Path) -> None:
    points = solve(file(tmp_path, FLOW))["pareto"]
    assert sorted(point["utilities"]["seller"] for point in points) == pytest.approx([0.75, 11.5])


def test_a_deal_pays_it_once(tmp_path: Path) -> None:
    row = simulate(file(tmp_path, FLOW), worlds=1).iloc[0]
    assert row.agreed
    waited = (row.date - row.date.replace(month=1, day=1)).days / 365.25
    flow, once = (10, 6) if row.price == 10 else (0, 3)
    assert row.payoff_seller == pytest.approx(flow * (4 - waited) + once)
