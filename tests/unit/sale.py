"""A small scenario that is right, and how tests read it and what they break."""

from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from zopa.scenario.base import Model
from zopa.scenario.model import Scenario
from zopa.scenario.problems import ScenarioError
from zopa.scenario.quantity import Quantity
from zopa.scenario.read import read

SALE = """\
schema_version: 1
name: sale
issues:
  price: {levels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}
  delivery: {levels: [now, later]}
quantities:
  haste: {low: 1, central: 2, high: 4, unit: kUSD, source: the buyer, basis: assumption}
parties:
  buyer:
    strategy: {kind: boulware}
    payoffs:
      price:
        - {kind: linear, slope: -1, origin: 10.0}
        - {kind: gate, at_most: 9}
      delivery: [{kind: table, values: {now: haste, later: 0}}]
  seller:
    strategy: {kind: boulware, beta: 0.2}
    payoffs:
      price: [{kind: linear, slope: 1}]
      delivery: [{kind: table, values: {now: 0, later: 1.5}}]
protocol: {kind: alternating_offers}
time: {kind: lump, rounds: 10, discount: 0.9}
packages:
  middle: {levels: {price: 5.0, delivery: now}}
  late: {base: middle, levels: {delivery: later}}
"""


class Boulware(Model):
    kind: Literal["boulware"]
    beta: Quantity = 0.2


class Hardliner(Model):
    kind: Literal["hardliner"]
    demand: float = 1.0


Typed = Scenario[Annotated[Boulware | Hardliner, Field(discriminator="kind")], dict[str, Any]]


def write(folder: Path, text: str, name: str = "scenario.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def problems(path: Path, *overrides: str, model=Typed) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read(path, overrides, model)
    return [f"{one.line}:{one.col} {one.message}" for one in caught.value.problems]
