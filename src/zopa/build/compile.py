"""From a scenario to a game: arrays for a block of worlds, the protocol, the strategies."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from zopa.build.draws import Draws
from zopa.build.mechanisms import compile_mechanisms
from zopa.build.names import PROTOCOLS
from zopa.build.payoffs import cells_of, gated
from zopa.build.schedule import compile_schedule, in_force_on
from zopa.build.strategies import compile_strategy
from zopa.game.arrays import Floats, Packages
from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import FlowSchedule, Schedule
from zopa.game.space import Space
from zopa.protocols.base import Protocol
from zopa.scenario.model import RawScenario
from zopa.scenario.quantity import Range
from zopa.scenario.terms import OneOff
from zopa.scenario.time import FlowTime, Reweight
from zopa.talks.play import Play

PRIOR_WORLDS = 512
"""Worlds of the sample whose mean and standard deviation parties know of each other."""


NO_PINS: Mapping[str, Floats] = MappingProxyType({})
"""Every number is drawn."""


def space_of(scenario: RawScenario) -> Space:
    """Issues, levels and clusters of a scenario."""
    return Space.of({name: issue.levels for name, issue in scenario.issues.items()}, scenario.clusters)


def compile_play(
    scenario: RawScenario, luck: Luck, central: bool = False, pins: Mapping[str, Floats] = NO_PINS
) -> Play:
    """A block of worlds, ready to be played.

    Args:
        scenario: The scenario, its strategies checked.
        luck: Worlds and seed.
        central: Whether every quantity takes its central value in all worlds.
        pins: Numbers given in place of draws, (W,), by their addresses (as `drawn` names them). What the parties
            believe about each other does not change with them.
    """
    return _put_together(scenario, Draws(scenario, luck, central, pins=pins))


def _put_together(scenario: RawScenario, draws: Draws) -> Play:
    """All parts of the talks for the worlds of some draws."""
    game = compile_game(scenario, draws)
    strategies = tuple(compile_strategy(name, draws, game.space) for name in scenario.parties)
    return Play(game, _protocol(scenario), strategies, compile_mechanisms(draws, game.space))


def drawn(scenario: RawScenario, luck: Luck) -> dict[str, Floats]:
    """Every uncertain number of a scenario as the worlds have it, (W,), by its name or its path in the file.

    Args:
        scenario: The scenario, its strategies checked.
        luck: Worlds and seed.
    """
    kept: dict[str, Floats] = {}
    _put_together(scenario, Draws(scenario, luck, kept=kept))
    return kept


def ranges(scenario: RawScenario) -> dict[str, Range]:
    """Every range that a scenario draws from, by the address of the draw: its name, or its path in the file.

    Args:
        scenario: The scenario, its strategies checked.
    """
    seen: dict[str, Range] = {}
    _put_together(scenario, Draws(scenario, Luck(0), seen=seen))
    return seen


def compile_game(scenario: RawScenario, draws: Draws) -> Game:
    """The arrays of a scenario for the worlds of its draws."""
    space, parties, luck = space_of(scenario), tuple(scenario.parties), draws.luck
    cells = [cells_of(party, space, draws, once=False) for party in parties]
    means, errors = _prior(_Frozen(scenario), space)
    prior = [np.tile(mean, (luck.worlds, 1)) for mean in means]
    sample = Draws(scenario, _prior_luck())
    schedule = compile_schedule(space, draws, sample, cells, prior)
    gates = np.ones(space.cells, dtype=bool)
    for party in parties if scenario.gates else ():
        gates &= gated(party, space, draws)
    return Game(
        space=space, parties=parties, luck=luck, schedule=schedule,
        epochs=_epochs(scenario, space, draws, sample, schedule, cells, prior),
        allowed=np.tile(gates, (luck.worlds, 1)), once=tuple(_once(party, space, draws) for party in parties),
        information=scenario.information, prior_error=tuple(np.tile(e, (luck.worlds, 1)) for e in errors),
        unit=scenario.unit, titles=_titles(scenario), units={n: i.unit for n, i in scenario.issues.items()},
        start=_start(scenario, space),
    )  # fmt: skip


def _start(scenario: RawScenario, space: Space) -> Packages | None:
    """The package in force when the talks begin, (K,)."""
    time = scenario.time
    return space.find(in_force_on(time, time.calendar.start)) if isinstance(time, FlowTime) else None


def _once(party: str, space: Space, draws: Draws) -> Floats | None:
    terms = (term for some in draws.scenario.parties[party].payoffs.values() for term in some)
    return cells_of(party, space, draws, once=True) if any(isinstance(t, OneOff) for t in terms) else None


def _titles(scenario: RawScenario) -> dict[str, str]:
    names = {name: party.name or name for name, party in scenario.parties.items()}
    return names | {name: issue.title or name for name, issue in scenario.issues.items()}


def _protocol(scenario: RawScenario) -> Protocol:
    """The protocol under its name; where a file names parties, the protocol gets their places."""
    said, parties = scenario.protocol, list(scenario.parties)
    part = PROTOCOLS[said.kind].part
    values = {}
    for field in dataclasses.fields(part):
        value = getattr(said, field.name)
        if field.name == "order":
            value = tuple(parties.index(name) for name in value or ())
        elif field.name == "proposer":
            value = 0 if value is None else parties.index(value)
        values[field.name] = value
    protocol: Protocol = part(**values)
    return protocol


def _prior_luck() -> Luck:
    return Luck(0, 0, PRIOR_WORLDS, salt="prior")


class _Frozen:
    """A scenario as a key: equal only to itself."""

    def __init__(self, scenario: RawScenario) -> None:
        self.scenario = scenario

    def __hash__(self) -> int:
        return id(self.scenario)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Frozen) and other.scenario is self.scenario


@lru_cache(maxsize=8)
def _prior(key: _Frozen, space: Space) -> tuple[list[Floats], list[Floats]]:
    """Mean and standard deviation of every party's cells over a sample of their ranges, each (C,).

    The sample is the same for every block, so what parties expect of each other does not depend on it.
    """
    draws = Draws(key.scenario, _prior_luck())
    sample = [cells_of(party, space, draws, once=False) for party in key.scenario.parties]
    return [s.mean(axis=0) for s in sample], [s.std(axis=0) for s in sample]


def _epochs(
    scenario: RawScenario, space: Space, draws: Draws, sample: Draws, schedule: Schedule, cells: Sequence[Floats],
    prior: Sequence[Floats],
) -> tuple[Epoch, ...]:  # fmt: skip
    """Payoffs by round: another set after each day on which a factor ceases to count."""
    time = scenario.time
    if not isinstance(time, FlowTime) or not time.reweight:
        return (Epoch(0, tuple(cells), tuple(prior)),)
    assert isinstance(schedule, FlowSchedule)
    starts: dict[int, dt.date] = {}
    for day in [schedule.start, *sorted({item.until for item in time.reweight})]:
        rounds = [i for i, date in enumerate(schedule.dates) if date >= day]
        if rounds:
            starts[rounds[0]] = day
    return tuple(
        Epoch(
            index,
            tuple(_weighted(p, c, space, draws, time.reweight, date) for p, c in _named(draws, cells)),
            tuple(_weighted(p, c, space, sample, time.reweight, date) for p, c in _named(draws, prior)),
        )
        for index, date in sorted((index, schedule.dates[index]) for index in starts)
    )  # fmt: skip


def _named(draws: Draws, arrays: Sequence[Any]) -> list[tuple[str, Any]]:
    return list(zip(draws.scenario.parties, arrays, strict=True))


def _weighted(
    party: str, cells: Floats, space: Space, draws: Draws, items: Sequence[Reweight], date: dt.date
) -> Floats:
    """Cells with the factors that count on a date; of the prior sample, the factors' means."""
    out = cells
    for number, item in enumerate(items):
        if item.party == party and date < item.until:
            factor = draws.get(item.factor, f"time.reweight.{number}.factor")
            if factor.shape[0] != cells.shape[0] or draws.luck.salt == "prior":
                factor = np.full(cells.shape[0], factor.mean())
            out = out.copy() if out is cells else out
            out[:, space.cells_of(space.names.index(item.issue))] *= factor[:, None]
    return out
