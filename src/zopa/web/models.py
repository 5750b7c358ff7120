"""What clients send: pydantic models, strict, with nothing that is not expected."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from zopa import __version__

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
"""A name of a scenario, a party, an issue, a strategy."""

Text = Annotated[str, StringConstraints(max_length=200)]
Change = Annotated[str, StringConstraints(min_length=3, max_length=300, pattern=r"^[^&*!\x00-\x1f]+$")]
"""`dotted.path=value`; without anchors, aliases and tags."""

Level = Annotated[str, StringConstraints(max_length=120)] | int | float
Levels = Annotated[dict[Name, Level], Field(max_length=60)]
Chosen = Annotated[dict[Name, Annotated[list[Level], Field(max_length=400)]], Field(max_length=20)]


class Model(BaseModel):
    """Frozen, and without anything that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Says(Model):
    """A public statement that goes with a move.

    Attributes:
        kind: One of `zopa.game.statement.KINDS`.
        amount: How much, or how loud.
        keeps: For a red line, the levels that keep it, by issue.
    """

    kind: Literal["patience", "red_line", "celebration", "hint", "denial", "use"]
    amount: Annotated[float, Field(ge=0, le=1_000)] = 1.0
    keeps: Chosen = {}


class Act(Model):
    """One move of a person.

    Attributes:
        do: What is done; `hand_over` lets the seat's strategy play on until `resume`; `stand_in`, make one move.
        party: Whose move it is; the party whose turn it is where left out.
        package: The offer, by issue.
        says: What is said in public with it.
    """

    do: Literal["offer", "accept", "refuse", "leave", "hand_over", "stand_in", "resume"]
    party: Name | None = None
    package: Levels | None = None
    says: Annotated[tuple[Says, ...], Field(max_length=3)] = ()


class Place(Model):
    """Who holds a seat.

    Attributes:
        person: Whether a person does.
        strategy: Who plays where no person does, and before `since`: a registered name; `hidden` for one drawn by the
            seed; empty for the scenario's own.
        since: Number of the round, from 1, from which the person does.
    """

    person: bool = False
    strategy: Name | Literal[""] = ""
    since: Annotated[int, Field(ge=1, le=10_000)] = 1


class Stored(Model):
    """A world of a stored run.

    Attributes:
        run: Name of the run's folder.
        point: Number of the point.
    """

    run: Annotated[
        str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,120}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,80})?$")
    ]
    point: Annotated[int, Field(ge=0, le=1_000_000)] = 0


class Start(Model):
    """All that fixes a game, with its moves: what a permalink holds.

    Attributes:
        zopa: Version that it was made with.
        scenario: Name of a scenario that the server knows.
        stored: The run that it comes from, instead of a scenario with changes.
        changes: Texts `dotted.path=value`.
        seed: Root seed.
        world: Number of the world.
        seats: Who holds each seat, by party; those left out play the scenario's own strategies.
        shown: Whether the opponents' names are shown from the start.
        hints: Whether the person may ask for hints.
        lesson: Name of the lesson that it belongs to; empty for none.
        moves: What people have done so far.
    """

    zopa: Annotated[str, StringConstraints(max_length=20)] = __version__
    scenario: Name = "us_japan_2025"
    stored: Stored | None = None
    changes: Annotated[tuple[Change, ...], Field(max_length=16)] = ()
    seed: Annotated[int, Field(ge=0, lt=2**53)] = 0
    world: Annotated[int, Field(ge=0, lt=2**31)] = 0
    seats: Annotated[dict[Name, Place], Field(max_length=6)] = {}
    shown: bool = False
    hints: bool = True
    lesson: Name | Literal[""] = ""
    moves: Annotated[tuple[Act, ...], Field(max_length=2_000)] = ()


class Moved(Model):
    """A move and the place where it belongs.

    Attributes:
        at: Number of moves made before it; another number means that the page is out of date.
        act: The move.
    """

    at: Annotated[int, Field(ge=0, le=10_000)]
    act: Act


class Forked(Model):
    """Where to leave a game and play on.

    Attributes:
        round: Number of the round, from 1, before which the game is left.
        party: Who is taken over; the person's own seat where left out.
    """

    round: Annotated[int, Field(ge=1, le=10_000)]
    party: Name | None = None


class Bet(Model):
    """What somebody expects before seeing it.

    Attributes:
        question: Which question.
        answer: What is expected.
    """

    question: Annotated[str, StringConstraints(max_length=60)]
    answer: Annotated[float, Field(ge=-1e12, le=1e12)] | Text
