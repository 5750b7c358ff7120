"""Public statements: when each is made, in which worlds, and how loud."""

import dataclasses
import datetime as dt

import numpy as np
import pytest

from unit.around import first_view
from zopa.game import statement
from zopa.game.view import View
from zopa.strategies.parts.speech import Card, Celebrate, Patience, RedLine

WORLDS = 4
MAY, JUNE = dt.date(2025, 5, 2), dt.date(2025, 6, 2)


@pytest.fixture
def view() -> View:
    return dataclasses.replace(first_view(WORLDS), date=MAY, stress=np.array([0.0, 0.4, 0.8, 1.2]))


def test_patience_is_claimed_at_every_move_from_its_day_on(view: View) -> None:
    speech = Patience(claim=np.array([0.5, 1.0, 2.0, 3.0]), since=MAY)
    for _ in range(2):
        said = speech.say(view, speech.begin(view))
        assert said is not None
        assert said.kind == statement.PATIENCE
        np.testing.assert_array_equal(said.amount, [0.5, 1.0, 2.0, 3.0])
    assert speech.say(dataclasses.replace(view, date=dt.date(2025, 5, 1)), None) is None


@pytest.mark.parametrize("speech", [RedLine(keeps=np.array([True] * 9), loud=2.0, since=MAY), Celebrate(2.0, MAY)])
def test_a_line_is_drawn_and_a_deal_celebrated_once(view: View, speech: RedLine | Celebrate) -> None:
    memory = speech.begin(view)
    early = dataclasses.replace(view, date=dt.date(2025, 5, 1))
    assert speech.say(early, memory) is None
    some = dataclasses.replace(view, open=np.array([True, True, False, False]))
    first, second = speech.say(some, memory), speech.say(view, memory)
    assert first is not None
    assert second is not None
    np.testing.assert_array_equal(first.where, [True, True, False, False])
    np.testing.assert_array_equal(second.where, [False, False, True, True])
    np.testing.assert_array_equal(first.amount, 2.0)
    assert speech.say(view, memory) is None


def test_the_card_is_shown_where_the_market_is_near_enough_for_it_to_pay(view: View) -> None:
    card = Card(since=MAY, gain=1.0, cost=0.5, denied=JUNE)
    memory = card.begin(view)
    shown = card.say(view, memory)
    assert shown is not None
    assert shown.kind == statement.HINT
    np.testing.assert_array_equal(shown.where, [False, False, True, True])
    assert card.say(view, memory) is None  # once
    denied = card.say(dataclasses.replace(view, date=JUNE), memory)
    assert denied is not None
    assert denied.kind == statement.DENIAL
    np.testing.assert_array_equal(denied.where, [False, False, True, True])


def test_the_card_is_played_only_after_it_was_shown_once_and_by_default_never(view: View) -> None:
    for use, played in ((0.0, [False] * 4), (1.0, [False, False, True, True])):
        card = Card(gain=1.0, cost=0.5, use=use, size=1.5)
        memory = card.begin(view)
        card.say(view, memory)
        said = card.say(view, memory)
        assert (said is not None) == any(played)
        if said is not None:
            assert said.kind == statement.USE
            np.testing.assert_array_equal(said.where, played)
            np.testing.assert_array_equal(said.amount, 1.5)
            assert card.say(view, memory) is None


def test_words_change_no_offer_where_nobody_listens() -> None:
    import zopa

    loud = (
        "[{kind: patience, claim: 5}, {kind: celebrate}, {kind: red_line, keeps: {price: [10]}}, {kind: card, gain: 0}]"
    )
    plain, spoken = (
        zopa.simulate("buyer_seller", worlds=20, seed=4, overrides=[f"parties.buyer.strategy.says={says}"])
        for says in ("[]", loud)
    )
    assert plain.equals(spoken)
