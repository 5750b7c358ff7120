"""The ultimatum game (Güth, Schmittberger & Schwarze 1982): one offer, take it or leave it."""

from dataclasses import dataclass

from zopa.protocols.base import Turn


@dataclass(frozen=True)
class Ultimatum:
    """One party makes one offer; the others accept or there is no deal.

    Attributes:
        proposer: Index of the party that makes the offer.
    """

    proposer: int = 0

    @property
    def exchanges(self) -> int:
        """One."""
        return 1

    def rounds(self, scheduled: int) -> int:
        """One, whatever the calendar has room for."""
        return 1

    def turns(self, index: int, parties: int, last: bool) -> tuple[Turn, ...]:
        """The proposer's offer, then everybody's answer."""
        others = [p for p in range(parties) if p != self.proposer]
        return (Turn(self.proposer, 0, False, True), *(Turn(p, 0, True, False) for p in others))
