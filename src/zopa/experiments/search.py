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
    """

    name: str
    low: float
    high: float
    whole: bool = False

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
        play: Plays a setting in worlds `first` up to `first + count` and returns payoffs, (count,).
        played: Payoffs of the first worlds by setting.
    """

    play: Callable[[Setting, int, int], Floats]
    played: dict[Setting, Floats] = field(default_factory=dict)

    def mean(self, setting: Setting, worlds: int) -> float:
        """Mean payoff over the first `worlds` worlds."""
        known = self.played.get(setting, np.zeros(0))
        if known.shape[0] < worlds:
            known = np.concatenate([known, self.play(setting, known.shape[0], worlds - known.shape[0])])
            self.played[setting] = known
        return float(known[:worlds].mean())

    def ranked(self, settings: Sequence[Setting], worlds: int) -> list[Setting]:
        """Settings by falling mean payoff; of equal ones the earlier first."""
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
            best = _along(payoffs, axis, number, best, step, worlds, limit)
        step *= 0.5
    return best


def _along(
    payoffs: Field, axis: Axis, number: int, best: Setting, step: float, worlds: int, limit: int
) -> Setting:  # fmt: skip
    centre = axis.share(best[number])
    low, high = max(centre - step, 0.0), min(centre + step, 1.0)

    def there(share: float) -> Setting:
        return (*best[:number], axis.at(share), *best[number + 1 :])

    seen = [best]
    for _ in range(6):
        if len(payoffs.played) + 2 > limit:
            break
        left, right = there(high - GOLDEN * (high - low)), there(low + GOLDEN * (high - low))
        seen += [left, right]
        if payoffs.mean(left, worlds) >= payoffs.mean(right, worlds):
            high = low + GOLDEN * (high - low)
        else:
            low = high - GOLDEN * (high - low)
    return payoffs.ranked([one for one in dict.fromkeys(seen) if one in payoffs.played], worlds)[0]


def named(axes: Sequence[Axis], setting: Setting) -> Mapping[str, float]:
    """A setting by the names of its axes."""
    return {axis.name: value for axis, value in zip(axes, setting, strict=True)}
