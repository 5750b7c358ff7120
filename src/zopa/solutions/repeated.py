"""Repeated games: whether playing by a rule is an equilibrium, checked one deviation at a time."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats, Ints

TIE = 1e-12
"""Gain up to which a deviation is not worth while, relative to the largest payoff over the whole game."""


@dataclass(frozen=True, eq=False)
class Rule:
    """What both play, as an automaton with public states; the first state is the start.

    Attributes:
        plays: Choice of each player in each state, (states, 2).
        after: The next state by state, choice of the first and choice of the second player, (states, m, n).
    """

    plays: Ints
    after: Ints


GRIM_TRIGGER = Rule(np.array([[0, 0], [1, 1]]), np.array([[[0, 1], [1, 1]], [[1, 1], [1, 1]]]))
"""Cooperate (0) until anybody has defected (1), then defect for ever."""


def values(payoffs: Floats, rule: Rule, discount: float) -> Floats:
    """What each state is worth to each player under a rule: v = u + d v(next), a linear system; (states, 2).

    Args:
        payoffs: Payoffs of a round by choice of the first player, of the second, and by player, (m, n, 2).
        rule: What both play.
        discount: Discount factor from one round to the next, from 0 to below 1.
    """
    states = np.arange(len(rule.plays))
    one, two = rule.plays.T
    table = np.eye(states.size)
    np.add.at(table, (states, rule.after[states, one, two]), -discount)
    return np.linalg.solve(table, payoffs[one, two]).astype(np.float64)


def deviations(payoffs: Floats, rule: Rule, discount: float) -> Floats:
    """The most that each player gains in each state by another choice in this one round, (states, 2).

    The rule is a subgame-perfect equilibrium if and only if no entry is above 0.

    Source: the one-shot deviation principle, Blackwell (1965), Annals of Mathematical Statistics 36: 226-235; Mailath
    & Samuelson (2006), Repeated Games and Reputations, section 2.2.

    Args:
        payoffs: As in `values`.
        rule: What both play.
        discount: As in `values`.
    """
    worth = values(payoffs, rule, discount)
    out = np.zeros_like(worth)
    for state, (one, two) in enumerate(rule.plays):
        after = rule.after[state]
        out[state, 0] = (payoffs[:, two, 0] + discount * worth[after[:, two], 0]).max() - worth[state, 0]
        out[state, 1] = (payoffs[one, :, 1] + discount * worth[after[one], 1]).max() - worth[state, 1]
    return out


def least_patience(payoffs: Floats, rule: Rule) -> float | None:
    """The smallest discount factor at which a rule is a subgame-perfect equilibrium; None where none below 1 is enough.

    By bisection: meant for rules that patience helps, as triggers are.

    Args:
        payoffs: As in `values`.
        rule: What both play.
    """

    def kept(discount: float) -> bool:
        """Whether nobody gains by deviating."""
        tie = TIE * float(np.abs(payoffs).max()) / (1.0 - discount)
        return bool((deviations(payoffs, rule, discount) <= tie).all())

    low, high = 0.0, 1.0 - 1e-6
    if kept(low) or not kept(high):
        return low if kept(low) else None
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if kept(middle) else (middle, high)
    return high
