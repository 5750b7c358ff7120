"""Elementary effects: how much an outcome changes when one factor takes a step, in many places."""

from collections.abc import Sequence

import numpy as np

from zopa.analysis.effects import REPLICATES, Effect, Ranking, interval, judged, ranked, resamples
from zopa.analysis.noise import normals
from zopa.analysis.sobol import check_values
from zopa.game.arrays import Floats
from zopa.game.luck import Luck

MU, MU_STAR, SIGMA = "mu", "mu*", "sigma"


def step_size(levels: int = 4) -> float:
    """The step of a trajectory on a grid of p levels, p / (2 (p − 1)), as a share of a factor's range.

    >>> round(step_size(4), 4)
    0.6667
    """
    return levels / (2.0 * (levels - 1.0))


def elementary_effects(values: Floats, positions: Floats, step: float | None = None) -> Floats:
    """The elementary effects, (r, d): the change of the outcome over the step, as a share of the factor's range.

    A factor's values say only which way it went: an elementary effect is per range, whatever the distribution. A step
    that leaves every factor as it is (two places of the grid that are one level) belongs to the factor that the
    trajectory moves nowhere else.

    Args:
        values: The outcome in each point, (r (d + 1),), trajectory after trajectory.
        positions: The factors, (r (d + 1), d), as numbers that rise with them.
        step: Length of a step; that of a grid of four levels where left out.

    Raises:
        ValueError: These are no trajectories that move one factor after the other.

    Source: Morris (1991), Technometrics 33: 161-174, eq. 1.
    """
    d = positions.shape[1]
    r = len(values) // (d + 1)
    if r < 1 or len(values) != r * (d + 1) or len(positions) != len(values):
        raise ValueError(f"{len(values)} points are no trajectories of {d} factors: these have {d + 1} points each")
    change = np.diff(values.reshape(r, d + 1), axis=1)
    moves = np.sign(np.diff(positions.reshape(r, d + 1, d), axis=1))
    moved = moves != 0
    if (moved.sum(axis=1) > 1).any() or (moved.sum(axis=2) > 1).any():
        raise ValueError("these points are no trajectories: a step moves one factor, and each factor once")
    still, missing = np.nonzero(~moved.any(axis=2)), np.nonzero(~moved.any(axis=1))
    moves[still[0], still[1], missing[1]] = 1.0  # both are sorted by trajectory, and there are as many of the one
    effects: Floats = (moves * change[:, :, None]).sum(axis=1) / (step_size() if step is None else step)
    return effects


def morris(
    values: Floats, positions: Floats, names: Sequence[str], errors: Floats | None = None, step: float | None = None,
    replicates: int = REPLICATES,
) -> Ranking:  # fmt: skip
    """What the elementary effects of each factor come to, with bootstrap intervals.

    * mu: their mean: how the outcome goes with the factor, over its range;
    * mu*: the mean of their sizes, which does not cancel (Campolongo, Cariboni & Saltelli 2007, Environmental Modelling
      & Software 22: 1509-1518); ranks the factors;
    * sigma: their standard deviation: 0 where the effect is the same everywhere, large where it bends or depends on
      others.

    Intervals are percentiles of resampled trajectories, a trajectory being drawn with all its steps. The dummy is a
    factor whose steps change nothing, seen through as many worlds: each of its effects is drawn from a normal
    distribution with the standard error of a step's difference, taken from a step of the same trajectory. (Shuffled
    steps would be no dummy: their mean is that of all factors.)

    Args:
        values: The outcome in each point, (r (d + 1),), trajectory after trajectory.
        positions: The factors, (r (d + 1), d), as numbers that rise with them.
        names: The factors, d of them.
        errors: Standard error of each step's difference, (r, d), in order; None where there is none.
        step: Length of a step; that of a grid of four levels where left out.
        replicates: Resamples.

    Raises:
        ValueError: These are no trajectories, or some points have no value.
    """
    check_values(values)
    if np.ptp(values) <= 1e-12 * float(np.abs(values).max()):
        raise ValueError("the outcome does not vary over the points: no factor has an effect")
    effects = elementary_effects(values, positions, step)
    r = len(effects)
    if r < 2:
        raise ValueError("one trajectory says nothing of how effects differ: at least 2")
    terms = np.concatenate([effects, np.abs(effects), effects**2], axis=1)
    found = _statistics(terms.mean(axis=0)[None], r)
    again = np.concatenate(
        [
            _statistics(np.einsum("rn,nk->rk", counts.astype(np.float64), terms) / r, r)
            for counts in resamples(r, "morris", replicates)
        ],
        axis=1,
    )
    nothing = _nothing(
        np.zeros((r, 1)) if errors is None else errors, step_size() if step is None else step, replicates
    )
    kinds = (MU, MU_STAR, SIGMA)
    dummy = {kind: interval(float(np.mean(some)), some) for kind, some in zip(kinds, nothing, strict=True)}
    listed = []
    for j, name in enumerate(names):
        indices = {kind: interval(float(found[at, 0, j]), again[at, :, j]) for at, kind in enumerate(kinds)}
        moves = bool((effects[:, j] != 0).any())
        listed.append(Effect(name, indices, judged(indices[MU_STAR], dummy[MU_STAR], moves)))
    return Ranking("morris", MU_STAR, r, ranked(listed, MU_STAR), Effect("dummy", dummy))


def _statistics(means: Floats, r: int) -> Floats:
    """mu, mu* and sigma, (3, R, d), from means of the effects, their sizes and their squares, (R, 3 d)."""
    mean, size, square = np.split(means, 3, axis=1)
    spread = np.maximum(square - mean**2, 0.0)
    spread[spread <= 1e-14 * square] = 0.0  # what rounding leaves of effects that are all the same
    return np.stack([mean, size, np.sqrt(spread * r / (r - 1))])


def _nothing(errors: Floats, step: float, replicates: int) -> Floats:
    """mu, mu* and sigma of a factor that does nothing, as so many worlds would show it, (3, R)."""
    r, d = errors.shape
    luck = Luck(0, worlds=replicates, salt="sensitivity")
    which = (luck.uniforms("dummy's step", each=r) * d).astype(np.int64)
    effects = normals(replicates, r, "dummy's luck") * errors[np.arange(r), which] / step
    return np.stack([effects.mean(axis=1), np.abs(effects).mean(axis=1), effects.std(axis=1, ddof=1)])
