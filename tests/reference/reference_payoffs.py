"""The flagship's yearly payoffs at central values, by independent arithmetic: what `zopa value` must print.

Units: bn USD (or bn USD-equivalents) per year. It shares no code or file with the package.
"""

from collections.abc import Mapping
from typing import Any

MFN_AUTOS, MFN_OTHER = 2.5, 1.5  # all-in minus added points; MFN_OTHER is an average over goods
HORIZON = 3.4  # years over which one-off costs are spread

Payoffs = dict[str, float]


def incidence(
    imports: float, added: float, passthrough: float, elasticity: float, rent: float
) -> tuple[float, float, float]:
    """Partial equilibrium of one tariff: exporter's loss, US revenue, US consumers' loss (bn USD/yr)."""
    d = added / 100
    price = (1 + passthrough * d) / (1 + d)
    volume = (1 + passthrough * d) ** -elasticity
    return (
        imports * ((1 - price) * volume + rent * (1 - volume)),
        imports * volume * price * d,
        imports * passthrough * d * (1 + volume) / 2,
    )


AUTOS = {"imports": 52.3, "passthrough": 0.30, "elasticity": 2.5, "rent": 0.2}
OTHER = {"imports": 80.0, "passthrough": 0.85, "elasticity": 2.5, "rent": 0.2}
MULT_AUTOS = 0.50 * 25 / incidence(added=25, **AUTOS)[0]  # economy-wide cost over the exporters' own
MULT_OTHER = 0.75 * 25 / incidence(added=25, **OTHER)[0]

# Japan's after the vote; twice that before it.
RICE_JP = {0: 0.0, 60: -0.07, 130: -0.15, 260: -0.30, 424: -0.55, 600: -14.6, 1000: -46.6}
RICE_US = {0: 0.0, 60: 0.10, 130: 0.20, 260: 0.30, 424: 0.40, 600: 0.60, 1000: 0.80}
TABLES: dict[str, dict[str, tuple[float, float]]] = {  # issue: {level: (us, japan)}
    "alaska_lng": {
        "none": (0, 0),
        "letter_of_intent": (0.15, 0),
        "1": (0.25, -0.06),
        "2": (0.35, -0.12),
        "5": (0.6, -0.30),
    },
    "car_standards": {"none": (0, 0), "simplified": (0.2, -0.03), "accepted": (0.5, -0.1)},
    "treasuries": {"none": (0, 0), "hold": (0.2, -0.1), "lengthen": (1.0, -0.8)},
    "defence": {"none": (0, 0), "purchases": (0.9, -1.0), "host_support": (0.7, -0.7)},
    "currency": {"none": (0, 0), "consult": (0.1, 0), "appreciation": (2.0, -6.0)},
    "china": {"none": (0, 0), "controls": (0.6, -0.5), "alignment": (3.0, -6.0)},
    "surplus_target": {"none": (0, 0), "monitored": (0.5, -0.3), "binding": (2.0, -5.0)},
    "reverse_imports": {"none": (0, 0), "some": (0.2, -0.2)},
}
STATUS_QUO: dict[str, Any] = {
    "autos": 27.5,
    "reciprocal": 10,
    "stacking": "stacked",
    "metals": 25,
    "rice": 0,
    "farm_purchases": 0,
    "energy_purchases": 0,
    "investment": 0,
    "profit_split": 50,
    **dict.fromkeys(TABLES, "none"),
}


def headline(pledge: float) -> float:
    """US value of a pledge of `pledge` bn: 8.25 at 550 (1.5 per 100), flattening beyond (bn USD-eq/yr)."""
    return 8.25 * (1 - 2.718281828459045 ** (-pledge / 550)) / (1 - 2.718281828459045**-1)


def capacity_cost(pledge: float) -> float:
    """Japan's cost of it: 2 % subsidy over the horizon at 550, convex as public lenders' capacity fills."""
    x = pledge / 550
    return 0.02 * 550 / HORIZON * (0.5 * x + 0.5 * x**3)


def payoffs(package: Mapping[str, Any]) -> tuple[Payoffs, Payoffs]:
    """(us, japan) of one package (issue -> level, all issues), issue by issue."""
    autos, reciprocal, investment = package["autos"], package["reciprocal"], package["investment"]
    metals, rice = package["metals"], package["rice"]
    farm, energy = package["farm_purchases"], package["energy_purchases"]
    even_split = package["profit_split"] != 90
    a = autos - MFN_AUTOS
    r = reciprocal if package["stacking"] == "stacked" else max(reciprocal - MFN_OTHER, 0)
    jp_a, rev_a, cons_a = incidence(added=a, **AUTOS)
    jp_r, rev_r, cons_r = incidence(added=r, **OTHER)
    kappa, precedent_per_point = 1.5, 0.19
    us = {
        "autos": 1.3 * rev_a - cons_a + 0.15 * a - kappa * precedent_per_point * (25 - a),
        "reciprocal": 1.3 * rev_r - cons_r + 0.10 * r,
        "metals": 0.02 * (metals - 25),
        "rice": RICE_US[rice],
        "farm_purchases": 0.15 * farm,
        "energy_purchases": 0.15 * energy,
        "investment": headline(investment) * (0.8 if even_split else 1.0),
    }
    jp = {
        "autos": -MULT_AUTOS * jp_a,
        "reciprocal": -MULT_OTHER * jp_r,
        "metals": -0.03 * (metals - 25),
        "rice": RICE_JP[rice],
        "farm_purchases": -0.02 * farm,
        "energy_purchases": -0.01 * energy,
        "investment": -capacity_cost(investment) * (0.6 if even_split else 1.0),
    }
    for issue, table in TABLES.items():
        us[issue], jp[issue] = table[str(package[issue])]
    return us, jp


ACTUAL: dict[str, Any] = {
    "autos": 15,
    "reciprocal": 15,
    "stacking": "all_in",
    "rice": 260,
    "farm_purchases": 8,
    "energy_purchases": 7,
    "investment": 550,
    "profit_split": 90,
    "alaska_lng": "letter_of_intent",
    "car_standards": "accepted",
    "china": "controls",
}
NO_PLEDGE: dict[str, Any] = {"investment": 0, "profit_split": 50}
CHANGES: dict[str, dict[str, Any]] = {  # what differs from the status quo
    "status_quo": {},
    "no_deal_24": {"reciprocal": 24},
    "no_deal_25": {"reciprocal": 25},
    "no_deal_35": {"reciprocal": 35},
    "actual_deal": ACTUAL,
    "actual_deal_stacked": ACTUAL | {"stacking": "stacked"},
    "actual_deal_without_investment": ACTUAL | NO_PLEDGE,
    "ministers_deal_june": ACTUAL | {"investment": 400, "profit_split": 50, "rice": 60, "car_standards": "simplified"},
    "us_frame_may": ACTUAL | {"autos": 27.5, "reciprocal": 10, "stacking": "stacked"} | NO_PLEDGE,
    "japan_aim_april": ACTUAL
    | {"autos": 2.5, "reciprocal": 0, "metals": 0, "investment": 200, "profit_split": 50, "rice": 60},
}
PACKAGES: dict[str, dict[str, Any]] = {name: STATUS_QUO | changes for name, changes in CHANGES.items()}
