"""Alternating offers (Rubinstein 1982; stacked for many parties, Aydoğan, Festen, Hindriks & Jonker 2017)."""

from dataclasses import dataclass
from functools import lru_cache

from zopa.protocols.base import Turn


@dataclass(frozen=True)
class AlternatingOffers:
    """Parties take turns; each accepts the offer on the table or answers with its own; a deal needs all.

    An offer is agreed when every other party has accepted it in turn. With `counter` off, one party proposes in
    each exchange and the others only answer: Rubinstein's (1982) game when `rotate` is on.

    Attributes:
        order: Turn order as party indices, or empty for 0, 1, 2, …
        rotate: Whether the first mover changes from exchange to exchange (counter off) or round to round.
        exchanges: Exchanges in a round.
        counter: Whether who refuses may answer with an offer in the same turn.
    """

    order: tuple[int, ...] = ()
    rotate: bool = False
    exchanges: int = 1
    counter: bool = True

    def rounds(self, scheduled: int) -> int:
        """All rounds that the calendar has room for."""
        return scheduled

    def turns(self, index: int, parties: int, last: bool) -> tuple[Turn, ...]:
        """The turns of a round: `exchanges` times everybody, in order."""
        phase = index if self.rotate else 0
        return _turns(self, phase % (parties * self.exchanges), parties, last)


@lru_cache(maxsize=4096)
def _turns(protocol: AlternatingOffers, phase: int, parties: int, last: bool) -> tuple[Turn, ...]:
    order = protocol.order or tuple(range(parties))
    turns = []
    for exchange in range(protocol.exchanges):
        shift = phase * protocol.exchanges + exchange if not protocol.counter and protocol.rotate else phase
        for place in range(parties):
            party = order[(place + shift) % parties]
            if protocol.counter:
                turns.append(Turn(party, exchange, True, True))
            else:
                turns.append(Turn(party, exchange, place > 0, place == 0))
    if last and protocol.counter:
        turns[-1] = Turn(turns[-1].party, turns[-1].exchange, True, False)
    return tuple(turns)
