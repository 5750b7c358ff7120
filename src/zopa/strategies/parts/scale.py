"""How the others see a package, as believed: 0 is no deal (or, unknown, their worst package), 1 their best one."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.compiled import kernel
from zopa.game.view import View
from zopa.strategies.parts.base import Belief


@kernel
def _ends(
    cells: Floats, given: Floats, no_deal: Floats, allowed: Bools, first: Ints, low: Floats, high: Floats
) -> None:  # fmt: skip
    """Worst and best package of every world; no deal for the worst where the beliefs are the given ones."""
    for w in range(cells.shape[0]):
        worst, best = 0.0, 0.0
        same = no_deal[w] > -np.inf
        for k in range(first.shape[0] - 1):
            least, most = np.inf, -np.inf
            for c in range(first[k], first[k + 1]):
                same = same and cells[w, c] == given[w, c]
                if allowed[w, c]:
                    least, most = min(least, cells[w, c]), max(most, cells[w, c])
            worst += least
            best += most
        low[w], high[w] = no_deal[w] if same else worst, best


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of the others' scale, in the unit of `Belief.cells`.

    Attributes:
        low: What no deal is worth to the other where that is known or believed; else its worst package, (W,).
        high: Its best package that may be offered, (W,).
    """

    low: Floats
    high: Floats

    @classmethod
    def of(cls, view: View, belief: Belief) -> "Scale":
        """The scale of what is believed now.

        What no deal is worth is known in the unit of the payoffs given beforehand; where a model believes anything
        else, or there are several others, the scale begins at the worst package.
        """
        low, high = np.empty(view.worlds), np.empty(view.worlds)
        one = len(view.others) == 1
        given, no_deal = view.others[0].cells, view.others[0].reservation
        if not one:
            no_deal = np.full(view.worlds, -np.inf)
        _ends(belief.cells, given, no_deal, view.allowed, view.space.first, low, high)
        return cls(low, high)

    def utility(self, worth: Floats) -> Floats:
        """Payoffs of the others rescaled, (W,); where there is no scale, 1 for the best and 0 for the rest."""
        span = self.high - self.low
        unscaled = np.where(worth >= self.high, 1.0, 0.0)
        return np.divide(worth - self.low, span, out=unscaled, where=span > 0.0)
