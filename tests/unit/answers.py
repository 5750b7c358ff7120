"""Answers to runs written by hand."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from unit.run_folders import deals, write_run
from zopa.experiments.answer import Answer, answer
from zopa.experiments.results import Results

OUTCOMES = {
    "agreement": {"statistic": "share", "that": {"agreed": True}},
    "us": {"statistic": "mean", "of": "annual_us"},
}


PATHS = ("time.rounds", "time.discount", "title", "about", "unit")


def point(agreed_in: int, us: float, of: int = 10, **more: list[Any]) -> dict[str, Any]:
    """A point of ten worlds, some with a deal, whose payoffs lie around a mean."""
    agreed = [world < agreed_in for world in range(of)]
    columns: dict[str, Any] = deals(agreed, [us + (world % 2) - 0.5 for world in range(of)], **more)
    return columns


def answered(
    folder: Path,
    points: list[dict[str, Any]],
    factors: dict[str, list[Any]],
    design: str = "grid",
    infos: dict[str, dict[str, Any]] | None = None,
    **experiment: Any,
) -> Answer:
    """The answer of a run whose outcomes are given; `infos` changes what its table says of factors."""
    levers = {
        name: {"path": PATHS[at], "levels": _levels(levels)}
        for at, (name, levels) in enumerate(factors.items()) if name != "setting"
    }  # fmt: skip
    said = {"levers": levers, "outcomes": OUTCOMES, **experiment}
    write_run(folder, points, factors, experiment=said)
    for name, key in (("design.parquet", {"design": design}), ("outcomes.parquet", {})):
        table = pq.read_table(folder / name)
        told = json.loads(table.schema.metadata[b"zopa"]) | key
        for factor, info in (infos or {}).items():
            if "factors" in told and isinstance(told["factors"], dict):
                told["factors"][factor] |= info
        if name == "outcomes.parquet":
            told["worlds"] = len(points[0]["agreed"])
        pq.write_table(table.replace_schema_metadata({"zopa": json.dumps(told)}), folder / name)
    return answer(Results.open(folder))


def _levels(levels: list[Any]) -> Any:
    if isinstance(levels[0], str):
        return {level: at for at, level in enumerate(dict.fromkeys(levels))}
    return list(dict.fromkeys(levels))
