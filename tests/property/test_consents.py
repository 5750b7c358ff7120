"""Laws of ratifiable offers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from twins.games import small_games
from zopa.game.consents import Consents, best_ratifiable, ratified, repair
from zopa.game.curve import best_for_you
from zopa.game.values import value_of

WORLDS = 12
SIZES = (3, 4, 2, 5)

seeds = st.integers(0, 10**6)
counts = st.integers(0, 4)
kinds = st.tuples(st.booleans(), st.booleans())


def game(seed: int, many: int, kind: tuple[bool, bool]) -> tuple:  # type: ignore[type-arg]
    games, luck = small_games(seed, WORLDS, SIZES, *kind), np.random.default_rng(seed)
    cells = np.array([small_games(seed + 1 + m, WORLDS, SIZES, kind[0]).mine for m in range(many)])
    cells = cells.reshape(many, WORLDS, sum(SIZES))
    least = np.round(luck.normal(1.0, 2.5, (many, WORLDS))) if kind[0] else luck.normal(1.0, 2.5, (many, WORLDS))
    least[luck.random(least.shape) < 0.2] = -np.inf
    target = np.round(luck.normal(1.0, 3.0, WORLDS))
    package, _ = best_for_you(games.mine, games.theirs, games.allowed, games.first, target)
    return games, target, Consents(cells, least), package, luck.random(WORLDS) < 0.8


@given(seed=seeds, many=counts, kind=kinds)
def test_what_is_ok_is_ratified_and_may_be_offered(seed: int, many: int, kind: tuple[bool, bool]) -> None:
    games, target, consents, came, needs = game(seed, many, kind)
    args = (games.mine, games.theirs, games.allowed, games.first, target, consents)
    package, worth, ok = repair(*args, came, needs)
    assert np.array_equal(ok, ratified(consents, package, games.first))
    best, best_worth, best_ok = best_ratifiable(games.mine, games.allowed, games.first, consents)
    assert np.array_equal(best_ok, ratified(consents, best, games.first))
    for found, value in ((package, worth), (best, best_worth)):
        assert np.take_along_axis(games.allowed, games.first[:-1] + found, axis=1).all()
        assert np.array_equal(value, value_of(games.mine, found, games.first))
    assert ok[needs & best_ok].all()


@given(seed=seeds, many=counts, kind=kinds)
def test_untouched_where_home_agrees_or_is_not_asked(seed: int, many: int, kind: tuple[bool, bool]) -> None:
    games, target, consents, came, needs = game(seed, many, kind)
    same = ratified(consents, came, games.first) | ~needs
    args = (games.mine, games.theirs, games.allowed, games.first, target)
    before = came.copy()
    package, _, ok = repair(*args, consents, came, needs)
    assert np.array_equal(package[same | ~ok], came[same | ~ok])
    assert np.array_equal(before, came)
    nobody = Consents(consents.cells, np.full_like(consents.least, -np.inf))
    package, _, ok = repair(*args, nobody, came, needs)
    assert ok.all()
    assert np.array_equal(package, came)


@given(seed=seeds, many=st.integers(1, 4), kind=kinds, ease=st.floats(0, 5))
def test_more_support_never_shrinks_the_win_set(seed: int, many: int, kind: tuple[bool, bool], ease: float) -> None:
    games, target, consents, came, needs = game(seed, many, kind)
    easier = Consents(consents.cells, consents.least - ease)
    args = (games.mine, games.theirs, games.allowed, games.first, target)
    package, _, ok = repair(*args, consents, came, needs)
    assert ratified(easier, package, games.first)[ok].all()
    assert (ratified(easier, came, games.first) | ~ratified(consents, came, games.first)).all()


@given(seed=seeds, many=counts, kind=kinds)
def test_a_batch_is_its_worlds_one_by_one(seed: int, many: int, kind: tuple[bool, bool]) -> None:
    games, target, consents, came, needs = game(seed, many, kind)
    whole = repair(games.mine, games.theirs, games.allowed, games.first, target, consents, came, needs)
    best = best_ratifiable(games.mine, games.allowed, games.first, consents)
    for w in range(WORLDS):
        one, cut = games.part(w, w + 1), slice(w, w + 1)
        alone = Consents(consents.cells[:, cut].copy(), consents.least[:, cut].copy())
        part = repair(one.mine, one.theirs, one.allowed, one.first, target[cut], alone, came[cut], needs[cut])
        own = best_ratifiable(one.mine, one.allowed, one.first, alone)
        for all_of_it, piece in zip((*whole, *best), (*part, *own), strict=True):
            assert np.array_equal(all_of_it[cut], piece)
