"""The packages of one world by falling payoff, by sorting all of them."""

from collections.abc import Sequence

from twins.frontier_twin import packages, value


def k_best(
    mine: Sequence[float], allowed: Sequence[bool], first: Sequence[int], k: int
) -> list[tuple[float, tuple[int, ...]]]:
    """The k best (value, package), ties by package."""
    everything = ((-value(mine, p, first), p) for p in packages(allowed, first))
    return [(-v, p) for v, p in sorted(everything)[:k]]
