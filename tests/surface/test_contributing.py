"""The worked examples of CONTRIBUTING.md hold."""

import dataclasses
import datetime as dt
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.build.solve import solve
from zopa.game.luck import Luck
from zopa.protocols.base import Turn
from zopa.talks import Talks

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")


def block(start: str, kind: str = "python") -> str:
    """The code block that begins with these words."""
    return next(code for code in re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL) if code.startswith(start))


def module(name: str, code: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Code as if it stood in the module that it is meant for."""
    made = ModuleType(name)
    monkeypatch.setitem(sys.modules, name, made)
    exec(compile(code, f"CONTRIBUTING.md: {name}", "exec"), made.__dict__)  # noqa: S102 - our own text
    return made.__dict__


def examples_in(names: dict[str, Any]) -> Iterator[Callable[[], None]]:
    return (value for name, value in names.items() if name.startswith("test_"))


def test_the_strategy_and_its_test(monkeypatch: pytest.MonkeyPatch) -> None:
    module("zopa.strategies.sigmoid", block('"""A party that gives way'), monkeypatch)
    for test in examples_in(module("example", block('"""The S-shaped concession against'), monkeypatch)):
        test()


def test_the_mechanism(monkeypatch: pytest.MonkeyPatch) -> None:
    made = module("zopa.events.summer", block('"""A summer break'), monkeypatch)
    scenario = load("us_japan_2025", ["mechanisms={}"]).scenario
    play = compile_play(scenario, Luck(3, 0, 40))
    part = made["Summer"](party=0, since=dt.date(2025, 7, 1), cost=5.0)
    plain, hot = (
        Talks(dataclasses.replace(play, mechanisms=parts), collect=False).play_out()
        for parts in ((), (("holidays", part),))
    )
    late = hot.index > 11  # the first round in July is number 11: its flow is paid as the days pass
    assert late.any()
    assert (hot.parts[0]["politics"][late] < 0.0).all()
    assert not hot.parts[0]["politics"][hot.agreed & ~late].any()
    assert not hot.parts[1]["politics"].any()
    assert hot.payoff[0][late].mean() < plain.payoff[0][late].mean()


def test_the_protocol(monkeypatch: pytest.MonkeyPatch) -> None:
    made = module("zopa.protocols.one_sided", block('"""One-sided offers (Fudenberg'), monkeypatch)
    turns = made["OneSided"](proposer=1).turns(3, 3, last=False)
    assert turns == (Turn(1, 0, False, True), Turn(0, 0, True, False), Turn(2, 0, True, False))


def test_the_scenario_and_its_number(tmp_path: Path) -> None:
    file = tmp_path / "market_hall.yaml"
    file.write_text(block("schema_version", "yaml"), encoding="utf-8")
    (nash,) = solve(load(file))["nash"]
    assert nash["package"] == {"rent": 60, "roof": "growers"}
    assert nash["utilities"] == {"town": 60.0, "growers": 10.0}
