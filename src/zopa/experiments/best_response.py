"""The best response of a party: parameters of its own strategy that pay most against a field of others."""

import dataclasses
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zopa.analysis.intervals import Mean, Sums
from zopa.build.compile import compile_play
from zopa.build.load import find, load
from zopa.build.parts import bounds_of, hints_of
from zopa.build.registry import named_strategies
from zopa.experiments.layout import BLOCK
from zopa.experiments.search import Axis, Field, Setting, design, halved, named, refined
from zopa.game.arrays import Floats
from zopa.game.luck import Luck
from zopa.game.parameters import Scalar
from zopa.scenario.problems import did_you_mean
from zopa.scenario.read import Document
from zopa.talks import Talks

Opponents = str | Mapping[str, Any] | Sequence[str]
"""What the others play: a strategy's name or mapping for all of them, or a list of overrides."""


@dataclass(frozen=True)
class Trial:
    """A setting that was tried.

    Attributes:
        parameters: Its parameters.
        worlds: Worlds in which it was played.
        payoff: Mean payoff in them.
    """

    parameters: Mapping[str, float]
    worlds: int
    payoff: float


@dataclass(frozen=True)
class Response:
    """What a search found. Payoffs are spread over the horizon where time flows.

    Attributes:
        party: The party.
        parameters: The best parameters found; empty where nothing was better than what the file says.
        payoff: Mean payoff with them in fresh worlds, with its 95 % interval.
        incumbent: Mean payoff with the parameters of the file in the same worlds.
        gain: Mean of the difference in each world, with its 95 % interval.
        tried: All settings tried, best first by the worlds of the search; what they promise is too good by selection.
    """

    party: str
    parameters: Mapping[str, float]
    payoff: Mean
    incumbent: Mean
    gain: Mean
    tried: tuple[Trial, ...]


def best_response(
    scenario: str | os.PathLike[str],
    party: str,
    ranges: Mapping[str, tuple[float, float]],
    field: Sequence[Opponents] = (),
    worlds: int = 1000,
    seed: int = 0,
    budget: int = 48,
    overrides: Iterable[str] = (),
) -> Response:
    """Search for the parameters of a party's strategy that pay it most on average.

    Two thirds of the settings are spread over the ranges and halved by ever more worlds; the rest refine the best
    along one parameter after the other. All are played in the same worlds. The best is then compared with the file's
    own parameters in as many fresh worlds, which had no part in the choice.

    Args:
        scenario: A YAML file, a folder, or the name of a scenario that comes with zopa.
        party: Whose strategy.
        ranges: Parameter to its lowest and highest value.
        field: What the others play, one entry after the other, each with the same weight; as in the file if empty.
        worlds: Worlds of the search, and of the comparison.
        seed: Root seed.
        budget: Settings tried at most.
        overrides: Texts `dotted.path=value`.

    Raises:
        ScenarioError: The scenario is not right.
        ValueError: There is no such party or parameter, or a number makes no sense.

    >>> found = best_response("ultimatum", "proposer", {"utility": (0.0, 1.0)}, worlds=1, budget=24)
    >>> found.payoff.mean, found.incumbent.mean
    (7.5, 6.0)
    """
    if worlds < 1 or budget < 4:
        raise ValueError(f"worlds must be at least 1 and the budget at least 4, not {worlds} and {budget}")
    path, base = str(find(scenario)), tuple(overrides)
    document = load(path, base)
    parties = tuple(document.scenario.parties)
    if party not in parties:
        raise ValueError(f"there is no party {party!r} ({did_you_mean(party, parties) or ', '.join(parties)})")
    axes = axes_of(document, party, ranges)
    against = [_overrides(entry, [p for p in parties if p != party]) for entry in field] or [()]
    games = _Games(path, base, party, parties.index(party), axes, against, seed)
    payoffs = Field(games.play)
    first = design(axes, max(2 * budget // 3, 3))
    left = halved(payoffs, first, worlds)
    step = 1.0 / max(len(first) ** (1.0 / len(axes)), 2.0)
    best = refined(payoffs, axes, left[0], step, worlds, budget - len(first))
    own = games.as_it_is(0, worlds)
    chosen = best if payoffs.mean(best, worlds) > float(own.mean()) else None
    fresh = games.as_it_is(worlds, worlds)
    after = fresh if chosen is None else games.play(chosen, worlds, worlds)
    tried = [Trial(named(axes, one), len(got), float(got.mean())) for one, got in payoffs.played.items()]
    return Response(
        party, {} if chosen is None else named(axes, chosen), _mean(after), _mean(fresh), _mean(after - fresh),
        tuple(sorted(tried, key=lambda one: (-one.worlds, -one.payoff))),
    )  # fmt: skip


def axes_of(document: Document, party: str, ranges: Mapping[str, tuple[float, float]]) -> list[Axis]:
    """The axes that ranges of a party's parameters stand for.

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
        axes.append(Axis(name, float(low), float(high), whole=hints[name] is int))
    return axes


def _overrides(entry: Opponents, others: Sequence[str]) -> tuple[str, ...]:
    """An entry of the field as overrides."""
    if isinstance(entry, str | Mapping):
        said = json.dumps({"kind": entry} if isinstance(entry, str) else dict(entry))
        return tuple(f"parties.{other}.strategy={said}" for other in others)
    return tuple(entry)


@dataclass(frozen=True)
class _Games:
    """Plays settings of one party against the field."""

    path: str
    base: tuple[str, ...]
    party: str
    index: int
    axes: Sequence[Axis]
    against: Sequence[tuple[str, ...]]
    seed: int

    def play(self, setting: Setting, first: int, count: int) -> Floats:
        """Payoffs in some worlds, the mean over the field, (count,)."""
        values = named(self.axes, setting)
        whole = {axis.name for axis in self.axes if axis.whole}
        said = [f"{name}={int(value) if name in whole else repr(value)}" for name, value in values.items()]
        return self._played(tuple(f"parties.{self.party}.strategy.{one}" for one in said), first, count)

    def as_it_is(self, first: int, count: int) -> Floats:
        """The same with the parameters of the file."""
        return self._played((), first, count)

    def _played(self, settings: tuple[str, ...], first: int, count: int) -> Floats:
        total = np.zeros(count)
        for entry in self.against:
            scenario = load(self.path, (*self.base, *entry, *settings)).scenario
            for low in range(0, count, BLOCK):
                luck = Luck(self.seed, first + low, min(BLOCK, count - low))
                talks = Talks(compile_play(scenario, luck), collect=False)
                talks.play_out()
                total[low : low + luck.worlds] += talks.release().annual[self.index]
        return total / len(self.against)


def _mean(values: Floats) -> Mean:
    sums = Sums()
    sums.add(values)
    found = sums.result()
    assert found is not None
    return found
