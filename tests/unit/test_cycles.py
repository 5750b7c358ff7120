"""Rings of strategies that beat one another, and sinks of better replies, by the definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from zopa.analysis.metagame.cycles import beats, rings
from zopa.analysis.metagame.sinks import Profile, chase, sinks

WHOLE = st.integers(-2, 2)
GAMES = st.tuples(st.integers(1, 3), st.integers(1, 4), st.just(2)).flatmap(
    lambda shape: arrays.arrays(np.int64, shape, elements=WHOLE)
)
POPULATIONS = st.integers(1, 5).flatmap(lambda m: arrays.arrays(np.int64, (m, m), elements=WHOLE))


def steps(game: np.ndarray, here: Profile, *, neutral: bool) -> list[Profile]:
    """Where one better reply leads from a profile."""
    if game.ndim == 2:
        (b,) = here
        gains = {(a,): game[a, b] - game[b, a] for a in range(len(game)) if a != b}
    else:
        i, j = here
        gains = {(k, j): game[k, j, 0] - game[i, j, 0] for k in range(game.shape[0]) if k != i}
        gains |= {(i, k): game[i, k, 1] - game[i, j, 1] for k in range(game.shape[1]) if k != j}
    return [there for there, gain in gains.items() if gain > 0 or (neutral and gain == 0)]


def reach(game: np.ndarray, here: Profile, *, neutral: bool) -> set[Profile]:
    known, todo = {here}, [here]
    while todo:
        new = [there for there in steps(game, todo.pop(), neutral=neutral) if there not in known]
        known |= set(new)
        todo += new
    return known


@settings(deadline=None)
@given(st.one_of(GAMES, POPULATIONS), st.booleans())
def test_sinks_by_the_definition(game: np.ndarray, neutral: bool) -> None:
    profiles = list(np.ndindex(*game.shape[:2])) if game.ndim == 3 else [(a,) for a in range(len(game))]
    known = {p: reach(game, p, neutral=neutral) for p in profiles}
    expected = {tuple(sorted(known[p])) for p in profiles if all(p in known[q] for q in known[p])}
    found = sinks(game.astype(float), neutral=neutral)
    assert set(found) == expected
    assert list(found) == sorted(found, key=lambda sink: (len(sink), sink))


@settings(deadline=None)
@given(st.one_of(GAMES, POPULATIONS))
def test_a_chase_is_a_round_of_better_replies(game: np.ndarray) -> None:
    for sink in sinks(game.astype(float), neutral=False):
        way = chase(game.astype(float), sink)
        assert bool(way) == (len(sink) > 1)
        for here, there in zip(way, way[1:] + way[:1], strict=True):
            assert there in steps(game, here, neutral=False)
        assert len(set(way)) == len(way)
        assert set(way) <= set(sink)


@settings(deadline=None)
@given(POPULATIONS)
def test_rings_by_the_definition(table: np.ndarray) -> None:
    m = len(table)
    ahead = [[table[a, b] > table[b, a] for b in range(m)] for a in range(m)]
    assert beats(table.astype(float)).tolist() == ahead
    threes = [
        (a, b, c) for a in range(m) for b in range(m) for c in range(m)
        if a < min(b, c) and ahead[a][b] and ahead[b][c] and ahead[c][a]
    ]  # fmt: skip
    found = rings(table.astype(float))
    if threes:
        assert list(found) == threes
    assert all(ahead[a][b] for ring in found for a, b in zip(ring, ring[1:] + ring[:1], strict=True))
    assert len({len(ring) for ring in found}) <= 1


def test_a_ring_of_four_where_there_is_none_of_three() -> None:
    table = np.zeros((5, 5))
    for a, b in ((0, 1), (1, 2), (2, 3), (3, 0), (0, 4)):
        table[a, b] = 1.0
    assert rings(table) == ((0, 1, 2, 3),)


def test_strategies_in_a_ranking_have_no_ring() -> None:
    assert rings(np.triu(np.ones((6, 6)), 1)) == ()
    assert sinks(np.triu(np.ones((6, 6)), 1)) == (((0,),),)


def test_rings_are_listed_up_to_a_number() -> None:
    luck = np.random.default_rng(0).uniform(size=(12, 12))
    assert len(rings(luck)) > 5
    assert rings(luck, most=5) == rings(luck)[:5]


def test_two_pure_equilibria_are_two_sinks() -> None:
    game = np.array([[[2.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 2.0]]])
    assert sinks(game) == (((0, 0),), ((1, 1),))
    assert chase(game, ((0, 0),)) == ()


def test_two_seats_do_not_beat_one_another() -> None:
    with pytest.raises(ValueError, match="sinks"):
        beats(np.zeros((2, 2, 2)))
