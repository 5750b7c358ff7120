"""The classic strategies as a scenario file names them."""

from pathlib import Path

import pytest

from zopa import simulate


@pytest.mark.parametrize(
    "strategy",
    [
        "{kind: gate_holder, gate: {day: [mon, tue]}}",
        "{kind: gate_holder}",
        "{kind: linkage_formula, gives: price, gets: day, slope: 0.5}",
        "{kind: resource_dependent, resource: time, amount: {low: 3, central: 5, high: 8}}",
        "{kind: zeuthen, enough: false}",
        "{kind: trade_off, step: 0.1}",
        "{kind: hard_headed, model: {kind: frequency}}",
    ],
)
def test_they_are_read_and_play(strategy: str, tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(SHOP, encoding="utf-8")
    table = simulate(str(file), worlds=3, overrides=[f"parties.buyer.strategy={strategy}"])
    assert table["agreed"].any()
    if "mon, tue" in strategy:
        assert set(table.loc[table["agreed"], "day"]) <= {"mon", "tue"}


SHOP = """
schema_version: 1
name: shop
title: A shop
about: A buyer and a seller agree on a price and a day.
unit: EUR
issues:
  price: {unit: EUR, levels: [1, 2, 3, 4, 5]}
  day: {levels: [mon, tue, wed]}
parties:
  buyer:
    strategy: {kind: linear}
    payoffs:
      price: [{kind: linear, slope: -1, origin: 5}]
      day: [{kind: table, values: {mon: 2, tue: 1, wed: 0}}]
    disagreement: 0
  seller:
    strategy: {kind: boulware}
    payoffs:
      price: [{kind: linear, slope: 1, origin: 1}]
      day: [{kind: table, values: {mon: 0, tue: 1, wed: 1}}]
    disagreement: 0
protocol: {kind: alternating_offers}
time: {kind: lump, rounds: 10}
"""
