"""What one party may know in one world, as plain numbers and lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from twins import curve_twin, search_twin
from twins.frontier_twin import value

Cells = Sequence[float]
Package = tuple[int, ...]


@dataclass
class Seat:
    """A party's view of one world; `others` holds (cells, reservation value) as believed beforehand."""

    me: int
    parties: int
    cells: Cells
    allowed: Sequence[bool]
    first: Sequence[int]
    reservation: float
    others: list[tuple[Cells, float]]
    exact: bool
    offer: Package | None
    proposer: int
    gone: float
    last: bool
    draw: Callable[[str, int], Sequence[float]]

    @property
    def clusters(self) -> range:
        return range(len(self.first) - 1)

    @property
    def best(self) -> float:
        """My best feasible package, or the reservation value if that is more."""
        total = 0.0
        for k in self.clusters:
            cells = range(self.first[k], self.first[k + 1])
            total += max(self.cells[c] for c in cells if self.allowed[c])
        return max(total, self.reservation)

    def worth(self, package: Package) -> float:
        return value(self.cells, package, self.first)

    def payoff(self, utility: float) -> float:
        return self.reservation + utility * (self.best - self.reservation)

    def utility(self, worth: float) -> float:
        if self.best == self.reservation:
            return 1.0 if worth >= self.best else 0.0
        return (worth - self.reservation) / (self.best - self.reservation)

    def search(self, believed: Cells, target: float, learned: bool = False) -> Package:
        """Best for the others among what is worth the target: exact where payoffs are known, else by the curve."""
        if self.exact and self.parties == 2 and not learned:
            return search_twin.exact(self.cells, believed, self.allowed, self.first, target, self.me)
        return tuple(curve_twin.best_for_you(self.cells, believed, self.allowed, self.first, target))
