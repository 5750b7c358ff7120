"""Threats carried out against others, and what is believed of one's own."""

import datetime as dt

import numpy as np

from unit import around
from zopa.events.beliefs import Record

DATES = tuple(dt.date(2025, 7, 2) + dt.timedelta(days=7 * i) for i in range(5))
ON = "record={kind: record, date: 2025-06-04, share: 0.6}"


def test_belief_rises_once_by_a_share_of_the_doubt_in_the_first_round_from_the_day_on() -> None:
    room = around.setting(4, DATES)
    part = Record(DATES[2] - dt.timedelta(days=3), share=np.array([0.0, 0.25, 0.5, 1.0]))
    memory, belief = part.begin(room), np.array([0.4, 0.4, 0.8, 0.1])
    seen = []
    for index in range(5):
        doors = around.doors(4, belief)
        part.act(around.now(room, index), memory, doors)
        belief = doors.belief
        seen.append(belief.tolist())
        assert len(doors.news) == (index == 2)
    after = [0.4, 0.4 + 0.6 * 0.25, 0.9, 1.0]
    assert seen == [[0.4, 0.4, 0.8, 0.1]] * 2 + [after] * 3


def test_nothing_is_believed_anew_where_there_is_a_deal() -> None:
    room, part = around.setting(2, DATES), Record(DATES[1], share=0.5)
    memory, doors = part.begin(room), around.doors(2, 0.2)
    part.act(around.now(room, 1, open=np.array([True, False])), memory, doors)
    np.testing.assert_allclose(doors.belief, [0.6, 0.2], rtol=1e-15)


def test_without_dates_nothing_is_recorded() -> None:
    room, doors = around.setting(2), around.doors(2, 0.2)
    part = Record(DATES[0], share=0.5)
    part.act(around.now(room, 0), part.begin(room), doors)
    assert doors.belief.tolist() == [0.2, 0.2]


def test_on_the_flagship() -> None:
    assert around.differs_from_alone(12, ON) == []
    plain = around.bits(around.played(0, 200))
    assert around.bits(around.played(0, 200, ON)) != plain
    assert around.bits(around.played(0, 200, f"{ON[:-1]}, active: false}}")) == plain
    assert around.bits(around.played(0, 200, ON.replace("0.6", "0"))) == plain
