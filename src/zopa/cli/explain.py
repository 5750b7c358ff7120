"""`zopa explain`: one world of a run, why it went as it did, and what its payoffs are made of."""

import json
import sys
from pathlib import Path
from typing import Any

from zopa.build.load import load
from zopa.experiments.folder import Folder
from zopa.experiments.layout import LOCK, MANIFEST, TABLE
from zopa.experiments.planning import make_plan
from zopa.experiments.setting import Setting, setting
from zopa.experiments.study import read_study
from zopa.report.explain import Explained


def explain_command(
    result: str, world: int, seed: int | None, overrides: tuple[str, ...], as_json: bool, point: int | None = None
) -> None:  # fmt: skip
    """Explain one world of a run's folder, or of a scenario played with a seed.

    Args:
        result: The folder, or the scenario.
        world: Number of the world.
        seed: Root seed, where a scenario is named.
        overrides: What is changed in it, where a scenario is named.
        as_json: Whether to print JSON.
        point: Number of the point, of a run; None for the first.

    Raises:
        ValueError: There is no such world or point, or it cannot be played.
    """
    if world < 0:
        raise ValueError(f"worlds are numbered from 0, not {world}")
    folder, row = Path(result), None
    if (folder / MANIFEST).is_file():
        one = _kept(folder, world, seed, overrides, point or 0)
        row = _row(folder / TABLE, world, point or 0)
    elif (folder / TABLE).is_file():
        raise ValueError(f"{folder} has no {MANIFEST}: it is no whole folder of results")
    elif point is not None:
        raise ValueError("a scenario has no points: name a run's folder, or leave out --point")
    else:
        one = Setting(load(result, overrides), seed or 0)
    explained = _explained(one, world, row)
    if row is not None:
        _compare(row, explained)
    first = {"point": point or 0} if (folder / MANIFEST).is_file() else {}
    said = json.dumps({**first, **explained.as_dict()}, ensure_ascii=False, indent=2) if as_json else explained.text()
    print(said)


def _kept(folder: Path, world: int, seed: int | None, overrides: tuple[str, ...], point: int) -> Setting:
    """A point as it was played."""
    if overrides or seed is not None:
        raise ValueError("a run is explained as it was played: leave out -s and --seed, or name the scenario")
    manifest = Folder(folder).read_manifest() or {}
    if not (folder / LOCK).is_file():
        raise ValueError(f"{folder} has no {LOCK}: what was played there can't be told")
    plan = make_plan(read_study(folder / LOCK))
    worlds = int(manifest.get("worlds", plan.study.experiment.worlds))
    if world >= worlds:
        raise ValueError(f"{folder} has worlds 0 to {worlds - 1}, not {world}")
    return setting(plan, point)


def _row(table: Path, world: int, point: int) -> dict[str, Any] | None:
    """The world's row; None where the run has no table yet."""
    import pyarrow.parquet as pq

    if not table.is_file():
        return None
    names = [name for name in pq.read_schema(table).names if name.startswith("payoff_")]
    some = [*names, "status", "message"]
    rows = pq.read_table(table, columns=some, filters=[("point", "==", point), ("world", "==", world)]).to_pylist()
    return dict(rows[0]) if rows else None


def _explained(one: Setting, world: int, row: dict[str, Any] | None) -> Explained:
    """The world played again; one that failed in the run may fail again."""
    failed = row is not None and row["status"] != "ok"
    try:
        explained = Explained(one.document, one.seed, world, one.pins, one.salt, one.words)
    except Exception as error:
        if not failed:
            raise
        raise ValueError(f"this world failed in the run, and does again: {type(error).__name__}: {error}") from None
    if failed and row is not None:
        print(f"In the run this world failed ({row['message']}); this is how it plays now.", file=sys.stderr)
    return explained


def _compare(row: dict[str, Any], explained: Explained) -> None:
    """Say so where the world no longer plays as the table has it."""
    now = {f"payoff_{account.party}": account.payoff for account in explained.accounts}
    if row["status"] == "ok" and any(value != now.get(name) for name, value in row.items() if name in now):
        print(
            "This world does not play as it did in the table: zopa, its libraries or the processor are others"
            " (manifest.json has those of the run).",
            file=sys.stderr,
        )
