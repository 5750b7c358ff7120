"""Rest points of the replicator dynamics that many starts come to: which ends are one, and how many come there."""

from dataclasses import dataclass

import numpy as np

from zopa.analysis.intervals import Share
from zopa.analysis.metagame.dynamics import Dynamics
from zopa.analysis.metagame.seats import one_population
from zopa.game.arrays import Bools, Floats, Ints

_NEAR = 0.02
_ALONG = (0.25, 0.5, 0.75)


@dataclass(frozen=True, eq=False)
class Attractor:
    """A rest point, or several connected ones, that some starts come to.

    Attributes:
        shares: Where they end, the mean: shares of the strategies of each population, (m,) and (n,).
        earned: What each population earns there, in the unit of the payoffs, (2,), or (1,).
        basin: Share of the starts that come here.
        spread: Largest distance of an end from the mean, in one share: about 0 at a single point; more where strategies
            earn the same and the mix of them is whatever it was at the start.
        starts: Numbers of the starts that come here.
    """

    shares: tuple[Floats, ...]
    earned: Floats
    basin: Share
    spread: float
    starts: Ints


def gathered(
    dynamics: Dynamics, payoffs: Floats, ends: Floats, who: Ints, tolerance: float
) -> tuple[Attractor, ...]:  # fmt: skip
    """The attractors that some starts come to, the largest basin first.

    Each is led by the first of its starts, and all whose ends are connected to that end are in it.

    Args:
        dynamics: The game's.
        payoffs: Payoffs of two seats, (m, n, 2), or of one population, (m, m).
        ends: Shares at the end, (N, D).
        who: Numbers of the starts that have settled.
        tolerance: What somebody may still gain at rest, as a share of the range of payoffs.
    """
    found = []
    left = who
    while len(left):
        lead, others = ends[left[0]], ends[left]
        near = np.abs(others - lead).max(axis=1) <= _NEAR
        near |= _connected(dynamics, lead, others, 5.0 * tolerance)
        found.append(_attractor(dynamics, payoffs, ends, left[near]))
        left = left[~near]
    return tuple(sorted(found, key=lambda each: (-each.basin.count, int(each.starts[0]))))


def _connected(dynamics: Dynamics, lead: Floats, others: Floats, tolerance: float) -> Bools:
    """Whether all between one end and each of others are rests, (N,).

    Three points between tell: what a strategy earns is linear along the way, so those best at all three are best all
    along it.
    """
    points = [(1.0 - along) * lead + along * others for along in _ALONG]
    rests: Bools = np.logical_and.reduce([dynamics.regret(point) <= tolerance for point in points])
    return rests


def _attractor(dynamics: Dynamics, payoffs: Floats, ends: Floats, group: Ints) -> Attractor:
    mean = ends[group].mean(axis=0)
    shares = dynamics.split(mean)
    if one_population(payoffs):
        earned = np.atleast_1d((np.outer(shares[0], shares[0]) * payoffs).sum())
    else:
        earned = (np.outer(*shares)[:, :, None] * payoffs).sum(axis=(0, 1))
    spread = float(np.abs(ends[group] - mean).max())
    return Attractor(shares, earned, Share.wilson(len(group), len(ends)), spread, group)
