"""The interfaces: a strategy is bidding + acceptance + a model of the others; state in, state out."""

from dataclasses import dataclass
from typing import Any, Protocol

from zopa.game.arrays import Bools, Floats, Packages
from zopa.game.parameters import Bounds, Count, NotNegative, Positive, Scalar, Share, per_world
from zopa.game.statement import Statement
from zopa.game.view import Move, View
from zopa.strategies.parts.traits import Traits, Use, traits

__all__ = [
    "Acceptance", "Belief", "Bid", "Bidding", "Bounds", "Count", "Model", "NotNegative", "Positive", "Scalar", "Share",
    "Speech", "Strategy", "Traits", "Use", "per_world", "traits",
]  # fmt: skip


class Strategy(Protocol):
    """How a party plays. Holds parameters only; what it remembers is handed in and out."""

    def begin(self, view: View) -> Any:
        """The memory before the first move."""
        ...

    def move(self, view: View, memory: Any) -> tuple[Move, Any]:
        """Decide in every world at once."""
        ...


@dataclass(frozen=True, slots=True)
class Belief:
    """What a party thinks the others' payoffs are, now.

    Attributes:
        cells: Payoffs by cell, (W, C); of several others, the sum of their utilities.
        changed: Worlds in which they changed since the last move, (W,).
        exact: Whether they are known.
    """

    cells: Floats
    changed: Bools
    exact: bool


@dataclass(frozen=True, slots=True)
class Bid:
    """The offer that a party would make now.

    Attributes:
        package: The packages, (W, K).
        worth: What they are worth to the party, (W,).
        firm: Worlds in which the party takes nothing less, deadline or not, (W,); None for nowhere.
        walks: Worlds in which it would rather leave the table than refuse what lies there, (W,); None for nowhere.
        hushed: Worlds in which it makes no offer for now, (W,); None for nowhere.
        least: The least that an offer must be worth to be taken now, (W,): −inf for anything, inf for nothing; None
            for what one's own offer is worth.
    """

    package: Packages
    worth: Floats
    firm: Bools | None = None
    walks: Bools | None = None
    hushed: Bools | None = None
    least: Floats | None = None


class Bidding(Protocol):
    """What to ask for.

    `accepts` is the acceptance rule that belongs to it where none is named. A class may also have a `model` of the
    others and `says`, a tuple of statements, that belong to it where none are named.
    """

    @property
    def accepts(self) -> "Acceptance":
        """The acceptance rule that belongs to it."""
        ...

    @property
    def traits(self) -> Traits:
        """What its offers depend on, with these parameters; tested by play (`zopa.check_strategy`)."""
        ...

    def begin(self, view: View) -> Any:
        """The memory before the first move."""
        ...

    def bid(self, view: View, belief: Belief, memory: Any) -> Bid:
        """The next offer; the memory is brought up to date in place."""
        ...


class Acceptance(Protocol):
    """When to say yes to the offer on the table."""

    def begin(self, view: View) -> Any:
        """The memory before the first move."""
        ...

    def accepts(self, view: View, bid: Bid, memory: Any) -> Bools:
        """Worlds in which to accept, (W,). The party's reservation value is minded elsewhere."""
        ...


class Model(Protocol):
    """What the others are thought to want."""

    def begin(self, view: View) -> Any:
        """The memory before the first move."""
        ...

    def update(self, view: View, memory: Any) -> Belief:
        """Beliefs after the offer on the table; the memory is brought up to date in place."""
        ...


class Speech(Protocol):
    """What to say in public, and when."""

    def begin(self, view: View) -> Any:
        """The memory before the first move."""
        ...

    def say(self, view: View, memory: Any) -> Statement | None:
        """What is said at this move, or None; the memory is brought up to date in place."""
        ...
