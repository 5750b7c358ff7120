"""Worlds that have been played, kept by content; and who has asked for what since."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from zopa.web.pool import Pool

if TYPE_CHECKING:
    from zopa.web.thousand_play import Worlds

Key = tuple[str, int, int]
"""A setting as text, the first world of a block, and the one after its last."""

MOST_BYTES = 96 * 2**20
MOST_CLIENTS = 4_096


class Kept:
    """Blocks of worlds by content, least recently used first out, within a bound of memory.

    Attributes:
        pool: Who plays what is not there.
        under_way: What is being played, by key: what becomes of it, and its first world.
    """

    def __init__(self, pool: Pool, most_bytes: int = MOST_BYTES) -> None:
        """Nothing is there yet.

        Args:
            pool: Who plays.
            most_bytes: Bytes of arrays kept.
        """
        self.pool = pool
        self.under_way: dict[Key, tuple[Future[Worlds], int]] = {}
        self._blocks: OrderedDict[Key, Worlds] = OrderedDict()
        self._most, self._bytes = most_bytes, 0
        self._asked: OrderedDict[str, int] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays kept."""
        return self._bytes

    def get(self, key: Key) -> "Worlds | None":
        """A block, where it is there."""
        with self._lock:
            found = self._blocks.get(key)
            if found is not None:
                self._blocks.move_to_end(key)
            return found

    def put(self, key: Key, block: "Worlds") -> None:
        """Keep a block; the ones that nobody has asked for longest go."""
        with self._lock:
            if key in self._blocks:
                return
            self._blocks[key] = block
            self._bytes += block.nbytes
            while self._bytes > self._most and len(self._blocks) > 1:
                self._bytes -= self._blocks.popitem(last=False)[1].nbytes

    def begun(self, keys: "Sequence[Key]", future: "Future[Worlds]") -> None:
        """Neighbouring blocks are being played as one: each is kept when that is done.

        Args:
            keys: The blocks, the first one first.
            future: What becomes of them.
        """
        first = keys[0][1]
        self.under_way.update(dict.fromkeys(keys, (future, first)))

        def keep(done: "Future[Worlds]") -> None:
            for key in keys:
                if not done.cancelled() and done.exception() is None:
                    self.put(key, done.result()[key[1] - first : key[2] - first])
                if self.under_way.get(key, (None, 0))[0] is done:
                    self.under_way.pop(key, None)

        future.add_done_callback(keep)

    def ask(self, client: str) -> int:
        """A client asks for something; what it asked for before and nobody has begun is dropped.

        Args:
            client: Who; empty for nobody in particular, who drops nothing.

        Returns:
            The number of the question, to see later whether it is still the newest.
        """
        if not client:
            return 0
        number = self._asked.pop(client, 0) + 1
        self._asked[client] = number
        while len(self._asked) > MOST_CLIENTS:
            self._asked.popitem(last=False)
        self.drop(client)
        return number

    def drop(self, client: str) -> None:
        """Drop what a client has asked for and nobody has begun."""
        if client:
            self.pool.drop(client)

    def wanted(self, client: str, number: int) -> bool:
        """Whether a client has asked for nothing else since."""
        return not client or self._asked.get(client, number) == number
