"""Where the replicator dynamics lead from starts all over the simplices: rest points, their basins, and cycles."""

from dataclasses import dataclass

import numpy as np

from zopa.analysis.intervals import Share
from zopa.analysis.metagame.attractors import Attractor, gathered
from zopa.analysis.metagame.dynamics import Dynamics
from zopa.analysis.metagame.seats import one_population
from zopa.game.arrays import Bools, Floats
from zopa.game.luck import Luck

TOLERANCE = 1e-3
"""A rest: nobody could earn more by another strategy, but for a thousandth of the range of payoffs."""

_FIRST = 50.0
_LOOKS = 8
_STILL = 0.01


@dataclass(frozen=True, eq=False)
class Basins:
    """Where the starts come to.

    Attributes:
        attractors: Those found, the largest basin first.
        restless: Share of the starts that do not settle: they cycle, or are too slow for the time given.
        average: Their shares averaged over the later part of the time, the mean of these starts; none where all
            settle. A zero-sum game's orbits average to its equilibrium.
        spread: Largest distance of one start's average from that mean, in one share: large where there are several
            cycles, or one that grows slower and slower; the average then says little.
        time: Time given; in units in which a share grows by e where a strategy earns more by the whole range.
        tolerance: What somebody may still gain at rest, as a share of the range of payoffs.
        model: The model in words.
    """

    attractors: tuple[Attractor, ...]
    restless: Share
    average: tuple[Floats, ...]
    spread: float
    time: float
    tolerance: float
    model: str


def basins(
    payoffs: Floats, starts: int = 1000, seed: int = 0, time: float = 1000.0, tolerance: float = TOLERANCE
) -> Basins:
    """Follow the replicator dynamics from starts drawn evenly from the simplices, and gather where they end.

    Payoffs are taken `by_range`, so that neither seat is faster for its larger stakes. A start has settled where, at
    each of eight looks from half of a time to that time, no strategy (played or not) earns more than the mean by more
    than the tolerance, and no share is more than 0.01 from where it ends; at the last time, the former is enough. Times
    looked at double up to the time given. Two ends belong to one attractor if they are within 0.02 in each share, or
    if all between them are rests as well, to five times the tolerance.

    Args:
        payoffs: Payoffs of two seats, (m, n, 2), or of one population, (m, m).
        starts: Number of starts; start k is the same however many there are.
        seed: Root of their luck.
        time: Longest time to follow them, at least 100.
        tolerance: What somebody may still gain at rest, as a share of the range of payoffs.

    Returns:
        Basins with Wilson intervals: they say how well the number of starts measures a basin's size.

    Raises:
        ValueError: There are more than two seats, these are no payoffs of a game, or there is no start or time.
    """
    if starts < 1 or time < 2 * _FIRST:
        raise ValueError(f"basins need at least one start and a time of {2 * _FIRST:g}, not {starts} and {time:g}")
    dynamics = Dynamics(payoffs)
    logs = evenly(dynamics.sizes, starts, seed)
    ends, average, settled = _ended(dynamics, logs, time, tolerance)
    attractors = gathered(dynamics, payoffs, ends, np.flatnonzero(settled), tolerance)
    restless = average[~settled]
    mean = restless.mean(axis=0) if len(restless) else None
    seats = "one population" if one_population(payoffs) else "two populations"
    return Basins(
        attractors,
        Share.wilson(len(restless), starts),
        () if mean is None else dynamics.split(mean),
        0.0 if mean is None else float(np.abs(restless - mean).max()),
        time,
        tolerance,
        f"replicator dynamics of {seats}, payoffs divided by their range, starts even over the simplices",
    )


def evenly(sizes: tuple[int, ...], starts: int, seed: int) -> Floats:
    """Logarithms of shares drawn evenly from the simplices, (N, D): exponential draws over their sum.

    Args:
        sizes: Number of strategies of each population.
        starts: Number of starts, N.
        seed: Root of their luck.
    """
    luck = Luck(seed, 0, starts)
    parts = []
    for population, size in enumerate(sizes):
        drawn = -np.log1p(-luck.uniforms("start of the replicator", party=population, each=size))
        drawn = np.maximum(drawn, np.finfo(np.float64).tiny)  # a draw of exactly 0 would be gone for good
        parts.append(np.log(drawn) - np.log(drawn.sum(axis=1, keepdims=True)))
    return np.concatenate(parts, axis=1)


def _ended(dynamics: Dynamics, logs: Floats, time: float, tolerance: float) -> tuple[Floats, Floats, Bools]:
    """Shares at the end, (N, D); averages over the last times looked at, (N, D); and who has settled, (N,)."""
    ends, average = np.empty_like(logs), np.empty_like(logs)
    settled = np.zeros(len(logs), dtype=np.bool_)
    going = np.arange(len(logs))
    past, now, until = np.zeros_like(logs), 0.0, _FIRST
    while len(going) and now < time:
        until = time if 2.0 * until > time else until
        looks = np.linspace(now, until, _LOOKS + 1)
        sums = dynamics.follow(logs[going], past, looks)
        shares = np.stack([dynamics.shares(logs[going], each) for each in sums[1:]])
        ends[going] = shares[-1]
        average[going] = (sums[-1] - past) / (until - now)
        rests = np.stack([dynamics.regret(each) <= tolerance for each in shares]).all(axis=0)
        still = (np.abs(shares - shares[-1]).max(axis=(0, 2)) <= _STILL) | (until >= time)
        done = rests & still & (now > 0.0)
        settled[going[done]] = True
        going, past = going[~done], sums[-1][~done]
        now, until = until, 2.0 * until
    return ends, average, settled
