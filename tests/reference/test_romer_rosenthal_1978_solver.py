"""The setter's power, against Romer and Rosenthal (1978), Public Choice 33:27-43: the solver's side."""

import numpy as np
import pytest

from zopa.game.frontier import frontier
from zopa.solutions.induction import terms
from zopa.solutions.subgame_perfect import equilibrium


@pytest.mark.parametrize(
    ("status_quo", "ratifier", "setter", "outcome"),
    [(0.1, 0.4, 0.9, 0.7), (0.1, 0.4, 0.5, 0.5), (0.3, 0.4, 0.9, 0.5), (0.4, 0.4, 0.9, 0.4)],
)
def test_the_setter_gets_what_the_ratifier_barely_prefers(
    status_quo: float, ratifier: float, setter: float, outcome: float
) -> None:
    """Single-peaked payoffs −|x − ideal|; one offer against the status quo: min(s, 2 m − q)."""
    level = np.arange(1000, -1, -1) / 1000
    payoffs = [-np.abs(level - ideal)[None] for ideal in (setter, ratifier)]
    points = frontier(*payoffs, np.ones((1, 1001), dtype=np.bool_), np.array([0, 1001]))
    rules = terms(
        np.array([0]), np.ones((2, 1)), wait=0.0,
        no_deal=np.array([[-abs(status_quo - setter)], [-abs(status_quo - ratifier)]]),
    )  # fmt: skip
    found = equilibrium(points, rules)
    assert setter + found.value[0, 0] == pytest.approx(outcome, abs=1e-9)
    assert min(setter, 2 * ratifier - status_quo) == pytest.approx(outcome)
