"""A party whose type nobody knows: its strategy is drawn from a pool before the talks (Harsanyi 1967)."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.parameters import Strategies, Weights
from zopa.strategies.parts.mixed import DrawnOnce


@dataclass(frozen=True)
class RandomPool(DrawnOnce):
    """Draws one strategy of a pool before the talks, for each world, and plays it to the end.

    Types in the sense of Harsanyi (1967), "Games with incomplete information played by 'Bayesian' players", part I,
    Management Science 14: 159-182: nature draws a party's type, of which the others know the probabilities at most.
    It accepts as the strategy drawn does.

    Attributes:
        pool: The strategies: names, or mappings with a kind and its parameters.
        weights: Weight of each in the draw; the same for all where left out.
    """

    pool: Strategies
    weights: Weights | None = None

    def mixture(self, worlds: int) -> Floats:
        """Weight of each strategy, (W, n)."""
        return np.ones((worlds, len(self.pool))) if self.weights is None else self.weights
