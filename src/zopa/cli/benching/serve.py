"""The server: how soon it is up, and how it answers two hundred people who play at once."""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from zopa.cli.benching.explore import slider
from zopa.cli.benching.measure import Effort, Measured
from zopa.cli.benching.players import Seen, lost, player
from zopa.cli.benching.server import serving, warmed

PLAYERS, SECONDS, PAUSE = 200, 60.0, (3.0, 5.0)
"""How many play, for how long, and how long each thinks."""

ARRIVAL = 20.0
"""Seconds within which all of them come and begin."""


def serve(effort: Effort) -> Iterator[Measured]:
    """Start a server as from the command line, and play.

    Args:
        effort: With a single repetition, a few players for a few seconds.

    Raises:
        RuntimeError: A move was lost or doubled, or something else went wrong.
    """
    _all_cores()
    quick = effort.most == 1
    players, seconds, pause = (10, 3.0, (0.2, 0.4)) if quick else (PLAYERS, SECONDS, PAUSE)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with serving(home) as served:
            yield Measured("zopa serve, first start to first answer", served.seconds, "s", 1, "a new process")
            yield Measured("then to the first game", warmed(served), "s", 1, "the engine loads in the background")
            time.sleep(0.0 if quick else 5.0)
        with serving(home) as served:
            yield Measured("zopa serve, start to first answer", served.seconds, "s", 1, "a new process")
            yield Measured("then to the first game", warmed(served), "s", 1, "the engine loads in the background")
            time.sleep(0.0 if quick else 10.0)  # the rest of the warm-up
            yield from slider(served.port, effort)
            seen = asyncio.run(crowd(served.port, players, seconds, pause))
            wrong = [*seen.errors, *lost(home / "games.sqlite", seen.sent)]
        if wrong:
            raise RuntimeError(f"{len(wrong)} errors with {players} players: {wrong[:3]}")
        yield from _told(seen, players, seconds)


async def crowd(port: int, players: int, seconds: float, pause: tuple[float, float]) -> Seen:
    """What many players see who play at once.

    Args:
        port: The server's.
        players: How many.
        seconds: For how long.
        pause: Least and most seconds between two moves of one.
    """
    arrival = min(ARRIVAL, seconds / 2.0)
    seen, until = Seen(), time.monotonic() + arrival + seconds
    await asyncio.gather(*(player(port, number, until, pause, seen, arrival) for number in range(players)))
    return seen


def _told(seen: Seen, players: int, seconds: float) -> Iterator[Measured]:
    told = sorted(seen.seconds)
    n = len(told)
    moves = sum(len(acts) for acts in seen.sent.values())
    about = f"{players} players for {seconds:.0f} s, {moves:,} moves in {len(seen.sent):,} games, none lost or doubled"
    for name, at in (("median", 0.5), ("95 %", 0.95), ("99 %", 0.99), ("slowest", 1.0)):
        took = told[min(n - 1, int(at * n))]
        yield Measured(f"a move answered, {name}", 1000.0 * took, "ms", n, about if at == 0.5 else "")
    begun = sorted(seen.begun)
    yield Measured("a game begun, median", 1000.0 * begun[len(begun) // 2], "ms", len(begun))


def _all_cores() -> None:
    """Use all processors again, as a server does; the other sections keep to one."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
