"""Sets of strategies as bits of a number: counting, corners that meet in an edge, pairs that are equilibria."""

import numpy as np
from numpy.typing import NDArray

from zopa.game.arrays import Ints
from zopa.game.compiled import kernel

Bits = NDArray[np.uint64]
"""Sets of strategies, one bit each."""


PATIENCE = 10_000_000_000
"""Most corners looked at for one set of edges: some ten seconds."""


def counted(sets: Bits) -> Ints:
    """Members of each set."""
    return np.bitwise_count(sets).astype(np.int64)


@kernel
def _count(members: np.uint64) -> int:
    """Members of a set: sums in ever wider fields of bits."""
    one, two, four = np.uint64(1), np.uint64(2), np.uint64(4)
    members = members - ((members >> one) & np.uint64(0x5555555555555555))
    members = (members & np.uint64(0x3333333333333333)) + ((members >> two) & np.uint64(0x3333333333333333))
    members = (members + (members >> four)) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((members * np.uint64(0x0101010101010101)) >> np.uint64(56))


@kernel
def _alone(unused: Bits, best: Bits, a: int, b: int) -> bool:
    """Whether no third corner has all the tight constraints that two corners share."""
    zeros, ties = unused[a] & unused[b], best[a] & best[b]
    for r in range(len(unused)):
        if r not in (a, b) and unused[r] & zeros == zeros and best[r] & ties == ties:
            return False
    return True


@kernel
def meeting(unused: Bits, best: Bits, tight: Ints, some: Ints, others: Ints, dimension: int, edges: Ints) -> int:
    """Pairs of corners, one of some and one of others, with an edge between them.

    An edge has at least `dimension` tight constraints. With a corner that has one more and no further ones, that is
    enough (its constraints are independent); else no third corner may have them.

    Args:
        unused: Strategies with share 0 in each corner, (R,).
        best: Best replies, (R,).
        tight: How many constraints are tight in each corner, (R,).
        some: Corners on one side, (S,).
        others: Corners on the other side, (O,).
        dimension: Dimension of the mixtures: number of strategies less 1.
        edges: The pairs are written here, (room, 2), as long as there is room.

    Returns:
        How many pairs there are; more than the room if the search was broken off.
    """
    found, looked = 0, 0
    for a in some:
        for b in others:
            if _count(unused[a] & unused[b]) + _count(best[a] & best[b]) < dimension:
                continue
            plain = tight[a] == dimension + 1 or tight[b] == dimension + 1
            if not plain:
                looked += len(unused)
            if plain or _alone(unused, best, a, b):
                if found == len(edges) or looked > PATIENCE:
                    return len(edges) + 1
                edges[found, 0], edges[found, 1] = a, b
                found += 1
    return found


@kernel
def matching(used: Bits, best: Bits, used_across: Bits, best_across: Bits, pairs: Ints) -> int:
    """Pairs of corners, one for each seat, in which each seat uses best replies alone.

    Args:
        used: Strategies with a positive share in each corner of the first seat, (R,).
        best: Best replies to it of the second seat, (R,).
        used_across: Strategies in use in each corner of the second seat, (S,).
        best_across: Best replies to it of the first seat, (S,).
        pairs: The pairs are written here, (room, 2), as long as there is room.

    Returns:
        How many pairs there are; more than the room if the search was broken off.
    """
    found = 0
    for i in range(len(used)):
        for j in range(len(used_across)):
            if used[i] & ~best_across[j] == 0 and used_across[j] & ~best[i] == 0:
                if found == len(pairs):
                    return found + 1
                pairs[found, 0], pairs[found, 1] = i, j
                found += 1
    return found
