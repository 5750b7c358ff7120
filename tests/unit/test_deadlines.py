"""Dates that are moved, summits, and talks that break off."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from twins import clock_twin
from unit import around
from unit.test_clock import START, WORLDS, day, one_threat, random_schedule
from zopa.events.clock import start_clock
from zopa.events.deadlines import Breakdown, Extension, Summit
from zopa.game.schedule import FlowSchedule

WEEKS = tuple(START + dt.timedelta(days=7 * i) for i in range(6))


def moved_once(schedule: FlowSchedule, name: str, days: int) -> FlowSchedule:
    """The same with the move written out: the old date passes unexecuted, and the threat is announced again."""
    old = next(t for t in schedule.threats if t.name == name)
    passes = replace(old, fate=np.full(WORLDS, 2.0))
    again = replace(old, name="again", announced=old.due, due=day((old.due - START).days + days), belief=None)
    others = [t for t in schedule.threats if t.name != name]
    return replace(schedule, threats=(*others, passes, replace(again, extends=False)))


@pytest.mark.parametrize("seed", range(25))
def test_a_date_that_is_moved_is_another_threat_of_the_same_content(seed: int) -> None:
    schedule = random_schedule(seed)
    name = schedule.threats[-1].name  # the newest: nothing takes its place before it is due
    moved = np.arange(WORLDS) % 2 == 0
    asked: list[str] = []

    def postpone(threat: str, falls: np.ndarray) -> tuple[np.ndarray, int] | None:
        asked.append(threat)
        return (moved & falls, 10) if threat == name and asked.count(name) == 1 else None

    clock = start_clock(schedule, schedule.rounds, 2, postpone)
    rewritten = moved_once(schedule, name, 10)
    for index, date in enumerate(schedule.dates):
        moment = clock.turn(index, np.ones(WORLDS, dtype=bool))
        for w in range(WORLDS):
            twin = clock_twin.of_world(rewritten if moved[w] else schedule, w, 0).until(date)
            assert moment.reservation[0][w] == pytest.approx(twin.no_deal, abs=1e-10)
            assert moment.belief[w] == pytest.approx(twin.belief, abs=1e-12)
            assert moment.deadline[w] == twin.deadline(schedule.dates, 2)
    clock.close(np.ones(WORLDS, dtype=bool))
    assert name in asked


def test_what_the_clock_tells_mechanisms() -> None:
    clock = start_clock(one_threat(1.0, 0.75), 8, 1)
    seen = []
    for index in range(8):
        clock.turn(index, np.ones(1, dtype=bool))
        seen.append((clock.pending()[0], clock.years_talking()[0], clock.announced[0], clock.executed[0]))
    year = 365.25
    assert seen[1] == (0.0, pytest.approx((60 - 7) / year), False, False)
    assert seen[2] == (pytest.approx((year - 28) / (year - 14)), pytest.approx((60 - 14) / year), True, False)
    assert seen[3][2:] == (False, False)
    assert seen[4] == (0.0, pytest.approx((60 - 28) / year), False, True)
    short = start_clock(replace(one_threat(1.0, 0.75), horizon=np.full(1, 40 / year)), 8, 1)
    short.turn(1, np.ones(1, dtype=bool))
    assert short.years_talking()[0] == short.years_left()[0] == pytest.approx((40 - 7) / year)


def test_an_extension_is_drawn_date_by_date_up_to_a_number() -> None:
    room, everywhere = around.setting(500), np.ones(500, dtype=bool)
    part = Extension(probability=0.6, days=20, most=2)
    memory = part.begin(room)
    moves = [part.postpones("letter", everywhere, memory) for _ in range(4)]
    draws = [room.draw("date:letter", at) < 0.6 for at in range(4)]
    assert all(move is not None and move[1] == 20 for move in moves)
    times = np.zeros(500)
    for move, draw in zip(moves, draws, strict=True):
        assert move is not None
        np.testing.assert_array_equal(move[0], draw & (times < 2))
        times += move[0]
    assert set(part.results(memory)["times"]) == {0.0, 1.0, 2.0}
    # another threat has its own dates, whatever happened to the first
    other = part.begin(room)
    np.testing.assert_array_equal(
        part.postpones("verbal", everywhere, memory)[0] & (times == 0),
        part.postpones("verbal", everywhere, other)[0] & (times == 0),
    )


def test_an_extension_that_is_foreseen_is_a_threat_less_believed() -> None:
    room = around.setting(3, WEEKS)
    part = Extension(probability=np.array([0.0, 0.5, 1.0]), foreseen=0.8)
    memory, doors = part.begin(room), around.doors(3, 0.9)
    part.act(around.now(room, 0), memory, doors)
    np.testing.assert_allclose(doors.belief, [0.9, 0.9 * 0.6, 0.9 * 0.2], rtol=1e-15)
    part.act(around.now(room, 1), memory, doors)
    np.testing.assert_allclose(doors.belief, [0.9, 0.9 * 0.6, 0.9 * 0.2], rtol=1e-15)
    doors.belief = np.full(3, 0.7)
    part.act(around.now(room, 2, announced=np.array([True, True, False])), memory, doors)
    np.testing.assert_allclose(doors.belief, [0.7, 0.7 * 0.6, 0.7], rtol=1e-15)
    over = around.now(room, 3, announced=np.ones(3, dtype=bool), open=np.zeros(3, dtype=bool))
    part.act(over, memory, doors)
    np.testing.assert_allclose(doors.belief, [0.7, 0.7 * 0.6, 0.7], rtol=1e-15)


def test_what_is_believed_after_a_move_is_kept() -> None:
    room, everywhere = around.setting(2, WEEKS), np.ones(2, dtype=bool)
    part = Extension(probability=np.array([0.0, 1.0]))
    memory = part.begin(room)
    part.act(around.now(room, 0), memory, around.doors(2, 0.8))
    assert np.isnan(part.results(memory)["belief"]).all()
    part.postpones("letter", everywhere, memory)
    for index, belief in ((1, 0.6), (2, 0.3)):
        part.act(around.now(room, index), memory, around.doors(2, belief))
    np.testing.assert_array_equal(part.results(memory)["belief"], [np.nan, 0.6])


@pytest.mark.parametrize(("date", "rounds"), [(WEEKS[2], 3), (WEEKS[2] + dt.timedelta(days=6), 3), (WEEKS[3], 4)])
def test_a_summit_is_a_deadline_until_it_has_passed(date: dt.date, rounds: int) -> None:
    room = around.setting(40, WEEKS, exchanges=3)
    part = Summit(date, pull=0.4)
    memory, concerned = part.begin(room), room.draw("pull") < 0.4
    assert 0 < concerned.sum() < 40
    dealt = np.zeros(40, dtype=bool)
    for index in range(6):
        doors = around.doors(40)
        dealt |= np.arange(40) == index
        part.act(around.now(room, index, open=~dealt), memory, doors)
        expected = rounds * 3 - 1.0 if index < rounds else np.inf
        np.testing.assert_array_equal(doors.deadline, np.where(concerned, expected, np.inf))
    open_after = np.arange(40) > rounds  # one deal a round, the first of them in the round after the summit
    np.testing.assert_array_equal(part.results(memory)["missed"], concerned & open_after)


def test_a_summit_does_not_move_a_deadline_that_comes_before() -> None:
    room, doors = around.setting(1, WEEKS), around.doors(1)
    doors.deadline = np.array([2.0])
    part = Summit(WEEKS[4], pull=1.0)
    part.act(around.now(room, 0), part.begin(room), doors)
    assert doors.deadline[0] == 2.0


def test_talks_break_off_by_chance_from_the_second_round_on() -> None:
    room = around.setting(4000, WEEKS)
    part = Breakdown(hazard=0.1)
    memory, open_worlds = part.begin(room), np.ones(4000, dtype=bool)
    for index in range(6):
        doors = around.doors(4000)
        part.act(around.now(room, index, open=open_worlds), memory, doors)
        expected = (room.draw("break", index) < 0.1) & (index > 0) & open_worlds
        np.testing.assert_array_equal(doors.ends, expected)
        np.testing.assert_allclose(doors.deadline, (index + 10) * 2 - 1, rtol=1e-15)
        open_worlds = open_worlds & ~doors.ends
    assert part.results(memory)["broke_off"].mean() == pytest.approx(1 - 0.9**5, abs=0.03)
    np.testing.assert_array_equal(part.results(memory)["broke_off"], ~open_worlds)


def test_a_break_off_that_is_unknown_or_still_to_come_is_no_deadline() -> None:
    room = around.setting(50, WEEKS)
    for part in (Breakdown(hazard=0.5, known=False), Breakdown(hazard=0.0), Breakdown(0.5, since=day(40))):
        doors = around.doors(50)
        part.act(around.now(room, 0), part.begin(room), doors)
        assert (doors.deadline == np.inf).all()
    late = Breakdown(hazard=1.0, since=WEEKS[2])
    memory, doors = late.begin(room), around.doors(50)
    late.act(around.now(room, 1), memory, doors)
    assert not doors.ends.any()
    late.act(around.now(room, 2), memory, doors)
    assert doors.ends.all()
    assert (doors.deadline == 3 * 2 - 1).all()  # it is sure to end with this round


ON = (
    "extension={kind: extension, probability: 0.5, most: 3, foreseen: 0.3}",
    "summit={kind: summit, date: 2025-06-16, pull: 0.5}",
    "breakdown={kind: breakdown, hazard: 0.03}",
    "time.threats.letter.execution=0.2",
)
NEUTRAL = (
    "extension={kind: extension, probability: 0, foreseen: 1}",
    "summit={kind: summit, date: 2025-06-16, pull: 0}",
    "breakdown={kind: breakdown, hazard: 0}",
)


def test_worlds_end_as_they_do_alone() -> None:
    assert around.differs_from_alone(16, *ON) == []
    extra = around.played(0, 400, *ON).extra
    assert extra["extension_times"].max() == 3
    assert 0 < extra["breakdown_broke_off"].mean() < 0.8
    assert extra["summit_missed"].any()


def test_talks_that_broke_off_have_no_deal() -> None:
    out = around.played(0, 400, *ON)
    broke = out.extra["breakdown_broke_off"] == 1
    assert not out.agreed[broke].any()
    assert (out.payoff[0][broke] == out.no_deal[0][broke]).all()


def test_dates_that_move_nothing_leave_the_game_as_it_is() -> None:
    plain = around.bits(around.played(0, 200))
    assert around.bits(around.played(0, 200, *(f"{one[:-1]}, active: false}}" for one in ON[:3]))) == plain
    neutral = around.played(0, 200, *NEUTRAL[1:])
    assert around.digest(neutral) == around.digest(around.played(0, 200))
    # dates that might move split the sum of past flows: the same but for the last bits
    kept, without = around.played(0, 200, *NEUTRAL), around.played(0, 200)
    np.testing.assert_array_equal(kept.index, without.index)
    np.testing.assert_array_equal(kept.package, without.package)
    np.testing.assert_allclose(kept.payoff, without.payoff, rtol=1e-12)
