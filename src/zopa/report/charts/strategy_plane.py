"""The outcome plane of a tournament: what each strategy brings both parties, on average over the other side."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from zopa.experiments.results import Results
from zopa.report.charts.endings import over_others
from zopa.report.charts.look import rounded, whole
from zopa.report.charts.plane import frontier, solutions, solved_of
from zopa.report.charts.plane_marks import Mark, Plane
from zopa.report.charts.pool import Pool
from zopa.report.exhibit import Exhibit, Twin
from zopa.report.language import Language
from zopa.report.words import capital

BEST = 3
"""Strategies of a seat that are labelled."""


def strategy_plane(
    findings: Mapping[str, Any], say: Language, results: Results | None = None, solved: Mapping[str, Any] | None = None
) -> Exhibit | None:
    """Mean payoffs of both parties with each strategy of each seat, over the other's strategies alike.

    Args:
        findings: What a scenario's `findings.json` holds.
        say: Texts of the language.
        results: The scenario's folder, for the frontier and the solutions at central values; none are drawn without.
        solved: What `zopa.solve` says of the scenario, where it is known already.

    Returns:
        The exhibit; None where no payoff is known, or there are not two seats.
    """
    pool = Pool(findings, say)
    if not pool.paired:
        return None
    cells = [pool.cells(seat) for seat in pool.seats]
    x, y = cells
    if x is None or y is None or not np.isfinite(x + y).any():
        return None
    means = {seat: (over_others(pool.own(seat, x)), over_others(pool.own(seat, y))) for seat in pool.seats}
    parties = (pool.seats[0], pool.seats[1])
    known = np.isfinite(x + y)
    marks: list[Mark] = []
    efficient: list[tuple[float, float]] = []
    if results is not None:
        solved = solved or solved_of(results.document)
        efficient = frontier(solved, parties)
        marks += [mark for mark in solutions(say, solved, parties, ("nash", "kalai_smorodinsky")) if mark.name]
    for seat in pool.seats:
        marks += _of_seat(pool, seat, means[seat])
    axes = [
        capital(
            pool.measured(
                say(
                    "charts.plane.axis_year" if findings.get("dated") else "charts.plane.axis", party=pool.parties[seat]
                )
            )
        )
        for seat in parties
    ]
    colours = (pool.colours[parties[0]], pool.colours[parties[1]])
    plane = Plane((axes[0], axes[1]), colours, x[known], y[known], None, efficient, tuple(marks), say)
    title, told = _words(pool, means)
    shapes = {seat: say(f"charts.strategy_plane.{pool.shapes[seat].replace('-', '_')}") for seat in pool.seats}
    below = say(
        "charts.strategy_plane.below",
        first=pool.parties[parties[0]],
        second=pool.parties[parties[1]],
        a=shapes[parties[0]],
        b=shapes[parties[1]],
    )
    note = say("charts.strategy_plane.note") + (say("charts.strategy_plane.theory") if efficient else "")
    return Exhibit("strategy-plane", title, told, _twin(pool, means), whole(plane.chart(), title, told, below), note)


def _of_seat(pool: Pool, seat: str, means: tuple[Any, Any]) -> list[Mark]:
    """The strategies of a seat; the best by rank with their names."""
    names = pool.ranked(seat)
    labels, found = pool.labels(names), []
    for place, name in enumerate(names):
        at = pool.names[seat].index(name)
        x, y = (float(own[at]) for own in means)
        if np.isfinite(x + y):
            text = (
                pool.say("charts.strategy_plane.label", party=pool.parties[seat], name=labels[place])
                if place < BEST
                else ""
            )
            found.append(Mark(seat, text, x, y, look=(pool.shapes[seat], 62, pool.colours[seat])))
    return found


def _words(pool: Pool, means: Mapping[str, tuple[Any, Any]]) -> tuple[str, str]:
    joint = {seat: own[0] + own[1] for seat, own in means.items()}
    parts, told = [], []
    for seat in pool.seats:
        best = int(np.nanargmax(joint[seat]))
        name = pool.labels([pool.names[seat][best]])[0]
        numbers = [pool.number(float(own[best])) for own in means[seat]]
        values = {"party": pool.parties[seat], "name": name, "a": numbers[0], "b": numbers[1], "unit": pool.unit}
        parts.append(pool.say("charts.strategy_plane.part", **values))
        told.append(capital(pool.say("charts.strategy_plane.alt", **values)))
    return capital(pool.say("charts.strategy_plane.title", parts=pool.say("charts.listing").join(parts))), " ".join(
        told
    )


def _twin(pool: Pool, means: Mapping[str, tuple[Any, Any]]) -> Twin:
    table = []
    for seat in pool.seats:
        for name in pool.ranked(seat):
            at = pool.names[seat].index(name)
            table.append(
                (
                    capital(pool.parties[seat]),
                    *pool.labels([name]),
                    *(rounded(float(own[at]), 7) for own in means[seat]),
                )
            )
    heads = [pool.measured(capital(pool.parties[seat])) for seat in pool.seats]
    return Twin((pool.say("charts.col.party"), pool.say("charts.col.strategy"), *heads), tuple(table), pool.decimals())
