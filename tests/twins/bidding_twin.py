"""What each strategy asks for in one world: `bid` returns a package and what it counts for in acceptance."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from twins import curve_twin, kbest_twin
from twins.search_twin import exact
from twins.seat_twin import Cells, Package, Seat

Bid = tuple[Package, float]


def _offer(seat: Seat, believed: Cells, learned: bool, target: float) -> Bid:
    package = seat.search(believed, target, learned)
    return package, seat.worth(package)


@dataclass
class TimeDependent:
    beta: float = 1.0
    start: float = 1.0
    end: float = 0.0

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        utility = self.start + (self.end - self.start) * seat.gone ** (1.0 / self.beta)
        return _offer(seat, believed, learned, seat.payoff(utility))


@dataclass
class Hardliner:
    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        return _offer(seat, believed, learned, seat.best)


@dataclass
class FixedDemand:
    utility: float = 0.5

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        target = seat.payoff(self.utility)
        package, worth = _offer(seat, believed, learned, target)
        return package, min(worth, target)


@dataclass
class RandomOffers:
    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        target, merit = seat.payoff(seat.draw("target", 1)[0]), seat.draw("merit", len(seat.cells))
        package = tuple(curve_twin.best_for_you(seat.cells, merit, seat.allowed, seat.first, target))
        return package, seat.worth(package)


@dataclass
class _TitForTat(ABC):
    """Demands heard, oldest first, and what was asked for last."""

    start: float = 1.0
    heard: list[float] = field(default_factory=list)
    asked: float | None = None

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        if self.asked is None:
            self.asked = self.start
        if seat.offer is not None:
            self.heard.append(1.0 - seat.utility(seat.worth(seat.offer)))
        demand = self.answer(seat, self.asked)
        if demand is not None:
            self.asked = min(max(demand, 0.0), 1.0)
        return _offer(seat, believed, learned, seat.payoff(self.asked))

    @abstractmethod
    def answer(self, seat: Seat, asked: float) -> float | None:
        """The next demand, or None for the same again."""


def _ratio(new: float, old: float) -> float:
    return new / old if old > 0.0 else 1.0


@dataclass
class RelativeTitForTat(_TitForTat):
    delay: int = 1

    def answer(self, seat: Seat, asked: float) -> float | None:
        if len(self.heard) <= self.delay:
            return None
        return asked * _ratio(self.heard[-self.delay], self.heard[-self.delay - 1])


@dataclass
class AbsoluteTitForTat(_TitForTat):
    delay: int = 1
    noise: float = 0.0

    def answer(self, seat: Seat, asked: float) -> float | None:
        if len(self.heard) <= self.delay:
            return None
        step = self.heard[-self.delay] - self.heard[-self.delay - 1]
        if self.noise:
            step += self.noise * (2.0 * seat.draw("step", 1)[0] - 1.0)
        return asked + step


@dataclass
class AveragedTitForTat(_TitForTat):
    window: int = 3

    def answer(self, seat: Seat, asked: float) -> float | None:
        if len(self.heard) <= self.window:
            return None
        return asked * _ratio(self.heard[-1], self.heard[-1 - self.window])


@dataclass
class Micro:
    offered: int = 0
    heard: set[Package] = field(default_factory=set)

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        if seat.offer is not None:
            self.heard.add(seat.offer)
        ranking = kbest_twin.k_best(seat.cells, seat.allowed, seat.first, 10**6)
        further = self.offered < len(ranking) and ranking[self.offered][0] >= seat.reservation
        if self.offered == 0 or (self.offered <= len(self.heard) and further):
            self.offered += 1
            return ranking[self.offered - 1][1], ranking[self.offered - 1][0]
        still = [own for own in ranking[: self.offered] if own[0] >= seat.reservation] or ranking[:1]
        return still[int(seat.draw("repeat", 1)[0] * len(still))][1], still[-1][0]


@dataclass
class MicroCoarse:
    grain: float = 0.02
    steps: int = 0
    heard: set[Package] = field(default_factory=set)

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        if seat.offer is not None:
            self.heard.add(seat.offer)
        if self.steps <= len(self.heard):
            self.steps += 1
        utility = max(1.0 - self.grain * (self.steps - 1.0), 0.0)
        return _offer(seat, believed, learned, seat.payoff(utility))


@dataclass
class Statecraft:
    """Without dates: no pressure, no change of regime."""

    start: float = 1.0
    end: float = 0.1
    patience: float = -0.5

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        utility = self.start + (self.end - self.start) * seat.gone ** (1.0 / math.exp(self.patience))
        top = max(self._reachable(seat, learned), seat.reservation)
        return _offer(seat, believed, learned, seat.reservation + utility * (top - seat.reservation))

    def _reachable(self, seat: Seat, learned: bool) -> float:
        """What my best package is worth to me among those that the other could accept."""
        cells, least = seat.others[0]
        if seat.parties > 2 or not math.isfinite(least):
            return seat.best
        args = cells, seat.cells, seat.allowed, seat.first, least
        if seat.exact and not learned:
            return seat.worth(exact(*args, 1 - seat.me))
        return seat.worth(tuple(curve_twin.best_for_you(*args)))
