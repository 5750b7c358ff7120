"""What a teacher and students send: pydantic models, light to load."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from zopa.web.models import Change, Model, Name

Minutes = Annotated[float, Field(ge=0, le=600)]


class Opening(Model):
    """How a room is played.

    Attributes:
        scenario: Name of a scenario; empty for the one that the server begins with.
        lesson: Name of the lesson that it belongs to; empty for none.
        changes: Texts `dotted.path=value`.
        mode: Each student against a strategy, or two students against each other.
        side: `choose`, `drawn`, or the party that everybody plays against strategies.
        opponent: The strategies that play against students: a registered name; `hidden` for one drawn; empty for the
            scenario's own.
        each: Whether a hidden one is drawn for each student anew; else all face the same one.
        shown: Whether opponents' names are shown from the start.
        world: One world for all, so that games can be compared; or one for each game.
        seed: Root seed; drawn where left out.
        hints: Whether students may ask for hints.
        starts: Whether games begin when the teacher says so, with partners drawn at random; or as students arrive.
        idle: Minutes after which a bot takes the seat of who does not move; 0 for never.
    """

    scenario: Name | Literal[""] = ""
    lesson: Name | Literal[""] = ""
    changes: Annotated[tuple[Change, ...], Field(max_length=16)] = ()
    mode: Literal["solo", "pairs"] = "solo"
    side: Name = "choose"
    opponent: Name | Literal[""] = "hidden"
    each: bool = False
    shown: bool = False
    world: Literal["same", "own"] = "same"
    seed: Annotated[int, Field(ge=0, lt=2**53)] | None = None
    hints: bool = True
    starts: Literal["teacher", "arrival"] = "teacher"
    idle: Minutes = 0


class Joining(Model):
    """Somebody who comes in.

    Attributes:
        name: What the others and the teacher read.
        side: The party that is wished for; empty for any.
    """

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    side: Name | Literal[""] = ""


class Order(Model):
    """What a teacher wants done.

    Attributes:
        do: What. `start` gives everybody who waits a seat; `close` lets bots make the moves that are missing in the
            slowest round; `stand_in` lets a bot make one move of a member, `hand_over` all of them, until `back`;
            `remove` takes the seat as well; `finish` lets bots play all games out, `end` closes the room besides;
            `debrief` opens or closes the debrief to the class; `again` begins new games; `set` changes how is played.
        member: Number of a member.
        open: Whether the debrief is open.
        names: Whether it shows the class names.
        swap: Whether the same people play each other's sides in the new games.
        opening: How is played from now on.
    """

    do: Literal[
        "start", "pause", "resume", "close", "stand_in", "hand_over", "back", "remove", "finish", "end", "debrief",
        "again", "set",
    ]  # fmt: skip
    member: Annotated[int, Field(ge=1, le=10_000)] | None = None
    open: bool = True
    names: bool = False
    swap: bool = False
    opening: Opening | None = None
