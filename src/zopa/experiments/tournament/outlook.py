"""What is played beside a tournament: how each strategy concedes, and whether one outside the pool would pay more."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from zopa.experiments.beyond import beyond
from zopa.experiments.fingerprint import fingerprints
from zopa.experiments.parts import write_whole
from zopa.experiments.tournament.entry import Entry
from zopa.scenario.read_experiment import override_text
from zopa.scenario.tournament import Tournament

KEPT = "outlook.json"
"""What was found, by a digest of what it was found for, so that it is not played again."""


def outlook(
    said: Tournament, entry: Entry, found: Mapping[str, Any], folder: Path, processes: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Fingerprints, and a search beyond the pool against the first equilibrium, where the tournament asks for them.

    Args:
        said: The tournament.
        entry: The scenario.
        found: What has been found in it.
        folder: Its folder, where what is played here is kept.
        processes: Number of processes.
        say: Told what is being done.

    Returns:
        Plain JSON types under `fingerprints` and `beyond`.
    """
    out: dict[str, Any] = {}
    kept = _Kept(folder / KEPT, entry.plan.address)
    if said.fingerprints is not None:
        worlds = said.fingerprints.worlds
        say(f"{entry.name}: fingerprints")
        out["fingerprints"] = {
            seat: kept.get(["fingerprints", seat, worlds], partial(_drawn, entry, seat, worlds, processes))
            for seat in entry.seats
        }
    equilibria = found.get("equilibria", {}).get("list", [])
    if said.beyond and equilibria and len(entry.seats) == 2 and not said.symmetric:
        say(f"{entry.name}: searching beyond the pool")
        mixture = equilibria[0]["mix"]
        out["beyond"] = {
            seat: kept.get(["beyond", seat, mixture], partial(_beyond, entry, mixture, seat)) for seat in entry.seats
        }
    return out


class _Kept:
    """What has been played for a scenario before."""

    def __init__(self, path: Path, address: str) -> None:
        self._path, self._address = path, address
        self._there: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def get(self, asked: Sequence[Any], play: Callable[[], Any]) -> Any:
        """What is kept for something asked, else what playing it gives."""
        digest = hashlib.sha256(json.dumps([self._address, *asked], sort_keys=True).encode()).hexdigest()
        if digest not in self._there:
            self._there[digest] = play()
            write_whole(self._path, json.dumps(self._there, ensure_ascii=False).encode())
        return self._there[digest]


def _drawn(entry: Entry, seat: str, worlds: int, processes: int) -> dict[str, Any]:
    study = entry.plan.study
    seed, strategies = study.experiment.seed, dict(entry.seats[seat])
    found = fingerprints(
        study.scenario, seat, strategies, study.overrides, worlds=worlds, seed=seed, processes=processes
    )  # fmt: skip
    return {name: one.as_dict() for name, one in found.items()}


def _beyond(entry: Entry, mixture: Mapping[str, Mapping[str, float]], seat: str) -> dict[str, Any]:
    other = next(name for name in entry.seats if name != seat)
    field = [
        ([override_text(f"parties.{other}.strategy", entry.seats[other][name])], share)
        for name, share in mixture[other].items()
        if share > 0.01
    ]
    study, pool = entry.plan.study, [entry.seats[seat][name] for name in mixture[seat]]
    seed = study.experiment.seed
    return beyond(study.scenario, seat, field, pool=pool, seed=seed, overrides=study.overrides).as_dict()
