"""Audience costs: what red lines and celebrations cost, who pays when, and that silence costs nothing."""

from typing import Any

import numpy as np
import pytest

from unit import around
from zopa.game.doors import Doors
from zopa.game.space import Space
from zopa.game.statement import CELEBRATION, HINT, RED_LINE, Statement
from zopa.politics.audience import Audience

SPACE = Space.of({"rice": [0, 1, 2], "cars": [3, 2, 1, 0]})
LINE = np.array([True, True, False, False, True, True, True])
OPEN, HALF = np.ones(3, dtype=bool), np.array([True, False, True])
LOUD = np.array([1.0, 9.0, 2.0])
PART = Audience(party=1, cost=0.2, disappointment=np.array([0.05, 0.05, 0.1]), bonus=0.01, worth=10.0)
COSTS = """{kind: audience, party: japan, cost: {low: 0.05, central: 0.15, high: 0.3, at_least: 0.01, at_most: 1,
  unit: s, source: x}}"""
DEAF = "{kind: audience, party: japan, cost: 0, disappointment: 0}"
SAYS = """parties.japan.strategy.says=[{kind: red_line, loud: 4, keeps: {autos: [2.5, 5]}},
  {kind: celebrate, since: 2025-05-01}]"""
SILENT = "parties.japan.strategy.says=[]"


def setting() -> Any:
    plain = around.setting(3)
    return type(plain)(**{**{n: getattr(plain, n) for n in plain.__slots__}, "space": SPACE})


def hear(*said: Statement) -> tuple[Any, Doors]:
    """Doors after a round in which these statements are heard, with support of 0.4 for everybody."""
    doors, where = Doors(3, 2), setting()
    memory = PART.begin(where)
    doors.approval = [np.full(3, 0.4), np.full(3, 0.4)]
    PART.act(around.now(where, 1, said=said), memory, doors)
    return memory, doors


def test_each_issue_that_crosses_a_line_costs() -> None:
    """0.2 of the support × 10 bn × loudness, where it was said; others' lines are not this party's."""
    memory, doors = hear(Statement(RED_LINE, 1, HALF, LOUD, LINE), Statement(RED_LINE, 0, OPEN, LOUD, LINE))
    assert doors.added(0) is None
    assert np.allclose(doors.added(1), -2.0 * np.array([1.0, 0.0, 2.0])[:, None] * ~LINE)
    assert doors.touched.tolist() == HALF.tolist()
    assert not doors.disagreement[1].any()
    assert memory.hope.tolist() == [0.0, 0.0, 0.0]


def test_lines_add_up() -> None:
    other = np.array([True, False, False, True, True, True, True])
    _, doors = hear(Statement(RED_LINE, 1, OPEN, LOUD, LINE), Statement(RED_LINE, 1, OPEN, np.ones(3), other))
    assert np.allclose(doors.added(1)[0], -2.0 * np.array([0, 1, 2, 1, 0, 0, 0]))


def test_a_celebration_lowers_no_deal_and_cheers_meanwhile() -> None:
    """0.05 of the support × 10 bn × loudness a year, and really paid for the years left where there is no deal."""
    memory, doors = hear(Statement(CELEBRATION, 1, HALF, LOUD), Statement(HINT, 1, OPEN, LOUD))
    assert doors.disagreement[1] == pytest.approx([-0.5, 0.0, -2.0])
    assert not doors.disagreement[0].any()
    assert doors.approval[1] == pytest.approx([0.41, 0.4, 0.42])
    assert doors.added(1) is None
    PART.ended(around.now(setting(), 9, open=np.array([True, True, False]), annuity=np.full(3, 3.0)), memory, doors)
    assert doors.booked(1, "politics") == pytest.approx([-1.5, 0.0, 0.0])


def test_nobody_is_cheered_whom_nobody_asks() -> None:
    doors, where = Doors(3, 2), setting()
    PART.act(around.now(where, 1, said=(Statement(CELEBRATION, 1, OPEN, LOUD),)), PART.begin(where), doors)
    assert np.isnan(doors.approval[1]).all()


def test_who_backs_down_is_counted() -> None:
    memory, doors = hear(Statement(RED_LINE, 1, HALF, LOUD, LINE))
    package = np.array([[1, 0], [2, 0], [0, 3]], dtype=np.int16)
    PART.sealed(around.now(setting(), 2, package=package), np.array([True, True, False]), memory, doors)
    found = PART.results(memory)["backed_down"]
    assert found[:2].tolist() == [1.0, 0.0]  # nothing was said in the second world
    assert np.isnan(found[2])


def test_in_the_flagship_lines_are_charged_where_they_are_crossed() -> None:
    """The politics account of a deal is the cost of the issues that cross a line, over the years left."""
    out = around.played(0, 150, f"voters={COSTS}", SAYS)
    crossed = out.extra["voters_backed_down"]
    assert np.isnan(crossed[~out.agreed]).all()
    paid = out.parts[1]["politics"][out.agreed]
    assert ((paid < 0.0) == (crossed[out.agreed] == 1.0)).all()
    assert 0.0 < crossed[out.agreed].mean() < 1.0
    assert (out.parts[1]["politics"][~out.agreed] < 0.0).all()  # the hopes of May
    assert not out.parts[0]["politics"].any()


def test_alone_and_in_a_block_it_is_the_same() -> None:
    assert around.differs_from_alone(24, f"voters={COSTS}", SAYS) == []


@pytest.mark.parametrize(("part", "says"), [(COSTS, SILENT), (DEAF, SAYS)])
def test_who_says_nothing_or_answers_to_nobody_pays_nothing(part: str, says: str) -> None:
    plain, out = around.played(0, 150, says), around.played(0, 150, f"voters={part}", says)
    out.extra = {}
    assert around.bits(out) == around.bits(plain)
