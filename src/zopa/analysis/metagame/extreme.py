"""Extreme equilibria: all of them, as pairs of corners of the two seats' envelopes in which each replies best."""

from dataclasses import dataclass

import numpy as np

from zopa.analysis.metagame.bits import Bits, counted, matching
from zopa.analysis.metagame.envelope import MOST, Corners, corners
from zopa.game.arrays import Floats, Ints

ROOM = 150_000
"""Most corners of an envelope. Random games of 15 × 15 have 30,000 to 110,000 and take seconds, larger ones more."""


@dataclass(frozen=True, eq=False)
class Extreme:
    """Extreme equilibria of a game, E of them.

    Attributes:
        mixes: Shares of the strategies for each seat, (E, m) and (E, n); one for a population.
        component: Which connected set of equilibria each belongs to, (E,).
    """

    mixes: tuple[Floats, ...]
    component: Ints


def extreme(seats: tuple[Floats, ...], room: int = ROOM) -> Extreme | None:
    """All extreme equilibria of a small game; None if it is too large.

    An equilibrium of two seats is extreme if neither mixture is an average of two others that also reply best to, and
    are replied best by, the other seat's mixture. Every equilibrium is an average of extreme ones. They are the pairs
    of corners in which every strategy has share 0 or is a best reply. Of a population, the symmetric equilibria: the
    single corners of which that holds.

    Source: Mangasarian (1964), SIAM Journal 12: 778-780; degenerate games, Avis, Rosenberg, Savani & von Stengel
    (2010), Economic Theory 42: 9-37.

    Args:
        seats: Payoff tables from `pair.tables`.
        room: Most corners, and most equilibria.
    """
    if max(map(len, seats)) > MOST:
        return None
    found = []
    for table in reversed(seats):
        # A payoff that depends on the other seat's strategy alone bears on nobody's best reply.
        ahead = table - table.max(axis=0)
        each = corners(ahead / (float(np.ptp(table)) or 1.0), room)
        if each is None:
            return None
        found.append(each)
    return _alone(seats[0], found[0]) if len(seats) == 1 else _two(seats, found, room)


def _alone(table: Floats, mine: Corners) -> Extreme:
    """The symmetric equilibria of one population."""
    used = _used(mine)
    pick = np.flatnonzero(used & ~mine.best == 0)
    used, best = used[pick], mine.best[pick]
    # Two lie on one face of equilibria if all that either uses is a best reply to both.
    joined = ((used[:, None] | used) & ~(best[:, None] & best)) == 0
    shares = np.array([_exact(table, mine, int(k)) for k in pick]).reshape(len(pick), table.shape[1])
    some, others = np.nonzero(joined)
    return Extreme((shares,), _components(some, others, len(pick)))


def _two(seats: tuple[Floats, ...], found: list[Corners], room: int) -> Extreme | None:
    """The equilibria of two seats."""
    one, two = found
    pairs = _pairs(_used(one), one.best, _used(two), two.best, room)
    if pairs is None:
        return None
    mixes = []
    for mine, which, table in zip(found, pairs.T, reversed(seats), strict=True):
        solved = {int(k): _exact(table, mine, int(k)) for k in np.unique(which)}
        mixes.append(np.array([solved[int(k)] for k in which]).reshape(len(which), table.shape[1]))
    # Equilibria that share a mixture, or are linked by others that do, make up one connected set.
    member = _components(pairs[:, 0], len(one.level) + pairs[:, 1], len(one.level) + len(two.level))
    return Extreme(tuple(mixes), member[pairs[:, 0]])


def _used(found: Corners) -> Bits:
    """Strategies with a positive share."""
    every = np.uint64(2 ** found.shares.shape[1] - 1)
    return every & ~found.unused


def _pairs(used: Bits, best: Bits, used_across: Bits, best_across: Bits, room: int) -> Ints | None:
    """Pairs of corners that are equilibria, (E, 2); None if there are more than there is room for.

    A corner has at least as many best replies as strategies in use. Where it has no more, and its partner neither,
    each one's best replies are what the other uses: these pairs are found by sorting, in games without ties all.
    """
    plain, plain_across = counted(used) == counted(best), counted(used_across) == counted(best_across)
    own = np.rec.fromarrays([used[plain], best[plain]])
    asked = np.rec.fromarrays([best_across[plain_across], used_across[plain_across]])
    _, i, j = np.intersect1d(own, asked, assume_unique=True, return_indices=True)
    every, every_across = np.arange(len(used)), np.arange(len(used_across))
    out = [np.stack((every[plain][i], every_across[plain_across][j]), axis=1)]
    for some, others in ((every[~plain], every_across), (every[plain], every_across[~plain_across])):
        pairs = np.empty((room, 2), dtype=np.int64)
        count = matching(used[some], best[some], used_across[others], best_across[others], pairs)
        if count > room:
            return None
        out.append(np.stack((some[pairs[:count, 0]], others[pairs[:count, 1]]), axis=1))
    return np.concatenate(out)


def _exact(table: Floats, found: Corners, corner: int) -> Floats:
    """A corner solved once more from what is tight in it: rounding on the way to it is gone.

    Args:
        table: What each reply of the other seat earns, (n, m).
        found: Corners.
        corner: Which.
    """
    shares = found.shares[corner]
    replies = np.flatnonzero(found.best[corner] >> np.arange(len(table), dtype=np.uint64) & np.uint64(1))
    use = np.flatnonzero(~found.unused[corner] >> np.arange(len(shares), dtype=np.uint64) & np.uint64(1))
    ahead = table[np.ix_(replies, use)] - table[replies[0], use]
    scale = float(np.ptp(table)) or 1.0
    equations = np.vstack((ahead[1:] / scale, np.ones(len(use))))
    solved = np.zeros(len(shares))
    solved[use] = np.linalg.lstsq(equations, np.append(np.zeros(len(replies) - 1), 1.0), rcond=None)[0]
    if solved.min() < 0.0 or np.abs(solved - shares).max() > 1e-6:
        solved = np.clip(shares, 0.0, None)
    out: Floats = solved / solved.sum()
    return out


def _components(one: Ints, other: Ints, size: int) -> Ints:
    """Which connected component each node is in, from the links."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(one)), (one, other)), shape=(size, size))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)
