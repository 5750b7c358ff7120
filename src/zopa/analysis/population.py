"""Populations of strategies: how mutants take over, and how the better paid spread."""

import math
from collections.abc import Sequence

import numpy as np

from zopa.game.arrays import Floats


def fixation(log_odds: Floats) -> float:
    """Probability that one mutant's offspring take over a population.

    A birth-death chain: with i mutants, the next change is one more or one fewer. The probability to end with all
    rather than none solves f_i = up f_{i+1} + down f_{i−1}, f_0 = 0, f_N = 1; so the differences of f shrink or grow
    by down/up, and f_1 = 1 / (1 + Σ_k Π_{i<=k} down_i / up_i).

    Source: Moran (1958), Mathematical Proceedings of the Cambridge Philosophical Society 54: 60-71; any odds, Karlin &
    Taylor (1975), A First Course in Stochastic Processes.

    Args:
        log_odds: Natural logarithm of up/down with 1 to N − 1 mutants, (N − 1,).
    """
    steps = np.append(0.0, -np.cumsum(log_odds))
    largest = float(steps.max())
    return math.exp(-largest) / float(np.exp(steps - largest).sum())


def moran(fitness: float, size: int) -> float:
    """Probability that one mutant takes over in Moran's process.

    Each time one is chosen by fitness to have an offspring, and one at random to die for it.

    Args:
        fitness: Fitness of a mutant over that of the others, above 0.
        size: Members of the population, N.
    """
    mutants = np.arange(1, size)
    born = mutants * fitness / (mutants * fitness + size - mutants)
    up, down = born * (size - mutants) / size, (1.0 - born) * mutants / size
    return fixation(np.log(up / down))


def replicator(payoffs: Sequence[Floats], shares: Sequence[Floats]) -> tuple[Floats, ...]:
    """How fast the shares of strategies change: x_i ((A y)_i − x A y).

    Source: Taylor & Jonker (1978), Mathematical Biosciences 40: 145-156; two populations, Taylor (1979), J. Applied
    Probability 16: 76-83.

    Args:
        payoffs: For each of one or two populations, what its strategies earn against the other's (against its own if
            there is one), (m, n) and (n, m).
        shares: Shares of the strategies in each population, (m,) and (n,).
    """
    out = []
    for own, table, other in zip(shares, payoffs, reversed(shares), strict=True):
        earned = (table * other).sum(axis=1)
        out.append(own * (earned - (own * earned).sum()))
    return tuple(out)


def evolve(payoffs: Sequence[Floats], shares: Sequence[Floats], time: float) -> tuple[Floats, ...]:
    """The shares after a time under `replicator`.

    Args:
        payoffs: As in `replicator`.
        shares: Shares at the start.
        time: How long, in units in which shares grow by e where a strategy earns 1 more than the mean.
    """
    from scipy.integrate import solve_ivp

    cuts = np.cumsum([len(each) for each in shares])[:-1]

    def change(_: float, flat: Floats) -> Floats:
        return np.concatenate(replicator(payoffs, np.split(flat, cuts)))

    end = solve_ivp(change, (0.0, time), np.concatenate(shares), rtol=1e-9, atol=1e-12).y[:, -1]
    return tuple(np.split(end, cuts))
