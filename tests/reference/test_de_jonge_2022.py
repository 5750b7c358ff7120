"""MiCRO (de Jonge 2022) played by hand on three levels."""

import numpy as np

from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space
from zopa.protocols.alternating import AlternatingOffers
from zopa.strategies.hardliner import Hardliner
from zopa.strategies.micro import Micro
from zopa.strategies.parts.base import Bidding
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Given
from zopa.talks import Play, Talks


def game(first: list[float], second: list[float], reservation: float = 0.0, rounds: int = 9) -> Game:
    cells = tuple(np.array([worth], dtype=float) for worth in (first, second))
    one, no_deal = (np.ones(1),) * 2, (np.array([reservation]), np.zeros(1))
    return Game(
        Space.of({"level": tuple(range(len(first)))}), ("a", "b"), Luck(3), LumpSchedule(rounds, one, no_deal, no_deal),
        (Epoch(0, cells, cells),), np.ones((1, len(first)), dtype=bool), (None, None),
    )  # fmt: skip


def said(played: Game, *bidding: Bidding) -> str:
    """Offers by level, party a before party b; the last is the one agreed, if there is a deal."""
    team = tuple(Composed(each, each.accepts, Given()) for each in bidding)
    talks = Talks(Play(played, AlternatingOffers(), team), record=True)
    out = talks.play_out()
    assert talks.record is not None
    words = ["ab"[m.turn.party] + str(m.package[0, 0]) for m in talks.record.said if m.offered[0]]
    return " ".join([*words, "deal" if out.agreed[0] else "none"])


def test_step_by_step_down_both_rankings() -> None:
    # a ranks 0 1 2 3 4, b ranks 4 3 2 1 0: each new offer is answered by the next one down, until they meet.
    assert said(game([9, 7, 5, 3, 1], [1, 3, 5, 7, 9]), Micro(), Micro()) == "a0 b4 a1 b3 a2 deal"


def test_accepts_what_is_as_good_as_the_offer_it_would_make_next() -> None:
    # b ranks 2 1 0 4 3 and accepts 1 (worth 6): it would have offered the same next.
    assert said(game([9, 7, 5, 3, 1], [5, 6, 9, 1, 3]), Micro(), Micro()) == "a0 b2 a1 deal"


def test_concedes_only_to_new_offers() -> None:
    # Against one that never moves: the best, one step down for its one offer, then only these two again.
    words = said(game([9, 7, 5, 3, 1], [1, 3, 5, 7, 9]), Micro(), Hardliner()).split()
    mine = [word for word in words if word.startswith("a")]
    assert mine[:2] == ["a0", "a1"]
    assert set(mine) == {"a0", "a1"}
    assert mine[2:] != sorted(mine[2:])  # at random
    assert words[-1] == "none"


def test_stops_above_its_reservation_value() -> None:
    # a goes down to 6 and never offers level 2 (worth 5); b, with two new offers heard, gets as far as its third.
    words = said(game([9, 7, 5, 3, 1], [1, 3, 5, 7, 9], reservation=6.0), Micro(), Micro()).split()
    assert {word for word in words[:-1] if word[0] == "a"} == {"a0", "a1"}
    assert sum(word[0] == "a" for word in words[:-1]) == 9  # it repeats itself to the end
    assert {word for word in words[:-1] if word[0] == "b"} == {"b4", "b3", "b2"}
    assert words[-1] == "none"
