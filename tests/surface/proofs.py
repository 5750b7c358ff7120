"""What the proofs that nothing is lost share: small experiments, and ways to run them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from zopa.experiments.executors import Serial
from zopa.experiments.folder import Folder
from zopa.experiments.options import Options, Ran
from zopa.experiments.plan import Plan
from zopa.experiments.planning import make_plan
from zopa.experiments.runner import run_plan
from zopa.experiments.study import read_study

ROOT = Path(__file__).parents[2]
TABLE, ROUNDS = "outcomes.parquet", "rounds.parquet"

RANDOM = {"kind": "random"}
"""Draws luck in every round, so that no two worlds are the same."""


def quick(**more: Any) -> dict[str, Any]:
    """Two towns that make random offers, in talks of two lengths."""
    return {
        "schema_version": 1,
        "id": "quick",
        "scenario": "log_roll",
        "constants": {"parties.upstream.strategy": RANDOM, "parties.downstream.strategy": RANDOM},
        "levers": {"rounds": {"path": "time.rounds", "levels": [3, 5, 8]}},
        "worlds": 23,
        **more,
    }


def bargain(folder: Path, **more: Any) -> dict[str, Any]:
    """A buyer and a seller who do not know each other's price: two numbers drawn for each world."""
    said = yaml.safe_load((ROOT / "configs" / "buyer_seller.yaml").read_text(encoding="utf-8"))
    said["quantities"] = {
        "worth": {"low": 16, "central": 20, "high": 24, "basis": "assumption"},
        "cost": {"low": 10, "central": 12, "high": 15, "basis": "assumption"},
    }
    for party, quantity, slope in (("buyer", "worth", -1), ("seller", "cost", 1)):
        said["parties"][party]["payoffs"]["price"] = [{"kind": "linear", "slope": slope, "origin": quantity}]
        said["parties"][party]["strategy"] = RANDOM
    said["time"]["rounds"] = 6
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bargain.yaml").write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")
    drawn = {name: {"draw": name} for name in ("cost", "worth")}
    return {"schema_version": 1, "id": "bargain", "scenario": "bargain.yaml", "uncertainties": drawn, **more}


def write(folder: Path, said: dict[str, Any], name: str = "experiment.yaml") -> Path:
    """An experiment's file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")
    return path


def planned(file: Path, **said: Any) -> Plan:
    return make_plan(read_study(file, **said))


def play(file: Path, folder: Path, worlds: int | None = None, **options: Any) -> Ran:
    """Run an experiment in a folder, in this process unless an executor is given."""
    return run_plan(planned(file, worlds=worlds), Folder(folder), Options(**{"executor": Serial(), **options}))


def table(folder: Path, name: str = TABLE) -> bytes:
    return (folder / name).read_bytes()


def parts(folder: Path) -> list[Path]:
    return sorted((folder / "parts").glob("*.parquet"))


def start(*words: str, **environment: str) -> subprocess.Popen[str]:
    """The command line, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "zopa", *words], env=os.environ | environment, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def in_group(group: int) -> list[int]:
    """Processes of a group that are still there and are no corpses (Linux)."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            state, _, pgrp = (place / "stat").read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(pgrp) == group and state not in "ZX":
            found.append(int(place.name))
    return found
