"""Where labels stand beside their marks: near, on no other label, and on no mark where that can be helped."""

from collections.abc import Sequence
from dataclasses import dataclass

TALL, LETTER = 15.0, 6.6
"""Pixels of a label's height and of a narrow letter's width."""

GAP = 11.0
"""Pixels from the middle of a mark to its label."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, counted from the plane's lower left corner."""

    left: float
    low: float
    right: float
    high: float

    def over(self, other: "Box") -> float:
        """Square pixels that two rectangles share."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.high, other.high) - max(self.low, other.low)
        return max(0.0, wide) * max(0.0, high)


@dataclass(frozen=True)
class Spot:
    """A mark with a label.

    Attributes:
        x: Pixels from the left.
        y: Pixels from below.
        name: The label.
    """

    x: float
    y: float
    name: str

    @property
    def wide(self) -> float:
        """Pixels that the label takes."""
        return LETTER * sum(2 if ord(letter) > 0x2E7F else 1 for letter in self.name) + 4.0


_UPS = {0.0: (0.0, 13.0, -13.0), 9.0: (24.0, -24.0), 14.0: (38.0, -38.0, 54.0, -54.0, 72.0, -72.0)}

STEPS = tuple((side, across, up) for across, ups in _UPS.items() for up in ups for side in (1, -1))
"""Places that are tried, the nearest first: the side, and pixels further across and up."""


def placed(spots: Sequence[Spot], marks: Sequence[Box], side: tuple[float, float]) -> list[tuple[int, float, float]]:
    """Where each label begins, in order: its side (1 right, −1 left) and the pixels of its inner end.

    Args:
        spots: Marks with their labels; those first in line choose first.
        marks: What labels had better not cover.
        side: Pixels of the plane.
    """
    taken: list[Box] = []
    found = []
    for spot in spots:
        tries = []
        for number, (way, across, up) in enumerate(STEPS):
            box = _box(spot, way, across, up)
            out = (-box.left - 30, box.right - side[0] - 6, -box.low, box.high - side[1])
            cost = 3.0 * number + 40.0 * sum(max(0.0, one) for one in out)
            cost += sum(8.0 * box.over(one) for one in taken) + sum(box.over(one) for one in marks)
            tries.append((cost, number))
        way, across, up = STEPS[min(tries)[1]]
        taken.append(_box(spot, way, across, up))
        found.append((way, spot.x + way * (GAP + across), spot.y + up))
    return found


def _box(spot: Spot, way: int, across: float, up: float) -> Box:
    inner = spot.x + way * (GAP + across)
    left, right = (inner, inner + spot.wide) if way > 0 else (inner - spot.wide, inner)
    return Box(left, spot.y + up - TALL / 2, right, spot.y + up + TALL / 2)
