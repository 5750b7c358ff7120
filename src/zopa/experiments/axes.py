"""Levers and uncertainties as axes: what each level is called, and what it changes in the scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.spread import two_piece_normal
from zopa.scenario.check_factor import Label, label
from zopa.scenario.design import Factor, Overrides
from zopa.scenario.problems import did_you_mean, listed
from zopa.scenario.quantity import Range
from zopa.scenario.read import Document
from zopa.scenario.read_experiment import override_text
from zopa.scenario.sections import Finding
from zopa.scenario.shape import Path as Place


@dataclass(frozen=True)
class FactorInfo:
    """What is varied, as people and tables name it.

    Attributes:
        name: Its column.
        title: What people read.
        unit: Unit of its levels.
        role: `lever` or `uncertainty`.
        levels: Its levels in order; None where it takes any value from `low` to `high`.
        low: Lowest value, where it is a number.
        high: Highest value.
    """

    name: str
    title: str
    unit: str
    role: str
    levels: tuple[Label, ...] | None
    low: float | None = None
    high: float | None = None

    @property
    def numeric(self) -> bool:
        """Whether its levels are numbers."""
        return self.levels is None or all(isinstance(one, float) for one in self.levels)


@dataclass(frozen=True)
class Level:
    """A level of an axis.

    Attributes:
        label: What it is called.
        place: Where it stands in the experiment file.
        texts: What it overrides, by dotted path: the values as YAML.
        pins: Numbers that it gives in place of draws, by address.
    """

    label: Label
    place: Place
    texts: Mapping[str, str] = field(default_factory=dict)
    pins: Mapping[str, float] = field(default_factory=dict)


class Axis:
    """A lever or an uncertainty of a certain scenario."""

    def __init__(
        self, name: str, role: str, factor: Factor, document: Document, ranges: Mapping[str, Range], sampled: bool
    ) -> None:
        """Read it; what is wrong with it is found by `problems`.

        Args:
            name: Its column.
            role: `lever` or `uncertainty`.
            factor: What the file says.
            document: The scenario.
            ranges: The numbers that the scenario draws.
            sampled: Whether the design draws its points.
        """
        self._factor, self._document, self._sampled = factor, document, sampled
        self._range = ranges.get(factor.draw) if factor.draw is not None else None
        self._known = ranges
        self.place: Place = ("levers" if role == "lever" else "uncertainties", name)
        self.levels = tuple(self._levels())
        self.info = self._info(name, role)

    def problems(self) -> list[Finding]:
        """What the scenario shows to be wrong with it."""
        draw, found = self._factor.draw, self._range
        if draw is not None and found is None:
            hint = did_you_mean(draw, self._known) or f"drawn: {listed(self._known, 12)}"
            return [Finding((*self.place, "draw"), f"the scenario draws no number '{draw}'", hint)]
        labels = [level.label for level in self.levels]
        for number, one in enumerate(labels):
            if one in labels[:number]:
                return [
                    Finding(self.levels[number].place, f"two levels are called {one}", "give them names: NAME: VALUE")
                ]
        if found is None:
            return []
        numbers = [value for level in self.levels for value in level.pins.values()]
        numbers += [one for one in (self._factor.low, self._factor.high) if one is not None]
        for key, beyond in (("at_least", min), ("at_most", max)):
            bound = getattr(found, key)
            if bound is not None and numbers and beyond(bound, *numbers) != bound:
                return [
                    Finding(
                        self.place, f"{draw} goes from {bound:g} ({key}), not to {beyond(numbers):g}", None, key=True
                    )
                ]
        if self._sampled and found.low == found.high and self._factor.low is None and not self.levels:
            return [
                Finding((*self.place, "draw"), f"{draw} does not vary: its low is its high", "give low and high here")
            ]
        return []

    def at(self, u: float) -> Level:
        """The level at a point of the unit interval: one of its levels, or the value at that quantile."""
        if self.levels and not self._spread:
            return self.levels[min(int(u * len(self.levels)), len(self.levels) - 1)]
        value = self._value(u)
        if self._factor.whole:
            return self._level(float(round(value)), round(value), self.place)
        return self._level(value, value, self.place)

    @property
    def _spread(self) -> bool:
        """Whether it has values between low and high, or of its own distribution, where a design draws points."""
        said = self._factor
        return said.low is not None or (said.levels is None and not said.settings)

    def _value(self, u: float) -> float:
        low, high = self._factor.low, self._factor.high
        if low is None or high is None:
            assert self._range is not None
            drawn = two_piece_normal(np.array([u]), self._range.low, self._range.central, self._range.high)
            return float(np.clip(drawn, self._range.at_least, self._range.at_most)[0])
        return float(low * (high / low) ** u if self._factor.scale == "log" else low + u * (high - low))

    def _levels(self) -> Sequence[Level]:
        said, place = self._factor, self.place
        if said.settings:
            return [
                Level(setting.name, (*place, "settings", at, "set"), _texts(setting.set))
                for at, setting in enumerate(said.settings)
            ]
        if isinstance(said.levels, dict):
            return [self._level(name, value, (*place, "levels", name)) for name, value in said.levels.items()]
        if said.levels is not None:
            return [self._level(label(one), one, (*place, "levels", at)) for at, one in enumerate(said.levels)]
        if self._range is not None and said.low is None:
            three = (self._range.low, self._range.central, self._range.high)
            return [self._level(float(one), one, place) for one in dict.fromkeys(three)]
        return []

    def _level(self, label: Label, value: Any, place: Place) -> Level:
        said = self._factor
        if said.draw is not None:
            number = float(value) if isinstance(value, int | float) else 0.0
            return Level(label, place, pins={said.draw: number})
        assert said.path is not None
        return Level(label, place, _texts({said.path: self._wrapped(said.path, value)}))

    def _wrapped(self, path: str, value: Any) -> Any:
        """A number for a shared quantity, as these are written with their unit."""
        head, _, name = path.partition(".")
        shared = self._document.scenario.quantities.get(name) if head == "quantities" else None
        if shared is None or isinstance(value, bool) or not isinstance(value, int | float):
            return value
        return {"value": float(value), "unit": shared.unit, "basis": "estimate", "source": "set by the experiment"}

    @property
    def _drawn(self) -> bool:
        return self._sampled and self._spread

    def _info(self, name: str, role: str) -> FactorInfo:
        said = self._factor
        numbers = [level.label for level in self.levels if isinstance(level.label, float)]
        low, high = said.low, said.high
        if low is None and numbers and len(numbers) == len(self.levels):
            low, high = min(numbers), max(numbers)
        labels = None if self._drawn else tuple(level.label for level in self.levels)
        return FactorInfo(name, said.title or name, said.unit, role, labels, low, high)


def _texts(overrides: Overrides) -> dict[str, str]:
    return {path: override_text(path, value).partition("=")[2] for path, value in overrides.items()}


def unit_column(axis: Axis, column: Floats) -> list[Level]:
    """The levels of an axis at a column of a design's unit cube."""
    return [axis.at(float(u)) for u in column]
