"""Tiles cover what is missing, each world of each point once, and come in an order that can be stopped anywhere."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from zopa.experiments.tiles import Tile, beside, cut, gaps

SLOTS, WORLDS = 6, 40

tiles = st.builds(
    lambda slot, slots, world, worlds: Tile(world, slot, worlds, min(slots, SLOTS - slot)),
    st.integers(0, SLOTS - 1), st.integers(1, SLOTS), st.integers(0, WORLDS + 5), st.integers(1, 25),
)  # fmt: skip
alikes = st.lists(st.integers(0, 2), min_size=SLOTS, max_size=SLOTS).map(sorted)


def cells(tile: Tile) -> set[tuple[int, int]]:
    slots, worlds = range(tile.slot, tile.slot + tile.slots), range(tile.world, tile.world + tile.worlds)
    return set(itertools.product(slots, worlds))


EVERYTHING = cells(Tile(0, 0, WORLDS, SLOTS))


@given(st.lists(tiles, max_size=8), alikes, st.integers(1, 60))
def test_what_is_missing_is_cut_into_tiles_once(stored: list[Tile], alike: list[int], block: int) -> None:
    missing = EVERYTHING.difference(*(cells(tile) for tile in stored))
    found = cut(gaps(SLOTS, WORLDS, stored), alike, block)
    assert sum(tile.rows for tile in found) == len(missing)
    assert set().union(*(cells(tile) for tile in found)) == missing
    for tile in found:
        assert tile.rows <= block
        assert len({alike[slot] for slot in range(tile.slot, tile.slot + tile.slots)}) == 1


@given(alikes, st.integers(1, 60))
def test_stopped_anywhere_points_have_about_as_many_worlds(alike: list[int], block: int) -> None:
    played = [0] * SLOTS
    for tile in cut(gaps(SLOTS, WORLDS, ()), alike, block):
        for slot in range(tile.slot, tile.slot + tile.slots):
            assert played[slot] == tile.world  # the worlds of a point come in order
            played[slot] += tile.worlds
        assert max(played) - min(played) <= min(block, WORLDS)


@given(st.lists(tiles, max_size=8), alikes, st.integers(1, 60), st.integers(1, 5))
def test_shards_play_each_world_once_whatever_is_there(
    stored: list[Tile], alike: list[int], block: int, of: int
) -> None:
    """One shard was interrupted with anything there; the others begin with nothing."""
    seen: list[tuple[int, int]] = []
    for number in range(1, of + 1):
        others, finer = beside((number, of), WORLDS, alike, block)
        mine = EVERYTHING.difference(*(cells(tile) for tile in others))
        there = stored if number == 1 else []
        played = [
            cell for tile in cut(gaps(SLOTS, WORLDS, [*there, *others]), alike, finer) for cell in sorted(cells(tile))
        ]
        assert set(played) == mine.difference(*(cells(tile) for tile in there))
        assert len(played) == len(set(played))
        seen += mine
    assert sorted(seen) == sorted(EVERYTHING)


@given(tiles)
def test_halves(tile: Tile) -> None:
    halves = tile.halves
    if halves is None:
        assert tile.rows == 1
    else:
        one, other = halves
        assert cells(one) | cells(other) == cells(tile)
        assert one.rows + other.rows == tile.rows
        assert not one.overlaps(other)


@given(tiles, tiles)
def test_overlaps(one: Tile, other: Tile) -> None:
    assert one.overlaps(other) == bool(cells(one) & cells(other))


def test_points_that_play_alike_share_tiles() -> None:
    missing = gaps(4, 10, ())
    assert cut(missing, "aabb", 100) == [Tile(0, 0, 10, 2), Tile(0, 2, 10, 2)]
    assert cut(missing, "aaaa", 25) == [Tile(0, 0, 10, 2), Tile(0, 2, 10, 2)]
    assert cut(missing, "aaaa", 6)[:5] == [*(Tile(0, slot, 6, 1) for slot in range(4)), Tile(6, 0, 4, 1)]
