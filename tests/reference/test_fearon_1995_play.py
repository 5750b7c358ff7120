"""One offer to somebody of unknown resolve, played: war (Fearon 1995), ratification (Iida 1993), the agenda setter."""

import numpy as np
import pytest

from reference.sharing import Numbers, pie, play
from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space
from zopa.politics.constituency import Constituency
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.ultimatum import Ultimatum
from zopa.strategies.hardliner import FixedDemand, Hardliner
from zopa.strategies.parts.acceptance import Time
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Given
from zopa.strategies.screener import Screener
from zopa.strategies.subgame_perfect import Rubinstein, SubgamePerfect
from zopa.talks.table import Outcomes

WORLDS = 6_000
TAKES_ANYTHING = Composed(Hardliner(), Time(0.0), Given())
"""Accepts whatever is no worse than no deal."""


def one_offer(low: float, high: float, refused: float, rounds: int = 1) -> tuple[Outcomes, Numbers]:
    """The first offers, the second knows its reservation value alone."""
    floor = low + (high - low) * Luck(3, 0, WORLDS).one("floor")
    game = pie(
        rounds, levels=101, worlds=WORLDS, no_deal=(refused, floor), expected=(refused, 0.0), information="prior"
    )  # fmt: skip
    return play(game, Screener(low, high), TAKES_ANYTHING, protocol=Ultimatum()), floor


def near(share: float, expected: float) -> None:
    assert abs(share - expected) < 3 * (expected * (1 - expected) / WORLDS) ** 0.5


def test_a_risk_of_war_is_worth_running() -> None:
    """It wins with p = .5 at a cost a = .1, the other's cost is U[0, .5]: it keeps p + (C − a) / 2 = .7, and
    war comes with (C − a) / 2C = .4."""
    win, cost, most = 0.5, 0.1, 0.5
    out, floor = one_offer(1 - win - most, 1 - win, win - cost)  # the other's war: 1 − p − c
    kept = np.linspace(0, 1, 101)[out.package[out.agreed, 0]]
    assert kept == pytest.approx(0.7, abs=1e-9)
    near(float((~out.agreed).mean()), 0.4)
    assert np.array_equal(out.agreed, floor <= 0.3 + 1e-12)
    assert np.allclose(out.payoff[0][~out.agreed], 0.4)


def test_an_unknown_floor_of_ratification() -> None:
    """Floor U[.2, .8], nothing without a deal: it gives (1 + L) / 2 = .6, involuntary defection 1/3."""
    out, _ = one_offer(0.2, 0.8, 0.0)
    assert out.payoff[0][out.agreed] == pytest.approx(0.4)
    near(float((~out.agreed).mean()), 1 / 3)


@pytest.mark.parametrize(("low", "high", "refused"), [(0.0, 0.5, 0.4), (0.2, 0.8, 0.0), (0.1, 0.3, 0.0)])
def test_no_other_offer_pays_more(low: float, high: float, refused: float) -> None:
    """Against every floor from the lowest to the highest in equal numbers."""
    worlds = 600
    floor = low + (high - low) * (np.arange(worlds) + 0.5) / worlds
    game = pie(
        1, levels=101, worlds=worlds, no_deal=(refused, floor), expected=(refused, 0.0), information="prior"
    )  # fmt: skip
    usual = play(game, Screener(low, high), TAKES_ANYTHING, protocol=Ultimatum()).payoff[0].mean()
    share = np.linspace(0.0, 1.0, 21)
    others = [play(game, FixedDemand(float(u)), TAKES_ANYTHING, protocol=Ultimatum()).payoff[0].mean() for u in share]
    assert usual - 0.01 < max(others) <= usual + 1.0 / worlds


def test_who_is_surely_weak_is_given_its_worst_type_only_where_that_pays() -> None:
    out, _ = one_offer(0.1, 0.3, 0.0)  # (1 + L) / 2 = .55 is above the highest floor: .3 and no risk
    assert out.agreed.all()
    assert out.payoff[0] == pytest.approx(0.7)


def test_a_refusal_is_learned_from() -> None:
    floor = np.full(1, 0.7)
    game = pie(8, levels=1_001, no_deal=(0.0, floor), expected=(0.0, 0.0), information="prior")
    always = AlternatingOffers((0, 1), counter=False)
    out = play(game, Screener(0.0, 1.0), TAKES_ANYTHING, protocol=always)
    # gives (1 + L) / 2 of what is still possible: .5, then .75
    assert (out.index[0], out.payoff[1][0]) == (1, pytest.approx(0.75, abs=2.1e-3))


def test_the_setter_goes_as_far_as_the_ratifier_would_rather_not_return() -> None:
    """Romer & Rosenthal (1978): status quo .1, ratifier at .4, setter at .9: x = min(s, 2 m − q) = .7."""
    for setter, expected in ((0.9, 0.7), (0.6, 0.6)):
        x = np.linspace(0, 1, 1_001)[None, :]
        cells = (-np.abs(x - setter), -np.abs(x - 0.4))
        no_deal = (np.array([-abs(0.1 - setter)]), np.array([-0.3 - 1e-12]))
        game = Game(
            Space.of({"policy": tuple(x[0].tolist())}), ("setter", "ratifier"), Luck(0),
            LumpSchedule(1, (np.ones(1),) * 2, no_deal, no_deal), (Epoch(0, cells, cells),),
            np.ones((1, 1_001), dtype=bool), (None, None),
        )  # fmt: skip
        for who in (SubgamePerfect(), Screener(0.0, 0.0)):
            out = play(game, who, TAKES_ANYTHING, protocol=Ultimatum())
            assert out.agreed[0]
            assert x[0, out.package[0, 0]] == pytest.approx(expected, abs=1e-9)


def home(party: int, floor: float, levels: int = 4_001) -> Constituency:
    """Everybody knows that home refuses whatever leaves its party less than a floor."""
    share = np.linspace(0.0, 1.0, levels)
    cells = np.ascontiguousarray((share if party == 0 else 1.0 - share)[None, :])
    return Constituency(party, cells, consent="public", threshold=floor - 1e-12)


@pytest.mark.parametrize("side", [Rubinstein(), SubgamePerfect()], ids=["for ever", "to the end"])
@pytest.mark.parametrize(("floor", "share"), [(0.40, 0.473684), (0.60, 0.60)])
def test_tied_hands_help_only_where_they_bind(side: Rubinstein | SubgamePerfect, floor: float, share: float) -> None:
    """Schelling (1960) in Rubinstein's game: below δ / (1 + δ) no effect, above it one for one."""
    out = play(pie(121, (0.9, 0.9)), side, side, around=[home(1, floor)])
    assert out.index[0] == 0
    assert out.payoff[1][0] == pytest.approx(share, abs=2e-3)


@pytest.mark.parametrize("side", [Rubinstein(), SubgamePerfect()], ids=["for ever", "to the end"])
def test_two_homes_with_floors(side: Rubinstein | SubgamePerfect) -> None:
    """Floors (.55, .40): the first gets .595, the second .405; floors that leave nothing: no deal."""
    for around in ([home(0, 0.55), home(1, 0.40)], []):
        floors = (0.0, 0.0) if around else (0.55, 0.40)  # the same as levels that may not be offered
        out = play(pie(121, (0.9, 0.9), floors=floors), side, side, around=around)
        assert out.index[0] == 0
        assert out.payoff[0][0] == pytest.approx(0.595, abs=2e-3)
    out = play(pie(11, (0.9, 0.9)), side, side, around=[home(0, 0.6), home(1, 0.5)])
    assert not out.agreed[0]
    assert out.offers[0] == 0
