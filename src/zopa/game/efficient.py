"""The efficient packages of two parties that know each other's payoffs, found when first asked for."""

from functools import cached_property

from zopa.game.arrays import Bools, Floats
from zopa.game.frontier import Frontier, frontier
from zopa.game.space import Space


class Efficient:
    """One frontier that serves both parties; found once per change of payoffs, and only if somebody asks."""

    def __init__(self, space: Space, cells: tuple[Floats, Floats], allowed: Bools, cap: int) -> None:
        """Remember what is needed.

        Args:
            space: Issues, levels and clusters.
            cells: Payoffs by cell of party 0 and party 1, each (W, C).
            allowed: Cells that may be offered, (W, C).
            cap: Largest number of points kept per world.
        """
        self._space, self._cells, self._allowed, self._cap = space, cells, allowed, cap

    @cached_property
    def frontier(self) -> Frontier:
        """The exact frontier (thinned above the cap, with its gap stated)."""
        return frontier(self._cells[0], self._cells[1], self._allowed, self._space.first, cap=self._cap)
