"""How many worlds each cell gets: more where it matters and is not sure yet, until it is or the budget is spent.

Cells start with the same number of worlds. At each look the cells whose questions are open get twice as many worlds
as the largest cell has, and the others stop; a cell that is asked again catches up. All that depends on what
was measured and on nothing else, so any number of workers gives the same tournament.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from zopa.analysis.sureness.field import facing
from zopa.analysis.sureness.field_questions import field_means
from zopa.analysis.sureness.questions import best_replies, comparisons
from zopa.game.arrays import Bools, Floats, Ints

Reason = Literal["settled", "error reached", "most worlds", "budget", "not in play"]
"""Why a cell got no more worlds: its questions have answers; some answers are that a reply is worse by the error at
most; questions are open, but it has as many worlds as a cell may have, or the budget is spent; it is never played."""


@dataclass
class Allocation:
    """Adaptive allocation of worlds to the cells of a game.

    Attributes:
        shape: Number of strategies of each seat; cells are in row-major order.
        error: Differences of payoffs that need not be told apart.
        risk: Probability with which some best reply found may be worse than the true one by more than the error. It is
            shared equally by all pairs of replies and all looks (Bonferroni); intervals are Student's, so it holds as
            nearly as means are normal.
        budget: Worlds over all cells, at most.
        most: Worlds of one cell, at most; None for no limit but the budget.
        ranking: Whether it is also asked which strategies do better than which others against a field of equal weights.
        reasons: Why each cell stopped, (C,), once `next` has returned None; empty before.
    """

    shape: Sequence[int]
    error: float
    risk: float
    budget: int
    most: int | None = None
    ranking: bool = False
    reasons: tuple[Reason, ...] = field(default=(), init=False)
    _first: int = field(default=0, init=False)
    _looked: int = field(default=0, init=False)

    def next(self, values: Sequence[Floats], worlds: Ints) -> Ints | None:
        """Look at what was played, and say how many worlds each cell should have.

        Args:
            values: Payoff of each seat in each cell and world, (C, W); NaN where a world was not played or failed.
            worlds: Worlds played of each cell, (C,), failed ones counted; 0 for cells that are not in play.

        Returns:
            Worlds wanted of each cell, (C,), never fewer than before; None where no cell gets more.

        Raises:
            ValueError: The numbers of seats, cells or worlds do not go together.
        """
        worlds = np.asarray(worlds, dtype=np.int64)
        self._check(values, worlds)
        plays = worlds > 0
        if not plays.any():
            self.reasons = tuple("not in play" for _ in worlds)
            return None
        self._first = self._first or int(worlds[plays].min())
        looks, self._looked = self.looks(int(plays.sum())), self._looked + 1
        asked, near = self._asked(values, worlds, self.risk / (self._comparisons() * looks))
        asked &= plays
        target = int(worlds.max()) * 2
        target = min(target, max(self.most, int(worlds.max()))) if self.most is not None else target
        affordable = self._affordable(worlds, asked, target)
        more = np.where(asked, np.maximum(worlds, affordable), worlds)
        if (more > worlds).any() and self._looked < looks:
            self._looked = self._looked if affordable == target else looks - 1  # one more look, at what the rest bought
            return more
        self.reasons = tuple(self._reason(*one) for one in zip(plays, asked, near, worlds, strict=True))
        return None

    def looks(self, cells: int, first: int | None = None) -> int:
        """How often it may look, at most, at so many cells: the doublings that the budget and the limit allow, and one.

        Args:
            cells: Cells in play.
            first: Worlds of each at the first look; as at the first call of `next` where left out.
        """
        first = max(self._first, 1) if first is None else first
        largest = first + max(self.budget - cells * first, 0) // 2  # a question is about two cells at least
        if self.most is not None:
            largest = min(largest, max(self.most, first))
        doublings = max(math.ceil(math.log2(largest / first)), 0)
        return 2 + doublings  # one before them all, and one for cells that are asked again late

    def _check(self, values: Sequence[Floats], worlds: Ints) -> None:
        cells = math.prod(self.shape)
        if len(values) != len(self.shape):
            raise ValueError(f"payoffs of {len(values)} seats were given for {len(self.shape)} seats")
        if any(len(one) != cells for one in values) or worlds.shape != (cells,):
            raise ValueError(f"payoffs and worlds are needed for each of {cells} cells")

    def _comparisons(self) -> int:
        ranked = sum(m * (m - 1) // 2 for m in self.shape) if self.ranking else 0
        return max(comparisons(self.shape) + ranked, 1)

    def _asked(self, values: Sequence[Floats], worlds: Ints, risk: float) -> tuple[Bools, Bools]:
        """Cells with an open question, and cells with an answer that is within the error, (C,) each."""
        opened, near = (np.zeros(math.prod(self.shape), dtype=np.bool_) for _ in range(2))
        for seat, cells in enumerate(values):
            found = best_replies(cells, worlds, self.shape, seat, self.error, risk)
            opened |= found.open
            near |= found.near
            if self.ranking:
                rows_open, rows_near = field_means(facing(cells, self.shape, seat), self.error, risk)
                own = np.indices(self.shape)[seat].ravel()
                opened |= rows_open[own]
                near |= rows_near[own]
        return opened, near

    def _affordable(self, worlds: Ints, asked: Bools, target: int) -> int:
        """The largest number up to the target that all cells in question can get."""
        left, low, high = self.budget - int(worlds.sum()), 0, target
        while low < high:
            middle = (low + high + 1) // 2
            if int(np.maximum(middle - worlds[asked], 0).sum()) <= left:
                low = middle
            else:
                high = middle - 1
        return low

    def _reason(self, plays: bool, asked: bool, near: bool, worlds: int) -> Reason:
        if not plays:
            return "not in play"
        if asked:
            return "most worlds" if self.most is not None and worlds >= self.most else "budget"
        return "error reached" if near else "settled"
