"""The time section of a scenario, compiled: rounds, what is in force, threats."""

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from zopa.build.draws import Draws
from zopa.game.arrays import Floats
from zopa.game.schedule import Change, FlowSchedule, LumpSchedule, Schedule, Threat
from zopa.game.space import Level, Space
from zopa.game.values import value_of
from zopa.scenario.model import RawScenario
from zopa.scenario.quantity import Quantity
from zopa.scenario.time import FlowTime, LumpTime


def compile_schedule(
    space: Space, draws: Draws, prior: Draws, cells: Sequence[Floats], expected: Sequence[Floats]
) -> Schedule:
    """Compile the time section.

    Args:
        space: Issues and levels.
        draws: The scenario's numbers.
        prior: The numbers that parties expect of each other.
        cells: For each party its yearly payoffs by cell, (W, C).
        expected: For each party what the others expect them to be, (W, C).
    """
    time = draws.scenario.time
    if isinstance(time, LumpTime):
        return _lump(time, draws, prior)
    return _flow(time, space, draws, cells, expected)


def _lump(time: LumpTime, draws: Draws, prior: Draws) -> LumpSchedule:
    factors, disagreement, expected = [], [], []
    for name, party in draws.scenario.parties.items():
        one = time.discount[name] if isinstance(time.discount, dict) else time.discount
        address = f"time.discount.{name}" if isinstance(time.discount, dict) else "time.discount"
        factors.append(draws.get(one, address))
        disagreement.append(draws.get(party.disagreement, f"parties.{name}.disagreement"))
        mean = prior.get(party.disagreement, f"parties.{name}.disagreement").mean()
        expected.append(np.full(draws.luck.worlds, mean))
    inside = _for_each(draws, time.inside, "time.inside") if time.inside else ()
    outside = _for_each(draws, time.outside, "time.outside", disagreement) if time.outside else ()
    return LumpSchedule(time.rounds, tuple(factors), tuple(disagreement), tuple(expected), inside, outside)


def _for_each(
    draws: Draws, said: Mapping[str, Quantity], path: str, otherwise: Sequence[Floats] = ()
) -> tuple[Floats, ...]:
    """One quantity for each party, (W,); for those not named what stands in `otherwise`, or 0."""
    zero = np.zeros(draws.luck.worlds)
    return tuple(
        draws.get(said[name], f"{path}.{name}") if name in said else (otherwise[p] if otherwise else zero)
        for p, name in enumerate(draws.scenario.parties)
    )


def round_dates(time: FlowTime) -> tuple[dt.date, ...]:
    """The dates of the rounds."""
    calendar = time.calendar
    if calendar.dates is not None:
        return calendar.dates
    count = (calendar.end - calendar.start).days // calendar.every_days + 1
    return tuple(calendar.start + dt.timedelta(days=calendar.every_days * i) for i in range(count))


def in_force_on(time: FlowTime, date: dt.date) -> dict[str, Level]:
    """All levels in force on a date while there is no deal."""
    levels: dict[str, Level] = {}
    for entry in sorted(time.in_force, key=lambda entry: entry.since):
        if entry.since <= date or not levels:
            levels.update(entry.levels)
    return levels


def _flow(
    time: FlowTime, space: Space, draws: Draws, cells: Sequence[Floats], expected: Sequence[Floats]
) -> FlowSchedule:
    worlds, start = draws.luck.worlds, time.calendar.start

    def worth(levels: Mapping[str, Level], payoffs: Sequence[Floats]) -> tuple[Floats, ...]:
        package = np.tile(space.find(levels), (worlds, 1))
        return tuple(value_of(own, package, space.first) for own in payoffs)

    dates = sorted({start} | {entry.since for entry in time.in_force if entry.since > start})
    changes = []
    for date in dates:
        levels = in_force_on(time, date)
        new = {issue: level for entry in time.in_force if entry.since == date for issue, level in entry.levels.items()}
        changes.append(Change(date, worth(levels, cells), worth(levels, expected), _said(draws.scenario, new)))
    replaced = {threat.extends: threat.announced for threat in time.threats if threat.extends}
    threats = []
    for threat in sorted(time.threats, key=lambda threat: threat.announced):
        levels = in_force_on(time, threat.due) | dict(threat.levels)
        path = f"time.threats.{threat.name}"
        threats.append(
            Threat(
                name=threat.name, announced=threat.announced, due=threat.due, flow=worth(levels, cells),
                expected=worth(levels, expected),
                belief=None if threat.belief is None else draws.get(threat.belief, f"{path}.belief"),
                execution=draws.get(threat.execution, f"{path}.execution"), fate=draws.luck.one(f"{path}.fate"),
                replaced=replaced.get(threat.name), extends=threat.extends is not None,
                text=f"the threat of {_said(draws.scenario, threat.levels)}",
            )
        )  # fmt: skip
    return FlowSchedule(
        start=start, end=time.calendar.end, dates=round_dates(time), horizon=draws.get(time.horizon, "time.horizon"),
        rate=draws.get(time.discount_rate, "time.discount_rate"), changes=tuple(changes), threats=tuple(threats),
        belief=draws.get(time.belief, "time.belief"),
        extension=draws.get(time.extension_factor, "time.extension_factor"),
    )  # fmt: skip


def _said(scenario: RawScenario, levels: Mapping[str, Level]) -> str:
    """Levels in words, with the titles of the issues."""
    titles = {issue: scenario.issues[issue].title or issue for issue in levels}
    return ", ".join(f"{titles[issue]} {str(level).replace('_', ' ')}" for issue, level in levels.items())
