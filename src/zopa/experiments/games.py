"""Games of one party's strategy against a weighted field of others: many settings of it are played in one block."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from zopa.build.compile import compile_play
from zopa.build.load import load_parsed
from zopa.experiments.layout import BLOCK
from zopa.experiments.search import Axis, Setting, named
from zopa.game.arrays import Floats
from zopa.game.luck import Luck
from zopa.scenario.include import Loaded
from zopa.scenario.model import RawScenario
from zopa.scenario.problems import did_you_mean
from zopa.scenario.read import Document
from zopa.scenario.read_experiment import override_text
from zopa.talks import Talks

Strategy = str | Mapping[str, Any]
"""A strategy's name, or its mapping as in a scenario file."""

Opponents = Strategy | Sequence[str]
"""What the others play: a strategy for all of them, or a list of overrides."""

Entry = tuple[tuple[str, ...], float]
"""Opponents as overrides, and their weight."""

_KEPT = 32
"""Scenarios that are kept in memory."""


def plays(party: str, strategy: Strategy) -> str:
    """The override that gives a party a strategy.

    >>> plays("us", "hardliner")
    'parties.us.strategy={"kind": "hardliner"}'
    """
    return override_text(f"parties.{party}.strategy", {"kind": strategy} if isinstance(strategy, str) else strategy)


def strategy_of(document: Document, party: str, strategy: Strategy | None = None) -> dict[str, Any]:
    """A strategy as its mapping; the party's own as the scenario has it where none is given."""
    if isinstance(strategy, str):
        return {"kind": strategy}
    return dict(document.data["parties"][party]["strategy"] if strategy is None else strategy)


def pinned_range(low: float, high: float) -> dict[str, float]:
    """A range as a file may say it, for a number that is given in each world and lies between the two."""
    return {"low": low, "central": low, "high": high, "at_least": low, "at_most": high}


def others_than(document: Document, party: str) -> list[str]:
    """The other parties of a scenario.

    Raises:
        ValueError: There is no such party.
    """
    parties = list(document.scenario.parties)
    if party not in parties:
        raise ValueError(f"there is no party {party!r} ({did_you_mean(party, parties) or ', '.join(parties)})")
    return [one for one in parties if one != party]


def weighted(field: Sequence[Opponents], weights: Sequence[float], others: Sequence[str]) -> tuple[Entry, ...]:
    """A field of opponents, each with its weight; those of weight 0 are left out.

    Args:
        field: What the others play; as in the file if empty.
        weights: A number of at least 0 for each entry; all the same if empty.
        others: The other parties.

    Raises:
        ValueError: The weights do not fit.
    """
    against = [_overrides(entry, others) for entry in field] or [()]
    numbers = [float(one) for one in weights] or [1.0] * len(against)
    if len(numbers) != len(against):
        raise ValueError(f"each entry of the field has a weight: {len(against)} entries, {len(numbers)} weights")
    if not all(math.isfinite(one) and one >= 0.0 for one in numbers) or not any(numbers):
        raise ValueError(f"weights are numbers of at least 0, and not all 0; here they are {numbers}")
    return tuple((entry, number) for entry, number in zip(against, numbers, strict=True) if number > 0.0)


def _overrides(entry: Opponents, others: Sequence[str]) -> tuple[str, ...]:
    if isinstance(entry, str | Mapping):
        return tuple(plays(other, entry) for other in others)
    return tuple(entry)


@dataclass(frozen=True)
class Games:
    """Plays settings of one party's strategy against a field.

    A setting's worlds are the same in whatever company it is played. Settings whose numbers may differ from world to
    world share blocks.

    Attributes:
        scenario: The scenario's files.
        party: Whose strategy.
        index: Its place among the parties.
        axes: The parameters that a setting gives.
        base: Overrides that hold throughout; among them what the strategy is, but for the axes.
        against: The field.
        seed: Root seed.
        salt: Empty for the luck of ordinary runs; a text for luck of its own.
    """

    scenario: Loaded
    party: str
    index: int
    axes: Sequence[Axis]
    base: tuple[str, ...]
    against: Sequence[Entry]
    seed: int
    salt: str = ""
    _read: dict[tuple[str, ...], RawScenario] = field(default_factory=dict, repr=False, compare=False)

    def play(self, settings: Sequence[Setting], first: int, count: int) -> Floats:
        """Payoffs of settings in some worlds, spread over the horizon, the weighted mean over the field, (S, count)."""
        alike: dict[tuple[float, ...], list[int]] = {}
        for at, setting in enumerate(settings):
            alike.setdefault(tuple(self._fixed(setting).values()), []).append(at)
        total = np.zeros((len(settings), count))
        span = min(count, BLOCK)
        together = max(1, BLOCK // span)
        for members in alike.values():
            for at in range(0, len(members), together):
                some = members[at : at + together]
                for low in range(0, count, span):
                    high = min(low + span, count)
                    total[some, low:high] = self._block([settings[m] for m in some], first + low, high - low)
        return total

    def as_it_is(self, first: int, count: int) -> Floats:
        """The same of the strategy as it stands, no axis given, (count,)."""
        own = Games(self.scenario, self.party, self.index, (), self.base, self.against, self.seed, self.salt)
        payoffs: Floats = own.play([()], first, count)[0]
        return payoffs

    def _fixed(self, setting: Setting) -> dict[str, float]:
        """The numbers of a setting that are the same in all worlds of a block."""
        return {axis.name: value for axis, value in zip(self.axes, setting, strict=True) if not axis.varies}

    def _block(self, settings: Sequence[Setting], first: int, count: int) -> Floats:
        """The same of settings that fit into one block, (S, count)."""
        where = f"parties.{self.party}.strategy."
        whole = {axis.name for axis in self.axes if axis.whole}
        fixed = self._fixed(settings[0])
        own = [f"{where}{name}={int(value) if name in whole else repr(value)}" for name, value in fixed.items()]
        varying = [axis for axis in self.axes if axis.varies]
        own += [override_text(where + axis.name, pinned_range(axis.low, axis.high)) for axis in varying]
        said = [named(self.axes, setting) for setting in settings]
        pins = {where + axis.name: np.repeat([one[axis.name] for one in said], count) for axis in varying}
        luck = Luck(self.seed, first, len(settings) * count, salts=(self.salt,) * len(settings))
        total = np.zeros(luck.worlds)
        for entry, weight in self.against:
            talks = Talks(compile_play(self._scenario((*self.base, *entry, *own)), luck, pins=pins), collect=False)
            talks.play_out()
            total += weight * talks.release().annual[self.index]
        total /= math.fsum(weight for _, weight in self.against)
        return total.reshape(len(settings), count)

    def _scenario(self, overrides: Iterable[str]) -> RawScenario:
        """The scenario under some overrides, read once."""
        key = tuple(overrides)
        if key not in self._read:
            if len(self._read) >= _KEPT:
                self._read.pop(next(iter(self._read)))
            self._read[key] = load_parsed(self.scenario, key).scenario
        return self._read[key]
