"""What the server answers with: pydantic models; numbers that are not there are null, never NaN."""

from typing import Annotated, Literal

import numpy as np
from pydantic import BeforeValidator

from zopa.web.models import Level, Model


def _known(number: object) -> object:
    return None if isinstance(number, float | np.floating) and not np.isfinite(number) else number


Number = Annotated[float | None, BeforeValidator(_known)]
"""A number, or null where there is none."""


class Party(Model):
    """A party as people call it."""

    name: str
    title: str
    person: bool = False
    strategy: str | None = None
    about: str = ""


class Issue(Model):
    """An issue with all its levels."""

    name: str
    title: str
    unit: str
    levels: tuple[Level, ...]


class Cluster(Model):
    """Issues whose payoffs hang together.

    Attributes:
        issues: Numbers of the issues.
        cells: For each cell the numbers of the levels of these issues.
        worth: What each cell is worth to the viewer.
        possible: Whether it may be offered now and could be ratified.
    """

    issues: tuple[int, ...]
    cells: tuple[tuple[int, ...], ...]
    worth: tuple[float, ...]
    possible: tuple[bool, ...]


class Home(Model):
    """Somebody who must ratify, as far as the viewer knows: a package must be worth `least` by `worth`.

    Attributes:
        name: The mechanism's name.
        title: What people call it.
        party: Whose home it is.
        least: What it asks for.
        worth: By cluster and cell.
    """

    name: str
    title: str
    party: str
    least: Number
    worth: tuple[tuple[float, ...], ...]


class Event(Model):
    """Something that happened.

    Attributes:
        index: Its number in the game.
        round: Number of the round, from 1.
        date: Its date, ISO, or null.
        kind: What it is.
        party: Whose turn it was; null for news.
        package: The offer made, accepted or refused, by issue.
        worth: What that is worth to each party; null where the viewer does not know.
        no_deal: What no deal was worth to each then; the same.
        wants: What the party's own next offer would be worth to itself; the same.
        blocked: Who at home would not have ratified what it had to answer; the same.
        text: News in words; or why the party answered so.
    """

    index: int
    round: int
    date: str | None
    kind: Literal["offer", "accept", "consent", "refuse", "silent", "sent_home", "news"]
    party: str | None = None
    package: dict[str, Level] | None = None
    worth: dict[str, Number] = {}
    no_deal: dict[str, Number] = {}
    wants: Number = None
    blocked: tuple[str, ...] = ()
    text: str = ""


class Mark(Model):
    """A day of the calendar that people have heard of: a deadline, an election, a threat, something that happens."""

    date: str
    kind: Literal["round", "threat", "deadline", "election", "event", "end"]
    text: str = ""


class Turn(Model):
    """What the viewer may do now.

    Attributes:
        may_propose: Whether it may offer.
        may_accept: Whether there is an offer that it may accept.
        barred: Why the offer on the table cannot be accepted; empty where it can.
        nothing: Why nothing may be offered today; empty where something may.
        final: Whether this is the last word.
        best: The best package that may be offered.
        offer: The offer on the table.
        says: Kinds of public statements that somebody listens to, with what they bring about.
    """

    may_propose: bool
    may_accept: bool
    barred: str = ""
    nothing: str = ""
    final: bool = False
    best: dict[str, Level]
    offer: dict[str, Level] | None = None
    says: dict[str, str] = {}


class End(Model):
    """How the talks ended."""

    agreed: bool
    how: str
    round: int | None
    date: str | None
    package: dict[str, Level] | None
    payoff: dict[str, Number]
    annual: dict[str, Number]
    no_deal: dict[str, Number]


class Table(Model):
    """What does not change in a game: the scenario as people read it."""

    scenario: str
    title: str
    about: str
    unit: str
    information: str
    judged: bool
    issues: tuple[Issue, ...]
    parties: tuple[Party, ...]
    rounds: int
    dates: tuple[str, ...]
    digits: int


class State(Model):
    """A game as one party, or the teacher, sees it.

    Attributes:
        id: Name of the game.
        at: Number of moves that people have made.
        me: The viewer's party; null for an onlooker.
        status: Whose turn it is, from the viewer's place.
        waits_for: The party whose turn it is; null at the end.
        table: What does not change.
        round: Number of the round, from 1.
        date: Its date, or null.
        exchange: Number of the exchange in the round, from 1.
        no_deal: What no deal is worth to the viewer now.
        discount: What a deal now pays of its face value; 1 where time costs nothing that way.
        belief: Belief that the threat in force will be carried out; null where there is none.
        approval: Support at home, a share; null where nobody asks.
        notices: What the clock, the agenda and home have to say, one sentence each.
        clusters: The viewer's payoffs.
        homes: Who must ratify.
        events: All that has happened, as far as the viewer knows.
        marks: The calendar.
        turn: What may be done; null where it is not the viewer's turn.
        end: How it ended; null before.
        link: The permalink's text.
        lesson: The lesson that it belongs to.
        hints: Whether hints may be asked for.
    """

    id: str
    at: int
    me: str | None
    status: Literal["your_turn", "waiting", "over"]
    waits_for: str | None
    table: Table
    round: int
    date: str | None
    exchange: int
    no_deal: Number
    discount: Number
    belief: Number
    approval: Number
    notices: tuple[str, ...]
    clusters: tuple[Cluster, ...]
    homes: tuple[Home, ...]
    events: tuple[Event, ...]
    marks: tuple[Mark, ...]
    turn: Turn | None
    end: End | None
    link: str
    lesson: str
    hints: bool


class Opened(Model):
    """A game that has been begun: its name, and the key of each seat that a person holds."""

    id: str
    keys: dict[str, str]
    state: State
