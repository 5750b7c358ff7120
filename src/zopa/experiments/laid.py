"""The worlds of two runs laid beside each other, row by row, for what compares them."""

from collections.abc import Sequence

import numpy as np

from zopa.analysis.columns import Arm
from zopa.analysis.contrast import Rows
from zopa.analysis.measures import Part, Signed, parts_of
from zopa.game.arrays import Ints
from zopa.scenario.experiment import Measure

Side = tuple[Arm, Ints]
"""A point of a run and the rows of it that are taken."""


class Laid:
    """Rows of two runs beside each other.

    Attributes:
        rows: What the rows are.
        worlds: Rows taken of each run.
        left_out: Rows that have no partner, or whose partner failed, of each run.
    """

    def __init__(
        self,
        arms: Sequence[dict[int, Arm]],
        pairs: Sequence[tuple[int, int]],
        paired: bool,
        common: Sequence[bool],
    ) -> None:
        """Lay them out.

        Args:
            arms: Of each run its points, with their worlds' numbers.
            pairs: The points that are compared.
            paired: Whether worlds of the same number have the same luck in both runs.
            common: Of each run, whether a world has the same luck in all its points.
        """
        self._sides: list[tuple[Side, Side]] = []
        units: list[Ints] = []
        worlds, left_out = [0, 0], [0, 0]
        for one, other in pairs:
            sides = (arms[0][one], arms[1][other])
            numbers = [_numbers(sides[0]), _numbers(sides[1])]
            takes = [np.arange(len(some)) for some in numbers]
            if paired:
                both, *takes = np.intersect1d(numbers[0], numbers[1], assume_unique=True, return_indices=True)
                numbers = [both, both]
            for side in (0, 1):
                left_out[side] += sides[side].worlds - len(takes[side])
                if not common[side]:  # every world of every point has its own luck
                    numbers[side] = worlds[side] + np.arange(len(takes[side]))
                worlds[side] += len(takes[side])
            if all(len(take) for take in takes):
                self._sides.append(((sides[0], takes[0]), (sides[1], takes[1])))
                # not paired, the first has even units and the second odd ones: none is of both
                laid = numbers[:1] if paired else [2 * numbers[0], 2 * numbers[1] + 1]
                units.append(np.concatenate(laid))
        self.worlds, self.left_out = (worlds[0], worlds[1]), (left_out[0], left_out[1])
        if not units:
            raise ValueError("the runs have no worlds in common that were played to their end")
        where = np.repeat(np.arange(len(units)), [len(some) for some in units])
        unit = np.unique(np.concatenate(units), return_inverse=True)[1]
        self.rows = Rows(unit.reshape(-1), where, paired)

    def measured(self, measure: Measure, side: int) -> Signed:
        """A measure's parts of one run, over all rows.

        Args:
            measure: The measure.
            side: 0 for the first run, 1 for the second.

        Raises:
            ValueError: A value that is needed is missing in some world.
        """
        found = [parts_of(measure, one[side][0]) for one in self._sides]
        pieces = [
            [self._piece(part, one, side) for _, part in parts] for parts, one in zip(found, self._sides, strict=True)
        ]
        return tuple((sign, _joined(some)) for (sign, _), some in zip(found[0], zip(*pieces, strict=True), strict=True))

    def _piece(self, part: Part, one: tuple[Side, Side], side: int) -> Part:
        """A point's rows; where nothing is paired with room for those of the other run, which do not count."""
        take = one[side][1]
        values, counts = part.values[take], part.counts[take]
        if not self.rows.paired:
            room = len(one[1 - side][1])
            around = (0, room) if side == 0 else (room, 0)
            values, counts = np.pad(values, around), np.pad(counts, around)
        return Part(part.statistic, values, counts, part.q)


def _numbers(arm: Arm) -> Ints:
    return arm.column("world").values.astype(np.int64)


def _joined(parts: Sequence[Part]) -> Part:
    values, counts = np.concatenate([part.values for part in parts]), np.concatenate([part.counts for part in parts])
    return Part(parts[0].statistic, values, counts, parts[0].q)
