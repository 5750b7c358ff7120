"""Scenario discovery: boxes one after the other, each tried on halves of the worlds and against shuffled outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from zopa.analysis.prim import FEWEST, choose, densest, peel
from zopa.analysis.prim_box import Box, Size, Step, inside, size_of
from zopa.analysis.prim_factors import SURE, Classes, Factor, telling
from zopa.analysis.prim_limits import limits_of, paste, prune, quasi_p
from zopa.analysis.shuffles import half, shuffle
from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.luck import Luck

HALVES, SHUFFLES = 20, 39
"""How often the worlds are halved, and the outcomes shuffled."""

TOLD = 0.05
"""A box is told from noise whose density at most this share of shuffles reaches."""

WORLDS = 2 * FEWEST
"""Different worlds that it takes to tell apart what a scenario draws for them."""

COVERAGE = 0.5
"""Share of the cases that a box should cover, where nothing else is asked for."""


@dataclass(frozen=True)
class Halves:
    """What the same search finds in random halves of the worlds.

    Attributes:
        again: For each limit of the box, how often the search restricts the same side of the factor, (L,).
        density: Mean density, in the halves not searched, of the boxes found.
        coverage: Mean coverage there.
    """

    again: Floats
    density: float
    coverage: float


@dataclass(frozen=True)
class Noise:
    """What the same search finds where nothing is to be found: in shuffled outcomes.

    Attributes:
        reached: Density of the densest box that covers enough, with all limits, whether they mean something or not.
        shuffled: The same of each shuffle, (S,).
    """

    reached: float
    shuffled: Floats

    @property
    def p(self) -> float:
        """How likely shuffled outcomes give as dense a box (the outcomes as they are count as one shuffle)."""
        return float((1 + (self.shuffled >= self.reached - 1e-12).sum()) / (1 + len(self.shuffled)))


@dataclass(frozen=True)
class Found:
    """A box, and how far it is to be trusted.

    Attributes:
        box: The box; nothing restricted where nothing is found.
        size: Its size among the worlds outside the boxes before it.
        p: Quasi-p-value of each limit, (L,).
        steps: The peeling trajectory.
        chosen: Which of the steps the box was made of.
        halves: What halves of the worlds give.
        noise: What shuffled outcomes give.
    """

    box: Box
    size: Size
    p: Floats
    steps: list[Step]
    chosen: int
    halves: Halves
    noise: Noise

    @property
    def told(self) -> bool:
        """Whether it is told from noise."""
        return bool(self.box) and self.noise.p <= TOLD


@dataclass(frozen=True)
class Discovery:
    """What is found.

    Attributes:
        classes: The factors searched.
        worlds: Number of worlds.
        cases: How many of them are cases.
        boxes: The boxes told from noise, in the order found.
        last: The search that found no more, where one did.
    """

    classes: Classes
    worlds: int
    cases: int
    boxes: list[Found]
    last: Found | None


@dataclass(frozen=True)
class _Search:
    """One search for a box: the same in all worlds, in halves and in shuffled outcomes."""

    classes: Classes
    coverage: float

    def box(self, cases: Bools, rows: Ints) -> tuple[Box, list[Step], int]:
        """The box, the trajectory that it was chosen from, and which step that was.

        Peeling spends the coverage there is on many factors a little. So factors whose limits mean nothing are left
        out, the worse half of them at a time, and the others are peeled again, until all that is left means something.
        Where nothing is left, the trajectory is the first, of all telling factors.
        """
        some = telling(self.classes, cases, rows)
        tried = limits_of(self.classes.only(some))
        steps = first = self.peeled(cases, rows, some)
        while True:
            chosen = choose(steps, self.coverage)
            weak = _weak(chosen.box, quasi_p(self.classes, cases, chosen.box, rows) * tried)
            if not weak:
                break
            some = np.setdiff1d(some, weak[: -(-len(weak) // 2)])
            steps = self.peeled(cases, rows, some)
        box = prune(self.classes, cases, chosen.box, rows, tried)
        if not box:
            return (), first, 0
        return paste(self.classes, cases, box, rows), steps, steps.index(chosen)

    def peeled(self, cases: Bools, rows: Ints, some: Ints) -> list[Step]:
        """The trajectory of some of the factors."""
        return [Step(_named(step.box, some), step.size) for step in peel(self.classes.only(some), cases, rows)]

    def reached(self, cases: Bools, rows: Ints) -> float:
        """Density of the densest box that covers enough."""
        return densest(self.peeled(cases, rows, telling(self.classes, cases, rows)), self.coverage).size.density


def _weak(box: Box, p: Floats) -> list[int]:
    """The factors none of whose limits mean something, the worst first."""
    best: dict[int, float] = {}
    for limit, one in zip(box, p, strict=True):
        best[limit.factor] = min(one, best.get(limit.factor, np.inf))
    return sorted((factor for factor, one in best.items() if one > SURE), key=lambda factor: -best[factor])


def _named(box: Box, some: Ints) -> Box:
    """A box of some factors as one of all."""
    return tuple(replace(limit, factor=int(some[limit.factor])) for limit in box)


def discover(
    factors: Sequence[Factor], cases: Bools, luck: Luck, shared: Ints | None = None, boxes: int = 1,
    coverage: float = COVERAGE,
) -> Discovery:  # fmt: skip
    """Find boxes of factors in which cases are frequent.

    The first box is found by keeping the telling factors (`analysis.prim_factors`), peeling, choosing, leaving out what
    means nothing, and pasting (`analysis.prim`); the next ones by the same among the worlds outside (covering), as long
    as they are told from noise.

    Args:
        factors: The factors, each (N,).
        cases: Which worlds are cases, (N,).
        luck: Luck of the halves and shuffles; its seed and salt count.
        shared: A number for each row, (N,): rows with the same number share their luck (the same world played in
            several points) and are halved together and shuffled as one; None where each has its own.
        boxes: How many boxes at most.
        coverage: Share of the cases (of those left) that a box should cover.
    """
    search = _Search(Classes.of(factors, shared), coverage)
    rows: Ints = np.arange(len(cases))
    found: list[Found] = []
    last = None
    while len(found) < boxes and last is None and enough(cases[rows]):
        one = _find(search, cases, rows, Luck(luck.seed, salt=f"{luck.salt}discover:{len(found)}"))
        if not one.told:
            last = one
            break
        found.append(one)
        rows = rows[~inside(search.classes, one.box, rows)]
    return Discovery(search.classes, len(cases), int(cases.sum()), found, last)


def enough(cases: Bools) -> bool:
    """Whether there are enough cases, and enough others, to search at all."""
    return min(int(cases.sum()), int((~cases).sum())) >= FEWEST


def _find(search: _Search, cases: Bools, rows: Ints, luck: Luck) -> Found:
    box, steps, chosen = search.box(cases, rows)
    shuffled = np.array([
        search.reached(shuffle(cases, rows, search.classes.groups, luck, at), rows) for at in range(SHUFFLES)
    ])  # fmt: skip
    return Found(
        box, size_of(search.classes, cases, box, rows), quasi_p(search.classes, cases, box, rows), steps,
        chosen, _halved(search, cases, box, rows, luck),
        Noise(search.reached(cases, rows), shuffled),
    )  # fmt: skip


def _halved(search: _Search, cases: Bools, box: Box, rows: Ints, luck: Luck) -> Halves:
    """Search in random halves, and look at what was found in the other halves."""
    sides = [{(one.factor, one.side) for one in box}]
    sizes = []
    for at in range(HALVES if box else 0):
        first = half(rows, search.classes.groups, luck, at)
        if not enough(cases[rows[first]]):
            continue
        again = search.box(cases, rows[first])[0]
        sides.append({(one.factor, one.side) for one in again})
        sizes.append(size_of(search.classes, cases, again, rows[~first]))
    times = max(1, len(sides) - 1)
    share = np.array([sum((one.factor, one.side) in some for some in sides[1:]) / times for one in box])
    if not sizes:
        return Halves(share, np.nan, np.nan)
    return Halves(share, float(np.mean([s.density for s in sizes])), float(np.mean([s.coverage for s in sizes])))
