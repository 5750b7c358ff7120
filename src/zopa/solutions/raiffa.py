"""Raiffa's sequential bargaining solution."""

import numpy as np

from zopa.game.arrays import Floats, Ints
from zopa.solutions.choice import TIE
from zopa.solutions.kalai_smorodinsky import kalai_smorodinsky

STEPS = 1000
"""Most steps of the sequence; each halves (with p parties, leaves (p − 1)/p of) what is still open."""


def raiffa(payoffs: Floats, disagreement: Floats) -> Ints:
    """The package at which a sequence of interim agreements ends.

    From d the parties step to d' = d + (b(d) − d) / p, where b_i(d) is the most that party i gets in any package that
    gives everybody at least d: the mean of what each would dictate. The steps go on while some package gives everybody
    at least d'. On a concave frontier they end at one point. On a discrete one they end where no package is left that
    everybody prefers to the next step; of the packages worth d to everybody, Kalai and Smorodinsky's from there are
    taken.

    Sources: Raiffa (1953), "Arbitration Schemes for Generalized Two-Person Games", Annals of Mathematics Studies 28;
    Luce and Raiffa (1957), "Games and Decisions", section 6.7; for p parties Anbarcı and Sun (2013), "Robustness of
    Intermediate Agreements and Bargaining Solutions", Games and Economic Behavior 77.

    Args:
        payoffs: Payoffs of the efficient packages, shape (n, p).
        disagreement: What no deal is worth to each party, shape (p,).

    Returns:
        Indices of all tied packages, shape (m,); empty if no package is individually rational.

    Raises:
        ValueError: If the number of parties differs.
    """
    last = kalai_smorodinsky(payoffs, disagreement)
    if last.size == 0:
        return last
    near = TIE * np.abs(payoffs).max(axis=0)
    left = np.flatnonzero((payoffs >= disagreement).all(axis=1))
    floor = disagreement
    for _ in range(STEPS):
        step = (payoffs[left].max(axis=0) - floor) / payoffs.shape[1]
        above = left[(payoffs[left] >= floor + step - near).all(axis=1)]
        if above.size == 0 or (step <= near).all():
            break
        left, floor = above, floor + step
    # the last steps may stand above a package by a rounding
    return left[kalai_smorodinsky(payoffs[left], np.minimum(floor, payoffs[left].min(axis=0)))]
