"""The noise of points that were played in so many worlds: what it does by itself, drawn again and again."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.special import ndtri

from zopa.analysis.effects import REPLICATES, Levels
from zopa.analysis.measures import Signed
from zopa.game.arrays import Floats
from zopa.game.luck import Luck

_DRAWS = 200_000_000
"""Products of a draw and a value: with more points and worlds there are fewer replicates, down to 99."""


def normals(replicates: int, each: int, use: str) -> Floats:
    """Standard normal draws, (replicates, each), always the same ones.

    Args:
        replicates: How many rows.
        each: Draws in a row.
        use: What they are for; part of their address.
    """
    uniform = Luck(0, worlds=replicates, salt="sensitivity").uniforms(use, each=each)
    drawn: Floats = ndtri(np.clip(uniform, 1e-16, None))
    return drawn


def noise_apart(errors: Floats) -> Floats:
    """Noise of points that each have worlds of their own, (R, P).

    Args:
        errors: Standard error of each point, (P,).
    """
    return normals(REPLICATES, errors.size, "noise of points") * errors


def noise_together(points: Sequence[Signed]) -> Floats | None:
    """Noise of points that share their worlds, so that much of it is the same in all, (R, P).

    Each world's influence values in all points are taken times one standard normal number (the multiplier bootstrap;
    van der Vaart & Wellner 1996, Weak Convergence and Empirical Processes, section 2.9).

    Args:
        points: The measure in each point, made of means and shares, all of the same worlds.

    Returns:
        None where a point has no world that counts.
    """
    influence = np.array([_influence(parts) for parts in points])
    if not np.isfinite(influence).all():
        return None
    worlds = influence.shape[1]
    replicates = min(max(_DRAWS // influence.size, 99), REPLICATES)
    drawn: Floats = np.einsum("rw,pw->rp", normals(replicates, worlds, "noise of worlds"), influence) / worlds
    return drawn


def noise_swing(inputs: Mapping[str, Levels], noise: Floats) -> float:
    """How far apart noise puts the means at the two end levels of a factor, at most, in 95 % of draws.

    Args:
        inputs: Factors by name, (P,).
        noise: Draws of the noise in the points, (R, P).
    """
    found = [0.0]
    for x in inputs.values():
        levels = np.unique(x)
        gaps = noise[:, x == levels[-1]].mean(axis=1) - noise[:, x == levels[0]].mean(axis=1)
        found.append(float(np.quantile(np.abs(gaps), 0.95)))
    return max(found)


def _influence(parts: Signed) -> Floats:
    """How much each world moves the measure, times the number of worlds, (W,): `c (x − m) / mean(c)`."""
    total = np.zeros(len(parts[0][1].values))
    for sign, part in parts:
        counted = part.counts
        if not counted.any():
            return np.full(total.shape, np.nan)
        mean = part.values[counted].mean()
        total += sign * np.where(counted, part.values - mean, 0.0) / counted.mean()
    return total
