"""Dominance by the definition, and what eliminating the dominated leaves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from zopa.analysis.metagame.dominance import dominance
from zopa.analysis.metagame.dominators import dominated, over
from zopa.analysis.metagame.equilibria import equilibria

TABLES = st.tuples(st.integers(1, 5), st.integers(1, 4)).flatmap(
    lambda shape: arrays.arrays(np.int64, shape, elements=st.integers(-3, 3))
)


@settings(deadline=None)
@given(TABLES)
def test_single_dominators_by_the_definition(table: np.ndarray) -> None:
    strictly, weakly = over(table.astype(float))
    for a, mine in enumerate(table.tolist()):
        for b, other in enumerate(table.tolist()):
            pairs = list(zip(mine, other, strict=True))
            assert strictly[a, b] == all(x > y for x, y in pairs)
            assert weakly[a, b] == (all(x >= y for x, y in pairs) and any(x > y for x, y in pairs))


@settings(deadline=None)
@given(TABLES)
def test_a_proof_holds_and_a_single_dominator_is_preferred(table: np.ndarray) -> None:
    payoffs = table.astype(float)
    strictly, weakly = over(payoffs)
    for i in range(len(payoffs)):
        found = dominated(payoffs, i)
        if found is None:
            assert not weakly[:, i].any()
            continue
        shares = np.zeros(len(payoffs))
        for k, share in found.by:
            shares[k] = share
        gain = (shares[:, None] * payoffs).sum(axis=0) - payoffs[i]
        assert shares[i] == 0.0
        assert shares.sum() == pytest.approx(1.0)
        assert (gain.min(), gain.max()) == pytest.approx((found.least, found.most), abs=1e-12)
        assert gain.min() > 1e-9 if found.strict else gain.min() >= -1e-8 and gain.max() > 1e-9
        assert found.strict or not strictly[:, i].any()
        assert (len(found.by) == 1) == ((strictly if found.strict else weakly)[:, i].any())


@settings(deadline=None)
@given(st.integers(0, 10**6))
def test_strictly_dominated_is_never_a_best_reply(seed: int) -> None:
    """Pearce (1984), lemma 3, with the beliefs of a grid: what some belief makes best is not dominated."""
    table = np.random.default_rng(seed).integers(-5, 6, (4, 3)).astype(float)
    steps = [np.array([a, b, 12 - a - b]) / 12 for a in range(13) for b in range(13 - a)]
    best = {int(i) for y in steps for i in np.flatnonzero(table @ y >= (table @ y).max() - 1e-12)}
    gone = {i for i in range(4) if dominated(table, i, strict=True) is not None}
    assert not best & gone


def test_a_mixture_dominates_weakly() -> None:
    """Half of each earns 1, 1, 2: as much as the third where that earns 1, more in the last column."""
    found = dominated(np.array([[2.0, 0.0, 2.0], [0.0, 2.0, 2.0], [1.0, 1.0, 1.0]]), 2)
    assert found is not None
    assert not found.strict
    assert found.by == ((0, pytest.approx(0.5)), (1, pytest.approx(0.5)))
    assert (found.least, found.most) == pytest.approx((0.0, 1.0), abs=1e-9)


def test_weakly_dominated_strategies_are_named_and_stay() -> None:
    """An offer that is refused or taken: to refuse is weakly dominated, and yet part of an equilibrium."""
    game = np.array([[[2.0, 2.0], [2.0, 2.0]], [[3.0, 1.0], [0.0, 0.0]]])  # even, or greedy; take, or refuse greed
    found = dominance(game)
    assert found.dominated[0] == ()
    assert [(d.strategy, d.by, d.strict) for d in found.dominated[1]] == [(1, ((0, 1.0),), False)]
    assert found.rounds == ()
    assert found.survivors == ((0, 1), (0, 1))
    assert ((0,), (1,)) in [each.supports for each in equilibria(game).found]


def test_twins_do_not_dominate_each_other() -> None:
    table = np.array([[1.0, 2.0], [1.0, 2.0 + 1e-12]])
    assert dominated(table, 0) is None
    assert dominated(table, 1) is None
    assert dominance(np.zeros((3, 4, 2))).dominated == ((), ())


def test_a_population_eliminates_together() -> None:
    """A race to the bottom: demanding one less than the other wins; each round takes the highest demand away."""
    demands = np.arange(1, 6)
    table = np.where(demands[:, None] < demands, 1.0 + demands[:, None] / 100, 0.0)
    table += np.where(demands[:, None] == demands, 0.5, 0.0) - demands[:, None] / 100
    found = dominance(table)
    assert found.survivors == ((0,),)
    assert found.rounds[0] == ((4,),)
    assert found.rounds[-1] == ((1,),)


def test_elimination_leaves_the_equilibria() -> None:
    for seed in range(30):
        game = np.random.default_rng(seed).integers(-9, 10, (5, 5, 2)).astype(float)
        left = dominance(game).survivors
        rest = game[np.ix_(*left)]
        inside = [[[left[seat][i] for i in own] for seat, own in enumerate(e.supports)] for e in equilibria(rest).found]
        assert inside == [[list(own) for own in each.supports] for each in equilibria(game).found]
