"""Some equilibria of a game too large to find all: the pure ones, those of two strategies a side, and ends of paths."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from zopa.analysis.metagame.pair import slack
from zopa.game.arrays import Floats, Ints

STEPS = 20_000
"""Most pivots on one path."""

Mixes = tuple[Floats, ...]
"""A mixture of each seat."""


def some(seats: tuple[Floats, ...]) -> list[Mixes]:
    """Equilibria that can be found in a game of any size.

    All pure ones; those in which each seat mixes two strategies, all of them if there are no ties; and the ends of
    Lemke & Howson's paths from every strategy, or, for one population, of Lemke's.

    Source: Lemke & Howson (1964), SIAM Journal 12: 413-423; Lemke (1965), Management Science 11: 681-689.

    Args:
        seats: Payoff tables from `pair.tables`.
    """
    found = [*pure(seats), *_pairs(seats), *(_paths(seats) if len(seats) == 2 else _lemke(seats[0]))]
    return [tuple(_clean(own) for own in mix) for mix in found]


def _clean(mix: Floats) -> Floats:
    """A mixture without shares that are rounding."""
    large = np.where(mix > 1e-12, mix, 0.0)
    out: Floats = large / large.sum()
    return out


def pure(seats: tuple[Floats, ...]) -> list[Mixes]:
    """All pure equilibria; for one population, all strategies that are best replies to themselves."""
    best = [table >= table.max(axis=0) - slack(table) for table in seats]
    if len(seats) == 1:
        return [(np.eye(len(best[0]))[i],) for i in np.flatnonzero(np.diagonal(best[0]))]
    eyes = [np.eye(len(table)) for table in seats]
    return [(eyes[0][i], eyes[1][j]) for i, j in np.argwhere(best[0] & best[1].T)]


def _pairs(seats: tuple[Floats, ...]) -> list[Mixes]:
    """Equilibria in which each seat mixes two strategies that leave the other indifferent between its own two."""
    own, across = seats[0], seats[-1]
    found: list[Mixes] = []
    for i, k in combinations(range(len(own)), 2):
        if len(seats) == 1:
            found += [(x,) for x in _even(own, i, k, [i], [k])]
            continue
        here = own[i] - own[k]
        for y in _even(own, i, k, np.flatnonzero(here > 0.0), np.flatnonzero(here < 0.0)):
            j, other = (int(each) for each in np.flatnonzero(y))
            found += [(x, y) for x in _even(across, j, other, [i], [k])]
    return found


def _even(table: Floats, i: int, k: int, some: Sequence[int] | Ints, others: Sequence[int] | Ints) -> list[Floats]:
    """Mixtures of one of some and one of others against which strategies i and k earn the same, and none earns more."""
    gap, found, others = table[i] - table[k], [], np.asarray(others)
    for j in some:
        apart = others[gap[j] * gap[others] < 0.0]
        share = gap[apart] / (gap[apart] - gap[j])
        earned = table[:, [j]] * share + table[:, apart] * (1.0 - share)
        for at in np.flatnonzero(earned.max(axis=0) <= earned[i] + slack(table)):
            mix = np.zeros(table.shape[1])
            mix[j], mix[apart[at]] = share[at], 1.0 - share[at]
            found.append(mix)
    return found


def _paths(seats: tuple[Floats, ...]) -> list[Mixes]:
    """Where the paths of Lemke and Howson end that start with each strategy of each seat."""
    from quantecon.game_theory import NormalFormGame, Player, lemke_howson

    # Many games of bargainers differ by little beside what all strategies earn: the scale of pivots is the difference.
    game = NormalFormGame([Player(_scaled(table)) for table in seats])
    found = []
    for start in range(sum(map(len, seats))):
        ends, report = lemke_howson(game, init_pivot=start, max_iter=STEPS, full_output=True)
        if report.converged:
            found.append(tuple(ends))
    return found


def _lemke(table: Floats) -> list[Mixes]:
    """Where Lemke's paths end that lean towards each strategy in turn: symmetric equilibria, as z / sum(z).

    With costs M = 1 + (largest payoff − payoffs) on a scale, z >= 0, M z >= 1 and z · (M z − 1) = 0.
    """
    from quantecon.optimize.lcp_lemke import lcp_lemke

    costs = 2.0 - _scaled(table)
    found: list[Mixes] = []
    for lean in range(len(table)):
        away = np.ones(len(table))
        away[lean] = 2.0
        end = lcp_lemke(costs, -np.ones(len(table)), d=away, max_iter=STEPS)
        if end.success and end.z.sum() > 0.0:
            found.append((end.z / end.z.sum(),))
    return found


def _scaled(table: Floats) -> Floats:
    """Payoffs from 0 to 1, without what depends on the other seat's strategy alone."""
    ahead = table - table.max(axis=0)
    scaled: Floats = 1.0 + ahead / (-float(ahead.min()) or 1.0)
    return scaled
