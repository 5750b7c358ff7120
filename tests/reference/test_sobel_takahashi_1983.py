"""Prices to an unknown buyer, Sobel & Takahashi (1983): the path, who buys when, and that nobody gains by deviating."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.solutions.screening import PricePath, price_path


def path(offers: int, discount: float, top: float = 1.0) -> PricePath:
    return price_path(np.array([top]), offers, np.array([discount]))


def first_price(offers: int, discount: float) -> float:
    """The closed form: c_1 = 1/2, c_k = m² / (2 m − d c_{k−1}) with m = 1 − d + d c_{k−1}."""
    c = 0.5
    for _ in range(offers - 1):
        m = 1.0 - discount + discount * c
        c = m * m / (2.0 * m - discount * c)
    return c


def test_the_worked_number() -> None:
    found = path(2, 0.9)
    np.testing.assert_allclose(found.prices[0], (0.465385, 0.423077), atol=5e-7)
    np.testing.assert_allclose(found.cutoffs[0], (0.846154, 0.423077), atol=5e-7)


def test_without_an_end_it_falls_towards_coase() -> None:
    root = np.sqrt(1 - 0.9)
    assert path(400, 0.9).prices[0, 0] == pytest.approx(root / (1 + root), abs=1e-12)
    assert path(400, 0.9).prices[0, 0] == pytest.approx(0.240253, abs=5e-7)
    for discount, coase in ((0.99, 0.1), (0.998, np.sqrt(0.002))):
        assert path(4000, discount).prices[0, 0] == pytest.approx(coase / (1 + coase), rel=0.01)


@given(st.integers(1, 30), st.floats(0.0, 0.99), st.floats(0.1, 50.0))
def test_the_closed_form_and_what_it_earns(offers: int, discount: float, top: float) -> None:
    found = path(offers, discount, top)
    assert found.prices[0, 0] == pytest.approx(first_price(offers, discount) * top, rel=1e-9)
    bought = np.append(top, found.cutoffs[0, :-1]) - found.cutoffs[0]
    earned = (discount ** np.arange(offers) * found.prices[0] * bought).sum() / top
    assert found.profit[0] == pytest.approx(earned, rel=1e-9)
    assert found.profit[0] == pytest.approx(found.prices[0, 0] / 2, rel=1e-9)


@given(st.integers(1, 12), st.floats(0.0, 0.97), st.floats(0.0, 1.0))
def test_every_type_buys_when_it_is_best_for_it(offers: int, discount: float, value: float) -> None:
    found = path(offers, discount)
    gain = discount ** np.arange(offers) * (value - found.prices[0])
    buys = np.flatnonzero(found.cutoffs[0] <= value)
    got = gain[buys[0]] if buys.size else 0.0
    assert got >= max(gain.max(), 0.0) - 1e-12


def test_the_seller_gains_by_no_other_price() -> None:
    """A game of 4,000 types without any use of scale: the last price by search, then the first."""
    types, d = np.linspace(0.0, 1.0, 4001), 0.9
    last = np.array([types[np.argmax(types[: n + 1] * (types[n] - types[: n + 1]))] for n in range(0, 4001, 20)])
    last = np.interp(types, types[::20], last)
    asks = types - d * (types - last)  # the price at which a type is indifferent
    profits = asks * (1.0 - types) + d * last * (types - last)
    found = path(2, d)
    assert profits.max() == pytest.approx(found.profit[0], abs=1e-6)
    assert asks[profits.argmax()] == pytest.approx(found.prices[0, 0], abs=1e-3)


def test_a_world_alone_is_a_world_in_a_block() -> None:
    rng = np.random.default_rng(4)
    top, discount = rng.uniform(0.5, 3.0, 65), rng.uniform(0.1, 0.99, 65)
    block = price_path(top, 7, discount)
    for w in (0, 40, 64):
        alone = price_path(top[w : w + 1], 7, discount[w : w + 1])
        assert np.array_equal(alone.prices[0], block.prices[w])
        assert np.array_equal(alone.cutoffs[0], block.cutoffs[w])
        assert alone.profit[0] == block.profit[w]
