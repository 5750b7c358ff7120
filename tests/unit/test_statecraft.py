"""How statecraft answers pressure at home, the market, regimes and the other's stubbornness: by its equation."""

import dataclasses
import datetime as dt
import math

import numpy as np
import pytest

from twins.arena import Arena
from unit.around import first_view
from zopa.game.view import View
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.parts.base import Belief, Bid
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Given
from zopa.strategies.statecraft import BeforeTheDeadline, Statecraft
from zopa.strategies.time_dependent import TimeDependent

DAY = dt.date(2025, 6, 20)
WORLDS = 3


@pytest.fixture
def view() -> View:
    return dataclasses.replace(first_view(WORLDS), date=DAY, approval=np.full(WORLDS, 0.4), stress=np.zeros(WORLDS))


def beta(policy: Statecraft, *views: View) -> np.ndarray:
    memory = policy.begin(views[0])
    for view in views:
        shape = policy.shape(view, memory, view.best)
    return shape


def at(view: View, **what: object) -> View:
    return dataclasses.replace(view, **what)


def test_log_beta_is_patience_less_weighted_pressure(view: View) -> None:
    policy = Statecraft(
        patience=0.3, election_weight=1.0, election=dt.date(2025, 7, 20), window=60.0, approval_weight=5.0,
        stress_weight=-0.8,
    )  # fmt: skip
    later = at(view, approval=np.array([0.4, 0.3, 0.45]), stress=np.array([0.0, 0.5, 1.0]))
    near = 1.0 - ((dt.date(2025, 7, 20) - DAY).days - 1) / 60.0
    lost, stress = (0.0, 0.1, -0.05), (0.0, 0.5, 1.0)
    by_hand = [math.exp(0.3 - near - 5.0 * a + 0.8 * s) for a, s in zip(lost, stress, strict=True)]
    np.testing.assert_allclose(beta(policy, view, later), by_hand, rtol=1e-12)


def test_a_good_deal_at_hand_makes_the_vote_hurry(view: View) -> None:
    policy = Statecraft(patience=0.0, election_weight=1.0, election=dt.date(2025, 6, 21), good_deal=0.5)
    half = view.reservation + 0.5 * (view.best - view.reservation)
    offers = np.array([half[0] + 1e-9, half[1] - 0.01, view.best[2]])
    heard = at(view, received=dataclasses.replace(view.received, worth=offers, standing=np.array([True, True, False])))
    np.testing.assert_allclose(beta(policy, heard), np.exp([1.0, -1.0, -1.0]), rtol=1e-12)


def test_nobody_asked_is_no_pressure(view: View) -> None:
    silent = at(view, approval=np.full(WORLDS, np.nan), stress=np.full(WORLDS, np.nan))
    policy = Statecraft(patience=0.2, approval_weight=9.0, stress_weight=3.0, turn_approval=0.0, turn_stress=0.5)
    np.testing.assert_allclose(beta(dataclasses.replace(policy, turn_approval=None), silent), math.exp(0.2))


@pytest.mark.parametrize(
    ("policy", "turned"),
    [
        (Statecraft(turn=DAY), [True, True, True]),
        (Statecraft(turn=dt.date(2025, 6, 21)), [False, False, False]),
        (Statecraft(turn=dt.date(2025, 5, 16), back=DAY), [False, False, False]),
        (Statecraft(turn=dt.date(2025, 5, 16), back=dt.date(2025, 6, 21)), [True, True, True]),
        (Statecraft(turn_approval=0.1), [False, True, False]),
        (Statecraft(turn_stress=1.0), [False, False, True]),
    ],
)
def test_the_regime_turns_by_date_approval_or_stress(view: View, policy: Statecraft, turned: list[bool]) -> None:
    policy = dataclasses.replace(policy, patience=0.5, patience_after=-1.5)
    later = at(view, approval=np.array([0.4, 0.25, 0.4]), stress=np.array([0.9, 0.0, 1.2]))
    np.testing.assert_allclose(beta(policy, view, later), np.exp(np.where(turned, -1.5, 0.5)), rtol=1e-12)


def test_belief_in_stubbornness_follows_bayes_and_ends_with_a_concession(view: View) -> None:
    policy = Statecraft(patience=0.0, heed=0.2, holds_out=0.8, heed_weight=2.0)
    offers = [np.array([1.0, 1.0, 1.0]), np.array([1.0, 1.2, 0.9]), np.array([1.0, 1.2, 1.0])]
    there = np.ones(WORLDS, dtype=bool)
    heard = [at(view, received=dataclasses.replace(view.received, worth=w, standing=there)) for w in offers]
    posterior = 0.2 / (0.2 + 0.8 * 0.8**3)
    np.testing.assert_allclose(
        beta(policy, *heard), [math.exp(2.0 * posterior), 1.0, math.exp(2.0 * posterior)], rtol=1e-12
    )


def test_a_stubborn_type_insists_and_takes_no_less_at_the_deadline(view: View) -> None:
    end = at(view, gone=np.ones(WORLDS))
    belief = Belief(end.others[0].cells, np.zeros(WORLDS, dtype=bool), exact=False)
    asks = {}
    for share in (0.0, 1.0):
        policy = Statecraft(stubborn=share, insists=0.9, end=0.0)
        asks[share] = policy.bid(end, belief, policy.begin(end))
    assert asks[0.0].firm is None
    assert asks[1.0].firm is not None
    assert asks[1.0].firm.all()
    assert (asks[1.0].worth > asks[0.0].worth).any()
    poor = at(end, last=np.ones(WORLDS, dtype=bool), received=dataclasses.replace(end.received, worth=end.reservation))
    rule = BeforeTheDeadline()
    high = Bid(asks[1.0].package, end.reservation + 5.0)
    assert rule.accepts(poor, high, None).all()
    assert not rule.accepts(poor, dataclasses.replace(high, firm=asks[1.0].firm), None).any()


def test_the_type_is_drawn_once_and_by_the_share_asked_for() -> None:
    arena = Arena(sizes=(2,))
    talks = arena.talks(
        arena.luck(0, 4000), AlternatingOffers(), [Composed(TimeDependent(), TimeDependent.accepts, Given())] * 2
    )
    view = talks.negotiators[0].view(talks.turns()[0], talks.open_round(), False)
    firm = [Statecraft(stubborn=share).begin(view).firm for share in (0.1, 0.3)]
    assert abs(firm[0].mean() - 0.1) < 0.02
    assert abs(firm[1].mean() - 0.3) < 0.03
    assert not (firm[0] & ~firm[1]).any()
