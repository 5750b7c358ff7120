"""How many worlds a comparison needs before it is played, and how far off it can be after."""

import math

import numpy as np

from zopa.game.arrays import Floats, Ints


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


def error_reached(cells: int, worlds: int | Ints, risk: float, span: float = 1.0, looks: int = 1) -> float:
    """How far off some estimated mean can be, whatever the distribution: the inverse of `worlds_needed`.

    The worlds' number has to be fixed beforehand, or chosen at one of so many looks: then each look takes its share of
    the risk. Every equilibrium of the estimated game is an equilibrium of the true one to within twice this.

    Source: Hoeffding (1963), J. American Statistical Association 58: 13-30, Theorem 2.

    Args:
        cells: How many means are estimated: profiles times roles.
        worlds: Worlds of each cell, or of each mean, any shape; the smallest number counts.
        risk: Probability with which some mean may be off by more.
        span: Length of the interval that payoffs can be from, in the payoff's unit.
        looks: How often it was looked at before deciding to stop.

    Returns:
        The error, in the payoff's unit; infinite where a cell has no worlds.

    >>> round(error_reached(cells=2 * 8 * 8, worlds=1709, risk=0.05), 4)
    0.05
    """
    fewest = int(np.min(worlds))
    return span * math.sqrt(math.log(2.0 * cells * looks / risk) / (2.0 * fewest)) if fewest > 0 else math.inf


def bernstein_error(variances: Floats, worlds: Ints, risk: float, span: float = 1.0, looks: int = 1) -> Floats:
    """How far off each estimated mean can be, by what the sample says of its variance: sharper where that is small.

    With V the sample's variance (with n − 1), each mean of n values from an interval of length c is off by more than
    √(2 V ln(4/δ) / n) + 7 c ln(4/δ) / (3 (n − 1)) with probability at most δ; here δ is the risk over the number of
    means and looks, so that all hold together. The largest of them is the error of the game.

    Source: Maurer & Pontil (2009), Proceedings of COLT, Theorem 4, for both sides.

    Args:
        variances: Sample variance of each mean, any shape.
        worlds: Worlds of each, same shape.
        risk: Probability with which some mean may be off by more.
        span: Length of the interval that payoffs can be from, in the payoff's unit.
        looks: How often it was looked at before deciding to stop.

    Returns:
        The error of each, in the payoff's unit; infinite below two worlds.
    """
    log = math.log(4.0 * variances.size * looks / risk)
    n = np.maximum(worlds, 2).astype(np.float64)
    error = np.sqrt(2.0 * np.asarray(variances, dtype=np.float64) * log / n) + 7.0 * span * log / (3.0 * (n - 1.0))
    return np.where(worlds > 1, error, math.inf)
