"""What a room answers with: pydantic models, light to load; numbers that are not there are null."""

from typing import Literal

from zopa.web.models import Model
from zopa.web.rooms.models import Opening

Phase = Literal["lobby", "open", "paused", "ended"]


class RoomKey(Model):
    """A room that has been opened: its code, and the teacher's key."""

    code: str
    key: str


class Side(Model):
    """A party that can be played."""

    name: str
    title: str


class Door(Model):
    """What everybody may know who has a room's code.

    Attributes:
        code: The code.
        title: What is played.
        about: What that is.
        mode: Whom one plays against.
        sides: The parties to choose from; empty where the side is not chosen.
        state: Whether the games have begun.
        joined: How many have come.
    """

    code: str
    title: str
    about: str
    mode: Literal["solo", "pairs"]
    sides: tuple[Side, ...]
    state: Phase
    joined: int


class Joined(Model):
    """A member's number, name and key."""

    number: int
    name: str
    token: str


class Chair(Model):
    """A seat of a member.

    Attributes:
        part: In which round of games.
        game: Name of the game.
        key: Key of the seat.
        party: The party.
        against: Names of the people at the same table.
        over: Whether the game is over.
        bot: Whether a bot plays the seat now.
        your_turn: Whether it is the member's turn.
    """

    part: int
    game: str
    key: str
    party: str
    against: tuple[str, ...]
    over: bool
    bot: bool
    your_turn: bool


class Me(Model):
    """A room as a member sees it.

    Attributes:
        code: Its code.
        title: What is played.
        number: The member's number.
        name: The member's name.
        state: Whether the games have begun.
        part: Which round of games it is.
        gone: Whether the teacher has taken the member out.
        debrief: Whether the debrief is open to the class.
        joined: How many have come.
        sides: All parties of the scenario.
        seats: The member's seats, the newest first.
    """

    code: str
    title: str
    number: int
    name: str
    state: Phase
    part: int
    gone: bool
    debrief: bool
    joined: int
    sides: tuple[Side, ...]
    seats: tuple[Chair, ...]


class Row(Model):
    """A member in the teacher's table.

    Attributes:
        number: The member's number.
        name: The member's name.
        seen: Seconds since the member's page was last heard of; null where never since the server's start.
        status: `lobby` without a seat; `turn` while the others wait for the member; `waits`; `bot` while a bot plays
            the seat; `over`; `left` who was taken out.
        game: Name of the game.
        party: The party played.
        against: Names of the people at the same table.
        strategy: Who plays against the member where no person does.
        round: Number of the round, from 1.
        turn: The party whose turn it is.
        since: Seconds since the last move.
        offers: Offers made for this seat.
        last: What the last of them is worth to it.
        moves: Moves made for this seat by the member or in its place.
        stand_ins: How many of them a bot made.
        bot_since: Round in which a bot took the seat.
        back_since: Round in which the member took it again.
        agreed: Whether there is a deal.
        how: How the talks ended.
        gain: What the member has over no deal, a year.
    """

    number: int
    name: str
    seen: float | None
    status: Literal["lobby", "turn", "waits", "bot", "over", "left"]
    game: str = ""
    party: str = ""
    against: tuple[str, ...] = ()
    strategy: str = ""
    round: int | None = None
    turn: str | None = None
    since: float | None = None
    offers: int = 0
    last: float | None = None
    moves: int = 0
    stand_ins: int = 0
    bot_since: int | None = None
    back_since: int | None = None
    agreed: bool | None = None
    how: str = ""
    gain: float | None = None


class ClassTable(Model):
    """The teacher's table.

    Attributes:
        code: The room's code.
        state: Whether the games have begun.
        part: Which round of games it is.
        opening: How is played.
        title: What is played.
        unit: Unit of payoffs.
        judged: Whether its weights were judged by people who knew the outcome.
        sides: The parties.
        rounds: Rounds of a game.
        rows: Everybody who has joined.
        games: Games of this round of games.
        over: How many of them are over.
        slowest: The earliest round in which a game stands; null where all are over.
        slow: How many stand there.
        debrief: Whether the debrief is open to the class.
        names: Whether it shows the class names.
        address: Where students find the room.
        alone: Whether that address works on this machine alone.
    """

    code: str
    state: Phase
    part: int
    opening: Opening
    title: str
    unit: str
    judged: bool
    sides: tuple[Side, ...]
    rounds: int
    rows: tuple[Row, ...]
    games: int
    over: int
    slowest: int | None
    slow: int
    debrief: bool
    names: bool
    address: str = ""
    alone: bool = True
