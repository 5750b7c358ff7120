"""The interfaces: a strategy is bidding + acceptance + a model of the others; state in, state out."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Protocol

import numpy as np

from zopa.game.arrays import Bools, Floats, Packages
from zopa.game.view import Move, View

Scalar = float | Floats
"""A parameter: one number for all worlds, or one for each, (W,)."""


@dataclass(frozen=True)
class Bounds:
    """Where a parameter means something; scenario files are held to it.

    Attributes:
        at_least: Lowest value, or None.
        at_most: Highest value, or None.
        above: Value that it must exceed, or None.
    """

    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None

    def broken(self, low: float, high: float) -> str | None:
        """What numbers between `low` and `high` break, in words, or None."""
        if self.above is not None and low <= self.above:
            return f"must be above {self.above:g}"
        if self.at_least is not None and low < self.at_least:
            return f"must be at least {self.at_least:g}"
        if self.at_most is not None and high > self.at_most:
            return f"must be at most {self.at_most:g}"
        return None


Share = Annotated[Scalar, Bounds(at_least=0.0, at_most=1.0)]
"""A parameter between 0 and 1: a utility, or a share of the time."""

Positive = Annotated[Scalar, Bounds(above=0.0)]
"""A parameter above 0."""

Count = Annotated[int, Bounds(at_least=1, at_most=1000)]
"""A whole number of offers."""


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
    """

    package: Packages
    worth: Floats


class Bidding(Protocol):
    """What to ask for. `accepts` is the acceptance rule that belongs to it where none is named."""

    accepts: ClassVar["Acceptance"]

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


def per_world(parameter: Scalar, worlds: int) -> Floats:
    """A parameter as an array with one number per world, (W,)."""
    return np.ascontiguousarray(np.broadcast_to(np.asarray(parameter, dtype=np.float64), (worlds,)))
