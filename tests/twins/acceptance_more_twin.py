"""Further acceptance rules in one world, as Baarslag, Hindriks & Jonker (2013) define them."""

from dataclasses import dataclass, field

from twins import talks_twin
from twins.seat_twin import Package, Seat


class Player(talks_twin.Player):
    """Tells its rule what it offered."""

    def move(self, seat: Seat) -> tuple[bool, Package | None]:
        yes, package = super().move(seat)
        if not yes and package is not None and hasattr(self.acceptance, "last"):
            self.acceptance.last = seat.worth(package)
        return yes, package


@dataclass
class Previous:
    a: float = 1.0
    b: float = 0.0
    last: float | None = None

    def accepts(self, seat: Seat, offer: float, own: float) -> bool:
        return self.last is not None and self.a * seat.utility(offer) + self.b >= seat.utility(self.last)


@dataclass
class Gap:
    gap: float = 0.1
    last: float | None = None

    def accepts(self, seat: Seat, offer: float, own: float) -> bool:
        return self.last is not None and seat.utility(self.last) - seat.utility(offer) <= self.gap


@dataclass
class _Combi:
    at: float = 0.95
    heard: list[tuple[float, float]] = field(default_factory=list)

    def window(self, seat: Seat, offer: float) -> list[float]:
        """Offers from as long ago as there is time left."""
        self.heard.append((seat.gone, offer))
        return [worth for gone, worth in self.heard if gone >= 2.0 * seat.gone - 1.0]


class CombiMax(_Combi):
    def accepts(self, seat: Seat, offer: float, own: float) -> bool:
        window = self.window(seat, offer)
        return offer >= own or (seat.gone >= self.at and offer >= max(window))


class CombiAverage(_Combi):
    def accepts(self, seat: Seat, offer: float, own: float) -> bool:
        window = self.window(seat, offer)
        return offer >= own or (seat.gone >= self.at and sum(offer - worth for worth in window) >= 0.0)
