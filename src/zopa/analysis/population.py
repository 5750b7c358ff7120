"""Populations of strategies: how the better paid spread, and what a population plays in the long run."""

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


def alpha_rank(payoffs: Floats, alpha: float, size: int = 50) -> Floats:
    """How much of the time each profile of strategies is played as rare mutants come and go.

    One population for each role. All play the same in each; now and then one mutant tries another strategy and takes
    over or dies out. One who earns d more is copied rather than copies with odds exp(alpha d), so it takes over with
    `fixation` at these odds. The profiles are the states of a Markov chain, and the answer is its stationary
    distribution.

    Source: Omidshafiei et al. (2019), Scientific Reports 9: 9937, with the multi-population model.

    Args:
        payoffs: What each role earns in each profile, (m_1, ..., m_R, R).
        alpha: How strongly success is selected.
        size: Members of each population.

    Returns:
        Probability of each profile, (m_1, ..., m_R).

    Raises:
        ValueError: Some profile can not be reached in floating point: alpha is too large.
    """
    sizes = payoffs.shape[:-1]
    profiles = list(np.ndindex(*sizes))
    tries = sum(sizes) - len(sizes)
    moves = np.zeros((len(profiles), len(profiles)))
    for here, profile in enumerate(profiles):
        for role, count in enumerate(sizes):
            for other in range(count):
                if other != profile[role]:
                    there = (*profile[:role], other, *profile[role + 1 :])
                    gain = float(payoffs[there][role] - payoffs[profile][role])
                    taken = fixation(np.full(size - 1, alpha * gain))
                    moves[here, np.ravel_multi_index(there, sizes)] = taken / tries
    played: Floats = stationary(moves).reshape(sizes)
    return played


def stationary(moves: Floats) -> Floats:
    """The stationary distribution of a Markov chain, by eliminating one state after another without a subtraction.

    Source: Grassmann, Taksar & Heyman (1985), Operations Research 33: 1107-1116.

    Args:
        moves: Probability to go from a state (row) to another (column), (n, n); the diagonal is not looked at.

    Raises:
        ValueError: Some state can not be left.
    """
    left = moves.copy()
    for last in range(len(left) - 1, 0, -1):
        away = left[last, :last].sum()
        if away <= 0.0:
            raise ValueError("some state can not be left: the chain has no single stationary distribution")
        left[:last, last] /= away
        left[:last, :last] += left[:last, last, None] * left[last, :last]
    out = np.ones(len(left))
    for state in range(1, len(left)):
        out[state] = (out[:state] * left[:state, state]).sum()
    shares: Floats = out / out.sum()
    return shares
