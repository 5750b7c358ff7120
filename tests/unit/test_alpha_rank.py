"""Alpha-rank against its definition, against OpenSpiel, and where the answer is known."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twins import alpha_rank_twin as twin
from zopa.analysis.metagame.alpha_rank import AlphaRank, alpha_limit, alpha_sweep
from zopa.analysis.metagame.at_alpha import alpha_rank
from zopa.analysis.metagame.chain import BLOCK, stationary
from zopa.analysis.metagame.takeover import MOST, Steps, takeover
from zopa.analysis.population import fixation
from zopa.game.arrays import Floats

ROCK_PAPER_SCISSORS = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], dtype=float)
PENNIES = np.array([[1, -1], [-1, 1]], dtype=float)
DILEMMA = np.array([[[3, 3], [0, 5]], [[5, 0], [1, 1]]], dtype=float)
SAFE_AND_GOOD = np.stack((np.diag([7.0, 3.0]), np.diag([7.0, 3.0])), axis=2)
Ranked = Callable[[Floats], AlphaRank]

SHAPES = [(2, 2), (3, 5), (4, 1), (1, 1), (2, 3, 2), (2, 2, 2, 2)]


def zero_sum(table: Floats) -> Floats:
    return np.stack((table, -table), axis=2)


# --- against slow twins


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("alpha", [0.0, 0.3, 1.5])
def test_by_the_definition(shape: tuple[int, ...], alpha: float) -> None:
    payoffs = np.random.default_rng(sum(shape)).normal(size=(*shape, len(shape)))
    if shape == (1, 1):
        np.testing.assert_array_equal(alpha_rank(payoffs, alpha), [[1.0]])
    else:
        np.testing.assert_allclose(alpha_rank(payoffs, alpha), twin.alpha_rank(payoffs, alpha), rtol=1e-9)


@pytest.mark.parametrize("size", [2, 10, 50])
@pytest.mark.parametrize("strategies", [2, 3, 6])
def test_one_population_by_the_definition(strategies: int, size: int) -> None:
    table = np.random.default_rng(strategies).normal(size=(strategies, strategies))
    found = alpha_rank(table, 1.0, size)
    np.testing.assert_allclose(found, twin.of_one_population(table, 1.0, size), rtol=1e-9)


@given(st.floats(-14.0, 14.0), st.integers(2, 60))
def test_takeover_is_fixation_with_the_same_odds_throughout(advantage: float, size: int) -> None:
    assert takeover(np.array(advantage), size) == pytest.approx(fixation(np.full(size - 1, advantage)), rel=1e-9)


def test_takeover_at_the_ends() -> None:
    np.testing.assert_array_equal(takeover(np.array([-1e6, 0.0, 1e6]), 50), [0.0, 0.02, 1.0])
    assert takeover(np.array([1e-13, -1e-13]), 50) == pytest.approx([0.02, 0.02], rel=1e-9)


@pytest.mark.parametrize("states", [1, 2, 3, BLOCK, BLOCK + 1, BLOCK + 2, 2 * BLOCK + 1, 3 * BLOCK - 1])
def test_the_chain_is_eliminated_in_blocks_as_state_by_state(states: int) -> None:
    moves = np.random.default_rng(states).random((states, states)) ** 12
    kept = moves.copy()
    np.testing.assert_allclose(stationary(moves), twin.stationary(moves), rtol=1e-11)
    np.testing.assert_array_equal(moves, kept)


def test_the_smallest_masses_keep_their_digits() -> None:
    masses = stationary(np.array([[0.0, 1e-9, 0.0], [1.0, 0.0, 3e-120], [0.0, 1.0, 0.0]]))
    np.testing.assert_allclose(masses, [1.0, 1e-9, 3e-129], rtol=1e-8)


def test_a_first_state_too_rare_for_a_float() -> None:
    masses = stationary(np.array([[0.0, 1.0, 0.0], [1e-200, 0.0, 1.0], [0.0, 1e-200, 0.0]]))
    np.testing.assert_allclose(masses, [0.0, 1e-200, 1.0], rtol=1e-12)


@pytest.mark.parametrize("shape", [(3, 5, 2), (2, 3, 2, 3), (4, 4)])
def test_each_seat_and_each_other_strategy_are_tried_alike(shape: tuple[int, ...]) -> None:
    steps = Steps(np.zeros(shape))
    moves = steps.chain([np.ones_like(gain) for gain in steps.gains])
    np.testing.assert_allclose(moves.sum(axis=1), 1.0, rtol=1e-12)
    assert len(np.unique(moves)) == 2  # no move, or the one probability of all others
    np.testing.assert_array_equal(np.diag(moves), 0.0)


# --- against OpenSpiel


@pytest.mark.parametrize("seed", range(15))
def test_openspiel_agrees_on_two_populations(seed: int) -> None:
    theirs = pytest.importorskip("open_spiel.python.egt.alpharank")
    rng = np.random.default_rng(seed)
    payoffs = rng.normal(size=(*rng.integers(2, 6, 2), 2)) * rng.choice([0.1, 1.0, 10.0])
    tables = [payoffs[..., 0], payoffs[..., 1]]
    alpha = 1.0 / np.ptp(payoffs)
    found = alpha_rank(payoffs, alpha, size=20).ravel()
    np.testing.assert_allclose(found, theirs.compute(tables, m=20, alpha=alpha)[2], atol=1e-9)
    np.testing.assert_allclose(alpha_limit(payoffs).masses.ravel(), theirs.sweep_pi_vs_epsilon(tables), atol=1e-5)


@pytest.mark.parametrize("seed", range(15))
def test_openspiel_agrees_on_one_population(seed: int) -> None:
    theirs = pytest.importorskip("open_spiel.python.egt.alpharank")
    rng = np.random.default_rng(100 + seed)
    table = rng.normal(size=2 * (rng.integers(2, 7),))
    alpha = 1.0 / np.ptp(table)
    np.testing.assert_allclose(alpha_rank(table, alpha), theirs.compute([table], alpha=alpha)[2], atol=1e-9)
    np.testing.assert_allclose(alpha_limit(table).masses, theirs.sweep_pi_vs_epsilon([table]), atol=1e-5)


def test_openspiel_agrees_on_ties() -> None:
    theirs = pytest.importorskip("open_spiel.python.egt.alpharank")
    payoffs = np.random.default_rng(3).integers(0, 3, size=(4, 3, 2)).astype(float)
    tables = [payoffs[..., 0], payoffs[..., 1]]
    np.testing.assert_allclose(alpha_limit(payoffs).masses.ravel(), theirs.sweep_pi_vs_epsilon(tables), atol=1e-5)


# --- known answers


@pytest.mark.parametrize("ranked", [alpha_sweep, alpha_limit])
@pytest.mark.parametrize("payoffs", [ROCK_PAPER_SCISSORS, zero_sum(ROCK_PAPER_SCISSORS), zero_sum(PENNIES)])
def test_cycles_are_played_evenly(ranked: Ranked, payoffs: Floats) -> None:
    found = ranked(payoffs)
    assert found.settled
    np.testing.assert_allclose(found.masses, 1.0 / found.masses.size, rtol=1e-9)


@pytest.mark.parametrize("ranked", [alpha_sweep, alpha_limit])
def test_all_defect_in_the_prisoners_dilemma(ranked: Ranked) -> None:
    for payoffs in (DILEMMA, DILEMMA[..., 0]):
        found = ranked(payoffs)
        assert found.settled
        assert [each[1] for each in found.strategies] == pytest.approx([1.0] * len(found.strategies), abs=1e-6)


def test_two_ways_to_coordinate_are_alike_without_limit_and_the_steadier_wins_before() -> None:
    np.testing.assert_allclose(alpha_limit(SAFE_AND_GOOD).masses, [[0.5, 0.0], [0.0, 0.5]], atol=1e-6)
    assert alpha_sweep(SAFE_AND_GOOD).masses[0, 0] > 1.0 - 1e-9


def test_a_cycle_within_the_game_draws_all_mass_from_a_loser() -> None:
    table = np.full((4, 4), 0.0)
    table[:3, :3] = ROCK_PAPER_SCISSORS
    table[3, :3], table[:3, 3] = -2.0, 2.0
    np.testing.assert_allclose(alpha_limit(table).masses, [1 / 3, 1 / 3, 1 / 3, 0.0], atol=1e-6)


def test_payoffs_that_differ_by_rounding_are_the_same() -> None:
    table = np.array([[0.0, 0.1 + 0.2], [0.3, 1.0]])
    np.testing.assert_allclose(alpha_limit(table).masses, 0.5, rtol=1e-9)


# --- what floating point does not hold


def test_no_answer_is_made_up_where_it_hangs_on_lost_probabilities() -> None:
    """Both ways to coordinate are left with probabilities of e^−3430 and e^−1470: their ratio is nowhere."""
    with pytest.raises(ValueError, match="alpha is too large"):
        alpha_rank(SAFE_AND_GOOD, 10.0)
    with pytest.raises(ValueError, match="too large"):
        alpha_sweep(SAFE_AND_GOOD, [1000.0])
    swept = alpha_sweep(SAFE_AND_GOOD, [0.01, 1000.0, 2000.0])
    assert not swept.settled
    assert swept.swept.tolist() == [0.01]


def test_lost_probabilities_that_do_not_count_are_no_trouble() -> None:
    np.testing.assert_allclose(alpha_rank(DILEMMA, 1e4), [[0.0, 0.0], [0.0, 1.0]], atol=1e-12)
    np.testing.assert_allclose(alpha_rank(ROCK_PAPER_SCISSORS, 1e4), 1 / 3, rtol=1e-9)


# --- sweeps


def test_the_sweep_ends_two_still_steps_after_alpha_is_one() -> None:
    found = alpha_sweep(np.zeros((3, 2, 2)))
    assert found.settled
    assert found.swept.tolist() == [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0]
    assert not alpha_sweep(np.zeros((3, 2, 2)), [0.1, 1.0]).settled
    assert alpha_limit(np.zeros((3, 2, 2))).swept.tolist() == [1e-1, 1e-2, 1e-4, 1e-6]


def test_each_step_of_a_sweep_is_alpha_rank_of_payoffs_over_their_range() -> None:
    payoffs = np.random.default_rng(2).uniform(100.0, 180.0, size=(3, 4, 2))
    scaled = payoffs / np.ptp(payoffs, axis=(0, 1))
    found = alpha_sweep(payoffs, [0.5, 1.5])
    np.testing.assert_allclose(found.path, [alpha_rank(scaled, 0.5), alpha_rank(scaled, 1.5)], rtol=1e-9)
    np.testing.assert_array_equal(found.masses, found.path[-1])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.01, 100.0), st.floats(-50.0, 50.0))
def test_units_and_zero_of_a_seat_do_not_matter(seed: int, unit: float, zero: float) -> None:
    payoffs = np.random.default_rng(seed).normal(size=(3, 3, 2))
    other = payoffs * [unit, 1.0] + [0.0, zero]
    for ranked in (alpha_limit, alpha_sweep):
        np.testing.assert_allclose(ranked(other).masses, ranked(payoffs).masses, atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.permutations(range(4)), st.permutations(range(3)))
def test_the_order_of_strategies_does_not_matter(seed: int, rows: list[int], columns: list[int]) -> None:
    payoffs = np.random.default_rng(seed).normal(size=(4, 3, 2))
    masses = alpha_limit(payoffs).masses
    np.testing.assert_allclose(alpha_limit(payoffs[rows][:, columns]).masses, masses[rows][:, columns], atol=1e-9)


def test_masses_by_strategy_and_the_top() -> None:
    path = np.array([[[0.25, 0.25], [0.25, 0.25]], [[0.1, 0.4], [0.4, 0.1]]])
    found = AlphaRank(path[-1], np.array([1.0, 2.0]), path, True, "")
    assert found.top(3) == [((0, 1), 0.4), ((1, 0), 0.4), ((0, 0), 0.1)]
    for each in found.strategies:
        np.testing.assert_allclose(each, [0.5, 0.5])
    assert [each.shape for each in found.paths] == [(2, 2), (2, 2)]
    alone = alpha_limit(DILEMMA[..., 0])
    assert alone.top(1)[0][0] == (1,)
    np.testing.assert_array_equal(alone.strategies[0], alone.masses)


def test_the_model_is_said() -> None:
    assert alpha_sweep(DILEMMA).model == (
        "2 populations (one for each seat) of 50, local selection, payoffs divided by their range"
    )
    assert alpha_limit(DILEMMA[..., 0]).model.startswith("one population, selection without limit")


# --- what is no game


@pytest.mark.parametrize(
    ("payoffs", "message"),
    [
        (np.zeros(3), "are no game"),
        (np.zeros((2, 3)), r"payoffs are \(m, m\)"),
        (np.zeros((2, 2, 3)), "have 2 seats"),
        (np.array([[0.0, np.nan], [1.0, 1.0]]), "1 payoffs are missing"),
        (np.zeros((MOST + 1, 1, 2)), "too much memory"),
    ],
)
def test_what_is_no_game_is_refused(payoffs: Floats, message: str) -> None:
    for ranked in (alpha_sweep, alpha_limit):
        with pytest.raises(ValueError, match=message):
            ranked(payoffs)
