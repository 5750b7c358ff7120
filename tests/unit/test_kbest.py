"""The k-best kernel against its twin, step by step and at once."""

import numpy as np
import pytest

from twins import kbest_twin
from twins.games import small_games
from zopa.game.kbest import advance, k_best, restart, start
from zopa.game.values import value_of

KINDS = [(False, False), (False, True), (True, False), (True, True)]


@pytest.mark.parametrize(("whole", "restricted"), KINDS)
@pytest.mark.parametrize("sizes", [(1,), (6,), (3, 4), (5, 1, 4, 3), (2, 2, 2, 2, 2, 2)])
@pytest.mark.parametrize("k", [1, 5, 1000])
def test_agrees_with_the_sorted_product(sizes: tuple[int, ...], whole: bool, restricted: bool, k: int) -> None:
    games = small_games(1, 20, sizes, whole, restricted)
    found = k_best(games.mine, games.allowed, games.first, k)
    for w in range(20):
        twin = kbest_twin.k_best(games.mine[w], games.allowed[w], games.first, k)
        n = int(found.count[w])
        assert n == len(twin)
        np.testing.assert_allclose(found.values[w, :n], [v for v, _ in twin], rtol=0, atol=1e-12)
        assert np.isneginf(found.values[w, n:]).all()
        chosen = found.packages[w, :n]
        assert len({tuple(p) for p in chosen.tolist()}) == n
        assert games.allowed[w, games.first[:-1] + chosen].all()
        cells = np.broadcast_to(games.mine[w], (n, games.mine.shape[1]))
        assert np.array_equal(value_of(cells, chosen, games.first), found.values[w, :n])
        if not whole:
            assert [tuple(p) for p in chosen.tolist()] == [p for _, p in twin]


def test_step_by_step_is_the_same_as_at_once() -> None:
    games = small_games(2, 50, (5, 4, 3, 5), whole=True)
    at_once = k_best(games.mine, games.allowed, games.first, 90)
    state = start(games.mine, games.allowed, games.first, room=1)
    luck = np.random.default_rng(3)
    need = np.zeros(50, dtype=np.int64)
    while need.min() < 90:
        need = np.minimum(need + luck.integers(0, 9, 50), 90)
        advance(state, need)
        assert np.array_equal(state.count, need)
    assert np.array_equal(state.packages[:, :90], at_once.packages)
    assert np.array_equal(state.values[:, :90], at_once.values)


def test_restarts_only_where_told() -> None:
    old, new = small_games(4, 30, (4, 4, 4)), small_games(5, 30, (4, 4, 4), restricted=True)
    changed = np.arange(30) % 3 == 0
    state = start(old.mine, old.allowed, old.first)
    advance(state, np.full(30, 20))
    mine = np.where(changed[:, None], new.mine, old.mine)
    allowed = np.where(changed[:, None], new.allowed, old.allowed)
    restart(state, mine, allowed, changed)
    assert np.array_equal(state.count, np.where(changed, 0, 20))
    advance(state, np.full(30, 25))
    fresh = k_best(mine, allowed, old.first, 25)
    assert np.array_equal(state.count, fresh.count)
    assert np.array_equal(state.packages[:, :25], fresh.packages)
    assert np.array_equal(state.values[:, :25], fresh.values)


@pytest.mark.parametrize("block", [1, 7])
def test_a_world_does_not_depend_on_its_block(block: int) -> None:
    games = small_games(6, 1024, (5, 5, 5, 5, 5))
    whole = k_best(games.mine, games.allowed, games.first, 20)
    for low in range(0, 1024, block * 16):
        g = games.part(low, low + block)
        part = k_best(g.mine, g.allowed, g.first, 20)
        assert np.array_equal(part.packages, whole.packages[low : low + block])
        assert np.array_equal(part.values, whole.values[low : low + block])


def test_twenty_issues_need_no_enumeration() -> None:
    games = small_games(7, 2, (10,) * 20)
    found = k_best(games.mine, games.allowed, games.first, 500)
    assert (found.count == 500).all()
    assert (np.diff(found.values) <= 1e-12).all()


def test_no_packages_are_refused() -> None:
    games = small_games(8, 1, (2,))
    with pytest.raises(ValueError, match="k must be at least 1"):
        k_best(games.mine, games.allowed, games.first, 0)
