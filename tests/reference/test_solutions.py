"""The solutions' numbers from the literature, and their axioms."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twins import frontier_twin
from twins.games import small_games
from zopa.game.frontier import frontier
from zopa.game.values import value_of
from zopa.solutions.egalitarian import egalitarian
from zopa.solutions.kalai_smorodinsky import kalai_smorodinsky
from zopa.solutions.nash import nash
from zopa.solutions.pareto import CROWDED, Pareto, pareto_packages, row_of
from zopa.solutions.ties import tied_packages
from zopa.solutions.utilitarian import utilitarian

ZERO = np.zeros(2)
ALL = (nash, kalai_smorodinsky, egalitarian, utilitarian)


def _parabola(points: int = 200_001) -> np.ndarray:
    mine = np.linspace(0.0, 1.0, points)
    return np.column_stack((mine, 2.0 * (1.0 - mine**2)))


def _pareto(games: object, w: int, parties: int = 2) -> Pareto:
    cells = [games.mine[w], games.theirs[w], np.roll(games.mine[w], 2)][:parties]
    return pareto_packages(cells, games.allowed[w], games.first)


@pytest.mark.parametrize(
    ("solution", "point"),
    [
        (nash, (3**-0.5, 4 / 3)),
        (kalai_smorodinsky, ((5**0.5 - 1) / 2, 5**0.5 - 1)),
        (egalitarian, ((17**0.5 - 1) / 4, (17**0.5 - 1) / 4)),
        (utilitarian, (0.25, 1.875)),
    ],
)
def test_four_solutions_on_one_frontier(solution, point) -> None:
    payoffs = _parabola()
    chosen = solution(payoffs, ZERO)
    np.testing.assert_allclose(payoffs[chosen[0]], point, atol=4e-5)
    assert chosen.size == 1


def test_weighted_nash_on_a_line() -> None:
    mine = np.arange(0.0, 101.0)
    payoffs, d = np.column_stack((mine, 100.0 - mine)), np.array([20.0, 10.0])
    assert payoffs[nash(payoffs, d)].tolist() == [[55.0, 45.0]]
    assert payoffs[nash(payoffs, d, np.array([0.6, 0.4]))].tolist() == [[62.0, 38.0]]
    assert nash(payoffs, d, np.array([6.0, 4.0])).tolist() == [62]


def _log_roll() -> Pareto:
    """Two issues in steps of 1/11 of their weight: US (60, 40), Japan (30, 70)."""
    share = np.linspace(0.0, 1.0, 12)
    us, japan = np.concatenate((60 * share, 40 * share)), np.concatenate((30 - 30 * share, 70 - 70 * share))
    return pareto_packages([us, japan], np.ones(24, dtype=np.bool_), np.array([0, 12, 24]))


def test_log_rolling() -> None:
    deals = _log_roll()
    assert deals.exact
    for corner in ([0, 100], [60, 70], [100, 0]):
        assert np.isclose(deals.payoffs, corner, atol=1e-9).all(axis=1).any()
    for solution in (nash, utilitarian):
        np.testing.assert_allclose(deals.payoffs[solution(deals.payoffs, ZERO)], [[60.0, 70.0]])
    for solution in (kalai_smorodinsky, egalitarian):
        np.testing.assert_allclose(deals.payoffs[solution(deals.payoffs, ZERO)], [[700 / 11, 700 / 11]])


def test_nice_or_die() -> None:
    deals = pareto_packages(
        [np.array([1.0, 0.3, 0.0]), np.array([0.0, 0.3, 1.0])], np.ones(3, dtype=np.bool_), np.array([0, 3])
    )
    assert deals.packages.tolist() == [[2], [1], [0]]
    for solution in (nash, kalai_smorodinsky, egalitarian):
        assert solution(deals.payoffs, ZERO).tolist() == [1]
    assert utilitarian(deals.payoffs, ZERO).tolist() == [0, 2]


def test_without_a_rational_package_there_is_no_solution() -> None:
    payoffs = np.array([[1.0, 0.0], [0.0, 1.0]])
    for solution in ALL:
        assert solution(payoffs, np.array([0.5, 0.5])).size == 0


def test_where_nobody_can_gain_all_tie() -> None:
    payoffs = np.array([[1.0, 0.0], [1.0, -1.0]])
    for solution in ALL:
        assert solution(payoffs, np.array([1.0, 0.0])).tolist() == [0]
    assert nash(np.array([[2.0, 0.0], [0.0, 2.0]]), ZERO).tolist() == [0, 1]


def test_a_party_that_cannot_gain_is_no_obstacle() -> None:
    payoffs = np.array([[1.0, 0.0], [3.0, 0.0], [2.0, 0.0]])
    assert kalai_smorodinsky(payoffs, ZERO).tolist() == [1]
    assert egalitarian(payoffs, ZERO).tolist() == [1]


def test_leximin_breaks_ties_of_the_smallest() -> None:
    payoffs = np.array([[1.0, 4.0, 1.0], [1.0, 2.0, 3.0], [1.0, 3.0, 2.0], [0.0, 9.0, 9.0]])
    assert egalitarian(payoffs, np.zeros(3)).tolist() == [1, 2]


@pytest.mark.parametrize("weights", [[-1.0, 1.0], [0.0, 0.0], [1.0, 1.0, 1.0]])
def test_senseless_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weights"):
        nash(_parabola(3), ZERO, np.array(weights))


def test_parties_must_match() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        utilitarian(_parabola(3), np.zeros(3))
    with pytest.raises(ValueError, match="two parties or more"):
        pareto_packages([np.zeros(2)], np.ones(2, dtype=np.bool_), np.array([0, 2]))


@given(
    scale=st.tuples(st.floats(0.01, 100.0), st.floats(0.01, 100.0)),
    shift=st.tuples(st.floats(-100.0, 100.0), st.floats(-100.0, 100.0)),
)
def test_nash_and_kalai_smorodinsky_ignore_units(scale, shift) -> None:
    payoffs, a, b = _parabola(1001), np.array(scale), np.array(shift)
    for solution in (nash, kalai_smorodinsky):
        (before,), (after, *_) = solution(payoffs, ZERO), solution(payoffs * a + b, b)
        assert abs(before - after) <= 1


def test_egalitarian_and_utilitarian_do_not() -> None:
    payoffs = _parabola(1001)
    for solution in (egalitarian, utilitarian):
        assert solution(payoffs * np.array([3.0, 1.0]), ZERO)[0] != solution(payoffs, ZERO)[0]


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("parties", [2, 3])
def test_pareto_agrees_with_the_product(parties: int, whole: bool) -> None:
    games = small_games(1, 12, (3, 4, 2, 3), whole, restricted=True)
    for w in range(12):
        cells = [games.mine[w], games.theirs[w], np.roll(games.mine[w], 2)][:parties]
        everything = frontier_twin.packages(games.allowed[w], games.first)
        points = {tuple(frontier_twin.value(c, p, games.first) for c in cells) for p in everything}
        best = [a for a in points if not any(a != b and all(x >= y for x, y in zip(b, a, strict=True)) for b in points)]
        deals = _pareto(games, w, parties)
        assert deals.exact
        assert sorted(map(tuple, deals.payoffs.tolist())) == sorted(best)
        for i, row in enumerate(cells):
            table = np.broadcast_to(row, (deals.packages.shape[0], row.size))
            assert np.array_equal(value_of(table, deals.packages, games.first), deals.payoffs[:, i])


def test_a_row_of_a_block_is_the_world_alone() -> None:
    games = small_games(3, 5, (4, 4, 4))
    block = frontier(games.mine, games.theirs, games.allowed, games.first)
    for w in range(5):
        row, alone = row_of(block, w), _pareto(games, w)
        assert np.array_equal(row.payoffs, alone.payoffs)
        assert np.array_equal(row.packages, alone.packages)


def test_many_parties_are_thinned_with_a_gap() -> None:
    luck = np.random.default_rng(4)
    first = np.arange(7) * 5
    cells = list(luck.random((3, 30)))
    deals = pareto_packages(cells, np.ones(30, dtype=np.bool_), first, cap=60)
    assert not deals.exact
    assert deals.payoffs.shape[0] <= 60
    assert CROWDED >= 60
    exact = pareto_packages(cells, np.ones(30, dtype=np.bool_), first)
    assert exact.exact
    short = (exact.payoffs[:, None, :] - deals.payoffs[None, :, :]).max(axis=2).min(axis=1)
    assert short.max() <= deals.gap + 1e-12


@pytest.mark.parametrize("parties", [2, 3])
def test_ties_are_all_found(parties: int) -> None:
    games = small_games(5, 8, (3, 3, 4, 2), whole=True, restricted=True)
    for w in range(8):
        cells = [games.mine[w], games.theirs[w], np.roll(games.mine[w], 2)][:parties]
        everything = frontier_twin.packages(games.allowed[w], games.first)
        for point in _pareto(games, w, parties).payoffs:
            found = tied_packages(cells, games.allowed[w], games.first, point)
            same = [
                p
                for p in everything
                if all(frontier_twin.value(c, p, games.first) == x for c, x in zip(cells, point, strict=True))
            ]
            assert sorted(map(tuple, found.tolist())) == sorted(same)


def test_ties_stop_at_the_limit() -> None:
    cells = [np.tile([0.0, 0.0, 1.0], 20), np.tile([1.0, 1.0, 0.0], 20)]
    first = np.arange(21) * 3
    found = tied_packages(cells, np.ones(60, dtype=np.bool_), first, np.array([10.0, 10.0]), limit=50)
    assert len({tuple(p) for p in found.tolist()}) == 50
    assert ((found == 2).sum(axis=1) == 10).all()


def test_everything_in_twenty_issues_of_ten_levels() -> None:
    luck = np.random.default_rng(6)
    fall, rise = np.sort(luck.random((20, 10)))[:, ::-1], np.sort(luck.random((20, 10)))
    cells = [(fall * luck.random((20, 1))).ravel(), (rise * luck.random((20, 1))).ravel()]
    deals = pareto_packages(cells, np.ones(200, dtype=np.bool_), np.arange(21) * 10)
    assert deals.exact
    floor = deals.payoffs.min(axis=0)
    for a, b in itertools.combinations([deals.payoffs[s(deals.payoffs, floor)][0] for s in ALL], 2):
        assert (a >= floor).all()
        assert not (a > b).all()
