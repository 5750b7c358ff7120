"""`zopa repeat`: the same talks again and again, between parties that learn."""

import json
import math
from typing import Any

import numpy as np

from zopa.cli.progress import progress
from zopa.experiments.repeated import Learning, Repeated, repeat
from zopa.game.arrays import Floats
from zopa.report.words import decimals_for, plain, table, width_of

FIFTHS = ("1st", "2nd", "3rd", "4th", "5th")


def repeat_command(
    config: str, times: int, worlds: int, seed: int, overrides: tuple[str, ...], as_json: bool
) -> None:  # fmt: skip
    """Play them and print what was learned."""
    with progress(worlds * max(times, 1), "learning") as show:
        found = repeat(config, times, worlds, seed, overrides, progress=show)
    print(json.dumps(_json(found), ensure_ascii=False, indent=2) if as_json else _text(found))


def _fifths(values: Floats) -> list[tuple[float, float]]:
    """Mean over histories, and its standard error, in each fifth of the talks; fewer parts where talks are few."""
    return [_mean(part.mean(axis=0)) for part in np.array_split(values, min(5, values.shape[0]))]


def _mean(values: Floats) -> tuple[float, float]:
    n = values.shape[0]
    return float(values.mean()), float(values.std(ddof=1)) / math.sqrt(n) if n > 1 else math.nan


def _json(found: Repeated) -> dict[str, Any]:
    return {
        "scenario": found.document.scenario.name,
        "times": found.times,
        "worlds": found.worlds,
        "payoffs": {party: [_pair(*one) for one in _fifths(annual)] for party, annual in found.annual.items()},
        "learned": {party: _learned(found, one) for party, one in found.learned.items()},
    }


def _pair(mean: float, error: float) -> dict[str, float | None]:
    return {"mean": mean, "error": None if math.isnan(error) else error}


def _learned(found: Repeated, one: Learning) -> dict[str, Any]:
    late = one.shares(found.times - max(found.times // 5, 1))
    return {
        "utility": [_pair(*part) for part in _fifths(one.utility)],
        "strategies": [
            {
                "strategy": name,
                "probability": _pair(*_mean(one.mixture[:, number])),
                "played": _pair(*_mean(one.shares()[:, number])),
                "played_late": _pair(*_mean(late[:, number])),
            }
            for number, name in enumerate(one.pool)
        ],
    }


def _text(found: Repeated) -> str:
    scenario = found.document.scenario
    names = {name: party.name or name for name, party in scenario.parties.items()}
    said, unit = _json(found), scenario.unit or "payoff"
    histories = "1 history" if found.worlds == 1 else f"{found.worlds:,} histories"
    lines = [f"{scenario.title or scenario.name}: {found.times:,} talks in a row, {histories}"]
    parts = len(next(iter(said["payoffs"].values())))
    head = [*FIFTHS[:parts]] if parts == 5 else [str(number + 1) for number in range(parts)]
    every = [one["mean"] for row in said["payoffs"].values() for one in row]
    decimals = decimals_for(*every)
    rows = [[unit, *head]]
    rows += [[names[party], *(_shown(one, decimals) for one in row)] for party, row in said["payoffs"].items()]
    lines += ["", "Mean payoff by fifths of the talks" if parts == 5 else "Mean payoff", *_columns(rows)]
    for party, one in said["learned"].items():
        rows = [[f"{names[party]} plays", "at the end", "in the last fifth", "in all"]]
        rows += [
            [way["strategy"], *(_shown(way[key], 3) for key in ("probability", "played_late", "played"))]
            for way in one["strategies"]
        ]
        lines += ["", *_columns(rows)]
    return "\n".join([*lines, "", "After ±: standard error over histories."])


def _shown(one: dict[str, Any], decimals: int) -> str:
    error = "" if one["error"] is None else f" ± {plain(one['error'], decimals)}"
    return f"{plain(one['mean'], decimals)}{error}"


def _columns(rows: list[list[str]]) -> list[str]:
    widths = [width_of([row[c] for row in rows], 34) for c in range(len(rows[0]))]
    return table(rows, widths, right=range(1, len(widths)))
