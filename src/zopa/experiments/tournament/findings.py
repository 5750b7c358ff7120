"""What a tournament found: measures, ranks, what a rational field plays, and how sure that is."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from zopa.analysis.replications import bernstein_error, error_reached
from zopa.analysis.sureness.allocation import Allocation
from zopa.analysis.sureness.exceptions import ROUNDING
from zopa.analysis.sureness.replicates import Replicates, replicate
from zopa.build.registry import named_strategies
from zopa.experiments.layout import BEHAVIOUR, FINDINGS
from zopa.experiments.parts import write_whole
from zopa.experiments.results import Results
from zopa.experiments.tournament.cells import Measured, columns, ends, measured, numbers, told
from zopa.experiments.tournament.conduct import Conducted
from zopa.experiments.tournament.distances import distances, near_dates
from zopa.experiments.tournament.entry import Entry
from zopa.experiments.tournament.evolving import evolved
from zopa.experiments.tournament.outlook import outlook
from zopa.experiments.tournament.rational import Seats, solved
from zopa.experiments.tournament.samples import Samples
from zopa.experiments.tournament.standing import merged, standing
from zopa.game.arrays import Floats
from zopa.scenario.tournament import Tournament

RISK = 0.05
"""Probability with which the stated error of some cell is exceeded, where the tournament says nothing else."""

Say = Callable[[str], None]


def findings(
    said: Tournament, entries: Sequence[Entry], conducted: Conducted, processes: int = 1, say: Say = lambda _: None
) -> dict[str, dict[str, Any]]:
    """Work out what follows from a tournament that has been played, and write it beside each scenario's results.

    Args:
        said: The tournament.
        entries: Its scenarios.
        conducted: How it was played.
        processes: Number of processes, for what is played besides.
        say: Told what is being done.

    Returns:
        Scenario -> findings, plain JSON types.
    """
    found = {}
    for entry in entries:
        say(f"{entry.name}: working out what follows")
        results = Results.open(conducted.folder / entry.name)
        found[entry.name] = _findings(said, entry, results) | {"stopped": dict(conducted.stopped[entry.name])}
        found[entry.name] |= outlook(said, entry, found[entry.name], results.folder, processes, say)
        text = json.dumps(found[entry.name], ensure_ascii=False)
        write_whole(conducted.folder / entry.name / FINDINGS, text.encode())
    return found


def _findings(said: Tournament, entry: Entry, results: Results) -> dict[str, Any]:
    about, document = results.about, results.document.scenario
    start = document.time.calendar.start if document.time.kind == "flow" else None
    parties = list(about.parties)
    samples = Samples.of_folder(results.folder, columns(parties, start is not None), results.worlds)
    if np.isnan(samples.agreed).all():
        raise ValueError(
            f"{results.folder}: all worlds failed, so nothing follows; its table says why (column message)"
        )
    more, aside = distances(results, samples)
    cells = measured(samples, parties, about.unit, start, more)
    again = {party: replicate(cells[party].values, said.resamples) for party in entry.seats}
    measures = {name: told(one, entry.shape, said.resamples, again.get(name)) for name, one in cells.items()}
    measures["near_deadline"] = near_dates(results, entry.shape, said.near_deadline)
    out: dict[str, Any] = {
        **_about(said, entry, results, start),
        "worlds": np.array(results.worlds).reshape(entry.shape).tolist(),
        "failed": results.said["failed"],
        "measures": measures,
        "ends": ends(samples, entry.shape),
        "distances": aside,
    }
    seats, payoffs = {seat: list(names) for seat, names in entry.seats.items()}, again
    if said.symmetric:
        seats, payoffs, alike = _symmetric(said, seats, cells)
        cells |= alike
        out["measures"] |= {
            seat: told(cells[seat], entry.shape, said.resamples, payoffs.get(seat)) for seat in entry.seats
        }
    out["symmetric"] = said.symmetric
    out["bound"] = _bound(said, entry, cells)
    out["rankings"] = {
        seat: standing(payoffs[seat], entry.shape, at, names) for at, (seat, names) in enumerate(seats.items())
    }
    out |= _meta_game(seats, payoffs, entry.shape, said.symmetric)
    return out


def _about(said: Tournament, entry: Entry, results: Results, start: dt.date | None) -> dict[str, Any]:
    known = named_strategies()
    strategies: dict[str, dict[str, Any]] = {}
    for seat, names in entry.seats.items():
        for name, one in names.items():
            kind = one["kind"] if isinstance(one, dict) else str(one)
            parameters = {key: value for key, value in one.items() if key != "kind"} if isinstance(one, dict) else {}
            strategies.setdefault(seat, {})[name] = {"kind": kind, "parameters": parameters, "text": known[kind].about}
    return {
        "scenario": entry.name,
        "title": entry.ground.title or entry.name,
        "about": results.about.title,
        "unit": results.about.unit,
        "dated": start is not None,
        "start": start.isoformat() if start else None,
        "seed": said.seed,
        "behaviour": BEHAVIOUR,
        "address": entry.plan.address,
        "parties": dict(results.about.parties),
        "seats": {seat: list(names) for seat, names in entry.seats.items()},
        "strategies": strategies,
        "shape": list(entry.shape),
    }


def _symmetric(
    said: Tournament, seats: dict[str, list[str]], cells: Mapping[str, Measured]
) -> tuple[dict[str, list[str]], dict[str, Replicates], dict[str, Measured]]:
    """The two seats as one, which goes by the name of the first: what a strategy gets in both, on average.

    Returns:
        The seat, its payoffs resampled, and the payoffs of both seats, the second's as the first's turned over.
    """
    (first, names), (second, _) = seats.items()
    unit = cells[first].unit
    alike = {
        seat: Measured(unit, "number", merged(cells[seat].values, cells[other].values, len(names)))
        for seat, other in ((first, second), (second, first))
    }
    return {first: names}, {first: replicate(alike[first].values, said.resamples)}, alike


def _meta_game(
    seats: Seats, again: Mapping[str, Replicates], shape: tuple[int, ...], symmetric: bool
) -> dict[str, Any]:
    if len(shape) == 1:
        return {"no_meta_game": "the strategies of one seat alone are varied"}
    means = [one.means.reshape(shape) for one in again.values()]
    if any(np.isnan(some).any() for some in means):
        return {"no_meta_game": "some cells have no worlds: without self-play, or where all worlds failed"}
    payoffs: Floats = means[0] if symmetric else np.stack(means, axis=-1)
    said = evolved(payoffs, seats)
    if len(shape) > 2:
        return said | {"no_equilibria": "equilibria, dominance and best replies are found for two seats"}
    return said | solved(payoffs, seats, list(again.values()))


def _bound(said: Tournament, entry: Entry, cells: Mapping[str, Measured]) -> dict[str, Any]:
    """How far off some estimated payoff can be, whatever the distribution; worlds that failed do not count.

    The two bounds hold together: each takes half of the risk.
    """
    counts = (~np.isnan(cells["joint"].values)).sum(axis=1)
    played, seats = counts[counts > 0], list(entry.seats)
    count, risk, looks = len(played) * len(seats), RISK, 1
    if said.until is not None:
        risk, first = said.until.risk, entry.plan.study.experiment.worlds
        looks = Allocation(entry.shape, said.until.error, risk, said.until.budget).looks(len(played), first)
    out: dict[str, Any] = {"risk": risk, "cells": count, "looks": looks}
    out |= {key: {} for key in ("span", "deviation", "hoeffding", "bernstein")}
    for seat in seats:
        values = cells[seat].values[counts > 0]
        span = float(np.nanmax(values) - np.nanmin(values))
        around = np.nansum((values - np.nanmean(values, axis=1, keepdims=True)) ** 2, axis=1)
        variances = np.where(played > 1, around / np.maximum(played - 1, 1), span**2)  # of one world nothing is known
        same = np.nanmax(values, axis=1) - np.nanmin(values, axis=1) <= ROUNDING * np.nanmax(np.abs(values))
        variances[same & (played > 1)] = 0.0
        out["span"][seat], out["deviation"][seat] = span, float(np.sqrt(variances.max()))
        out["hoeffding"][seat] = numbers(error_reached(count, played, risk / 2.0, span, looks))
        each = risk / (2.0 * len(seats))
        out["bernstein"][seat] = numbers(bernstein_error(variances, played, each, span, looks).max())
    return out
