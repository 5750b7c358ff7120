"""Reading a tournament file: validation, and what crosses its keys."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zopa.scenario.check_factor import check_overrides
from zopa.scenario.design import Levels
from zopa.scenario.problems import did_you_mean
from zopa.scenario.read_experiment import top_keys
from zopa.scenario.sections import Finding
from zopa.scenario.shape import Path as Place
from zopa.scenario.tournament import Tournament
from zopa.scenario.written import Written, read_written


@dataclass(frozen=True)
class TournamentFile(Written):
    """A tournament that has been read and found right.

    Attributes:
        tournament: The validated tournament.
    """

    tournament: Tournament


def is_tournament(path: str | os.PathLike[str]) -> bool:
    """Whether a file is meant as a tournament: it names scenarios, and has neither one of its own nor parties.

    Args:
        path: A file; whatever else it is, is no tournament.
    """
    keys = top_keys(path)
    return "scenarios" in keys and not keys & {"scenario", "parties", "issues"}


def read_tournament(path: str | os.PathLike[str], overrides: Iterable[str] = ()) -> TournamentFile:
    """Read a tournament file.

    Args:
        path: The YAML file.
        overrides: Texts `dotted.path=value`. Those whose path begins with a key of tournaments are the file's own; the
            others are changed in all its scenarios.

    Raises:
        ScenarioError: With every problem found, each with file, line and column.
    """
    tournament, written = read_written(path, "a tournament", Tournament, overrides, _crossing)
    return TournamentFile(**vars(written), tournament=tournament)


def _crossing(said: Tournament) -> Iterator[Finding]:
    yield from check_overrides(("constants",), said.constants)
    for name, ground in said.scenarios.items():
        yield from check_overrides(("scenarios", name, "set"), ground.set)
        yield from _only(("scenarios", name, "only"), ground.only, said)
    if said.strategies is None and not said.seats:
        yield Finding(
            (), "nobody plays: strategies (for all seats) or seats (for each)", "strategies: [boulware, micro]"
        )
    groups: list[tuple[Place, Levels | None]] = [(("strategies",), said.strategies)]
    groups += [(("seats", seat), some) for seat, some in said.seats.items()]
    for place, some in groups:
        yield from _names(place, some)
    most = max(ground.worlds or said.worlds for ground in said.scenarios.values())
    if said.until is not None and said.until.budget < most:
        message = f"the budget is less than the worlds of a single cell, {most:,}"
        yield Finding(("until", "budget"), message)


def _only(place: Place, some: tuple[str, ...], said: Tournament) -> Iterator[Finding]:
    """Who takes part in a scenario are some of those who play."""
    known = [str(name) for group in (said.strategies, *said.seats.values()) for name in group or ()]
    for at, name in enumerate(some):
        if name not in known:
            yield Finding((*place, at), f"no strategy is called {name}", did_you_mean(name, known))


def _names(place: Place, some: Levels | None) -> Iterator[Finding]:
    """Strategies are listed by their names, once each; a mapping has its strategies by name."""
    if isinstance(some, dict):
        for name, one in some.items():
            if one is not None and not isinstance(one, str | dict):
                yield Finding((*place, name), "a strategy is a name, or a mapping with its parameters", "{kind: …}")
        return
    seen: set[Any] = set()
    for at, name in enumerate(some or ()):
        if not isinstance(name, str):
            yield Finding((*place, at), "a list names strategies", "or write names and strategies: NAME: {kind: …}")
        elif name in seen:
            yield Finding((*place, at), f"{name} is there twice")
        else:
            seen.add(name)
