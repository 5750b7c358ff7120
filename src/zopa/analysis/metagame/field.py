"""The replicator dynamics as a picture: arrows over a square or a triangle, and some paths."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zopa.analysis.metagame.dynamics import Dynamics
from zopa.analysis.metagame.seats import one_population
from zopa.game.arrays import Floats

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, math.sqrt(0.75)]])
"""Where a triangle's corners are drawn: all play the first strategy, the second, the third; (3, 2)."""

_FAR_FROM_SIDES = 5


@dataclass(frozen=True, eq=False)
class Field:
    """What to draw.

    Two seats with two strategies each: a point (x, y) of the unit square is the share of the first strategy of the
    first seat, and that of the second seat. One population with three: a point of the triangle with `CORNERS`.

    Attributes:
        strategies: Numbers of the strategies shown, of each population.
        places: Where the arrows start, (G, 2).
        shares: Shares of all strategies there, one population after the other, (G, D).
        arrows: How fast a population that is there moves, (G, 2), for payoffs `by_range`.
        speeds: Lengths of the arrows, (G,).
        times: Times at which the paths are known, (T,).
        paths: Where some starts are at these times, (K, T, 2).
    """

    strategies: tuple[tuple[int, ...], ...]
    places: Floats
    shares: Floats
    arrows: Floats
    speeds: Floats
    times: Floats
    paths: Floats


def field(
    payoffs: Floats, strategies: Sequence[Sequence[int]] | None = None, grid: int = 11, time: float = 60.0,
    looks: int = 241,
) -> Field:  # fmt: skip
    """The field of the replicator dynamics where only some strategies are played, and a few paths in it.

    Speeds are those of the whole game: payoffs are taken `by_range` of all its profiles, not only of those shown.

    Args:
        payoffs: Payoffs of two seats, (m, n, 2), or of one population, (m, m).
        strategies: Numbers of the strategies shown: two of each seat, or three of one population as one list. Where
            left out, all, if there are as many.
        grid: Arrows along a side, at least 2.
        time: How long the paths are followed, above 0.
        looks: Times at which they are looked at, at least 2.

    Raises:
        ValueError: The strategies do not fit the picture, or these are no payoffs of one or two populations.
    """
    alone = one_population(payoffs)
    sizes = payoffs.shape[:1] if alone else payoffs.shape[:2]
    chosen = tuple(tuple(range(size)) for size in sizes) if strategies is None else tuple(map(tuple, strategies))
    _check(chosen, sizes)
    if grid < 2 or looks < 2 or time <= 0.0:
        raise ValueError("a field needs at least 2 arrows along a side, 2 looks, and a time above 0")
    dynamics = Dynamics(payoffs, chosen)
    shares = _triangle(grid) if alone else _square(np.linspace(0.0, 1.0, grid))
    arrows = _drawn(dynamics.speed(shares))
    starts = _triangle(_FAR_FROM_SIDES + 1) if alone else _square(np.linspace(0.1, 0.9, _FAR_FROM_SIDES))
    logs = np.log(starts[(starts > 0.0).all(axis=1)])
    times = np.linspace(0.0, time, looks)
    past = dynamics.follow(logs, np.zeros_like(logs), times)
    paths = np.stack([_drawn(dynamics.shares(logs, each)) for each in past], axis=1)
    return Field(chosen, _drawn(shares), shares, arrows, np.hypot(*arrows.T), times, paths)


def _check(chosen: tuple[tuple[int, ...], ...], sizes: tuple[int, ...]) -> None:
    wanted = 3 if len(sizes) == 1 else 2
    if len(chosen) != len(sizes) or any(len(set(each)) != wanted or len(each) != wanted for each in chosen):
        raise ValueError(
            "a picture shows two different strategies of each of two seats, or three of one population, "
            f"not {chosen}: choose them"
        )
    for each, size in zip(chosen, sizes, strict=True):
        if min(each) < 0 or max(each) >= size:
            raise ValueError(f"strategies {each} are not among those numbered 0 to {size - 1}")


def _square(along: Floats) -> Floats:
    """Shares at the crossings of a grid: the first of two strategies of each seat has one of these, (G, 4)."""
    p, q = (each.ravel() for each in np.meshgrid(along, along, indexing="ij"))
    return np.stack((p, 1.0 - p, q, 1.0 - q), axis=1)


def _triangle(grid: int) -> Floats:
    """Shares at the crossings of a triangle's grid with so many points along a side, (G, 3)."""
    steps = grid - 1
    i, j = (each.ravel() for each in np.indices((grid, grid)))
    inside = i + j <= steps
    counts = np.stack((i, j, steps - i - j), axis=1)[inside]
    return counts / steps


def _drawn(shares: Floats) -> Floats:
    """Places (or changes of places) of shares (or of their changes) in the plane, (G, 2)."""
    if shares.shape[1] == 4:
        return shares[:, [0, 2]]
    drawn: Floats = (shares[:, :, None] * CORNERS).sum(axis=1)
    return drawn
