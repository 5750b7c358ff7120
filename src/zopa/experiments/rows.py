"""Outcomes as a tidy table: one row for each world."""

import json
from typing import Any

import numpy as np
import pyarrow as pa

from zopa.build.mechanisms import columns_of
from zopa.game.ending import endings
from zopa.game.game import Game
from zopa.scenario.read import Document
from zopa.talks.table import Outcomes


def _is_text(levels: tuple[Any, ...]) -> bool:
    return any(isinstance(level, str) for level in levels)


def describe(document: Document, seed: int, worlds: int) -> dict[str, Any]:
    """What a table is about, kept beside its rows."""
    said = document.scenario
    return {
        "scenario": said.name,
        "title": said.title or said.name,
        "unit": said.unit,
        "parties": {name: party.name or name for name, party in said.parties.items()},
        "issues": {
            name: {"title": issue.title or name, "unit": issue.unit, "levels": list(issue.levels)}
            for name, issue in said.issues.items()
        },
        "seed": seed,
        "worlds": worlds,
        "dated": said.time.kind == "flow",
        "further": columns_of(said),
    }


def schema(about: dict[str, Any]) -> pa.Schema:
    """Columns and their types; `about` goes with the file under the key `zopa`.

    Args:
        about: What `describe` says.
    """
    fields = [
        ("world", pa.int64()), ("agreed", pa.bool_()), ("ended", pa.string()), ("round", pa.int32()),
        ("exchange", pa.int32()), ("date", pa.date32()), ("proposer", pa.string()),
    ]  # fmt: skip
    for name, issue in about["issues"].items():
        fields.append((name, pa.string() if _is_text(tuple(issue["levels"])) else pa.float64()))
    for what in ("payoff", "annual", "no_deal"):
        fields += [(f"{what}_{party}", pa.float64()) for party in about["parties"]]
    fields.append(("offers", pa.int32()))
    fields += [(name, pa.float64()) for name in about["further"]]
    return pa.schema(fields, metadata={"zopa": json.dumps(about, ensure_ascii=False)})


def to_table(game: Game, outcomes: Outcomes, columns: pa.Schema) -> pa.Table:
    """The rows of a block of worlds.

    Args:
        game: The block's game.
        outcomes: How its worlds ended.
        columns: The schema of the table.
    """
    missing = ~outcomes.agreed
    arrays = [
        pa.array(game.luck.numbers),
        pa.array(outcomes.agreed),
        _looked_up(list(endings(game.parties)), outcomes.ended, np.zeros_like(missing), pa.string()),
        pa.array((outcomes.index + 1).astype(np.int32), mask=missing),
        pa.array((outcomes.exchange + 1).astype(np.int32), mask=missing),
        _looked_up(
            list(game.schedule.dates) or [None],
            outcomes.index,
            missing,
            pa.date32(),
            bool(game.schedule.dates),
        ),
        _looked_up(list(game.parties), outcomes.proposer, missing, pa.string()),
    ]
    indices = game.space.level_indices(outcomes.package)
    for i, name in enumerate(game.space.issues):
        kind = columns.field(name).type
        levels: list[Any] = [str(v) if kind == pa.string() else float(v) for v in game.space.levels[i]]
        arrays.append(_looked_up(levels, indices[:, i], missing, kind))
    for values in (outcomes.payoff, outcomes.annual, outcomes.no_deal):
        arrays += [pa.array(value) for value in values]
    arrays.append(pa.array(outcomes.offers.astype(np.int32)))
    further = columns.names[len(arrays) :]
    arrays += [pa.array(outcomes.extra[name], mask=np.isnan(outcomes.extra[name])) for name in further]
    return pa.Table.from_arrays(arrays, schema=columns)


def _looked_up(words: list[Any], index: Any, missing: Any, kind: pa.DataType, known: bool = True) -> pa.Array:
    """Each world's entry of a list, null where missing (or nowhere known)."""
    at = pa.array(np.where(missing, 0, index).astype(np.int32), mask=missing if known else np.ones_like(missing))
    return pa.array(words, type=kind).take(at)
