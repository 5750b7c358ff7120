"""Alternating offers with a last round, played: Ståhl (1972), "Bargaining Theory"."""

import pytest

from reference.sharing import pie, play
from zopa.strategies.subgame_perfect import Rubinstein, SubgamePerfect

SMALL = 3 / 4_000


@pytest.mark.parametrize(
    ("factors", "rounds", "share"),
    [
        ((0.9, 0.9), 1, 1.0), ((0.9, 0.9), 2, 0.1), ((0.9, 0.9), 3, 0.91), ((0.9, 0.9), 4, 0.181),
        ((0.9, 0.9), 5, 0.8371), ((0.9, 0.8), 4, 0.344), ((0.9, 0.8), 5, 0.8624),
    ],
)  # fmt: skip
def test_whoever_makes_the_last_offer_owns_the_deadline(
    factors: tuple[float, float], rounds: int, share: float
) -> None:
    out = play(pie(rounds, factors), SubgamePerfect(), SubgamePerfect())
    assert out.index[0] == 0
    assert abs(out.payoff[0][0] - share) < SMALL


def test_with_many_rounds_the_last_no_longer_matters() -> None:
    shares = [play(pie(rounds, (0.9, 0.8)), SubgamePerfect(), SubgamePerfect()).payoff[0][0] for rounds in (60, 61)]
    assert shares[0] == pytest.approx(shares[1], abs=2 * SMALL)
    assert shares[0] == pytest.approx(0.714286, abs=2 * SMALL)


def test_one_who_does_not_see_the_end_coming_loses_at_the_end() -> None:
    # the second party refuses 0.526, knowing that the last offer, of two, is its own
    out = play(pie(2, (0.9, 0.9)), Rubinstein(), SubgamePerfect())
    assert not out.agreed[0]  # in the last round it refuses what leaves it nothing, for the sake of rounds to come
    seeing = play(pie(2, (0.9, 0.9)), SubgamePerfect(), SubgamePerfect())
    assert out.payoff[0][0] < seeing.payoff[0][0]
