"""Waiting and leaving: inside options are paid as rounds go by, outside options when somebody leaves the table."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from zopa import ScenarioError, simulate
from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space
from zopa.game.view import Move, View
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.parts.composed import Composed
from zopa.talks import Play, Talks

IN_TURN = AlternatingOffers(counter=False, rotate=True)


def game(inside: tuple[float, ...] = (), outside: tuple[float, ...] = (), worlds: int = 2, rounds: int = 5) -> Game:
    def each(amounts: tuple[float, ...]) -> tuple[np.ndarray, ...]:
        return tuple(np.full(worlds, amount) for amount in amounts)

    mine = np.tile(np.arange(11.0), (worlds, 1))
    time = LumpSchedule(rounds, each((0.9, 0.8)), each((2.0, 1.0)), each((2.0, 1.0)), each(inside), each(outside))
    return Game(
        Space.of({"share": tuple(range(11))}), ("a", "b"), Luck(0, 0, worlds), time,
        (Epoch(0, (mine, 10.0 - mine), (mine, 10.0 - mine)),), np.ones((worlds, 11), dtype=bool), (None, None),
    )  # fmt: skip


@dataclass(frozen=True)
class Leaver:
    """Leaves in a round, in the worlds with an odd number; asks for all until then, and takes what it `takes`."""

    round: int
    takes: bool = False

    def begin(self, view: View) -> Any:
        return None

    def move(self, view: View, memory: Any) -> tuple[Move, Any]:
        go = (np.arange(view.worlds) % 2 == 1) & (view.index == self.round)
        everything = np.zeros((view.worlds, 1), dtype=np.int16)
        yes = np.full(view.worlds, self.takes)
        return Move(yes, everything, np.full(view.worlds, 10.0), walks=go), None


def play(played: Game, *team: Any, record: bool = False) -> Talks:
    talks = Talks(Play(played, IN_TURN, tuple(team)), record=record)
    talks.play_out()
    return talks


def test_inside_options_are_paid_for_every_round_gone() -> None:
    out = play(game(inside=(1.0, -0.5)), Composed.of(Hardliner()), Composed.of(Hardliner())).outcomes
    assert not out.agreed.any()
    np.testing.assert_allclose(out.payoff[0], sum(0.9**t for t in range(4)) + 0.9**4 * 2.0)
    np.testing.assert_allclose(out.payoff[1], -0.5 * sum(0.8**t for t in range(4)) + 0.8**4)


def test_and_until_a_deal() -> None:
    out = play(game(inside=(1.0, -0.5)), Composed.of(Hardliner()), Leaver(9, takes=True)).outcomes
    assert out.agreed.all()
    assert (out.index == 0).all()
    np.testing.assert_allclose(out.payoff[0], 10.0)


def test_who_leaves_takes_the_outside_option_and_so_does_the_other() -> None:
    talks = play(game(inside=(1.0, 0.0), outside=(4.0, 3.0)), Composed.of(Hardliner()), Leaver(2), record=True)
    out = talks.outcomes
    assert not out.agreed.any()
    np.testing.assert_allclose(out.payoff[0][1], 1.0 + 0.9 + 0.81 * 4.0)
    np.testing.assert_allclose(out.payoff[1][1], 0.64 * 3.0)
    np.testing.assert_allclose(out.payoff[1][0], 0.8**4 * 1.0)
    assert talks.record is not None
    (news,) = [news for news in talks.record.news if "leaves the table" in news.text]
    assert news.where.tolist() == [False, True]
    assert news.index == 2


def test_without_outside_options_leaving_is_no_deal_today() -> None:
    out = play(game(), Composed.of(Hardliner()), Leaver(2)).outcomes
    np.testing.assert_allclose(out.payoff[0], [0.9**4 * 2.0, 0.9**2 * 2.0])


def test_an_offer_that_is_taken_is_not_left_for() -> None:
    out = play(game(outside=(4.0, 3.0)), Composed.of(Hardliner()), Leaver(0, takes=True)).outcomes
    assert out.agreed.all()


def test_from_a_file() -> None:
    said = [
        "time.inside={first: 1}",
        "parties.first.strategy={kind: hardliner}",
        "parties.second.strategy.kind=hardliner",
    ]
    (payoff,) = simulate("shrinking_pie", worlds=1, overrides=said).payoff_first
    assert payoff == pytest.approx(sum(0.9**t for t in range(9)))


def test_of_parties_that_there_are() -> None:
    with pytest.raises(ScenarioError, match="unknown party 'fist'"):
        simulate("shrinking_pie", worlds=1, overrides=["time.outside={fist: 1}"])
