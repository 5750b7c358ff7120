"""Elementary effects against linear functions and SALib; steps that change no level; the dummy."""

from typing import Any

import numpy as np
import pytest
from SALib.analyze import morris as salib
from SALib.sample import morris as sample

from zopa.analysis.effects import Effect, Ranking
from zopa.analysis.morris import MU, MU_STAR, SIGMA, elementary_effects, morris, step_size


def trajectories(r: int, d: int, seed: int = 1) -> tuple[dict[str, Any], np.ndarray]:
    problem = {"num_vars": d, "names": [f"x{j}" for j in range(d)], "bounds": [[0.0, 1.0]] * d}
    return problem, sample.sample(problem, r, num_levels=4, seed=seed)


def by_name(ranking: Ranking) -> dict[str, Effect]:
    return {effect.name: effect for effect in ranking.effects}


def test_a_linear_function_has_its_coefficients_everywhere() -> None:
    _, u = trajectories(10, 4)
    slopes = np.array([3.0, -2.0, 0.5, 0.0])
    ranking = morris(7.0 + u @ slopes, u, list("abcd"))
    found = by_name(ranking)
    for name, slope in zip("abcd", slopes, strict=True):
        assert found[name].indices[MU].value == pytest.approx(slope, abs=1e-12)
        assert found[name].indices[MU_STAR].value == pytest.approx(abs(slope), abs=1e-12)
        assert found[name].indices[SIGMA].value == pytest.approx(0.0, abs=1e-6)
        assert found[name].indices[MU].low == pytest.approx(slope, abs=1e-12)
    assert [effect.name for effect in ranking.effects] == ["a", "b", "c", "d"]
    assert ranking.size == 10


def test_whatever_the_factors_are_called_and_however_they_are_spread() -> None:
    """Only the way a factor went is taken from its values: a logarithmic scale or words in order do as well."""
    _, u = trajectories(6, 2)
    y = u @ np.array([3.0, -2.0])
    expected = elementary_effects(y, u)
    other = np.column_stack([10.0 ** u[:, 0], np.floor(3.99 * u[:, 1])])
    np.testing.assert_array_equal(elementary_effects(y, other), expected)
    np.testing.assert_allclose(expected, np.tile([3.0, -2.0], (6, 1)))


def test_the_same_as_salib() -> None:
    problem, u = trajectories(30, 3, seed=4)
    y = np.sin(5.0 * u[:, 0]) + 7.0 * u[:, 1] ** 2 * u[:, 2]
    theirs = salib.analyze(problem, u, y, num_levels=4, num_resamples=1000, seed=2)
    found = by_name(morris(y, u, problem["names"]))
    for at, name in enumerate(problem["names"]):
        assert found[name].indices[MU].value == pytest.approx(theirs["mu"][at])
        assert found[name].indices[MU_STAR].value == pytest.approx(theirs["mu_star"][at])
        assert found[name].indices[SIGMA].value == pytest.approx(theirs["sigma"][at])
        half = 0.5 * float(np.ptp(found[name].indices[MU_STAR].ends))
        assert half == pytest.approx(theirs["mu_star_conf"][at], rel=0.2, abs=1e-9)


def test_an_interaction_shows_as_sigma() -> None:
    _, u = trajectories(40, 2)
    found = by_name(morris((u[:, 0] - 0.5) * (u[:, 1] - 0.5), u, ["a", "b"]))
    one = found["a"].indices
    assert abs(one[MU].value) < 0.5 * one[MU_STAR].value
    assert one[SIGMA].value > one[MU_STAR].value


def test_a_step_between_two_places_that_are_one_level_belongs_to_the_factor_left() -> None:
    one, other = [[0, 0, 0], [0, 0, 0], [0, 1, 0], [0, 1, 0]], [[0, 0, 0], [1, 0, 0], [1, 0, 1], [1, 1, 1]]
    positions = np.array([*one, *other], dtype=float)
    values = np.array([1.0, 1.1, 3.1, 3.4, 0.0, 1.0, 1.5, 5.5])  # what changes all the same is luck of its own
    effects = elementary_effects(values, positions, step=0.5)
    np.testing.assert_allclose(effects, [[0.2, 4.0, 0.6], [2.0, 8.0, 1.0]])


def test_the_dummy_shows_what_noise_alone_would() -> None:
    _, u = trajectories(50, 2)
    y = u[:, 0] + 0.0 * u[:, 1]
    quiet = morris(y, u, ["a", "idle"]).dummy
    assert [quiet.indices[kind].value for kind in (MU, MU_STAR, SIGMA)] == [0.0, 0.0, 0.0]
    dummy = morris(y, u, ["a", "idle"], np.full((50, 2), 0.1)).dummy
    sd = 0.1 / step_size()
    assert dummy.indices[MU].ends[0] < 0.0 < dummy.indices[MU].ends[1]
    assert dummy.indices[MU_STAR].value == pytest.approx(sd * np.sqrt(2.0 / np.pi), rel=0.03)
    assert dummy.indices[SIGMA].value == pytest.approx(sd, rel=0.03)


def test_noise_is_not_taken_for_an_effect() -> None:
    rng = np.random.default_rng(3)
    _, u = trajectories(50, 3)
    y = u[:, 0] + rng.normal(0.0, 0.05, len(u))
    ranking = morris(y, u, ["works", "idle", "lazy"], np.full((50, 3), 0.05 * np.sqrt(2.0)))
    found = by_name(ranking)
    assert found["works"].verdict == "matters"
    assert {found["idle"].verdict, found["lazy"].verdict} <= {"not told from nothing", "perhaps"}
    still = by_name(morris(u[:, 0], u, ["works", "idle", "lazy"], np.full((50, 3), 0.05)))
    assert still["idle"].verdict == "changes nothing"


def test_what_is_refused() -> None:
    _, u = trajectories(5, 2)
    y = u.sum(axis=1)
    with pytest.raises(ValueError, match="3 points each"):
        morris(y[:-1], u[:-1], ["a", "b"])
    with pytest.raises(ValueError, match="moves one factor"):
        morris(np.arange(15.0), np.random.default_rng(0).random((15, 2)), ["a", "b"])
    with pytest.raises(ValueError, match="one trajectory"):
        morris(y[:3], u[:3], ["a", "b"])
    with pytest.raises(ValueError, match="does not vary"):
        morris(np.ones(15), u, ["a", "b"])
    y[4] = np.nan
    with pytest.raises(ValueError, match="1 of 15 points have no value"):
        morris(y, u, ["a", "b"])
