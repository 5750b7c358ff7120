"""Issue by issue (Busch & Horstmann 1997): an agenda in time, within offers that are packages."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.strategies.parts.acceptance import Next
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Positive, Share, Traits, per_world, traits
from zopa.strategies.parts.search import Search


@kernel
def _floor(mine: Floats, allowed: Bools, first: Ints, no_deal: float, w: int) -> float:
    """Share of its range at which every issue must stay for the whole to be worth no deal; for use in kernels."""
    worst, best = 0.0, 0.0
    for k in range(first.shape[0] - 1):
        least, most = np.inf, -np.inf
        for c in range(first[k], first[k + 1]):
            if allowed[w, c]:
                least, most = min(least, mine[w, c]), max(most, mine[w, c])
        worst += least
        best += most
    return min(max((no_deal - worst) / (best - worst), 0.0), 1.0) if best > worst else 0.0


@kernel
def _in_turn(
    mine: Floats, theirs: Floats, allowed: Bools, first: Ints, gone: Floats, beta: Floats, start: Floats, end: Floats,
    no_deal: Floats, settled: Ints, package: Packages,
) -> None:  # fmt: skip
    """Write the offer over the last one: settled issues stay, the others are asked for as their time has come."""
    clusters = first.shape[0] - 1
    for w in range(gone.shape[0]):
        floor = _floor(mine, allowed, first, no_deal[w], w)
        for k in range(settled[w], clusters):
            spent = min(max(gone[w] * clusters - k, 0.0), 1.0)
            asked = start[w] + (end[w] - start[w]) * spent ** (1.0 / beta[w])
            least, most = np.inf, -np.inf
            for c in range(first[k], first[k + 1]):
                if allowed[w, c]:
                    least, most = min(least, mine[w, c]), max(most, mine[w, c])
            target = least + (floor + (1.0 - floor) * asked) * (most - least)
            best = -1
            for c in range(first[k], first[k + 1]):
                if not allowed[w, c] or (mine[w, c] < target and mine[w, c] < most):
                    continue
                if (
                    best < 0
                    or theirs[w, c] > theirs[w, best]
                    or (theirs[w, c] == theirs[w, best] and mine[w, c] > mine[w, best])
                ):
                    best = c
            package[w, k] = best - first[k]


@dataclass
class _Agenda:
    """The search, and the last offer, (W, K)."""

    search: Search
    mine: Packages
    began: bool = False


@dataclass(frozen=True)
class IssueByIssue:
    """Settles the issues one after the other, in the order in which the scenario lists them.

    Each issue has the same share of the time. Until its turn comes, the party asks for its best level; in its turn it
    concedes from `start` to `end` of its range, along gone ** (1/beta) of that turn; what is best for the other at that
    demand is offered. Issues at the head of the agenda on which both last offers agree are settled and stay as they
    are. Utility of an issue runs from 1 at its best level to 0 at such a share of its range that the whole, with
    all issues there, is just worth no deal.

    Simplified: offers are packages, so nothing is binding before all is agreed, and the other may come back to an
    issue, which re-opens it.

    Source: Busch & Horstmann (1997), "A comment on issue-by-issue negotiations", Games and Economic Behavior 19:
    144-148; Fershtman (1990), Games and Economic Behavior 2: 224-238, on agendas.

    Attributes:
        beta: Shape of the concession on an issue: below 1 late, 1 even, above 1 early.
        start: Utility of an issue asked for at first.
        end: Utility of an issue asked for when its turn is over.
    """

    beta: Positive = 1.0
    start: Share = 1.0
    end: Share = 0.0

    accepts: ClassVar[Acceptance] = Next()
    traits: ClassVar[Traits] = traits("time", "offers", "payoffs", memory=True)

    def begin(self, view: View) -> _Agenda:
        """Nothing settled."""
        package = np.zeros((view.worlds, len(view.space.clusters)), dtype=np.int16)
        return _Agenda(Search.begin(view), package)

    def bid(self, view: View, belief: Belief, memory: _Agenda) -> Bid:
        """What is settled, what its turn has brought, and the best of the rest."""
        w, first = view.worlds, view.space.first
        agreed = (memory.mine == view.received.package) & view.received.standing[:, None] & memory.began
        agreed &= np.take_along_axis(view.allowed, first[:-1] + memory.mine, axis=1)
        settled = np.minimum.accumulate(agreed, axis=1).sum(axis=1)
        _in_turn(
            view.cells, belief.cells, view.allowed, first, view.gone, per_world(self.beta, w), per_world(self.start, w),
            per_world(self.end, w), view.reservation, settled, memory.mine,
        )  # fmt: skip
        memory.began = True
        worth = value_of(view.cells, memory.mine, first)
        whole = memory.search.offer(view, belief, view.reservation)  # where the parts do not add up to a deal
        short = worth < view.reservation
        return Bid(np.where(short[:, None], whole.package, memory.mine), np.where(short, whole.worth, worth))
