"""Finished runs, written by hand."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from unit.outcome_tables import about
from zopa.experiments.layout import FORMAT
from zopa.experiments.rows import schema

ROOT = Path(__file__).parents[2]
PARTIES = {"us": "The US", "japan": "Japan"}
ISSUES = {"rate": {"title": "the rate", "unit": "percent", "levels": [10.0, 15.0]}}


def said(parties: dict[str, str] = PARTIES, issues: Any = None, unit: str = "coins") -> dict[str, Any]:
    return about(False, parties, ISSUES if issues is None else issues, unit, 0)


def write_run(
    folder: Path,
    points: list[dict[str, Any]],
    factors: dict[str, list[Any]] | None = None,
    what: dict[str, Any] | None = None,
    experiment: dict[str, Any] | None = None,
    scenario: dict[str, Any] | None = None,
    drop: tuple[str, ...] = (),
) -> Path:
    """Write a run whose outcomes are given: for each point the columns; what is left out is null, or 0 for money."""
    factors, told = factors or {}, {**(what or said()), "seed": (experiment or {}).get("seed", 0)}
    fields = schema(told)
    tables = []
    for number, columns in enumerate(points):
        rows = len(columns["agreed"])
        data: dict[str, Any] = {"point": [number] * rows, "world": columns.get("world", list(range(rows)))}
        data |= {name: [levels[number]] * rows for name, levels in factors.items()}
        for name in fields.names[1:]:
            data[name] = columns.get(name, [0.0 if "_" in name else None] * rows)
        data |= {"status": columns.get("status", ["ok"] * rows), "message": columns.get("message", [None] * rows)}
        tables.append(data)
    kinds = [pa.field("point", pa.int32()), fields.field("world")]
    kinds += [pa.field(name, pa.array(levels).type) for name, levels in factors.items()]
    kinds += [field for field in list(fields)[1:] if field.name not in drop]
    kinds += [pa.field("status", pa.string()), pa.field("message", pa.string())]
    luck = (experiment or {}).get("luck", "common")
    infos = {
        name: {"title": name, "unit": "", "role": "lever", "levels": levels, "low": None, "high": None}
        for name, levels in factors.items()
    }
    told |= {"factors": infos, "points": len(points), "failed": 0, "luck": luck}
    whole = pa.schema(kinds, metadata={"zopa": json.dumps(told)})
    folder.mkdir(parents=True)
    table = pa.concat_tables([pa.Table.from_pydict(one, schema=whole) for one in tables])
    pq.write_table(table, folder / "outcomes.parquet", row_group_size=50)
    design = pa.table({"point": pa.array(range(len(points)), pa.int32()), **factors})
    text = json.dumps({"design": "grid", "n": None, "factors": list(factors), "seed": told["seed"]})
    pq.write_table(design.replace_schema_metadata({"zopa": text}), folder / "design.parquet")
    game = yaml.safe_load((ROOT / "configs" / "ultimatum.yaml").read_text(encoding="utf-8"))
    lock = {"schema_version": 1, "id": folder.name, "scenario": "scenario.lock.yaml", **(experiment or {})}
    for name, data in (("scenario.lock.yaml", {**game, **(scenario or {})}), ("experiment.lock.yaml", lock)):
        (folder / name).write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    versions = {"zopa": "0.1.0", "numpy": "2.0.0"}
    manifest = {"format": FORMAT, "behaviour": 2, "shard": None, "sessions": [{"versions": versions}]}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def deals(agreed: list[bool], us: list[float], japan: list[float] | None = None, **more: list[Any]) -> dict[str, Any]:
    """Columns of a point: a deal in round 1 where there is one, and payoffs as given."""
    rounds = [1 if one else None for one in agreed]
    money = {"payoff_us": us, "annual_us": us}
    if japan is not None:
        money |= {"payoff_japan": japan, "annual_japan": japan}
    return {"agreed": agreed, "round": rounds, **money, **more}
