"""Strategies made of strategies: all follow the talks, and in each world one of them plays."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.parameters import Strategies, Weights
from zopa.game.view import View
from zopa.strategies.parts.base import Acceptance, Belief, Bid, Bidding, Traits, Use, traits

POOL = "pool"
"""Address of the draw of a strategy from a pool."""


class Mixed(Protocol):
    """A strategy that is made of others."""

    @property
    def members(self) -> tuple[Bidding, ...]:
        """The others."""
        ...

    def watch(self, view: View) -> Any:
        """What has to be remembered to know which of them plays."""
        ...

    def playing(self, view: View, memory: Any) -> Ints:
        """Number of the member that plays, (W,); the memory is brought up to date in place."""
        ...


@dataclass
class _Seats:
    """Who plays, and the memories of each member's bidding and model of the others."""

    watch: Any
    bidding: list[Any]
    models: list[Any]


def begin_all(whole: Mixed, view: View) -> _Seats:
    """Empty memories of all members."""
    models = [getattr(member, "model", None) for member in whole.members]
    return _Seats(
        whole.watch(view), [member.begin(view) for member in whole.members],
        [None if model is None else model.begin(view) for model in models],
    )  # fmt: skip


def bid_of_the_playing(whole: Mixed, view: View, belief: Belief, memory: _Seats) -> Bid:
    """The offer of the member that plays in each world; every one of them follows the talks as if it played.

    A member with a model of its own uses that instead of `belief`.
    """
    bids = []
    for member, seat, known in zip(whole.members, memory.bidding, memory.models, strict=True):
        model: Any = getattr(member, "model", None)
        bids.append(member.bid(view, belief if model is None else model.update(view, known), seat))
    return one_of(bids, whole.playing(view, memory.watch))


def one_of(bids: Sequence[Bid], which: Ints) -> Bid:
    """In each world one of several offers.

    Args:
        bids: The offers.
        which: Number of the one that counts, (W,).
    """
    package, worth = bids[0].package.copy(), bids[0].worth.copy()
    for number, bid in enumerate(bids[1:], start=1):
        mine = which == number
        package[mine], worth[mine] = bid.package[mine], bid.worth[mine]
    firm, walks, hushed = (_marks([getattr(bid, name) for bid in bids], which) for name in ("firm", "walks", "hushed"))
    return Bid(package, worth, firm, walks, hushed, _least(bids, which))


def _least(bids: Sequence[Bid], which: Ints) -> Floats | None:
    """In each world the least that the one that counts takes; None where none of them names any."""
    if all(bid.least is None for bid in bids):
        return None
    each = [bid.worth if bid.least is None else bid.least for bid in bids]
    taken: Floats = np.stack(each)[which, np.arange(which.shape[0])]
    return taken


def _marks(marks: Sequence[Bools | None], which: Ints) -> Bools | None:
    """In each world the mark of the one that counts; None where none of them marks anything."""
    if all(mark is None for mark in marks):
        return None
    out = np.zeros(which.shape[0], dtype=bool)
    for number, mark in enumerate(marks):
        if mark is not None:
            out |= mark & (which == number)
    return out


@dataclass
class _Listening:
    """Who plays, and the memories of each member's acceptance rule."""

    watch: Any
    rules: list[Any]


@dataclass(frozen=True)
class AsPlayed:
    """Accepts what the member that plays would accept by the rule that belongs to it.

    Attributes:
        whole: The strategy made of others.
    """

    whole: Any

    def begin(self, view: View) -> _Listening:
        """Empty memories of all members' rules."""
        return _Listening(self.whole.watch(view), [member.accepts.begin(view) for member in self.whole.members])

    def accepts(self, view: View, bid: Bid, memory: _Listening) -> Bools:
        """Ask all, count the one that plays."""
        which, out = self.whole.playing(view, memory.watch), np.zeros(view.worlds, dtype=bool)
        for number, (member, known) in enumerate(zip(self.whole.members, memory.rules, strict=True)):
            out |= member.accepts.accepts(view, bid, known) & (which == number)
        return out


def used_by(members: Sequence[Bidding]) -> set[Use]:
    """All information that any of several strategies uses."""
    return {use for member in members for use in member.traits.uses}


def picks(mixture: Floats, fate: Floats) -> Ints:
    """A member for each world by its probabilities.

    Args:
        mixture: Weight of each member, at least 0, one of them above, (W, n).
        fate: A uniform draw for each world, (W,).

    Returns:
        Numbers of members, (W,).

    >>> picks(np.array([[1.0, 3.0], [1.0, 3.0]]), np.array([0.2, 0.3])).tolist()
    [0, 1]
    """
    reached = np.cumsum(mixture, axis=1)
    passed: Ints = (reached[:, :-1] <= (fate * reached[:, -1])[:, None]).sum(axis=1)
    return passed


class DrawnOnce(ABC):
    """What strategies that draw one of a pool before the talks have in common: they play and accept as the one drawn.

    Attributes:
        pool: The strategies.
        weights: What the draw goes by, (W, n), or None.
    """

    pool: Strategies
    weights: Weights | None

    @abstractmethod
    def mixture(self, worlds: int) -> Floats:
        """Weight of each strategy in the draw, (W, n)."""

    @property
    def accepts(self) -> Acceptance:
        """As the strategy drawn."""
        return AsPlayed(self)

    @property
    def members(self) -> tuple[Bidding, ...]:
        """The pool."""
        return self.pool

    @property
    def traits(self) -> Traits:
        """What any of the pool uses; it draws luck unless it has no choice."""
        each = [member.traits for member in self.members]
        choice = len(self.pool) > 1
        if self.weights is not None:
            choice = bool(((self.mixture(len(self.weights)) > 0.0).sum(axis=1) > 1).any())
        memory, draws = any(one.memory for one in each), choice or any(one.draws for one in each)
        return traits(*used_by(self.members), memory=memory, draws=draws)

    def watch(self, view: View) -> Ints:
        """Draw one for these talks."""
        return picks(self.mixture(view.worlds), view.luck.one(POOL, view.me))

    def playing(self, view: View, memory: Ints) -> Ints:
        """The one drawn, to the end."""
        return memory

    def begin(self, view: View) -> Any:
        """Let all follow the talks."""
        return begin_all(self, view)

    def bid(self, view: View, belief: Belief, memory: Any) -> Bid:
        """The offer of the one drawn."""
        return bid_of_the_playing(self, view, belief, memory)
