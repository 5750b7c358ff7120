"""Search for the largest mean among noisy settings: a spread-out design, halved again and again, then refined."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from zopa.game.arrays import Floats

GOLDEN = (math.sqrt(5.0) - 1.0) / 2.0

Setting = tuple[float, ...]
"""A number for each axis."""


@dataclass(frozen=True)
class Axis:
    """A parameter that is searched.

    Attributes:
        name: The parameter.
        low: Lowest value.
        high: Highest value.
        whole: Whether it is a whole number.
        varies: Whether it may differ from world to world, so that one block can hold several of its values.
    """

    name: str
    low: float
    high: float
    whole: bool = False
    varies: bool = False

    @property
    def logarithmic(self) -> bool:
        """Whether steps are ratios: where the range is above 0 and spans a factor of 10 or more."""
        return self.low > 0.0 and self.high >= 10.0 * self.low

    def at(self, share: float) -> float:
        """The value at a share of the way from low to high."""
        share = min(max(share, 0.0), 1.0)
        if self.logarithmic:
            value = self.low * (self.high / self.low) ** share
        else:
            value = self.low + share * (self.high - self.low)
        value = min(max(value, self.low), self.high)
        return float(round(value)) if self.whole else value

    def share(self, value: float) -> float:
        """The share of the way at which a value lies."""
        if self.high <= self.low:
            return 0.0
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


def design(axes: Sequence[Axis], count: int) -> list[Setting]:
    """Settings spread evenly over the axes: the first points of Sobol's sequence, each in the middle of its cell.

    Source: Sobol (1967), USSR Computational Mathematics and Mathematical Physics 7: 86-112.
    """
    from scipy.stats.qmc import Sobol

    power = max(math.ceil(math.log2(max(count, 2))), 1)
    points = Sobol(len(axes), scramble=False).random_base2(power)[:count] + 0.5 / 2**power
    settings = [tuple(axis.at(float(share)) for axis, share in zip(axes, point, strict=True)) for point in points]
    return list(dict.fromkeys(settings))


@dataclass
class Field:
    """Payoffs of settings, played in as many worlds as were asked for, each world once.

    All settings are played in the same worlds with the same luck (common random numbers), so that differences between
    them are much less noisy than the payoffs themselves.

    Attributes:
        play: Plays S settings in worlds `first` up to `first + count` and returns payoffs, (S, count).
        played: Payoffs of the first worlds by setting.
    """

    play: Callable[[Sequence[Setting], int, int], Floats]
    played: dict[Setting, Floats] = field(default_factory=dict)

    def fill(self, settings: Sequence[Setting], worlds: int) -> None:
        """Play what is missing of the first `worlds` worlds; settings that lack the same are played together."""
        lacking: dict[int, list[Setting]] = {}
        for setting in dict.fromkeys(settings):
            known = len(self.played.get(setting, ()))
            if known < worlds:
                lacking.setdefault(known, []).append(setting)
        for known, some in lacking.items():
            for setting, new in zip(some, self.play(some, known, worlds - known), strict=True):
                self.played[setting] = np.concatenate([self.played.get(setting, np.zeros(0)), new])

    def mean(self, setting: Setting, worlds: int) -> float:
        """Mean payoff over the first `worlds` worlds."""
        self.fill([setting], worlds)
        return float(self.played[setting][:worlds].mean())

    def ranked(self, settings: Sequence[Setting], worlds: int) -> list[Setting]:
        """Settings by falling mean payoff; of equal ones the earlier first."""
        self.fill(settings, worlds)
        return sorted(settings, key=lambda setting: -self.mean(setting, worlds))


def halved(payoffs: Field, settings: Sequence[Setting], worlds: int, least: int = 32, kept: int = 4) -> list[Setting]:
    """The few best settings: the better half is played in twice as many worlds, until few are left.

    Source: Karnin, Koren & Somekh (2013), "Almost optimal exploration in multi-armed bandits", ICML: sequential
    halving.

    Args:
        payoffs: The payoffs.
        settings: The settings.
        worlds: Worlds in which the last are played.
        least: Worlds in which the first are played, if there are so many.
        kept: Settings left at the end.

    Returns:
        Those left, best first, played in all worlds.
    """
    left = list(settings)
    rungs = max(math.ceil(math.log2(max(len(left) / kept, 1.0))), 0)
    for rung in range(rungs, 0, -1):
        here = min(worlds, max(least, worlds >> rung))
        left = payoffs.ranked(left, here)[: max(kept, (len(left) + 1) // 2)]
    return payoffs.ranked(left, worlds)


def refined(payoffs: Field, axes: Sequence[Axis], best: Setting, step: float, worlds: int, tries: int) -> Setting:
    """The best setting after golden-section searches along one axis after the other.

    Source: Kiefer (1953), Proceedings of the American Mathematical Society 4: 502-506.

    Args:
        payoffs: The payoffs.
        axes: The axes.
        best: Where to start.
        step: How far to look to either side, as a share of each axis; shrinks from pass to pass.
        worlds: Worlds in which each setting is played.
        tries: New settings played at most.
    """
    limit = len(payoffs.played) + tries
    while step > 1e-4 and len(payoffs.played) < limit:
        for number, axis in enumerate(axes):
            best = _along(payoffs, axis, number, best, step, worlds, limit, max(6 // len(axes), 2))
        step *= 0.5
    return best


def _along(
    payoffs: Field, axis: Axis, number: int, best: Setting, step: float, worlds: int, limit: int, cuts: int
) -> Setting:  # fmt: skip
    centre = axis.share(best[number])
    low, high = max(centre - step, 0.0), min(centre + step, 1.0)

    def there(share: float) -> Setting:
        # rounded, so that of the two places of a cut one has been seen at the cut before
        return (*best[:number], axis.at(round(share, 9)), *best[number + 1 :])

    seen = [best]
    for _ in range(cuts):
        if len(payoffs.played) + 2 > limit:
            break
        left, right = there(high - GOLDEN * (high - low)), there(low + GOLDEN * (high - low))
        seen += [left, right]
        payoffs.fill([left, right], worlds)
        if payoffs.mean(left, worlds) >= payoffs.mean(right, worlds):
            high = low + GOLDEN * (high - low)
        else:
            low = high - GOLDEN * (high - low)
    return payoffs.ranked([one for one in dict.fromkeys(seen) if one in payoffs.played], worlds)[0]


def searched(payoffs: Field, axes: Sequence[Axis], worlds: int, budget: int) -> Setting:
    """The setting that a search finds best.

    Two thirds of the settings are spread over the axes and halved by ever more worlds; the rest refine the best along
    one axis after the other.

    Args:
        payoffs: The payoffs.
        axes: The axes.
        worlds: Worlds in which the best are played.
        budget: Settings tried at most.
    """
    first = design(axes, max(2 * budget // 3, 3))
    left = halved(payoffs, first, worlds)
    step = 1.0 / max(len(first) ** (1.0 / len(axes)), 2.0)
    return refined(payoffs, axes, left[0], step, worlds, budget - len(first))


def named(axes: Sequence[Axis], setting: Setting) -> Mapping[str, float]:
    """A setting by the names of its axes."""
    return {axis.name: value for axis, value in zip(axes, setting, strict=True)}
