"""How often one address may ask: a bucket for each, which fills at the rate that is allowed."""

import time
from collections import OrderedDict

BURST = 5.0
"""Seconds' worth of requests that may come at once."""

MOST = 10_000
"""Addresses remembered."""


class Rate:
    """Counts requests."""

    def __init__(self, allowed: float) -> None:
        """Nobody has asked yet.

        Args:
            allowed: Requests a second, on average over a few seconds.
        """
        self._allowed = allowed
        self._seen: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def exceeded(self, client: str) -> bool:
        """Count a request; whether it is one too many.

        Args:
            client: Address that it comes from.

        >>> rate = Rate(1.0)
        >>> [rate.exceeded("one") for _ in range(6)]
        [False, False, False, False, False, True]
        """
        now, most = time.monotonic(), self._allowed * BURST
        level, then = self._seen.pop(client, (most, now))
        level = min(most, level + (now - then) * self._allowed) - 1.0
        self._seen[client] = (max(level, 0.0), now)
        while len(self._seen) > MOST:
            self._seen.popitem(last=False)
        return level < 0.0
