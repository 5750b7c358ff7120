"""The principal: when he steps in, what he weighs, what is compared with the deal, and that a twin agrees."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from unit import around
from zopa.build.compile import compile_play
from zopa.game.doors import Doors
from zopa.game.luck import Luck
from zopa.game.space import Space
from zopa.politics.principal import Principal
from zopa.talks import Talks

SPACE = Space.of({"rice": [0, 1, 2], "fund": [0, 400, 550, "all"]})
DAYS = tuple(dt.date(2025, 4, 16) + dt.timedelta(days=7 * n) for n in range(6))
CELLS = np.tile([1.0, 2.0, 3.0, 10.0, 14.0, 15.0, 16.0], (4, 1))
MARKUP = np.array([[1.0, 1.5]] * 4)
PART = Principal(party=0, markup=MARKUP, probability=np.array([1.0, 0.0, 1.0, 1.0]), closeness=0.0, issue=1)
LEADER = """{kind: principal, party: us, probability: %s, closeness: %s, issue: investment,
  markup: {investment_fund: {low: 1.25, central: 1.33, high: 1.4, unit: factor, source: x}}}"""
ALL, PACKAGE = np.ones(4, dtype=bool), np.array([[1, 1], [1, 1], [0, 3], [2, 2]], dtype=np.int16)


def setting(start: list[int] | None) -> Any:
    plain = around.setting(4, DAYS)
    begin = None if start is None else np.array(start, dtype=np.int16)
    changed = {"space": SPACE, "start": begin, "cells": (CELLS, CELLS)}
    return type(plain)(**{**{n: getattr(plain, n) for n in plain.__slots__}, **changed})


def test_he_steps_in_once_and_then_weighs_the_issues_himself() -> None:
    """Certain in three worlds, never in one; refused all day; the payoffs are his from the next round on."""
    where, doors = setting([0, 0]), Doors(4, 2)
    memory = PART.begin(where)
    PART.act(around.now(where, 0, cells=(CELLS, CELLS)), memory, doors)
    assert doors.added(0) is None
    struck = np.array([True, True, True, False])
    now = around.now(where, 1, cells=(CELLS, CELLS), package=PACKAGE)
    assert PART.review(now, struck, memory, doors).tolist() == [True, False, True, False]
    assert PART.review(now, struck, memory, doors).tolist() == [True, False, True, False]
    assert [text for text, _ in doors.news] == ["the leader of the US steps in and asks for more"]
    doors.clear()
    PART.act(around.now(where, 2, cells=(CELLS, CELLS)), memory, doors)
    assert doors.touched.tolist() == [True, False, True, False]
    more = np.array([0.0, 0.0, 0.0, 0.0, 2.0, 2.5, 3.0])
    assert np.allclose(doors.added(0), [more, 0 * more, more, 0 * more])
    assert PART.review(around.now(where, 2, package=PACKAGE), ALL, memory, doors).tolist() == [False] * 3 + [True]
    assert PART.results(memory)["stepped_in"].tolist() == [1.0, 0.0, 1.0, 1.0]
    doors.clear()
    PART.act(around.now(where, 3, cells=(2.0 * CELLS, CELLS)), memory, doors)
    assert doors.touched.all()  # other payoffs: weighed again
    assert np.allclose(doors.added(0)[2:], 2.0 * more)


def test_a_close_negotiator_weighs_as_he_would_and_is_left_alone() -> None:
    where, doors = setting(None), Doors(4, 2)
    part = Principal(party=0, markup=MARKUP, probability=1.0, closeness=np.array([0.0, 0.25, 0.5, 1.0]))
    memory = part.begin(where)
    part.act(around.now(where, 0, cells=(CELLS, CELLS)), memory, doors)
    assert np.allclose(doors.added(0)[:, 3], 10.0 * 0.5 * np.array([0.0, 0.25, 0.5, 1.0]))
    assert memory.chance.tolist() == [1.0, 0.75, 0.5, 0.0]
    assert np.isnan(part.results(memory)["accord_level"]).all()


def test_the_first_accord_is_compared_with_the_deal() -> None:
    where, doors = setting([0, 0]), Doors(4, 2)
    memory = PART.begin(where)
    PART.review(around.now(where, 1, date=DAYS[1], package=PACKAGE), ALL, memory, doors)
    deal = np.array([[1, 2], [1, 1], [1, 0], [0, 0]], dtype=np.int16)
    PART.sealed(around.now(where, 2, package=deal), np.array([True, True, True, False]), memory, doors)
    found = PART.results(memory)
    assert found["accord_day"].tolist() == [7.0] * 4
    assert found["accord_level"][[0, 1, 3]].tolist() == [400.0, 400.0, 550.0]
    assert np.isnan(found["accord_level"][2])  # a word
    assert found["same_form"][:3].tolist() == [1.0, 1.0, 0.0]
    assert found["same_numbers"][:3].tolist() == [0.5, 1.0, 0.0]
    assert np.isnan([found["same_form"][3], found["same_numbers"][3]]).all()


def test_most_is_the_most() -> None:
    where, doors = setting([0, 0]), Doors(4, 2)
    part = Principal(party=0, markup=MARKUP, probability=1.0, closeness=0.0, most=2)
    memory = part.begin(where)
    for index, refused in ((1, True), (2, True), (3, False)):
        part.act(around.now(where, index, cells=(CELLS, CELLS)), memory, doors)
        assert part.review(around.now(where, index, package=PACKAGE), ALL, memory, doors).all() == refused
    assert part.results(memory)["stepped_in"].tolist() == [2.0] * 4


def test_in_the_flagship_he_re_opens_accords_by_chance() -> None:
    out = around.played(0, 300, f"president={LEADER % (0.5, 0)}")
    times, form = out.extra["president_stepped_in"], out.extra["president_same_form"]
    assert set(times) == {0.0, 1.0}
    reached = ~np.isnan(out.extra["president_accord_day"])
    assert times[reached].mean() == pytest.approx(0.5, abs=0.1)
    assert not times[~reached].any()
    untouched = out.agreed & (times == 0.0)
    assert (form[untouched] == 1.0).all()
    assert (out.extra["president_same_numbers"][untouched] == 1.0).all()
    assert (form[out.agreed] >= out.extra["president_same_numbers"][out.agreed]).all()
    assert not out.parts[0]["politics"][untouched].any()
    assert (out.parts[0]["politics"][out.agreed & ~untouched] >= 0.0).all()


def test_the_story_tells_it() -> None:
    talks = Talks(compile_play(around.scenario(f"president={LEADER % (1, 0)}"), Luck(2025, 0, 8)), record=True)
    talks.play_out()
    told = [news.where for news in talks.record.news if "steps in" in news.text]
    assert np.logical_or.reduce(told).sum() == talks.outcomes.extra["president_stepped_in"].sum() > 0.0


def test_alone_and_in_a_block_it_is_the_same() -> None:
    assert around.differs_from_alone(24, f"president={LEADER % (0.5, 0.3)}") == []


def test_a_leader_who_never_steps_in_changes_nothing() -> None:
    plain, out = around.played(0, 150), around.played(0, 150, f"president={LEADER % (0, 0)}")
    out.extra = {}
    assert around.bits(out) == around.bits(plain)
