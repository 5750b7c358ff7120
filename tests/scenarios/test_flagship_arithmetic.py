"""The flagship's numbers: sources, ranges, levels, named packages, payoffs against independent arithmetic."""

import random
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from reference.reference_payoffs import PACKAGES, payoffs
from zopa.build.value import payoff_table
from zopa.scenario.read import read

FLAGSHIP = Path(__file__).parents[2] / "configs" / "us_japan_2025"

LEVELS: dict[str, list[object]] = {
    "autos": [27.5, 25, 22.5, 20, 17.5, 15, 12.5, 10, 7.5, 5, 2.5],
    "reciprocal": [35, 30, 25, 24, 20, 15, 10, 5, 0],
    "stacking": ["stacked", "all_in"],
    "metals": [50, 25, 0],
    "rice": [0, 60, 130, 260, 424, 600, 1000],
    "farm_purchases": [0, 2, 4, 8, 12],
    "energy_purchases": [0, 3, 7, 10],
    "alaska_lng": ["none", "letter_of_intent", 1, 2, 5],
    "investment": [0, 100, 200, 300, 400, 500, 550, 700, 1000, 1500, 2000],
    "profit_split": [50, 90],
    "car_standards": ["none", "simplified", "accepted"],
    "treasuries": ["none", "hold", "lengthen"],
    "defence": ["none", "purchases", "host_support"],
    "currency": ["none", "consult", "appreciation"],
    "china": ["none", "controls", "alignment"],
    "surplus_target": ["none", "monitored", "binding"],
    "reverse_imports": ["none", "some"],
}

CENTRAL_RANGES = {
    "autos_imports": (47, 52.3, 55.9),
    "autos_pass_through": (0.05, 0.30, 0.60),
    "autos_multiplier": (0.65, 1.594, 2.8),
    "autos_rents": (0.05, 0.15, 0.4),
    "autos_precedent": (-0.57, -0.285, 0),
    "other_imports": (70, 80, 96),
    "other_pass_through": (0.6, 0.85, 1),
    "other_multiplier": (2.467 * 9 / 18.75, 2.467, 2.467 * 26 / 18.75),
    "other_baseline": (0, 0.10, 0.4),
    "other_mfn": (0.5, 1.5, 3),
    "import_elasticity": (1.5, 2.5, 4),
    "rent_share": (0.1, 0.2, 0.3),
    "revenue_weight": (1, 1.3, 2),
    "investment_headline": (2.75, 8.25, 22),
    "investment_cost": (-16.18 / 2, -3.235 / 2, -1.618 / 2),
    "rice_beyond_quota": (3, 8, 20),
    "rice_before_vote": (1.2, 2, 3.3),
}

READINGS = {  # bn USD a year: (US, Japan)
    "status_quo": (15.54, -21.98),
    "no_deal_25": (16.68, -31.25),
    "actual_deal": (19.41, -23.82),
    "actual_deal_without_investment": (11.16, -20.58),
    "us_frame_may": (19.34, -23.11),
}


@cache
def data() -> dict[str, Any]:
    return read(FLAGSHIP).data


@cache
def named() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    return payoff_table(FLAGSHIP)


def one_table(package: Mapping[str, Any]) -> Mapping[str, Mapping[str, float]]:
    (table,) = payoff_table(FLAGSHIP, dict(package)).values()
    return table


def total(package: str, party: str) -> float:
    return named()[package][party]["total"]


def levels_of(package: str) -> dict[str, Any]:
    entry = data()["packages"][package]
    base = levels_of(entry["base"]) if "base" in entry else {}
    return base | entry["levels"]


def numbers(node: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every value and range below a node, with its path."""
    if isinstance(node, dict):
        if "value" in node or "central" in node:
            yield at, node
        for key, inner in node.items():
            yield from numbers(inner, f"{at}.{key}")
    elif isinstance(node, list):
        for place, inner in enumerate(node):
            yield from numbers(inner, f"{at}.{place}")


def terms() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every payoff term, those inside linked terms too."""
    for party, its in data()["parties"].items():
        for issue, listed in its["payoffs"].items():
            for term in listed:
                yield f"{party}.{issue}", term
                for inner in term.get("terms", ()):
                    yield f"{party}.{issue}", inner


def by_issue(package: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    us, japan = payoffs(package)
    return {
        "us": us | {"total": sum(us.values())},
        "japan": japan | {"total": sum(japan.values())},
    }


def same_name(name: str) -> str:
    return {"reciprocal_rate": "reciprocal", "investment_fund": "investment"}.get(name, name)


def assert_agrees(table: Mapping[str, Mapping[str, float]], package: Mapping[str, Any]) -> None:
    for party, expected in by_issue(package).items():
        found = {same_name(name): payoff for name, payoff in table[party].items()}
        assert found == pytest.approx(expected, abs=0.005), (party, package)


def test_levels_are_the_models() -> None:
    assert {name: issue["levels"] for name, issue in data()["issues"].items()} == LEVELS


def test_clusters_hold_what_does_not_add_up() -> None:
    assert data()["clusters"] == {
        "reciprocal_rate": ["reciprocal", "stacking"],
        "investment_fund": ["investment", "profit_split"],
    }


def test_every_shared_quantity_says_unit_source_and_basis() -> None:
    for name, quantity in data()["quantities"].items():
        assert all(quantity.get(key) for key in ("unit", "source", "basis")), name


def test_every_number_elsewhere_says_them_itself_or_in_its_table() -> None:
    in_tables = {id(cell) for _, term in terms() for cell in term.get("values", {}).values()}
    for part in ("parties", "time"):
        for at, number in numbers(data()[part], part):
            if id(number) not in in_tables:
                assert all(number.get(key) for key in ("unit", "source", "basis")), at


def test_every_table_says_unit_source_and_basis() -> None:
    tables = [(at, term) for at, term in terms() if term["kind"] == "table"]
    assert tables
    for at, term in tables:
        assert all(term.get(key) for key in ("unit", "source", "basis")), at


def test_terms_hold_no_bare_number_but_zero_in_tables_and_offsets() -> None:
    described = {"kind", "of", "by", "unit", "source", "basis", "values", "terms", "factors", "less"}
    for at, term in terms():
        if term["kind"] == "gate":
            continue
        bare = {key: value for key, value in term.items() if isinstance(value, int | float)}
        assert not bare.keys() - described, (at, bare)


def test_every_assumption_has_a_range() -> None:
    for at, number in numbers(data()):
        if number.get("basis") == "assumption":
            assert number["low"] < number["high"], at


@pytest.mark.parametrize("name", CENTRAL_RANGES)
def test_ranges_are_the_models(name: str) -> None:
    quantity = data()["quantities"][name]
    found = (quantity["low"], quantity["central"], quantity["high"])
    assert found == pytest.approx(CENTRAL_RANGES[name], rel=1e-3)


def test_red_lines() -> None:
    gates = {at: term for at, term in terms() if term["kind"] == "gate"}
    assert gates == {
        "us.reciprocal_rate": {"kind": "gate", "of": "reciprocal", "at_least": 10},
        "japan.autos": {"kind": "gate", "at_most": 15},
    }


def test_named_packages_are_the_ten_of_the_reference() -> None:
    found = {name: levels_of(name) for name in data()["packages"]}
    assert found == PACKAGES


def test_status_quo_is_what_is_in_force_at_the_start() -> None:
    assert data()["time"]["in_force"][0]["levels"] == PACKAGES["status_quo"]


def test_named_packages_pay_what_the_reference_says() -> None:
    assert named().keys() == PACKAGES.keys()
    for name, package in PACKAGES.items():
        assert_agrees(named()[name], package)


def test_any_package_pays_what_the_reference_says() -> None:
    luck = random.Random(20250722)  # noqa: S311
    for _ in range(100):
        package = {issue: luck.choice(levels) for issue, levels in LEVELS.items()}
        assert_agrees(one_table(package), package)


@pytest.mark.parametrize("name", READINGS)
def test_readings(name: str) -> None:
    assert (total(name, "us"), total(name, "japan")) == pytest.approx(READINGS[name], abs=0.01)


def test_belief_in_the_threat_decides() -> None:
    assert total("actual_deal", "japan") < total("status_quo", "japan")
    for party in ("us", "japan"):
        assert total("actual_deal", party) > total("no_deal_25", party)


def test_without_investment_the_us_prefers_no_deal() -> None:
    assert total("actual_deal_without_investment", "us") < total("no_deal_25", "us")


def test_a_car_tariff_point_costs_the_us_more_than_it_gives_japan() -> None:
    levels = sorted(level for level in LEVELS["autos"] if isinstance(level, int | float))
    tables = [one_table(PACKAGES["status_quo"] | {"autos": level}) for level in levels]
    us, japan = ([table[party]["total"] for table in tables] for party in ("us", "japan"))
    cost = [(after - before) / 2.5 for before, after in pairwise(us)]
    gain = [(before - after) / 2.5 for before, after in pairwise(japan)]
    assert all(dear > cheap for dear, cheap in zip(cost, gain, strict=True))
    down_to_15, down_to_7_5 = levels.index(15), levels.index(7.5)
    assert mean(cost[down_to_15:]) == pytest.approx(0.7, abs=0.005)
    assert all(0.35 <= point <= 0.6 for point in gain[down_to_7_5:])


def test_investment_is_the_cheap_currency() -> None:
    deal, without = named()["actual_deal"], named()["actual_deal_without_investment"]
    assert deal["us"]["total"] - without["us"]["total"] == pytest.approx(8.25, abs=0.005)
    assert deal["japan"]["total"] - without["japan"]["total"] == pytest.approx(-3.24, abs=0.005)
