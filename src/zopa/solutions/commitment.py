"""Commitment before bargaining: each side may try to tie its hands, and ties may not hold."""

import itertools

import numpy as np

from zopa.game.arrays import Floats, Ints

TIE = 1e-12
"""Regret up to which a choice counts as a best one; the pie is 1."""


def commitment_game(holds: Floats, costs: Floats, split: float = 0.5) -> Floats:
    """What two sides expect from attempting to commit or not.

    One who attempts demands the whole pie, and its demand holds with its own probability. Then: both hold, there is an
    impasse and both get 0; one holds, the other gives it all; none holds, they split the pie. Attempting has a cost,
    whether or not it holds.

    Source: Crawford (1982), Econometrica 50: 607-637; this one-shot form, Ellingsen & Miettinen (2008), American
    Economic Review 98: 1629-1635.

    Args:
        holds: Probability that each side's attempt holds, (2,).
        costs: What an attempt costs each side, (2,).
        split: Share of the first side where nobody is committed.

    Returns:
        Payoffs by choice of the first side and of the second, 0 not to attempt and 1 to attempt, (2, 2, 2); the last
        axis is the side.
    """
    ends = np.array([[(split, 1.0 - split), (0.0, 1.0)], [(1.0, 0.0), (0.0, 0.0)]])  # by who is committed
    out = np.zeros((2, 2, 2))
    for choice in itertools.product((0, 1), repeat=2):
        for held in itertools.product((0, 1), repeat=2):
            chance = np.prod([holds[i] if held[i] else 1.0 - holds[i] for i in (0, 1)])
            out[choice] += chance * ends[held[0] * choice[0], held[1] * choice[1]]
        out[choice] -= np.multiply(choice, costs)
    return out


def impasse(holds: Floats) -> Floats:
    """Probability that both are committed, by their choices as in `commitment_game`, (2, 2).

    Args:
        holds: Probability that each side's attempt holds, (2,).
    """
    return np.array([[0.0, 0.0], [0.0, holds[0] * holds[1]]])


def regrets(payoffs: Floats) -> Floats:
    """How much each side could gain by another choice, the other's given, (2, 2, 2).

    Args:
        payoffs: Payoffs by choice of the first side, of the second, and by side, (m, n, 2).
    """
    best = np.stack((np.broadcast_to(payoffs[..., 0].max(axis=0), payoffs.shape[:2]),
                     np.broadcast_to(payoffs[..., 1].max(axis=1)[:, None], payoffs.shape[:2])), axis=2)  # fmt: skip
    out: Floats = best - payoffs
    return out


def equilibria(payoffs: Floats) -> Ints:
    """The pure Nash equilibria: choices that nobody regrets, (number, 2).

    Args:
        payoffs: Payoffs by choice of the first side, of the second, and by side, (m, n, 2).
    """
    return np.argwhere((regrets(payoffs) <= TIE).all(axis=2)).astype(np.int64)
