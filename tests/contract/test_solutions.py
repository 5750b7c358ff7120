"""What every solution keeps, tried on all of them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.game.arrays import Floats, Ints
from zopa.solutions import lottery
from zopa.solutions.egalitarian import egalitarian
from zopa.solutions.kalai_smorodinsky import kalai_smorodinsky
from zopa.solutions.nash import nash
from zopa.solutions.proportional import proportional
from zopa.solutions.raiffa import raiffa
from zopa.solutions.utilitarian import utilitarian

Solution = Callable[[Floats, Floats], Ints]


@dataclass(frozen=True)
class Law:
    """A solution and what it declares.

    Attributes:
        solve: The solution, with equal weights where it takes any.
        lotteries: The same where lotteries may be agreed, by chain and disagreement.
        units: Whether each party's units can be changed without changing what is chosen.
        shift: Whether payoffs and disagreement can be shifted together, each party's on its own.
        independent: Whether leaving out packages that were not chosen changes nothing.
    """

    solve: Solution
    lotteries: Callable[[lottery.Chain, Floats], lottery.Lottery]
    units: bool
    shift: bool = True
    independent: bool = True


def _even(payoffs: Floats, disagreement: Floats) -> Ints:
    return proportional(payoffs, disagreement, np.full(disagreement.shape, 2.0))


LAWS = {
    "nash": Law(nash, lottery.nash, units=True),
    "kalai_smorodinsky": Law(kalai_smorodinsky, lottery.kalai_smorodinsky, units=True, independent=False),
    "egalitarian": Law(egalitarian, lottery.egalitarian, units=False),
    "proportional": Law(_even, lambda c, d: lottery.proportional(c, d, np.full(2, 2.0)), units=False),
    "raiffa": Law(raiffa, lottery.raiffa, units=True, independent=False),
    "utilitarian": Law(utilitarian, lambda c, _: lottery.utilitarian(c)[0], units=False),
}
EACH = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)

seeds = st.integers(0, 100_000)
parties = st.integers(2, 4)


def _efficient(payoffs: Floats) -> Floats:
    """The efficient points, each once, by rising payoff of the first party."""
    points = np.unique(payoffs, axis=0)
    beaten = (points[:, None, :] >= points[None, :, :]).all(axis=2).sum(axis=0) > 1
    return points[~beaten]


def _game(seed: int, parties: int, whole: bool = True) -> tuple[Floats, Floats]:
    """Efficient points, whole numbers for ties, and what no deal is worth."""
    luck = np.random.default_rng(seed)
    shape = (luck.integers(1, 40), parties)
    payoffs = luck.integers(0, 13, shape).astype(float) if whole else luck.random(shape)
    return _efficient(payoffs), (luck.integers(0, 6, parties) / (1 if whole else 12)).astype(float)


def _rows(payoffs: Floats, chosen: Ints) -> set[tuple[float, ...]]:
    return {tuple(row) for row in payoffs[chosen].tolist()}


@EACH
@given(seed=seeds, parties=parties)
@settings(max_examples=30, deadline=None)
def test_nobody_signs_for_less_than_no_deal(law: Law, seed: int, parties: int) -> None:
    payoffs, walk_away = _game(seed, parties)
    chosen = law.solve(payoffs, walk_away)
    assert (payoffs[chosen] >= walk_away).all()
    assert (chosen.size > 0) == (payoffs >= walk_away).all(axis=1).any()
    assert np.unique(chosen).size == chosen.size


@EACH
@given(seed=seeds, parties=parties)
@settings(max_examples=30, deadline=None)
def test_of_inefficient_packages_too_an_efficient_one_is_chosen(law: Law, seed: int, parties: int) -> None:
    """Nothing that a solution chooses among all packages is worse for everybody than another; where it compares every
    party's gain, not even as good for all and better for one. (Nash where somebody cannot gain ties all products of 0.)
    """
    luck = np.random.default_rng(seed)
    payoffs, walk_away = luck.integers(0, 13, (30, parties)).astype(float), np.full(parties, 2.0)
    chosen = law.solve(payoffs, walk_away)
    if law.solve is nash and (payoffs[chosen] == walk_away).any():
        return
    if law.solve in (kalai_smorodinsky, raiffa) and chosen.size and (payoffs[chosen] == walk_away).any():
        return
    efficient = _rows(_efficient(payoffs), np.arange(_efficient(payoffs).shape[0]))
    assert _rows(payoffs, chosen) <= efficient


@EACH
@given(seed=seeds, parties=parties, by=st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_exchanging_parties_exchanges_what_they_get(law: Law, seed: int, parties: int, by: int) -> None:
    payoffs, walk_away = _game(seed, parties)
    order = np.roll(np.arange(parties), by)
    there = payoffs[:, order]
    assert _rows(there, law.solve(there, walk_away[order])) == _rows(there, law.solve(payoffs, walk_away))


@EACH
@given(seed=seeds, parties=parties)
@settings(max_examples=30, deadline=None)
def test_the_order_of_packages_does_not_matter_and_ties_are_all_kept(law: Law, seed: int, parties: int) -> None:
    payoffs, walk_away = _game(seed, parties)
    order = np.random.default_rng(seed).permutation(payoffs.shape[0])
    assert set(order[law.solve(payoffs[order], walk_away)]) == set(law.solve(payoffs, walk_away))
    twice = np.concatenate((payoffs, payoffs))
    chosen = law.solve(payoffs, walk_away)
    assert set(law.solve(twice, walk_away)) == set(chosen) | set(chosen + payoffs.shape[0])


@EACH
@given(seed=seeds, parties=parties, shift=st.lists(st.integers(-50, 50), min_size=4, max_size=4))
@settings(max_examples=30, deadline=None)
def test_shifting_a_party_and_its_disagreement_changes_nothing(law: Law, seed: int, parties: int, shift) -> None:
    payoffs, walk_away = _game(seed, parties)
    by = np.array(shift[:parties], dtype=float)
    assert law.shift
    assert law.solve(payoffs + by, walk_away + by).tolist() == law.solve(payoffs, walk_away).tolist()


@EACH
def test_units_matter_as_declared(law: Law) -> None:
    changed = []
    for seed in range(80):
        payoffs, walk_away = _game(seed, 2)
        for scale in ([4.0, 1.0], [0.5, 8.0]):
            by = np.array(scale)  # powers of two leave no rounding
            changed.append(law.solve(payoffs * by, walk_away * by).tolist() != law.solve(payoffs, walk_away).tolist())
    assert any(changed) != law.units


@EACH
def test_packages_that_are_not_chosen_matter_as_declared(law: Law) -> None:
    changed = []
    for seed in range(150):
        payoffs, walk_away = _game(seed, 2)
        chosen = law.solve(payoffs, walk_away)
        for gone in range(payoffs.shape[0]):
            if gone not in chosen:
                less = np.delete(payoffs, gone, axis=0)
                changed.append(_rows(less, law.solve(less, walk_away)) != _rows(payoffs, chosen))
    assert any(changed) != law.independent


@EACH
@given(seed=seeds)
@settings(max_examples=30, deadline=None)
def test_in_a_symmetric_game_the_choice_is_symmetric(law: Law, seed: int) -> None:
    half, _ = _game(seed, 2)
    payoffs = _efficient(np.concatenate((half, half[:, ::-1])))
    rows = _rows(payoffs, law.solve(payoffs, np.full(2, 3.0)))
    assert rows == {row[::-1] for row in rows}


@EACH
@given(seed=seeds)
@settings(max_examples=80, deadline=None)
def test_a_lottery_is_rational_efficient_and_what_it_says(law: Law, seed: int) -> None:
    payoffs, walk_away = _game(seed, 2, whole=False)
    found = lottery.chain(payoffs, walk_away)
    if found is None:
        # then no package is rational either
        assert law.solve(payoffs, walk_away).size == 0
        return
    drawn = law.lotteries(found, walk_away)
    (i, j), q = drawn.packages, drawn.chance
    np.testing.assert_allclose(drawn.payoffs, (1 - q) * payoffs[i] + q * payoffs[j], atol=1e-12)
    assert 0.0 <= q < 1.0
    assert (drawn.payoffs >= walk_away - 1e-9).all()
    # no lottery over packages is better for both: no line through it has a package above
    for weight in np.linspace(0.0, 1.0, 201):
        direction = np.array([weight, 1.0 - weight])
        if (payoffs @ direction).max() <= drawn.payoffs @ direction + 1e-9:
            return
    edge = payoffs[j] - payoffs[i]
    direction = np.array([-edge[1], edge[0]])
    assert i != j
    assert (payoffs @ direction).max() <= drawn.payoffs @ direction + 1e-9


@pytest.mark.parametrize("name", ["nash", "egalitarian", "proportional", "utilitarian"])
@given(seed=seeds)
@settings(max_examples=30, deadline=None)
def test_with_lotteries_the_objective_is_at_least_as_large(name: str, seed: int) -> None:
    payoffs, walk_away = _game(seed, 2, whole=False)
    found, chosen = lottery.chain(payoffs, walk_away), LAWS[name].solve(payoffs, walk_away)
    if found is None or chosen.size == 0:
        return
    score = {"nash": np.prod, "utilitarian": np.sum}.get(name, np.min)
    drawn = LAWS[name].lotteries(found, walk_away)
    assert score(drawn.payoffs - walk_away) >= score(payoffs[chosen[0]] - walk_away) - 1e-9


def test_every_solution_that_zopa_solves_for_is_tried() -> None:
    from zopa.build.solve import SOLUTIONS

    assert set(SOLUTIONS) == set(LAWS)
