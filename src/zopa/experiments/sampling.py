"""Designs that draw their points: unit cubes by Latin hypercube, Saltelli's scheme and Morris's trajectories."""

from typing import Any

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.luck import generator

MORRIS_LEVELS = 4
"""Levels of the grid that Morris's trajectories walk on."""


def unit_points(design: str, factors: int, n: int, seed: int) -> Floats:
    """Points in the unit cube, (points, factors).

    Args:
        design: `lhs`: a Latin hypercube of n points. `sobol`: n rows of a scrambled Sobol sequence A, n rows B, then
            for each factor A with that factor from B, n (factors + 2) points. `morris`: n trajectories of factors + 1
            points.
        factors: How many factors, at least 1.
        n: Size, see `design`; for `sobol` a power of 2.
        seed: Root seed; the draws are the design's own.

    Raises:
        ValueError: The library that a design needs is not installed.

    Source: McKay, Beckman & Conover (1979), Technometrics 21: 239-245; Saltelli et al. (2010), Computer Physics
    Communications 181: 259-270; Morris (1991), Technometrics 33: 161-174.

    >>> sorted(unit_points("lhs", 1, 2, 0).round().tolist())
    [[0.0], [1.0]]
    """
    if design == "morris":
        return _morris(factors, n, seed)
    from scipy.stats import qmc

    luck = generator(seed, "design")
    if design == "lhs":
        drawn: Floats = qmc.LatinHypercube(factors, rng=luck).random(n)
        return drawn
    pairs = qmc.Sobol(2 * factors, rng=luck).random(n)
    first, second = pairs[:, :factors], pairs[:, factors:]
    mixed = []
    for factor in range(factors):
        some = first.copy()
        some[:, factor] = second[:, factor]
        mixed.append(some)
    return np.concatenate([first, second, *mixed])


def _morris(factors: int, n: int, seed: int) -> Floats:
    try:
        from SALib.sample import morris
    except ImportError:
        message = "design: morris draws its points by SALib, which is not installed: pip install 'zopa[sensitivity]'"
        raise ValueError(message) from None
    problem: dict[str, Any] = {
        "num_vars": factors, "names": [f"x{i}" for i in range(factors)], "bounds": [[0.0, 1.0]] * factors
    }  # fmt: skip
    drawn: Floats = np.asarray(morris.sample(problem, n, num_levels=MORRIS_LEVELS, seed=seed % 2**32))
    return drawn
