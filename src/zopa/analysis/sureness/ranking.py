"""Ranking a seat's strategies by how they do against a field, and how stable the ranks are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zopa.analysis.intervals import LEVEL
from zopa.analysis.sureness.field import facing
from zopa.analysis.sureness.field_intervals import FieldMeans, field_intervals
from zopa.analysis.sureness.pairs import Pairs, pairs
from zopa.analysis.sureness.ranks import Ranks, ranks_of, sure_ranks
from zopa.analysis.sureness.replicates import Replicates
from zopa.game.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Ranking:
    """A seat's strategies by their mean over a mixture of what the others play.

    Attributes:
        field: The means and their intervals.
        ranks: Ranks and how they do in resamples.
        order: Strategies from the best to the worst, (m,); of two that tie the one listed first comes first.
        separable: Whether a strategy surely does worse than the one right above it in the order, (m,); False for the
            first of all. Sure: p adjusted for all pairs of the seat is at most 1 − level.
        leading: Whether a strategy is the first of all or can't be told apart from it, (m,).
        sure_low: Best rank that can't be ruled out: 1 and the strategies that are surely better, (m,).
        sure_high: Worst rank that can't be ruled out, (m,).
        pairs: All pairs of them, against the same mixture.
    """

    field: FieldMeans
    ranks: Ranks
    order: Ints
    separable: Bools
    leading: Bools
    sure_low: Ints
    sure_high: Ints
    pairs: Pairs

    @property
    def means(self) -> Floats:
        """Mean of each strategy, (m,)."""
        return self.field.means

    @property
    def low(self) -> Floats:
        """Lower end of its interval, (m,)."""
        return self.field.low

    @property
    def high(self) -> Floats:
        """Upper end, (m,)."""
        return self.field.high

    @property
    def notes(self) -> tuple[str, ...]:
        """Why there is no interval, (m,)."""
        return self.field.notes


def ranking(
    replicates: Replicates, shape: Sequence[int], seat: int, weights: Floats | None = None, level: float = LEVEL
) -> Ranking:
    """Rank the strategies of a seat.

    Pairs are told apart by paired differences adjusted for all pairs of the seat: see `pairs.pairs`.

    Args:
        replicates: The seat's payoffs (or another measure of which more is better) in all cells, (C, W), resampled.
        shape: Number of strategies of each seat.
        seat: Index of the seat.
        weights: Weight of each profile of the others, (J,), in row-major order; equal ones where left out.
        level: Confidence.
    """
    field = field_intervals(replicates, shape, seat, weights, level)
    each = pairs(facing(replicates.values, shape, seat), field.mixture, level)
    order = np.argsort(-np.where(np.isnan(field.means), -math.inf, field.means), kind="stable")
    surely = each.matrix(each.adjusted) <= 1.0 - level
    separable = np.zeros(len(order), dtype=np.bool_)
    separable[order[1:]] = surely[order[1:], order[:-1]]
    sure = sure_ranks(surely, each.matrix(each.difference, -1.0))
    ranks = ranks_of(field.means, field.drawn, level)
    return Ranking(field, ranks, order, separable, ~surely[order[0]], *sure, each)
