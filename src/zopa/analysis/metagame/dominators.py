"""What dominates a strategy: a single other one, or a mixture of others."""

from dataclasses import dataclass

import numpy as np

from zopa.analysis.metagame.pair import slack
from zopa.game.arrays import Bools, Floats


@dataclass(frozen=True)
class Dominated:
    """A strategy that is dominated, with one proof of it.

    Attributes:
        strategy: Which.
        by: What dominates it: strategies with their shares. A single one with share 1 where one suffices.
        strict: Better against every strategy of the other seat; if not, weakly: never worse, and better somewhere.
        least: By how much more the dominator earns, at least.
        most: The same, at most.
    """

    strategy: int
    by: tuple[tuple[int, float], ...]
    strict: bool
    least: float
    most: float


def over(table: Floats) -> tuple[Bools, Bools]:
    """Which single strategies (rows) dominate which (columns): strictly, and at least weakly, (m, m) each.

    Args:
        table: What the seat's strategies earn against each of the other's, (m, n).
    """
    tie = slack(table)
    ahead = table[:, None] - table[None]
    strictly: Bools = np.all(ahead > tie, axis=2)
    weakly: Bools = np.all(ahead >= -tie, axis=2) & np.any(ahead > tie, axis=2)
    return strictly, weakly


def dominated(table: Floats, strategy: int, *, strict: bool = False, tie: float | None = None) -> Dominated | None:
    """What dominates a strategy; None if nothing does.

    Strictly before weakly; in each, the single strategy with most to spare before a mixture of several.

    Args:
        table: What the seat's strategies earn against each of the other's, (m, n).
        strategy: Which is to be dominated.
        strict: Look for strict dominance alone.
        tie: Up to which difference payoffs count as equal; `slack` of the table if it is not given.
    """
    tie = slack(table) if tie is None else tie
    ahead = np.delete(table, strategy, axis=0) - table[strategy]
    others = np.delete(np.arange(len(table)), strategy)
    for strictly in (True,) if strict else (True, False):
        for shares in _candidates(ahead, tie, strictly=strictly):
            gain = (shares[:, None] * ahead).sum(axis=0)
            least, most = float(gain.min()), float(gain.max())
            if least > tie if strictly else least >= -tie and most > tie:
                by = tuple((int(k), float(p)) for k, p in zip(others, shares, strict=True) if p > 0.0)
                return Dominated(strategy, by, strictly, least, most)
    return None


def _candidates(ahead: Floats, tie: float, *, strictly: bool) -> list[Floats]:
    """Shares of the other strategies that may dominate: the best single one, and the best mixture if any can do it."""
    if not len(ahead):
        return []
    at_least, at_most = ahead.min(axis=1), ahead.max(axis=0)
    single = np.zeros(len(ahead))
    fits = at_least > tie if strictly else (at_least >= -tie) & (ahead.max(axis=1) > tie)
    if fits.any():
        single[np.argmax(np.where(fits, at_least if strictly else ahead.sum(axis=1), -np.inf))] = 1.0
        return [single]
    # No mixture helps a dominator where no single strategy earns more (or, for weak dominance, as much).
    hopeless = at_most <= tie if strictly else at_most < -tie
    return [] if hopeless.any() else _mixture(ahead, strictly=strictly)


def _mixture(ahead: Floats, *, strictly: bool) -> list[Floats]:
    """The mixture with the largest least advantage, or with the largest sum of advantages none of which is a loss."""
    from scipy.optimize import linprog

    k, n = ahead.shape
    scale = float(np.abs(ahead).max()) or 1.0
    room = np.full((n, 1), 1.0 if strictly else 0.0)
    goal = np.append(np.zeros(k) if strictly else -ahead.sum(axis=1) / scale, -1.0 if strictly else 0.0)
    found = linprog(
        goal, A_ub=np.hstack((-ahead.T / scale, room)), b_ub=np.zeros(n), A_eq=np.append(np.ones(k), 0.0)[None],
        b_eq=[1.0], bounds=[(0.0, None)] * k + [(0.0, 0.0 if not strictly else None)], method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )  # fmt: skip
    if found.x is None:
        return []
    shares = np.clip(found.x[:k], 0.0, None)
    shares[shares < 1e-12] = 0.0
    mixed: Floats = shares / shares.sum()
    return [mixed]
