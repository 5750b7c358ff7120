"""What every protocol answers: the turns of a round, and how many rounds there are."""

from dataclasses import dataclass
from typing import Protocol as Interface


@dataclass(frozen=True, slots=True)
class Turn:
    """One party's turn in a round.

    Attributes:
        party: Index of the party.
        exchange: Number of the exchange in the round, from 0.
        may_accept: Whether it may accept an offer on the table.
        may_propose: Whether it may put an offer on the table.
        sealed: Whether its offer stays hidden until all have made theirs.
    """

    party: int
    exchange: int
    may_accept: bool
    may_propose: bool
    sealed: bool = False


class Protocol(Interface):
    """A protocol: a frozen dataclass; it holds no state."""

    def __hash__(self) -> int:
        """Equal rules are the same protocol."""
        ...

    @property
    def exchanges(self) -> int:
        """Exchanges in a round."""
        ...

    def rounds(self, scheduled: int) -> int:
        """Rounds played, given those that the calendar has room for."""
        ...

    def turns(self, index: int, parties: int, last: bool) -> tuple[Turn, ...]:
        """The turns of a round, in order.

        Args:
            index: Number of the round, from 0.
            parties: Number of parties.
            last: Whether it is the last round: an offer that nobody could answer any more is not made.
        """
        ...
