"""What crosses the keys of what an experiment varies: levers, uncertainties, the design, when to stop, and clauses."""

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any

from zopa.scenario.check_factor import OF_A_DRAW, Label, as_text, check_factor, labels, paths
from zopa.scenario.design import MOST_POINTS, SAMPLED, Factor
from zopa.scenario.experiment import COMPARING, Clause, Experiment, Measure
from zopa.scenario.problems import did_you_mean, listed
from zopa.scenario.sections import Finding, unknown
from zopa.scenario.shape import Path
from zopa.scenario.wording import said

_SIZES = {
    "lhs": "how many points are drawn",
    "sobol": "rows of its base sample, a power of 2",
    "morris": "how many trajectories",
}

_DEFAULTS = ("agreement", "day", "joint")
"""Outcomes of an experiment that names none; besides these, `annual_PARTY`."""

_SURE = ("mean", "share")
"""Statistics that have a standard error."""

Factors = Mapping[str, tuple[Path, Factor]]
"""Lever or uncertainty -> its place and what it is."""


def check_study(experiment: Experiment) -> Iterator[Finding]:
    """What is wrong with what an experiment varies.

    Args:
        experiment: The experiment.
    """
    for name in experiment.uncertainties:
        if name in experiment.levers:
            yield Finding(("uncertainties", name), f"a lever is called {name} too", key=True)
    factors = _factors(experiment)
    for path, factor in factors.values():
        yield from check_factor(path, factor, experiment.design)
    yield from _rivals(factors)
    yield from _design(experiment, factors)
    yield from _until(experiment)
    if factors and experiment.pairs:
        message = "pairs are what emergent clauses must hold under: with levers or uncertainties there are none"
        yield Finding(("pairs",), message, "make them the levels of a lever", key=True)
    for number, clause in enumerate(experiment.expect):
        yield from _clause(("expect", number), clause, experiment, factors)


def _factors(experiment: Experiment) -> Factors:
    roles = {"uncertainties": experiment.uncertainties, "levers": experiment.levers}
    found = {name: ((role, name), factor) for role, some in roles.items() for name, factor in some.items()}
    return {name: found[name] for name in (*experiment.levers, *experiment.uncertainties)}


def _rivals(factors: Factors) -> Iterator[Finding]:
    """Two factors that change the same thing, or the later one the whole of it: one would undo the other."""
    owners: dict[tuple[str, str], str] = {}
    for name, (place, factor) in factors.items():
        changed = [(below, "path", path) for below, path in paths(factor)]
        if factor.draw is not None:
            changed.append((("draw",), "draw", factor.draw))
        for below, sort, what in changed:
            owner = owners.setdefault((sort, what), name)
            if owner != name:
                yield Finding((*place, *below), f"{what} is varied by {owner} already", key=below[-1] == what)
                continue
            undone = [one for (kind, part), one in owners.items() if kind == sort and part.startswith(f"{what}.")]
            if sort == "path" and undone and undone[0] != name:
                message = f"{what} is set as a whole, and undoes what {undone[0]} varies in it"
                yield Finding((*place, *below), message, f"put {name} before {undone[0]}", key=below[-1] == what)


def _design(experiment: Experiment, factors: Factors) -> Iterator[Finding]:
    design, points = experiment.design, experiment.points
    first = next(iter(factors.values()))[0][:1] if factors else ()
    here: Path = ("design",) if "design" in experiment.model_fields_set else first
    if design not in SAMPLED:
        if points is not None:
            yield Finding(("points",), f"points belongs to {listed(SAMPLED)}, not to design {design}", key=True)
        counts = {name: _count(factor) for name, (_, factor) in factors.items()}
        if design == "list":
            yield from _as_many(counts, factors)
        total = prod(counts.values()) if design == "grid" else 1
    else:
        if not factors:
            yield Finding(here, f"{design} draws values of levers and uncertainties: there are none")
        if points is None:
            yield Finding(here, f"{design} needs points: {_SIZES[design]}", "points: 64")
        elif design == "sobol" and points & (points - 1):
            below = 1 << (points.bit_length() - 1)
            yield Finding(("points",), f"sobol needs a power of 2, not {points}", f"{below} or {2 * below}")
        each = {"sobol": len(factors) + 2, "morris": len(factors) + 1}.get(design, 1)
        total, here = (points or 0) * each, ("points",)
    if total > MOST_POINTS:
        yield Finding(here, f"the design has {_many(total)} points, more than {MOST_POINTS:,}")


def _many(total: int) -> str:
    return f"{total:,}" if total < 10**15 else "more than 10^15"


def _count(factor: Factor) -> int:
    """Levels in a grid or list; 1 where they are missing, which is said elsewhere."""
    known = labels(factor)
    if known is not None:
        return max(len(known), 1)
    return OF_A_DRAW if factor.draw is not None else 1


def _as_many(counts: Mapping[str, int], factors: Factors) -> Iterator[Finding]:
    told = {name: count for name, count in counts.items() if labels(factors[name][1]) is not None}
    first = next(iter(told), "")
    for name, count in told.items():
        if count != told[first]:
            message = f"a list takes a level of each at a time: {name} has {count} and {first} has {told[first]}"
            yield Finding(factors[name][0], message, key=True)


def _until(experiment: Experiment) -> Iterator[Finding]:
    until = experiment.until
    if until is None:
        return
    path: Path = ("until", "outcome")
    if experiment.outcomes:
        measure = experiment.outcomes.get(until.outcome)
        if measure is None:
            yield unknown(path, "outcome", until.outcome, experiment.outcomes)
        else:
            lacking = [one for one in _statistics(measure) if one not in _SURE]
            if lacking:
                message = f"a {lacking[0]} has no standard error: only a {' or a '.join(_SURE)} has"
                yield Finding(path, message)
    elif until.outcome not in _DEFAULTS and not until.outcome.startswith("annual_"):
        hint = did_you_mean(until.outcome, _DEFAULTS) or f"known: {listed(_DEFAULTS)}, annual_PARTY"
        yield Finding(path, f"unknown outcome '{until.outcome}'", hint)
    if until.every >= experiment.worlds:
        message = f"the first look is after {until.every:,} worlds, but no more than {experiment.worlds:,} are played"
        place: Path = ("until", "every") if "every" in until.model_fields_set else ("until",)
        yield Finding(place, message, "set worlds, the most to be played, higher")


def _statistics(measure: Measure) -> Iterator[str]:
    if measure.statistic is not None:
        yield measure.statistic
    if measure.minus is not None:
        yield from _statistics(measure.minus)


def _clause(path: Path, clause: Clause, experiment: Experiment, factors: Factors) -> Iterator[Finding]:
    for key, instead in (
        ("vary", "say along, or leave out the levers"),
        ("given", "say it in constants, or as a lever"),
    ):
        if getattr(clause, key) and (factors or clause.along is not None):
            message = f"{key} is for files without levers and uncertainties: with them, only their points are played"
            yield Finding((*path, key), message, instead, key=True)
    if clause.along is not None and clause.along not in factors:
        yield _no_factor((*path, "along"), clause.along, factors)
    elif clause.along is not None:
        yield from _along(path, clause, clause.along, factors[clause.along][1], experiment.design)
    for name, which in clause.at.items():
        if name not in factors:
            yield _no_factor((*path, "at", name), name, factors, key=True)
        elif experiment.design in SAMPLED and labels(factors[name][1]) is None:
            message = f"at picks levels: {name} has none, as {experiment.design} draws its values"
            yield Finding((*path, "at", name), message, key=True)
        else:
            yield from _at((*path, "at", name), name, which, factors[name][1])


def _no_factor(path: Path, name: str, factors: Factors, key: bool = False) -> Finding:
    if factors:
        return unknown(path, "lever or uncertainty", name, factors, key)
    return Finding(path, f"unknown lever or uncertainty '{name}': the file varies nothing", key=key)


def _along(path: Path, clause: Clause, name: str, factor: Factor, design: str) -> Iterator[Finding]:
    if design in SAMPLED:
        yield Finding((*path, "along"), f"along compares levels: that needs design grid or list, not {design}")
        return
    relation, which = str(clause.relation), clause.at.get(name)
    least = 2 if relation in COMPARING else 3 if relation == "peaks" else 0
    count = _count(factor) if which is None else len(which) if isinstance(which, tuple) else 1
    if count < least:
        left = f"{name} has {count}" if which is None else f"at leaves {count} of {name}"
        yield Finding((*path, "along"), f"{relation} compares at least {least} levels, {left}")


def _at(path: Path, name: str, which: object, factor: Factor) -> Iterator[Finding]:
    known = labels(factor)
    if which == ():
        yield Finding(path, "an empty list: no level is left", key=True)
    levels = {_kept_apart(level) for level in known or ()}
    for at, one in enumerate(which if isinstance(which, tuple) else (which,)):
        place = (*path, at) if isinstance(which, tuple) else path
        if known is None:
            if isinstance(one, bool | str):
                yield Finding(place, f"a level of {name} is a number, not {said(one)}")
        elif _kept_apart(one) not in levels:
            shown = said(one) if isinstance(one, bool | str) else as_text(one)
            yield Finding(place, f"{shown} is not a level of {name}", _near(one, known))


def _near(wrong: object, known: Sequence[Label]) -> str:
    twin = next((level for level in known if as_text(level) == as_text(wrong)), None)
    if twin is not None:
        return f'the level is text: write "{twin}"' if isinstance(twin, str) else f"not as text: write {as_text(twin)}"
    near = did_you_mean(wrong, [level for level in known if isinstance(level, str)])
    return near or f"levels: {listed(map(as_text, known))}"


def _kept_apart(level: Any) -> tuple[bool, Any]:
    """A level with true and 1 told apart."""
    return isinstance(level, bool), level
