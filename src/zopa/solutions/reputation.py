"""Reputation with many types: which demand to pass for, when the other may be obstinate in any of several ways.

The war of attrition that follows two incompatible demands is `attrition.abreu_gul`. Here the demands are chosen: the
first side names one, the second accepts it or names its own. Who is not obstinate passes for one of the types, and the
more often it does so, the less is a demand believed. So in equilibrium every demand that is made is worth the same.
"""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Floats

HALVINGS = 32
"""Steps of each bisection: to less than a billionth of what is searched."""

RARER = 40.0
"""How much less often than by obstinacy alone a demand is named that is named at all, as a logarithm."""

NEAR = 1e-6
"""Probabilities that add up to less than this below 1 add up to 1."""


@dataclass(frozen=True, eq=False)
class Reputation:
    """What two sides demand that are not obstinate, and what they expect.

    Attributes:
        values: What each side expects, (2,).
        first: Probability that the first side names each demand, (K,).
        second: Probability that the second answers each of these (row) with each demand (column), (K, K).
        accepts: Probability that it accepts instead, (K,).
        worth: What each demand is worth to the first side, (K,), and to the second after each, (K,), as (2, K).
    """

    values: Floats
    first: Floats
    second: Floats
    accepts: Floats
    worth: Floats


def reputation(demands: Floats, types: Floats, log_priors: Floats, rates: Floats) -> Reputation:
    """Bargaining between two sides that may be obstinate, with a choice of what to be obstinate about.

    Weak perfect Bayesian equilibrium, solved backwards. After demands a and b with a + b > 1 and posteriors x and y,
    the first side concedes at once with F = 1 − x y^(−λ_1/λ_2) where that is positive, and naming b is worth
    1 − a + F (a + b − 1) to the second. It names every b so often that all it names are worth the same; if they are
    worth no more than accepting, 1 − a, it names each just so often that nobody concedes at once, and else accepts.
    The first side likewise names its demands so often that all are worth the same. Three bisections, one in the other.

    Source: Abreu & Gul (2000), Econometrica 68: 85-117, section 4. As obstinacy becomes rare, shares go to
    r_j / (r_1 + r_2) within the steps of the types, as in Rubinstein's game.

    Args:
        demands: Shares of a pie of 1 that obstinate types insist on, the same for both sides, between 0 and 1, (K,).
        types: Probability of each of them where a side is obstinate, above 0, together 1, (K,).
        log_priors: Logarithm of the probability that each side is obstinate, below 0, (2,).
        rates: Discount rate of each side, per unit of time, (2,).
    """
    rare = log_priors[:, None] + np.log(types) - np.log(-np.expm1(log_priors))[:, None]  # odds of each type, (2, K)
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        value = 0.5 * (low + high)
        named = np.exp(_often(value, demands, rare, rates, log_priors)).sum()
        low, high = (value, high) if named > 1.0 - NEAR else (low, value)
    log_often = _often(low, demands, rare, rates, log_priors)
    worth, gets, second = _answered(log_often, demands, rare, rates, log_priors)
    often, z = np.exp(log_often), np.exp(log_priors)
    values = np.array([low, ((z[0] * types + (1.0 - z[0]) * often) * gets).sum()])
    return Reputation(values, often, second, np.maximum(1.0 - second.sum(axis=1), 0.0), np.stack((worth, gets)))


def _often(value: float, demands: Floats, rare: Floats, rates: Floats, log_priors: Floats) -> Floats:
    """How often the first side can name each demand before that is worth less than a value, as logarithms, (K,)."""
    low, high = rare[0] - RARER, np.zeros(demands.shape)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        enough = _answered(middle, demands, rare, rates, log_priors)[0] >= value
        low, high = np.where(enough, middle, low), np.where(enough, high, middle)
    out: Floats = low
    return out


def _answered(
    often: Floats, demands: Floats, rare: Floats, rates: Floats, log_priors: Floats
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """What follows a demand that the first side names this often (logarithms), each demand by itself.

    Returns:
        What it is worth to the first side, (K,), to the second, (K,), and how often the second names each, (K, K).
    """
    believed = rare[0] - np.logaddexp(rare[0], often)  # logarithm of the posterior of obstinacy
    excess = demands[:, None] + demands - 1.0
    clash = excess > 1e-12
    pace = rates[1] * (1.0 - demands)[:, None] / (rates[0] * (1.0 - demands))  # λ_1 / λ_2

    def named(gain: Floats) -> Floats:
        """How often the second names each demand if that gains it so much over accepting, (K, K)."""
        share = np.where(clash, gain[:, None] / np.where(clash, excess, 1.0), 1.0)
        possible = clash & (share < 1.0)
        concedes = np.log1p(-np.where(possible, share, 0.0))
        posterior = np.where(possible, np.minimum((believed[:, None] - concedes) / pace, 0.0), 0.0)
        doubt = -np.expm1(posterior)
        out: Floats = np.where(doubt > 0.0, np.exp(np.minimum(rare[1] - posterior, 700.0)) * doubt, 0.0)
        return out

    low, high = np.zeros(demands.shape), np.maximum(excess.max(axis=1), 0.0)
    contested = named(low).sum(axis=1) > 1.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        more = named(middle).sum(axis=1) > 1.0
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    gain = np.where(contested, high, 0.0)
    second = named(gain)
    accepts = np.where(contested, 0.0, np.maximum(1.0 - second.sum(axis=1), 0.0))
    z = np.exp(log_priors[1])
    types = np.exp(rare[1] - np.logaddexp.reduce(rare[1]))
    each = z * types + (1.0 - z) * second
    yields = (z * np.where(clash, 0.0, types)).sum(axis=1) + (1.0 - z) * accepts
    worth = (np.where(clash, each, 0.0) * (1.0 - demands)).sum(axis=1) + yields * demands
    return worth, 1.0 - demands + gain, second
