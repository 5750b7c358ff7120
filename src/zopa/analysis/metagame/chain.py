"""What a Markov chain comes to: its stationary distribution, found without a subtraction."""

import numpy as np

from zopa.game.arrays import Floats
from zopa.game.compiled import kernel

BLOCK = 48
"""States eliminated together: their rows stay in a processor's memory while all others are brought up to date."""

_LARGE = 1e100


def stationary(moves: Floats) -> Floats:
    """The stationary distribution of a Markov chain, by eliminating one state after another without a subtraction.

    Nothing is ever subtracted, so even the smallest probabilities keep their digits. The work grows with n³: 2,025
    states take a second or two.

    Source: Grassmann, Taksar & Heyman (1985), Operations Research 33: 1107-1116.

    Args:
        moves: Probability to go from a state (row) to another (column), (n, n); the diagonal is not looked at.

    Raises:
        ValueError: Some state can not be left.
    """
    left = np.array(moves, dtype=np.float64, order="C")
    if not _eliminate(left, BLOCK):
        raise ValueError("some state can not be left: the chain has no single stationary distribution")
    out = np.ones(len(left))
    for state in range(1, len(left)):
        out[state] = (out[:state] * left[:state, state]).sum()
        if out[state] > _LARGE:  # the first state may be so rare that the others do not fit beside it
            out[: state + 1] /= out[state]
    shares: Floats = out / out.sum()
    return shares


@kernel
def _eliminate(left: Floats, block: int) -> bool:
    """Eliminate all states but the first, in place, the last first; False where one can not be left.

    States are taken block by block. Within a block only its own rows and columns are kept up to date; what it means
    for the rest is added in one go. Column k then holds how often k is visited per step elsewhere, row k where it went.
    """
    end = len(left)
    while end > 1:
        start = max(end - block, 1)
        for last in range(end - 1, start - 1, -1):
            away = 0.0
            for j in range(last):
                away += left[last, j]
            if away <= 0.0:
                return False
            for i in range(last):
                left[i, last] /= away
            for i in range(start, last):
                for j in range(last):
                    left[i, j] += left[i, last] * left[last, j]
            for i in range(start):
                for j in range(start, last):
                    left[i, j] += left[i, last] * left[last, j]
        for i in range(start):
            for k in range(start, end):
                share = left[i, k]
                if share > 0.0:
                    for j in range(start):
                        left[i, j] += share * left[k, j]
        end = start
    return True
