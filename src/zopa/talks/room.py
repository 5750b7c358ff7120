"""The room: what the negotiators and the recorder find around the table."""

from dataclasses import dataclass

from zopa.game.luck import Luck
from zopa.game.space import Space
from zopa.protocols.base import Protocol
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
        protocol: Who may do what.
        rounds: Rounds until the talks end.
        table: What lies on the table.
        payoffs: Payoffs that hold in this round; None before the first.
    """

    space: Space
    luck: Luck
    exchanges: int
    parties: int
    protocol: Protocol
    rounds: int
    table: Table
    payoffs: Payoffs | None = None
