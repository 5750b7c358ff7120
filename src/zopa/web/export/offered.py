"""All packages of a small game by what they are worth to the other side."""

from collections.abc import Callable
from typing import Any

import numpy as np

from zopa.game.space import Level
from zopa.talks import Talks


class Offered:
    """Packages that may be offered, in the order of their worth to the other side.

    Attributes:
        worths: The different worths, in order, (n,).
    """

    def __init__(self, talks: Talks, me: int) -> None:
        """List them.

        Args:
            talks: Talks of two parties, in one world; payoffs must not change.
            me: Index of the person's party.
        """
        space, self._other = talks.space, 1 - me
        self._names, self._space, self._cells = talks.play.game.parties, space, [own[0] for own in talks.payoffs.cells]
        allowed = [np.flatnonzero(talks.payoffs.allowed[0, space.cells_of(k)]) for k in range(len(space.clusters))]
        grid = np.meshgrid(*allowed, indexing="ij")
        self._packages = np.stack([one.reshape(-1) for one in grid], axis=1).astype(np.int16)
        worth = self._cells[self._other][space.first[:-1] + self._packages].sum(axis=1)
        self.worths, self._one = np.unique(np.round(worth, 12), return_index=True)

    def package(self, row: int) -> dict[str, Level]:
        """A package by its number."""
        return dict(self._space.read(self._packages[row]))

    def at(self, share: float) -> dict[str, Level]:
        """A package by its place among all, 0 to 1."""
        return self.package(int(share * len(self._packages)))

    def worth(self, package: dict[str, Level]) -> float:
        """What a package is worth to the other side."""
        return float(self._cells[self._other][self._space.first[:-1] + self._space.find(package)].sum())

    def least(self, takes: Callable[[dict[str, Level]], bool]) -> tuple[float, dict[str, Level]] | None:
        """The least worth that is taken, and a package of that worth; None where nothing is.

        Args:
            takes: Whether a package is taken; what is worth more is taken where something worth less is.
        """
        low, high = 0, len(self.worths)
        while low < high:
            middle = (low + high) // 2
            if takes(self.package(int(self._one[middle]))):
                high = middle
            else:
                low = middle + 1
        if low == len(self.worths):
            return None
        return float(self.worths[low]), self.package(int(self._one[low]))

    def as_dict(self) -> dict[str, Any]:
        """What each cell is worth to each party, by cluster."""
        clusters = range(len(self._space.clusters))
        return {
            name: [cells[self._space.cells_of(k)].tolist() for k in clusters]
            for name, cells in zip(self._names, self._cells, strict=True)
        }
