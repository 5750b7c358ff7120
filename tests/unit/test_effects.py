"""Given data with words, complete grids, swings, and noise: against numbers worked out by hand."""

import numpy as np
import pytest

from zopa.analysis.effects import Effect, Ranking, chance_swing, interval, swing
from zopa.analysis.measures import Part
from zopa.analysis.noise import noise_apart, noise_swing, noise_together
from zopa.analysis.sensitivity import first_order, given_data, grid, is_grid
from zopa.analysis.sobol import FIRST, TOTAL, interactions


def by_name(ranking: Ranking) -> dict[str, Effect]:
    return {effect.name: effect for effect in ranking.effects}


def test_words_and_flags_are_levels() -> None:
    rng = np.random.default_rng(2)
    word = np.array(["a", "b", "c"])[rng.integers(0, 3, 3000)]
    flag, x = rng.random(3000) < 0.5, rng.random(3000)
    y = (word == "b") * 3.0 + flag * 1.0 + rng.normal(0.0, 1.0, 3000)
    ranking = given_data({"x": x, "flag": flag, "word": word}, y)
    found = by_name(ranking)
    variance = 9.0 * 2.0 / 9.0 + 0.25 + 1.0
    assert found["word"].indices[FIRST].value == pytest.approx(2.0 / variance, abs=0.03)
    assert found["flag"].indices[FIRST].value == pytest.approx(0.25 / variance, abs=0.02)
    assert [effect.verdict for effect in ranking.effects] == ["matters", "matters", "not told from nothing"]
    assert [effect.name for effect in ranking.effects] == ["word", "flag", "x"]
    assert ranking.dummy.indices[FIRST].low < 0.0 < ranking.dummy.indices[FIRST].high


def test_numbers_of_few_values_are_levels_too() -> None:
    x = np.tile([1.0, 2.0, 3.0], 100)
    found = first_order({"x": x}, np.tile([0.0, 1.0, 0.0], 100))
    assert found[0].share == pytest.approx(1.0, abs=0.02)


def test_of_many_factors_that_do_nothing_hardly_any_is_said_to_matter() -> None:
    rng = np.random.default_rng(5)
    inputs = {f"x{j}": rng.random(400) for j in range(800)}
    verdicts = [effect.verdict for effect in given_data(inputs, rng.normal(size=400)).effects]
    assert verdicts.count("matters") <= 1
    assert 5 <= verdicts.count("perhaps") <= 45  # about 1 in 40


def test_given_data_says_what_it_left_out_and_what_it_cannot_do() -> None:
    rng = np.random.default_rng(1)
    x = rng.random(100)
    y = x.copy()
    y[:40] = np.inf
    assert given_data({"x": x}, y).size == 60
    with pytest.raises(ValueError, match="15 points are too few"):
        given_data({"x": x[-15:]}, y[-15:])
    with pytest.raises(ValueError, match="does not vary"):
        given_data({"x": x}, np.ones(100))
    with pytest.raises(ValueError, match="x has 60 levels in 60 points"):
        given_data({"x": x.astype(str)}, y)


def test_a_grid_by_hand() -> None:
    """y = a + 2 b + 4 a b on {0, 1}²: 0, 2, 1 and 7, with mean 2.5 and variance 7.25."""
    a, b = np.repeat([0.0, 1.0], 2), np.array(["no", "yes"] * 2)
    y = np.array([0.0, 2.0, 1.0, 7.0])
    ranking = grid({"a": a, "b": b}, y)
    found, variance = by_name(ranking), 7.25
    assert y.var() == variance
    assert found["a"].indices[FIRST].value == pytest.approx(2.25 / variance)  # means 1 and 4
    assert found["b"].indices[FIRST].value == pytest.approx(4.0 / variance)  # means 0.5 and 4.5
    assert found["a"].indices[TOTAL].value == pytest.approx((0.25 + 6.25) / 2 / variance)
    assert found["b"].indices[TOTAL].value == pytest.approx((1.0 + 9.0) / 2 / variance)
    assert interactions(ranking) == pytest.approx(1.0 / variance)
    assert [effect.verdict for effect in ranking.effects] == ["matters", "matters"]


def test_a_grid_in_any_order_of_its_points() -> None:
    rng = np.random.default_rng(0)
    a, b, c = (axis.ravel().astype(float) for axis in np.meshgrid(range(2), range(3), range(4), indexing="ij"))
    y = a + b * c
    order = rng.permutation(24)
    mixed = grid({"a": a[order], "b": b[order], "c": c[order]}, y[order])
    for effect in grid({"a": a, "b": b, "c": c}, y).effects:
        for kind in (FIRST, TOTAL):
            assert by_name(mixed)[effect.name].indices[kind].value == pytest.approx(effect.indices[kind].value)
    assert not is_grid({"a": a[:-1], "b": b[:-1], "c": c[:-1]})
    with pytest.raises(ValueError, match="no complete grid"):
        grid({"a": a[:-1], "b": b[:-1], "c": c[:-1]}, y[:-1])


def test_a_grid_of_noise_says_so() -> None:
    rng = np.random.default_rng(8)
    a, b = (axis.ravel().astype(float) for axis in np.meshgrid(range(4), range(4), indexing="ij"))
    y = rng.normal(0.0, 0.1, 16)
    noise = noise_apart(np.full(16, 0.1))
    assert {effect.verdict for effect in grid({"a": a, "b": b}, y, noise).effects} == {"not told from nothing"}
    told = by_name(grid({"a": a, "b": b}, y + a, noise))
    assert (told["a"].verdict, told["b"].verdict) == ("matters", "not told from nothing")
    assert noise_swing({"a": a, "b": b}, noise) == pytest.approx(1.96 * 0.1 * np.sqrt(2.0 / 4.0), rel=0.1)


def test_noise_that_points_share_cancels_between_them() -> None:
    rng = np.random.default_rng(4)
    luck, every = rng.normal(size=500), np.ones(500, dtype=bool)
    points = [((1, Part("mean", luck + shift, every)),) for shift in (0.0, 1.0, 5.0)]
    noise = noise_together(points)
    assert noise is not None
    assert noise.std(axis=0) == pytest.approx(luck.std() / np.sqrt(500), rel=0.1)
    assert np.ptp(noise, axis=1).max() < 1e-12
    some = rng.random(500) < 0.5
    half = noise_together([((1, Part("mean", luck, some)),)])
    assert half is not None
    assert half.std() == pytest.approx(luck[some].std() / np.sqrt(some.sum()), rel=0.1)
    assert noise_together([((1, Part("mean", luck, ~every)),)]) is None


def test_swings() -> None:
    x, y = np.arange(100.0), np.arange(100.0) * 2.0
    found = swing(x, y)
    assert (found.low.level, found.high.level, found.fifths) == (19.0, 80.0, True)
    assert (found.low.mean, found.high.mean, found.size) == (19.0, 179.0, 160.0)
    assert (found.low.points, found.high.points) == (20, 20)
    few = swing(np.array([3.0, 1.0, 1.0, 3.0]), np.array([0.0, 4.0, 6.0, 2.0]))
    assert (few.low.level, few.low.mean, few.high.level, few.high.mean) == (1.0, 5.0, 3.0, 1.0)
    words = swing(np.array(["b", "a", "c", "a"]), np.array([9.0, 4.0, 1.0, 6.0]))
    assert (words.low.level, words.high.level, words.fifths) == ("c", "b", False)
    assert [(end.level, end.mean, end.points) for end in words.levels] == [("a", 5.0, 2), ("b", 9.0, 1), ("c", 1.0, 1)]
    flags = swing(np.array([True, False]), np.array([1.0, 2.0]))
    assert (flags.low.level, flags.high.level) == (True, False)


def test_chance_puts_fifths_apart_as_two_means_are() -> None:
    y = np.random.default_rng(3).normal(size=1000)
    assert chance_swing(y) == pytest.approx(1.96 * np.sqrt(2.0 / 200.0), rel=0.2)


def test_an_interval_leaves_no_numbers_out_of_it() -> None:
    assert interval(1.0, np.arange(999.0)) == interval(1.0, np.append(np.arange(999.0)[::-1], np.nan))
    assert (interval(1.0, np.arange(999.0)).low, interval(1.0, np.arange(999.0)).high) == (24.0, 974.0)
    assert interval(1.0, np.array([np.nan])).low is None
