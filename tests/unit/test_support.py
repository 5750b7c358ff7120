"""How often strategies are in supports, or carry mass, when worlds are drawn again."""

from collections.abc import Sequence

import numpy as np
import pytest

from zopa.analysis.sureness.replicates import Replicates, replicate
from zopa.analysis.sureness.support import games, massive, support
from zopa.game.arrays import Floats


def pure(payoffs: Floats) -> list[Sequence[Sequence[int]]]:
    """Supports of all pure equilibria of a game of two."""
    rows, columns = payoffs[..., 0], payoffs[..., 1]
    best = (rows == rows.max(axis=0)) & (columns == columns.max(axis=1, keepdims=True))
    return [((int(i),), (int(j),)) for i, j in zip(*np.nonzero(best), strict=True)]


def game(noise: float) -> list[Replicates]:
    """Rows: the first is better by 1 whatever the other does; columns: the same to both but for noise."""
    rng = np.random.default_rng(0)
    row = np.repeat([1.0, 0.0], 3)[:, None] + noise * rng.normal(size=(6, 40))
    column = np.tile([0.0, 0.0, -5.0], 2)[:, None] + rng.normal(size=(6, 40))
    return [replicate(row, 400), replicate(column, 400)]


def test_shares_of_supports() -> None:
    found = support(game(0.1), (2, 3), pure, 150)
    assert len(found.equilibria) == 150
    assert set(found.equilibria) == {1}
    np.testing.assert_array_equal(found.some[0], [1.0, 0.0])
    np.testing.assert_array_equal(found.every[0], [1.0, 0.0])
    assert found.some[1][2] == 0.0
    assert found.some[1].sum() == pytest.approx(1.0)
    column = game(0.1)[1].drawn[:150]
    assert found.some[1][0] == pytest.approx((column[:, 0] > column[:, 1]).mean())
    assert 0.0 < found.some[1][0] < 1.0


def test_with_several_equilibria_some_and_every_differ_and_with_none_both_are_0() -> None:
    both = support(game(0.1), (2, 3), lambda _: [((0,), (0, 1)), ((1, 0), (1,))], 5)
    assert [one.tolist() for one in both.some] == [[1.0, 1.0], [1.0, 1.0, 0.0]]
    assert [one.tolist() for one in both.every] == [[1.0, 0.0], [0.0, 1.0, 0.0]]
    none = support(game(0.1), (2, 3), lambda _: [], 5)
    assert [one.tolist() for one in none.every] == [[0.0, 0.0], [0.0, 0.0, 0.0]]


def test_games_are_those_of_the_resamples_and_a_cell_that_was_not_drawn_keeps_its_mean() -> None:
    values = np.full((4, 6), np.nan)
    values[:3], values[3, 0] = np.arange(18.0).reshape(3, 6), 9.0
    some = replicate(values, 30)
    found = list(games([some, some], (2, 2), 30))
    assert np.isnan(some.drawn[:, 3]).any()
    assert all(one[1, 1, 0] == 9.0 for one in found)
    np.testing.assert_array_equal([one[0, 1, 1] for one in found], some.drawn[:, 1])


def test_masses_of_strategies_add_up_over_what_the_others_play() -> None:
    masses = np.array([[0.5, 0.005, 0.006], [0.484, 0.005, 0.0]])
    over = massive(game(0.1), (2, 3), lambda _: masses, above=0.007, limit=3)
    assert [one.tolist() for one in over] == [[1.0, 1.0], [1.0, 1.0, 0.0]]
