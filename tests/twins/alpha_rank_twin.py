"""Alpha-rank by its definition: profile by profile, move by move, state by state."""

import numpy as np

from zopa.analysis.population import fixation
from zopa.game.arrays import Floats


def alpha_rank(payoffs: Floats, alpha: float, size: int = 50) -> Floats:
    """One population for each seat, payoffs (m_1, ..., m_R, R)."""
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


def of_one_population(table: Floats, alpha: float, size: int = 50) -> Floats:
    """One population, (m, m): a mutant is compared with the one it plays against."""
    m = len(table)
    moves = np.zeros((m, m))
    for here in range(m):
        for there in range(m):
            if there != here:
                gain = float(table[there, here] - table[here, there])
                moves[here, there] = fixation(np.full(size - 1, alpha * gain)) / (m - 1)
    return stationary(moves)


def stationary(moves: Floats) -> Floats:
    """One state after another is left out, the last first."""
    left = moves.copy()
    for last in range(len(left) - 1, 0, -1):
        away = left[last, :last].sum()
        assert away > 0.0
        left[:last, last] /= away
        left[:last, :last] += left[:last, last, None] * left[last, :last]
    out = np.ones(len(left))
    for state in range(1, len(left)):
        out[state] = (out[:state] * left[:state, state]).sum()
    shares: Floats = out / out.sum()
    return shares
