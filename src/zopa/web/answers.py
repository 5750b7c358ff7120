"""What the server answers with: pydantic models; numbers that are not there are null, never NaN."""

import math
from typing import Annotated, Literal

from pydantic import BeforeValidator

from zopa.web.models import Level, Model


def _known(number: object) -> object:
    return None if isinstance(number, float) and not math.isfinite(number) else number


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


class Shut(Model):
    """Somebody who closes cells of a cluster now.

    Attributes:
        who: What is said of it.
        keeps: By cell, whether it is left open.
    """

    who: str
    keeps: tuple[bool, ...]


class Cluster(Model):
    """Issues whose payoffs hang together.

    Attributes:
        issues: Numbers of the issues.
        cells: For each cell the numbers of the levels of these issues.
        worth: What each cell is worth to the viewer.
        possible: Whether it may be offered now and could be ratified.
        theirs: What each cell is worth to each of the others whose payoffs the viewer knows, by party.
        shut: Who closes cells now; a cell that nobody here closes and that is not possible is behind a red line, or
            home could not ratify it.
    """

    issues: tuple[int, ...]
    cells: tuple[tuple[int, ...], ...]
    worth: tuple[float, ...]
    possible: tuple[bool, ...]
    theirs: dict[str, tuple[float, ...]] = {}
    shut: tuple[Shut, ...] = ()


class Home(Model):
    """Somebody at home: who must ratify, as far as the viewer knows, and who else the viewer's own home is made of.

    Attributes:
        name: The mechanism's name.
        title: What people call it.
        party: Whose home it is.
        kind: Somebody at home, or a formula that both sides have taken as agenda.
        least: What a package must be worth to it; null where it is not asked, as far as the viewer knows.
        worth: What a package is worth to it, by cluster and cell.
        base: What is worth as much to it as what was in force at the start; null for the other side's.
        weight: Share of the party's support that it makes up.
        start: Share of it that supports the party at the start.
        reacts: Support gained for each unit over `base`.
    """

    name: str
    title: str
    party: str
    kind: Literal["home", "formula"] = "home"
    least: Number
    worth: tuple[tuple[float, ...], ...]
    base: Number = None
    weight: float = 0.0
    start: float = 0.0
    reacts: float = 0.0


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
        why: What decided its answer: `enough` (no less than it would ask for), `last_exchange` (before a deadline that
            it believes in), `home` (see `blocked`), `no_deal` (is better), `time` (to ask for more), `too_little` (even
            now); empty where the viewer does not know, or a person decided.
        text: News in words.
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
    why: Literal["", "enough", "last_exchange", "home", "no_deal", "time", "too_little"] = ""
    text: str = ""


class Mark(Model):
    """A day of the calendar that people have heard of: a deadline, an election, a threat, something that happens.

    Attributes:
        date: The day, ISO; null where rounds have no dates.
        kind: What it is.
        text: What it is called; empty where its kind says all.
        party: Whose day it is; empty for everybody's.
        round: Number of the round, from 1, where it is a round's.
    """

    date: str | None
    kind: Literal["round", "threat", "deadline", "election", "event", "end"]
    text: str = ""
    party: str = ""
    round: int | None = None


class Saying(Model):
    """A public statement that somebody listens to.

    Attributes:
        kind: One of `zopa.game.statement.KINDS`.
        about: What it brings about, in words.
        amount: How much or how loud it is where nothing else is said.
        most: The most that makes sense.
        unit: What the amount is counted in; empty where it is not asked for.
    """

    kind: Literal["patience", "red_line", "celebration", "hint", "denial", "use"]
    about: tuple[str, ...]
    amount: float = 1.0
    most: float = 1.0
    unit: str = ""


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
        offered_by: Whose offer that is; empty where there is none.
        says: Public statements that somebody listens to.
        sealed: Whether an offer stays hidden until all have made theirs.
    """

    may_propose: bool
    may_accept: bool
    barred: str = ""
    nothing: str = ""
    final: bool = False
    best: dict[str, Level]
    offer: dict[str, Level] | None = None
    offered_by: str = ""
    says: tuple[Saying, ...] = ()
    sealed: bool = False


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
    exchanges: int = 1


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
        leaving: What leaving the table for good is worth to the viewer now.
        theirs: What no deal is worth to each of the others whose payoffs the viewer knows, by party.
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
    no_deal: Number = None
    leaving: Number = None
    theirs: dict[str, Number] = {}
    discount: Number = None
    belief: Number = None
    approval: Number = None
    notices: tuple[str, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    homes: tuple[Home, ...] = ()
    events: tuple[Event, ...]
    marks: tuple[Mark, ...]
    turn: Turn | None
    end: End | None
    link: str
    lesson: str
    hints: bool


class Pulse(Model):
    """Whether a game has moved on: as little as can be said.

    Attributes:
        at: Number of moves that people have made.
    """

    at: int


class Hint(Model):
    """The package best for the others, as far as the viewer can know, among those worth a target to the viewer.

    Attributes:
        package: The package; null where none that could be signed is found.
        target: What it was to be worth to the viewer.
        worth: What it is worth to the viewer.
        theirs: What it is worth to each of the others, as far as the viewer can know; empty where nothing is known.
        no_deal: What no deal is worth to each of them, the same.
        exact: Whether these numbers are their own.
        text: Why there is no package; else empty.
    """

    package: dict[str, Level] | None
    target: Number
    worth: Number = None
    theirs: dict[str, Number] = {}
    no_deal: dict[str, Number] = {}
    exact: bool = False
    text: str = ""


class Opened(Model):
    """A game that has been begun: its name, and the key of each seat that a person holds."""

    id: str
    keys: dict[str, str]
    state: State
