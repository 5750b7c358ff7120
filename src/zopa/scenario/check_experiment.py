"""What crosses the keys of an experiment: what a statistic, a relation and a kind of clause need and do not take."""

from collections.abc import Iterator

from zopa.scenario.check_factor import check_overrides
from zopa.scenario.check_study import check_study
from zopa.scenario.experiment import COMPARING, Clause, Condition, Experiment, Limits, Measure
from zopa.scenario.problems import listed
from zopa.scenario.sections import Finding
from zopa.scenario.shape import Path

_BOUNDED = {"at_least": ("value",), "at_most": ("value",), "within": ("low", "high")}

_PAIRS = 3
"""Strategy pairs under which an emergent clause must hold, at least."""


def check_experiment(experiment: Experiment) -> Iterator[Finding]:
    """What is wrong with an experiment whose every part is well formed.

    Args:
        experiment: The experiment.
    """
    yield from check_overrides(("constants",), experiment.constants)
    for name, pair in experiment.pairs.items():
        yield from check_overrides(("pairs", name), pair)
    for name, measure in experiment.outcomes.items():
        yield from _measure(("outcomes", name), measure, relation=True)
    yield from check_study(experiment)
    varied = bool(experiment.levers or experiment.uncertainties)
    seen: set[str] = set()
    for number, clause in enumerate(experiment.expect):
        path: Path = ("expect", number)
        if clause.id in seen:
            yield Finding((*path, "id"), f"two clauses are called {clause.id}")
        seen.add(clause.id)
        yield from _overrides(path, clause)
        yield from _measure((*path, "measure"), clause.measure, relation=clause.relation is not None)
        yield from _relation(path, clause, varied)
        yield from _bounds(path, clause)
        yield from _kind(path, clause, len(experiment.pairs), varied)
        if clause.verdict in ("fails", "undecided") and not clause.because:
            yield Finding((*path, "verdict"), f"a clause that {_is(clause.verdict)} needs a because: why")


def _overrides(path: Path, clause: Clause) -> Iterator[Finding]:
    yield from check_overrides((*path, "given"), clause.given)
    yield from check_overrides((*path, "off"), clause.off or {})
    for key, settings in (("vary", clause.vary), ("without", clause.without or ())):
        for at, setting in enumerate(settings):
            yield from check_overrides((*path, key, at, "set"), setting.set)


def _is(verdict: str) -> str:
    return "is undecided" if verdict == "undecided" else verdict


def _measure(path: Path, measure: Measure, relation: bool) -> Iterator[Finding]:
    statistic = measure.statistic
    if statistic is None and relation:
        yield Finding(path, "missing key 'statistic'", "mean, share, quantile, median or sd")
    if statistic == "share":
        if measure.of is not None:
            yield Finding((*path, "of"), "a share takes no of", "say by that which worlds it counts", key=True)
        if not measure.that:
            yield Finding(path, "a share needs that: the worlds it counts", "that: {COLUMN: VALUE}")
    else:
        if measure.of is None:
            yield Finding(path, "missing key 'of'", "the column that is measured")
        if measure.that:
            message = f"that belongs to a share, not to a {statistic}" if statistic else "that belongs to a share"
            yield Finding((*path, "that"), message, "say by where which worlds count", key=True)
    if statistic == "quantile" and measure.q is None:
        yield Finding(path, "a quantile needs q, between 0 and 1", "q: 0.9")
    if statistic != "quantile" and measure.q is not None:
        yield Finding((*path, "q"), "q belongs to a quantile", key=True)
    for key, conditions in (("that", measure.that), ("where", measure.where)):
        for column, condition in conditions.items():
            yield from _condition((*path, key, column), condition)
    if measure.minus is not None:
        yield from _measure((*path, "minus"), measure.minus, relation=True)


def _condition(path: Path, condition: Condition) -> Iterator[Finding]:
    if isinstance(condition, Limits) and all(getattr(condition, key) is None for key in Limits.model_fields):
        yield Finding(path, "this condition says nothing", listed(Limits.model_fields))


def _relation(path: Path, clause: Clause, varied: bool) -> Iterator[Finding]:
    if clause.relation is None and clause.observed is None:
        yield Finding(path, "missing key 'relation'", "or observed, in a historical clause")
        return
    if clause.observed is not None:
        yield from _observed(path, clause)
        return
    relation = str(clause.relation)
    least = 2 if relation in COMPARING else 3 if relation == "peaks" else 0
    for key, settings in (("vary", clause.vary), ("without", clause.without)):
        if settings is None or len(settings) >= least or clause.along is not None:
            continue
        if varied and key == "vary" and not settings:
            message = f"{relation} compares levels: along which lever or uncertainty?"
            yield Finding(path, message, "along: NAME")
        else:
            place = (*path, key) if key in clause.model_fields_set else path
            yield Finding(place, f"{relation} compares at least {least} settings, {key} has {len(settings)}")
    if relation not in COMPARING and "over" in clause.model_fields_set:
        yield Finding((*path, "over"), f"over belongs to {listed(COMPARING)}, not to {relation}", key=True)


def _observed(path: Path, clause: Clause) -> Iterator[Finding]:
    if clause.relation is not None:
        yield Finding((*path, "observed"), "a clause has a relation or observed, not both", key=True)
    if clause.kind != "historical":
        yield Finding(
            (*path, "observed"), f"observed belongs to a historical clause, not to a {clause.kind} one", key=True
        )
    if clause.measure.statistic == "share" or clause.measure.minus is not None:
        yield Finding((*path, "measure"), "observed is placed among the worlds' values of one column", "of: COLUMN")
    for key in ("vary", "along", "margin", "over"):
        if key in clause.model_fields_set:
            yield Finding((*path, key), f"observed takes no {key}", key=True)


def _bounds(path: Path, clause: Clause) -> Iterator[Finding]:
    relation = str(clause.relation)
    wanted = _BOUNDED.get(relation, ())
    for key in ("value", "low", "high"):
        given = getattr(clause, key) is not None
        if key in wanted and not given:
            yield Finding(path, f"{relation} needs {key}")
        if given and key not in wanted:
            owner = next(name for name, keys in _BOUNDED.items() if key in keys)
            message = f"{key} belongs to {owner}" + (f", not to {relation}" if clause.relation else "")
            yield Finding((*path, key), message, key=True)
    if wanted and clause.margin:
        yield Finding((*path, "margin"), f"{relation} takes no margin: move its bound", key=True)
    low, high = clause.low, clause.high
    ordered = type(low) is not type(high) or low is None or str(low) < str(high)
    if isinstance(low, int | float) and isinstance(high, int | float):
        ordered = low < high
    if relation == "within" and not ordered:
        yield Finding((*path, "low"), "low must be below high")


def _kind(path: Path, clause: Clause, pairs: int, varied: bool) -> Iterator[Finding]:
    ways = [key for key in ("off", "without") if getattr(clause, key) is not None]
    if clause.kind != "emergent":
        for key in ways:
            yield Finding((*path, key), f"{key} belongs to an emergent clause, not to a {clause.kind} one", key=True)
        if clause.kind == "historical" and not clause.source:
            yield Finding(path, "a historical clause needs a source: where it says what happened")
        return
    if varied or clause.along is not None:
        message = (
            "an emergent clause is played under several pairs, and without its mechanism: the points of levers are not"
        )
        yield Finding((*path, "kind"), message, "kind: predicted")
        return
    if pairs < _PAIRS:
        message = f"an emergent clause must hold under at least {_PAIRS} strategy pairs, the file has {pairs}"
        yield Finding((*path, "kind"), message, "pairs: {NAME: {PATH: VALUE}, …}")
    if not ways:
        message = "an emergent clause needs off: what switches its mechanism off"
        yield Finding(path, message, "or without: other settings")
    if len(ways) > 1:
        yield Finding((*path, "without"), "off and without say the same thing: keep one", key=True)
    if clause.off is not None and not clause.off:
        yield Finding((*path, "off"), "off switches nothing off")
