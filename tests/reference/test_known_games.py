"""Textbook games: their equilibria, what is dominated, and how better replies go round."""

import numpy as np
import pytest

from zopa.analysis.metagame.cycles import rings
from zopa.analysis.metagame.dominance import dominance
from zopa.analysis.metagame.equilibria import Equilibria, equilibria
from zopa.analysis.metagame.sinks import chase, sinks
from zopa.game.arrays import Floats

ROCK_PAPER_SCISSORS = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], dtype=float)


def two(row: list[list[float]], column: list[list[float]]) -> Floats:
    return np.stack((np.array(row, dtype=float), np.array(column, dtype=float)), axis=2)


def mixes(found: Equilibria) -> list[tuple[list[float], list[float]]]:
    assert found.complete
    assert found.why == ""
    assert all(max(each.regrets) <= 1e-12 for each in found.found)
    return [(each.x.round(9).tolist(), each.y.round(9).tolist()) for each in found.found]


def test_rock_paper_scissors_is_mixed_evenly_and_goes_round() -> None:
    third = [pytest.approx(1 / 3, abs=1e-9)] * 3
    assert mixes(equilibria(ROCK_PAPER_SCISSORS)) == [(third, third)]
    assert mixes(equilibria(np.stack((ROCK_PAPER_SCISSORS, -ROCK_PAPER_SCISSORS), axis=2))) == [(third, third)]
    rock, paper, scissors = range(3)
    assert rings(ROCK_PAPER_SCISSORS) == ((rock, scissors, paper),)  # each beats the next
    assert sinks(ROCK_PAPER_SCISSORS) == (((rock,), (paper,), (scissors,)),)
    assert chase(ROCK_PAPER_SCISSORS, sinks(ROCK_PAPER_SCISSORS)[0]) == ((rock,), (paper,), (scissors,))


def test_matching_pennies() -> None:
    game = two([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    assert mixes(equilibria(game)) == [([0.5, 0.5], [0.5, 0.5])]
    assert equilibria(game).found[0].payoffs == pytest.approx((0.0, 0.0), abs=1e-12)
    # The column seat leaves (heads, heads) for tails, the row seat follows, and so on.
    assert chase(game, sinks(game)[0]) == ((0, 0), (0, 1), (1, 1), (1, 0))


def test_battle_of_the_sexes() -> None:
    found = equilibria(two([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    x, y = pytest.approx([2 / 3, 1 / 3]), pytest.approx([1 / 3, 2 / 3])
    assert mixes(found) == [([1, 0], [1, 0]), ([0, 1], [0, 1]), (x, y)]
    assert [each.payoffs for each in found.found] == [(2, 1), (1, 2), pytest.approx((2 / 3, 2 / 3))]
    assert [each.component for each in found.found] == [0, 1, 2]


@pytest.mark.parametrize(("v", "c"), [(2.0, 5.0), (4.0, 6.0), (1.0, 100.0)])
def test_hawks_and_doves_mix_v_over_c(v: float, c: float) -> None:
    table = np.array([[(v - c) / 2, v], [0.0, v / 2]])
    mix = pytest.approx([v / c, 1 - v / c])
    assert mixes(equilibria(table)) == [(mix, mix)]  # one population
    assert mixes(equilibria(np.stack((table, table.T), axis=2))) == [([1, 0], [0, 1]), ([0, 1], [1, 0]), (mix, mix)]


def test_prisoners_dilemma() -> None:
    game = two([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    found = equilibria(game)
    assert mixes(found) == [([0, 1], [0, 1])]
    assert found.survivors == ((1,), (1,))
    assert sinks(game) == (((1, 1),),)
    assert [(d.strategy, d.by, d.strict) for seat in dominance(game).dominated for d in seat] == 2 * [
        (0, ((1, 1.0),), True)
    ]


def test_iterated_elimination_solves_a_game() -> None:
    """Gibbons (1992), A Primer in Game Theory, figure 1.1.1: right goes, then down, then left."""
    game = two([[1, 1, 0], [0, 0, 2]], [[0, 2, 1], [3, 1, 0]])
    found = dominance(game)
    assert found.rounds == (((), (2,)), ((1,), ()), ((), (0,)))
    assert found.survivors == ((0,), (1,))
    assert mixes(equilibria(game)) == [([1, 0], [0, 1, 0])]


def test_a_mixture_dominates_where_no_single_strategy_does() -> None:
    """Gibbons (1992), figure 1.1.6: half top, half middle earns 1.5 against each column, bottom 1."""
    game = two([[3, 0], [0, 3], [1, 1]], [[0, 0], [0, 0], [0, 0]])
    (bottom,) = dominance(game).dominated[0]
    assert (bottom.strategy, bottom.strict) == (2, True)
    assert bottom.by == ((0, pytest.approx(0.5)), (1, pytest.approx(0.5)))
    assert (bottom.least, bottom.most) == pytest.approx((0.5, 0.5))


def test_three_equilibria_of_von_stengel() -> None:
    """Von Stengel (2007), Algorithmic Game Theory, equation 3.3: one pure, two mixed."""
    found = equilibria(two([[3, 3], [2, 5], [0, 6]], [[3, 2], [2, 6], [3, 1]]))
    near = pytest.approx
    assert mixes(found) == [
        ([1, 0, 0], [1, 0]),
        ([0.8, 0.2, 0], near([2 / 3, 1 / 3])),
        ([0, near(1 / 3), near(2 / 3)], near([1 / 3, 2 / 3])),
    ]
    assert found.continua == ()


def test_a_continuum_of_von_stengel() -> None:
    """The same with B[0] = (3, 3), equation 3.7: with the first row goes any y that plays left 2/3 or more."""
    found = equilibria(two([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]]))
    near = pytest.approx
    assert mixes(found) == [
        ([1, 0, 0], [1, 0]),
        ([1, 0, 0], near([2 / 3, 1 / 3])),
        ([0, near(1 / 3), near(2 / 3)], near([1 / 3, 2 / 3])),
    ]
    assert found.continua == ((0, 1),)


def test_shapleys_game_goes_round_six_profiles() -> None:
    """Shapley (1964), Advances in Game Theory: one equilibrium, all thirds, and replies that never come near it."""
    game = two([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]])
    third = pytest.approx([1 / 3] * 3)
    assert mixes(equilibria(game)) == [(third, third)]
    (sink,) = sinks(game, neutral=False)
    assert sink == ((0, 0), (0, 1), (1, 1), (1, 2), (2, 0), (2, 2))
    assert chase(game, sink) == ((0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 0))


def test_a_game_has_two_to_the_m_less_one_equilibria() -> None:
    """Coordination on one of m: every set of strategies, mixed evenly, is one; for m = 4, 15."""
    found = equilibria(two(np.eye(4).tolist(), np.eye(4).tolist()))
    assert found.complete
    assert sorted(each.supports[0] for each in found.found) == sorted(
        tuple(i for i in range(4) if bits >> i & 1) for bits in range(1, 16)
    )
    assert all(each.supports[0] == each.supports[1] for each in found.found)
    assert len(equilibria(np.eye(4)).found) == 15
