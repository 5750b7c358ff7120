"""Behaviour-dependent tactics: the tit-for-tat family of Faratin, Sierra & Jennings (1998), section 4.3.

The paper writes them for one issue whose price both sides see. For packages, a *demand* is what an offer takes:
mine is the utility that I ask for; theirs, as I see it, is the utility that their offer leaves me short of my best,
1 − u(offer).
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Floats, Ints
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Count, Scalar, Share, Traits, traits
from zopa.strategies.parts.search import Search


@dataclass
class _Answering:
    """Own last demand (W,), their demands newest first (W, n), how many there are (W,)."""

    search: Search
    asked: Floats
    theirs: Floats
    heard: Ints

    @classmethod
    def begin(cls, view: View, start: Scalar, length: int) -> "_Answering":
        """Nothing heard."""
        worlds = view.worlds
        return cls(
            Search.begin(view), np.zeros(worlds) + start, np.ones((worlds, length)),
            np.zeros(worlds, dtype=np.int64),
        )  # fmt: skip

    def hear(self, view: View) -> None:
        """Put the demand on the table, if there is one, in front of the earlier ones."""
        demand = 1.0 - view.utility(view.received.worth)
        new = view.received.standing
        self.theirs[:, 1:] = np.where(new[:, None], self.theirs[:, :-1], self.theirs[:, 1:])
        np.copyto(self.theirs[:, 0], demand, where=new)
        self.heard += new

    def ask(self, view: View, belief: Belief, demand: Floats, since: int) -> Bid:
        """Ask for `demand` where enough has been heard, within 0 and 1; else as before."""
        enough = self.heard > since
        self.asked = np.where(enough, np.minimum(np.maximum(demand, 0.0), 1.0), self.asked)
        return self.search.offer(view, belief, view.payoff(self.asked))


def _ratio(new: Floats, old: Floats) -> Floats:
    """New / old; 1 where the old demand was nothing to begin with."""
    return np.divide(new, old, out=np.ones_like(new), where=old > 0.0)


@dataclass(frozen=True)
class RelativeTitForTat:
    """Repeats, in percentage terms, the concession that the other made `delay` offers ago.

    Faratin et al. (1998), relative tit-for-tat: demand(n) = demand(n − 1) × theirs(m) / theirs(m − 1), kept
    within 0 and 1, where theirs(m) is the other's demand `delay` − 1 offers ago.

    Attributes:
        delay: How many offers ago (1: the latest concession).
        start: Utility asked for until there is a concession to answer.
    """

    delay: Count = 1
    start: Share = 1.0

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("offers", "payoffs", memory=True)

    def begin(self, view: View) -> _Answering:
        """Nothing heard."""
        return _Answering.begin(view, self.start, self.delay + 1)

    def bid(self, view: View, belief: Belief, memory: _Answering) -> Bid:
        """Shrink the demand as they shrank theirs."""
        memory.hear(view)
        ratio = _ratio(memory.theirs[:, self.delay - 1], memory.theirs[:, self.delay])
        return memory.ask(view, belief, memory.asked * ratio, self.delay)


@dataclass(frozen=True)
class AbsoluteTitForTat:
    """Repeats the other's concession in absolute terms, with an optional random step.

    Faratin et al. (1998), random absolute tit-for-tat: demand(n) = demand(n − 1) + theirs(m) − theirs(m − 1) +
    noise × R, kept within 0 and 1, with R uniform in [−1, 1].

    Attributes:
        delay: How many offers ago (1: the latest concession).
        noise: Largest random step in utility, up or down.
        start: Utility asked for until there is a concession to answer.
    """

    delay: Count = 1
    noise: Share = 0.0
    start: Share = 1.0

    accepts: ClassVar[Acceptance] = Next()

    @property
    def traits(self) -> Traits:
        """Random only with noise."""
        return traits("offers", "payoffs", memory=True, draws=bool(np.any(np.asarray(self.noise) != 0.0)))

    def begin(self, view: View) -> _Answering:
        """Nothing heard."""
        return _Answering.begin(view, self.start, self.delay + 1)

    def bid(self, view: View, belief: Belief, memory: _Answering) -> Bid:
        """Give as much as they gave."""
        memory.hear(view)
        step = memory.theirs[:, self.delay - 1] - memory.theirs[:, self.delay]
        if np.any(np.asarray(self.noise) != 0.0):
            step = step + self.noise * (2.0 * view.draw("step")[:, 0] - 1.0)
        return memory.ask(view, belief, memory.asked + step, self.delay)


@dataclass(frozen=True)
class AveragedTitForTat:
    """Repeats the other's percentage concession averaged over its last `window` offers.

    Faratin et al. (1998), averaged tit-for-tat: demand(n) = demand(n − 1) × theirs(m) / theirs(m − window); with
    window 1 it is relative tit-for-tat with delay 1.

    Attributes:
        window: Offers over which to average.
        start: Utility asked for until there are that many.
    """

    window: Count = 3
    start: Share = 1.0

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("offers", "payoffs", memory=True)

    def begin(self, view: View) -> _Answering:
        """Nothing heard."""
        return _Answering.begin(view, self.start, self.window + 1)

    def bid(self, view: View, belief: Belief, memory: _Answering) -> Bid:
        """Shrink the demand as they shrank theirs over the window."""
        memory.hear(view)
        return memory.ask(
            view,
            belief,
            memory.asked * _ratio(memory.theirs[:, 0], memory.theirs[:, self.window]),
            self.window,
        )
