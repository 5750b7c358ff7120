"""Parameters of the parts that a scenario can name: what their types mean in a file, and where they make sense."""

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from zopa.game.arrays import Bools, Floats

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
"""A parameter between 0 and 1: a utility, a probability, or a share."""

Positive = Annotated[Scalar, Bounds(above=0.0)]
"""A parameter above 0."""

NotNegative = Annotated[Scalar, Bounds(at_least=0.0)]
"""A parameter of at least 0."""

Count = Annotated[int, Bounds(at_least=1, at_most=1000)]
"""A whole number of offers, days or times."""


@dataclass(frozen=True)
class Meaning:
    """What a parameter that is no number stands for in a file.

    Attributes:
        kind: `party` (a party's name, compiled to its index), `issue` (an issue's name, to its index), `levels` (issue
            to the levels that are meant, to a mask of cells (C,): true at cells that hold meant levels of all issues
            named), `worth` (issue or cluster to terms as in a party's payoffs, to cells (W, C), 0 where nothing is
            said), `factors` (issue or cluster to a number, to (W, K), `missing` where nothing is said), `strategy` (the
            name of a strategy or a mapping with its `kind` and parameters, to the bidding), `strategies` (several, to
            a tuple), or `weights` (a number for each strategy of `pool`, to (W, n)).
        missing: Factor of issues that are not named.
    """

    kind: str
    missing: float = 1.0


Party = Annotated[int, Meaning("party")]
"""A party of the scenario."""

Issue = Annotated[int, Meaning("issue")]
"""An issue of the scenario."""

Levels = Annotated[Bools, Meaning("levels")]
"""Levels of some issues, as the cells that have them, (C,)."""

Worth = Annotated[Floats, Meaning("worth")]
"""What levels are worth to somebody, in terms as in a party's payoffs, as cells (W, C)."""

Factors = Annotated[Floats, Meaning("factors")]
"""A factor for each issue or cluster, (W, K); 1 for those not named."""

Amounts = Annotated[Floats, Meaning("factors", 0.0)]
"""A number for each issue or cluster, (W, K); 0 for those not named."""

OneStrategy = Annotated[Any, Meaning("strategy")]
"""Another strategy's bidding."""

Strategies = Annotated[tuple[Any, ...], Meaning("strategies")]
"""The bidding of several strategies."""

Weights = Annotated[Floats, Meaning("weights")]
"""A number of at least 0 for each strategy of `pool`, (W, n)."""


def per_world(parameter: Scalar, worlds: int) -> Floats:
    """A parameter as an array with one number per world, (W,); not to be written to."""
    if isinstance(parameter, int | float):
        return np.full(worlds, float(parameter))
    if parameter.shape == (worlds,) and parameter.dtype == np.float64 and parameter.flags.c_contiguous:
        same = parameter.view()
        same.flags.writeable = False
        return same
    return np.ascontiguousarray(np.broadcast_to(np.asarray(parameter, dtype=np.float64), (worlds,)))
