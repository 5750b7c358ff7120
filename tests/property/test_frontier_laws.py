"""Laws of the frontier and of the searches that live beside it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twins.games import SmallGames, small_games
from zopa.game.curve import best_for_you
from zopa.game.frontier import best_for_them, frontier
from zopa.game.kbest import k_best
from zopa.game.values import value_of

GAMES = st.builds(
    small_games,
    seed=st.integers(0, 2**32 - 1),
    worlds=st.just(3),
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=6).map(tuple),
    whole=st.booleans(),
    restricted=st.booleans(),
)


def _best(games: SmallGames) -> np.ndarray:
    return k_best(games.mine, games.allowed, games.first, 1).values[:, 0]


@given(GAMES)
def test_rows_rise_for_one_and_fall_for_the_other(games: SmallGames) -> None:
    points = frontier(games.mine, games.theirs, games.allowed, games.first)
    for w in range(3):
        cut = slice(points.start[w], points.start[w + 1])
        assert points.start[w] < points.start[w + 1]
        assert (np.diff(points.mine[cut]) > 0.0).all()
        assert (np.diff(points.theirs[cut]) < 0.0).all()


@given(GAMES)
def test_exchanging_the_parties_turns_the_frontier_round(games: SmallGames) -> None:
    one = frontier(games.mine, games.theirs, games.allowed, games.first)
    two = frontier(games.theirs, games.mine, games.allowed, games.first)
    for w in range(3):
        cut = slice(one.start[w], one.start[w + 1])
        assert np.array_equal(one.mine[cut][::-1], two.theirs[cut])
        assert np.array_equal(one.theirs[cut][::-1], two.mine[cut])


@given(GAMES, st.integers(0, 2**32 - 1))
def test_no_package_dominates_a_point(games: SmallGames, seed: int) -> None:
    points = frontier(games.mine, games.theirs, games.allowed, games.first)
    luck = np.random.default_rng(seed)
    best = np.maximum.reduceat(np.where(games.allowed, 1, -1) * 1.0, games.first[:-1], axis=1)
    assert (best > 0).all()
    for w in range(3):
        open_cells = [np.flatnonzero(games.allowed[w, a:b]) for a, b in zip(games.first, games.first[1:], strict=False)]
        wish = np.column_stack([luck.choice(cells, 50) for cells in open_cells]).astype(np.int16)
        mine, theirs = (
            value_of(np.broadcast_to(row[w], (50, row.shape[1])), wish, games.first)
            for row in (games.mine, games.theirs)
        )
        cut = slice(points.start[w], points.start[w + 1])
        covered = (points.mine[cut] >= mine[:, None]) & (points.theirs[cut] >= theirs[:, None])
        assert covered.any(axis=1).all()


@given(GAMES, st.floats(0.0, 12.0), st.booleans())
def test_the_curve_never_beats_the_frontier_and_keeps_its_word(games: SmallGames, give: float, dents: bool) -> None:
    target = _best(games) - give
    points = frontier(games.mine, games.theirs, games.allowed, games.first)
    package, own = best_for_you(games.mine, games.theirs, games.allowed, games.first, target, dents)
    most = points.theirs[best_for_them(points, target, 0)]
    assert (own >= target).all()
    assert (value_of(games.theirs, package, games.first) <= most).all()


@given(GAMES, st.floats(0.0, 12.0))
def test_dents_only_help(games: SmallGames, give: float) -> None:
    target = _best(games) - give
    data = (games.mine, games.theirs, games.allowed, games.first, target)
    plain, deep = (value_of(games.theirs, best_for_you(*data, d)[0], games.first) for d in (False, True))
    assert (deep >= plain).all()


@given(GAMES)
def test_the_ends_of_a_row_are_the_parties_bests(games: SmallGames) -> None:
    points = frontier(games.mine, games.theirs, games.allowed, games.first)
    theirs = k_best(games.theirs, games.allowed, games.first, 1).values[:, 0]
    assert np.array_equal(points.mine[points.start[1:] - 1], _best(games))
    assert np.array_equal(points.theirs[points.start[:-1]], theirs)
