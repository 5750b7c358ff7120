"""Models that count: HardHeaded's, and one that compares windows of offers."""

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np
from scipy.special import chdtri

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.view import View
from zopa.strategies.parts.base import Belief, Bounds, Count, NotNegative, Positive, Share, per_world


@kernel
def _values(w: int, first: Ints, weight: Floats, counts: Floats, power: float, cells: Floats) -> None:
    """Estimate of each cell: its issue's weight times (count / the largest count) ** power."""
    for k in range(weight.shape[1]):
        most = 0.0
        for c in range(first[k], first[k + 1]):
            most = max(most, counts[w, c])
        for c in range(first[k], first[k + 1]):
            cells[w, c] = weight[w, k] * (counts[w, c] / most) ** power


@dataclass
class _Counted:
    """What one other party has asked for.

    Attributes:
        last: Its last offer, (W, K).
        seen: Offers seen, (W,).
        counts: 1 plus the number of offers with a cell, (W, C).
        weight: Weights of the issues, (W, K).
        cells: The estimate, (W, C).
        window: Offers with a cell in the present window, (W, C).
        before: The same in the window before, (W, C).
    """

    last: Packages
    seen: Ints
    counts: Floats
    weight: Floats
    cells: Floats
    window: Floats
    before: Floats

    @classmethod
    def begin(cls, view: View) -> "_Counted":
        """Nothing seen: all levels are alike, all issues have the same weight."""
        worlds, clusters, cells = view.worlds, len(view.space.clusters), view.space.cells
        return cls(
            np.zeros((worlds, clusters), dtype=np.int16), np.zeros(worlds, dtype=np.int64), np.ones((worlds, cells)),
            np.full((worlds, clusters), 1.0 / clusters), np.full((worlds, cells), 1.0 / clusters),
            np.zeros((worlds, cells)), np.zeros((worlds, cells)),
        )  # fmt: skip


@dataclass
class _Counters:
    """Counts for each other party, and whether it is the first move; parameters world by world."""

    others: list[_Counted]
    parameter: Floats
    critical: Floats = field(default_factory=lambda: np.zeros(0))
    fresh: bool = True


def _belief(memory: _Counters, changed: Bools) -> Belief:
    """The sum of the estimates."""
    cells = memory.others[0].cells
    for known in memory.others[1:]:
        cells = cells + known.cells
    return Belief(cells, changed, False)


def _everybody(view: View) -> list[int]:
    return [p for p in range(view.parties) if p != view.me]


@kernel
def _hard_headed(
    package: Packages, standing: Bools, proposer: Ints, who: int, first: Ints, rate: Floats, last: Packages,
    seen: Ints, counts: Floats, weight: Floats, cells: Floats, changed: Bools,
) -> None:  # fmt: skip
    """Issues that stayed gain a constant; all weights are then divided by their sum; levels offered are counted."""
    clusters = package.shape[1]
    for w in range(package.shape[0]):
        if not standing[w] or proposer[w] != who:
            continue
        gain, total = rate[w] / clusters, 0.0
        for k in range(clusters):
            if seen[w] > 0 and last[w, k] == package[w, k]:
                weight[w, k] += gain
            total += weight[w, k]
            counts[w, first[k] + package[w, k]] += 1.0
            last[w, k] = package[w, k]
        for k in range(clusters):
            weight[w, k] /= total
        seen[w] += 1
        _values(w, first, weight, counts, 1.0, cells)
        changed[w] = True


@dataclass(frozen=True)
class HardHeaded:
    """The frequency model of the agent HardHeaded, winner of ANAC 2011: every offer counts, repeated or not.

    After each offer, issues whose level is as in the offer before gain the weight `rate` / n (n issues; 1/n each at the
    start), and all weights are divided by their sum. A level's value is 1 plus the number of offers that held it,
    relative to the most frequent level of its issue. van Krimpen, Looije & Hajizadeh (2013), "HardHeaded", in: Complex
    Automated Negotiations, Studies in Computational Intelligence 435: 223-227. Of several others, the sum of the
    estimates.

    Attributes:
        rate: Weight gained by an issue that stays, times the number of issues.
    """

    rate: Positive = 0.2

    def begin(self, view: View) -> _Counters:
        """Nothing counted."""
        return _Counters([_Counted.begin(view) for _ in view.others], per_world(self.rate, view.worlds))

    def update(self, view: View, memory: _Counters) -> Belief:
        """Count the offer on the table."""
        received, changed = view.received, np.full(view.worlds, memory.fresh)
        memory.fresh = False
        for who, known in zip(_everybody(view), memory.others, strict=True):
            _hard_headed(
                received.package, received.standing, received.proposer, who, view.space.first, memory.parameter,
                known.last, known.seen, known.counts, known.weight, known.cells, changed,
            )  # fmt: skip
        return _belief(memory, changed)


@kernel
def _compare(
    w: int, first: Ints, size: int, critical: Floats, gain: float, power: float, counts: Floats, weight: Floats,
    window: Floats, before: Floats,
) -> None:  # fmt: skip
    """Where the window shows a concession, issues whose distribution stayed gain weight.

    `gain` is marked on the way by the sign of `weight`: below 0 where the issue stayed.
    """
    conceded, stayed = False, 0
    for k in range(weight.shape[1]):
        low, high = first[k], first[k + 1]
        levels, distance, change, most = high - low, 0.0, 0.0, 0.0
        for c in range(low, high):
            most = max(most, counts[w, c])
        for c in range(low, high):
            new, old = (1.0 + window[w, c]) / (levels + size), (1.0 + before[w, c]) / (levels + size)
            distance += size * (new - old) * (new - old) / old
            change += (new - old) * (counts[w, c] / most) ** power
        if distance <= critical[k]:
            weight[w, k] = -weight[w, k]
            stayed += 1
        elif change < 0.0:
            conceded = True
    for k in range(weight.shape[1]):
        if weight[w, k] < 0.0:
            weight[w, k] = -weight[w, k] + (gain if conceded and stayed < weight.shape[1] else 0.0)


@kernel
def _windowed(
    package: Packages, standing: Bools, proposer: Ints, who: int, first: Ints, size: int, critical: Floats,
    gain: Floats, power: Floats, seen: Ints, counts: Floats, weight: Floats, window: Floats, before: Floats,
    cells: Floats, changed: Bools,
) -> None:  # fmt: skip
    """Count the offer; where it fills a window, compare the window with the one before."""
    for w in range(package.shape[0]):
        if not standing[w] or proposer[w] != who:
            continue
        for k in range(package.shape[1]):
            counts[w, first[k] + package[w, k]] += 1.0
            window[w, first[k] + package[w, k]] += 1.0
        seen[w] += 1
        if seen[w] % size == 0:
            if seen[w] > size:
                _compare(w, first, size, critical, gain[w], power[w], counts, weight, window, before)
            for c in range(window.shape[1]):
                before[w, c], window[w, c] = window[w, c], 0.0
        _values(w, first, weight, counts, power[w], cells)
        total = 0.0
        for k in range(package.shape[1]):
            total += weight[w, k]
        for c in range(cells.shape[1]):
            cells[w, c] /= total
        changed[w] = True


@dataclass(frozen=True)
class WindowedFrequency:
    """A frequency model that compares windows of offers and learns weights only from windows with a concession.

    Offers are cut into windows of `window` offers. Where, from one window to the next, the distribution of an issue's
    levels changes (a χ² test at `test`) and its expected value falls, the other has conceded; issues whose
    distribution has not changed then gain the weight `gain` (1 − t^`fade`), t being the share of the time gone. A
    level's value is ((1 + count) / (1 + largest count)) ** `flat`. Tunalı, Aydoğan & Sanchez-Anguix (2017),
    "Rethinking frequency opponent modeling in automated negotiation", PRIMA 2017, LNCS 10621: 263-279, with windows of
    48 for talks of thousands of offers; shorter by default, since talks here are. Of several others, the sum of the
    estimates.

    Attributes:
        window: Offers in a window.
        gain: Weight gained at the start of the talks, relative to the 1 that all weights add up to at first.
        fade: How late the gain fades: the higher the later.
        flat: Power that flattens the counts.
        test: Level of significance of the χ² test.
    """

    window: Count = 10
    gain: NotNegative = 10.0
    fade: Positive = 5.0
    flat: Share = 0.25
    test: Annotated[float, Bounds(at_least=0.0, at_most=1.0)] = 0.05

    def begin(self, view: View) -> _Counters:
        """Nothing counted."""
        freedom = np.maximum(np.diff(view.space.first) - 1, 1)
        critical = np.asarray(chdtri(freedom, self.test), dtype=np.float64)
        flat = per_world(self.flat, view.worlds)
        return _Counters([_Counted.begin(view) for _ in view.others], flat, critical)

    def update(self, view: View, memory: _Counters) -> Belief:
        """Count the offer on the table."""
        received, changed = view.received, np.full(view.worlds, memory.fresh)
        memory.fresh = False
        gain = np.ascontiguousarray(self.gain * (1.0 - view.gone**self.fade))
        for who, known in zip(_everybody(view), memory.others, strict=True):
            _windowed(
                received.package, received.standing, received.proposer, who, view.space.first, self.window,
                memory.critical, gain, memory.parameter, known.seen, known.counts, known.weight, known.window,
                known.before, known.cells, changed,
            )  # fmt: skip
        return _belief(memory, changed)
