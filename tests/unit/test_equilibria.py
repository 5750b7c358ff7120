"""Equilibria against all supports tried in whole numbers, with and without ties, and where games are too large."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from twins import equilibria_twin as twin
from zopa.analysis.metagame.envelope import corners
from zopa.analysis.metagame.equilibria import Equilibria, equilibria
from zopa.analysis.metagame.equilibrium import regrets
from zopa.analysis.metagame.reduced import alike
from zopa.game.arrays import Floats

WHOLE = st.integers(-2, 2)
GAMES = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda s: arrays.arrays(np.int64, (*s, 2), elements=WHOLE)
)
POPULATIONS = st.integers(1, 5).flatmap(lambda m: arrays.arrays(np.int64, (m, m), elements=WHOLE))


def exact(payoffs: np.ndarray, found: Equilibria) -> list[tuple[Floats, ...]]:
    """All extreme equilibria of the twin, with the shares of strategies that are alike given to the first."""
    if payoffs.ndim == 2:
        known = [(x, x) for x in twin.symmetric(payoffs.tolist())]
    else:
        known = twin.equilibria(payoffs[:, :, 0].tolist(), payoffs[:, :, 1].T.tolist())
    out = []
    for mixes in known:
        pair = []
        for mix, classes in zip(mixes, (found.alike[0], found.alike[-1]), strict=True):
            shares = np.array(mix) / sum(mix)
            for first, *rest in classes:
                shares[first] += shares[rest].sum()
                shares[rest] = 0.0
            pair.append(shares)
        if not any(same(pair, other) for other in out):
            out.append(tuple(pair))
    return out


def same(one: tuple[Floats, ...] | list[Floats], other: tuple[Floats, ...] | list[Floats]) -> bool:
    return all(np.abs(a - b).max() <= 1e-9 for a, b in zip(one, other, strict=True))


def supports(game: np.ndarray) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [each.supports for each in equilibria(game).found]


def assert_same(payoffs: np.ndarray) -> Equilibria:
    """Every one of the twin's is found, none besides, and none that is not an equilibrium."""
    found = equilibria(payoffs.astype(float))
    known = exact(payoffs, found)
    assert found.complete
    assert len(found.found) == len(known)
    for each in found.found:
        assert max(each.regrets) <= 1e-9
        assert any(same((each.x, each.y), other) for other in known)
    return found


def seven() -> np.ndarray:
    return np.random.default_rng(12).integers(-99, 100, (6, 6, 2))


def test_random_games_of_two_to_six_strategies() -> None:
    counts = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        counts.append(len(assert_same(rng.integers(-1000, 1001, (*rng.integers(2, 7, 2), 2))).found))
    # Almost all games have an odd number of equilibria: Wilson (1971), SIAM J. Applied Mathematics 21: 80-87.
    assert all(count % 2 == 1 for count in counts)
    assert max(counts) >= 7


def test_corners_of_envelopes_full_of_ties() -> None:
    """Corners that share many tight constraints need not share an edge; none is found twice, none too many."""
    for seed in range(60):
        table = np.random.default_rng(seed).integers(-1, 2, (6, 4))
        found, known = corners(table / 2.0, 1000), twin.corners(table.tolist())
        assert found is not None
        assert len(found.level) == len(known)
        shares = {tuple((np.array(mix) / sum(mix)).round(9).tolist()) for mix in known}
        assert {tuple(mix) for mix in found.shares.round(9).tolist()} == shares


def test_a_game_with_seven_equilibria() -> None:
    found = assert_same(seven())
    assert [each.supports for each in found.found] == [
        ((0,), (1,)), ((5,), (0,)), ((0, 5), (0, 1)), ((1, 5), (0, 2)), ((3, 5), (3, 5)), ((0, 4, 5), (0, 1, 2)),
        ((0, 3, 4, 5), (1, 2, 3, 5)),
    ]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(GAMES)
def test_games_with_ties_and_duplicates(payoffs: np.ndarray) -> None:
    found = assert_same(payoffs)
    own, across = payoffs[:, :, 0], payoffs[:, :, 1]
    spare = [{i for c in classes for i in c[1:]} for classes in found.alike]
    pure = {(each.supports[0][0], each.supports[1][0]) for each in found.found if sum(map(len, each.supports)) == 2}
    for i, j in np.argwhere((own == own.max(axis=0)) & (across == across.max(axis=1, keepdims=True))).tolist():
        assert (i, j) in pure or i in spare[0] or j in spare[1]


@settings(deadline=None, max_examples=150)
@given(POPULATIONS)
def test_symmetric_equilibria_with_ties_and_duplicates(payoffs: np.ndarray) -> None:
    assert_same(payoffs)


def test_random_populations() -> None:
    for seed in range(60):
        rng = np.random.default_rng(seed)
        m = int(rng.integers(2, 7))
        assert len(assert_same(rng.integers(-1000, 1001, (m, m))).found) % 2 == 1


@settings(deadline=None, max_examples=60)
@given(GAMES, st.randoms(use_true_random=False))
def test_strategies_in_another_order_have_the_same_equilibria(payoffs: np.ndarray, luck: Random) -> None:
    rows, columns = (luck.sample(range(k), k) for k in payoffs.shape[:2])
    one, other = equilibria(payoffs.astype(float)), equilibria(payoffs[rows][:, columns].astype(float))
    payoff = [sorted(np.round(each.payoffs, 9).tolist() for each in found.found) for found in (one, other)]
    assert payoff[0] == payoff[1]
    assert sorted(map(len, one.continua)) == sorted(map(len, other.continua))


def test_units_and_zero_do_not_matter() -> None:
    """Nor does what a seat earns whatever it does, even if that is large."""
    game = seven().astype(float)
    moved = game * [1e-3, 1e4] + np.array([1e3, -1e6])
    moved[:, :, 0] += 1e3 * np.arange(6)
    for one, other in zip(equilibria(game).found, equilibria(moved).found, strict=True):
        assert one.supports == other.supports
        np.testing.assert_allclose((one.x, one.y), (other.x, other.y), atol=1e-6)


def test_duplicates_are_named_and_the_first_plays_for_all() -> None:
    game = seven().astype(float)[[0, 1, 2, 3, 4, 5, 0, 4, 4]][:, [0, 1, 2, 3, 4, 5, 2]]
    found = equilibria(game)
    assert found.alike == (((0, 6), (4, 7, 8)), ((2, 6),))
    assert alike(game) == found.alike
    assert found.survivors == (tuple(range(6)),) * 2
    assert [each.supports for each in found.found] == [
        each.supports for each in equilibria(seven().astype(float)).found
    ]


def test_duplicates_among_what_survives_are_merged_too() -> None:
    """Two rows differ against a column that nobody plays alone."""
    row = np.array([[1.0, 0.0, 3.0], [1.0, 0.0, 2.0], [0.0, 1.0, 0.0]])
    column = np.array([[0.0, 1.0, -1.0], [0.0, 1.0, -1.0], [1.0, 0.0, -1.0]])
    found = equilibria(np.stack((row, column), axis=2))
    assert found.alike == (((0, 1),), ())
    assert found.survivors == ((0, 2), (0, 1))
    assert [each.x.round(9).tolist() for each in found.found] == [[0.5, 0.0, 0.5]]


def test_a_game_too_large_says_so_and_what_it_finds_are_equilibria() -> None:
    game = seven().astype(float)
    every, few = equilibria(game), equilibria(game, room=10)
    assert not few.complete
    assert "6 × 6 strategies" in few.why
    known = [each.supports for each in every.found]
    # All pure ones and all of two strategies a side, and what paths lead to.
    assert {(each.supports, each.component) for each in few.found} >= {(s, None) for s in known if len(s[0]) <= 2}
    assert all(each.supports in known and max(each.regrets) <= 1e-9 for each in few.found)
    assert few.continua == ()


def test_a_population_too_large_says_so_and_what_it_finds_are_equilibria() -> None:
    for seed in range(20):
        table = np.random.default_rng(seed).uniform(size=(7, 7))
        every, few = equilibria(table), equilibria(table, room=8)
        assert few.found
        assert not few.complete or few.survivors != (tuple(range(7)),)
        known = [each.supports for each in every.found]
        assert {s for s in known if len(s[0]) <= 2} <= {each.supports for each in few.found} <= set(known)


def test_many_strategies_of_which_few_survive() -> None:
    rng = np.random.default_rng(5)
    game = np.vstack((seven(), np.full((34, 6, 2), [-200, 0]) + rng.integers(0, 50, (34, 6, 2))))
    game = np.hstack((game, np.full((40, 34, 2), [0, -200]) + rng.integers(0, 50, (40, 34, 2)))).astype(float)
    found = equilibria(game)
    assert found.complete
    assert [each.supports for each in found.found] == [
        each.supports for each in equilibria(seven().astype(float)).found
    ]


def test_larger_games_have_an_odd_number_and_the_ends_of_all_paths() -> None:
    for seed in range(6):
        game = np.random.default_rng(seed).uniform(size=(11, 10, 2))
        found = equilibria(game)
        assert found.complete
        assert len(found.found) % 2 == 1
        assert max(max(each.regrets) for each in found.found) <= 1e-12
        ends = equilibria(game, room=50)
        assert not ends.complete
        assert {each.supports for each in ends.found} <= {each.supports for each in found.found}


def test_regret_of_any_pair_of_mixtures() -> None:
    game = np.array([[[3.0, 3.0], [0.0, 5.0]], [[5.0, 0.0], [1.0, 1.0]]])
    assert regrets(game, np.array([1.0, 0.0]), np.array([1.0, 0.0])) == (2.0, 2.0)
    assert regrets(game, np.array([0.5, 0.5]), np.array([0.0, 1.0])) == (0.5, 0.0)


@pytest.mark.parametrize("shape", [(2, 3), (2, 2, 3), (2, 2, 2, 3), (0, 2, 2), (4,)])
def test_what_is_no_game_of_two_seats_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"seats|population|no game"):
        equilibria(np.zeros(shape))


def test_a_profile_that_was_not_played_is_refused() -> None:
    game = np.zeros((2, 2, 2))
    game[1, 0, 1] = np.nan
    with pytest.raises(ValueError, match="1 payoffs are missing"):
        equilibria(game)
