"""A scenario as the page shows it: issues, parties, dates."""

from collections.abc import Mapping

from zopa.build.registry import named_strategies
from zopa.game.game import Game
from zopa.scenario.read import Document
from zopa.seat.words import Words
from zopa.web.answers import Issue, Mark, Party, Table

JUDGED = "us_japan_2025"
"""The scenario whose weights were judged by people who knew how it ended: every page with a result of it says so."""


def table_of(
    document: Document, game: Game, rounds: int, me: int, strategies: Mapping[str, str], people: set[str]
) -> Table:
    """What does not change in a game.

    Args:
        document: The scenario.
        game: The same, compiled.
        rounds: Rounds until the talks end.
        me: Whose digits count.
        strategies: Names of the strategies that the viewer may know, by party.
        people: Parties that people play.
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
    )  # fmt: skip


def marks_of(game: Game, known_on: str | None) -> tuple[Mark, ...]:
    """Days that people have heard of by a date.

    Args:
        game: The game.
        known_on: Today, ISO; None for all that will be known.
    """
    schedule = game.schedule
    found = [Mark(date=str(date), kind="round") for date in schedule.dates]
    found += [
        Mark(date=str(threat.due), kind="threat", text=threat.text or threat.name)
        for threat in getattr(schedule, "threats", ())
        if known_on is None or str(threat.announced) <= known_on
    ]
    if schedule.dates:
        found.append(Mark(date=str(schedule.dates[-1]), kind="end"))
    return tuple(found)
