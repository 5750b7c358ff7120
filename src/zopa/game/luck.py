"""Luck with an address: a draw belongs to (seed, use, party, round, world), whatever block the world is played in.

A counter-based generator (Philox; Salmon, Moraes, Dror & Shaw 2011) is keyed by a hash of the address and advanced
to the first world of the block, so world 7,341 draws the same numbers alone, in a block of 64 or of 4,096.
"""

import hashlib
import pickle
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zopa.game.arrays import Floats

_WORDS_PER_STEP = 4  # Philox-4x64 yields four 64-bit words for each step of its counter


class _Generator(threading.local):
    """A generator for each thread, keyed anew for each address: a new one would first be seeded by the system."""

    def __init__(self) -> None:
        self._bits = np.random.Philox(key=np.zeros(2, dtype=np.uint64))
        self._generator = np.random.Generator(self._bits)
        self._state = self._bits.state

    def keyed(self, key: NDArray[np.uint64]) -> tuple[np.random.Philox, np.random.Generator]:
        """The generator at the start of a key's draws."""
        self._state["state"]["key"] = key
        self._bits.state = self._state
        return self._bits, self._generator


_OURS = _Generator()


@dataclass(frozen=True)
class Luck:
    """The luck of a block of worlds.

    Attributes:
        seed: The run's root seed.
        first: Number of the block's first world.
        worlds: Worlds in the block.
        salt: Empty for luck that is common to all settings compared; a text makes it independent.
        salts: Where a block holds the same worlds several times, once for each of as many settings: the salt of each.
            Empty for a block of one setting.
    """

    seed: int
    first: int = 0
    worlds: int = 1
    salt: str = ""
    salts: tuple[str, ...] = ()

    @property
    def numbers(self) -> NDArray[np.int64]:
        """Number of each world of the block, (W,)."""
        return self.first + np.arange(self.worlds) % self._each

    @property
    def _each(self) -> int:
        return self.worlds // max(len(self.salts), 1)

    def row(self, w: int) -> "Luck":
        """The luck of one world of the block, by its place in it."""
        salt = self.salts[w // self._each] if self.salts else self.salt
        return Luck(self.seed, self.first + w % self._each, 1, salt)

    def uniforms(self, use: str, party: int = -1, at: int = -1, each: int = 1) -> Floats:
        """Uniform draws in [0, 1), the same for a world in any block.

        Args:
            use: What the draw is for; part of the address.
            party: Index of the party it belongs to, or -1.
            at: Round or move that it belongs to, or -1.
            each: Draws for each world.

        Returns:
            Shape (W, each).
        """
        if not self.salts:
            return self._drawn(self.salt, use, party, at, each)
        alike = {salt: self._drawn(salt, use, party, at, each) for salt in dict.fromkeys(self.salts)}
        return np.concatenate([alike[salt] for salt in self.salts])

    def _drawn(self, salt: str, use: str, party: int, at: int, each: int) -> Floats:
        address = f"{self.seed}\x1f{salt}\x1f{use}\x1f{party}\x1f{at}\x1f{each}"
        key = np.frombuffer(hashlib.blake2b(address.encode(), digest_size=16).digest(), dtype=np.uint64)
        bits, generator = _OURS.keyed(key)
        skipped = self.first * each
        bits.advance(skipped // _WORDS_PER_STEP)
        surplus = skipped % _WORDS_PER_STEP
        drawn = generator.random(surplus + self._each * each)
        return np.ascontiguousarray(drawn[surplus:].reshape(self._each, each))

    @contextmanager
    def lend(self, use: str, party: int = -1, at: int = -1) -> Iterator[None]:
        """Seed the generators that everybody in this process shares, for code from elsewhere that draws from them.

        Args:
            use: What the draws are for; part of the address.
            party: Index of the party they belong to, or -1.
            at: Round or move that they belong to, or -1.
        """
        seed = int(self.uniforms(use, party, at)[0, 0] * 2**32)
        kept, legacy = random.getstate(), np.random.get_state()  # noqa: NPY002 - theirs, not ours
        random.seed(seed)
        np.random.seed(seed)  # noqa: NPY002
        try:
            yield
        finally:
            random.setstate(kept)
            np.random.set_state(legacy)  # noqa: NPY002

    def one(self, use: str, party: int = -1, at: int = -1) -> Floats:
        """One uniform draw for each world, shape (W,)."""
        return self.uniforms(use, party, at)[:, 0]


def generator(seed: int, use: str) -> np.random.Generator:
    """A generator for code from elsewhere that wants one, which draws for no world in particular.

    Args:
        seed: Root seed.
        use: What the draws are for.
    """
    root = int.from_bytes(hashlib.blake2b(f"{seed}\x1f{use}".encode(), digest_size=16).digest(), "big")
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(root)))


def shared_generators() -> tuple[bytes, ...]:
    """The states of the generators that everybody in this process shares, to see whether somebody drew from them."""
    return tuple(pickle.dumps(state()) for state in (random.getstate, np.random.get_state))
