"""What no deal is worth to the other, learned from how it concedes."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.compiled import kernel
from zopa.game.values import value_of
from zopa.game.view import View
from zopa.strategies.parts.base import Belief

LEVELS = np.linspace(0.0, 0.975, 40)
"""Hypotheses on the reservation value, as shares of the way from the other's worst package to its best."""

SHAPES = np.geomspace(0.05, 20.0, 13)
"""Hypotheses on the shape β of its concession."""


@kernel
def _learn(
    asked: Floats, heard: Bools, gone: Floats, spread: Floats, levels: Floats, shapes: Floats, logs: Floats,
    mean: Floats, deviation: Floats, chances: Floats,
) -> None:  # fmt: skip
    """Weigh every pair of hypotheses by how near it comes to what was asked; then mean and deviation of the value."""
    for w in range(asked.shape[0]):
        if not heard[w]:
            continue
        most = -np.inf
        for j in range(shapes.shape[0]):
            kept = 1.0 - gone[w] ** (1.0 / shapes[j])
            for i in range(levels.shape[0]):
                off = (asked[w] - levels[i] - (1.0 - levels[i]) * kept) / spread[w]
                logs[w, i, j] -= 0.5 * off * off
                most = max(most, logs[w, i, j])
        total, first, squares = 0.0, 0.0, 0.0
        for i in range(levels.shape[0]):
            chances[i] = 0.0
            for j in range(shapes.shape[0]):
                logs[w, i, j] -= most
                chances[i] += np.exp(logs[w, i, j])
            total += chances[i]
            first += chances[i] * levels[i]
        mean[w] = first / total
        for i in range(levels.shape[0]):
            squares += chances[i] * (levels[i] - mean[w]) * (levels[i] - mean[w])
        deviation[w] = np.sqrt(squares / total)


@dataclass
class Prospects:
    """What is known of the other's reservation value.

    Attributes:
        logs: Logarithms of the probabilities of reservation value and shape, (W, levels, shapes), the largest 0.
        mean: Mean of the reservation value, a share of the way from the other's worst package to its best, (W,).
        deviation: Its standard deviation, (W,).
    """

    logs: Floats
    mean: Floats
    deviation: Floats

    @classmethod
    def begin(cls, view: View) -> "Prospects":
        """All hypotheses are equally likely."""
        w = view.worlds
        logs = np.zeros((w, LEVELS.shape[0], SHAPES.shape[0]))
        return cls(logs, np.full(w, LEVELS.mean()), np.full(w, LEVELS.std()))

    def learn(self, view: View, belief: Belief, spread: Floats) -> None:
        """Learn from the offer on the table.

        A party that concedes with time in the shape β asks, when the share t of the time is gone, for
        r + (1 − r)(1 − t^(1/β)), r being its reservation value; what it asks for is spread around that.

        Args:
            view: What I know.
            belief: What I think the other wants.
            spread: Standard deviation of what it asks for, (W,), as a share like r.
        """
        low, high = reach_of(view, belief)
        worth, span = value_of(belief.cells, view.received.package, view.space.first), high - low
        asked = np.divide(worth - low, span, out=np.zeros_like(worth), where=span > 0.0)
        heard = view.received.standing & view.open & (span > 0.0)
        room = np.empty(LEVELS.shape[0])
        _learn(asked, heard, view.gone, spread, LEVELS, SHAPES, self.logs, self.mean, self.deviation, room)


def reach_of(view: View, belief: Belief) -> tuple[Floats, Floats]:
    """What the worst and the best feasible package are worth to the other, as believed, (W,) each."""
    starts = view.space.first[:-1]
    low = np.minimum.reduceat(np.where(view.allowed, belief.cells, np.inf), starts, axis=1)
    high = np.maximum.reduceat(np.where(view.allowed, belief.cells, -np.inf), starts, axis=1)
    return np.cumsum(low, axis=1)[:, -1], np.cumsum(high, axis=1)[:, -1]
