"""The clocks: present values, threats carried out or not, beliefs, deadlines."""

import datetime as dt
import math

import numpy as np
import pytest

from twins import clock_twin
from zopa.events.clock import FlowClock, LumpClock, start_clock
from zopa.game.schedule import Change, FlowSchedule, LumpSchedule, Threat, annuity, discount_factor

START = dt.date(2025, 1, 6)
WORLDS = 5


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


def random_schedule(seed: int) -> FlowSchedule:
    """Changes and threats on random days, some of them the same day, some threats replaced by newer ones."""
    luck = np.random.default_rng(seed)

    def flows() -> tuple[np.ndarray, ...]:
        return tuple(luck.normal(size=WORLDS) * 10 for _ in range(2))

    days = sorted({0, *luck.integers(1, 90, 3).tolist()})
    changes = tuple(Change(day(d), flows(), flows()) for d in days)
    threats: list[Threat] = []
    for number, announced in enumerate(sorted(luck.choice(np.arange(-9, 60), 3, replace=False).tolist())):
        due = max(announced, 0) + int(luck.integers(1, 40))
        threats.append(
            Threat(
                f"threat {number}", day(announced), day(due), flows(), flows(),
                luck.random(WORLDS) if luck.random() < 0.6 else None, luck.random(WORLDS), luck.random(WORLDS),
                extends=bool(threats and luck.random() < 0.5),
            )
        )  # fmt: skip
    rate = np.where(np.arange(WORLDS) == 0, 0.0, 0.1 * luck.random(WORLDS))
    dates = tuple(day(7 * i) for i in range(12))
    horizon = np.where(np.arange(WORLDS) == 1, 0.15, 1.0 + luck.random(WORLDS))  # once within the talks
    return FlowSchedule(
        START, day(100), dates, horizon, rate, changes, tuple(threats), luck.random(WORLDS),
        0.5 + 0.5 * luck.random(WORLDS),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
def test_the_clock_agrees_with_walking_day_by_day(seed: int) -> None:
    schedule, everywhere = random_schedule(seed), np.ones(WORLDS, dtype=bool)
    clock = start_clock(schedule, schedule.rounds, 2)
    assert isinstance(clock, FlowClock)
    for index, date in enumerate(schedule.dates):
        moment = clock.turn(index, everywhere)
        assert (moment.index, moment.date) == (index, date)
        for w in range(WORLDS):
            for p in range(2):
                now = clock_twin.of_world(schedule, w, p).until(date)
                assert moment.past[p][w] == pytest.approx(now.past, abs=1e-10)
                assert moment.annuity[p][w] == pytest.approx(now.annuity, abs=1e-12)
                assert moment.reservation[p][w] == pytest.approx(now.no_deal, abs=1e-10)
                assert moment.belief[w] == pytest.approx(now.belief, abs=1e-12)
                assert moment.deadline[w] == now.deadline(schedule.dates, 2)
                assert clock.no_deal()[p][w] == pytest.approx(now.deal(now.flow), abs=1e-10)
                believed = clock_twin.of_world(schedule, w, p, expected=True).until(date)
                assert moment.expected[p][w] == pytest.approx(believed.no_deal, abs=1e-10)
            assert moment.once[w] == pytest.approx((1 + schedule.rate[w]) ** (-7 * index / 365.25), abs=1e-12)
    clock.close(everywhere)
    for w in range(WORLDS):
        end = clock_twin.of_world(schedule, w, 0).until(schedule.end)
        assert clock.no_deal()[0][w] == pytest.approx(end.deal(end.flow), abs=1e-10)
        assert schedule.whole()[w] == pytest.approx(end.talks.worth(0.0, end.talks.horizon), abs=1e-12)


def one_threat(execution: float, belief: float) -> FlowSchedule:
    """A flow of 10; from day 10 a flow of 2 is threatened for day 28."""

    def each(value: float) -> np.ndarray:
        return np.full(1, value)

    threat = Threat("tariff", day(10), day(28), (each(2.0),), (each(2.0),), each(belief), each(execution), each(0.5))
    changes = (Change(START, (each(10.0),), (each(10.0),)),)
    dates = tuple(day(7 * i) for i in range(8))
    return FlowSchedule(START, day(60), dates, each(1.0), each(0.0), changes, (threat,), each(0.3), each(0.8))


def moments(schedule: FlowSchedule) -> list[tuple[float, float, float]]:
    clock = start_clock(schedule, schedule.rounds, 1)
    turned = (clock.turn(i, np.ones(1, dtype=bool)) for i in range(8))
    return [(float(m.reservation[0][0]), float(m.belief[0]), float(m.deadline[0])) for m in turned]


def test_a_threat_by_hand() -> None:
    carried_out, passed = moments(one_threat(1.0, 0.75)), moments(one_threat(0.0, 0.75))
    assert carried_out[:2] == passed[:2] == [(10.0, 0.3, 7.0)] * 2
    left, after = 1 - 14 / 365.25, 1 - 28 / 365.25
    assert carried_out[2] == pytest.approx((10 - 0.75 * 8 * after / left, 0.75, 3.0))
    assert carried_out[4:] == [(2.0, 1.0, 7.0)] * 4  # the round on the day itself comes after the event
    assert passed[4:] == [(10.0, pytest.approx(0.6), 7.0)] * 4


def test_a_threat_that_is_hardly_believed_is_no_deadline() -> None:
    assert moments(one_threat(1.0, 0.49))[2][2] == 7.0
    assert moments(one_threat(1.0, 0.5))[2][2] == 3.0


def test_nothing_is_carried_out_where_the_talks_are_over() -> None:
    clock = start_clock(one_threat(1.0, 0.75), 8, 1)
    for index in range(8):
        clock.turn(index, np.zeros(1, dtype=bool))
    assert clock.no_deal()[0][0] == pytest.approx(10.0)


def test_lumps_shrink_by_a_factor_each_round() -> None:
    factor, worth = (np.array([0.9, 1.0]), np.array([0.5, 0.8])), (np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    schedule = LumpSchedule(4, factor, worth, worth)
    clock = start_clock(schedule, 4, 3)
    assert isinstance(clock, LumpClock)
    for index in range(4):
        moment = clock.turn(index, np.ones(2, dtype=bool))
        for p in range(2):
            np.testing.assert_allclose(moment.annuity[p], factor[p] ** index, rtol=1e-15)
            np.testing.assert_allclose(clock.no_deal()[p], worth[p] * factor[p] ** index, rtol=1e-15)
        assert (moment.deadline == 11).all()
    assert (schedule.whole() == 1).all()


def test_a_protocol_of_fewer_rounds_ends_sooner() -> None:
    one = (np.ones(1),)
    assert start_clock(LumpSchedule(9, one, one, one), 1, 1).turn(0, np.ones(1, dtype=bool)).deadline[0] == 0
    assert start_clock(one_threat(0.0, 0.2), 1, 2).turn(0, np.ones(1, dtype=bool)).deadline[0] == 1


def test_annuity_laws() -> None:
    luck = np.random.default_rng(1)
    rate, a, b, c = 0.1 * luck.random(200), luck.random(200), 1 + luck.random(200), 2 + luck.random(200)
    np.testing.assert_allclose(annuity(rate, a, b) + annuity(rate, b, c), annuity(rate, a, c), rtol=1e-12)
    assert (annuity(rate, a, b) < b - a).all()
    assert (annuity(rate, b, a) == 0).all()
    nothing = np.zeros(200)
    np.testing.assert_allclose(annuity(nothing, a, b), b - a, rtol=1e-15)
    np.testing.assert_allclose(annuity(nothing + 1e-9, a, b), b - a, rtol=1e-6)
    later = 0.7
    shifted = annuity(rate, a + later, b + later)
    np.testing.assert_allclose(shifted, discount_factor(rate, later) * annuity(rate, a, b), rtol=1e-12)
    assert annuity(np.array([0.03]), np.zeros(1), np.array([3.4]))[0] == pytest.approx(
        sum(1.03 ** -((i + 0.5) / 1e4) for i in range(34000)) / 1e4, rel=1e-8
    )
    forever = annuity(np.array([0.05]), np.zeros(1), np.array([1e4]))[0]
    assert forever == pytest.approx(1 / math.log(1.05))
