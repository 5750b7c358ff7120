"""Best replies within the pool: what a strategy leaves on the table, and what it keeps when the other side adapts."""

from dataclasses import dataclass

import numpy as np

from zopa.analysis.metagame.pair import slack, tables
from zopa.game.arrays import Bools, Floats


@dataclass(frozen=True, eq=False)
class Replies:
    """How one seat's m strategies do against the n of the other.

    "Best" means the best within this pool: a strategy that nobody entered may do better.

    Attributes:
        best: Whether a strategy (row) is a best reply to the other seat's (column), (m, n); ties count.
        regret: What the best reply would earn more, against each strategy of the other seat, (m, n).
        gap: What the seat's best strategy would earn more against an opponent drawn evenly from the other's, (m,).
        security: What a strategy earns at worst, (m,).
        level: The largest of these: max-min in pure strategies.
        secured: Max-min in mixtures: what the seat can make sure of on average.
        guard: A mixture that does, (m,).
        kept: What a strategy earns where the other seat knows it and replies best, (m, 2): at least and at most,
            where several replies are best.
        exposed: What it earns less than that against an opponent drawn evenly, (m,): mean earned − the least kept.
    """

    best: Bools
    regret: Floats
    gap: Floats
    security: Floats
    level: float
    secured: float
    guard: Floats
    kept: Floats
    exposed: Floats


def replies(payoffs: Floats) -> tuple[Replies, ...]:
    """Best replies, regret, security and exploitability of each seat's strategies.

    Source: max-min, von Neumann (1928), Mathematische Annalen 100: 295-320; regret, Savage (1951), J. Am. Stat.
    Assoc. 46: 55-67; what is kept against a best reply, as the leader of von Stackelberg (1934) keeps it.

    Args:
        payoffs: (m, n, 2), row seat first, or (m, m) for one population.

    Returns:
        One for each seat; one for a population.

    Raises:
        ValueError: These are no payoffs of two seats or of one population.

    >>> row, column = replies(np.array([[[3.0, 3.0], [0.0, 5.0]], [[5.0, 0.0], [1.0, 1.0]]]))  # prisoner's dilemma
    >>> row.best.tolist(), row.security.tolist(), row.kept[:, 0].tolist()
    ([[False, False], [True, True]], [0.0, 1.0], [0.0, 1.0])
    """
    seats = tables(payoffs)
    return tuple(_replies(own, across) for own, across in zip(seats, reversed(seats), strict=True))


def _replies(own: Floats, across: Floats) -> Replies:
    """One seat's, from its payoff table (m, n) and the other's (n, m)."""
    regret = own.max(axis=0) - own
    theirs = (across >= across.max(axis=0) - slack(across)).T
    kept = np.stack((np.where(theirs, own, np.inf).min(axis=1), np.where(theirs, own, -np.inf).max(axis=1)), axis=1)
    means, worst = own.mean(axis=1), own.min(axis=1)
    secured, guard = _secured(own)
    return Replies(
        regret <= slack(own), regret, means.max() - means, worst, float(worst.max()), secured, guard, kept,
        means - kept[:, 0],
    )  # fmt: skip


def _secured(own: Floats) -> tuple[float, Floats]:
    """The largest v with p @ own >= v for some mixture p, and that mixture."""
    from scipy.optimize import linprog

    m, n = own.shape
    low, scale = float(own.min()), float(np.ptp(own)) or 1.0
    found = linprog(
        np.append(np.zeros(m), -1.0), A_ub=np.hstack((-(own - low).T / scale, np.ones((n, 1)))), b_ub=np.zeros(n),
        A_eq=np.append(np.ones(m), 0.0)[None], b_eq=[1.0], bounds=[(0.0, None)] * (m + 1), method="highs-ds",
    )  # fmt: skip
    shares = np.clip(found.x[:m], 0.0, None)
    guard: Floats = shares / shares.sum()
    return float((guard[:, None] * own).sum(axis=0).min()), guard
