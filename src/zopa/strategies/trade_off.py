"""Trade-offs by similarity (Faratin, Sierra & Jennings 2002): the same utility, as near as possible to the other's."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Packages
from zopa.game.space import Space
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Share, Traits, per_world, traits
from zopa.strategies.parts.search import Search


def likeness(space: Space) -> tuple[Floats, ...]:
    """How much two cells of a cluster are alike, 0 to 1: for each cluster (cells, cells).

    Levels that are numbers by their distance over the range, words by being the same; the mean over the issues of
    a cluster.
    """
    tables = []
    for cluster, combinations in zip(space.clusters, space.combinations, strict=True):
        alike = np.zeros((len(combinations), len(combinations)))
        for column, issue in enumerate(cluster):
            levels = space.levels[issue]
            place = np.array([combination[column] for combination in combinations])
            if any(isinstance(level, str) for level in levels):
                alike += place[:, None] == place[None, :]
                continue
            number = np.array(levels, dtype=np.float64)
            span = number.max() - number.min()
            at = ((number - number.min()) / (span if span > 0.0 else 1.0))[place]
            alike += 1.0 - np.abs(at[:, None] - at[None, :])
        tables.append(alike / len(cluster))
    return tuple(tables)


def weights(cells: Floats, allowed: Bools, space: Space) -> Floats:
    """How much each cluster is worth to somebody, relative to the sum, (W, K); all the same where nothing is known."""
    starts = space.first[:-1]
    most = np.maximum.reduceat(np.where(allowed, cells, -np.inf), starts, axis=1)
    least = np.minimum.reduceat(np.where(allowed, cells, np.inf), starts, axis=1)
    spread = most - least
    total = np.zeros(cells.shape[0])
    for k in range(spread.shape[1]):
        total = total + spread[:, k]
    even = np.full_like(spread, 1.0 / spread.shape[1])
    share: Floats = np.divide(spread, total[:, None], out=even, where=total[:, None] > 0.0)
    return share


@dataclass
class _Trading:
    """What a trade-off is made from.

    Attributes:
        search: The search among packages of at least the utility asked for.
        alike: How much cells are alike, for each cluster.
        asked: Utility asked for, (W,).
        mine: Own last offer, (W, K).
        theirs: The other's last offer, (W, K).
        heard: Worlds in which there was one, (W,).
        near: How near to each other both stood last, (W,); nan before.
        goal: What is made as large as possible, by cell, (W, C).
    """

    search: Search
    alike: tuple[Floats, ...]
    asked: Floats
    mine: Packages
    theirs: Packages
    heard: Bools
    near: Floats
    goal: Floats


@dataclass(frozen=True)
class TradeOff:
    """Of the packages worth the same to itself it offers the one most similar to the other's last offer.

    Similarity is Σ w_k s_k: s_k how much two levels are alike (by distance over the range where they are numbers, by
    being the same where they are words), w_k how much the issue matters to the other, as believed. It keeps to its
    iso-utility curve as long as the offers come nearer to each other; at a deadlock, where they do not, it goes down
    to a curve lower by `step`: the paper's "smart" strategy. What is exactly on the curve in the paper, where issues
    are continuous, is here at least on it.

    Source: Faratin, Sierra & Jennings (2002), "Using similarity criteria to make issue trade-offs in automated
    negotiations", Artificial Intelligence 142: 205-237.

    Attributes:
        start: Utility of the first curve.
        step: Utility given up at a deadlock (0.05 in the paper).
        end: Utility of the lowest curve.
    """

    start: Share = 1.0
    step: Share = 0.05
    end: Share = 0.0

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("offers", "payoffs", memory=True)

    def begin(self, view: View) -> _Trading:
        """Nothing offered, nothing heard."""
        worlds = view.worlds
        package = np.zeros((worlds, len(view.space.clusters)), dtype=np.int16)
        return _Trading(
            Search.begin(view), likeness(view.space), per_world(self.start, worlds), package, package.copy(),
            np.zeros(worlds, dtype=bool), np.full(worlds, np.nan), np.full((worlds, view.space.cells), np.nan),
        )  # fmt: skip

    def bid(self, view: View, belief: Belief, memory: _Trading) -> Bid:
        """The package most like theirs on the curve; before the first offer of theirs, the one best for them."""
        standing = view.received.standing
        memory.heard = memory.heard | standing
        np.copyto(memory.theirs, view.received.package, where=standing[:, None])
        weight, goal = weights(belief.cells, view.allowed, view.space), belief.cells.copy()
        for k, alike in enumerate(memory.alike):
            similar = weight[:, k, None] * alike[memory.theirs[:, k]]
            np.copyto(goal[:, view.space.cells_of(k)], similar, where=memory.heard[:, None])
        near = value_of(goal, memory.mine, view.space.first)
        deadlock = standing & (near <= memory.near)
        memory.near = np.where(standing & (view.move > 0), near, memory.near)
        lower = np.maximum(memory.asked - self.step, np.minimum(self.end, memory.asked))
        memory.asked = np.where(deadlock, lower, memory.asked)
        changed = (goal != memory.goal).any(axis=1)
        memory.goal = goal
        memory.mine = memory.search.best(view, view.cells, goal, view.payoff(memory.asked), changed)
        return Bid(memory.mine, memory.search.worth)
