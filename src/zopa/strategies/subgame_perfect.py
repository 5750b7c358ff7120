"""Perfect foresight: backward induction from the end of the talks, and Rubinstein's play as if there were no end."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, NamedTuple

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.course import Course, Waiting
from zopa.game.view import View
from zopa.solutions.choice import TIE
from zopa.solutions.subgame_perfect import accepts, backward_induction, stationary
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Traits, traits
from zopa.strategies.parts.foresight import Outlook, alike, answered, answers, no_deals, outlook

STAGES, CYCLES = 70, 60
"""Stages and cycles in each that are looked ahead without an end. On a coarse grid what is foreseen may go round and
round: then it comes back to where it was after 60 cycles, a number with many divisors, and nothing more is learned."""


class Refusals(NamedTuple):
    """What is foreseen.

    Attributes:
        ahead: The packages and the rules.
        asks: What refusing each proposal is worth to each side, (2, W, P or more).
        proposer: Side that makes each proposal, (P,); after the last one they come again, or the talks end.
        wait: Rounds from each to the next, (P,).
        ends: Whether the talks end after the last.
    """

    ahead: Outlook
    asks: Floats
    proposer: Ints
    wait: Floats
    ends: bool

    def value(self, place: int) -> Floats:
        """What it is worth to me that a proposal is about to be made, (W,)."""
        side, now = self.ahead.side, self.at(place)
        if now == self.proposer.size:
            return np.ascontiguousarray(self.ahead.no_deal[side])
        point, deal = self.ahead.agreed(int(self.proposer[now]), self.asks[:, :, now])
        worth: Floats = np.where(deal, self.ahead.worth(point), self.asks[side, :, now])
        return worth

    def staying(self, place: int) -> Floats:
        """What it is worth to me to refuse a proposal and to stay at the table, (W,)."""
        side, now, rules = self.ahead.side, self.at(place), self.ahead.rules
        factor, flow, wait = rules.factor[side], rules.flow[side], float(self.wait[now])
        shrunk = factor**wait
        rounds = np.divide(1.0 - shrunk, 1.0 - factor, out=np.full_like(factor, wait), where=factor != 1.0)
        worth: Floats = flow * rounds + shrunk * self.value(place + 1)
        return worth

    def at(self, place: int) -> int:
        """Where in the cycle a proposal stands."""
        return min(place, self.proposer.size) if self.ends else place % self.proposer.size


@dataclass
class _Foreseen:
    """What was foreseen, and from what; found afresh only where any of that has changed."""

    found: Refusals | None = None
    revision: Ints | None = None
    inputs: tuple[Floats | None, ...] = ()


def _inputs(view: View) -> tuple[Floats | None, ...]:
    """What is foreseen from, besides payoffs: what waiting does, and what no deal is worth."""
    waiting: Waiting = view.waiting
    return (
        *waiting.factor, *waiting.flow, *waiting.no_deal, *waiting.outside, waiting.hazard, *no_deals(view)
    )  # fmt: skip


class _Foresight(ABC):
    """Offers and answers from what refusals are worth."""

    accepts: ClassVar[Acceptance] = AsAsked()
    traits: ClassVar[Traits] = traits("time", "payoffs", "no_deal", "patience")

    def begin(self, view: View) -> _Foreseen:
        """Nothing foreseen yet."""
        return _Foreseen()

    @abstractmethod
    def refusals(self, ahead: Outlook, course: Course, parties: int) -> Refusals:
        """What refusing each proposal is worth to each side.

        Args:
            ahead: The packages and the rules.
            course: All proposals of the talks.
            parties: Number of parties.
        """

    def bid(self, view: View, belief: Belief, memory: _Foreseen) -> Bid:
        """The package best for me among those worth a refusal to the other; what a refusal is worth to me."""
        found = self._look(view, belief, memory)
        ahead, now = found.ahead, found.at(view.place)
        refusal = found.asks[ahead.side, :, now]
        point, deal = ahead.agreed(ahead.side, found.asks[:, :, now])
        point = np.where(deal, point, ahead.best())
        worth = ahead.worth(point)
        # what cannot be agreed is asked for all the same, unless one would rather be refused than have it
        hushed = ahead.empty | (~deal & (worth < refusal))
        worth = np.where(ahead.empty, view.best, worth)
        walks, least = None, None
        if answers(view) and view.place > 0:
            least = found.asks[ahead.side, :, found.at(view.place - 1)]
            # where there are dates, what is in force stays so whether one sits at the table or not
            walks = self._walks(view, found) if view.date is None else None
        return Bid(ahead.packages(point), worth, walks=walks, hushed=hushed, least=least)

    def _look(self, view: View, belief: Belief, memory: _Foreseen) -> Refusals:
        """Look ahead, where anything has changed."""
        fresh = memory.revision is not view.revision or bool(belief.changed.any())
        inputs = _inputs(view)
        if memory.found is None or fresh or not alike(memory.inputs, inputs):
            memory.found = self.refusals(outlook(view, belief), view.course, view.parties)
            memory.revision = view.revision
        memory.inputs = inputs
        return memory.found

    def _walks(self, view: View, found: Refusals) -> Bools:
        """Worlds in which leaving the table is worth more than to refuse and stay, (W,)."""
        outside = view.waiting.outside[view.me]
        assert outside is not None, "one's own outside option is always known"
        return ~accepts(found.staying(view.place - 1), outside)


@dataclass(frozen=True)
class SubgamePerfect(_Foresight):
    """Plays the subgame-perfect equilibrium of the talks as the protocol lays them out, by backward induction.

    Who makes the last offer owns the deadline: it gives no more than no deal is worth. So the offer before must be
    worth waiting for that, and so on to the first: with V[n] what it is worth that proposal n is made, the responder
    takes what is worth g + δ V[n+1] to it (or its outside option, if that is worth more), and the proposer keeps the
    most of what is left. Inside flows g, factors δ, outside options and the risk of breakdown are those of the
    view; who is indifferent accepts. A party whose outside option is worth more than refusing leaves the table.

    Among two parties that know each other's payoffs this is exact. What is not known is believed: see
    `parts/foresight`. Packages worth less than no deal, and those that home would not ratify, are out of the question.

    Source: Ståhl (1972), "Bargaining Theory"; Binmore, Shaked & Sutton (1989), QJE 104: 753-770; Muthoo (1999),
    "Bargaining Theory with Applications", chapters 5 and 6.
    """

    def refusals(self, ahead: Outlook, course: Course, parties: int) -> Refusals:
        """Backward induction over the whole course of the talks."""
        asks = backward_induction(ahead.points, *ahead.rules)
        return Refusals(ahead, asks, ahead.rules.proposer, ahead.rules.wait, True)


@dataclass(frozen=True)
class Rubinstein(_Foresight):
    """Plays the stationary equilibrium of alternating offers without end, whatever deadline there is.

    The limit of `subgame_perfect` as the end recedes. For one pie, factors δ1 and δ2: the proposer asks for
    (1 − δ2) / (1 − δ1 δ2), and the other takes what is left. Of the course of the talks only the cycle in which
    proposals follow each other is used. Played with a deadline, it does not see it coming.

    On a grid of packages several divisions can be stationary: it plays the one that is worst for the first proposer,
    up to a level or two below the formula (`zopa solve` prints the range). Without any cost of waiting theory says
    nothing, and whatever it plays means nothing.

    Source: Rubinstein (1982), Econometrica 50: 97-109.
    """

    def refusals(self, ahead: Outlook, course: Course, parties: int) -> Refusals:
        """Iterate over one cycle until nothing changes."""
        size, wait = cycle(course, parties)
        rules = ahead.rules._replace(proposer=ahead.rules.proposer[:size], wait=wait)
        done = np.zeros(rules.hazard.shape, dtype=bool)
        for _ in range(STAGES):
            found = stationary(ahead.points, rules, TIE, CYCLES)
            rest = (found.value == rules.no_deal).all(axis=0)
            rest |= found.error <= TIE * np.abs(found.value).max(axis=0)
            rules = rules._replace(no_deal=np.where(done, rules.no_deal, found.value))
            done |= rest  # each world by itself, whatever the others still do
            if done.all():
                break
        found = stationary(ahead.points, rules, most=0)
        return Refusals(ahead, found.asks, rules.proposer, rules.wait, False)


@lru_cache(maxsize=64)
def cycle(course: Course, parties: int) -> tuple[int, Floats]:
    """After how many proposals the course of the talks repeats itself, and the rounds from each to the next, (P,).

    Where it never does within the talks, all of it comes again a round after its end.

    Args:
        course: All proposals of the talks.
        parties: Number of parties.
    """
    asked, n = answered(course, parties), course.proposer.size
    for size in range(1, n):
        lag = asked[size:] - asked[: n - size]
        if np.array_equal(course.proposer[size:], course.proposer[: n - size]) and lag.min() == lag.max() > 0:
            return size, np.diff(asked[: size + 1]).astype(np.float64)
    return n, np.append(np.diff(asked), 1).astype(np.float64)
