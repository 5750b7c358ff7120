"""A scenario as the page shows it: issues, parties, dates."""

from collections.abc import Iterator, Mapping, Sequence

from zopa.build.registry import named_strategies
from zopa.events.deadlines import Summit
from zopa.game.game import Game
from zopa.game.mechanism import Mechanism
from zopa.game.schedule import FlowSchedule
from zopa.scenario.read import Document
from zopa.seat.words import Words
from zopa.web.answers import Issue, Mark, Party, Table

JUDGED = "us_japan_2025"
"""The scenario whose weights were judged by people who knew how it ended: every page with a result of it says so."""

NONE: Mapping[str, str] = {}


def table_of(
    document: Document, game: Game, rounds: int, me: int, strategies: Mapping[str, str], people: set[str],
    exchanges: int = 1,
) -> Table:  # fmt: skip
    """What does not change in a game.

    Args:
        document: The scenario.
        game: The same, compiled.
        rounds: Rounds until the talks end.
        me: Whose digits count.
        strategies: Names of the strategies that the viewer may know, by party.
        people: Parties that people play.
        exchanges: Exchanges in a round.
    """
    scenario, known = document.scenario, named_strategies()
    issues = tuple(
        Issue(name=name, title=game.titles.get(name) or name, unit=game.units.get(name, ""), levels=levels)
        for name, levels in zip(game.space.issues, game.space.levels, strict=True)
    )
    parties = tuple(
        Party(
            name=name, title=game.titles.get(name) or name, person=name in people, strategy=strategies.get(name),
            about=known[strategies[name]].about if strategies.get(name) in known else "",
        )
        for name in game.parties
    )  # fmt: skip
    return Table(
        scenario=scenario.name, title=scenario.title or scenario.name, about=scenario.about or "", unit=game.unit,
        information=game.information, judged=scenario.name == JUDGED, issues=issues, parties=parties,
        rounds=rounds, dates=tuple(str(date) for date in game.schedule.dates), digits=Words(game, me).digits,
        exchanges=exchanges,
    )  # fmt: skip


def marks_of(
    game: Game, known_on: str | None, parts: Sequence[tuple[str, Mechanism]] = (),
    elections: Mapping[str, str] = NONE, deadline: int | None = None,
) -> tuple[Mark, ...]:  # fmt: skip
    """Days that people have heard of by a date: elections and summits long before, threats and tariffs once they come.

    Args:
        game: The game.
        known_on: Today, ISO; None for all that will be known.
        parts: What surrounds the table, each with its name.
        elections: Days of elections, ISO, by party.
        deadline: Number of the last round, from 0, before a deadline that the viewer believes in; None for none.
    """
    schedule = game.schedule
    dates = [str(date) for date in schedule.dates]
    found = [Mark(date=date, kind="round", round=number) for number, date in enumerate(dates, 1)]
    if deadline is not None:
        found.append(Mark(date=dates[deadline] if dates else None, kind="deadline", round=deadline + 1))
    if not dates or not isinstance(schedule, FlowSchedule):
        return tuple(found)
    days = [
        *_scheduled(schedule, known_on),
        *(Mark(date=day, kind="election", party=who) for who, day in elections.items()),
    ]
    days += [
        Mark(date=str(part.date), kind="event", text=name.replace("_", " "))
        for name, part in parts
        if isinstance(part, Summit)
    ]
    found += [day for day in days if day.date and dates[0] <= day.date <= dates[-1]]
    return (*found, Mark(date=dates[-1], kind="end", round=len(dates)))


def _scheduled(schedule: FlowSchedule, known_on: str | None) -> Iterator[Mark]:
    """Threats that have been announced and not replaced, and what has come into force."""
    for threat in schedule.threats:
        announced = known_on is None or str(threat.announced) <= known_on
        replaced = threat.replaced is not None and (known_on is None or str(threat.replaced) <= known_on)
        if announced and not replaced:
            yield Mark(date=str(threat.due), kind="threat", text=threat.text or threat.name)
    for change in schedule.changes[1:]:
        if known_on is None or str(change.date) <= known_on:
            yield Mark(date=str(change.date), kind="event", text=change.text)
