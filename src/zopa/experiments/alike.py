"""Points of a run that do not differ in what is asked of them, so that it is worked out once for all of them."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from zopa.build.load import load_parsed
from zopa.experiments.layout import LOCK
from zopa.experiments.plan import Plan, Point
from zopa.experiments.planning import make_plan
from zopa.experiments.results import Results
from zopa.experiments.study import read_study
from zopa.scenario.design import Factor
from zopa.scenario.include import load as parse
from zopa.scenario.read import Document

STRATEGIES = re.compile(r"parties\.[^.]+\.strategy(\.|$)")
"""Paths of what the parties do: neither payoffs nor time depend on it."""

CONDUCT = re.compile(r"parties\.[^.]+\.strategy(\.|$)|mechanisms(\.|$)|protocol(\.|$)")
"""Paths of conduct and surroundings: payoffs of packages, mechanisms left aside, do not depend on them."""


@dataclass(frozen=True)
class Alike:
    """Some points of a run.

    Attributes:
        points: Their numbers.
        document: The scenario of the first of them.
        pins: Numbers given in place of draws, by address.
        salt: What sets their luck apart; empty where it is common.
    """

    points: tuple[int, ...]
    document: Document
    pins: Mapping[str, float]
    salt: str = ""


def points_alike(results: Results, aside: re.Pattern[str]) -> list[Alike]:
    """The points of a run, sorted into those that differ in nothing but what is left aside.

    Args:
        results: The run.
        aside: Dotted paths, at their beginning, of what may differ.
    """
    said = results.experiment
    factors = [*said.levers.values(), *said.uncertainties.values()]
    if said.luck == "common" and len(factors) == len(results.factors):
        paths = [path for factor in factors for path in _paths(factor)]
        if all(aside.match(path) for path in paths):
            return [Alike(tuple(range(results.points)), results.document, {})]
    plan = make_plan(read_study(results.folder / LOCK), crossed=False)
    found: dict[Hashable, list[int]] = {}
    for number, point in enumerate(plan.points):
        own = tuple(text for text in point.overrides if not aside.match(text.partition("=")[0]))
        pins = tuple((address, value) for address, value in point.pins if not aside.match(address))
        found.setdefault((own, pins, _salt(plan, point)), []).append(number)
    return [_alike(plan, numbers, aside) for numbers in found.values()]


def _paths(factor: Factor) -> list[str]:
    if factor.settings:
        return [path for setting in factor.settings for path in setting.set]
    return [factor.path or factor.draw or ""]


def _salt(plan: Plan, point: Point) -> str:
    return "" if plan.study.experiment.luck == "common" else point.salt


def _alike(plan: Plan, numbers: list[int], aside: re.Pattern[str]) -> Alike:
    point, document = plan.points[numbers[0]], plan.document
    if point.overrides:
        document = load_parsed(parse(plan.study.scenario), (*document.overrides, *point.overrides), trusted=True)
    pins = {address: value for address, value in point.pins if not aside.match(address)}
    return Alike(tuple(numbers), document, pins, _salt(plan, point))
