"""How many worlds a comparison needs before it is played."""

import math


def worlds_needed(cells: int, error: float, risk: float, span: float = 1.0) -> int:
    """Worlds per cell so that all estimated means are within an error of the true ones, whatever the distribution.

    By Hoeffding's inequality, one mean of m values from an interval of length c is off by more than e with probability
    at most 2 exp(−2 m e² / c²); over all cells the probabilities at most add up. If all are within e, every
    equilibrium of the estimated game is a 2 e-equilibrium of the true one.

    Source: Hoeffding (1963), J. American Statistical Association 58: 13-30, Theorem 2; games, Tuyls et al. (2020),
    Autonomous Agents and Multi-Agent Systems 34: 7.

    Args:
        cells: How many means are estimated: profiles times roles.
        error: Largest error, e.
        risk: Probability with which some mean may be off by more.
        span: Length of the interval that payoffs are from, c.

    >>> worlds_needed(cells=2 * 8 * 8, error=0.05, risk=0.05)
    1709
    """
    return math.ceil(math.log(2.0 * cells / risk) * span * span / (2.0 * error * error))
