"""Findings of a made-up tournament, of any size, for tests of charts and pages."""

from typing import Any

import numpy as np

KINDS = ("boulware", "linear", "conceder", "tit_for_tat", "hardliner", "time_dependent", "nice_mirror", "zeuthen")


def names(count: int, seat: str) -> list[str]:
    return list(KINDS[:count]) + [f"{seat}_learner_{at:02d}" for at in range(count - len(KINDS))]


def nested(values: Any) -> Any:
    return np.where(np.isfinite(values), np.round(values, 6).astype(object), None).tolist()


def measure(title: str, unit: str, value: Any, half: float, kind: str = "number") -> dict[str, Any]:
    notes = [["" for _ in row] for row in value]
    return {"title": title, "unit": unit, "kind": kind, "value": nested(value), "low": nested(value - half),
            "high": nested(value + half), "note": notes}  # fmt: skip


def findings(m: int = 5, n: int = 5, symmetric: bool = False, flat: bool = False, luck: int = 0) -> dict[str, Any]:
    """A tournament of m by n strategies; flat where nothing varies and a row was never played."""
    rng = np.random.default_rng(luck)
    seats = {"us": names(m, "us"), "japan": names(n, "us" if symmetric else "japan")}
    a = 24.0 + 0.4 * rng.standard_normal((m, n)) + np.linspace(1.5, -1.5, m)[:, None]
    b = a.T.copy() if symmetric else -22.0 + 0.4 * rng.standard_normal((m, n)) + np.linspace(1.0, -1.0, n)[None, :]
    share = np.clip(0.8 + 0.15 * rng.standard_normal((m, n)), 0.05, 1.0)
    if flat:
        a, b, share = np.full((m, n), 50.0), np.full((m, n), 50.0), np.ones((m, n))
        a[-1], b[-1], share[-1] = np.nan, np.nan, np.nan
    payoffs, half = {"us": a, "japan": b}, 0.0 if flat else 0.3
    measures = {seat: measure(seat, "bn USD/yr", payoffs[seat], half) for seat in seats}
    measures["agreement"] = measure("agreement", "", share, 0.02, "share")
    for at, name in enumerate(("to_pareto", "to_nash", "to_kalai_smorodinsky", "evenness")):
        measures[name] = measure(name, "bn USD/yr", np.abs(a - 20.0) * (1.0 + at), 0.1)
    ends = {"deal": share, "time": 0.6 * (1 - share), "left_us": 0.3 * (1 - share), "broken_off": 0.1 * (1 - share)}
    return {
        "scenario": "home_front", "title": "Talks with a home front", "about": "", "unit": "bn USD/yr", "dated": True,
        "seed": 0, "behaviour": 5, "parties": {"us": "United States", "japan": "Japan"}, "seats": seats,
        "strategies": {name: {"kind": name, "parameters": {}, "text": ""} for some in seats.values() for name in some},
        "symmetric": symmetric, "shape": [m, n], "worlds": [[1709] * n] * m, "measures": measures,
        "ends": {name: nested(one) for name, one in ends.items()},
        "rankings": {seat: ranked(seats[seat], payoffs[seat] if seat == "us" else payoffs[seat].T) for seat in seats},
        **met(seats, payoffs),
    }  # fmt: skip


def ranked(some: list[str], own: Any) -> dict[str, Any]:
    known = np.isfinite(own).all(axis=1)
    mean = np.where(known, np.where(known[:, None], own, 0.0).mean(axis=1), -np.inf)
    rows = []
    for place, at in enumerate(np.argsort(-mean, kind="stable")):
        value = float(mean[at]) if known[at] else None
        rows.append({
            "strategy": some[at], "value": value, "low": value and value - 0.2, "high": value and value + 0.2,
            "rank": place + 1, "rank_low": max(1, place), "rank_high": min(len(some), place + 2),
            "first": 0.7 if place == 0 else 0.3 if place == 1 else 0.0, "group": (place + 1) // 2,
            "security": value and value - 1.0, "kept": value and value - 0.5, "agreement": 0.8,
        })  # fmt: skip
    return {"against": "uniform", "rows": rows, "tau": 0.97}


def met(seats: dict[str, list[str]], payoffs: dict[str, Any]) -> dict[str, Any]:
    """The meta-game's part."""
    us, japan = seats["us"], seats["japan"]
    first = {"us": {us[0]: 1.0}, "japan": {japan[1]: 1.0}}
    second = {"us": {us[0]: 0.4, us[2]: 0.6}, "japan": {japan[1]: 0.25, japan[2]: 0.75}}
    mixes = [
        {"mix": mix, "payoffs": {"us": 24.0, "japan": -22.0}, "regret": {"us": 0.0, "japan": 0.0}, "pure": pure}
        for mix, pure in ((first, True), (second, False))
    ]
    masses = {seat: {name: 0.7 if at == 0 else 0.3 / (len(some) - 1) for at, name in enumerate(some)}
              for seat, some in seats.items()}  # fmt: skip
    best = {
        "us": {
            name: [us[int(np.argmax(np.nan_to_num(payoffs["us"][:, at], nan=-1e9)))]] for at, name in enumerate(japan)
        },
        "japan": {
            name: [japan[int(np.argmax(np.nan_to_num(payoffs["japan"][at], nan=-1e9)))]] for at, name in enumerate(us)
        },
    }
    p = np.linspace(0.05, 0.95, 10)
    dp, dq = np.outer(p * (1 - p), 0.5 - p), np.outer(p - 0.5, p * (1 - p))
    paths = [[[0.5 + r * np.cos(t), 0.5 + r * np.sin(t)] for t in np.linspace(0, 5, 30)] for r in (0.1, 0.25, 0.4)]
    return {
        "pairs": {}, "dominance": {"us": [], "japan": []}, "cycles": {"sinks": [], "cycles": []},
        "equilibria": {
            "complete": True, "why": "", "merged": {}, "dominated": {"us": [us[-1]], "japan": []}, "list": mixes,
            "support": {seat: {some[0]: 0.9, some[1]: 0.6, some[2]: 0.5} for seat, some in seats.items()},
            "resamples": 200, "error": 0.4,
        },
        "alpha_rank": {"model": "multi-population, 50 a population", "alpha": 10.0, "masses": masses, "top": []},
        "replicator": {
            "starts": 300, "unsettled": 0.05, "average": masses,
            "attractors": [
                {"mix": first, "basin": {"share": 0.6, "low": 0.54, "high": 0.66}},
                {"mix": second, "basin": {"share": 0.35, "low": 0.3, "high": 0.4}},
            ],
            "field": {"seats": {"us": us[:2], "japan": japan[:2]}, "p": p.tolist(), "q": p.tolist(),
                      "dp": dp.tolist(), "dq": dq.tolist(), "paths": paths},
        },
        "replies": {seat: {"best": one, "gap": []} for seat, one in best.items()},
        "fingerprints": {
            seat: {name: fingerprint(seat, at) for at, name in enumerate(some)} for seat, some in seats.items()
        },
    }  # fmt: skip


def fingerprint(seat: str, at: int) -> dict[str, Any]:
    betas, times = np.array([0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0]), np.linspace(0.05, 1.0, 20)
    demand = 1.0 - np.outer(np.linspace(0.4, 1.0, 9), times ** (1 + at % 5)) * 0.8
    talking = np.clip(1.4 - np.outer(np.linspace(0.3, 1.2, 9), times), 0.0, 1.0)
    demand[talking <= 0.0] = np.nan
    habits = {"opening": 1.0, "concession": 0.5 - 0.05 * (at % 5), "late": 0.4, "responsiveness": 0.1, "deals": 0.9}
    return {"party": seat, "strategy": {"kind": "boulware"}, "worlds": 64, "betas": betas.tolist(),
            "times": times.tolist(), "demand": nested(demand), "talking": nested(talking),
            "deals": nested(1.0 - talking), "habits": habits}  # fmt: skip
