"""Best for you, as I believe, that gives me at least u: the other's payoffs are estimates that change.

The curve is climbed from the party's own best package. In each cluster the efficient cells span an upper
concave hull of (loss to me, gain to you); the hulls' steps are taken by falling gain per loss, and a step
that does not fit ends its cluster (Sinha and Zoltners 1979, the greedy of the multiple-choice knapsack
problem). What is left of the budget is then filled: the largest affordable one-cluster gain, until none.
The filling is what offers a package that is efficient but lies on no concave curve.

"Fits" has one meaning everywhere: the canonical value of the package after the step is at least u. The
kernels decide by a running difference and add up only where the difference is within rounding of u.
"""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.climb import Answer, Steps, answer_all, new_steps, no_answer


@dataclass(frozen=True, eq=False)
class Curve:
    """A party's memory of its curves, one per world; the arrays inside are overwritten by every call.

    A world's hulls are rebuilt only where its payoffs changed, and its last answer stands as long as the
    target stays in the interval in which every decision on the way would come out the same. What is
    remembered never changes an answer, only the time it takes.

    Attributes:
        steps: The presorted cells and the hulls' steps.
        answer: The last answers and the targets for which they hold.
        dents: Whether the last answers looked into the dents, shape (1,).
    """

    steps: Steps
    answer: Answer
    dents: Bools

    @classmethod
    def empty(cls, worlds: int, first: Ints) -> "Curve":
        """A memory of nothing.

        Args:
            worlds: Number of worlds.
            first: Offsets of the clusters in the row of cells, shape (K+1,).

        Returns:
            The memory to hand to ``best_for_you``, with the same worlds in each call.
        """
        clusters = first.shape[0] - 1
        return cls(
            new_steps(worlds, int(first[-1]), clusters),
            no_answer(worlds, clusters),
            np.zeros(1, dtype=np.bool_),
        )


def best_for_you(
    mine: Floats,
    theirs: Floats,
    allowed: Bools,
    first: Ints,
    target: Floats,
    dents: bool = False,
    memory: Curve | None = None,
    changed: Bools | None = None,
    own_changed: Bools | None = None,
) -> tuple[Packages, Floats]:
    """The package that gives one party its target and, as it believes, the other the most.

    A heuristic: exact on the vertices of the efficient packages' upper concave hull, near it elsewhere.
    Ties go to the lower cluster and the lower cell.

    Args:
        mine: Payoffs of the party's own cells, shape (W, C).
        theirs: What it believes the other's cells to be worth to the other, shape (W, C).
        allowed: Which cells may be offered, shape (W, C); at least one in each cluster.
        first: Offsets of the clusters in the row of cells, shape (K+1,).
        target: The least the package must be worth to the party, in canonical value, shape (W,).
        dents: Whether to look also into the dents of the curve: each cluster fixed at each of its cells
            in turn, the rest climbed and filled, the best for the other kept. Slower.
        memory: What is remembered from call to call; None to work everything out afresh.
        changed: Worlds whose ``theirs`` changed since the memory's last call, shape (W,); None for all.
        own_changed: Worlds whose ``mine`` or ``allowed`` changed, shape (W,); None for all where
            ``changed`` is None, and for none where it is given.

    Returns:
        The packages, shape (W, K), int16, and their values to the party, shape (W,). Where the target is
        more than any allowed package gives, the party's own best (of those, the best for the other).
    """
    worlds, clusters = target.shape[0], first.shape[0] - 1
    if memory is None:
        steps, answer = new_steps(1, mine.shape[1], clusters), no_answer(worlds, clusters)
    else:
        steps, answer = memory.steps, memory.answer
        if memory.dents[0] != dents:
            memory.dents[0] = dents
            answer.high[:] = -np.inf
    if changed is None:
        changed = np.ones(worlds, dtype=np.bool_)
        own_changed = changed if own_changed is None else own_changed
    elif own_changed is None:
        own_changed = np.zeros(worlds, dtype=np.bool_)
    answer_all(
        mine,
        theirs,
        allowed,
        first,
        target,
        dents,
        changed,
        own_changed,
        steps,
        answer,
        memory is not None,
        np.empty(mine.shape[1], np.int16),
        np.empty(clusters, np.int16),
        np.empty(clusters, np.bool_),
    )
    if memory is None:
        return answer.package, answer.own
    return answer.package.copy(), answer.own.copy()
