"""How strategies divide the items of OpenSpiel's `bargaining` instances, next to what theory says could be reached."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from zopa.build.names import MODELS, STRATEGIES, Named
from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.efficient import Efficient
from zopa.game.frontier import Frontier, best_for_them
from zopa.game.game import Game
from zopa.interop.openspiel import PROTOCOL
from zopa.solutions.egalitarian import egalitarian
from zopa.solutions.kalai_smorodinsky import kalai_smorodinsky
from zopa.solutions.nash import nash
from zopa.solutions.pareto import row_of
from zopa.solutions.utilitarian import utilitarian
from zopa.strategies.parts.base import Strategy
from zopa.strategies.parts.composed import Composed
from zopa.talks import Play, Talks
from zopa.talks.table import Outcomes

KNOWLEDGE: dict[str, tuple[str, str]] = {
    "payoffs known": ("complete", "given"),
    "learned from offers": ("none", "frequency"),
    "fixed pie": ("none", "given"),
}
"""What parties know of each other, and the model by which they think of the other: the frequency model, or the mirror
of one's own payoffs."""

PARTNER = "boulware"
"""Who everybody plays against besides itself."""

SOLUTIONS: dict[str, Callable[[Floats, Floats], Ints]] = {
    "nash": nash,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "utilitarian": utilitarian,
}


@dataclass(frozen=True)
class Division:
    """How some divisions of all instances turn out.

    Attributes:
        knowledge: What parties know of each other; `theory` for a solution.
        strategy: Who divides: a strategy, or a solution.
        partner: Its partner; `itself`, or `boulware`, in both seats by turns.
        agreed: Share of talks that end in a deal.
        joint: Mean joint value, 0 without a deal.
        efficient: That as a share of the mean efficient joint value.
        own: Mean value to the strategy; to both parties where it plays with itself.
        least: Mean value to the party that gets less.
        pareto: Share of the deals that are Pareto efficient; nan without deals.
    """

    knowledge: str
    strategy: str
    partner: str
    agreed: float
    joint: float
    efficient: float
    own: float
    least: float
    pareto: float


@dataclass(frozen=True, eq=False)
class Whole:
    """The exact frontiers of all instances, and the largest joint values.

    Attributes:
        game: The instances.
        points: Their efficient packages.
        largest: The largest joint value of each, (W,).
    """

    game: Game
    points: Frontier
    largest: Floats


def theory(game: Game) -> tuple[Whole, list[Division]]:
    """The efficient joint values of all worlds, and what each solution reaches on the exact frontiers.

    Of points that tie for a solution the one with the larger sum is taken; of those, the one better for the second
    party. Solutions are asked one world at a time, as `zopa solve` asks them.
    """
    mine, yours = game.epochs[0].cells
    points = Efficient(game.space, (mine, yours), game.allowed, game.cap).frontier
    largest = np.maximum.reduceat(points.mine + points.theirs, points.start[:-1])
    frontiers, no_deal = [row_of(points, w).payoffs for w in range(game.worlds)], np.zeros(2)
    whole = Whole(game, points, largest)
    everywhere = np.ones(game.worlds, dtype=bool)
    divisions = []
    for name, solution in SOLUTIONS.items():
        chosen = np.array([_with_the_largest_sum(row[solution(row, no_deal)]) for row in frontiers])
        first, second = np.ascontiguousarray(chosen[:, 0]), np.ascontiguousarray(chosen[:, 1])
        both = (first + second) / 2.0
        divisions.append(_division(whole, ("theory", name, ""), everywhere, first, second, both))
    return whole, divisions


def _with_the_largest_sum(tied: Floats) -> Floats:
    row: Floats = tied[np.argmax(tied.sum(axis=1))]
    return row


def table(
    whole: Whole, strategies: Mapping[str, Named] = STRATEGIES, knowledge: Mapping[str, tuple[str, str]] = KNOWLEDGE
) -> Iterator[Division]:
    """Every strategy on every instance: with itself, and with a boulware partner that knows as much, in both seats.

    Args:
        whole: The instances.
        strategies: Strategies by name; those that cannot be made without parameters are left out.
        knowledge: What parties know, by name: (information, model).
    """
    ready = [name for name, named in strategies.items() if _ready(named)]
    for known, (information, model) in knowledge.items():
        game = replace(whole.game, information=information)
        partner = made(STRATEGIES[PARTNER], model)
        for name in ready:
            mine = made(strategies[name], model)
            out = _played(game, mine, mine)
            first, second = out.payoff
            yield _division(whole, (known, name, "itself"), out.agreed, first, second, (first + second) / 2.0)
            one, two = _played(game, mine, partner), _played(game, partner, mine)
            agreed = np.concatenate([one.agreed, two.agreed])
            first, second = (np.concatenate([one.payoff[p], two.payoff[p]]) for p in (0, 1))
            own = np.concatenate([one.payoff[0], two.payoff[1]])
            yield _division(whole, (known, name, PARTNER), agreed, first, second, own)


def made(named: Named, model: str) -> Strategy:
    """A strategy with its default parameters and a model of the other."""
    bidding = named.part(**named.defaults)
    return Composed(bidding, bidding.accepts, MODELS[model].part(**MODELS[model].defaults))


def _ready(named: Named) -> bool:
    try:
        named.part(**named.defaults)
    except TypeError:  # a parameter without a default
        return False
    return True


def _played(game: Game, first: Strategy, second: Strategy) -> Outcomes:
    talks = Talks(Play(game, PROTOCOL, (first, second)), collect=False)
    talks.play_out()
    return talks.release()


def _division(
    whole: Whole, names: tuple[str, str, str], agreed: Bools, first: Floats, second: Floats, own: Floats
) -> Division:
    """The numbers of a row; worlds may come several times over, in order."""
    times = len(agreed) // len(whole.largest)
    efficient = np.concatenate(
        [pareto(whole.points, a, b) for a, b in zip(np.split(first, times), np.split(second, times), strict=True)]
    )
    joint = float((first + second).mean())
    return Division(
        *names, agreed=float(agreed.mean()), joint=joint, efficient=joint / float(whole.largest.mean()),
        own=float(own.mean()), least=float(np.minimum(first, second).mean()),
        pareto=float(efficient[agreed].mean()) if agreed.any() else float("nan"),
    )  # fmt: skip


def pareto(points: Frontier, first: Floats, second: Floats) -> Bools:
    """Where a pair of payoffs is an efficient point, (W,).

    Args:
        points: The exact frontiers.
        first: Payoffs of the first party, (W,).
        second: Payoffs of the second party, (W,).
    """
    best = best_for_them(points, np.ascontiguousarray(first), 0)
    found: Bools = (points.mine[best] == first) & (points.theirs[best] == second)
    return found
