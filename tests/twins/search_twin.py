"""The search for an offer in one world: look at every package."""

from collections.abc import Sequence

from twins.frontier_twin import packages, value

Cells = Sequence[float]
Package = tuple[int, ...]


def exact(mine: Cells, theirs: Cells, allowed: Sequence[bool], first: Sequence[int], target: float, me: int) -> Package:
    """Among the packages worth the target to me the best for the other; if there is none, my own best.

    Of packages that give both the same, the one that gives party 0 more in the last cluster in which they differ;
    if they agree there too, the lower cell.
    """
    zero, one = (mine, theirs) if me == 0 else (theirs, mine)

    def last_cluster_first(package: Package) -> list[tuple[float, float, int]]:
        return [(-zero[c], -one[c], c) for c in reversed([first[k] + cell for k, cell in enumerate(package)])]

    def worth(package: Package) -> tuple[float, float]:
        return value(theirs, package, first), value(mine, package, first)

    everything = packages(allowed, first)
    good = [p for p in everything if value(mine, p, first) >= target]
    if not good:
        most = max(value(mine, p, first) for p in everything)
        good = [p for p in everything if value(mine, p, first) == most]
    top = max(worth(p) for p in good)
    return min((p for p in good if worth(p) == top), key=last_cluster_first)
