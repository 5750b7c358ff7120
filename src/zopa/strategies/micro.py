"""MiCRO (de Jonge 2022, "An analysis of the linear bilateral ANAC domains using the MiCRO benchmark strategy")."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from numba import njit

from zopa.game import kbest
from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.packing import Packing
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Bounds, Scalar, Traits, traits
from zopa.strategies.parts.search import Search


@njit(cache=True)
def _hear(
    package: Packages, standing: Bools, word: Ints, shift: np.ndarray, heard: np.ndarray, count: Ints
) -> None:  # fmt: skip
    """Add the offer on the table to the different ones heard, packed into 64-bit words, if it is new."""
    words = heard.shape[2]
    code = np.zeros(words, dtype=np.uint64)
    for w in range(package.shape[0]):
        if not standing[w]:
            continue
        code[:] = 0
        for k in range(package.shape[1]):
            code[word[k]] |= np.uint64(package[w, k]) << shift[k]
        known = False
        for i in range(count[w] - 1, -1, -1):
            known = True
            for j in range(words):
                known = known and heard[w, i, j] == code[j]
            if known:
                break
        if not known:
            heard[w, count[w], :] = code
            count[w] += 1


@dataclass
class _Heard:
    """Different offers received: packed (W, room, words), and how many (W,)."""

    packing: Packing
    offers: np.ndarray
    count: Ints

    @classmethod
    def begin(cls, view: View) -> "_Heard":
        """Nothing heard."""
        packing = Packing(view.space.first)
        room = np.zeros((view.worlds, 16, packing.words), dtype=np.uint64)
        return cls(packing, room, np.zeros(view.worlds, dtype=np.int64))

    def hear(self, view: View) -> None:
        """Take note of the offer on the table."""
        if int(self.count.max()) == self.offers.shape[1]:
            self.offers = np.concatenate([self.offers, np.zeros_like(self.offers)], axis=1)
        received, packing = view.received, self.packing
        _hear(received.package, received.standing, packing.word, packing.shift, self.offers, self.count)


@dataclass
class _Ranking:
    """Own packages from the best down, how many have been offered (W,), and what was heard."""

    heard: _Heard
    ranked: kbest.KBestState
    offered: Ints
    revision: Ints


@dataclass(frozen=True)
class Micro:
    """Concedes one package down its own ranking for each new package that the other offers.

    If it has made no more different offers than it has received, it offers its next-best package, unless that is
    worth less than its reservation value; otherwise it repeats one of its earlier offers at random. It accepts what
    is worth at least the least of its own offers. It needs no deadline and no opponent model.

    On large spaces the ranking is fine and 100 rounds rarely bring a deal: see `micro_coarse`.

    Source: de Jonge (2022), IJCAI-22: 223-229, algorithm 1.
    """

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("offers", memory=True, draws=True)

    def begin(self, view: View) -> _Ranking:
        """Start the ranking."""
        ranked = kbest.start(view.cells, view.allowed, view.space.first)
        return _Ranking(_Heard.begin(view), ranked, np.zeros(view.worlds, dtype=np.int64), view.revision)

    def bid(self, view: View, belief: Belief, memory: _Ranking) -> Bid:
        """The next-best package, or an earlier one."""
        memory.heard.hear(view)
        ranked = memory.ranked
        changed = memory.revision != view.revision
        if changed.any():
            kbest.restart(ranked, view.cells, view.allowed, changed)
            memory.revision = view.revision
        concede = memory.offered <= memory.heard.count
        kbest.advance(ranked, memory.offered + concede)
        rows = np.arange(view.worlds)
        next_worth = ranked.values[rows, np.minimum(memory.offered, ranked.values.shape[1] - 1)]
        concede &= (memory.offered < ranked.count) & ((next_worth >= view.reservation) | (memory.offered == 0))
        memory.offered = memory.offered + concede
        least = memory.offered - 1
        lost = ranked.values[rows, least] < view.reservation
        if lost.any():  # no deal has become worth more than the last of them: only those before still count
            worth_it = np.sum(ranked.values >= view.reservation[:, None], axis=1)
            least = np.where(lost, np.maximum(worth_it - 1, 0), least)
        earlier = (view.draw("repeat")[:, 0] * (least + 1)).astype(np.int64)
        chosen = np.where(concede, least, np.minimum(earlier, least))
        return Bid(np.ascontiguousarray(ranked.packages[rows, chosen]), ranked.values[rows, least])


@dataclass
class _Steps:
    """Search, different offers heard, and the number of steps conceded, (W,)."""

    search: Search
    heard: _Heard
    steps: Ints


@dataclass(frozen=True)
class MicroCoarse:
    """MiCRO in steps of utility: one step of `grain` down for each new package that the other offers.

    The rule of de Jonge (2022) with the ranking of single packages replaced by steps of equal utility, so that it
    deals on large spaces within a hundred rounds; the offer of each step is the package best for the other, as
    believed. With a grain below the smallest gap of the ranking it concedes at the same moments as `micro`.

    Attributes:
        grain: Utility conceded at each step.
    """

    grain: Annotated[Scalar, Bounds(above=0.0, at_most=1.0)] = 0.02

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("offers", "payoffs", memory=True)

    def begin(self, view: View) -> _Steps:
        """Nothing heard, nothing conceded."""
        return _Steps(Search.begin(view), _Heard.begin(view), np.zeros(view.worlds, dtype=np.int64))

    def bid(self, view: View, belief: Belief, memory: _Steps) -> Bid:
        """One step further down, or the same step again."""
        memory.heard.hear(view)
        memory.steps = memory.steps + (memory.steps <= memory.heard.count)
        utility: Floats = np.maximum(1.0 - self.grain * (memory.steps - 1.0), 0.0)
        return memory.search.offer(view, belief, view.payoff(utility))
