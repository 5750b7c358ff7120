"""Families of strategies: a strategy some of whose parameters are searched over ranges."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zopa.build.parts import bounds_of, hints_of
from zopa.build.registry import named_strategies
from zopa.experiments.search import Axis
from zopa.game.parameters import Bounds, Scalar
from zopa.scenario.problems import did_you_mean
from zopa.scenario.read import Document

RATIOS = (0.05, 20.0)
"""Where a parameter above 0 without a largest value is searched."""


@dataclass(frozen=True)
class Family:
    """Strategies that differ in some parameters.

    Attributes:
        strategy: The mapping that they share, with its `kind`.
        ranges: Parameter to its lowest and highest value.
    """

    strategy: Mapping[str, Any]
    ranges: Mapping[str, tuple[float, float]]

    @property
    def kind(self) -> str:
        """The strategy's name."""
        return str(self.strategy["kind"])

    @classmethod
    def of(cls, kind: str) -> "Family":
        """All numbers of a strategy that have bounds, from the lowest to the highest; of the positive, ratios.

        Raises:
            ValueError: There is no such strategy, or it has no such numbers.
        """
        known = named_strategies()
        if kind not in known:
            raise ValueError(f"there is no strategy {kind!r} ({did_you_mean(kind, known) or 'zopa list strategies'})")
        part = known[kind].part
        ranges = {one.name: ends for one in dataclasses.fields(part) if (ends := _ends(part, one.name)) is not None}
        if not ranges:
            raise ValueError(f"{kind} has no number with bounds that could be searched: give ranges")
        return cls({"kind": kind}, ranges)


def _ends(part: type[Any], name: str) -> tuple[float, float] | None:
    """The ends of what a parameter may be, as far as it says so; None where it does not, or is no number."""
    limits: Bounds | None = bounds_of(part, name)
    if limits is None or hints_of(part)[name] not in (Scalar, Scalar | None, int):
        return None
    if limits.above == 0.0 and limits.at_most is None:
        return RATIOS
    if limits.at_least is None or limits.at_most is None:
        return None
    return limits.at_least, limits.at_most


FAMILIES = (
    Family({"kind": "time_dependent"}, {"beta": RATIOS, "start": (0.5, 1.0), "end": (0.0, 0.9)}),
    Family({"kind": "statecraft"}, {"patience": (-3.0, 3.0), "start": (0.5, 1.0), "end": (0.0, 0.9)}),
)
"""Where a better answer is sought by default: tactics of time alone, and the policy of governments."""


def axes_of(document: Document, party: str, ranges: Mapping[str, tuple[float, float]]) -> list[Axis]:
    """The axes that ranges of a party's parameters stand for.

    Args:
        document: The scenario, in which the party plays the strategy.
        party: Whose strategy.
        ranges: Parameter to its lowest and highest value.

    Raises:
        ValueError: There is no such parameter, or its range makes no sense.
    """
    kind = document.scenario.parties[party].strategy.kind
    part = named_strategies()[kind].part
    hints = hints_of(part)
    numeric = [one.name for one in dataclasses.fields(part) if hints[one.name] in (Scalar, Scalar | None, float, int)]
    if not ranges:
        raise ValueError(
            f"say what to search: a range of a parameter of {kind} ({', '.join(numeric) or 'it has none'})"
        )
    axes = []
    for name, (low, high) in ranges.items():
        if name not in numeric:
            hint = did_you_mean(name, numeric) or f"it has {', '.join(numeric) or 'none'}"
            raise ValueError(f"{kind} has no parameter {name!r} that is a number ({hint})")
        if not low < high:
            raise ValueError(f"a range goes from a lower to a higher number, {name} not from {low:g} to {high:g}")
        limits = bounds_of(part, name)
        if limits and (broken := limits.broken(low, high)):
            raise ValueError(f"{name} {broken}; the range reaches from {low:g} to {high:g}")
        whole, varies = hints[name] is int, hints[name] in (Scalar, Scalar | None)
        axes.append(Axis(name, float(low), float(high), whole, varies))
    return axes
