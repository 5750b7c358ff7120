"""Tiles: rectangles of points × worlds that are played, stored and resumed as one.

Points stand in slots: those that play the same but for numbers of their worlds stand next to each other, so that they
can be played in one block.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from zopa.experiments.layout import BLOCK

Gaps = tuple[tuple[int, int], ...]
"""Worlds that are missing of a point: first and last + 1 of each gap."""


@dataclass(frozen=True, order=True)
class Tile:
    """Some worlds of the points in some slots that stand next to each other.

    Attributes:
        world: First world.
        slot: First slot.
        worlds: Number of worlds.
        slots: Number of slots.
    """

    world: int
    slot: int
    worlds: int
    slots: int

    @property
    def rows(self) -> int:
        """Rows that it makes."""
        return self.worlds * self.slots

    def overlaps(self, other: "Tile") -> bool:
        """Whether some world of some point is in both."""
        return (
            self.slot < other.slot + other.slots
            and other.slot < self.slot + self.slots
            and self.world < other.world + other.worlds
            and other.world < self.world + self.worlds
        )

    @property
    def halves(self) -> "tuple[Tile, Tile] | None":
        """The tile cut in two, by slots first; None where it is a single row."""
        if self.slots > 1:
            at = self.slots // 2
            return (
                Tile(self.world, self.slot, self.worlds, at),
                Tile(self.world, self.slot + at, self.worlds, self.slots - at),
            )
        if self.worlds > 1:
            at = self.worlds // 2
            return (
                Tile(self.world, self.slot, at, 1),
                Tile(self.world + at, self.slot, self.worlds - at, 1),
            )
        return None


def gaps(slots: int, worlds: int, stored: Iterable[Tile]) -> list[Gaps]:
    """What is missing of each slot.

    Args:
        slots: Number of slots.
        worlds: Number of worlds wanted of each.
        stored: What there is.

    >>> gaps(2, 10, [Tile(0, 0, 4, 2), Tile(6, 1, 4, 1)])
    [((4, 10),), ((4, 6),)]
    """
    return lacking([worlds] * slots, stored)


def lacking(wanted: Sequence[int], stored: Iterable[Tile]) -> list[Gaps]:
    """What is missing of each slot, where not all are to have as many worlds.

    Args:
        wanted: Number of worlds wanted of each slot.
        stored: What there is.
    """
    slots = len(wanted)
    spans: list[list[tuple[int, int]]] = [[] for _ in range(slots)]
    for tile in stored:
        for slot in range(tile.slot, min(tile.slot + tile.slots, slots)):
            spans[slot].append((tile.world, tile.world + tile.worlds))
    return [tuple(_between(sorted(some), worlds)) for some, worlds in zip(spans, wanted, strict=True)]


def _between(spans: Sequence[tuple[int, int]], worlds: int) -> Iterator[tuple[int, int]]:
    at = 0
    for first, last in spans:
        if first > at:
            yield at, min(first, worlds)
        at = max(at, last)
        if at >= worlds:
            return
    if at < worlds:
        yield at, worlds


def cut(missing: Sequence[Gaps], alike: Sequence[object], block: int = BLOCK) -> list[Tile]:
    """Tiles that fill gaps, in the order in which they are to be played: first worlds of all points first.

    A run that is stopped early has then played about as many worlds of each point.

    Args:
        missing: Gaps of each slot.
        alike: For each slot what it plays but for numbers of its worlds; neighbours that play the same share tiles.
        block: Rows in a tile.
    """
    found: list[Tile] = []
    point = 0
    while point < len(missing):
        last = point + 1
        while last < len(missing) and missing[last] == missing[point] and alike[last] == alike[point]:
            last += 1
        for first, end in missing[point]:
            found += _tiled(point, last, first, end, block)
        point = last
    return sorted(found)


def _tiled(point: int, last: int, first: int, end: int, block: int) -> Iterator[Tile]:
    worlds = min(end - first, block)
    points = max(1, block // worlds)
    for world in range(first, end, worlds):
        for at in range(point, last, points):
            yield Tile(world, at, min(worlds, end - world), min(points, last - at))


def beside(shard: tuple[int, int], worlds: int, alike: Sequence[object], block: int = BLOCK) -> tuple[list[Tile], int]:
    """What other shards play, whatever there is already, so that all shards together play each world once.

    Args:
        shard: Which of how many.
        worlds: Number of worlds wanted of each slot.
        alike: For each slot what it plays but for numbers of its worlds.
        block: Rows in a tile at most.

    Returns:
        The tiles of the others, and the rows in a tile: fewer in a run so small that some shard would go without.
    """
    number, of = shard
    block = max(1, min(block, -(-len(alike) * worlds // of)))
    tiles = cut(gaps(len(alike), worlds, ()), alike, block)
    return [tile for at, tile in enumerate(tiles) if at % of != number - 1], block
