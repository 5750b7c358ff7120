"""What the debrief of a class says: pydantic models, light to load; numbers that are not there are null."""

from typing import Any

from zopa.web.models import Model
from zopa.web.rooms.answers import Side


class Game(Model):
    """A game of the debrief.

    Attributes:
        number: Its number.
        label: What it is called on the plane.
        people: Who played, by party; empty where people are not named.
        played: Parties that people played.
        agreed: Whether there is a deal.
        how: How the talks ended.
        round: Round of the deal, from 1; null without one.
        date: Its date.
        annual: What it came to, by party.
        gain: The same over no deal.
        strategies: Who played the other seats, by party.
        bots: Parties for which a bot made moves in a person's place.
    """

    number: int
    label: str
    people: dict[str, str]
    played: tuple[str, ...]
    agreed: bool
    how: str
    round: int | None
    date: str | None
    annual: dict[str, float | None]
    gain: dict[str, float | None]
    strategies: dict[str, str]
    bots: tuple[str, ...]


class Middle(Model):
    """Many games in a few numbers.

    Attributes:
        games: How many.
        agreed: How many ended in a deal.
        median: Median gain over no deal, by party.
        best: The largest.
        round: Median round of the deals.
    """

    games: int
    agreed: int
    median: dict[str, float | None]
    best: dict[str, float | None]
    round: float | None


class Expected(Model):
    """What people expected before they played: how many, and what."""

    question: str
    answers: int
    median: float | None
    low: float | None
    high: float | None
    words: dict[str, int]


class ClassDebrief(Model):
    """The debrief of a class.

    Attributes:
        code: The room's code.
        part: Which round of games.
        parts: How many there have been.
        title: What was played.
        unit: Unit of payoffs.
        judged: Whether its weights were judged by people who knew the outcome.
        sides: The parties.
        games: The games that are over.
        going: How many are not.
        figure: The plane, as charts are sent; null without a game.
        together: The class in a few numbers.
        bots: The same for strategies alone; null where that is not known.
        bets: What people expected.
    """

    code: str
    part: int
    parts: int
    title: str
    unit: str
    judged: bool
    sides: tuple[Side, ...]
    games: tuple[Game, ...]
    going: int
    figure: dict[str, Any] | None
    together: Middle
    bots: Middle | None
    bets: tuple[Expected, ...]
