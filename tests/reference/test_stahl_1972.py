"""Alternating offers with an end, against Ståhl (1972), "Bargaining Theory"."""

import numpy as np
import pytest

from twins.pies import column, pie, turns
from zopa.solutions.induction import terms
from zopa.solutions.subgame_perfect import equilibrium

STEPS = 100_000


def _share(proposals: int, factors: tuple[float, float]) -> tuple[float, int]:
    found = equilibrium(pie(STEPS), terms(turns(proposals), column(*factors)))
    return float(found.value[0, 0]), int(found.when[0])


@pytest.mark.parametrize(
    ("proposals", "factors", "share"),
    [
        (1, (0.9, 0.9), 1.0),
        (2, (0.9, 0.9), 0.1),
        (3, (0.9, 0.9), 0.91),
        (4, (0.9, 0.9), 0.181),
        (5, (0.9, 0.9), 0.8371),
        (4, (0.9, 0.8), 0.344),
        (5, (0.9, 0.8), 0.8624),
    ],
)
def test_the_numbers(proposals: int, factors: tuple[float, float], share: float) -> None:
    found, when = _share(proposals, factors)
    assert found == pytest.approx(share, abs=proposals / STEPS)
    assert when == 0


@pytest.mark.parametrize("proposals", range(1, 12))
def test_the_formula(proposals: int) -> None:
    a, b = 0.93, 0.85
    n = proposals // 2
    share = (1 - b) * (1 - (a * b) ** n) / (1 - a * b) + (proposals % 2) * (a * b) ** n
    assert _share(proposals, (a, b))[0] == pytest.approx(share, abs=proposals / STEPS)


def test_who_makes_the_last_offer_owns_the_deadline() -> None:
    shares = [_share(n, (0.99, 0.99))[0] for n in (9, 10)]
    assert shares[0] > 0.9
    assert shares[1] < 0.1


def test_what_is_agreed_off_the_path_shrinks_with_what_is_left() -> None:
    found = equilibrium(pie(STEPS), terms(turns(5), column(0.9, 0.9)))
    np.testing.assert_allclose(found.asks[1, 0, [0, 2, 4]], [0.1629, 0.09, 0.0], atol=5 / STEPS)
    np.testing.assert_allclose(found.asks[0, 0, [1, 3]], [0.819, 0.9], atol=5 / STEPS)
