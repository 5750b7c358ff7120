"""Commitment that may fail (Crawford 1982): to bind one's hands and hope that the other's are free."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.view import View
from zopa.strategies.parts.asking import AsAsked
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Share, Traits, Use, per_world, traits
from zopa.strategies.parts.fair import NASH, fair_point
from zopa.strategies.parts.foresight import alike, no_deals, outlook
from zopa.strategies.parts.search import Search


@dataclass
class _Hands:
    """Whether they are tied, (W,), the searches, and what a fair deal is worth, (W,), with what that was found from."""

    tied: Bools
    search: Search
    fair: Floats | None = None
    revision: Ints | None = None
    no_deal: tuple[Floats, ...] = ()


@dataclass(frozen=True)
class Committer:
    """Tries to commit to a demand; with probability q that holds, and it neither asks for nor takes any less.

    Where it does not hold the party asks for the Nash solution at its first proposal. Who offers less than that must
    be committed, so it takes what it is offered, and it gives the other everything at its second proposal, as
    the first was refused. If both attempt to commit to all, each gets (1 − q²) / 2 of the pie on average, and there is
    no deal with probability q²; to attempt is still the better answer while it costs less than q (1 − q) / 2.

    In the model everybody sees whose commitment holds; here only the first offer tells, so a bluff would pay (1 − q).

    Source: Crawford (1982), Econometrica 50: 607-637; the one-shot form of Ellingsen & Miettinen (2008), American
    Economic Review 98: 1629-1635; the idea is Schelling's (1956, 1960).

    Attributes:
        holds: Probability q that the commitment holds.
        demand: What it commits to (0 no deal, 1 its best package).
    """

    holds: Share = 0.5
    demand: Share = 1.0

    accepts: ClassVar[Acceptance] = AsAsked()

    @property
    def traits(self) -> Traits:
        """Luck decides where it is neither sure to hold nor sure to fail; time counts proposals."""
        holds = np.asarray(self.holds)
        some = bool(np.any(holds < 1.0))
        uses: set[Use] = {"payoffs", "no_deal"} if some else {"payoffs"}
        return traits(*uses, draws=bool(np.any((holds > 0.0) & (holds < 1.0))))

    def begin(self, view: View) -> _Hands:
        """Draw whether it holds, for the whole of the talks."""
        tied = view.luck.one("commitment", view.me) < per_world(self.holds, view.worlds)
        return _Hands(tied, Search.begin(view))

    def bid(self, view: View, belief: Belief, memory: _Hands) -> Bid:
        """The demand where the commitment holds; else the fair deal first, and then everything."""
        fair = self._fair(view, belief, memory)
        demand = view.payoff(per_world(self.demand, view.worlds))
        again = bool((view.course.proposer[: view.place] == view.me).any())
        free = view.reservation if again else fair
        target = np.where(memory.tied, demand, free)
        found = memory.search.offer(view, belief, target)
        return Bid(found.package, found.worth, least=np.where(memory.tied, demand, view.reservation))

    def _fair(self, view: View, belief: Belief, memory: _Hands) -> Floats:
        """What the Nash solution is worth to me, (W,); found afresh where anything has changed that it hangs on."""
        no_deal = no_deals(view)
        same = memory.revision is view.revision and alike(memory.no_deal, no_deal)
        if memory.fair is None or not same or belief.changed.any():
            ahead = outlook(view, belief)
            memory.fair = np.where(ahead.empty, view.best, ahead.worth(fair_point(ahead, NASH)))
            memory.revision, memory.no_deal = view.revision, no_deal
        return memory.fair
