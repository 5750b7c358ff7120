"""One equilibrium of a game of two seats, or of one population, and the regret of any pair of mixtures."""

from dataclasses import dataclass

import numpy as np

from zopa.analysis.metagame.pair import tables
from zopa.game.arrays import Floats


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """A mixture for each seat, each a best reply to the other.

    Attributes:
        x: Shares of the row seat's strategies, (m,). Of strategies that are alike, the first has the share of all.
        y: Shares of the column seat's, (n,). In one population the same as x.
        payoffs: What each seat earns.
        regrets: What each seat's best strategy would earn more: 0 up to rounding.
        supports: The strategies in use.
        component: Which connected set of equilibria it belongs to, from 0; equilibria of one component are corners of
            a continuum. None where not all were found, so that it is not known.
    """

    x: Floats
    y: Floats
    payoffs: tuple[float, float]
    regrets: tuple[float, float]
    supports: tuple[tuple[int, ...], tuple[int, ...]]
    component: int | None


def regrets(payoffs: Floats, x: Floats, y: Floats) -> tuple[float, float]:
    """What each seat's best strategy would earn more than its mixture, against the other's mixture.

    Args:
        payoffs: (m, n, 2), or (m, m) for one population.
        x: Shares of the row seat's strategies, (m,).
        y: Shares of the column seat's, (n,).
    """
    return evaluated(tables(payoffs), x, y, None).regrets


def evaluated(seats: tuple[Floats, ...], x: Floats, y: Floats, component: int | None) -> Equilibrium:
    """What each seat earns and regrets under a pair of mixtures.

    Args:
        seats: Payoff tables from `pair.tables`.
        x: Shares of the row seat's strategies, (m,).
        y: Shares of the column seat's, (n,).
        component: Which connected set of equilibria it is in, if known.
    """
    earned = [(t * other).sum(axis=1) for t, other in ((seats[0], y), (seats[-1], x))]
    means = [float((own * each).sum()) for own, each in zip((x, y), earned, strict=True)]
    more = [max(0.0, float(each.max()) - mean) for each, mean in zip(earned, means, strict=True)]
    supports = tuple(np.flatnonzero(x).tolist()), tuple(np.flatnonzero(y).tolist())
    return Equilibrium(x, y, (means[0], means[1]), (more[0], more[1]), supports, component)
