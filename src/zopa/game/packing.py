"""A package in a few 64-bit words: one bit field per cluster."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from zopa.game.arrays import Ints, Packages
from zopa.game.compiled import kernel

_WORD = 64
Words = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Packing:
    """Where each cluster's chosen cell stands in a packed package.

    A cluster of n cells takes ceil(log2(n)) bits; a field never straddles two words. Twenty clusters of
    ten levels (10**20 packages, more than an int64 can number) take two words.

    Args:
        first: Offsets of the clusters in the row of cells, shape (K+1,).

    Attributes:
        word: Index of the word that holds the cluster's field, shape (K,), int64.
        shift: Position of the field's lowest bit in its word, shape (K,), uint64.
        mask: Ones over the width of the field, not shifted, shape (K,), uint64.
        words: Number of words in a packed package.
    """

    first: Ints
    word: Ints = field(init=False, repr=False)
    shift: Words = field(init=False, repr=False)
    mask: Words = field(init=False, repr=False)
    words: int = field(init=False)

    def __post_init__(self) -> None:
        bits = [int(size - 1).bit_length() for size in np.diff(self.first)]
        word, shift, at, used = [], [], 0, 0
        for width in bits:
            if used + width > _WORD:
                at, used = at + 1, 0
            word.append(at)
            shift.append(used % _WORD)
            used += width
        object.__setattr__(self, "word", np.array(word, dtype=np.int64))
        object.__setattr__(self, "shift", np.array(shift, dtype=np.uint64))
        object.__setattr__(self, "mask", np.array([(1 << width) - 1 for width in bits], dtype=np.uint64))
        object.__setattr__(self, "words", at + 1)


@kernel
def cell_in(
    code: Words,
    row: int,
    k: int,
    word: Ints,
    shift: Words,
    mask: Words,
) -> int:
    """The cell of cluster k in row ``row`` of packed packages, shape (n, words); for use in kernels."""
    return int((code[row, word[k]] >> shift[k]) & mask[k])


@kernel
def _decode(
    code: Words,
    index: Ints,
    word: Ints,
    shift: Words,
    mask: Words,
    out: Packages,
) -> None:
    for w in range(index.shape[0]):
        for k in range(word.shape[0]):
            out[w, k] = cell_in(code, index[w], k, word, shift, mask)


def decode(
    code: Words,
    index: Ints,
    packing: Packing,
    out: Packages | None = None,
) -> Packages:
    """The packages in some rows of a table of packed packages.

    Args:
        code: Packed packages, shape (n, words).
        index: The rows wanted, shape (W,).
        packing: Where each cluster's field stands.
        out: Where to write them, shape (W, K); a new array if None.

    Returns:
        The packages, shape (W, K): for each cluster the cell chosen, counted from the cluster's first.
    """
    if out is None:
        out = np.empty((index.shape[0], packing.word.shape[0]), dtype=np.int16)
    _decode(code, index, packing.word, packing.shift, packing.mask, out)
    return out
