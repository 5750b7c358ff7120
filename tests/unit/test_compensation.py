"""Compensation: what it adds to no deal or to the tariff left, and that what was promised is what is paid."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from unit import around
from zopa.game.doors import Doors
from zopa.game.space import Space
from zopa.politics.compensation import Compensation, share_left

SPACE = Space.of({"rice": [0, 1], "cars": [27.5, 15, 2.5], "terms": ["loose", "tight"]}, {"deal": ["cars", "terms"]})
DAYS = tuple(dt.date(2025, 4, 16) + dt.timedelta(days=30 * n) for n in range(4))
PROGRAMME = """{kind: compensation, party: japan, issue: autos, covers: %s, since: 2025-05-27,
  amount: {low: 5, central: 20, high: 50, at_least: 0, unit: bn, source: x}, relief: %s}"""


def setting(start: list[int] | None) -> Any:
    plain = around.setting(2, DAYS)
    begin = None if start is None else np.array(start, dtype=np.int16)
    changed = {"space": SPACE, "start": begin, "whole": np.array([3.0, 4.0])}
    return type(plain)(**{**{n: getattr(plain, n) for n in plain.__slots__}, **changed})


@pytest.mark.parametrize(("reference", "middle"), [(27.5, 0.5), (15.0, 1.0)])
def test_the_share_of_the_tariff_left(reference: float, middle: float) -> None:
    assert share_left(SPACE, 1, reference).tolist() == [0.0, 0.0, 1.0, 1.0, middle, middle, 0.0, 0.0]


def test_what_cannot_be_compensated_is_said() -> None:
    with pytest.raises(ValueError, match="terms has words for levels"):
        share_left(SPACE, 2, 1.0)
    with pytest.raises(ValueError, match=r"no level of cars is below 2\.5"):
        share_left(SPACE, 1, 2.5)


def test_delay_is_paid_while_there_is_no_deal() -> None:
    """12 bn over 3 or 4 years' worth, each bn worth 1.5 at a cost of 1: 2 or 1.5 a year, from the second round."""
    where, doors = setting([0, 0]), Doors(2, 2)
    part = Compensation(party=1, issue=1, amount=12.0, relief=1.5, since=DAYS[1])
    memory, left = part.begin(where), np.array([3.0, 4.0])
    for index in range(3):
        doors.clear()
        part.act(around.now(where, index, annuity=left - 0.1 * index), memory, doors)
        assert doors.disagreement[1] == pytest.approx([2.0, 1.5] if index else [0.0, 0.0])
        doors.days_pass(np.full(2, 0.1), np.ones(2, dtype=bool))
    assert doors.booked(1, "politics") == pytest.approx([0.4, 0.3])
    assert doors.added(1) is None
    part.sealed(around.now(where, 2, annuity=left - 0.2), np.array([True, False]), memory, doors)
    part.ended(around.now(where, 2, annuity=left - 0.3, open=np.array([False, True])), memory, doors)
    assert doors.booked(1, "politics") == pytest.approx([0.4, 0.3 + 1.5 * 3.7])
    assert part.results(memory)["paid"] == pytest.approx([4.0 * 0.1, 3.0 * 3.9])


def test_the_tariff_left_is_paid_under_a_deal() -> None:
    where, doors = setting([0, 0]), Doors(2, 2)
    part = Compensation(party=1, issue=1, amount=12.0, relief=1.5, covers="tariff")
    memory = part.begin(where)
    part.act(around.now(where, 0), memory, doors)
    assert doors.touched.all()
    assert doors.added(1)[0].tolist() == [0.0, 0.0, 2.0, 2.0, 1.0, 1.0, 0.0, 0.0]
    assert not doors.disagreement[1].any()
    doors.clear()
    part.act(around.now(where, 1), memory, doors)
    assert not doors.touched.any()
    package = np.array([[0, 2], [1, 5]], dtype=np.int16)
    part.sealed(around.now(where, 1, package=package, annuity=np.full(2, 2.0)), np.ones(2, dtype=bool), memory, doors)
    assert part.results(memory)["paid"].tolist() == [4.0 * 2.0 * 0.5, 0.0]
    part.ended(around.now(where, 3), memory, doors)
    assert doors.booked(1, "politics") is None


def test_without_dates_the_highest_level_is_covered_in_full() -> None:
    part = Compensation(party=0, issue=1, covers="tariff")
    assert part.begin(setting(None)).left.tolist() == share_left(SPACE, 1, 27.5).tolist()


@pytest.mark.parametrize("covers", ["delay", "tariff"])
def test_in_the_flagship_what_is_paid_is_what_is_booked(covers: str) -> None:
    """Politics = (relief − funds) × what was paid out, deal or no deal: D promised what the end then pays."""
    out = around.played(0, 150, f"programme={PROGRAMME % (covers, 1.4)}")
    assert out.parts[1]["politics"] == pytest.approx(0.4 * out.extra["programme_paid"], abs=1e-9)
    assert (out.extra["programme_paid"] > 0.0).any()
    assert not out.parts[0]["politics"].any()


@pytest.mark.parametrize("covers", ["delay", "tariff"])
def test_alone_and_in_a_block_it_is_the_same(covers: str) -> None:
    assert around.differs_from_alone(16, f"programme={PROGRAMME % (covers, 1.4)}") == []


@pytest.mark.parametrize("covers", ["delay", "tariff"])
def test_relief_that_only_covers_its_cost_changes_nothing(covers: str) -> None:
    plain, out = around.played(0, 150), around.played(0, 150, f"programme={PROGRAMME % (covers, 1)}")
    out.extra = {}
    assert around.bits(out) == around.bits(plain)
