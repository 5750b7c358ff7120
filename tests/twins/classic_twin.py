"""What the classic strategies ask for in one world: `bid` returns a package and what it counts for in acceptance."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Self

from twins import curve_twin, menu_twin
from twins.frontier_twin import value
from twins.seat_twin import Cells, Package, Seat

Bid = tuple[Package, float]


class Counts(float):
    """What an offer counts for, and the least that is taken."""

    def __new__(cls, worth: float, least: float) -> Self:
        made = super().__new__(cls, worth)
        made.least = least
        return made

    least: float


class AsAsked:
    def accepts(self, seat: Seat, offer: float, own: float) -> bool:
        least = getattr(own, "least", own)
        return least < math.inf and offer >= least - 1e-12 * abs(least)


def _sum(numbers: Iterable[float]) -> float:
    """One after the other, as arrays are summed."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def _offer(seat: Seat, believed: Cells, learned: bool, target: float) -> Bid:
    package = seat.search(believed, target, learned)
    return package, seat.worth(package)


@dataclass
class Exponential:
    beta: float = 1.0
    first: float = 0.01

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        share = math.exp((1.0 - seat.gone) ** self.beta * math.log(self.first))
        return _offer(seat, believed, learned, seat.payoff(1.0 - share))


@dataclass
class Zeuthen:
    enough: bool = True
    mine: Package | None = None

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        target = seat.best if self.mine is None else self._target(seat, believed, learned, self.mine)
        self.mine, worth = _offer(seat, believed, learned, target)
        return self.mine, worth

    def _target(self, seat: Seat, believed: Cells, learned: bool, mine: Package) -> float:
        no_deal, theirs = seat.reservation, menu_twin.scale(seat, believed)[0]

        def gains(own: float, other: float) -> float:
            return max(own - no_deal, 0.0) * max(other - theirs, 0.0)

        own, given = seat.worth(mine), value(believed, mine, seat.first)
        if seat.offer is None:
            return own
        offered, asked = seat.worth(seat.offer), value(believed, seat.offer, seat.first)
        if gains(own, given) > gains(offered, asked):
            return own
        taken = max(offered, no_deal)
        steps = [
            p[0]
            for p in menu_twin.menu(seat, believed, learned)
            if no_deal <= p[0] < own and p[1] >= theirs and p[1] > given
            and (not self.enough or gains(*p) > gains(offered, asked))
        ]  # fmt: skip
        return max(steps) if steps and max(steps) > taken else min(taken, own)


@dataclass
class OneStep:
    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        points = menu_twin.menu(seat, believed, learned)
        at = menu_twin.nash(seat, points, menu_twin.scale(seat, believed)[0])
        return _offer(seat, believed, learned, at[0])


@dataclass
class TradeOff:
    step: float = 0.05
    asked: float = 1.0
    mine: Package | None = None
    theirs: Package | None = None
    near: float = math.nan

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        self.theirs = seat.offer or self.theirs
        goal = list(believed) if self.theirs is None else self._likeness(seat, believed, self.theirs)
        if seat.offer is not None and self.mine is not None:
            near = value(goal, self.mine, seat.first)
            if near <= self.near:
                self.asked = max(self.asked - self.step, 0.0)
            self.near = near
        self.mine = tuple(curve_twin.best_for_you(seat.cells, goal, seat.allowed, seat.first, seat.payoff(self.asked)))
        return self.mine, seat.worth(self.mine)

    def _likeness(self, seat: Seat, believed: Cells, theirs: Package) -> list[float]:
        """Levels are 0, 1, 2, … here."""
        spreads = []
        for k in seat.clusters:
            cells = [believed[c] for c in range(seat.first[k], seat.first[k + 1]) if seat.allowed[c]]
            spreads.append(max(cells) - min(cells))
        total = _sum(spreads)
        alike = []
        for k in seat.clusters:
            weight = spreads[k] / total if total > 0.0 else 1.0 / len(spreads)
            last = max(seat.first[k + 1] - seat.first[k] - 1, 1)
            alike += [
                weight * (1.0 - abs(level / last - theirs[k] / last))
                for level in range(seat.first[k + 1] - seat.first[k])
            ]
        return alike


@dataclass
class NiceTitForTat:
    closes: float = 0.9
    heard: list[float] = field(default_factory=list)

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        if seat.offer is not None:
            self.heard.append(seat.utility(seat.worth(seat.offer)))
        points = menu_twin.menu(seat, believed, learned)
        at = menu_twin.nash(seat, points, menu_twin.scale(seat, believed)[0])
        nash = min(max(at[0], seat.reservation), seat.best)
        gone = 0.0
        if self.heard:
            way = seat.utility(nash) - min(self.heard)
            gone = min(max((max(self.heard) - min(self.heard)) / way, 0.0), 1.0) if way > 0.0 else 1.0
        late = (seat.gone - self.closes) / (1.0 - self.closes) if seat.gone > self.closes else 0.0
        return _offer(seat, believed, learned, nash + (1.0 - gone) * (1.0 - late) * (seat.best - nash))


@dataclass
class Mimic:
    start: float = 1.0

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        demand = self.start
        if seat.offer is not None:
            asked = menu_twin.utility(value(believed, seat.offer, seat.first), menu_twin.scale(seat, believed))
            demand = min(max(asked, 0.0), 1.0)
        return _offer(seat, believed, learned, seat.payoff(demand))


@dataclass
class SalamiSlicer:
    slices: int = 1

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        if seat.offer is None:
            return _offer(seat, believed, learned, seat.best)
        package, taken = list(seat.offer), 0
        while taken < (0 if seat.last else self.slices) or seat.worth(tuple(package)) < seat.reservation:
            slices = []
            for k in seat.clusters:
                now = seat.first[k] + package[k]
                up = [
                    (seat.cells[c], -believed[c], c)
                    for c in range(seat.first[k], seat.first[k + 1])
                    if seat.allowed[c] and seat.cells[c] > seat.cells[now]
                ]
                if up:
                    worth, lost, cell = min(up)
                    slices.append((believed[now] + lost, seat.cells[now] - worth, k, cell))
            if not slices:
                break
            _, _, k, cell = min(slices)
            package[k] = cell - seat.first[k]
            taken += 1
        return tuple(package), seat.worth(tuple(package))


@dataclass
class LogRoller:
    beta: float = 1.0
    price: float = 1.0

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        everything = [
            [c for c in range(seat.first[k], seat.first[k + 1]) if seat.allowed[c]] for k in seat.clusters
        ]  # fmt: skip
        spans = [0.0, 0.0]
        for cells in everything:
            for side, worth in enumerate((seat.cells, believed)):
                spans[side] += max(worth[c] for c in cells) - min(worth[c] for c in cells)
        price = self.price * seat.gone ** (1.0 / self.beta)
        rate = price * spans[0] / spans[1] if spans[1] > 0.0 else 0.0
        left = 0.0
        for cells in everything:
            best = max(cells, key=lambda c: (seat.cells[c] + rate * believed[c], seat.cells[c], -c))
            left += seat.cells[best]
        return _offer(seat, believed, learned, max(left, seat.reservation))


@dataclass
class GateHolder:
    gate: list[bool] | None = None
    beta: float = 3.0
    end: float = 0.0

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        inside = self._inside(seat)
        best = 0.0
        for k in seat.clusters:
            best += max(seat.cells[c] for c in range(seat.first[k], seat.first[k + 1]) if inside[c])
        best = max(best, seat.reservation)
        utility = 1.0 + (self.end - 1.0) * seat.gone ** (1.0 / self.beta)
        target = seat.reservation + utility * (best - seat.reservation)
        package = tuple(curve_twin.best_for_you(seat.cells, believed, inside, seat.first, target))
        held = seat.offer is not None and all(inside[seat.first[k] + seat.offer[k]] for k in seat.clusters)
        return package, Counts(seat.worth(package), seat.worth(package) if held else math.inf)

    def _inside(self, seat: Seat) -> list[bool]:
        ranges = [range(seat.first[k], seat.first[k + 1]) for k in seat.clusters]
        allowed = [[c for c in cells if seat.allowed[c]] for cells in ranges]
        gate = self.gate
        if gate is None:
            stake = [max(seat.cells[c] for c in cells) - min(seat.cells[c] for c in cells) for cells in allowed]
            dear = stake.index(max(stake))
            most = max(seat.cells[c] for c in allowed[dear])
            gate = [c not in ranges[dear] or seat.cells[c] == most for c in range(len(seat.cells))]
        inside = [False] * len(seat.cells)
        for cells in allowed:
            for c in [c for c in cells if gate[c]] or cells:
                inside[c] = True
        return inside


@dataclass
class IssueByIssue:
    beta: float = 1.0
    start: float = 1.0
    end: float = 0.0
    mine: Package | None = None

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        ranges = [[c for c in range(seat.first[k], seat.first[k + 1]) if seat.allowed[c]] for k in seat.clusters]
        worst = best = 0.0
        for cells in ranges:
            worst += min(seat.cells[c] for c in cells)
            best += max(seat.cells[c] for c in cells)
        floor = min(max((seat.reservation - worst) / (best - worst), 0.0), 1.0) if best > worst else 0.0
        package, settled = [], seat.offer is not None and self.mine is not None
        for k, cells in enumerate(ranges):
            if settled and self.mine is not None and seat.offer is not None:
                settled = self.mine[k] == seat.offer[k] and seat.allowed[seat.first[k] + self.mine[k]]
                if settled:
                    package.append(self.mine[k])
                    continue
            spent = min(max(seat.gone * len(ranges) - k, 0.0), 1.0)
            asked = self.start + (self.end - self.start) * spent ** (1.0 / self.beta)
            least, most = min(seat.cells[c] for c in cells), max(seat.cells[c] for c in cells)
            target = least + (floor + (1.0 - floor) * asked) * (most - least)
            good = [c for c in cells if seat.cells[c] >= target or seat.cells[c] == most]
            package.append(max(good, key=lambda c: (believed[c], seat.cells[c], -c)) - seat.first[k])
        self.mine = tuple(package)
        if seat.worth(self.mine) < seat.reservation:
            return _offer(seat, believed, learned, seat.reservation)
        return self.mine, seat.worth(self.mine)


@dataclass
class ResourceDependent:
    resource: str = "offers"
    amount: float = 10.0
    first: float = 0.0
    thread: int = 0
    last: Package | None = None

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        if seat.offer is not None:
            self.thread += seat.offer != self.last
            self.last = seat.offer
        if self.resource == "time":
            left = self.amount * (1.0 - seat.gone)
        else:
            left = self.amount * (seat.parties - 1) ** 2 / self.thread if self.thread else math.inf
        self.thread += 1
        conceded = self.first + (1.0 - self.first) * math.exp(-left)
        return _offer(seat, believed, learned, seat.payoff(1.0 - conceded))


@dataclass
class MixedTactics:
    weight: float = 0.5
    beta: float = 1.0
    asked: float = 1.0
    theirs: float | None = None

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        answer = self.asked
        if seat.offer is not None:
            demand = 1.0 - seat.utility(seat.worth(seat.offer))
            if self.theirs is not None and self.theirs > 0.0:
                answer = min(max(self.asked * (demand / self.theirs), 0.0), 1.0)
            self.theirs = demand
        by_time = 1.0 - seat.gone ** (1.0 / self.beta)
        self.asked = self.weight * by_time + (1.0 - self.weight) * answer
        return _offer(seat, believed, learned, seat.payoff(self.asked))


@dataclass
class HardHeaded:
    e: float = 0.05
    k: float = 0.05
    least: float = 0.585
    heard: list[Package] = field(default_factory=list)
    lowest: float = math.inf

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        if seat.offer is not None:
            self.heard.append(seat.offer)
        start = 1.0 - self.k * (1.0 - self.least)
        utility = start + (self.least - start) * seat.gone ** (1.0 / self.e)
        package, worth = _offer(seat, believed, learned, seat.payoff(utility))
        if self.heard:
            best = max(self.heard, key=seat.worth)
            if all(seat.allowed[seat.first[k] + best[k]] for k in seat.clusters) and seat.worth(best) >= worth:
                package, worth = best, seat.worth(best)
        self.lowest = min(self.lowest, worth)
        return package, min(worth, max(self.lowest, seat.reservation))


@dataclass
class AgentK:
    alpha: float = 3.0
    heard: list[float] = field(default_factory=list)

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        if seat.offer is not None:
            self.heard.append(max(seat.utility(seat.worth(seat.offer)), 0.0))
        expected = 1.0
        if self.heard:
            mean = _sum(self.heard) / len(self.heard)
            width = math.sqrt(12.0 * max(_sum(u * u for u in self.heard) / len(self.heard) - mean * mean, 0.0))
            expected = min(max(mean + (1.0 - mean) * width, 0.0), 1.0)
        return _offer(seat, believed, learned, seat.payoff(1.0 - (1.0 - expected) * seat.gone**self.alpha))


@dataclass
class LinkageFormula:
    gives: int | None = None
    gets: int | None = None
    slope: float = 1.0

    def bid(self, seat: Seat, believed: Cells, learned: bool) -> Bid:
        target = seat.payoff(1.0 - seat.gone)
        found = []
        for cells in self._points(seat):
            package = tuple(curve_twin.best_for_you(seat.cells, believed, cells, seat.first, target))
            own, other = seat.worth(package), value(believed, package, seat.first)
            found.append((own >= target, (other, own) if own >= target else (own, 0.0), -len(found), package))
        package = max(found)[-1]
        return package, seat.worth(package)

    def _points(self, seat: Seat) -> list[list[bool]]:
        ranges = [range(seat.first[k], seat.first[k + 1]) for k in seat.clusters]
        if len(ranges) == 1:
            return [list(seat.allowed)]

        def stakes(worth: Cells) -> list[float]:
            good = [[worth[c] for c in cells if seat.allowed[c]] for cells in ranges]
            return [max(one) - min(one) for one in good]

        mine = stakes(seat.cells)
        theirs = stakes([_sum(other[0][c] for other in seat.others) for c in range(len(seat.cells))])
        gets, gives = self.gets, self.gives
        if gets is None:
            gets = max((k for k in seat.clusters if k != gives), key=lambda k: (mine[k], -k))
        if gives is None:
            gives = max((k for k in seat.clusters if k != gets), key=lambda k: (theirs[k], -k))

        def got(c: int, k: int) -> float:
            good = [seat.cells[c] for c in ranges[k] if seat.allowed[c]]
            return (seat.cells[c] - min(good)) / (max(good) - min(good)) if max(good) > min(good) else 1.0

        def nearest(k: int, distance: Callable[[float], float]) -> int:
            return min((c for c in ranges[k] if seat.allowed[c]), key=lambda c: (distance(got(c, k)), c))

        points = []
        for rung in range(11):
            share = rung / 10
            gain = nearest(gets, lambda g, share=share: abs(g - share))
            cost = nearest(gives, lambda g, share=share: abs((1.0 - g) - self.slope * share))
            free = [*(c for k in seat.clusters if k not in {gets, gives} for c in ranges[k]), gain, cost]
            points.append([seat.allowed[c] and c in free for c in range(len(seat.cells))])
        return points
