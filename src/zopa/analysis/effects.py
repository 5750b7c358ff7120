"""What an analysis of sensitivity finds: indices with intervals for each factor, and for a factor that does nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from zopa.analysis.bootstrap import times_drawn
from zopa.game.arrays import Floats, Ints
from zopa.game.luck import Luck

REPLICATES = 999
"""Resamples drawn: the ends of a 95 % interval are then the 25th smallest and the 25th largest."""

FIFTH = 5
"""Numbers are compared between their lowest and their highest fifth; up to so many values are levels."""

_AT_ONCE = 2_000_000
"""Draws held in memory at a time."""

Verdict = Literal["matters", "perhaps", "not told from nothing", "changes nothing"]

Levels = NDArray[np.generic]
"""What a factor is in each point: numbers, or anything that has an order (words, flags) where it is no number."""


@dataclass(frozen=True)
class Interval:
    """A number with a 95 % interval.

    Attributes:
        value: The number.
        low: Lower end; None where there is no interval.
        high: Upper end.
    """

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        """Lower and upper end; the number itself where there is no interval."""
        return (self.value if self.low is None else self.low, self.value if self.high is None else self.high)


@dataclass(frozen=True)
class Effect:
    """A factor's indices.

    Attributes:
        name: The factor.
        indices: Index -> its value.
        verdict: What it comes to, beside the dummy; None for the dummy itself.
    """

    name: str
    indices: Mapping[str, Interval]
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Ranking:
    """The factors by how much they matter for an outcome.

    Attributes:
        method: `sobol`, `morris`, `grid` or `given` (given data).
        by: The index that they are ranked by, and that verdicts rest on.
        size: Rows of the base sample, trajectories, combinations of levels, or points or worlds.
        effects: The factors, largest first.
        dummy: What the same would have shown for a factor that does nothing.
    """

    method: Literal["sobol", "morris", "grid", "given"]
    by: str
    size: int
    effects: tuple[Effect, ...]
    dummy: Effect


@dataclass(frozen=True)
class End:
    """Points that have one level of a factor, or the lowest or highest fifth of its values.

    Attributes:
        level: The level; or of numbers the highest of the low fifth, the lowest of the high fifth.
        mean: Mean of the outcome over those points.
        points: How many there are.
    """

    level: str | float | bool
    mean: float
    points: int


@dataclass(frozen=True)
class Swing:
    """How far the mean of an outcome goes with a factor.

    Attributes:
        low: At the low end of a number; of levels that are no numbers, the one of the smallest mean.
        high: At the high end; the level of the largest mean.
        fifths: Whether the ends are fifths of the points, not levels.
        levels: Every level, where the ends are levels.
    """

    low: End
    high: End
    fifths: bool
    levels: tuple[End, ...] = ()

    @property
    def size(self) -> float:
        """From the one end to the other, with sign."""
        return self.high.mean - self.low.mean


def interval(value: float, replicates: Floats) -> Interval:
    """A number with the percentile interval of its replicates (Efron 1979, Annals of Statistics 7: 1-26).

    Args:
        value: The number.
        replicates: The same in resamples, (R,); those that are no number are left out.
    """
    ranked = np.sort(replicates[np.isfinite(replicates)])
    if not ranked.size:
        return Interval(value)
    rank = max(round(0.025 * (ranked.size + 1)), 1)
    return Interval(value, float(ranked[rank - 1]), float(ranked[-rank]))


def judged(found: Interval, dummy: Interval, moves: bool = True) -> Verdict:
    """What a factor's index comes to, beside that of a factor that does nothing.

    Args:
        found: The factor's index.
        dummy: The dummy's.
        moves: Whether the outcome is another anywhere when the factor is.

    Returns:
        `matters`: its interval is wholly above the dummy's. `not told from nothing`: it does not reach above the
        dummy's. `perhaps`: the two overlap. `changes nothing`: no point has another outcome.
    """
    if not moves:
        return "changes nothing"
    (low, high), top = found.ends, dummy.ends[1]
    if low > top:
        return "matters"
    return "perhaps" if high > top else "not told from nothing"


def ranked(effects: Iterable[Effect], by: str) -> tuple[Effect, ...]:
    """Effects, largest first; those of the same size stay in their order."""
    return tuple(sorted(effects, key=lambda effect: -effect.indices[by].value))


def resamples(rows: int, use: str, replicates: int = REPLICATES) -> Iterator[Ints]:
    """How often each row is drawn in resamples of as many rows, with replacement; always the same draws.

    Args:
        rows: Number of rows.
        use: What the draws are for; part of their address.
        replicates: Number of resamples.

    Yields:
        Some of the resamples, (·, rows), all of them together.
    """
    step = max(1, _AT_ONCE // rows)
    for first in range(0, replicates, step):
        some = min(step, replicates - first)
        yield times_drawn(Luck(0, first, some, salt="sensitivity"), use, rows)


def shuffles(rows: int, number: int) -> Iterator[Ints]:
    """Orders drawn at random, always the same ones: what is dealt in them goes with nothing.

    Args:
        rows: Number of rows.
        number: How many orders.

    Yields:
        An order, (rows,).
    """
    luck = Luck(0, worlds=rows, salt="sensitivity")
    for at in range(number):
        yield np.argsort(luck.one("shuffle", at=at), kind="stable")


def numbers(x: Levels) -> bool:
    """Whether levels are numbers."""
    return x.dtype.kind in "fiu"


def swing(x: Levels, y: Floats) -> Swing:
    """The means of an outcome at the two ends of a factor.

    Args:
        x: The factor in each point, (P,).
        y: The outcome, (P,); finite.
    """
    levels, codes = np.unique(x, return_inverse=True)
    if numbers(x) and levels.size > FIFTH:
        k, sorted_x = max(1, x.size // FIFTH), np.sort(x)
        below, above = sorted_x[k - 1], sorted_x[-k]
        low, high = (_end(limit, y[inside]) for limit, inside in ((below, x <= below), (above, x >= above)))
        return Swing(low, high, fifths=True)
    ends = tuple(_end(level, y[codes == code]) for code, level in enumerate(levels))
    if numbers(x):
        return Swing(ends[0], ends[-1], fifths=False, levels=ends)
    low, high = (find(ends, key=lambda end: end.mean) for find in (min, max))
    return Swing(low, high, fifths=False, levels=ends)


def _end(level: np.generic, y: Floats) -> End:
    return End(level.item(), float(y.mean()), y.size)


def chance_swing(y: Floats, number: int = 199) -> float:
    """The swing between a low and a high fifth that a factor that does nothing stays below in 95 % of shuffles.

    Args:
        y: The outcome, (P,); finite.
        number: Shuffles.
    """
    k = max(1, y.size // FIFTH)
    gaps = [abs(float(y[order[:k]].mean() - y[order[-k:]].mean())) for order in shuffles(y.size, number)]
    return float(np.sort(gaps)[-max(round(0.05 * (number + 1)), 1)])
