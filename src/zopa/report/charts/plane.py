"""The outcome plane: what the talks are worth to two parties, world by world, against what could be agreed."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from zopa.analysis.intervals import Share, Sums
from zopa.build.solve import SOLUTIONS, solve
from zopa.experiments.results import Results
from zopa.report.charts.central import Worth
from zopa.report.charts.look import rounded, shared, whole
from zopa.report.charts.plane_marks import Mark, Plane
from zopa.report.charts.worlds import Worlds
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.language import Language
from zopa.report.words import capital, decimals_for, level_text, plain, with_unit
from zopa.scenario.check import resolve_package
from zopa.scenario.read import Document

MOST_POINTS = 2000
"""Worlds drawn; of more every n-th."""

MOST_EFFICIENT = 200
"""Efficient packages drawn, thinned evenly along the frontier."""

TIED = 3
"""A solution that more points tie for is left out."""


def outcome_plane(
    results: Results,
    say: Language,
    point: int = 0,
    packages: Sequence[str] = ("actual_deal",),
    solved: Mapping[str, Any] | None = None,
) -> Exhibit | None:
    """Payoffs of the first two parties in up to 2,000 worlds, with the frontier and solutions at central values.

    Args:
        results: The run.
        say: Texts of the language.
        point: Number of the point.
        packages: Named packages of the scenario to mark; those that it has not are left out.
        solved: What `zopa.solve` says of the scenario, where it is known already.

    Returns:
        The exhibit; None where no world was played.
    """
    worlds = Worlds(results, say, point)
    if not worlds.arm.worlds or len(worlds.parties) < 2:
        return None
    first, second = list(worlds.parties)[:2]
    x, y = (worlds.arm.column(f"annual_{party}").values for party in (first, second))
    agreed = worlds.agreed
    every = -(-len(x) // MOST_POINTS)
    marks = _means(say, x, y) + _theory(results.document, say, (first, second), packages, solved)
    plane = Plane(
        (with_unit(_axis(worlds, first), worlds.about.unit), with_unit(_axis(worlds, second), worlds.about.unit)),
        (worlds.colours[first], worlds.colours[second]),
        x[::every],
        y[::every],
        agreed[::every],
        frontier(solved or solved_of(results.document), (first, second)),
        tuple(marks),
        say,
    )
    title, told = _words(worlds, (first, second), x, y, agreed)
    below = say("charts.plane.below", worlds=f"{len(x):,}", seed=worlds.about.seed)
    figure = whole(plane.chart(), title, told, "; ".join(filter(None, [worlds.label, below])))
    note = say("charts.plane.note") + (
        say("charts.plane.every", drawn=f"{len(x[::every]):,}", of=f"{len(x):,}") if every > 1 else ""
    )
    note += say("charts.plane.two") if len(worlds.parties) > 2 else ""
    name = "outcome-plane" if results.points == 1 else f"outcome-plane-{point}"
    return Exhibit(name, title, told, _twin(worlds, (first, second), agreed, (x, y), marks), figure, note)


def _axis(worlds: Worlds, party: str) -> str:
    key = "charts.plane.axis_year" if worlds.about.dated else "charts.plane.axis"
    return capital(worlds.say(key, party=worlds.parties[party]))


def solved_of(document: Document) -> Mapping[str, Any]:
    """What `zopa.solve` says; of the flagship it takes a second.

    Args:
        document: The scenario.
    """
    return solve(document)


def frontier(solved: Mapping[str, Any], parties: tuple[str, str]) -> list[tuple[float, float]]:
    """Efficient packages, at most `MOST_EFFICIENT`, from the first party's worst to its best.

    Args:
        solved: What `zopa.solve` says.
        parties: The two parties.
    """
    points = sorted({(one["utilities"][parties[0]], one["utilities"][parties[1]]) for one in solved["pareto"]})
    if len(points) <= MOST_EFFICIENT:
        return points
    kept = np.unique(np.linspace(0, len(points) - 1, MOST_EFFICIENT).round().astype(int))
    return [points[at] for at in kept]


def _means(say: Language, x: Any, y: Any) -> list[Mark]:
    """The mean over all worlds with its interval."""
    found: list[tuple[float, tuple[float, float] | None]] = []
    for values in (x, y):
        sums = Sums()
        sums.add(values)
        mean = sums.result()
        low, high = (None, None) if mean is None else (mean.low, mean.high)
        found.append((sums.mean, None if low is None or high is None else (low, high)))
    return [Mark("mean", say("charts.plane.mean"), found[0][0], found[1][0], found[0][1], found[1][1])]


def _theory(
    document: Document,
    say: Language,
    parties: tuple[str, str],
    packages: Sequence[str],
    solved: Mapping[str, Any] | None,
) -> list[Mark]:
    """No deal, the solutions and named packages, at central values."""
    solved = solved or solved_of(document)
    first, second = parties
    spot = solved["disagreement"]
    found = [Mark("no deal", say("charts.plane.no_deal"), float(spot[first]), float(spot[second]))]
    central = Worth.central(document)
    for name in packages:
        if name in document.scenario.packages:
            worth = central.worth(resolve_package(document.scenario, name))
            found.append(Mark("package", level_text(name), worth[first], worth[second]))
    return found + solutions(say, solved, parties)


def solutions(
    say: Language, solved: Mapping[str, Any], parties: tuple[str, str], names: Sequence[str] = SOLUTIONS
) -> list[Mark]:
    """The points of solutions; those that more than `TIED` points tie for are left out, and the proportional one.

    Args:
        say: Texts of the language.
        solved: What `zopa.solve` says.
        parties: The two parties.
        names: The solutions.
    """
    found = []
    for name in names:
        points = {tuple(round(one["utilities"][party], 9) for party in parties) for one in solved.get(name, ())}
        if name != "proportional" and 0 < len(points) <= TIED:
            for number, (a, b) in enumerate(sorted(points, key=lambda one: -one[1])):
                found.append(Mark("solution", say(f"charts.solution.{name}") if number == 0 else "", a, b))
    return found


def _words(worlds: Worlds, parties: tuple[str, str], x: Any, y: Any, agreed: Any) -> tuple[str, str]:
    decimals = min(1, decimals_for(float(np.abs(x).max()), float(np.abs(y).max())))
    share = Share.wilson(int(agreed.sum()), len(agreed))
    values: dict[str, Any] = {
        "share": shared(share.share, 0),
        "first": worlds.parties[parties[0]],
        "second": worlds.parties[parties[1]],
        "a": plain(float(x.mean()), decimals),
        "b": plain(float(y.mean()), decimals),
        "unit": worlds.about.unit,
    }
    spans = {
        f"{key}{end}": plain(float(np.quantile(one, q)), decimals)
        for key, one in (("a", x), ("b", y))
        for end, q in (("_low", 0.05), ("_high", 0.95))
    }
    return worlds.say("charts.plane.title", **values), worlds.say(
        "charts.plane.alt", worlds=f"{len(x):,}", **values, **spans
    )


def _twin(
    worlds: Worlds, parties: tuple[str, str], agreed: Any, values: tuple[Any, Any], marks: Sequence[Mark]
) -> Twin:
    say = worlds.say
    table: list[tuple[Any, ...]] = []
    for kind, some in (("charts.plane.deals", agreed), ("charts.plane.failed", ~agreed)):
        if some.any():
            table.append(
                (say(kind), *(end for one in values for end in (rounded(float(one[some].mean()), 7), None, None)))
            )
    for mark in marks:
        spans = [span or (None, None) for span in (mark.span_x, mark.span_y)]
        if mark.name:
            table.append((mark.name, rounded(mark.x, 7), *spans[0], rounded(mark.y, 7), *spans[1]))
    ends = [say("charts.col.low"), say("charts.col.high")]
    heads = [with_unit(capital(worlds.parties[party]), worlds.about.unit) for party in parties]
    decimals = decimals_for(*(float(np.abs(one).max()) for one in values))
    return Twin((say("charts.plane.point"), heads[0], *ends, heads[1], *ends), tuple(table), decimals)
