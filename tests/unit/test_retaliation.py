"""Retaliation: expected while a threat is pending, paid once it has been carried out."""

import numpy as np

from unit import around
from zopa.events.retaliation import Retaliation

ON = (
    "back={kind: retaliation, party: japan, against: us, harm: 7, self_harm: 2, on_top: 8, probability: 0.5,"
    " chokepoint: 3}"
)
NEVER = (
    "parties.us.strategy={kind: hardliner}", "parties.japan.strategy={kind: hardliner}",
    "time.threats.letter.execution=0.5", "time.discount_rate=0.03", "time.horizon=3.4",
)  # fmt: skip


def test_expected_harm_enters_no_deal_by_belief_and_by_what_comes_after_the_day() -> None:
    room, doors = around.setting(200), around.doors(200, 0.6)
    part = Retaliation(1, 0, harm=5.0, self_harm=1.0, on_top=2.0, probability=0.3, chokepoint=2.0, foreseen=0.4)
    memory, ready = part.begin(room), room.draw("ready") < 0.3
    assert 30 < ready.sum() < 90
    executed = np.arange(200) % 2 == 0
    part.act(around.now(room, 3, pending=np.where(executed, 0.0, 0.75), executed=executed), memory, doors)
    share = np.where(ready, np.where(executed, 1.0, 0.4 * 0.75 * 0.6), 0.0)
    np.testing.assert_allclose(doors.disagreement[0], -10.0 * share, rtol=1e-15)
    np.testing.assert_allclose(doors.disagreement[1], -3.0 * share, rtol=1e-15)
    doors.days_pass(np.full(200, 0.1), np.ones(200, dtype=bool))
    for party, harm in enumerate((10.0, 3.0)):
        booked = doors.booked(party, "politics")
        assert booked is not None
        np.testing.assert_allclose(booked, np.where(ready & executed, -harm * 0.1, 0.0), rtol=1e-15)
    np.testing.assert_array_equal(part.results(memory)["retaliated"], ready & executed)
    assert [text for text, _ in doors.news] == ["japan retaliates"]


def test_without_a_deal_it_goes_on_to_the_horizon() -> None:
    room, doors = around.setting(3), around.doors(3)
    part = Retaliation(1, 0, harm=np.array([5.0, 6.0, 7.0]), self_harm=1.0, probability=1.0)
    memory = part.begin(room)
    left, executed = np.array([2.0, 3.0, 4.0]), np.array([True, True, False])
    part.ended(around.now(room, 5, annuity=left, executed=executed, open=np.array([True, False, True])), memory, doors)
    us, japan = doors.booked(0, "politics"), doors.booked(1, "politics")
    assert us is not None
    assert japan is not None
    np.testing.assert_allclose(us, [-10.0, 0.0, 0.0], rtol=1e-15)
    np.testing.assert_allclose(japan, [-2.0, 0.0, 0.0], rtol=1e-15)


def test_paid_from_the_day_on_wherever_nobody_signs() -> None:
    """Harm and its answer stand in one proportion, and only where the threat was carried out on a party ready."""
    plain, paid = around.played(0, 200, *NEVER), around.played(0, 200, ON, *NEVER)
    assert not paid.agreed.any()
    lost_us, lost_japan = plain.payoff[0] - paid.payoff[0], plain.payoff[1] - paid.payoff[1]
    at_war = paid.extra["back_retaliated"] == 1
    assert 0.15 < at_war.mean() < 0.35
    np.testing.assert_allclose(lost_us[~at_war], 0.0, atol=1e-9)
    np.testing.assert_allclose(lost_us[at_war] / lost_japan[at_war], 21 / 10, rtol=1e-9)
    since, force = 112 / 365.25, np.log(1.03)  # from the round of 6 August, the first after the 1st
    worth = (np.exp(-force * since) - np.exp(-force * 3.4)) / force
    np.testing.assert_allclose(lost_us[at_war], 21 * worth, rtol=1e-9)


def test_a_card_that_nobody_would_play_changes_nothing() -> None:
    plain = around.bits(around.played(0, 200))
    assert around.bits(around.played(0, 200, f"{ON[:-1]}, active: false}}")) == plain
    never = around.played(0, 200, ON.replace("0.5", "0"))
    assert around.digest(never) == around.digest(around.played(0, 200))


def test_worlds_end_as_they_do_alone() -> None:
    assert around.differs_from_alone(12, ON) == []
    assert around.bits(around.played(0, 200, ON)) != around.bits(around.played(0, 200))
