"""The double auction, Chatterjee & Samuelson (1983), and the bound of Myerson & Satterthwaite (1983)."""

import numpy as np
import pytest

from zopa.solutions.auction import linear_auction, second_best


@pytest.mark.parametrize("k", [0.0, 0.3, 0.5, 0.8, 1.0])
def test_the_closed_form(k: float) -> None:
    found = linear_auction(k)
    assert found.bid_slope == pytest.approx(1 / (1 + k), abs=1e-6)
    assert found.bid == pytest.approx(k * (1 - k) / (2 * (1 + k)), abs=1e-6)
    assert found.ask_slope == pytest.approx(1 / (2 - k), abs=1e-6)
    assert found.ask == pytest.approx((1 - k) / 2, abs=1e-6)


def test_the_worked_numbers() -> None:
    even = linear_auction(0.5)
    value = np.array([0.2, 0.25, 0.6, 1.0])
    np.testing.assert_allclose(even.sells_below(value), [0.0, 0.0, 0.35, 0.75], atol=1e-6)  # trade iff v − c >= 1/4
    chance, gains = even.trade()
    assert chance == pytest.approx(9 / 32, abs=1e-6)
    assert gains == pytest.approx(9 / 64, abs=1e-6)
    assert gains / (1 / 6) == pytest.approx(0.84375, abs=1e-5)
    uneven = linear_auction(0.3)
    assert uneven.bid + uneven.bid_slope * 0.8 == pytest.approx(0.696154, abs=1e-6)


def test_no_mechanism_without_a_subsidy_does_better_than_splitting_the_difference() -> None:
    chance, gains = second_best()
    assert (chance, gains) == pytest.approx((9 / 32, 9 / 64), abs=1e-9)
    assert linear_auction(0.5).trade() == pytest.approx((chance, gains), abs=1e-6)
    for k in (0.2, 0.7):
        assert linear_auction(k).trade()[1] < gains


def test_no_type_gains_by_another_bid() -> None:
    """Every bid of every buyer against 20,000 sellers, one by one."""
    k, found = 0.3, linear_auction(0.3)
    cost = (np.arange(20_000) + 0.5) / 20_000
    asks = found.ask + found.ask_slope * cost
    for value in (0.4, 0.6, 0.8, 1.0):

        def worth(bid: float, value: float = value) -> float:
            return float(((value - k * bid - (1 - k) * asks) * (asks <= bid)).mean())

        best = max(worth(bid) for bid in np.linspace(0.0, 1.0, 401))
        assert worth(found.bid + found.bid_slope * value) >= best - 1e-5


def test_the_weight_is_a_share() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        linear_auction(1.5)
