"""MiCRO (de Jonge 2022, "An analysis of the linear bilateral ANAC domains using the MiCRO benchmark strategy")."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np

from zopa.game import kbest
from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.packing import Packing, Words
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Bounds, Scalar, Traits, traits
from zopa.strategies.parts.search import Search

_AHEAD = 7
"""Packages ranked beyond the one needed: several at once cost a world little more than one, as it is at hand then."""


@kernel
def _hear(
    package: Packages, heeded: Bools, word: Ints, shift: Words, heard: Words, count: Ints, code: Words
) -> None:  # fmt: skip
    """Add the offer on the table to the different ones heard, packed into 64-bit words, if it is new."""
    words = heard.shape[2]
    for w in range(package.shape[0]):
        if not heeded[w]:
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
            for j in range(words):
                heard[w, count[w], j] = code[j]
            count[w] += 1


@kernel
def _concede(
    open_worlds: Bools, values: Floats, found: Ints, reservation: Floats, heard: Ints, offered: Ints, least: Ints,
    repeats: Bools,
) -> bool:  # fmt: skip
    """Where the next package is offered, the last that counts, and where an earlier one is repeated; if anywhere."""
    room, anywhere = values.shape[1], False
    for w in range(offered.shape[0]):
        at = offered[w]
        concedes = open_worlds[w] and at <= heard[w] and at < found[w] and (at == 0 or values[w, at] >= reservation[w])
        offered[w] = at + concedes
        last = max(offered[w] - 1, 0)
        if values[w, last] < reservation[w]:
            # no deal has become worth more than the last of them: only those before still count
            last = -1
            for i in range(min(offered[w], room)):
                last += values[w, i] >= reservation[w]
            last = max(last, 0)
        least[w] = last
        repeats[w] = open_worlds[w] and not concedes
        anywhere = anywhere or repeats[w]
    return anywhere


@kernel
def _choose(
    least: Ints, repeats: Bools, draws: Floats, packages: Packages, values: Floats, package: Packages, worth: Floats
) -> None:  # fmt: skip
    """The last package, or one of those until there at random."""
    for w in range(least.shape[0]):
        chosen = least[w]
        if repeats[w]:
            chosen = min(int(draws[w, 0] * (least[w] + 1)), least[w])
        for k in range(package.shape[1]):
            package[w, k] = packages[w, chosen, k]
        worth[w] = values[w, least[w]]


@dataclass
class _Heard:
    """Different offers received: packed (W, room, words), and how many (W,); room to pack one, (words,)."""

    packing: Packing
    offers: Words
    count: Ints
    code: Words

    @classmethod
    def begin(cls, view: View) -> "_Heard":
        """Nothing heard."""
        packing = Packing(view.space.first)
        room = np.zeros((view.worlds, 16, packing.words), dtype=np.uint64)
        return cls(packing, room, np.zeros(view.worlds, dtype=np.int64), np.zeros(packing.words, dtype=np.uint64))

    def hear(self, view: View) -> None:
        """Take note of the offer on the table, where the talks go on."""
        if int(self.count.max()) == self.offers.shape[1]:
            self.offers = np.concatenate([self.offers, np.zeros_like(self.offers)], axis=1)
        received, packing = view.received, self.packing
        heeded = received.standing & view.open
        _hear(received.package, heeded, packing.word, packing.shift, self.offers, self.count, self.code)


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
        offered, heard, worlds = memory.offered, memory.heard.count, view.worlds
        need = offered + (offered <= heard)
        short = view.open & (need > ranked.count)
        if short.any():
            kbest.advance(ranked, np.where(short, need + _AHEAD, 0))
        least, repeats = np.empty(worlds, dtype=np.int64), np.empty(worlds, dtype=bool)
        package, worth = np.empty((worlds, ranked.packages.shape[2]), dtype=np.int16), np.empty(worlds)
        values, packages = ranked.values, ranked.packages
        anywhere = _concede(view.open, values, ranked.count, view.reservation, heard, offered, least, repeats)
        # a draw has its address: where nobody repeats anything, it need not be drawn
        draws = view.draw("repeat") if anywhere else np.empty((worlds, 0))
        _choose(least, repeats, draws, packages, values, package, worth)
        return Bid(package, worth)


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
