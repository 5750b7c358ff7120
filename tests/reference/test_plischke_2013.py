"""First-order indices from given data, against the Ishigami function's closed form (Plischke et al. 2013)."""

import numpy as np
import pytest

from zopa.analysis.sensitivity import first_order


def ishigami(worlds: int) -> tuple[dict[str, np.ndarray], np.ndarray]:
    rng = np.random.default_rng(1)
    x = {name: rng.uniform(-np.pi, np.pi, worlds) for name in ("x1", "x2", "x3", "dummy")}
    return x, np.sin(x["x1"]) + 7.0 * np.sin(x["x2"]) ** 2 + 0.1 * x["x3"] ** 4 * np.sin(x["x1"])


def test_ishigami() -> None:
    inputs, outcome = ishigami(40_000)
    found = {index.name: index for index in first_order(inputs, outcome, bins=32)}
    variance = 7.0**2 / 8 + 0.1 * np.pi**4 / 5 + 0.1**2 * np.pi**8 / 18 + 0.5
    assert found["x1"].share == pytest.approx((0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2) / variance, abs=0.02)
    assert found["x2"].share == pytest.approx(7.0**2 / 8 / variance, abs=0.02)
    assert abs(found["x3"].share) < 0.005
    assert abs(found["dummy"].share) < 0.005


def test_largest_first_and_worlds_without_the_outcome_are_left_out() -> None:
    inputs, outcome = ishigami(4000)
    outcome[::2] = np.nan
    found = first_order(inputs, outcome)
    assert [index.name for index in found][:2] == ["x2", "x1"]
    assert found[-1].share <= found[-1].noise
    with pytest.raises(ValueError, match="too few for 16 bins"):
        first_order({name: x[:20] for name, x in inputs.items()}, outcome[:20])
