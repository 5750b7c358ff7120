"""Where theory has the flagship end: against no deal at 25, with and without red lines."""

from typing import Any

import pytest

from zopa.build.solve import solve


@pytest.fixture(scope="module")
def gated() -> dict[str, Any]:
    return solve("us_japan_2025")


def test_packages(gated: dict[str, Any]) -> None:
    assert gated["packages"] == 13_337_200_800
    assert gated["exact"]
    assert gated["gap"] == 0.0


def test_no_deal_is_no_deal_at_25(gated: dict[str, Any]) -> None:
    assert gated["disagreement"] == pytest.approx({"us": 16.68, "japan": -31.25}, abs=0.01)


def test_without_gates_nash_leaves_cars_alone() -> None:
    nash = solve("us_japan_2025", overrides=["gates=false"])["nash"]
    assert [point["package"]["autos"] for point in nash] == [27.5] * len(nash)
    assert nash


def test_with_cars_at_15_and_the_baseline_at_10_nash_is_nearly_what_was_signed(gated: dict[str, Any]) -> None:
    (nash,) = gated["nash"]
    signed = {
        "autos": 15, "reciprocal": 10, "stacking": "all_in", "rice": 260, "investment": 550, "profit_split": 90
    }  # fmt: skip
    assert {issue: nash["package"][issue] for issue in signed} == signed


def test_every_solution_is_efficient_and_rational(gated: dict[str, Any]) -> None:
    points = {tuple(point["utilities"].values()) for point in gated["pareto"]}
    for name in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian"):
        assert gated[name]
        for point in gated[name]:
            assert tuple(point["utilities"].values()) in points
            assert all(point["utilities"][party] >= gated["disagreement"][party] for party in ("us", "japan"))
