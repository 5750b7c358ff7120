"""What is played beside a tournament: how each strategy concedes, and whether one outside the pool would pay more."""

from collections.abc import Callable, Mapping
from typing import Any

from zopa.experiments.beyond import beyond
from zopa.experiments.fingerprint import fingerprints
from zopa.experiments.tournament.entry import Entry
from zopa.scenario.read_experiment import override_text
from zopa.scenario.tournament import Tournament


def outlook(
    said: Tournament, entry: Entry, found: Mapping[str, Any], processes: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Fingerprints, and a search beyond the pool against the first equilibrium, where the tournament asks for them.

    Args:
        said: The tournament.
        entry: The scenario.
        found: What has been found in it.
        processes: Number of processes.
        say: Told what is being done.

    Returns:
        Plain JSON types under `fingerprints` and `beyond`.
    """
    out: dict[str, Any] = {}
    study = entry.plan.study
    if said.fingerprints is not None:
        say(f"{entry.name}: fingerprints")
        out["fingerprints"] = {
            seat: {
                name: one.as_dict()
                for name, one in fingerprints(
                    study.scenario, seat, dict(names), study.overrides, worlds=said.fingerprints.worlds,
                    seed=said.seed, processes=processes,
                ).items()
            }
            for seat, names in entry.seats.items()
        }  # fmt: skip
    equilibria = found.get("equilibria", {}).get("list", [])
    if said.beyond and equilibria and len(entry.seats) == 2 and not said.symmetric:
        say(f"{entry.name}: searching beyond the pool")
        out["beyond"] = {seat: _beyond(said, entry, equilibria[0]["mix"], seat) for seat in entry.seats}
    return out


def _beyond(said: Tournament, entry: Entry, mixture: Mapping[str, Mapping[str, float]], seat: str) -> dict[str, Any]:
    other = next(name for name in entry.seats if name != seat)
    field = [
        ([override_text(f"parties.{other}.strategy", entry.seats[other][name])], share)
        for name, share in mixture[other].items()
        if share > 0.01
    ]
    study, pool = entry.plan.study, [entry.seats[seat][name] for name in mixture[seat]]
    return beyond(
        study.scenario, seat, field, pool=pool, seed=said.seed, overrides=study.overrides
    ).as_dict()  # fmt: skip
