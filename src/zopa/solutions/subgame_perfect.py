"""Backward induction: where perfectly foresighted talks end, and what every refusal is worth.

Two parties take turns to propose a package; the other accepts, or refuses and the talks go on after a wait. All
payoffs are common knowledge. With V[n] what it is worth to a party that proposal n is about to be made, counted at
that moment, and V[N] what no deal is worth when the talks are over, what a refusal of proposal n is worth is

    stay[n]  = h b + (1 − h) (g (1 − δ^wait[n]) / (1 − δ) + δ^wait[n] V[n+1])
    asks[n]  = max(stay[n], outside)        for the responder, who may also walk away
    asks[n]  = stay[n]                      for the proposer, if the responder stays; else what walking away leaves it

with h the hazard that the talks break down at a refusal, b what each then has, g what is paid for each round waited
and δ the factor per round. The proposer takes the efficient package best for itself among those worth asks[n] to the
responder, unless being refused is worth more to it: then it offers what will be refused. V[n] is that package, or
asks[n] where there is no deal at n.

Ties: who is indifferent accepts, and stays rather than walks away; of acceptable packages the proposer keeps more.

Sources: finite horizon: Ståhl (1972), "Bargaining Theory"; infinite: Rubinstein (1982), Econometrica 50:97-109;
outside options: Binmore, Shaked and Sutton (1989), Quarterly Journal of Economics 104:753-770; inside options: Muthoo
(1999), "Bargaining Theory with Applications", chapter 6; breakdown: Binmore, Rubinstein and Wolinsky (1986), RAND
Journal of Economics 17:176-188. A floor below which home does not ratify (Schelling 1960) is `above`: a
frontier without what home refuses.
"""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.frontier import Frontier
from zopa.solutions.choice import TIE
from zopa.solutions.induction import REFUSED, Terms, check, induce


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """The subgame-perfect equilibrium of talks of N proposals in W worlds.

    Attributes:
        asks: What a refusal of proposal n is worth to each party, at that moment: the responder accepts what is worth
            at least this to it. At N: no deal. Shape (2, W, N+1).
        point: For each proposal, on the path or not, the point of the frontier agreed, `REFUSED` where it is refused
            and the talks go on, `WALKS` where the responder walks away, shape (W, N).
        value: What the talks are worth to each party at the first proposal, shape (2, W).
        when: Number of the proposal on which the talks end unless they break down: the first that is agreed or walked
            away from; N without one, shape (W,).
        deal: The point agreed there, or `REFUSED` or `WALKS`, shape (W,).
    """

    asks: Floats
    point: Ints
    value: Floats
    when: Ints
    deal: Ints


def equilibrium(points: Frontier, rules: Terms) -> Equilibrium:
    """What every refusal is worth, and the path of play.

    Args:
        points: The efficient packages of the worlds; a row may be empty: then nothing can be agreed.
        rules: The rules.

    Raises:
        ValueError: If shapes do not fit, or a proposer is neither 0 nor 1.
    """
    check(points, rules)
    worlds, proposals = rules.no_deal.shape[1], rules.proposer.shape[0]
    asks = np.empty((2, worlds, proposals + 1))
    asks[:, :, proposals] = rules.no_deal
    point, value = np.empty((worlds, proposals), dtype=np.int64), rules.no_deal.copy()
    induce(points, rules, value, asks, point)
    over: Bools = point != REFUSED
    when = np.where(over.any(axis=1), over.argmax(axis=1), proposals)
    ended = np.column_stack((point, np.full(worlds, REFUSED)))
    return Equilibrium(asks, point, value, when, np.take_along_axis(ended, when[:, None], axis=1)[:, 0])


def backward_induction(
    points: Frontier, proposer: Ints, wait: Floats, factor: Floats, flow: Floats, no_deal: Floats, hazard: Floats,
    broken: Floats, outside: Floats,
) -> Floats:  # fmt: skip
    """What every refusal is worth: `equilibrium` where the path of play is not asked for.

    Costs N log F for a world with F efficient packages. A payoff is worth an ask if it is at least
    ask − 1e-12 |ask|, as `accepts` says.

    Args:
        points: The efficient packages of the worlds.
        proposer: Who makes each proposal, shape (N,); this and the rest as in `Terms`.
        wait: Rounds to the next proposal, shape (N,).
        factor: Discount factors per round, shape (2, W).
        flow: Paid per round waited, shape (2, W).
        no_deal: At the end, shape (2, W).
        hazard: Probability of breakdown per refusal, shape (W,).
        broken: Payoffs then, shape (2, W).
        outside: What a responder gets by walking away, shape (2, W).

    Returns:
        asks, shape (2, W, N+1): what refusing proposal n is worth to each party at that moment.
    """
    return equilibrium(points, Terms(proposer, wait, factor, flow, no_deal, hazard, broken, outside)).asks


def accepts(payoff: Floats, asks: Floats) -> Bools:
    """Where a payoff is worth an ask; who is indifferent accepts, rounding left aside. Nothing is worth inf."""
    slack = np.where(np.isfinite(asks), TIE * np.abs(asks), 0.0)
    worth: Bools = payoff >= asks - slack
    return worth


@dataclass(frozen=True, eq=False)
class Stationary:
    """The equilibrium of talks that go on for ever, by iterating from their end backwards.

    Attributes:
        asks: As in `Equilibrium`, for one cycle of P proposals, shape (2, W, P+1); at P those at 0, a cycle later.
        value: What the talks are worth to each party at the first proposal, shape (2, W).
        deal: The point agreed at the first proposal, or `REFUSED` or `WALKS`, shape (W,).
        error: By how much `value` still changed in the last cycle, the larger of both parties, shape (W,); 0 at a
            fixed point. On a grid there may be several fixed points, within a few steps of each other where waiting
            costs more than a step (van Damme, Selten and Winter 1990, Games and Economic Behavior 2:188-201).
        cycles: Cycles gone through.
    """

    asks: Floats
    value: Floats
    deal: Ints
    error: Floats
    cycles: int


def stationary(points: Frontier, rules: Terms, tolerance: float = 1e-12, most: int = 100_000) -> Stationary:
    """The limit of finite talks as the end recedes.

    Args:
        points: The efficient packages of the worlds.
        rules: The rules of one cycle, which is repeated for ever; `no_deal` is only where the iteration starts.
        tolerance: The iteration ends once no value changes by more than this share of itself.
        most: Most cycles.

    Raises:
        ValueError: If shapes do not fit, or a proposer is neither 0 nor 1.
    """
    check(points, rules)
    worlds, proposals = rules.no_deal.shape[1], rules.proposer.shape[0]
    asks, point = np.empty((2, worlds, proposals + 1)), np.empty((worlds, proposals), dtype=np.int64)
    value = rules.no_deal.copy()
    error, cycles = induce(points, rules, value, asks, point, tolerance, most)
    induce(points, rules, value.copy(), asks, point)
    asks[:, :, proposals] = asks[:, :, 0]
    return Stationary(asks, value, point[:, 0], error, cycles)


def above(points: Frontier, floor: Floats) -> Frontier:
    """The efficient packages that give each party at least a floor: what is left when home refuses the rest.

    Args:
        points: The efficient packages of the worlds.
        floor: The least that each party's home ratifies, shape (2, W).

    Returns:
        The frontier within; a row may be empty.
    """
    world = np.repeat(np.arange(floor.shape[1]), np.diff(points.start))
    kept = accepts(points.mine, floor[0, world]) & accepts(points.theirs, floor[1, world])
    start = np.concatenate(([0], np.cumsum(np.bincount(world[kept], minlength=floor.shape[1]))))
    return Frontier(
        start.astype(np.int64), points.mine[kept], points.theirs[kept], points.code[kept], points.gap, points.own_gap,
        points.packing,
    )  # fmt: skip
