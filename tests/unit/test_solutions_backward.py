"""Backward induction: the kernel against its twin, its path, its laws, and its shapes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twins import backward_twin
from twins.games import small_games
from zopa.game.frontier import Frontier, frontier
from zopa.solutions.induction import REFUSED, WALKS, Terms, terms
from zopa.solutions.subgame_perfect import above, accepts, backward_induction, equilibrium, stationary

WORLDS, PROPOSALS = 40, 9


def _row(points: Frontier, w: int) -> list[tuple[float, float]]:
    cut = slice(points.start[w], points.start[w + 1])
    return list(zip(points.mine[cut].tolist(), points.theirs[cut].tolist(), strict=True))


def _game(seed: int, whole: bool = False, floors: bool = False) -> tuple[Frontier, Terms]:
    """Random packages and rules; some worlds without hazard, some without anything outside."""
    games = small_games(seed, WORLDS, (3, 4, 3), whole)
    luck = np.random.default_rng(seed)
    pair = (2, WORLDS)
    outside = np.where(luck.random(pair) < 0.5, -np.inf, luck.normal(1.0, 1.0, pair))
    rules = Terms(
        luck.integers(0, 2, PROPOSALS),
        luck.choice([0.0, 0.5, 1.0, 2.0], PROPOSALS),
        np.where(luck.random(pair) < 0.3, 1.0, luck.uniform(0.5, 1.05, pair)),
        luck.normal(0.0, 0.2, pair),
        luck.normal(0.0, 1.0, pair),
        np.where(luck.random(WORLDS) < 0.5, 0.0, luck.random(WORLDS)),
        luck.normal(-1.0, 1.0, pair),
        outside,
    )
    points = frontier(games.mine, games.theirs, games.allowed, games.first)
    return (above(points, luck.normal(0.0, 2.0, pair)) if floors else points), rules


def _part(points: Frontier, rules: Terms, low: int, high: int) -> tuple[Frontier, Terms]:
    cut = slice(points.start[low], points.start[high])
    part = Frontier(
        points.start[low : high + 1] - points.start[low], points.mine[cut], points.theirs[cut], points.code[cut],
        points.gap[low:high], points.own_gap[low:high], points.packing,
    )  # fmt: skip
    of_worlds = {k: np.ascontiguousarray(v[..., low:high]) for k, v in list(rules._asdict().items())[2:]}
    return part, rules._replace(**of_worlds)


@pytest.mark.parametrize("floors", [False, True])
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_the_twin(seed: int, whole: bool, floors: bool) -> None:
    points, rules = _game(seed, whole, floors)
    found = equilibrium(points, rules)
    fails = {"refused": REFUSED, "walks": WALKS}
    for w in range(WORLDS):
        of_world = [[float(pair[w]) for pair in rules[i]] for i in (2, 3, 4)]
        asks, ends, value = backward_twin.backward_induction(
            _row(points, w), rules.proposer, rules.wait, *of_world, float(rules.hazard[w]), rules.broken[:, w],
            rules.outside[:, w],
        )  # fmt: skip
        np.testing.assert_allclose(found.asks[:, w].T, asks, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(found.value[:, w], value, rtol=1e-12, atol=1e-14)
        for i, end in zip(found.point[w], ends, strict=True):
            assert (i == fails[end]) if isinstance(end, str) else (points.mine[i], points.theirs[i]) == end


def test_every_way_to_end_comes_up() -> None:
    points, rules = _game(0)
    found = equilibrium(points, rules)
    assert (found.point >= 0).any()
    assert (found.point == REFUSED).any()
    assert (found.point == WALKS).any()
    assert (found.when == PROPOSALS).any() == (found.deal == REFUSED).any()
    assert (found.when[found.deal >= 0] < PROPOSALS).all()


def test_the_path_ends_at_the_first_proposal_that_is_not_just_refused() -> None:
    points, rules = _game(3)
    found = equilibrium(points, rules)
    for w in range(WORLDS):
        ended = [n for n in range(PROPOSALS) if found.point[w, n] != REFUSED]
        assert found.when[w] == (ended[0] if ended else PROPOSALS)
        assert found.deal[w] == (found.point[w, ended[0]] if ended else REFUSED)


@pytest.mark.parametrize("size", [1, 7])
def test_a_world_does_not_depend_on_its_block(size: int) -> None:
    points, rules = _game(5, floors=True)
    whole, for_ever = equilibrium(points, rules), stationary(points, rules, tolerance=1e-6, most=60)
    for low in range(0, WORLDS, size):
        high = min(low + size, WORLDS)
        part, some = _part(points, rules, low, high)
        alone, alone_for_ever = equilibrium(part, some), stationary(part, some, tolerance=1e-6, most=60)
        assert np.array_equal(alone.asks, whole.asks[:, low:high])
        assert np.array_equal(alone.value, whole.value[:, low:high])
        assert np.array_equal(alone_for_ever.asks, for_ever.asks[:, low:high])
        assert np.array_equal(alone_for_ever.error, for_ever.error[low:high])


def test_asks_alone_are_those_of_the_equilibrium() -> None:
    points, rules = _game(1)
    assert np.array_equal(backward_induction(points, *rules), equilibrium(points, rules).asks)


def test_factors_by_proposal_are_those_of_all_proposals() -> None:
    points, rules = _game(2)
    spread = [np.repeat(rules[i][:, :, None], PROPOSALS, axis=2) for i in (2, 3)]
    by_proposal = equilibrium(points, rules._replace(factor=spread[0], flow=spread[1]))
    assert np.array_equal(by_proposal.asks, equilibrium(points, rules).asks)


def test_two_waits_of_one_round_are_one_of_two() -> None:
    points, rules = _game(4)
    rules = terms(np.zeros(1, np.int64), rules.factor, wait=2.0, flow=rules.flow, no_deal=rules.no_deal)
    # nobody can agree: floors above everything
    nothing = above(points, np.full((2, WORLDS), 1e9))
    twice = terms(np.zeros(2, np.int64), rules.factor, flow=rules.flow, no_deal=rules.no_deal)
    np.testing.assert_allclose(
        equilibrium(nothing, rules).value, equilibrium(nothing, twice).value, rtol=1e-12, atol=1e-14
    )


@given(seed=st.integers(0, 10_000), block=st.integers(0, WORLDS - 1))
@settings(max_examples=40, deadline=None)
def test_under_complete_information_a_deal_that_pays_both_comes_at_once(seed: int, block: int) -> None:
    """Subgame-perfect talks without flows waste no time: where some package is worth the ask to both, it is agreed."""
    points, rules = _game(seed)
    found = equilibrium(points, rules)
    pays = any(
        bool(accepts(np.array(x), found.asks[0, block, 0])) and bool(accepts(np.array(y), found.asks[1, block, 0]))
        for x, y in _row(points, block)
    )
    assert pays == (found.when[block] == 0 and found.deal[block] >= 0)
    if pays:
        i = found.deal[block]
        assert accepts(points.mine[i], found.asks[0, block, 0])
        assert accepts(points.theirs[i], found.asks[1, block, 0])


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_exchanging_the_parties_exchanges_what_they_get(seed: int) -> None:
    games = small_games(seed, WORLDS, (3, 4))
    here = frontier(games.mine, games.theirs, games.allowed, games.first)
    there = frontier(games.theirs, games.mine, games.allowed, games.first)
    _, rules = _game(seed)
    exchanged = Terms(
        1 - rules.proposer, rules.wait, *(np.ascontiguousarray(x[::-1]) for x in rules[2:5]), rules.hazard,
        *(np.ascontiguousarray(x[::-1]) for x in rules[6:]),
    )  # fmt: skip
    one, other = equilibrium(here, rules), equilibrium(there, exchanged)
    assert np.array_equal(one.asks, other.asks[::-1])
    assert np.array_equal(one.when, other.when)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"proposer": np.array([0, 2] + [0] * 7)}, "0 or 1"),
        ({"wait": np.ones(3)}, "wait has shape"),
        ({"factor": np.ones((2, 3))}, "factor has shape"),
        ({"hazard": np.ones(3)}, "hazard has shape"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, np.ndarray], said: str) -> None:
    points, rules = _game(0)
    with pytest.raises(ValueError, match=said):
        equilibrium(points, rules._replace(**change))
    with pytest.raises(ValueError, match=said):
        stationary(points, rules._replace(**change))
