"""The Nash and the Kalai-Smorodinsky solution of two parties in thousands of worlds at once, and gains beside them."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.compiled import kernel
from zopa.game.frontier import Frontier
from zopa.solutions.choice import TIE


@dataclass(frozen=True, eq=False)
class Solved:
    """Solutions of W worlds.

    Attributes:
        no_deal: What no deal is worth to the two, (W, 2).
        power: Their bargaining weights, of mean 1, (2,).
        nash: Points of the frontiers that the Nash solution chooses, with all that tie, (points,).
        kalai_smorodinsky: The same for Kalai and Smorodinsky's.
        product: Logarithm of the largest product of gains, Σ a_i log(u_i − d_i), (W,); −inf where no package that both
            would sign gives both something; nan where there is none that both would sign.
        hope: The most that each gains in any package that both would sign, (W, 2); nan where there is none.
    """

    no_deal: Floats
    power: Floats
    nash: Bools
    kalai_smorodinsky: Bools
    product: Floats
    hope: Floats


@kernel
def _log_product(x: float, y: float, power: Floats) -> float:
    total = 0.0
    if power[0] > 0.0:
        total += power[0] * np.log(x)
    if power[1] > 0.0:
        total += power[1] * np.log(y)
    return total


@kernel
def _shares(x: float, y: float, most: float, most_theirs: float) -> tuple[float, float]:
    """Smaller and larger share of what can be hoped for; who can hope for nothing is left out."""
    if most <= 0.0 and most_theirs <= 0.0:
        return 0.0, 0.0
    if most <= 0.0:
        return y / most_theirs, y / most_theirs
    if most_theirs <= 0.0:
        return x / most, x / most
    return min(x / most, y / most_theirs), max(x / most, y / most_theirs)


@kernel
def _survey(
    mine: Floats, theirs: Floats, low: int, high: int, d: Floats, power: Floats, hope: Floats
) -> float:  # fmt: skip
    """The largest product of gains in one world; what each may hope for is written down."""
    best, none = -np.inf, True
    for i in range(low, high):
        if mine[i] >= d[0] and theirs[i] >= d[1]:
            x, y = mine[i] - d[0], theirs[i] - d[1]
            hope[0] = x if none else max(hope[0], x)
            hope[1] = y if none else max(hope[1], y)
            best, none = max(best, _log_product(x, y, power)), False
    return np.nan if none else best


@kernel
def _choose(
    start: Ints, mine: Floats, theirs: Floats, no_deal: Floats, power: Floats, nash: Bools, even: Bools,
    product: Floats, hope: Floats,
) -> None:  # fmt: skip
    for w in range(no_deal.shape[0]):
        low, high, d = start[w], start[w + 1], no_deal[w]
        hope[w, 0], hope[w, 1] = np.nan, np.nan
        best = _survey(mine, theirs, low, high, d, power, hope[w])
        product[w] = best
        least, most = -np.inf, -np.inf
        for i in range(low, high):
            nash[i], even[i] = False, False
            if mine[i] >= d[0] and theirs[i] >= d[1]:
                x, y = mine[i] - d[0], theirs[i] - d[1]
                nash[i] = best == -np.inf or _log_product(x, y, power) >= best - TIE * (power[0] + power[1])
                least = max(least, _shares(x, y, hope[w, 0], hope[w, 1])[0])
                even[i] = True
        for i in range(low, high):
            small, large = _shares(mine[i] - d[0], theirs[i] - d[1], hope[w, 0], hope[w, 1])
            even[i] = even[i] and small >= least - TIE
            if even[i]:
                most = max(most, large)
        for i in range(low, high):
            large = _shares(mine[i] - d[0], theirs[i] - d[1], hope[w, 0], hope[w, 1])[1]
            even[i] = even[i] and large >= most - TIE


def solve_worlds(points: Frontier, no_deal: Floats, weights: Floats) -> Solved:
    """What `nash` and `kalai_smorodinsky` choose, in every world.

    Source: Nash (1950), Harsanyi and Selten (1972), Kalai and Smorodinsky (1975), as those functions have them.

    Args:
        points: The frontiers.
        no_deal: What no deal is worth to the two, (W, 2).
        weights: Bargaining weights, not negative, not both 0, (2,); only their ratio counts.
    """
    worlds, n = no_deal.shape[0], points.mine.shape[0]
    power = 2.0 * weights / weights.sum()
    nash, even = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    product, hope = np.empty(worlds), np.empty((worlds, 2))
    no_deal = np.ascontiguousarray(no_deal)
    _choose(points.start, points.mine, points.theirs, no_deal, power, nash, even, product, hope)
    return Solved(no_deal, power, nash, even, product, hope)


@kernel
def _beside(
    world: Ints, own: Floats, other: Floats, no_deal: Floats, power: Floats, product: Floats, hope: Floats,
    ratio: Floats, even: Floats,
) -> None:  # fmt: skip
    for row in range(world.shape[0]):
        w = world[row]
        x, y = own[row] - no_deal[w, 0], other[row] - no_deal[w, 1]
        if not product[w] > -np.inf:
            ratio[row] = np.nan
        elif x < 0.0 or y < 0.0:
            ratio[row] = 0.0
        else:
            ratio[row] = np.exp(_log_product(x, y, power) - product[w])
        if not (hope[w, 0] > 0.0 and hope[w, 1] > 0.0):
            even[row] = np.nan
        elif x <= 0.0 or y <= 0.0:
            even[row] = 0.0
        else:
            small, large = _shares(x, y, hope[w, 0], hope[w, 1])
            even[row] = small / large


def beside(solved: Solved, world: Ints, own: Floats, other: Floats) -> tuple[Floats, Floats]:
    """How good packages are beside the solutions of their worlds.

    Args:
        solved: The solutions.
        world: The world of each package, (N,).
        own: What each is worth to the first party, (N,).
        other: And to the second, (N,).

    Returns:
        The product of gains as a share of the largest, Π (u_i − d_i)^a_i / max, (N,): 0 where somebody loses, nan where
        the largest is 0. And evenness, the smaller of the two shares (u_i − d_i) / (b_i − d_i) over the larger, (N,):
        1 where both get the same share of what they could hope for (Kalai and Smorodinsky), 0 where somebody gains
        nothing, nan where somebody could hope for nothing.
    """
    ratio, even = np.empty(world.shape[0]), np.empty(world.shape[0])
    _beside(world, own, other, solved.no_deal, solved.power, solved.product, solved.hope, ratio, even)
    return ratio, even
