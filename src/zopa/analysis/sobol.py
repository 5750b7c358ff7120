"""Sobol indices: which share of an outcome's variance goes with a factor, alone and with the others."""

from collections.abc import Sequence

import numpy as np

from zopa.analysis.effects import REPLICATES, Effect, Ranking, interval, judged, ranked, resamples
from zopa.game.arrays import Floats

FIRST, TOTAL = "first-order", "total"


def sobol(values: Floats, names: Sequence[str], noise: float = 0.0, replicates: int = REPLICATES) -> Ranking:
    """First-order and total indices of all factors, from the points of Saltelli's design.

    With V the variance of A and B together, and both less their common mean:

    * first-order, `mean(f_B (f_ABj − f_A)) / V`: the share of the variance that goes with the factor alone (Saltelli
      et al. 2010, Computer Physics Communications 181: 259-270, Table 2 b);
    * total, `mean((f_A − f_ABj)²) / 2 V`: the share that goes with it alone and together with others (Jansen 1999,
      Computer Physics Communications 117: 35-43; Table 2 f there).

    These are the estimators of `scipy.stats.sobol_indices`; they are worked out here as its bootstrap cannot be given
    draws of its own. Intervals are percentiles of resampled rows, a row being drawn with all its points.

    The dummy needs no further points (Khorashadi Zadeh et al. 2017, Environmental Modelling & Software 91: 210-222):
    for a factor that does nothing f_ABj is f_A, and the older estimators `mean(f_B f_ABj) / V` and
    `1 − mean(f_A f_ABj) / V` then give `mean(f_A f_B) / V` and `1 − mean(f_A²) / V`: the error of the sample itself.
    To the total comes the share of the variance that is noise, where each point has luck of its own.

    Args:
        values: The outcome in each point, (n (d + 2),): n rows of A, n of B, then for each factor n rows of A with that
            factor from B.
        names: The factors, d of them, in the order of the design.
        noise: Mean squared standard error of a point where each has luck of its own; 0 with common luck, which
            belongs to what is analysed.
        replicates: Resamples.

    Raises:
        ValueError: The number of points does not fit, some have no value, or all have the same.
    """
    d = len(names)
    n = len(values) // (d + 2)
    if n < 2 or len(values) != n * (d + 2):
        raise ValueError(f"{len(values)} points are no Sobol design of {d} factors: that has n × {d + 2}, n at least 2")
    check_values(values)
    y = values - values[: 2 * n].mean()
    a, b, mixed = y[:n], y[n : 2 * n], y[2 * n :].reshape(d, n)
    terms = np.column_stack([a, b, a * a, b * b, a * b, *(mixed - a), *(b * (mixed - a)), *((mixed - a) ** 2)])
    if np.ptp(y[: 2 * n]) <= 1e-12 * float(np.abs(values).max()):
        raise ValueError("the outcome does not vary over the base sample: there is nothing to share out")
    first, total, nothing = _indices(terms.mean(axis=0)[None], d, noise)
    again = [
        _indices(np.einsum("rn,nk->rk", times, terms) / n, d, noise)
        for times in (counts.astype(np.float64) for counts in resamples(n, "sobol", replicates))
    ]
    firsts, totals, nothings = (np.concatenate([some[part] for some in again]) for part in range(3))
    indices = [
        {FIRST: interval(float(first[0, j]), firsts[:, j]), TOTAL: interval(float(total[0, j]), totals[:, j])}
        for j in range(d)
    ]
    dummy = {name: interval(float(nothing[0, at]), nothings[:, at]) for at, name in enumerate((FIRST, TOTAL))}
    moves = (mixed != a).any(axis=1)
    effects = [
        Effect(name, one, judged(one[TOTAL], dummy[TOTAL], bool(moves[j])))
        for j, (name, one) in enumerate(zip(names, indices, strict=True))
    ]
    return Ranking("sobol", TOTAL, n, ranked(effects, TOTAL), Effect("dummy", dummy))


def _indices(means: Floats, d: int, noise: float) -> tuple[Floats, Floats, Floats]:
    """First-order and total indices, (R, d), and the dummy's, (R, 2), from means of the terms, (R, 5 + 3 d)."""
    a, b, aa, bb, ab = means[:, :5].T
    gaps, weighted, squares = (means[:, 5 + part * d : 5 + (part + 1) * d] for part in range(3))
    f0 = 0.5 * (a + b)  # resampled rows have another mean, and every term is to be taken around it
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = 0.5 * (aa + bb) - f0**2
        first = (weighted - f0[:, None] * gaps) / variance[:, None]
        total = 0.5 * squares / variance[:, None]
        alone = (ab - f0 * (a + b) + f0**2) / variance
        rest = 1.0 - (aa - 2.0 * f0 * a + f0**2) / variance + noise / variance
    return first, total, np.column_stack([alone, rest])


def check_values(values: Floats) -> None:
    """Refuse points without a value: indices of a design are worked out of all of its points.

    Args:
        values: The outcome in each point, (P,).

    Raises:
        ValueError: Some have none, or an infinite one; says how many.
    """
    missing = int((~np.isfinite(values)).sum())
    if missing:
        raise ValueError(
            f"{missing:,} of {len(values):,} points have no value (no world counts there, or it is infinite), and the "
            "indices of this design need all of them: analyse an outcome that every point has, such as a share"
        )


def interactions(ranking: Ranking) -> float | None:
    """The share of the variance that goes with no factor alone: 1 less the first-order indices; None without totals.

    Args:
        ranking: What was found.
    """
    if ranking.by != TOTAL:
        return None
    return 1.0 - sum(effect.indices[FIRST].value for effect in ranking.effects)
