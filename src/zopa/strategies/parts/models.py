"""Models of what the others want: taken as given, or learned from how often they ask for a level."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.view import View
from zopa.strategies.parts.base import Belief


@dataclass
class _Seen:
    """The payoffs believed when last asked, and their revision."""

    revision: Ints | None = None
    belief: Belief | None = None


@dataclass(frozen=True)
class Given:
    """No learning: the others' payoffs as the view has them.

    Those are exact under complete information, prior means under prior information, and the mirror of one's own
    payoffs (a fixed pie, Thompson & Hastie 1990) where nothing is known. Of several others, the sum of their
    utilities, each rescaled to run from 0 to 1.
    """

    def begin(self, view: View) -> _Seen:
        """Nothing seen."""
        return _Seen()

    def update(self, view: View, memory: _Seen) -> Belief:
        """Believe what is given; changed only where payoffs, or what is known of them, have changed."""
        if memory.revision is view.revision and memory.belief is not None:
            return memory.belief
        changed = np.ones(view.worlds, dtype=bool) if memory.revision is None else memory.revision != view.revision
        cells = view.others[0].cells
        if len(view.others) > 1:
            cells = sum((other.cells / _spread(view, other.cells)[:, None] for other in view.others), np.zeros(()))
        exact = all(other.exact for other in view.others)
        memory.revision = view.revision
        memory.belief = Belief(cells, np.zeros(view.worlds, dtype=bool), exact)
        return Belief(cells, changed, exact)


def _spread(view: View, cells: Floats) -> Floats:
    """Best minus worst package of somebody, (W,), at least a little."""
    starts = view.space.first[:-1]
    high = np.maximum.reduceat(np.where(view.allowed, cells, -np.inf), starts, axis=1)
    low = np.minimum.reduceat(np.where(view.allowed, cells, np.inf), starts, axis=1)
    total = np.zeros(view.worlds)
    for k in range(high.shape[1]):
        total = total + (high[:, k] - low[:, k])
    return np.maximum(total, 1e-12)


@kernel
def _learn(
    package: Packages, standing: Bools, proposer: Ints, who: int, first: Ints, last: Packages, seen: Ints,
    counts: Floats, kept: Floats, cells: Floats, changed: Bools,
) -> None:  # fmt: skip
    """Count the levels of each new offer, and how often a cluster stayed as it was."""
    clusters = package.shape[1]
    for w in range(package.shape[0]):
        if not standing[w] or proposer[w] != who:
            continue
        same = seen[w] > 0
        for k in range(clusters):
            same = same and last[w, k] == package[w, k]
        if same:
            continue
        total = 0.0
        for k in range(clusters):
            if seen[w] > 0 and last[w, k] == package[w, k]:
                kept[w, k] += 1.0
            total += kept[w, k]
            counts[w, first[k] + package[w, k]] += 1.0
            last[w, k] = package[w, k]
        seen[w] += 1
        changed[w] = True
        for k in range(clusters):
            most = 1.0
            for c in range(first[k], first[k + 1]):
                most = max(most, counts[w, c])
            weight = kept[w, k] / (total * most)
            for c in range(first[k], first[k + 1]):
                cells[w, c] = weight * counts[w, c]


@dataclass
class _Counts:
    """What one opponent has asked for: last offer, offers seen, counts by cell, clusters kept, estimate."""

    last: Packages
    seen: Ints
    counts: Floats
    kept: Floats
    cells: Floats


@dataclass
class _Frequencies:
    """Counts for each other party, and worlds in which anything was learned since the last move."""

    others: list[_Counts] = field(default_factory=list)
    fresh: bool = True


@dataclass(frozen=True)
class Frequency:
    """A frequency model: what somebody keeps asking for, it wants (in the manner of ANAC's frequency models).

    A level's value is the number of different offers in a row that held it, relative to the most frequent level of
    its issue; an issue's weight is 1 plus the number of times that it stayed when the offer changed, relative to
    the sum (van Krimpen, Looije & Hajizadeh 2013 describe the two counts; Tunalı, Aydoğan & Sanchez-Anguix 2017
    discuss their limits). An offer repeated word for word tells nothing new and is counted once. Before the first
    offer nothing is known and all packages look alike.
    """

    def begin(self, view: View) -> _Frequencies:
        """Nothing counted."""
        worlds, clusters = view.worlds, len(view.space.clusters)
        shape = (worlds, view.space.cells)
        return _Frequencies(
            [
                _Counts(
                    np.zeros((worlds, clusters), dtype=np.int16), np.zeros(worlds, dtype=np.int64),
                    np.zeros(shape), np.ones((worlds, clusters)), np.zeros(shape),
                )
                for _ in view.others
            ]
        )  # fmt: skip

    def update(self, view: View, memory: _Frequencies) -> Belief:
        """Count the offer on the table, if it is new."""
        received = view.received
        changed = np.full(view.worlds, memory.fresh)
        memory.fresh = False
        everybody = [p for p in range(view.parties) if p != view.me]
        for who, known in zip(everybody, memory.others, strict=True):
            _learn(
                received.package, received.standing, received.proposer, who, view.space.first, known.last,
                known.seen, known.counts, known.kept, known.cells, changed,
            )  # fmt: skip
        cells: Any = memory.others[0].cells
        for known in memory.others[1:]:
            cells = cells + known.cells
        return Belief(cells, changed, False)
