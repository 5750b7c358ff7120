"""What scenario discovery found, as plain data."""

import math
from typing import Any

from zopa.analysis.discovery import Discovery, Found
from zopa.report.discover_told import Searched, Told, told, too_little


def discover_json(said: Searched) -> dict[str, Any]:
    """What was found, with the whole trade-off of coverage and density.

    Args:
        said: What was searched and found.
    """
    found = said.found
    return {
        "folder": said.folder, "when": said.when, "rows": said.rows, "of": said.of, "failed": said.failed,
        "points": said.points, "cases": said.cases,
        "share": said.cases / said.rows if said.rows else None,
        "worlds_too_few_for_draws": said.few,
        "factors": [factor.name for factor in found.classes.factors] if found else [],
        "reason": too_little(said) if found is None else None,
        "boxes": [_as_dict(found, one, said.units) for one in found.boxes] if found else [],
        "last": _as_dict(found, found.last, said.units) if found and found.last else None,
    }  # fmt: skip


def _as_dict(found: Discovery, one: Found, units: dict[str, str]) -> dict[str, Any]:
    size, halves, noise = one.size, one.halves, one.noise
    return {
        "told_from_noise": one.told,
        "density": size.density, "coverage": size.cases / found.cases, "mass": size.worlds / found.worlds,
        "worlds": size.worlds, "cases": size.cases,
        "limits": [_limit(limit) for limit in told(found, one, units)],
        "halves": {"density": _finite(halves.density), "coverage": _finite(halves.coverage)},
        "shuffled": {
            "reached": noise.reached, "mean": float(noise.shuffled.mean()), "highest": float(noise.shuffled.max()),
            "p": noise.p,
        },
        "trajectory": [
            {
                "coverage": step.size.coverage, "density": step.size.density, "mass": step.size.mass,
                "limits": len(step.box), "chosen": at == one.chosen,
            }
            for at, step in enumerate(one.steps)
        ],
    }  # fmt: skip


def _limit(limit: Told) -> dict[str, Any]:
    return {
        "factor": limit.name, "unit": limit.unit, "at_least": limit.low, "at_most": limit.high,
        "words": list(limit.words), "least": _finite(limit.least), "most": _finite(limit.most),
        "quasi_p": list(limit.p), "in_halves": list(limit.again),
    }  # fmt: skip


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
