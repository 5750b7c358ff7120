"""All pairs of a seat's strategies: which of two does better against a field, and how sure that is."""

import math
from dataclasses import dataclass

import numpy as np

from zopa.analysis.bounds import FEW
from zopa.analysis.expectations import holm
from zopa.analysis.intervals import LEVEL
from zopa.analysis.sureness.exceptions import ROUNDING, differing, notes_of
from zopa.analysis.sureness.field import Mixed, averaged, mixed, mixture_of
from zopa.analysis.sureness.skewness import acceleration, skewed_ends, straightened
from zopa.game.arrays import Floats, Ints


@dataclass(frozen=True)
class Pairs:
    """Differences between strategies of a seat.

    Attributes:
        first: One strategy of each pair, (P,).
        second: The other, with a higher number, (P,).
        difference: Mean of the first less that of the second, over worlds both played, (P,).
        low: Lower end of its interval, (P,); NaN where there is none.
        high: Upper end, (P,).
        p: Two-sided p-value of no difference, (P,).
        adjusted: The same, adjusted for all pairs of the seat together, (P,).
        notes: What is special, (P,): empty, or a word of `exceptions`.
    """

    first: Ints
    second: Ints
    difference: Floats
    low: Floats
    high: Floats
    p: Floats
    adjusted: Floats
    notes: tuple[str, ...]

    def matrix(self, values: Floats, mirrored: float = 1.0) -> Floats:
        """One number of each pair as a square, row against column, with NaN on the diagonal, (m, m).

        Args:
            values: The numbers, (P,).
            mirrored: What they are multiplied with when first and second change places: −1 for differences.
        """
        m = int(self.second.max(initial=0)) + 1
        out = np.full((m, m), math.nan)
        out[self.first, self.second] = values
        out[self.second, self.first] = mirrored * values
        return out


def pairs(table: Floats, weights: Floats | None = None, level: float = LEVEL) -> Pairs:
    """Compare every two strategies of a seat by their mean over a mixture of what the others play.

    Worlds have the same luck in all cells, so differences are taken world by world, against each profile of the others
    over the worlds (and profiles) that both have, and averaged over the mixture: the paired t-test (Student 1908),
    by influence values where cells have different numbers of worlds. Skewed differences are surer on one side than
    on the other: the p-value is the larger one of Student's and that of the t straightened for skewness (Hall 1992),
    and an interval's end the farther one. Where fewer than ten worlds say anything else than the others, p is at
    least the sign test's. Where none does, the sample is taken at its word: p is 0, or 1 if there is no difference.

    Adjusted p-values: Holm (1979), Scandinavian Journal of Statistics 6: 65-70.

    Args:
        table: Values of the seat, (m, J, W), as `facing` gives it; NaN where there is none.
        weights: Weight of each profile of the others, (J,); equal ones where left out.
        level: Confidence of the intervals, each by itself.
    """
    m, others, _ = table.shape
    table, mixture = averaged(table, mixture_of(weights, others))
    scale = np.nanmax(np.abs(table), axis=(1, 2), initial=0.0)
    parts = []
    for i in range(m - 1):
        found = mixed(table[i] - table[i + 1 :], mixture)
        parts.append(_tested(found, np.maximum(scale[i], scale[i + 1 :]), level))
    difference, low, high, p = np.concatenate([part[0] for part in parts], axis=1) if parts else np.empty((4, 0))
    first, second = np.triu_indices(m, 1)
    notes = tuple(note for part in parts for note in part[1])
    return Pairs(first, second, difference, low, high, p, holm(p), notes)


def _tested(found: Mixed, scale: Floats, level: float) -> tuple[Floats, tuple[str, ...]]:
    """Difference, ends of the interval and p-value of each, (4, K), and the notes."""
    from scipy.special import stdtr, stdtrit

    rounding = ROUNDING * scale
    df = np.maximum(found.counts - 1, 1).astype(np.float64)
    said = found.of_worlds()
    exceptions = differing(said, rounding)
    se, skew = found.se, acceleration(found.moves)
    value = np.where(np.abs(found.means) > rounding, found.means, 0.0 * found.means)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = value / se
        least = np.minimum(np.abs(t), np.abs(straightened(t, skew)))
    p = np.where(exceptions > 0, 2.0 * stdtr(df, -least), (value == 0.0).astype(np.float64))
    few = (exceptions > 0) & (exceptions < FEW)
    p[few] = np.maximum(p[few], _sign_test(said[few], rounding[few]))
    z = stdtrit(df, 0.5 + level / 2.0)
    curved = skewed_ends(value, se, skew, z)
    low, high = np.minimum(value - z * se, curved[0]), np.maximum(value + z * se, curved[1])
    none = (found.counts < 2) | (exceptions == 0)
    low[none], high[none] = math.nan, math.nan
    p[found.counts < 2] = 1.0
    return np.array([value, low, high, p]), notes_of(found.counts, exceptions)


def _sign_test(said: Floats, rounding: Floats) -> Floats:
    """Two-sided p-value of as many worlds above 0 as below, of those that are not 0 (Arbuthnott 1710), (K,)."""
    from scipy.special import bdtr

    up, down = (said > rounding[:, None]).sum(axis=1), (said < -rounding[:, None]).sum(axis=1)
    return np.asarray(np.minimum(2.0 * bdtr(np.minimum(up, down).astype(np.float64), up + down, 0.5), 1.0))
