"""The arithmetic of payoff terms against the formulas written out for one number."""

import math

import numpy as np
import pytest

from zopa.game.terms import incidence, linear, power, saturating

LUCK = np.random.default_rng(8)
WORLDS = 9


def drawn(low: float, high: float) -> np.ndarray:
    return low + (high - low) * LUCK.random(WORLDS)


def test_linear() -> None:
    levels, slope, origin = np.array([0.0, 2.5, 40.0]), drawn(-2, 2), drawn(0, 10)
    out = linear(levels, slope, origin)
    for w in range(WORLDS):
        assert out[w] == pytest.approx([slope[w] * (x - origin[w]) for x in levels], abs=1e-12)


def test_power() -> None:
    levels, slope, scale, exponent = np.array([0.0, 2.5, 40.0]), drawn(-2, 2), drawn(1, 10), drawn(0.5, 3)
    out = power(levels, slope, scale, exponent)
    for w in range(WORLDS):
        assert out[w] == pytest.approx([slope[w] * (x / scale[w]) ** exponent[w] for x in levels], abs=1e-12)


def test_saturating_is_worth_its_worth_at_the_scale() -> None:
    levels, worth, scale = np.array([0.0, 100.0, 550.0]), drawn(1, 9), np.full(WORLDS, 550.0)
    out = saturating(levels, worth, scale)
    assert out[:, 0] == pytest.approx(np.zeros(WORLDS), abs=0)
    assert out[:, 2] == pytest.approx(worth, abs=1e-12)
    for w in range(WORLDS):
        part = (1 - math.exp(-100 / 550)) / (1 - math.exp(-1))
        assert out[w, 1] == pytest.approx(worth[w] * part, abs=1e-12)


def test_incidence_by_the_formula() -> None:
    added = np.tile(np.array([0.0, 5.0, 25.0, 100.0]), (WORLDS, 1))
    imports, through, elasticity, rent = drawn(20, 90), drawn(0, 1), drawn(1, 4), drawn(0, 0.3)
    loss, revenue, consumers = incidence(added, imports, through, elasticity, rent)
    for w in range(WORLDS):
        for n, points in enumerate(added[w]):
            d, m, lam = points / 100, imports[w], through[w]
            p, q = (1 + lam * d) / (1 + d), (1 + lam * d) ** -elasticity[w]
            assert loss[w, n] == pytest.approx(m * ((1 - p) * q + rent[w] * (1 - q)), abs=1e-12)
            assert revenue[w, n] == pytest.approx(m * q * p * d, abs=1e-12)
            assert consumers[w, n] == pytest.approx(m * lam * d * (1 + q) / 2, abs=1e-12)


def test_incidence_at_its_ends() -> None:
    added, one = np.array([[0.0, 25.0]]), np.ones(1)
    loss, revenue, consumers = incidence(added, 80 * one, 0 * one, 2.5 * one, 0.2 * one)
    assert [loss[0, 0], revenue[0, 0], consumers[0, 0], consumers[0, 1]] == [0, 0, 0, 0]
    assert loss[0, 1] == pytest.approx(revenue[0, 1]) == pytest.approx(80 * 0.25 / 1.25)  # the exporter pays it all
    loss, _, consumers = incidence(added, 80 * one, one, 0 * one, 0 * one)
    assert loss[0, 1] == 0  # the consumers pay it all
    assert consumers[0, 1] == pytest.approx(20)


@pytest.mark.parametrize("worlds", [1, 2, 3, 5])
def test_the_bits_do_not_depend_on_the_block(worlds: int) -> None:
    levels = np.array([0.0, 1.0, 7.0, 550.0])
    a, b, c, d = drawn(1, 3), drawn(1, 9), np.where(np.arange(WORLDS) % 2, 2.0, 2.5), drawn(0, 1)
    added = drawn(0, 30)[:, None] + levels
    for whole, part in zip(
        [power(levels, a, b, c), saturating(levels, a, b), linear(levels, a, b), *incidence(added, a, d, c, d)],
        [
            power(levels, a[:worlds], b[:worlds], c[:worlds]), saturating(levels, a[:worlds], b[:worlds]),
            linear(levels, a[:worlds], b[:worlds]),
            *incidence(added[:worlds], a[:worlds], d[:worlds], c[:worlds], d[:worlds]),
        ],
        strict=True,
    ):  # fmt: skip
        assert whole[:worlds].tobytes() == part.tobytes()
