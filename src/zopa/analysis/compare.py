"""What a comparison of two runs says: for each outcome, over which worlds, the difference and its interval; gates."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from zopa.analysis.estimates import Estimate

LEVEL = 0.95
"""Confidence of every interval."""

TAIL = 0.025
"""Probability left out at each end."""

Over = Literal["all", "deals", "both"]
"""Worlds that count: all; those with a deal in the run itself; those with a deal in both runs."""

_OVERS: tuple[Over, ...] = ("all", "deals", "both")


@dataclass(frozen=True)
class Row:
    """One line of a comparison.

    Attributes:
        over: The worlds that count.
        counted: Rows that count in each run.
        values: The measure in each run.
        difference: Second less first.
        better: Share of worlds in which the second does better; None where that is not asked.
        worse: Share in which it does worse.
    """

    over: Over
    counted: tuple[int, int]
    values: tuple[float, float]
    difference: Estimate
    better: float | None = None
    worse: float | None = None

    @property
    def low(self) -> float:
        """Lower end of the difference's interval."""
        return self.difference.lower(TAIL)

    @property
    def high(self) -> float:
        """Upper end."""
        return self.difference.upper(TAIL)

    @property
    def sign(self) -> int:
        """1 or −1 where the interval leaves out 0, else 0."""
        return 1 if self.low > 0.0 else -1 if self.high < 0.0 else 0


@dataclass(frozen=True)
class Outcome:
    """An outcome of two runs compared.

    Attributes:
        name: As gates name it.
        title: What people read.
        unit: Unit of its values.
        sort: `share`, `number`, `day` or `date`.
        statistic: `share`, `mean`, `median`, …
        rows: One for each choice of the worlds that count.
    """

    name: str
    title: str
    unit: str
    sort: str
    statistic: str
    rows: tuple[Row, ...]

    def row(self, over: Over) -> Row | None:
        """The row of a choice of worlds, where there is one."""
        return next((row for row in self.rows if row.over == over), None)


@dataclass(frozen=True)
class Gate:
    """What a difference must be for a comparison to pass.

    Attributes:
        text: As written.
        name: The outcome.
        over: The worlds that count; None where the gate does not say.
        least: Whether the bound is a lower one.
        bound: The bound.
    """

    text: str
    name: str
    over: Over | None
    least: bool
    bound: float

    @classmethod
    def read(cls, text: str) -> "Gate":
        """A gate as written: `joint>=-0.01`, or `joint|both>=-0.01` for some of the worlds.

        Raises:
            ValueError: It is not written so.
        """
        found = re.fullmatch(r"\s*(\w+)\s*(?:\|\s*(\w+)\s*)?([<>]=)\s*(\S+)\s*", text)
        number = _number(found[4]) if found else None
        if found is None or number is None or found[2] not in (None, *_OVERS):
            raise ValueError(
                f"a gate is written OUTCOME>=NUMBER or OUTCOME<=NUMBER, for example joint>=-0.01 or "
                f"annual_us|deals>=0 (all, deals, both), not {text!r}; shares as shares: -0.02 is two points"
            )
        over = next((one for one in _OVERS if one == found[2]), None)
        return cls(text.strip(), found[1], over, found[3] == ">=", number)

    def passes(self, row: Row) -> bool:
        """Whether the whole interval of the difference keeps to the bound; one that reaches across it does not."""
        return row.low >= self.bound if self.least else row.high <= self.bound


def _number(text: str) -> float | None:
    try:
        number = float(text.replace("−", "-"))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
