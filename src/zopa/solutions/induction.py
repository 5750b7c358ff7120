"""The step of backward induction: two parties, one proposal after another, from the last to the first.

The recursion and its sources stand in `subgame_perfect`.
"""

from typing import NamedTuple

import numpy as np

from zopa.game.arrays import Floats, Ints
from zopa.game.compiled import kernel
from zopa.game.frontier import Frontier
from zopa.solutions.choice import TIE

WALKS = -2
"""Stands for a package where the responder walks away."""

REFUSED = -1
"""Stands for a package where the proposal is refused and the talks go on."""


class Terms(NamedTuple):
    """The rules of talks between two parties, for W worlds; `backward_induction(points, *terms)`.

    Attributes:
        proposer: Who makes proposal n, 0 or 1, shape (N,).
        wait: Rounds from proposal n to the next; after the last, to the end of the talks, shape (N,).
        factor: Each party's discount factor per round, shape (2, W), or by proposal (2, W, N).
        flow: What each party is paid per round waited while there is no deal (negative: what it pays), counted at
            the round's begin, shape (2, W), or by proposal (2, W, N).
        no_deal: What the end of the talks without a deal is worth, at that moment, shape (2, W).
        hazard: Probability that the talks break down at a refusal, shape (W,).
        broken: What is left to each party when they break down, or when the other walks away from one that has no
            `outside` itself, shape (2, W).
        outside: What a responder has by walking away instead of staying, −inf where it cannot; the proposer has its
            own, shape (2, W).
    """

    proposer: Ints
    wait: Floats
    factor: Floats
    flow: Floats
    no_deal: Floats
    hazard: Floats
    broken: Floats
    outside: Floats


def terms(
    proposer: Ints, factor: Floats, *, wait: Floats | float = 1.0, flow: Floats | float = 0.0,
    no_deal: Floats | float = 0.0, hazard: Floats | float = 0.0, broken: Floats | float | None = None,
    outside: Floats | float = -np.inf,
) -> Terms:  # fmt: skip
    """Terms with what is left out set to nothing: no flow, no hazard, nothing outside; numbers count for all.

    Args:
        proposer: Who makes each proposal, shape (N,).
        factor: Discount factor per round, shape (2, W).
        wait: As in `Terms`, likewise the others.
        flow: See `Terms`.
        no_deal: See `Terms`.
        hazard: See `Terms`.
        broken: See `Terms`; what no deal is worth where left out.
        outside: See `Terms`.
    """
    pair = factor.shape[:2]

    def full(value: Floats | float, shape: tuple[int, ...]) -> Floats:
        return np.array(np.broadcast_to(np.asarray(value, dtype=np.float64), shape))

    return Terms(
        np.asarray(proposer, dtype=np.int64), full(wait, (len(proposer),)), factor,
        flow if isinstance(flow, np.ndarray) and flow.ndim == 3 else full(flow, pair), full(no_deal, pair),
        full(hazard, pair[1:]), full(no_deal if broken is None else broken, pair), full(outside, pair),
    )  # fmt: skip


@kernel
def _near(ask: float) -> float:
    """What counts as worth the ask: the ask less a rounding."""
    least: float = ask - TIE * np.abs(ask)
    return least


@kernel
def _offer(mine: Floats, theirs: Floats, low: int, high: int, proposer: int, ask: float) -> int:
    """The point of a row that is best for the proposer among those worth the ask to the other; −1 if none is."""
    least = _near(ask)
    left, right = low, high
    while left < right:
        mid = (left + right) >> 1
        enough = theirs[mid] >= least if proposer == 0 else mine[mid] >= least
        # along a row `theirs` falls and `mine` rises: the last that is enough, or the first
        if enough == (proposer == 0):
            left = mid + 1
        else:
            right = mid
    if proposer == 0:
        return left - 1 if left > low else REFUSED
    return left if left < high else REFUSED


@kernel
def _refusal(
    w: int, n: int, p: int, wait: float, factor: Floats, flow: Floats, hazard: Floats, broken: Floats, later: float
) -> float:  # fmt: skip
    """What staying after a refusal is worth to a party."""
    d = factor[p, w, n]
    if wait == 1.0:  # the same bits without a power
        stay = flow[p, w, n] + d * later
    else:
        shrunk = d**wait
        meanwhile = flow[p, w, n] * (wait if d == 1.0 else (1.0 - shrunk) / (1.0 - d))
        stay = meanwhile + shrunk * later
    h = hazard[w]
    worth: float = h * broken[p, w] + (1.0 - h) * stay if h > 0.0 else stay
    return worth


@kernel
def _induce_one(
    w: int, start: Ints, mine: Floats, theirs: Floats, proposer: Ints, wait: Floats, factor: Floats, flow: Floats,
    hazard: Floats, broken: Floats, outside: Floats, value: Floats, asks: Floats, point: Ints,
) -> None:  # fmt: skip
    """One world: from the value after the last proposal to that before the first, in place; its points on the way."""
    for n in range(proposer.shape[0] - 1, -1, -1):
        p = proposer[n]
        r = 1 - p
        own = _refusal(w, n, p, wait[n], factor, flow, hazard, broken, value[p, w])
        ask = _refusal(w, n, r, wait[n], factor, flow, hazard, broken, value[r, w])
        refused = REFUSED
        if outside[r, w] > ask:
            refused, ask = WALKS, outside[r, w]
            own = outside[p, w] if outside[p, w] > -np.inf else broken[p, w]
        asks[p, w, n], asks[r, w, n] = own, ask
        i = _offer(mine, theirs, start[w], start[w + 1], p, ask)
        if i >= 0 and (mine[i] if p == 0 else theirs[i]) >= _near(own):
            point[w, n] = i
            value[0, w], value[1, w] = mine[i], theirs[i]
        else:
            point[w, n] = refused
            value[p, w], value[r, w] = own, ask


@kernel
def _induce_all(
    start: Ints, mine: Floats, theirs: Floats, proposer: Ints, wait: Floats, factor: Floats, flow: Floats,
    hazard: Floats, broken: Floats, outside: Floats, value: Floats, asks: Floats, point: Ints, tolerance: float,
    most: int, error: Floats,
) -> int:  # fmt: skip
    """All worlds, each again and again until no value changes by more than a share of itself; the most cycles of any.

    A world stops by itself, so that its bits do not depend on how long the others take.
    """
    longest = 0
    for w in range(start.shape[0] - 1):
        cycles, settled = 0, False
        while cycles < most and not settled:
            one, two = value[0, w], value[1, w]
            _induce_one(
                w, start, mine, theirs, proposer, wait, factor, flow, hazard, broken, outside, value, asks, point
            )  # fmt: skip
            error[w] = max(abs(value[0, w] - one), abs(value[1, w] - two))
            settled = error[w] <= tolerance * max(abs(value[0, w]), abs(value[1, w]))
            cycles += 1
        longest = max(longest, cycles)
    return longest


def induce(
    points: Frontier, rules: Terms, value: Floats, asks: Floats, point: Ints, tolerance: float = 0.0, most: int = 1,
) -> tuple[Floats, int]:  # fmt: skip
    """From after the last proposal to before the first; once, or as one cycle of many until nothing changes.

    Args:
        points: The efficient packages of the worlds.
        rules: The rules; `no_deal` is not read.
        value: What it is worth to each party that the talks go on after the last proposal's wait; on return, what the
            first proposal is worth, shape (2, W).
        asks: Where to write what each refusal is worth, shape (2, W, N or more).
        point: Where to write what becomes of each proposal, shape (W, N).
        tolerance: A world is done once no value changes by more than this share of itself.
        most: Most cycles.

    Returns:
        Largest change of a value in each world's last cycle, (W,), inf without one; and the most cycles of any world.
    """
    error = np.full(rules.hazard.shape, np.inf)
    by_proposal = (*rules.no_deal.shape, rules.proposer.shape[0])

    def spread(row: Floats) -> Floats:
        return np.broadcast_to(row if row.ndim == 3 else row[:, :, None], by_proposal)

    cycles = _induce_all(
        points.start, points.mine, points.theirs, rules.proposer, rules.wait, spread(rules.factor), spread(rules.flow),
        rules.hazard, rules.broken, rules.outside, value, asks, point, tolerance, most, error,
    )  # fmt: skip
    return error, int(cycles)


def check(points: Frontier, rules: Terms) -> None:
    """See that shapes fit; a kernel does not look.

    Raises:
        ValueError: If they do not, or a proposer is neither 0 nor 1.
    """
    proposals, pair = rules.proposer.shape[0], (2, points.start.shape[0] - 1)
    if not np.isin(rules.proposer, (0, 1)).all() or rules.proposer.ndim != 1:
        raise ValueError(f"proposers must be 0 or 1, got {rules.proposer}")
    shapes = {
        "wait": (rules.wait, ((proposals,),)),
        "factor": (rules.factor, (pair, (*pair, proposals))),
        "flow": (rules.flow, (pair, (*pair, proposals))),
        "no_deal": (rules.no_deal, (pair,)),
        "hazard": (rules.hazard, (pair[1:],)),
        "broken": (rules.broken, (pair,)),
        "outside": (rules.outside, (pair,)),
    }
    for name, (array, fitting) in shapes.items():
        if array.shape not in fitting:
            raise ValueError(f"{name} has shape {array.shape}, not {' or '.join(map(str, fitting))}")
