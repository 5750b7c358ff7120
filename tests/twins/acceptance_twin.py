"""Acceptance rules in one world: whether the offer on the table is accepted, given what one would offer oneself."""

from dataclasses import dataclass

from twins.seat_twin import Seat


@dataclass
class Next:
    a: float = 1.0
    b: float = 0.0

    def accepts(self, seat: Seat, offer: float, own: float) -> bool:
        if (self.a, self.b) == (1.0, 0.0):
            return offer >= own
        return self.a * seat.utility(offer) + self.b >= seat.utility(own)


@dataclass
class Const:
    utility: float = 0.9

    def accepts(self, seat: Seat, offer: float, own: float) -> bool:
        return offer >= seat.payoff(self.utility)


@dataclass
class Time:
    at: float = 0.99

    def accepts(self, seat: Seat, offer: float, own: float) -> bool:
        return seat.gone >= self.at


@dataclass
class Combi:
    at: float = 0.95
    seen: float = float("-inf")

    def accepts(self, seat: Seat, offer: float, own: float) -> bool:
        self.seen = max(self.seen, offer)
        return offer >= own or (seat.gone >= self.at and offer >= self.seen)


@dataclass
class BeforeTheDeadline:
    margin: float = 0.0

    def accepts(self, seat: Seat, offer: float, own: float) -> bool:
        return offer >= own or (seat.last and offer >= seat.reservation + self.margin)
