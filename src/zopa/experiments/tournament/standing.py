"""Who does better than whom in a tournament: ranks of each seat's strategies, and all pairs of them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from zopa.analysis.sureness.ranking import Ranking, ranking
from zopa.analysis.sureness.replicates import Replicates
from zopa.experiments.tournament.cells import numbers
from zopa.game.arrays import Floats, Ints


def standing(replicates: Replicates, shape: tuple[int, ...], seat: int, names: Sequence[str]) -> dict[str, Any]:
    """The ranks of a seat's strategies against all of the others', each as often, and the pairs.

    Args:
        replicates: The seat's payoffs in all cells, resampled.
        shape: Number of strategies of each seat.
        seat: Index of the seat.
        names: Its strategies.

    Returns:
        `against`: `uniform`, or `those met` where some cells have no worlds, so that strategies have met different
        fields and only their pairs can be told apart; `rows` from the best to the worst, `tau`, `pairs`.
    """
    found = ranking(replicates, shape, seat)
    groups = _groups(found)
    alike = not bool(np.isnan(replicates.means).any())  # else strategies have met different fields, and ranks are bare
    rows = [
        {
            "strategy": names[at],
            **_value(found, at),
            "rank": int(found.ranks.rank[at]),
            "rank_low": int(found.sure_low[at] if alike else found.ranks.rank[at]),
            "rank_high": int(found.sure_high[at] if alike else found.ranks.rank[at]),
            "first": float(found.ranks.first[at]),
            "group": int(groups[at]),
            "leading": bool(found.leading[at] if alike else found.ranks.rank[at] == 1),
        }
        for at in found.order.tolist()
    ]
    return {
        "against": "uniform" if alike else "those met",
        "rows": rows,
        "tau": numbers(found.ranks.tau),
        "pairs": _pairs(found, names),
    }


def _value(found: Ranking, at: int) -> dict[str, Any]:
    said = {"value": found.means[at], "low": found.low[at], "high": found.high[at]}
    return {key: numbers(one) for key, one in said.items()} | {"note": found.notes[at]}


def _groups(found: Ranking) -> Ints:
    """A number for each strategy, the same for neighbours in the order that can't be told apart, (m,)."""
    out = np.zeros(len(found.order), dtype=np.int64)
    out[found.order] = np.cumsum(found.separable[found.order])
    return out


def _pairs(found: Ranking, names: Sequence[str]) -> list[dict[str, Any]]:
    some = found.pairs
    return [
        {
            "a": names[a], "b": names[b], "difference": numbers(some.difference[at]), "low": numbers(some.low[at]),
            "high": numbers(some.high[at]), "p": numbers(some.p[at]), "holm": numbers(some.adjusted[at]),
            "note": some.notes[at],
        }
        for at, (a, b) in enumerate(zip(some.first.tolist(), some.second.tolist(), strict=True))
    ]  # fmt: skip


def merged(first: Floats, second: Floats, count: int) -> Floats:
    """What a strategy gets in two seats that are alike: the mean of both in each world, (m m, W).

    Args:
        first: Payoffs of the first seat, (m m, W).
        second: Payoffs of the second seat.
        count: Number of strategies, m.
    """
    table = second.reshape(count, count, -1)
    return 0.5 * (first + np.swapaxes(table, 0, 1).reshape(count * count, -1))
