"""Brinkmanship and ambiguous threats, played: Schelling (1960); Powell (1990)."""

import numpy as np
import pytest

from reference.sharing import ONE_A_ROUND, pie, play
from zopa.game.statement import HINT, USE
from zopa.strategies.ambiguous_threatener import AmbiguousThreatener
from zopa.strategies.brinkman import Brinkman, critical
from zopa.strategies.hardliner import FixedDemand
from zopa.strategies.parts.composed import Composed
from zopa.talks import Play, Talks

WORLDS = 6_000


def test_the_critical_risk() -> None:
    """Offers .9 and .2 on u = (x, sqrt(1 − x)), no deal 0: critical risks .777778 and .646447 (Zeuthen, Harsanyi)."""
    risks = critical(np.array([0.9, np.sqrt(0.8)]), np.array([0.2, np.sqrt(0.1)]), np.zeros(2))
    assert risks == pytest.approx([0.777778, 0.646447], abs=1e-6)


def test_it_stands_firm_up_to_its_critical_risk() -> None:
    # demands .9, is offered .6: bears a risk of 1/3, so with steps of .1 it demands three times and then gives in
    out = play(pie(40, levels=101, worlds=WORLDS), Brinkman(0.9, 0.1), FixedDemand(0.4))
    survived = 0.9 * 0.8 * 0.7
    assert abs(out.agreed.mean() - survived) < 3 * (survived * (1 - survived) / WORLDS) ** 0.5
    assert out.payoff[0][out.agreed] == pytest.approx(0.6)


def test_small_steps_are_the_more_dangerous() -> None:
    deals = [play(pie(200, levels=101, worlds=WORLDS), Brinkman(0.9, step), FixedDemand(0.4)).agreed.mean()
             for step in (0.3, 0.1, 0.02)]  # fmt: skip
    assert deals == sorted(deals, reverse=True)
    for share, step in zip(deals, (0.3, 0.1, 0.02), strict=True):
        steps = np.arange(1, int(np.floor(1 / 3 / step + 1e-9)) + 1)
        expected = float(np.prod(1 - step * steps))
        assert abs(share - expected) < 3 * (expected * (1 - expected) / WORLDS) ** 0.5


def test_who_raises_the_risk_faster_has_the_sooner_to_give_in() -> None:
    game = pie(200, levels=101, worlds=WORLDS)  # both demand .8, so giving in leaves .2: critical risk .75
    even = play(game, Brinkman(0.8, 0.02), Brinkman(0.8, 0.02))
    assert even.agreed.mean() < 0.05
    uneven = play(game, Brinkman(0.8, 0.02), Brinkman(0.8, 0.2))
    assert uneven.payoff[0][uneven.agreed] == pytest.approx(0.8)


def test_a_vague_threat_is_carried_out_by_those_in_earnest() -> None:
    team = (Composed.of(AmbiguousThreatener(0.8, 0.25)), Composed.of(FixedDemand(0.5)))
    talks = Talks(Play(pie(10, levels=101, worlds=WORLDS), ONE_A_ROUND, team), record=True)
    said: dict[str, np.ndarray] = {}
    while talks.running:
        talks.step()
        for statement in talks.surroundings.said:
            before = said.get(statement.kind, np.zeros(WORLDS, dtype=bool))
            said[statement.kind] = before | statement.where
    out = talks.outcomes
    assert said[HINT].all()
    assert abs(said[USE].mean() - 0.25) < 3 * (0.25 * 0.75 / WORLDS) ** 0.5
    assert np.array_equal(~out.agreed, said[USE])
    assert out.payoff[0][out.agreed] == pytest.approx(0.5)
