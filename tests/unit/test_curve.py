"""The curve's kernel against its twin, and its memory against working afresh."""

import numpy as np
import pytest

from twins import curve_twin
from twins.games import SmallGames, small_games
from zopa.game.curve import Curve, best_for_you
from zopa.game.values import value_of

KINDS = [(False, False), (False, True), (True, False), (True, True)]


def _own_best(games: SmallGames) -> np.ndarray:
    masked = np.where(games.allowed, games.mine, -np.inf)
    return np.maximum.reduceat(masked, games.first[:-1], axis=1).sum(axis=1)


def _targets(games: SmallGames, seed: int) -> np.ndarray:
    luck = np.random.default_rng(seed)
    target = _own_best(games) - luck.gamma(2.0, 1.5, games.mine.shape[0])
    return np.round(target) if np.array_equal(games.mine, np.round(games.mine)) else target


@pytest.mark.parametrize("dents", [False, True])
@pytest.mark.parametrize(("whole", "restricted"), KINDS)
@pytest.mark.parametrize("sizes", [(1,), (6,), (3, 4), (5, 1, 4, 3), (5, 5, 5, 5, 5)])
def test_agrees_with_the_twin(sizes: tuple[int, ...], whole: bool, restricted: bool, dents: bool) -> None:
    games = small_games(1, 60, sizes, whole, restricted)
    for seed in range(3):
        target = _targets(games, seed)
        package, own = best_for_you(games.mine, games.theirs, games.allowed, games.first, target, dents)
        assert np.array_equal(own, value_of(games.mine, package, games.first))
        for w in range(60):
            assert package[w].tolist() == curve_twin.best_for_you(
                games.mine[w].tolist(),
                games.theirs[w].tolist(),
                games.allowed[w].tolist(),
                games.first.tolist(),
                float(target[w]),
                dents,
            )


def test_a_target_met_to_the_last_bit_is_met() -> None:
    games = small_games(6, 400, (4, 5, 3, 6, 4))
    luck = np.random.default_rng(6)
    wish = luck.integers(0, np.diff(games.first), (400, 5)).astype(np.int16)
    target = value_of(games.mine, wish, games.first)
    package, own = best_for_you(games.mine, games.theirs, games.allowed, games.first, target)
    assert (own >= target).all()
    for w in range(400):
        args = (games.mine[w], games.theirs[w], games.allowed[w], games.first, target[w])
        assert package[w].tolist() == curve_twin.best_for_you(*args)


def test_beyond_the_best_it_is_the_best() -> None:
    games = small_games(7, 50, (4, 4, 4), whole=True)
    package, own = best_for_you(games.mine, games.theirs, games.allowed, games.first, np.full(50, 100.0))
    assert np.array_equal(own, _own_best(games))
    again, _ = best_for_you(games.mine, games.theirs, games.allowed, games.first, own)
    theirs = [value_of(games.theirs, p, games.first) for p in (package, again)]
    assert np.array_equal(*theirs)


def test_the_middle_of_nice_or_die_is_offered() -> None:
    mine, theirs = np.array([[1.0, 0.3, 0.0]]), np.array([[0.0, 0.3, 1.0]])
    package, own = best_for_you(mine, theirs, np.ones((1, 3), dtype=np.bool_), np.array([0, 3]), np.array([0.2]))
    assert package.tolist() == [[1]]
    assert own.tolist() == [0.3]


@pytest.mark.parametrize("dents", [False, True])
@pytest.mark.parametrize("whole", [False, True])
def test_memory_changes_nothing(whole: bool, dents: bool) -> None:
    games = small_games(8, 64, (5, 4, 5, 3), whole)
    luck = np.random.default_rng(9)
    memory = Curve.empty(64, games.first)
    mine, theirs, allowed = games.mine.copy(), games.theirs.copy(), games.allowed.copy()
    target = _own_best(games) + 1.0
    changed = own_changed = None
    for _ in range(120):
        fresh = best_for_you(mine, theirs, allowed, games.first, target, dents)
        kept = best_for_you(mine, theirs, allowed, games.first, target, dents, memory, changed, own_changed)
        assert np.array_equal(fresh[0], kept[0])
        assert np.array_equal(fresh[1], kept[1])
        target = target - np.where(luck.random(64) < 0.8, 1, -1) * luck.choice([0, 0.01, 0.1, 1], 64)
        changed, own_changed = luck.random(64) < 0.05, luck.random(64) < 0.02
        theirs[changed] = np.roll(theirs[changed], 1, axis=1)
        mine[own_changed] = np.roll(mine[own_changed], 1, axis=1)


def test_memory_of_another_depth_is_not_used() -> None:
    games = small_games(10, 200, (5, 5, 5, 5, 5))
    data = (games.mine, games.theirs, games.allowed, games.first, _targets(games, 1))
    memory, same = Curve.empty(200, games.first), np.zeros(200, dtype=np.bool_)
    for dents in (False, True, False):
        fresh, _ = best_for_you(*data, dents)
        kept, _ = best_for_you(*data, dents, memory, same)
        assert np.array_equal(fresh, kept)


@pytest.mark.parametrize("block", [1, 7])
@pytest.mark.parametrize("dents", [False, True])
def test_a_world_does_not_depend_on_its_block(block: int, dents: bool) -> None:
    games = small_games(11, 1024, (5, 5, 5, 5, 5))
    target = _targets(games, 2)
    whole, own = best_for_you(games.mine, games.theirs, games.allowed, games.first, target, dents)
    for low in range(0, 1024, block * 16):
        cut = slice(low, low + block)
        g = games.part(low, low + block)
        part, value = best_for_you(g.mine, g.theirs, g.allowed, g.first, target[cut], dents)
        assert np.array_equal(part, whole[cut])
        assert np.array_equal(value, own[cut])
