"""Making a plan: what a study varies is read, combined into points, and checked before anything is played."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

import pyarrow as pa

from zopa.analysis.columns import Known, known_columns, needed
from zopa.analysis.measures import check_measure, columns_named
from zopa.build.compile import ranges
from zopa.build.load import load_parsed
from zopa.experiments.axes import Axis, FactorInfo, Level, unit_column
from zopa.experiments.check import Check
from zopa.experiments.documents import Documents
from zopa.experiments.plan import Plan, Point
from zopa.experiments.rows import schema
from zopa.experiments.sampling import unit_points
from zopa.experiments.study import Study, measures_of
from zopa.scenario.design import SAMPLED
from zopa.scenario.experiment import Measure
from zopa.scenario.include import load as parse
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read import Document


def make_plan(study: Study, crossed: bool = True) -> Plan:
    """Read what a study varies, and check all of it.

    Args:
        study: The experiment.
        crossed: Whether the scenario of every point is read; else of those in which one factor at most is not at its
            first level, which is enough where levels of different factors cannot be at odds.

    Raises:
        ScenarioError: With every problem found, each at its place.
    """
    loaded = parse(study.scenario)
    document = load_parsed(loaded, study.overrides)
    axes = _axes(study, document)
    levels = list(_combined(study, axes)) if axes or not study.experiment.expect else list(_settings(study))
    documents = Documents(study, loaded, document)
    points = tuple(_point(one) for one in levels)
    for one, point in zip(levels, points, strict=True):
        if crossed or sum(level != axis.levels[0] for level, axis in zip(one, axes, strict=True)) <= 1:
            documents.check(one, point.overrides)
    if documents.problems:
        raise ScenarioError(documents.problems)
    columns = schema(documents.about)
    known = known_columns(columns, documents.about)
    measures = measures_of(study.experiment, known)
    _check_measures(study, known, axes)
    if study.experiment.record == "none":
        columns = _only(columns, study, measures, known)
    factors = tuple(axis.info for axis in axes) or _setting(levels)
    elsewhere = documents.elsewhere
    return Plan(study, document, factors, points, documents.about, columns, known, measures, elsewhere)


def _axes(study: Study, document: Document) -> list[Axis]:
    said = study.experiment
    drawn = ranges(document.scenario) if said.levers or said.uncertainties else {}
    sides = (("lever", said.levers), ("uncertainty", said.uncertainties))
    sampled = said.design in SAMPLED
    axes = [Axis(name, role, factor, document, drawn, sampled) for role, some in sides for name, factor in some.items()]
    problems = [study.problem(one.path, one.message, one.hint, one.key) for axis in axes for one in axis.problems()]
    if problems:
        raise ScenarioError(problems)
    return axes


def _combined(study: Study, axes: Sequence[Axis]) -> Iterator[tuple[Level, ...]]:
    design = study.experiment.design
    if design in SAMPLED:
        cube = unit_points(design, len(axes), study.experiment.points or 1, study.experiment.seed)
        yield from zip(*(unit_column(axis, cube[:, at]) for at, axis in enumerate(axes)), strict=True)
    elif design == "list" and axes:
        yield from zip(*(axis.levels for axis in axes), strict=True)
    else:
        yield from product(*(axis.levels for axis in axes))


def _settings(study: Study) -> Iterator[tuple[Level, ...]]:
    """The points of a file of clauses alone: the settings that they compare."""
    assert study.file is not None
    check = Check([replace(study.file, experiment=study.experiment)])
    names = check.settings
    for arm, planned in check.planned.items():
        own = (text for text in planned.order.overrides if text not in study.overrides)  # constants are in all points
        texts = (text.partition("=") for text in own)
        yield (Level(names[arm], ("expect",), texts={path: value for path, _, value in texts}),)


def _setting(levels: Sequence[tuple[Level, ...]]) -> tuple[FactorInfo, ...]:
    labels = tuple(level.label for some in levels for level in some)
    return (FactorInfo("setting", "setting", "", "lever", labels),) if labels else ()


def _point(levels: Sequence[Level]) -> Point:
    changes: dict[str, str] = {}
    for level in levels:
        for path, text in level.texts.items():
            changes.pop(path, None)
            changes[path] = text
    pins = tuple((address, number) for level in levels for address, number in level.pins.items())
    return Point(
        tuple(level.label for level in levels),
        tuple(f"{path}={text}" for path, text in changes.items()),
        pins,
    )


def _check_measures(study: Study, known: Mapping[str, Known], axes: Sequence[Axis]) -> None:
    problems = []
    for axis in axes:
        if axis.info.name in known:
            message = f"'{axis.info.name}' is a column of the results: give the factor another name"
            problems.append(study.problem(axis.place, message, None, key=True))
    for name, measure in study.experiment.outcomes.items():
        found = check_measure(measure, known, ("outcomes", name))
        problems += [study.problem(one.path, one.message, one.hint, one.key) for one in found]
    for number, clause in enumerate(study.experiment.expect if axes else ()):
        found = check_measure(clause.measure, known, ("expect", number, "measure"))
        problems += [study.problem(one.path, one.message, one.hint, one.key) for one in found]
    if problems:
        raise ScenarioError(problems)


def _only(columns: pa.Schema, study: Study, measures: Mapping[str, Measure], known: Mapping[str, Known]) -> pa.Schema:
    """The columns that outcomes and expectations need."""
    asked: list[Measure] = [*measures.values(), *(clause.measure for clause in study.experiment.expect)]
    wanted = {"world", *needed(_names(asked), known)}
    return pa.schema([field for field in columns if field.name in wanted], metadata=columns.metadata)


def _names(measures: Iterable[Measure]) -> Iterator[str]:
    return (name for measure in measures for name in columns_named(measure))
