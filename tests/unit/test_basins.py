"""Replicator dynamics from many starts: known rest points and basins, cycles, shares that nearly vanish, pictures."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zopa.analysis.metagame.basins import Basins, basins, evenly
from zopa.analysis.metagame.dynamics import Dynamics
from zopa.analysis.metagame.field import CORNERS, field
from zopa.analysis.metagame.seats import by_range
from zopa.analysis.population import evolve, replicator
from zopa.game.arrays import Floats

V, C = 2.0, 5.0
HAWK_DOVE = np.array([[(V - C) / 2, V], [0.0, V / 2]])
ROCK_PAPER_SCISSORS = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], dtype=float)
DILEMMA = np.array([[[3, 3], [0, 5]], [[5, 0], [1, 1]]], dtype=float)


def both(table: Floats) -> Floats:
    """A symmetric game's payoffs to two seats."""
    return np.stack((table, table.T), axis=2)


def ends(found: Basins) -> list[list[list[float]]]:
    return [[[round(float(x), 3) for x in each] for each in attractor.shares] for attractor in found.attractors]


# --- known answers


@pytest.mark.parametrize("mixed", [0.3, 0.5, 0.8])
def test_the_basin_of_a_way_to_coordinate_is_all_beyond_the_mixed_point(mixed: float) -> None:
    """Strategy 0 earns (1 − p) x against mixed share x of it, the other p (1 − x): it grows where x > p."""
    found = basins(40.0 * np.diag([1.0 - mixed, mixed]))
    assert found.restless.count == 0
    assert len(found.attractors) == 2
    for attractor in found.attractors:
        first = attractor.shares[0][0] > 0.5
        size = 1.0 - mixed if first else mixed
        assert attractor.basin.low < size < attractor.basin.high
        assert attractor.earned == pytest.approx([40.0 * (1.0 - mixed if first else mixed)])
        assert attractor.spread < 1e-6
        start = np.exp(evenly((2,), 1000, 0))[attractor.starts, 0]
        assert ((start > mixed) == first).all()


def test_one_population_of_hawks_and_doves_comes_to_the_mix() -> None:
    found = basins(HAWK_DOVE, starts=200)
    assert ends(found) == [[[0.4, 0.6]]]
    assert found.attractors[0].basin.share == 1.0


def test_two_populations_come_to_hawks_on_one_side_and_doves_on_the_other() -> None:
    found = basins(both(HAWK_DOVE))
    assert sorted(ends(found)) == [[[0.0, 1.0], [1.0, 0.0]], [[1.0, 0.0], [0.0, 1.0]]]
    for attractor in found.attractors:
        assert attractor.basin.low < 0.5 < attractor.basin.high
        assert sorted(attractor.earned) == pytest.approx([0.0, V], abs=1e-6)


@pytest.mark.parametrize("payoffs", [ROCK_PAPER_SCISSORS, both(ROCK_PAPER_SCISSORS)])
def test_rock_paper_scissors_never_settles_and_averages_to_a_third(payoffs: Floats) -> None:
    found = basins(payoffs, starts=100)
    assert found.attractors == ()
    assert found.restless.share == 1.0
    for average in found.average:
        np.testing.assert_allclose(average, 1 / 3, atol=0.005)
    assert 0.0 < found.spread < 0.05


def test_orbits_of_skew_pennies_average_to_the_mixed_equilibrium() -> None:
    """The first seat's share x makes 3 x − (1 − x) = −x + (1 − x), so x = 1/3; likewise the second's."""
    pennies = np.array([[3.0, -1.0], [-1.0, 1.0]])
    found = basins(np.stack((pennies, -pennies), axis=2), starts=100)
    assert found.restless.share == 1.0
    for average in found.average:
        np.testing.assert_allclose(average, [1 / 3, 2 / 3], atol=0.005)


def test_rock_paper_scissors_settles_where_a_win_is_more_than_a_loss() -> None:
    assert ends(basins(np.array([[0, -1, 2], [2, 0, -1], [-1, 2, 0.0]]), starts=50)) == [[[0.333, 0.333, 0.333]]]


def test_a_game_solved_by_dominance() -> None:
    """Column 2 is dominated; then row 1, given columns 0 and 1; then column 0."""
    first = np.array([[3.0, 2.0, 0.0], [1.0, 1.0, 9.0]])
    second = np.array([[1.0, 4.0, 0.0], [5.0, 2.0, 1.0]])
    assert ends(basins(np.stack((first, second), axis=2), starts=200)) == [[[1.0, 0.0], [0.0, 1.0, 0.0]]]
    assert ends(basins(DILEMMA, starts=100)) == [[[0.0, 1.0], [0.0, 1.0]]]


def test_strategies_that_are_the_same_are_one_attractor_with_a_spread() -> None:
    found = basins(np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), starts=400)
    assert len(found.attractors) == 2
    twins, other = found.attractors
    assert twins.spread > 0.4
    assert twins.shares[0][2] == pytest.approx(0.0, abs=1e-9)
    np.testing.assert_allclose(other.shares[0], [0.0, 0.0, 1.0], atol=1e-9)
    start = np.exp(evenly((3,), 400, 0))
    assert set(other.starts) == set(np.flatnonzero(start[:, 2] > 0.5))


def test_two_pure_equilibria_are_two_though_their_middle_is_a_rest_too() -> None:
    assert len(basins(both(np.eye(2)), starts=100).attractors) == 2
    assert len(basins(np.eye(2), starts=100).attractors) == 2


def test_a_game_of_nothing_is_one_attractor() -> None:
    found = basins(np.ones((3, 2, 2)), starts=50)
    assert len(found.attractors) == 1
    assert found.attractors[0].earned.tolist() == pytest.approx([1.0, 1.0])


def test_one_that_is_a_little_better_is_waited_for() -> None:
    """It earns half a hundredth of the range more, so the others are at rest to the tolerance long before they go."""
    (only,) = basins(np.array([[1.0] * 3, [1.005] * 3, [0.005] * 3]), starts=50, time=3000.0).attractors
    assert only.shares[0][1] > 0.995
    assert only.spread < 0.05


def test_shares_are_averaged_over_the_last_of_the_times() -> None:
    """Times looked at end at 50, 100, 200, 400 and 1,000."""
    table = np.array([[0, -2, 1], [1, 0, -2], [-2, 1, 0]], dtype=float)
    dynamics = Dynamics(table)
    logs = evenly((3,), 4, 9)
    past = dynamics.follow(logs, np.zeros_like(logs), np.array([0.0, 400.0, 1000.0]))
    expected = (past[2] - past[1]) / 600.0
    found = basins(table, starts=4, seed=9)
    np.testing.assert_allclose(found.average[0], expected.mean(axis=0), atol=1e-4)
    assert found.spread == pytest.approx(np.abs(expected - expected.mean(axis=0)).max(), abs=1e-3)


# --- laws


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.floats(0.1, 10.0), st.floats(-20.0, 20.0))
def test_units_and_zero_of_a_seat_do_not_matter(seed: int, unit: float, zero: float) -> None:
    payoffs = np.random.default_rng(seed).normal(size=(2, 3, 2))
    one = basins(payoffs, starts=20, time=200.0)
    two = basins(payoffs * [unit, 1.0] + [0.0, zero], starts=20, time=200.0)
    assert ends(one) == ends(two)
    assert one.restless == two.restless


def test_every_start_is_counted_once_and_is_the_same_in_a_larger_lot() -> None:
    table = np.array([[0, -1, 1, 0], [1, 0, -1, 0], [-1, 1, 0, 0], [-1, -1, -1, 1]], dtype=float)
    found = basins(table, starts=60)
    assert 0 < found.restless.count < 60
    settled = np.concatenate([each.starts for each in found.attractors])
    assert len(set(settled.tolist())) == len(settled) == 60 - found.restless.count
    np.testing.assert_array_equal(evenly((4, 3), 10, 5), evenly((4, 3), 30, 5)[:10])
    assert not np.array_equal(evenly((4, 3), 10, 5), evenly((4, 3), 10, 6))


def test_starts_are_even_over_the_simplex() -> None:
    """Of three even shares, the first is below t with probability 1 − (1 − t)², and its variance is 1/18."""
    shares = np.exp(evenly((3,), 20_000, 0))
    np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-12)
    assert (shares[:, 0] < 0.25).mean() == pytest.approx(1.0 - 0.75**2, abs=0.012)
    np.testing.assert_allclose(shares.var(axis=0), 1 / 18, rtol=0.04)


# --- the dynamics


@pytest.mark.parametrize("shape", [(3, 2, 2), (4, 4)])
def test_all_starts_move_as_one_alone_would(shape: tuple[int, ...]) -> None:
    payoffs = np.random.default_rng(4).normal(size=shape)
    dynamics = Dynamics(payoffs)
    logs = evenly(dynamics.sizes, 5, 0)
    past = dynamics.follow(logs, np.zeros_like(logs), np.array([0.0, 3.0, 7.0]))
    for k, log in enumerate(logs):
        start = [np.exp(each) for each in dynamics.split(log)]
        for time, sums in zip((3.0, 7.0), past[1:], strict=True):
            alone = np.concatenate(evolve(dynamics.tables, start, time))
            np.testing.assert_allclose(dynamics.shares(logs, sums)[k], alone, atol=1e-6)
        speed = np.concatenate(replicator(dynamics.tables, start))
        np.testing.assert_allclose(dynamics.speed(np.exp(logs))[k], speed, atol=1e-14)
    np.testing.assert_allclose(past[-1].sum(axis=1), 7.0 * len(dynamics.sizes), rtol=1e-9)


def test_a_share_smaller_than_any_float_is_not_forgotten() -> None:
    """One that always earns 1 more has the share 1 / (1 + e^(800 − t))."""
    dynamics = Dynamics(np.array([[0.0, 0.0], [1.0, 1.0]]))
    logs = np.array([[0.0, -800.0]])
    past = dynamics.follow(logs, np.zeros((1, 2)), np.array([0.0, 40.0, 790.0, 810.0]))
    found = [dynamics.shares(logs, each)[0, 1] for each in past]
    np.testing.assert_allclose(found, [0.0, 0.0, 1 / (1 + np.exp(10)), 1 / (1 + np.exp(-10))], rtol=1e-3)


def test_what_is_dominated_dies_out_and_stays_out() -> None:
    dynamics = Dynamics(DILEMMA)
    logs = evenly(dynamics.sizes, 20, 0)
    past = dynamics.follow(logs, np.zeros_like(logs), np.array([0.0, 1e4, 2e4]))
    for each in past[1:]:
        np.testing.assert_array_equal(dynamics.shares(logs, each), np.tile([0.0, 1.0, 0.0, 1.0], (20, 1)))


def test_regret_is_what_the_best_reply_would_add() -> None:
    dynamics = Dynamics(both(np.diag([1.0, 2.0])))
    shares = np.array([[1.0, 0.0, 0.0, 1.0], [0.5, 0.5, 1.0, 0.0], [0.0, 1.0, 0.0, 1.0]])
    np.testing.assert_allclose(dynamics.regret(shares), [1.0, 0.25, 0.0])


# --- pictures


def test_the_field_of_two_seats() -> None:
    payoffs = both(HAWK_DOVE)
    found = field(payoffs, grid=6)
    assert found.places.shape == found.arrows.shape == (36, 2)
    assert found.paths.shape == (25, 241, 2)
    tables = [by_range(payoffs)[..., 0], by_range(payoffs)[..., 1].T]
    for (p, q), arrow, speed in zip(found.places, found.arrows, found.speeds, strict=True):
        change = replicator(tables, [np.array([p, 1 - p]), np.array([q, 1 - q])])
        np.testing.assert_allclose(arrow, [change[0][0], change[1][0]], atol=1e-14)
        assert speed == pytest.approx(np.hypot(*arrow))
    np.testing.assert_allclose(found.paths[:, 0].min(axis=0), 0.1, rtol=1e-12)
    apart = found.paths[:, 0, 0] != found.paths[:, 0, 1]
    np.testing.assert_allclose(found.paths[apart, -1].sum(axis=1), 1.0, atol=1e-3)


def test_the_field_of_a_part_is_that_of_the_whole_on_that_side() -> None:
    payoffs = np.random.default_rng(6).normal(size=(4, 3, 2))
    found = field(payoffs, [[2, 0], [1, 2]], grid=3)
    whole = np.zeros((9, 7))
    whole[:, [2, 0, 5, 6]] = found.shares
    speed = Dynamics(payoffs).speed(whole)
    np.testing.assert_allclose(found.arrows, speed[:, [2, 5]], atol=1e-14)


def test_the_field_of_one_population() -> None:
    found = field(ROCK_PAPER_SCISSORS, grid=4)
    assert len(found.places) == 10
    np.testing.assert_allclose(found.places, found.shares @ CORNERS, atol=1e-15)
    corners = (found.shares == 1.0).any(axis=1)
    np.testing.assert_array_equal(found.speeds[corners], 0.0)
    assert (found.speeds[~corners & (found.shares == 0.0).any(axis=1)] > 0.0).all()
    products = np.prod(_shares(found.paths), axis=2)  # what neutral orbits keep
    np.testing.assert_allclose(products, np.broadcast_to(products[:, :1], products.shape), rtol=1e-3)


def _shares(places: Floats) -> Floats:
    """Shares of three strategies at places in the triangle."""
    third = places[..., 1] / CORNERS[2, 1]
    second = places[..., 0] - third / 2.0
    return np.stack((1.0 - second - third, second, third), axis=-1)


# --- what is refused


@pytest.mark.parametrize(
    ("payoffs", "strategies", "message"),
    [
        (np.zeros((3, 2, 2)), None, "choose them"),
        (np.zeros((3, 2, 2)), [[0, 0], [0, 1]], "choose them"),
        (np.zeros((3, 2, 2)), [[0, 1]], "choose them"),
        (np.zeros((3, 2, 2)), [[0, 3], [0, 1]], "numbered 0 to 2"),
        (np.zeros((2, 2)), None, "choose them"),
    ],
)
def test_a_picture_of_other_strategies_is_refused(payoffs: Floats, strategies: list[list[int]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        field(payoffs, strategies)


def test_what_has_no_basins_is_refused() -> None:
    with pytest.raises(ValueError, match="one or two populations, not 3"):
        basins(np.zeros((2, 2, 2, 3)))
    with pytest.raises(ValueError, match="at least one start"):
        basins(np.eye(2), starts=0)
    with pytest.raises(ValueError, match="at least one start and a time of 100"):
        basins(np.eye(2), time=50.0)
    with pytest.raises(ValueError, match="at least 2 arrows"):
        field(np.eye(3), grid=1)
