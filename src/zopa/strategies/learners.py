"""Learning across talks: a pool of strategies, of which those that paid are played more often in the next talks.

Within one talks a learner plays a draw from its weights. Nothing is kept in it: `zopa.experiments.repeated` plays
the talks again and again, and hands the state that came out of one into the next.
"""

from dataclasses import dataclass, replace
from typing import ClassVar, Protocol, Self

import numpy as np

from zopa.game.arrays import Floats, Ints
from zopa.game.parameters import Strategies, Weights
from zopa.strategies.parts.base import Share, per_world
from zopa.strategies.parts.mixed import DrawnOnce


class Learner(Protocol):
    """A strategy that learns from one talks to the next which of its pool to play."""

    counterfactual: ClassVar[bool]
    """Whether it must be told what every strategy of the pool would have brought."""

    @property
    def pool(self) -> Strategies:
        """The strategies."""
        ...

    def mixture(self, worlds: int) -> Floats:
        """Probability of each strategy, (W, n)."""
        ...

    def first_state(self, worlds: int) -> Floats:
        """What it knows before the first talks, (W, n)."""
        ...

    def holding(self, state: Floats) -> Self:
        """The same learner with the weights that a state stands for."""
        ...

    def learned(self, state: Floats, played: Ints, paid: Floats, others: Floats | None) -> Floats:
        """The state after talks.

        Args:
            state: The state before, (W, n).
            played: Number of the strategy played, (W,).
            paid: What it brought, rescaled to 0…1, (W,).
            others: What each strategy would have brought, (W, n), where the learner must be told.
        """
        ...


def _uniform(weights: Floats) -> Floats:
    """Weights as probabilities, the same for all where none is above 0, (W, n)."""
    total = np.cumsum(weights, axis=1)[:, -1:]
    return np.divide(weights, total, out=np.full_like(weights, 1.0 / weights.shape[1]), where=total > 0.0)


@dataclass(frozen=True)
class Exp3(DrawnOnce):
    """Exp3 over a pool of strategies: exponential weights for a party that learns only what its own choice brought.

    Strategy i is played with probability p = (1 − γ) w / Σw + γ / n; after talks that brought x (0 to 1) the weight of
    the strategy played is multiplied by exp(γ x / (p n)). Auer, Cesa-Bianchi, Freund & Schapire (2002), "The
    nonstochastic multiarmed bandit problem", SIAM Journal on Computing 32: 48-77, section 3.

    Attributes:
        pool: The strategies: names, or mappings with a kind and its parameters.
        explore: γ, the share of talks in which the choice is uniform, above 0 to learn at all.
        weights: Weight w of each before the first talks; the same for all where left out.
    """

    pool: Strategies
    explore: Share = 0.1
    weights: Weights | None = None

    counterfactual: ClassVar[bool] = False

    def mixture(self, worlds: int) -> Floats:
        """Probability of each strategy, (W, n)."""
        n = len(self.pool)
        share = per_world(self.explore, worlds if self.weights is None else len(self.weights))[:, None]
        weights = np.ones((worlds, n)) if self.weights is None else self.weights
        mixed: Floats = (1.0 - share) * _uniform(weights) + share / n
        return mixed

    def first_state(self, worlds: int) -> Floats:
        """Logarithms of the weights, the largest 0, (W, n)."""
        if self.weights is None:
            return np.zeros((worlds, len(self.pool)))
        with np.errstate(divide="ignore"):  # a weight of 0 stays 0
            logarithms: Floats = np.log(self.weights / self.weights.max(axis=1, keepdims=True))
        return logarithms

    def holding(self, state: Floats) -> Self:
        """With the weights whose logarithms these are."""
        return replace(self, weights=np.exp(state))

    def learned(self, state: Floats, played: Ints, paid: Floats, others: Floats | None) -> Floats:
        """Add γ x / (p n) to the logarithm of the weight of what was played; then set the largest to 0."""
        worlds, n = state.shape
        chance = np.take_along_axis(self.holding(state).mixture(worlds), played[:, None], axis=1)[:, 0]
        gain = np.divide(self.explore * paid, chance * n, out=np.zeros(worlds), where=chance > 0.0)
        after: Floats = state + gain[:, None] * (np.arange(n) == played[:, None])
        after -= after.max(axis=1, keepdims=True)
        return after


@dataclass(frozen=True)
class RegretMatching(DrawnOnce):
    """Regret matching over a pool of strategies: each is played in proportion to the regret of not having played it.

    The regret for strategy i is what it would have brought in all talks so far, less what was brought; strategies
    without positive regret are not played, and where none has any the choice is uniform. What a strategy would have
    brought is found by playing the talks again with it against the same luck and the same choices of the others. Hart
    & Mas-Colell (2000), "A simple adaptive procedure leading to correlated equilibrium", Econometrica 68: 1127-1150:
    the procedure by unconditional regrets, whose average regret vanishes whatever the others do.

    Attributes:
        pool: The strategies: names, or mappings with a kind and its parameters.
        weights: Regrets before the first talks; none where left out.
    """

    pool: Strategies
    weights: Weights | None = None

    counterfactual: ClassVar[bool] = True

    def mixture(self, worlds: int) -> Floats:
        """Probability of each strategy, (W, n)."""
        return _uniform(np.zeros((worlds, len(self.pool))) if self.weights is None else self.weights)

    def first_state(self, worlds: int) -> Floats:
        """Regrets, (W, n)."""
        return np.zeros((worlds, len(self.pool))) if self.weights is None else self.weights

    def holding(self, state: Floats) -> Self:
        """With the positive regrets as weights."""
        return replace(self, weights=np.maximum(state, 0.0))

    def learned(self, state: Floats, played: Ints, paid: Floats, others: Floats | None) -> Floats:
        """Add what each would have brought, less what was brought."""
        assert others is not None
        return state + (others - paid[:, None])
