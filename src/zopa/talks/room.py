"""The room: what the negotiators and the recorder find around the table."""

from collections.abc import Mapping
from dataclasses import dataclass

from zopa.game.course import Course
from zopa.game.luck import Luck
from zopa.game.space import Space
from zopa.talks.payoffs import Payoffs
from zopa.talks.table import Table


@dataclass
class Room:
    """What the parties have in common; the model keeps it up to date.

    Attributes:
        space: Issues, levels and clusters.
        luck: The block's addressed random numbers.
        exchanges: Exchanges in a round.
        parties: Number of parties.
        course: All proposals that the protocol has in store.
        places: Number of the first proposal still to come, by round, exchange and party.
        table: What lies on the table.
        payoffs: Payoffs that hold in this round; None before the first.
    """

    space: Space
    luck: Luck
    exchanges: int
    parties: int
    course: Course
    places: Mapping[tuple[int, int, int], int]
    table: Table
    payoffs: Payoffs | None = None
