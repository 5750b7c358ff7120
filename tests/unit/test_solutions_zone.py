"""The zone of possible agreement: counted against the product of all levels, and estimated where it must be."""

import numpy as np
import pytest

from twins import frontier_twin
from twins.games import small_games
from zopa.solutions.zone import zone


def _by_looking(cells: list[np.ndarray], allowed: np.ndarray, first: np.ndarray, no_deal: np.ndarray) -> int:
    return sum(
        all(frontier_twin.value(row, package, first) >= worth - 1e-9 for row, worth in zip(cells, no_deal, strict=True))
        for package in frontier_twin.packages(allowed, first)
    )


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("parties", [2, 3])
@pytest.mark.parametrize("sizes", [(1,), (6,), (3, 4, 5, 3), (2, 2, 2, 2, 2, 2, 2)])
def test_agrees_with_the_product(sizes: tuple[int, ...], parties: int, whole: bool) -> None:
    games = small_games(7, 12, sizes, whole, restricted=True)
    for w in range(12):
        cells = [games.mine[w], games.theirs[w], np.roll(games.mine[w], 2)][:parties]
        no_deal = np.array([-1.0, 0.0, -2.0])[:parties]
        found = zone(cells, games.allowed[w], games.first, no_deal)
        assert found.exact
        assert found.error == 0.0
        assert found.packages == _by_looking(cells, games.allowed[w], games.first, no_deal)
        assert found.share == found.packages / len(frontier_twin.packages(games.allowed[w], games.first))


def test_tenths_add_up() -> None:
    """0.1 + 0.2 is worth 0.3, whatever binary numbers say."""
    cells = [np.array([0.0, 0.1, 0.0, 0.2]), np.array([0.3, 0.2, 0.3, 0.1])]
    found = zone(cells, np.ones(4, dtype=np.bool_), np.array([0, 2, 4]), np.array([0.3, 0.3]))
    assert found.packages == 1
    cells = [np.array([0.0, 0.3, 0.0, 0.2]), np.zeros(4)]  # 0.3 / 0.1 is a little less than 3
    found = zone(cells, np.ones(4, dtype=np.bool_), np.array([0, 2, 4]), np.array([0.3, 0.0]))
    assert found.packages == 2


def test_thirds_do_too() -> None:
    cells = [np.array([0.0, 1 / 3, 0.0, 1 / 3, 0.0, 1 / 3]), np.ones(6)]
    found = zone(cells, np.ones(6, dtype=np.bool_), np.array([0, 2, 4, 6]), np.array([1.0, 0.0]))
    assert found.packages == 1


def test_twenty_issues_of_ten_round_levels_are_counted() -> None:
    """A chance of one half by symmetry: sums of 0..9, 20 times, at least 90."""
    cells = [np.tile(np.arange(10.0), 20), np.zeros(200)]
    found = zone(cells, np.ones(200, dtype=np.bool_), np.arange(21) * 10, np.array([90.0, 0.0]))
    ways = np.array([1], dtype=object)
    for _ in range(20):
        ways = np.convolve(ways, np.ones(10, dtype=object))
    assert found.exact
    assert found.packages == sum(ways[90:])


def test_where_they_are_too_many_the_share_is_estimated() -> None:
    luck = np.random.default_rng(3)
    cells, first = list(luck.random((2, 60))), np.arange(7) * 10
    no_deal = np.array([3.0, 3.0])
    exact = zone(cells, np.ones(60, dtype=np.bool_), first, no_deal)
    about = zone(cells, np.ones(60, dtype=np.bool_), first, no_deal, room=50)
    assert exact.exact
    assert not about.exact
    assert 0.0 < about.error < 0.002
    assert abs(about.share - exact.share) < 4.0 * about.error
    assert about == zone(cells, np.ones(60, dtype=np.bool_), first, no_deal, room=50)


def test_an_estimate_of_none_is_not_certain() -> None:
    cells, first = list(np.random.default_rng(3).random((2, 60))), np.arange(7) * 10
    none = zone(cells, np.ones(60, dtype=np.bool_), first, np.array([9.0, 9.0]), room=50)
    assert none.packages == 0
    assert none.error > 0.0


def test_more_packages_than_a_counter_holds_are_estimated() -> None:
    cells = [np.zeros(300), np.zeros(300)]
    found = zone(cells, np.ones(300, dtype=np.bool_), np.arange(151) * 2, np.zeros(2))
    assert not found.exact
    assert found.share == 1.0
