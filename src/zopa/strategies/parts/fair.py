"""Fair points of a frontier: the Nash and the Kalai-Smorodinsky solution, the same one for both sides."""

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.compiled import kernel
from zopa.solutions.choice import TIE
from zopa.strategies.parts.foresight import Outlook

NASH, KALAI_SMORODINSKY = 0, 1
"""Rules: the largest product of gains over no deal, or the largest smaller share of what each could hope for."""


@kernel
def _counts(gain: float, other: float, hope: float, theirs: float, rule: int, key: int) -> float:
    """What a point counts by a rule, first of all (key 0), where that ties (1), and where that ties too (2)."""
    if key == 2 or (rule == NASH and key == 1):
        return gain + other
    if rule == NASH:
        return gain * other
    one = gain / hope if hope > 0.0 else 1.0
    two = other / theirs if theirs > 0.0 else 1.0
    return min(one, two) if key == 0 else max(one, two)


@kernel
def _choose(start: Ints, mine: Floats, theirs: Floats, no_deal: Floats, rule: int, tied: Bools, out: Ints) -> None:
    """Of each row the point that counts most; of those that tie in everything the first."""
    for w in range(start.shape[0] - 1):
        low, high = start[w], start[w + 1]
        out[w] = low
        if high == low:
            continue
        d, e = no_deal[0, w], no_deal[1, w]
        hope, theirs_hope = mine[high - 1] - d, theirs[low] - e
        tied[low:high] = True
        for key in range(3):
            best = -np.inf
            for i in range(low, high):
                if tied[i]:
                    best = max(best, _counts(mine[i] - d, theirs[i] - e, hope, theirs_hope, rule, key))
            least = best - TIE * abs(best)
            for i in range(low, high):
                tied[i] = tied[i] and _counts(mine[i] - d, theirs[i] - e, hope, theirs_hope, rule, key) >= least
        while not tied[out[w]]:
            out[w] += 1


def fair_point(ahead: Outlook, rule: int) -> Ints:
    """The point of each frontier that a rule picks, (W,); meaningless where nothing could be agreed."""
    points, out = ahead.points, np.empty(ahead.no_deal.shape[1], dtype=np.int64)
    tied = np.empty(points.mine.size, dtype=np.bool_)
    _choose(points.start, points.mine, points.theirs, ahead.no_deal, rule, tied, out)
    return np.minimum(out, max(points.mine.size - 1, 0))
