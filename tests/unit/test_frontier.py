"""The frontier kernel against its twin, its searches, its thinning and its blocks."""

import numpy as np
import pytest

from twins import frontier_twin
from twins.games import SmallGames, small_games
from zopa.game.frontier import (
    THINNED,
    Frontier,
    Offers,
    best_for_them,
    frontier,
    offer_from,
    packages_at,
)
from zopa.game.packing import Packing
from zopa.game.values import value_of

KINDS = [(False, False), (False, True), (True, False), (True, True)]


def _row(points: Frontier, w: int) -> list[tuple[float, float]]:
    cut = slice(points.start[w], points.start[w + 1])
    return list(zip(points.mine[cut].tolist(), points.theirs[cut].tolist(), strict=True))


def _frontier(games: SmallGames, cap: int = 4096) -> Frontier:
    return frontier(games.mine, games.theirs, games.allowed, games.first, cap)


def _transfers(clusters: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    luck = np.random.default_rng(5)
    mine = luck.random((1, clusters * 10))
    first = np.arange(clusters + 1, dtype=np.int64) * 10
    return mine, 1.0 - mine, np.ones(mine.shape, dtype=np.bool_), first


@pytest.mark.parametrize(("whole", "restricted"), KINDS)
@pytest.mark.parametrize("sizes", [(1,), (6,), (90,), (3, 4), (40, 3), (5, 1, 4, 3), (2, 2, 2, 2, 2, 2)])
def test_agrees_with_the_product(sizes: tuple[int, ...], whole: bool, restricted: bool) -> None:
    games = small_games(1, 30, sizes, whole, restricted)
    points = _frontier(games)
    assert not points.gap.any()
    assert not points.own_gap.any()
    for w in range(30):
        twin = frontier_twin.frontier(games.mine[w], games.theirs[w], games.allowed[w], games.first)
        assert _row(points, w) == twin


@pytest.mark.parametrize(("whole", "restricted"), KINDS)
def test_a_point_is_the_canonical_value_of_its_package(whole: bool, restricted: bool) -> None:
    games = small_games(2, 20, (5, 4, 3, 6, 5), whole, restricted)
    points = _frontier(games)
    world = np.repeat(np.arange(20), np.diff(points.start))
    chosen = packages_at(points, np.arange(world.size))
    assert np.array_equal(value_of(games.mine[world], chosen, games.first), points.mine)
    assert np.array_equal(value_of(games.theirs[world], chosen, games.first), points.theirs)
    assert games.allowed[world[:, None], games.first[:-1] + chosen].all()


def test_of_equal_points_the_last_cluster_decides() -> None:
    mine = np.array([[1.0, 0.0, 1.0, 0.0]])
    theirs = np.array([[0.0, 1.0, 0.0, 1.0]])
    points = frontier(mine, theirs, np.ones((1, 4), dtype=np.bool_), np.array([0, 2, 4]))
    assert _row(points, 0) == [(0.0, 2.0), (1.0, 1.0), (2.0, 0.0)]
    assert packages_at(points, np.array([1])).tolist() == [[1, 0]]


@pytest.mark.parametrize("side", [0, 1])
def test_searches_agree_with_the_twin(side: int) -> None:
    games = small_games(3, 40, (4, 3, 4), whole=True)
    points, offers = _frontier(games), Offers.none(40, 3)
    steps = np.arange(-10.5, 11.0, 0.5)
    for target in [*steps, *steps[::-1], *np.random.default_rng(5).choice(steps, 40)]:
        targets = np.full(40, target)
        index = best_for_them(points, targets, side)
        offer_from(points, targets, side, offers)
        assert np.array_equal(offers.package, packages_at(points, index))
        for w in range(40):
            twin = frontier_twin.best_for_them(_row(points, w), target, side)
            assert (points.mine[index[w]], points.theirs[index[w]]) == twin
            assert offers.own[w] == twin[side]


@pytest.mark.parametrize("block", [1, 7])
def test_a_world_does_not_depend_on_its_block(block: int) -> None:
    games = small_games(4, 1024, (5, 5, 5, 5, 5))
    whole = _frontier(games)
    for low in range(0, 1024, block * 16):
        part = _frontier(games.part(low, low + block))
        cut = slice(whole.start[low], whole.start[min(low + block, 1024)])
        assert np.array_equal(part.mine, whole.mine[cut])
        assert np.array_equal(part.theirs, whole.theirs[cut])
        assert np.array_equal(part.code, whole.code[cut])


def test_the_middle_of_nice_or_die_is_on_the_frontier() -> None:
    mine, theirs = np.array([[1.0, 0.3, 0.0]]), np.array([[0.0, 0.3, 1.0]])
    points = frontier(mine, theirs, np.ones((1, 3), dtype=np.bool_), np.array([0, 3]))
    assert packages_at(points, best_for_them(points, np.array([0.2]), 0)).tolist() == [[1]]
    assert packages_at(points, best_for_them(points, np.array([0.2]), 1)).tolist() == [[1]]


@pytest.mark.parametrize("cap", [4, 16, 100, 1000])
def test_thinning_loses_no_more_than_it_says(cap: int) -> None:
    data = _transfers(4)
    exact, thin = frontier(*data, cap=100_000), frontier(*data, cap=cap)
    assert exact.gap[0] == 0.0
    assert thin.gap[0] > 0.0
    assert 2 <= thin.mine.size <= cap
    for side, gap in ((0, thin.gap[0]), (1, thin.own_gap[0])):
        own, other = (exact.mine, exact.theirs) if side == 0 else (exact.theirs, exact.mine)
        kept = thin.theirs if side == 0 else thin.mine
        lost = [best - kept[best_for_them(thin, np.array([u]), side)[0]] for u, best in zip(own, other, strict=True)]
        assert max(lost) <= gap + 1e-12
    assert (thin.mine[0], thin.mine[-1]) == (exact.mine[0], exact.mine[-1])


def test_millions_of_efficient_packages_are_thinned() -> None:
    points = frontier(*_transfers(20), cap=50_000)
    assert points.mine.size <= THINNED
    assert 0.0 < points.gap[0] < 0.05 * (points.theirs[0] - points.theirs[-1])
    assert (np.diff(points.mine) > 0.0).all()
    assert (np.diff(points.theirs) < 0.0).all()


def test_a_cap_too_small_to_thin_is_refused() -> None:
    with pytest.raises(ValueError, match="cap must be at least 4"):
        frontier(*_transfers(2), cap=3)


def test_a_packing_keeps_fields_apart() -> None:
    packing = Packing(np.arange(21, dtype=np.int64) * 10)
    assert packing.words == 2
    fields = [
        (int(w), int(s) + b)
        for w, s, m in zip(packing.word, packing.shift, packing.mask, strict=True)
        for b in range(int(m).bit_length())
    ]
    assert len(fields) == len(set(fields)) == 80
    assert max(bit for _, bit in fields) < 64
