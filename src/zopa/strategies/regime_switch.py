"""One strategy before a turning point, another after it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.parameters import OneStrategy
from zopa.game.view import View
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Bidding, NotNegative, Share, Traits, Use, traits
from zopa.strategies.parts.mixed import AsPlayed, begin_all, bid_of_the_playing, used_by


@dataclass
class _Watch:
    """Approval when it was first asked about, (W,), nan before; worlds that have turned for good, (W,)."""

    approval: Floats
    turned: Bools


@dataclass(frozen=True)
class RegimeSwitch:
    """Plays one strategy before a turning point and another after it.

    Turning points of negotiations are set off from inside (the time runs out) or outside (a date, the home front, a
    market): Druckman (2001), "Turning points in international negotiation", Journal of Conflict Resolution 45:
    519-544. A loss may turn a government towards risk: Levy (1992), "Prospect theory and international relations",
    Political Psychology 13: 283-310, after Kahneman & Tversky (1979). The turn comes where any condition named
    holds; where none is named, when half of the time is gone. It accepts as the strategy that plays does; the other
    one follows the talks as if it played.

    Attributes:
        before: The strategy before: a name, or a mapping with a kind and its parameters.
        after: The strategy after.
        gone: Share of the time gone from which `after` holds.
        since: Day from which `after` holds.
        until: Day from which the date no longer counts: `before` holds again.
        approval_lost: Support lost at home, since it was first asked about, from which `after` holds, a share.
        stress: Stress of the bond market from which `after` holds (1: the threshold of pain).
        lasting: Whether a turn is for good, though its condition should no longer hold.
    """

    before: OneStrategy
    after: OneStrategy
    gone: Share | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    approval_lost: NotNegative | None = None
    stress: NotNegative | None = None
    lasting: bool = False

    @property
    def accepts(self) -> Acceptance:
        """As the strategy that plays."""
        return AsPlayed(self)

    @property
    def members(self) -> tuple[Bidding, ...]:
        """Before, after."""
        return self.before, self.after

    @property
    def traits(self) -> Traits:
        """What either uses, and what turns the one into the other."""
        uses: set[Use] = used_by(self.members)
        if self._by_time():
            uses.add("time")
        if self.since is not None:
            uses.add("dates")
        if self.approval_lost is not None or self.stress is not None:
            uses.add("home")
        each = [member.traits for member in self.members]
        memory = self.lasting or self.approval_lost is not None or any(one.memory for one in each)
        return traits(*uses, memory=memory, draws=any(one.draws for one in each))

    def _by_time(self) -> bool:
        return self.gone is not None or (self.since is None and self.approval_lost is None and self.stress is None)

    def watch(self, view: View) -> _Watch:
        """Nothing has turned."""
        return _Watch(np.full(view.worlds, np.nan), np.zeros(view.worlds, dtype=bool))

    def playing(self, view: View, memory: _Watch) -> Ints:
        """0 before the turn, 1 after it."""
        turned = np.full(view.worlds, self._dated(view.date))
        if self._by_time():
            turned |= view.gone >= (0.5 if self.gone is None else self.gone)
        if self.approval_lost is not None:
            memory.approval = np.where(np.isnan(memory.approval), view.approval, memory.approval)
            turned |= np.nan_to_num(memory.approval - view.approval) >= self.approval_lost
        if self.stress is not None:
            turned |= np.nan_to_num(view.stress) >= self.stress
        if self.lasting:
            turned |= memory.turned
            memory.turned = turned
        return turned.astype(np.int64)

    def _dated(self, day: dt.date | None) -> bool:
        """Whether the date alone has `after` hold."""
        if day is None or self.since is None or day < self.since:
            return False
        return self.until is None or day < self.until

    def begin(self, view: View) -> Any:
        """Let both follow the talks."""
        return begin_all(self, view)

    def bid(self, view: View, belief: Belief, memory: Any) -> Bid:
        """The offer of the strategy that plays."""
        return bid_of_the_playing(self, view, belief, memory)
