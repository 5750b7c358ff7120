"""What a run says of its factors: for each outcome the ranking that the run's design allows, and the swings."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa

from zopa.analysis.columns import Arm, needed
from zopa.analysis.effects import Levels, Ranking, Swing, chance_swing, swing
from zopa.analysis.estimates import Estimate
from zopa.analysis.evidence import estimate
from zopa.analysis.measures import Signed, columns_named, parts_of
from zopa.analysis.morris import morris
from zopa.analysis.noise import noise_apart, noise_swing, noise_together
from zopa.analysis.sensitivity import given_data, grid, is_grid
from zopa.analysis.sobol import sobol
from zopa.build.compile import drawn, ranges
from zopa.experiments.results import Results
from zopa.game.arrays import Floats
from zopa.game.luck import Luck
from zopa.scenario.experiment import Measure
from zopa.scenario.problems import did_you_mean, listed

HELD = 20_000_000
"""Worlds of all points together whose values are held in memory at once."""


@dataclass(frozen=True)
class Said:
    """A factor as people read it.

    Attributes:
        title: What it is called.
        unit: Unit of its levels.
        role: `lever`, `uncertainty`, or `drawn` (a number that the scenario draws for each world).
    """

    title: str
    unit: str
    role: str


@dataclass(frozen=True)
class Sensitivity:
    """Which factors matter for an outcome of a run.

    Attributes:
        outcome: The outcome's name.
        measure: What it is.
        unit: Its unit; empty for shares.
        design: The run's design.
        points: Points, or where one was played its worlds.
        over: `points` or `worlds`: what the factors differ between.
        worlds: Worlds of a point.
        factors: Factor -> how people read it.
        mean: Mean of the outcome over those that have one.
        ranking: The factors; None where nothing can be said.
        refused: Why not.
        swings: Factor -> how far the outcome's mean goes with it; those that change nothing anywhere have none.
        chance: How far it goes with a factor that does nothing, at most, in 95 % of shuffles.
        notes: What must be known to read it.
    """

    outcome: str
    measure: Measure
    unit: str
    design: str
    points: int
    over: str
    worlds: int
    factors: Mapping[str, Said]
    mean: float = math.nan
    ranking: Ranking | None = None
    refused: str = ""
    swings: Mapping[str, Swing] = field(default_factory=dict)
    chance: float = math.nan
    notes: tuple[str, ...] = ()


def sensitivity(results: Results, outcome: str | None = None) -> list[Sensitivity]:
    """Which factors matter for the outcomes of a run, by what its design allows.

    Args:
        results: The run.
        outcome: One of its outcomes; all of them where left out.

    Returns:
        One entry for each outcome. Where all outcomes are asked for, those of which nothing can be said say why.

    Raises:
        ValueError: There is no such outcome, or nothing can be said of any that was asked for; says why.
    """
    if outcome is not None and outcome not in results.measures:
        hint = did_you_mean(outcome, results.measures) or f"outcomes: {listed(results.measures, 20)}"
        raise ValueError(f"this run has no outcome {outcome!r} ({hint})")
    names = list(results.measures) if outcome is None else [outcome]
    found = [(_worlds if results.points == 1 else _points)(results, name) for name in names]
    if all(one.ranking is None for one in found):
        whys = list(dict.fromkeys(one.refused for one in found))
        raise ValueError(whys[0] if len(whys) == 1 else "\n".join(f"{one.outcome}: {one.refused}" for one in found))
    return found


def _points(results: Results, name: str) -> Sensitivity:
    """Of a run of several points: the outcome in each, by the factors."""
    said = {info.name: Said(info.title, info.unit, info.role) for info in results.factors.values()}
    blank = _blank(results, name, results.points, "points", said)
    inputs = {factor: _levels(results.design.column(factor)) for factor in said}
    try:
        estimates = results.estimates(name)
        values = np.array([one.value for one in estimates])
        ranking, chance, notes = _ranked(results, name, inputs, values, estimates)
    except ValueError as error:
        return replace(blank, refused=str(error))
    filled = _filled(blank, ranking, inputs, values, (*blank.notes, *notes))
    return filled if chance is None else replace(filled, chance=chance)


def _ranked(
    results: Results, name: str, inputs: Mapping[str, Levels], values: Floats, estimates: Sequence[Estimate]
) -> tuple[Ranking, float | None, list[str]]:
    """The ranking of the factors, how far chance puts ends apart (None: as shuffles do), and what must be known."""
    apart = results.experiment.luck == "independent"
    names, kind = list(inputs), results.kind
    if kind == "sobol":
        errors = np.array([_error(one) for one in estimates]) if apart else np.zeros(1)
        return sobol(values, names, float(np.mean(errors**2))), None, []
    if kind == "morris":
        positions = np.column_stack([_position(results, factor, x) for factor, x in inputs.items()])
        return morris(values, positions, names, _step_errors(results, name, len(names), estimates)), None, []
    missing = int((~np.isfinite(values)).sum())
    if not missing and kind == "grid" and is_grid(inputs):
        noise = _noise(results, name, estimates)
        return grid(inputs, values, noise), noise_swing(inputs, noise), []
    if kind == "list":
        raise ValueError(
            "in a design: list all factors change together, and what goes with which cannot be told apart: "
            "take design: grid, lhs, sobol or morris"
        )
    ranking = given_data(inputs, values)
    left_out = f"{missing:,} of {len(values):,} points have no value, or an infinite one, and are left out."
    return ranking, None, [left_out] if missing else []


def _worlds(results: Results, name: str) -> Sensitivity:
    """Of a run of one point: the outcome of each world, by the numbers that the scenario drew for it."""
    scenario = results.document.scenario
    known = ranges(scenario)
    said = {address: Said(address, known[address].unit, "drawn") for address in known}
    blank = _blank(results, name, 0, "worlds", said)
    if not known:
        return replace(blank, refused="one point was played, and the scenario draws no number: nothing was varied")
    if results.experiment.luck == "independent":
        why = "the worlds of a single point have luck of their own here; run it with luck: common to see what was drawn"
        return replace(blank, refused=why)
    try:
        measure = results.measures[name]
        arm = results.arm(0, _columns(results, measure))
        world = arm.column("world").values.astype(np.int64)
        blank = replace(blank, points=arm.worlds, worlds=arm.worlds)
        count = int(world.max(initial=-1)) + 1
        numbers = drawn(scenario, Luck(results.experiment.seed, worlds=count)) if count else {}
        inputs = {address: x[world] for address, x in numbers.items()}
        values, notes = _by_world(measure, arm)
        ranking = given_data(inputs, values)
    except ValueError as error:
        return replace(blank, refused=str(error))
    factors = {address: said[address] for address in inputs}
    return _filled(replace(blank, factors=factors), ranking, inputs, values, (*blank.notes, *notes))


def _by_world(measure: Measure, arm: Arm) -> tuple[Floats, list[str]]:
    """What each world says, (W,), NaN where it does not count; and what must be known of it."""
    parts, notes = parts_of(measure, arm), []
    said = sum(sign * np.where(part.counts, part.values, math.nan) for sign, part in parts)
    values = np.asarray(said, dtype=np.float64)
    if {part.statistic for _, part in parts} & {"quantile", "sd"}:
        notes.append("What is explained is how the column differs between worlds, not its quantile or spread.")
    missing = int((~np.isfinite(values)).sum())
    if missing:
        notes.append(f"{missing:,} of {arm.worlds:,} worlds do not count, or are infinite, and are left out.")
    return values, notes


def _filled(
    blank: Sensitivity, ranking: Ranking, inputs: Mapping[str, Levels], values: Floats, notes: tuple[str, ...]
) -> Sensitivity:
    there = np.isfinite(values)
    y = values[there]
    moving = [effect.name for effect in ranking.effects if effect.verdict != "changes nothing"]
    swings = {factor: swing(inputs[factor][there], y) for factor in moving}
    return replace(blank, mean=float(y.mean()), ranking=ranking, swings=swings, chance=chance_swing(y), notes=notes)


def _blank(results: Results, name: str, points: int, over: str, said: Mapping[str, Said]) -> Sensitivity:
    measure, notes = results.measures[name], []
    failed = int(results.said.get("failed", 0))
    if failed:
        notes.append(f"{failed:,} worlds failed and are left out.")
    if results.points > 1 and results.experiment.luck == "independent":
        notes.append("Each point has luck of its own: part of what differs between points is noise.")
    unit = _unit(results, measure)
    worlds = results.about.worlds
    return Sensitivity(name, measure, unit, results.kind, points, over, worlds, said, notes=tuple(notes))


def _unit(results: Results, measure: Measure) -> str:
    """The unit of an outcome."""
    column, about = measure.of or "", results.about
    if measure.statistic == "share":
        return ""
    if column == "joint" or column.startswith("annual_"):
        return about.unit
    if column.startswith(("payoff_", "no_deal_", "gain_")):
        return about.money
    if column == "day":
        return "days" if about.dated else "rounds"
    return next((issue.unit for issue in about.issues if issue.name == column), "")


def _levels(column: pa.ChunkedArray) -> Levels:
    """A factor's column as an array that has an order."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return np.array(column.to_pylist(), dtype=np.str_)
    levels: Levels = column.to_numpy()
    return levels


def _position(results: Results, factor: str, x: Levels) -> Floats:
    """A factor's levels as numbers that rise with it: words by their place in the list of levels."""
    if x.dtype.kind in "fiu":
        return x.astype(np.float64)
    levels = [str(level) for level in results.factors[factor].levels or ()]
    return np.array([levels.index(str(level)) for level in x.tolist()], dtype=np.float64)


def _columns(results: Results, measure: Measure) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*needed(columns_named(measure), results.known), "world")))


def _error(found: Estimate) -> float:
    """A standard error; where there is none, that of a normal distribution with the same 95 % interval, or 0."""
    error = found.se
    if error is None or not math.isfinite(error):
        error = (found.upper(0.025) - found.lower(0.025)) / (2 * 1.96)
    return error if math.isfinite(error) else 0.0


def _noise(results: Results, name: str, estimates: Sequence[Estimate]) -> Floats:
    """Draws of the noise in the points, (R, P): with common luck that of the worlds they share, else of each alone."""
    measure = results.measures[name]
    if results.experiment.luck == "common" and _averages(measure) and results.points * results.about.worlds <= HELD:
        points, worlds = [], []
        for _, arm in results.arms(_columns(results, measure)):
            points.append(parts_of(measure, arm))
            worlds.append(arm.column("world").values)
        same = all(np.array_equal(worlds[0], some) for some in worlds)
        if same and (together := noise_together(points)) is not None:
            return together
    return noise_apart(np.array([_error(one) for one in estimates]))


def _step_errors(results: Results, name: str, factors: int, estimates: Sequence[Estimate]) -> Floats:
    """Standard error of the difference between neighbours on a trajectory, (r, d).

    With common luck differences are taken world by world, unless there is a quantile (its bootstrap takes long) or
    different worlds failed.
    """
    alone = np.array([_error(one) for one in estimates]).reshape(-1, factors + 1)
    apart: Floats = np.sqrt(alone[:, 1:] ** 2 + alone[:, :-1] ** 2)
    measure = results.measures[name]
    if results.experiment.luck == "independent" or not _averages(measure):
        return apart
    errors: list[float] = []
    before: Signed = ()
    worlds: Floats | None = None
    for point, arm in results.arms(_columns(results, measure)):
        parts, here = parts_of(measure, arm), arm.column("world").values
        if worlds is not None and not np.array_equal(worlds, here):
            return apart
        if point % (factors + 1):
            errors.append(_error(estimate((*parts, *((-sign, part) for sign, part in before)))))
        before, worlds = parts, here
    return np.array(errors).reshape(-1, factors)


def _averages(measure: Measure) -> bool:
    """Whether a measure is made of means and shares."""
    further = measure.minus is None or _averages(measure.minus)
    return measure.statistic in ("mean", "share") and further
