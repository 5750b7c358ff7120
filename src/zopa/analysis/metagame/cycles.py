"""Cycles: who beats whom in one population, and in which rings."""

from itertools import count

from zopa.analysis.metagame.pair import slack, tables
from zopa.game.arrays import Bools, Floats


def beats(payoffs: Floats) -> Bools:
    """Which strategy (row) beats which (column) in one population, (m, m): it earns more against it than it gives it.

    The pairwise advantage: a beats b if A[a, b] > A[b, a].

    Args:
        payoffs: What the row earns against the column, (m, m).

    Raises:
        ValueError: These are no payoffs of one population.
    """
    if payoffs.ndim != 2:
        raise ValueError("two seats play different strategies, which do not beat one another: look at their sinks")
    (table,) = tables(payoffs)
    ahead: Bools = table - table.T > slack(table)
    return ahead


def rings(payoffs: Floats, most: int = 100) -> tuple[tuple[int, ...], ...]:
    """The shortest cycles a beats b beats ... beats a of one population; none if strategies can be ranked.

    Args:
        payoffs: What the row earns against the column, (m, m).
        most: At most so many are listed, the first in order.

    Returns:
        Each from its smallest member on, in order; all of the same length, 3 or more.
    """
    import networkx as nx

    graph = nx.from_numpy_array(beats(payoffs), create_using=nx.DiGraph)
    if nx.is_directed_acyclic_graph(graph):
        return ()
    for length in count(3):
        found = [from_smallest(ring) for ring in nx.simple_cycles(graph, length_bound=length)]
        if found:
            return tuple(sorted(found)[:most])
    raise AssertionError("a graph that is not acyclic has a cycle")


def from_smallest(ring: list[int]) -> tuple[int, ...]:
    """A ring told from its smallest member on.

    Args:
        ring: Its members in order.
    """
    first = ring.index(min(ring)) if ring else 0
    return (*ring[first:], *ring[:first])
