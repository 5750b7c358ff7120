"""What a party that looks ahead looks at: the packages that could be agreed, and the rules of the talks to come.

All of it is common knowledge where payoffs are. Where something is not known of the other, a party puts in what it
believes, and else its own: the other's packages as believed, its own discount factor and flow, and of what no deal is
worth to the other that it is as bad as the worst of the efficient packages, from which its payoffs are then counted.
Several others count as one, whose payoff is the sum of theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.course import Course
from zopa.game.frontier import Frontier, best_for_them, frontier, packages_at
from zopa.game.view import View
from zopa.solutions.choice import TIE
from zopa.solutions.induction import Terms, terms
from zopa.solutions.subgame_perfect import accepts
from zopa.strategies.parts.base import Belief

CAP = 512
"""Most packages kept of a frontier that only this party believes in."""


@dataclass(frozen=True, eq=False)
class Outlook:
    """What could be agreed, and under which rules the talks go on.

    Attributes:
        points: The efficient packages that neither side would rather do without, and that home would ratify.
        side: Which of the frontier's two parties I am, 0 or 1.
        no_deal: What no deal is worth to each side, (2, W).
        rules: The rules of the talks, from the first proposal to the last.
    """

    points: Frontier
    side: int
    no_deal: Floats
    rules: Terms

    @property
    def empty(self) -> Bools:
        """Worlds in which nothing could be agreed, (W,)."""
        none: Bools = np.diff(self.points.start) == 0
        return none

    @property
    def own(self) -> Floats:
        """My payoffs along the frontiers, (N,)."""
        return self.points.mine if self.side == 0 else self.points.theirs

    def hopes(self) -> Floats:
        """What each side gets in its best package, (2, W); no deal where nothing could be agreed."""
        if not self.points.mine.size:
            return self.no_deal.copy()
        start, last = self._within(self.points.start[:-1]), self._within(self.points.start[1:] - 1)
        return np.where(self.empty, self.no_deal, np.stack((self.points.mine[last], self.points.theirs[start])))

    def granting(self, side: int, ask: Floats) -> tuple[Ints, Floats]:
        """The point best for the one side among those worth an ask to the other, and what it is worth to the one.

        Where no point is worth the ask: the best for who asks.

        Args:
            side: Who asks.
            ask: For how much, (W,).
        """
        point = self._within(best_for_them(self.points, ask - TIE * np.abs(ask), side))
        left = self.points.theirs if side == 0 else self.points.mine
        if not left.size:
            return point, self.no_deal[1 - side]
        return point, np.where(self.empty, self.no_deal[1 - side], left[point])

    def best(self) -> Ints:
        """For each world the point best for me, (W,); any where nothing could be agreed."""
        start = self.points.start
        return self._within(start[1:] - 1 if self.side == 0 else start[:-1])

    def agreed(self, proposer: int, asks: Floats) -> tuple[Ints, Bools]:
        """What comes of a proposal: the point best for the proposer that the other takes, and where that is a deal.

        Args:
            proposer: Side of the proposer.
            asks: What a refusal is worth to each side, (2, W).

        Returns:
            The points, (W,), meaningless where there is no deal, and where there is one, (W,): where the other takes
            the point and the proposer would not rather be refused.
        """
        takes = asks[1 - proposer]
        point, _ = self.granting(1 - proposer, takes)
        deal: Bools = ~self.empty
        if self.points.mine.size:
            deal &= accepts(self.points.mine[point], asks[0]) & accepts(self.points.theirs[point], asks[1])
        return point, deal

    def worth(self, point: Ints) -> Floats:
        """What points are worth to me, (W,); −inf where nothing could be agreed."""
        if not self.own.size:
            return np.full(point.shape, -np.inf)
        return np.where(self.empty, -np.inf, self.own[point])

    def other(self, point: Ints) -> Floats:
        """What points are worth to the other, of any shape; 0 where no world could agree on anything."""
        theirs = self.points.theirs if self.side == 0 else self.points.mine
        return theirs[point] if theirs.size else np.zeros(point.shape)

    def packages(self, point: Ints) -> Packages:
        """The packages at points, (W, K); meaningless where nothing could be agreed."""
        if not self.points.mine.size:
            return np.zeros((point.shape[0], self.points.packing.word.shape[0]), dtype=np.int16)
        return packages_at(self.points, point)

    def _within(self, point: Ints) -> Ints:
        return np.clip(point, 0, max(self.points.mine.size - 1, 0))


def answered(course: Course, parties: int) -> Ints:
    """The round in which each proposal is answered by the last who must, (N,).

    Where who refuses answers with an offer of its own, a proposal made late in a round is answered in the next. Such a
    protocol has a proposal less in its last round, as nobody could answer it.

    Args:
        course: All proposals of the talks.
        parties: Number of parties.
    """
    made = course.round
    if course.rounds == 1 or (made == made[0]).sum() == (made == made[-1]).sum():
        return made
    later = np.minimum(np.arange(made.size) + parties - 1, made.size - 1)
    out: Ints = np.where(np.arange(made.size) + parties - 1 < made.size, made[later], course.rounds - 1)
    return out


def answers(view: View) -> bool:
    """Whether this party's turn is an answer to a proposal, and not its own proposal alone."""
    if not view.may_propose:
        return True
    asked = answered(view.course, view.parties)
    before = view.place - 1
    return before >= 0 and view.course.proposer[before] != view.me and bool(asked[before] == view.index)


def no_deals(view: View) -> tuple[Floats, ...]:
    """What no deal is worth to me and, as known or believed, to each of the others, (W,) each."""
    return (view.reservation, *(other.reservation for other in view.others))


def alike(some: Sequence[Floats | None], others: Sequence[Floats | None]) -> bool:
    """Whether arrays hold the same, one by one: what was worked out from the ones then holds for the others."""
    return len(some) == len(others) and all(
        a is b or (a is not None and b is not None and np.array_equal(a, b)) for a, b in zip(some, others, strict=True)
    )


def outlook(view: View, belief: Belief) -> Outlook:
    """What could be agreed, and under which rules.

    Args:
        view: What I know.
        belief: What I think the others want.
    """
    known = belief.exact and view.efficient is not None
    side = view.me if known else 0
    if known:
        assert view.efficient is not None
        points = view.efficient.frontier
    else:
        points = frontier(view.cells, belief.cells, view.allowed, view.space.first, CAP)
    given = len(view.others) == 1 and belief.cells is view.others[0].cells
    if given and np.isfinite(view.others[0].reservation).all():
        no_deal = _pair(view.reservation, view.others[0].reservation, side)
    else:
        points = _gains(points, side)
        no_deal = _pair(view.reservation, np.zeros(view.worlds), side)
    points = _rational(points, no_deal)
    if view.consents is not None:
        points = _ratifiable(points, view)
    return Outlook(points, side, no_deal, _rules(view, side, no_deal, given))


def _gains(points: Frontier, side: int) -> Frontier:
    """The frontier with the other's payoffs counted from what the package best for me gives it."""
    size = np.diff(points.start)
    if side == 0:
        return replace(points, theirs=points.theirs - np.repeat(points.theirs[points.start[1:] - 1], size))
    return replace(points, mine=points.mine - np.repeat(points.mine[points.start[:-1]], size))


def _pair(own: Floats, other: Floats, side: int) -> Floats:
    """Mine and the other's in the order of the frontier's parties, (2, W)."""
    return np.stack((own, other) if side == 0 else (other, own))


def _rules(view: View, side: int, no_deal: Floats, given: bool) -> Terms:
    """The rules of the talks; the risk of breakdown counts as so much more impatience.

    With h the risk in a round, δ the factor, g the flow and b no deal, a payoff u one round later is worth
    g + δ (h b + (1 − h) u): flow g + δ h b, and factor (1 − h) δ.
    """
    waiting, me = view.waiting, view.me

    def both(of_all: tuple[Floats | None, ...], missing: Floats | None = None) -> Floats:
        own = of_all[me]
        assert own is not None, "what waiting does to oneself is always known"
        other = of_all[1 - me] if given else None
        spare = own if missing is None else missing
        return _pair(own, spare if other is None else other, side)

    factor, flow = both(waiting.factor), both(waiting.flow)
    risk = waiting.hazard
    asked = answered(view.course, view.parties)
    wait = np.diff(asked, append=view.course.rounds - 1).astype(np.float64)
    proposer = np.where(view.course.proposer == me, side, 1 - side)
    return terms(
        proposer, (1.0 - risk) * factor, wait=wait, flow=flow + factor * risk * no_deal, no_deal=no_deal,
        outside=both(waiting.outside, no_deal[1 - side]),
    )  # fmt: skip


def _ratifiable(points: Frontier, view: View) -> Frontier:
    """The points that home would ratify, as far as I know."""
    assert view.consents is not None
    if not points.mine.size:
        return points
    world = np.repeat(np.arange(view.worlds), np.diff(points.start))
    package = packages_at(points, np.arange(points.mine.size))
    kept = np.ones(world.shape, dtype=bool)
    for cells, least in zip(view.consents.cells, view.consents.least, strict=True):
        worth = np.zeros(world.shape)
        for k in range(package.shape[1]):
            worth = worth + cells[world, view.space.first[k] + package[:, k]]
        kept &= worth >= least[world]
    start = np.concatenate(([0], np.cumsum(np.bincount(world[kept], minlength=view.worlds)))).astype(np.int64)
    return replace(points, start=start, mine=points.mine[kept], theirs=points.theirs[kept], code=points.code[kept])


def _rational(points: Frontier, floor: Floats) -> Frontier:
    """The points worth no deal to both, to the last bit: a party refuses what is less by a rounding."""
    world = np.repeat(np.arange(floor.shape[1]), np.diff(points.start))
    kept = (points.mine >= floor[0, world]) & (points.theirs >= floor[1, world])
    start = np.concatenate(([0], np.cumsum(np.bincount(world[kept], minlength=floor.shape[1])))).astype(np.int64)
    return replace(points, start=start, mine=points.mine[kept], theirs=points.theirs[kept], code=points.code[kept])
