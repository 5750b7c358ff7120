"""Two who have the same fair point in mind agree on it at once: Nash (1950), Kalai & Smorodinsky (1975)."""

import itertools

import numpy as np
import pytest

from reference.sharing import pie, play
from twins.arena import Arena
from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space
from zopa.game.values import value_of
from zopa.protocols.alternating import AlternatingOffers
from zopa.solutions.kalai_smorodinsky import kalai_smorodinsky
from zopa.solutions.nash import nash
from zopa.strategies.hardliner import FixedDemand
from zopa.strategies.parts.composed import Composed
from zopa.strategies.targeters import KalaiSmorodinskyTargeter, NashTargeter
from zopa.strategies.time_dependent import TimeDependent
from zopa.talks import Play, Talks


def dividing(mine: list[list[float]], theirs: list[list[float]], rounds: int = 6) -> Game:
    """Items of several pieces each: worlds × items worths to either side; pieces go to one or the other."""
    first, second = np.array(mine, dtype=float), np.array(theirs, dtype=float)
    pieces = 11
    space = Space.of({f"item_{k}": tuple(range(pieces)) for k in range(first.shape[1])})
    kept = np.tile(np.linspace(0.0, 1.0, pieces), first.shape[1])
    cells = (np.repeat(first, pieces, axis=1) * kept, np.repeat(second, pieces, axis=1) * (1.0 - kept))
    worlds = first.shape[0]
    one, zero = (np.ones(worlds),) * 2, (np.zeros(worlds),) * 2
    return Game(
        space, ("us", "jp"), Luck(0, 0, worlds), LumpSchedule(rounds, one, zero, zero), (Epoch(0, cells, cells),),
        np.ones((worlds, space.cells), dtype=bool), (None, None),
    )  # fmt: skip


def test_two_issues_traded_against_each_other() -> None:
    """Weights (60, 40) against (30, 70): Nash gives each the issue it weighs more; Kalai-Smorodinsky evens shares."""
    game = dividing([[60.0, 40.0]], [[30.0, 70.0]])
    out = play(game, NashTargeter(), NashTargeter(), protocol=AlternatingOffers())
    assert (out.index[0], out.payoff[0][0], out.payoff[1][0]) == (0, 60.0, 70.0)
    out = play(game, KalaiSmorodinskyTargeter(), KalaiSmorodinskyTargeter(), protocol=AlternatingOffers())
    assert out.index[0] == 0
    assert out.payoff[0][0] == pytest.approx(175 / 2.75, abs=2.8)  # a tenth of an issue is what can be traded
    assert out.payoff[1][0] == pytest.approx(175 / 2.75, abs=3.5)


def test_one_issue_at_a_time_halves_each() -> None:
    """(30, 15) and (20, 35), together (50, 50): 30 less than with both issues on the table."""
    one_by_one = []
    for mine, theirs in ((60.0, 30.0), (40.0, 70.0)):
        out = play(dividing([[mine]], [[theirs]]), NashTargeter(), NashTargeter(), protocol=AlternatingOffers())
        one_by_one.append((out.payoff[0][0], out.payoff[1][0]))
    assert one_by_one == [(30.0, 15.0), (20.0, 35.0)]


@pytest.mark.parametrize("who", [NashTargeter, KalaiSmorodinskyTargeter])
@pytest.mark.parametrize("whole", [False, True])
def test_it_is_the_solution_by_enumeration(who: type[NashTargeter | KalaiSmorodinskyTargeter], whole: bool) -> None:
    arena, solve = Arena(whole=whole), nash if who is NashTargeter else kalai_smorodinsky
    game = arena.game(arena.luck(0, 40))
    out = play(game, who(), who(), protocol=AlternatingOffers())
    cells, first = game.epochs[0].cells, game.space.first
    every = np.array(list(itertools.product(*(range(n) for n in arena.sizes))), dtype=np.int16)
    dealt = 0
    for w in range(40):
        rows = [np.tile(own[w], (len(every), 1)) for own in cells]
        payoffs = np.stack([value_of(row, every, first) for row in rows], axis=1)
        best = solve(payoffs, np.array([d[w] for d in game.schedule.disagreement]))
        if best.size == 0:
            assert not out.agreed[w]
            continue
        dealt += 1
        assert out.agreed[w]
        assert out.index[w] == 0
        got = (out.payoff[0][w], out.payoff[1][w])
        tied = payoffs[best]
        assert np.isclose(tied, got, rtol=1e-12).all(axis=1).any()
        if who is NashTargeter:
            assert sum(got) == pytest.approx(tied.sum(axis=1).max())
    assert dealt > 20


def test_a_pie_with_no_deal_of_20_and_10() -> None:
    out = play(pie(10, no_deal=(0.2, 0.1), levels=101), NashTargeter(), NashTargeter())
    assert out.payoff[0][0] == pytest.approx(0.55)


def test_what_it_insists_on_and_for_how_long() -> None:
    game = pie(100, levels=1001)
    out = play(game, NashTargeter(), TimeDependent(1.0), protocol=AlternatingOffers())
    assert out.payoff[0][0] == pytest.approx(0.5, abs=0.01)
    # somebody insists on 0.52: taken late by who does without a twentieth of its gain, never by who does not
    giving = play(game, NashTargeter(patience=0.9, near=0.05), FixedDemand(0.52), protocol=AlternatingOffers())
    assert giving.agreed[0]
    assert giving.index[0] == 90
    assert not play(game, NashTargeter(near=0.03), FixedDemand(0.52), protocol=AlternatingOffers()).agreed[0]


def test_it_may_open_high() -> None:
    game, asked = pie(11, levels=1001), []
    talks = Talks(
        Play(game, AlternatingOffers(), tuple(Composed.of(NashTargeter(opening=x, near=0.0)) for x in (0.5, 0.0)))
    )
    while talks.running:
        talks.step()
        asked.append(float(talks.negotiators[0].demand[0]))
    assert asked[0] == pytest.approx(0.75)
    assert asked == sorted(asked, reverse=True)
    assert talks.outcomes.payoff[0][0] == pytest.approx(0.5)


def test_with_nothing_known_it_takes_the_pie_for_fixed_and_asks_for_half() -> None:
    game = dividing([[60.0, 40.0]], [[30.0, 70.0]])
    blind = Game(**{**vars(game), "information": "none"})
    talks = Talks(Play(blind, AlternatingOffers(), (Composed.of(NashTargeter()), Composed.of(NashTargeter()))))
    talks.step()
    assert talks.negotiators[0].demand[0] == pytest.approx(50.0, abs=4.0)
