"""Crisis bargaining, Fearon (1995): an offer to an opponent whose cost of war is unknown, and how often it fights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zopa.solutions.screening import Reservation, Sampled, Ultimatum, Uniform, best_ultimatum

KEPT = np.linspace(0.0, 1.0, 2001)[None, ::-1]
"""Shares that the first state may keep, the largest first: of equals it takes that."""


def war(win: float, cost: float, highest: float) -> tuple[float, Ultimatum]:
    """Share kept and how the offer fares; the opponent's cost is uniform up to the highest."""
    reservation = Uniform(np.array([1.0 - win - highest]), np.array([1.0 - win]))
    found = best_ultimatum(KEPT, 1.0 - KEPT, reservation, np.array([win - cost]))
    return float(KEPT[0, found.index[0]]), found


def test_the_worked_crisis() -> None:
    kept, found = war(0.5, 0.1, 0.5)
    assert kept == pytest.approx(0.7, abs=1e-12)
    assert 1.0 - found.chance[0] == pytest.approx(0.4, abs=1e-9)
    assert found.value[0] == pytest.approx(0.6 * 0.7 + 0.4 * 0.4, abs=1e-9)


@given(st.floats(0.2, 0.6), st.floats(0.01, 0.15), st.floats(0.16, 0.4))
def test_the_closed_form(win: float, cost: float, highest: float) -> None:
    kept, found = war(win, cost, highest)
    assert kept == pytest.approx(win + (highest - cost) / 2.0, abs=3e-4)
    assert 1.0 - found.chance[0] == pytest.approx((highest - cost) / (2.0 * highest), abs=1e-3 + 3e-4 / highest)
    assert win - cost <= kept <= win + highest  # the bargaining range


def test_an_opponent_whose_cost_is_known_is_kept_at_indifference() -> None:
    known: Reservation = Uniform(np.array([0.3]), np.array([0.3]))
    found = best_ultimatum(KEPT, 1.0 - KEPT, known, np.array([0.4]))
    assert KEPT[0, found.index[0]] == pytest.approx(0.7, abs=5.1e-4)
    assert found.chance[0] == 1.0


def test_samples_come_near_the_distribution_they_are_from() -> None:
    even = np.linspace(0.0, 0.5, 5001)[None, :]
    found = best_ultimatum(KEPT, 1.0 - KEPT, Sampled(even), np.array([0.4]))
    assert KEPT[0, found.index[0]] == pytest.approx(0.7, abs=2e-3)
    assert found.value[0] == pytest.approx(0.58, abs=1e-3)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=5), st.floats(0.0, 0.5))
def test_no_other_offer_is_better(values: list[float], refused: float) -> None:
    """With a finite sample, by trying every offer on every sampled opponent."""
    kept = np.linspace(1.0, 0.0, 21)
    found = best_ultimatum(kept[None], 1.0 - kept[None], Sampled(np.array([values])), np.array([refused]))
    worth = [np.mean([x if v <= 1.0 - x else refused for v in values]) for x in kept]
    assert found.value[0] == pytest.approx(max(worth), abs=1e-12)
    assert worth[found.index[0]] == pytest.approx(max(worth), abs=1e-12)


def test_a_world_alone_is_a_world_in_a_block() -> None:
    rng = np.random.default_rng(5)
    mine, theirs = rng.uniform(size=(33, 40)), rng.uniform(size=(33, 40))
    low, refused = rng.uniform(0.0, 0.5, 33), rng.uniform(0.0, 0.5, 33)
    high, values = low + rng.uniform(0.0, 0.5, 33), rng.uniform(size=(33, 9))
    for believed in (lambda row: Uniform(low[row], high[row]), lambda row: Sampled(values[row])):
        block = best_ultimatum(mine, theirs, believed(slice(None)), refused)
        for w in (0, 16, 32):
            row = slice(w, w + 1)
            alone = best_ultimatum(mine[row], theirs[row], believed(row), refused[row])
            for name in ("index", "chance", "value"):
                assert np.array_equal(getattr(alone, name), getattr(block, name)[row])
