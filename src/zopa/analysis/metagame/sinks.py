"""Sets of profiles that better replies lead into and never out of, and how seats chase one another there."""

from typing import Any

import numpy as np

from zopa.analysis.metagame.cycles import beats, from_smallest
from zopa.analysis.metagame.pair import slack, tables
from zopa.game.arrays import Floats

Profile = tuple[int, ...]
"""One strategy for each seat; for one population, a single strategy."""


def sinks(payoffs: Floats, *, neutral: bool = True) -> tuple[tuple[Profile, ...], ...]:
    """Sets of profiles that better replies lead into and never out of, and in which each leads to each.

    The sink strongly connected components of the better-reply graph: for two seats, an arc from each profile to each
    other one in which one seat has another strategy and earns more. For one population the profiles are strategies,
    and an arc leads from b to each a that beats it (`beats`). A sink of one profile is a pure equilibrium (strict, if
    arcs between equals count); a larger one means that adapting seats chase one another without end.

    Source: Papadimitriou & Piliouras (2019), ACM SIGecom Exchanges 16: 53-63; the same components carry alpha-rank as
    selection grows strong, Omidshafiei et al. (2019), Scientific Reports 9: 9937 (Markov-Conley chains).

    Args:
        payoffs: (m, n, 2), row seat first, or (m, m) for one population.
        neutral: Arcs both ways where a seat earns the same, as under neutral drift; else none.

    Returns:
        The sinks, small ones first, then by their profiles, which stand in order.

    >>> matching_pennies = np.array([[[1.0, -1.0], [-1.0, 1.0]], [[-1.0, 1.0], [1.0, -1.0]]])
    >>> sinks(matching_pennies)
    (((0, 0), (0, 1), (1, 0), (1, 1)),)
    """
    from scipy.sparse.csgraph import connected_components

    arcs, profiles = _arcs(payoffs, neutral=neutral)
    _, member = connected_components(arcs, directed=True, connection="strong")
    start, end = arcs.nonzero()
    leaky = set(member[start[member[start] != member[end]]].tolist())
    found: dict[int, list[Profile]] = {}
    for profile, own in zip(profiles, member.tolist(), strict=True):
        if own not in leaky:
            found.setdefault(own, []).append(profile)
    return tuple(sorted(map(tuple, found.values()), key=lambda sink: (len(sink), sink)))


def chase(payoffs: Floats, sink: tuple[Profile, ...]) -> tuple[Profile, ...]:
    """A shortest round of strictly better replies within a sink: who is answered by what.

    Args:
        payoffs: As for `sinks`.
        sink: One of them.

    Returns:
        The profiles on the way, from the smallest on; none where there is no such round.
    """
    from scipy.sparse.csgraph import dijkstra

    arcs, profiles = _arcs(payoffs, neutral=False)
    places = [profiles.index(profile) for profile in sink]
    inside = arcs[places][:, places]
    shortest: list[int] = []
    for start in range(len(sink)):
        away, before = dijkstra(inside, unweighted=True, indices=start, return_predecessors=True)
        last = inside[:, [start]].nonzero()[0]
        if not np.isfinite(away[last]).any():
            continue
        way = [int(last[np.argmin(away[last])])]
        while way[-1] != start:
            way.append(int(before[way[-1]]))
        if not shortest or len(way) < len(shortest):
            shortest = way[::-1]
        # No round is shorter: each seat that moves must move back, and no two of a population beat each other.
        if len(shortest) == payoffs.ndim + 1:
            break
    return tuple(sink[at] for at in from_smallest(shortest))


def _arcs(payoffs: Floats, *, neutral: bool) -> tuple[Any, list[Profile]]:
    """The better-reply graph as a sparse matrix (from, to), and its profiles in order."""
    from scipy.sparse import csr_array

    seats = tables(payoffs)
    profiles: list[Profile]
    if len(seats) == 1:
        # Strictly: from the beaten to whom it is beaten by. Neutrally: to all it does not beat.
        won = beats(payoffs)
        lost, winner = np.nonzero((~won if neutral else won.T) & ~np.eye(len(won), dtype=np.bool_))
        ends, profiles = [(lost, winner)], [(a,) for a in range(len(won))]
    else:
        m, n = seats[0].shape
        ends, profiles = [], list(np.ndindex(m, n))
        for table, here, there in zip(seats, (n, 1), (1, n), strict=True):
            ahead, tie = table[None] - table[:, None], slack(table)
            better = (ahead >= -tie if neutral else ahead > tie) & ~np.eye(len(table), dtype=np.bool_)[:, :, None]
            worse, other, across = np.nonzero(better)
            ends.append((worse * here + across * there, other * here + across * there))
    start, end = (np.concatenate(each) for each in zip(*ends, strict=True))
    return csr_array((np.ones(len(start)), (start, end)), shape=(len(profiles),) * 2), profiles
