"""Audience costs with complete information, Fearon (1994): who locks in first, at w / a, wins at once."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zopa.solutions.crisis import KnownCrisis, known_crisis

STEP, ROUNDS = 0.01, 400
ABOVE = st.floats(0.1, 2.0)


def solved(costs, war, prize: float = 1.0, step: float = STEP, rounds: int = ROUNDS) -> KnownCrisis:
    return known_crisis(np.array([costs], dtype=float), np.array([prize]), np.array([war], dtype=float), step, rounds)


@pytest.mark.parametrize(
    ("costs", "war", "winner"),
    [
        ((2.0, 1.0), (0.5, 0.5), 0),
        ((2.0, 1.0), (0.9, 0.4), 1),
        ((0.5, 1.5), (0.3, 0.6), 1),
        ((1.0, 0.5), (0.9, 0.5), 0),
    ],
)
def test_who_locks_in_first_wins_at_once(costs, war, winner: int) -> None:
    """Lock-in at .25 and .5; .45 and .4; .6 and .4; .9 and 1: a strong audience helps, and so does a cheap war."""
    found = solved(costs, war)
    assert found.winner[0] == winner
    assert found.value[0].tolist() == [float(winner == 0), float(winner == 1)]
    assert found.backs[0, 0].tolist() == [winner == 1, winner == 0]


def test_from_its_own_lock_in_on_the_loser_would_fight() -> None:
    found = solved((2.0, 1.0), (0.5, 0.5))  # .25 and .5
    late = np.arange(ROUNDS) * STEP > 0.5  # indifferent, it backs down
    assert np.array_equal(found.backs[0, :, 1], ~late)
    assert not found.backs[0, :, 0].any()


@given(st.tuples(ABOVE, ABOVE), st.tuples(ABOVE, ABOVE), st.floats(0.1, 5.0))
def test_in_every_crisis(costs, war, prize: float) -> None:
    locks = [w / a for w, a in zip(war, costs, strict=True)]
    assume(abs(locks[0] - locks[1]) > STEP and min(locks) < ROUNDS * STEP)
    found = solved(costs, war, prize)
    winner = int(locks[1] < locks[0])
    assert found.winner[0] == winner
    assert found.value[0, winner] == prize
    assert found.value[0, 1 - winner] == 0.0


def worth(stops: tuple[int, int], costs, war, prize: float, step: float, rounds: int) -> list[float]:
    """What two states get that back down in these rounds, if the other has not; `rounds` for never."""
    first = min(stops)
    if first >= rounds:
        return [-w for w in war]
    return [-costs[i] * first * step if stops[i] == first else prize for i in range(2)]


@pytest.mark.parametrize(
    ("costs", "war"), [((2.0, 1.0), (0.5, 0.5)), ((0.7, 1.3), (0.9, 0.4)), ((1.0, 1.9), (0.3, 0.9))]
)
def test_from_no_round_on_is_another_moment_better(costs, war) -> None:
    """Every way to go on, tried in every round that the crisis may have come to."""
    rounds, step = 12, 0.1
    found = solved(costs, war, 1.0, step, rounds)
    for now in range(rounds):
        planned = [next((k for k in range(now, rounds) if found.backs[0, k, i]), rounds) for i in range(2)]
        usual = worth((planned[0], planned[1]), costs, war, 1.0, step, rounds)
        for other in range(now, rounds + 1):
            for i in range(2):
                stops = (other, planned[1]) if i == 0 else (planned[0], other)
                assert worth(stops, costs, war, 1.0, step, rounds)[i] <= usual[i] + 1e-12


def test_two_that_lock_in_together_may_play_chicken() -> None:
    found = solved((1.0, 1.0), (0.5, 0.5))
    assert found.winner[0] == -1
    assert np.isnan(found.value).all()


def test_a_world_alone_is_a_world_in_a_block() -> None:
    rng = np.random.default_rng(6)
    costs, war, prize = rng.uniform(0.1, 2.0, (65, 2)), rng.uniform(0.1, 2.0, (65, 2)), rng.uniform(0.5, 2.0, 65)
    block = known_crisis(costs, prize, war, STEP, ROUNDS)
    for w in (0, 30, 64):
        row = slice(w, w + 1)
        alone = known_crisis(costs[row], prize[row], war[row], STEP, ROUNDS)
        for name in ("backs", "value", "winner"):
            assert np.array_equal(getattr(alone, name), getattr(block, name)[row], equal_nan=name == "value")
