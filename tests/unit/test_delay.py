"""The cost of delay: paid day by day, and foreseen in D."""

import datetime as dt

import numpy as np

from unit import around
from zopa.events.delay import DelayCost

ON = "delay={kind: delay_cost, party: japan, flow: 7.4}"
RATE = "time.discount_rate=0.03"
NEVER = ("parties.us.strategy={kind: hardliner}", "parties.japan.strategy={kind: hardliner}")


def test_a_flow_while_talking_and_its_future_in_no_deal() -> None:
    room, doors = around.setting(3), around.doors(3)
    flow, talking, left = np.array([0.0, 2.0, 3.0]), np.array([0.5, 0.5, 0.0]), np.array([2.0, 2.0, 0.0])
    DelayCost(1, flow).act(around.now(room, 0, talking=talking, annuity=left), None, doors)
    np.testing.assert_allclose(doors.disagreement[1], [0.0, -2.0 * 0.5 / 2.0, 0.0], rtol=1e-15)
    assert (doors.disagreement[0] == 0).all()
    doors.days_pass(np.array([0.1, 0.1, 0.1]), np.array([True, True, False]))
    booked = doors.booked(1, "politics")
    assert booked is not None
    np.testing.assert_allclose(booked, [0.0, -0.2, 0.0], rtol=1e-15)


def worth(days: np.ndarray) -> np.ndarray:
    """Present value of 1 a year paid for so many days."""
    force = np.log(1.03)
    return (1.0 - np.exp(-force * days / 365.25)) / force


def test_without_a_deal_it_is_paid_from_the_first_day_to_the_last() -> None:
    plain, paid = around.played(0, 50, RATE, *NEVER), around.played(0, 50, ON, RATE, *NEVER)
    assert not plain.agreed.any()
    days = (dt.date(2025, 12, 31) - dt.date(2025, 4, 16)).days
    np.testing.assert_allclose(plain.payoff[1] - paid.payoff[1], 7.4 * worth(np.full(50, days)), rtol=1e-9)
    np.testing.assert_array_equal(plain.payoff[0], paid.payoff[0])


def test_a_deal_ends_it() -> None:
    out = around.played(0, 100, ON, RATE)
    np.testing.assert_allclose(
        out.parts[1]["politics"][out.agreed], -7.4 * worth(7 * out.index)[out.agreed], rtol=1e-9, atol=1e-12
    )
    assert (out.index[out.agreed] > 3).any()


def test_on_the_flagship() -> None:
    assert around.differs_from_alone(12, ON) == []
    plain = around.bits(around.played(0, 200))
    assert around.bits(around.played(0, 200, f"{ON[:-1]}, active: false}}")) == plain
    assert around.bits(around.played(0, 200, ON.replace("7.4", "0"))) == plain
