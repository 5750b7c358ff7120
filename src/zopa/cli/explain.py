"""`zopa explain`: one world of a run, why it went as it did, and what its payoffs are made of."""

import json
import sys
from pathlib import Path

from zopa.build.load import load
from zopa.experiments.store import TABLE
from zopa.report.explain import Explained
from zopa.scenario.read import Document


def explain_command(
    result: str, world: int, seed: int | None, overrides: tuple[str, ...], as_json: bool
) -> None:  # fmt: skip
    """Explain one world of a run's folder, or of a scenario played with a seed."""
    if world < 0:
        raise ValueError(f"worlds are numbered from 0, not {world}")
    folder = Path(result)
    if (folder / "manifest.json").is_file():
        document, root = _kept(folder, world, seed, overrides)
    elif (folder / TABLE).is_file():
        raise ValueError(f"{folder} has no manifest.json: it is no whole folder of results")
    else:
        document, root = load(result, overrides), seed or 0
    explained = Explained(document, root, world)
    if (folder / TABLE).is_file():
        _compare(folder / TABLE, explained)
    print(json.dumps(explained.as_dict(), ensure_ascii=False, indent=2) if as_json else explained.text())


def _kept(folder: Path, world: int, seed: int | None, overrides: tuple[str, ...]) -> tuple[Document, int]:
    """The scenario as it was played, and the seed."""
    if overrides or seed is not None:
        raise ValueError("a run is explained as it was played: leave out -s and --seed, or name the scenario")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    worlds = int(manifest["worlds"])
    if world >= worlds:
        raise ValueError(f"{folder} has worlds 0 to {worlds - 1}, not {world}")
    return load(folder / "scenario.lock.yaml"), int(manifest["seed"])


def _compare(table: Path, explained: Explained) -> None:
    """Say so where the world no longer plays as the table has it."""
    import pyarrow.parquet as pq

    columns = [f"payoff_{account.party}" for account in explained.accounts]
    row = pq.read_table(table, columns=columns, filters=[("world", "==", explained.world)]).to_pylist()[0]
    now = {f"payoff_{account.party}": account.payoff for account in explained.accounts}
    if row != now:
        print(
            "This world does not play as it did in the table: zopa, its libraries or the processor are others"
            " (manifest.json has those of the run).",
            file=sys.stderr,
        )
