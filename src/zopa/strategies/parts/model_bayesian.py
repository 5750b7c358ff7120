"""A Bayesian model of the others: hypotheses on each issue's weight and on the shape of its evaluation function."""

from dataclasses import dataclass, field
from typing import Annotated

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.compiled import kernel
from zopa.game.view import View
from zopa.strategies.parts.base import Belief, Bounds, Scalar, Share, per_world

_RANKS = 12
"""Most hypotheses on the weight of one issue; with fewer issues there is one for each rank."""

_PEAKS = 9
"""Most hypotheses on the best level of one issue; with fewer levels there is one for each."""


@kernel
def _shape(level: int, levels: int, peak: int, peaks: int) -> float:
    """Value of a level by a hypothesis: 1 at the peak, down to 0 at the ends; 1 where there is nothing to choose."""
    if levels == 1:
        return 1.0
    x = level / (levels - 1)
    m = peak / (peaks - 1)
    if x < m:
        return x / m
    if x > m:
        return (1.0 - x) / (1.0 - m)
    return 1.0


@kernel
def _means(
    w: int, first: Ints, ranks: Floats, peaks: Ints, weights: Floats, shapes: Floats, share: Floats, cells: Floats
) -> None:  # fmt: skip
    """The mean weight of each issue, their sum 1, and the mean value of each level times its issue's weight."""
    total = 0.0
    for k in range(share.shape[1]):
        mean = 0.0
        for h in range(ranks.shape[0]):
            mean += weights[w, k, h] * ranks[h]
        share[w, k] = mean
        total += mean
    for k in range(share.shape[1]):
        share[w, k] /= total
        levels = first[k + 1] - first[k]
        for i in range(levels):
            value = 0.0
            for s in range(peaks[k]):
                value += shapes[w, k, s] * _shape(i, levels, s, peaks[k])
            cells[w, first[k] + i] = share[w, k] * value


@kernel
def _scale(posterior: Floats, w: int, k: int, count: int) -> None:
    """Divide by the sum; where all has become impossible, start afresh."""
    total = 0.0
    for h in range(count):
        total += posterior[w, k, h]
    for h in range(count):
        posterior[w, k, h] = posterior[w, k, h] / total if total > 0.0 else 1.0 / count


@kernel
def _update(
    package: Packages, standing: Bools, proposer: Ints, who: int, first: Ints, target: Floats, spread: Floats,
    ranks: Floats, peaks: Ints, weights: Floats, shapes: Floats, share: Floats, cells: Floats, changed: Bools,
) -> None:  # fmt: skip
    """Weigh every hypothesis by how near it brings the offer to the utility expected now."""
    for w in range(package.shape[0]):
        if not standing[w] or proposer[w] != who:
            continue
        utility = 0.0
        for k in range(package.shape[1]):
            utility += cells[w, first[k] + package[w, k]]
        for k in range(package.shape[1]):
            levels, here = first[k + 1] - first[k], cells[w, first[k] + package[w, k]]
            rest, value = utility - here, here / share[w, k]
            for h in range(ranks.shape[0]):
                off = (rest + ranks[h] * value - target[w]) / spread[w]
                weights[w, k, h] *= np.exp(-0.5 * off * off)
            for s in range(peaks[k]):
                off = (rest + share[w, k] * _shape(package[w, k], levels, s, peaks[k]) - target[w]) / spread[w]
                shapes[w, k, s] *= np.exp(-0.5 * off * off)
            _scale(weights, w, k, ranks.shape[0])
            _scale(shapes, w, k, peaks[k])
        _means(w, first, ranks, peaks, weights, shapes, share, cells)
        changed[w] = True


@kernel
def _begin(
    first: Ints, ranks: Floats, peaks: Ints, weights: Floats, shapes: Floats, share: Floats, cells: Floats
) -> None:  # fmt: skip
    """The means of the first hypotheses."""
    for w in range(weights.shape[0]):
        _means(w, first, ranks, peaks, weights, shapes, share, cells)


@dataclass
class _Posterior:
    """Probabilities of weights (W, K, ranks) and of peaks (W, K, peaks), mean weights (W, K), the estimate (W, C)."""

    weights: Floats
    shapes: Floats
    share: Floats
    cells: Floats


@dataclass
class _Beliefs:
    """Hypotheses, parameters world by world, the posterior for each other party, and whether it is the first move."""

    ranks: Floats
    peaks: Ints
    concedes: Floats
    spread: Floats
    others: list[_Posterior] = field(default_factory=list)
    fresh: bool = True


@dataclass(frozen=True)
class Bayesian:
    """Bayesian learning of the others' payoffs from their offers, issue by issue.

    Hindriks & Tykhonov (2008), "Opponent modelling in automated multi-issue negotiation using Bayesian learning",
    AAMAS 2008: 331-338, the scalable learner. For each issue there are hypotheses on its weight (one for each rank r
    among n issues, with weight 2r / (n (n + 1))) and on its evaluation function over the levels in the order of the
    file (downhill, uphill, and triangles with their peak in between). The other is expected to concede evenly: an
    offer is expected to be worth u' = 1 − `concedes` × (share of the time gone) to it. By a hypothesis on one issue,
    all others at their means, the offer is worth u; its probability is multiplied by exp(−(u − u')² / (2 `spread`²)).
    The work for an offer grows with the sum of the levels, never with their product.

    Where issues are linked, each combination of their levels counts as a level: their order then says little, and
    `frequency` may do better. Of several others, the sum of the estimates.

    Attributes:
        concedes: How much utility the other is expected to have conceded when the time is over.
        spread: Standard deviation of an offer's utility around the one expected.
    """

    concedes: Share = 0.5
    spread: Annotated[Scalar, Bounds(at_least=0.01)] = 0.25

    def begin(self, view: View) -> _Beliefs:
        """All hypotheses are equally likely."""
        worlds, first = view.worlds, view.space.first
        clusters, levels = len(view.space.clusters), np.diff(first)
        count, peaks = min(clusters, _RANKS), np.minimum(levels, _PEAKS)
        ranks = 2.0 * np.linspace(1.0, clusters, count) / (clusters * (clusters + 1.0))
        memory = _Beliefs(ranks, peaks, per_world(self.concedes, worlds), per_world(self.spread, worlds))
        for _ in view.others:
            known = _Posterior(
                np.full((worlds, clusters, count), 1.0 / count),
                np.tile(np.repeat(1.0 / peaks, peaks.max()).reshape(1, clusters, -1), (worlds, 1, 1)),
                np.empty((worlds, clusters)), np.empty((worlds, view.space.cells)),
            )  # fmt: skip
            _begin(first, ranks, peaks, known.weights, known.shapes, known.share, known.cells)
            memory.others.append(known)
        return memory

    def update(self, view: View, memory: _Beliefs) -> Belief:
        """Learn from the offer on the table."""
        received, changed = view.received, np.full(view.worlds, memory.fresh)
        memory.fresh = False
        target = 1.0 - memory.concedes * view.gone
        everybody = [p for p in range(view.parties) if p != view.me]
        for who, known in zip(everybody, memory.others, strict=True):
            _update(
                received.package, received.standing, received.proposer, who, view.space.first, target, memory.spread,
                memory.ranks, memory.peaks, known.weights, known.shapes, known.share, known.cells, changed,
            )  # fmt: skip
        cells = memory.others[0].cells
        for known in memory.others[1:]:
            cells = cells + known.cells
        return Belief(cells, changed, False)
