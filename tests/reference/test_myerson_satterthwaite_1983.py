"""What efficient trade costs, Myerson & Satterthwaite (1983): a deficit of 1/6, with a mechanism that runs it."""

import numpy as np
import pytest

from zopa.solutions.auction import linear_auction, second_best, subsidy

TYPES = (np.arange(400) + 0.5) / 400
"""Even numbers of all types."""


def pivotal(value: np.ndarray, cost: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Trade where v > c; the buyer pays c and the seller receives v: each has all the gains."""
    trades = value > cost
    return trades, np.where(trades, cost, 0.0), np.where(trades, value, 0.0)


def test_the_mechanism_in_which_truth_pays_runs_a_deficit_of_a_sixth() -> None:
    trades, pays, receives = pivotal(TYPES[:, None], TYPES[None, :])
    assert trades.mean() == pytest.approx(1 / 2, abs=2e-3)
    assert (receives - pays).mean() == pytest.approx(1 / 6, abs=1e-4)
    assert (receives - pays).mean() == pytest.approx(subsidy(0.0), abs=1e-4)


@pytest.mark.parametrize("own", [0.1, 0.5, 0.8])
def test_no_report_but_the_truth_is_better_whatever_the_other_is(own: float) -> None:
    others = TYPES
    trades, pays, _ = pivotal(np.full(400, own), others)
    truth = np.where(trades, own - pays, 0.0)
    _, _, receives = pivotal(others, np.full(400, own))
    honest = np.where(receives > 0.0, receives - own, 0.0)
    assert min(truth.min(), honest.min()) >= 0.0  # both join of their own will
    for says in np.linspace(0.0, 1.0, 21):
        trades, pays, _ = pivotal(np.full(400, says), others)
        assert (np.where(trades, own - pays, 0.0) <= truth + 1e-12).all()
        trades, _, receives = pivotal(others, np.full(400, says))
        assert (np.where(trades, receives - own, 0.0) <= honest + 1e-12).all()


def test_the_least_subsidy() -> None:
    assert subsidy(0.0) == pytest.approx(1 / 6, abs=1e-12)
    assert subsidy(0.25) == pytest.approx(0.0, abs=1e-12)  # the second best
    gaps = np.linspace(0.0, 0.4, 9)
    found = [subsidy(float(gap)) for gap in gaps]
    assert found == sorted(found, reverse=True)
    # by the definition: less the virtual gains, summed over all pairs
    value, cost = TYPES[:, None], TYPES[None, :]
    for gap, least in zip(gaps, found, strict=True):
        virtual = np.where(value - cost > gap, 2 * value - 1 - 2 * cost, 0.0)
        assert least == pytest.approx(-virtual.mean(), abs=4e-3)


def test_the_double_auction_lives_without_one() -> None:
    chance, gains = linear_auction(0.5).trade()
    assert chance - 2 * gains == pytest.approx(0.0, abs=1e-6)
    assert second_best() == pytest.approx((9 / 32, 9 / 64), abs=1e-9)
