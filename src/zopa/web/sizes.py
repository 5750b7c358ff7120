"""How large a scenario may become by a client's changes: looked at before anything is compiled."""

import math
from collections.abc import Iterator
from typing import Any

from zopa.build.draws import reach
from zopa.scenario.read import Document
from zopa.web.problems import WebError
from zopa.web.settings import Limits

LARGEST = 1e9
"""No number of a scenario may be larger: payoffs would be no numbers any more."""


def check(document: Document, limits: Limits) -> None:
    """Refuse a scenario whose game would take too much time or memory, or whose payoffs would be no numbers.

    Args:
        document: The scenario, read and found right.
        limits: Bounds.

    Raises:
        WebError: It is too large.
    """
    scenario = document.scenario
    parties, rounds = len(scenario.parties), _rounds(document)
    turns = rounds * parties * int(getattr(scenario.protocol, "exchanges", 1))
    _most("parties", parties, limits.parties)
    _most("rounds", rounds, limits.rounds)
    _most("turns of a game", turns, limits.turns)
    _most("combinations of levels", _cells(document), limits.cells)
    largest = max((abs(number) for number in _numbers(document.data)), default=0.0)
    _most("size of a number", largest, LARGEST)
    for name, low, high in (("horizon", 0.0, limits.years), ("discount_rate", -0.5, 5.0)):
        given = getattr(scenario.time, name, None)
        if given is not None:
            lowest, highest = reach(scenario.quantities[given] if isinstance(given, str) else given)
            if lowest < low or highest > high:
                raise WebError(422, "the scenario would become too large", f"{name}: between {low:g} and {high:g} here")


def _most(what: str, found: float, most: float) -> None:
    if found > most:
        raise WebError(
            422, "the scenario would become too large", f"{what}: at most {most:,.0f} here, not {found:,.0f}"
        )


def _rounds(document: Document) -> int:
    time: Any = document.scenario.time
    if time.kind == "lump":
        return int(time.rounds)
    calendar = time.calendar
    if calendar.dates is not None:
        return len(calendar.dates)
    return int((calendar.end - calendar.start).days // calendar.every_days + 1)


def _cells(document: Document) -> int:
    """Levels of all issues; those of a cluster count in all combinations."""
    scenario = document.scenario
    inside = {issue for issues in scenario.clusters.values() for issue in issues}
    alone = sum(len(issue.levels) for name, issue in scenario.issues.items() if name not in inside)
    return alone + sum(
        math.prod(len(scenario.issues[issue].levels) for issue in issues) for issues in scenario.clusters.values()
    )


def _numbers(data: Any) -> Iterator[float]:
    """All numbers in plain data."""
    if isinstance(data, dict):
        for one in data.values():
            yield from _numbers(one)
    elif isinstance(data, list):
        for one in data:
            yield from _numbers(one)
    elif isinstance(data, int | float):
        yield data
