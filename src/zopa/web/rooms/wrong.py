"""Wrong codes and keys: answered slowly, and after a few not at all for a while, so that nobody can try them out."""

import asyncio
import time
from collections import OrderedDict

from zopa.web.problems import WebError

DELAY = 0.3
"""Seconds before a wrong code is answered."""

MOST = 30
"""Wrong ones that an address may send at once."""

REST = 2.0
"""Seconds after which one of them is forgiven."""

_REMEMBERED = 10_000


class Wrong:
    """Counts wrong codes and keys by address."""

    def __init__(self) -> None:
        """Nobody was wrong yet."""
        self._counts: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, client: str) -> None:
        """Hold an address that was wrong too often.

        Args:
            client: The address.

        Raises:
            WebError: It was.
        """
        if self._count(client) >= MOST:
            raise WebError(429, "too many wrong codes", "wait a minute, and look at the code again")

    async def note(self, client: str) -> None:
        """An address was wrong: that counts, and takes a moment.

        Args:
            client: The address.
        """
        count = self._count(client) + 1.0
        self._counts.pop(client, None)
        self._counts[client] = (count, time.monotonic())
        while len(self._counts) > _REMEMBERED:
            self._counts.popitem(last=False)
        await asyncio.sleep(DELAY)

    def _count(self, client: str) -> float:
        count, then = self._counts.get(client, (0.0, 0.0))
        return max(0.0, count - (time.monotonic() - then) / REST)
