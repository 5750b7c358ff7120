"""A thousand worlds of a setting, for all who ask: played in processes, kept by content, the same rows as ever.

Worlds are played and kept in blocks with fixed edges, so that the first hundred serve whoever asks for a thousand.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from itertools import pairwise

from zopa.web.asking import Asking
from zopa.web.models import Place, Start
from zopa.web.pool import NOW
from zopa.web.problems import WebError
from zopa.web.settings import Settings
from zopa.web.thousand_kept import Kept, Key
from zopa.web.thousand_play import Meaning, Worlds, play

__all__ = ["Meaning", "Worlds", "edges", "setting", "worlds"]

FIRST = 128
"""Worlds that are shown first, in two blocks."""

WHOLE = 1_000
"""Worlds of a whole answer."""

Waiting = tuple["Future[Worlds]", int, tuple[int, int]]
"""A block that is being played, its first world, and the worlds of it that are meant."""

Gone = Callable[[], Awaitable[bool]]
"""Whether whoever asked has hung up."""


def setting(start: Start) -> Start:
    """What fixes the worlds of a game that nobody plays: scenario, changes, strategies, seed."""
    seats = {name: Place(strategy=place.strategy) for name, place in start.seats.items() if place.strategy}
    return Start(scenario=start.scenario, stored=start.stored, changes=start.changes, seed=start.seed, seats=seats)


def edges(processes: int, worlds: int) -> list[int]:
    """Where blocks begin and end: two small ones first, then as many as there are processes.

    >>> edges(2, 1000)
    [0, 64, 128, 564, 1000]
    """
    parts = max(1, processes)
    found = [0, FIRST // 2, *(FIRST + (WHOLE - FIRST) * part // parts for part in range(parts + 1))]
    while found[-1] < worlds:
        found.append(found[-1] + WHOLE // 2)
    return [*(edge for edge in found if edge < worlds), worlds]


async def worlds(
    ask: Asking, start: Start, worlds: int, urgency: int = NOW, client: str = "", gone: Gone | None = None
) -> Worlds:
    """Worlds 0 to n - 1 of a setting, played by strategies alone.

    Args:
        ask: The request.
        start: The setting; people and moves in it do not count.
        worlds: Number of worlds.
        urgency: How soon they are wanted, as in `zopa.web.pool`.
        client: Who asks: what the same one asked for before, and nobody has begun, is dropped.
        gone: Asked now and then, so that nothing is played for who has hung up.

    Raises:
        WebError: Too many worlds; the same client has asked for something else; something is not there.
        ScenarioError: The changes are not right.
    """
    most = ask.settings.limits.worlds
    if not 1 <= worlds <= most:
        raise WebError(422, "too many worlds", f"between 1 and {most:,} at once")
    wanted, kept = setting(start), ask.kept
    name, number = wanted.model_dump_json(), kept.ask(client)
    while True:
        if not kept.wanted(client, number):
            raise WebError(409, "something else has been asked for since")
        found = dict(_there(kept, name, worlds))
        waiting = begin(kept, ask.settings, wanted, worlds, urgency, client)
        try:
            await _all([future for future, _, _ in waiting], lambda: kept.drop(client), gone)
        except (CancelledError, asyncio.CancelledError):
            if kept.wanted(client, number) and not kept.pool.closed:
                continue  # somebody else's, who no longer wants it: ask again
            raise WebError(409, "something else has been asked for since") from None
        found |= {first: future.result()[first - at : last - at] for future, at, (first, last) in waiting}
        if sum(len(block) for block in found.values()) >= worlds:  # else one has come between two looks
            return Worlds.joined([found[first] for first in sorted(found)])[:worlds]


def begin(
    kept: Kept, settings: Settings, wanted: Start, worlds: int, urgency: int = NOW, client: str = ""
) -> "list[Waiting]":
    """Have worlds of a setting played, as far as they are not there and nobody plays them.

    Args:
        kept: What is there.
        settings: How the server was started.
        wanted: The setting.
        worlds: Number of worlds.
        urgency: How soon they are wanted.
        client: Who asks.

    Returns:
        What becomes of them: the future of some block, its first world, and the worlds of it that are meant.
    """
    name = wanted.model_dump_json()
    waiting = []
    for run in _runs(kept, name, worlds):
        keys: list[Key] = [(name, a, b) for a, b in pairwise(run)]
        first, last = run[0], run[-1]
        found = kept.under_way.get(keys[0]) if len(keys) == 1 else None
        if found is not None:
            kept.pool.hurry(found[0], urgency, client)
        else:
            future = kept.pool.submit(play, settings, wanted, first, last - first, urgency=urgency, client=client)
            kept.begun(keys, future)
            found = (future, first)
        waiting.append((*found, (first, last)))
    return waiting


def there(kept: Kept, start: Start, worlds: int) -> bool:
    """Whether worlds of a setting have been played already."""
    return None not in _look(kept, setting(start).model_dump_json(), worlds)


def _look(kept: Kept, name: str, worlds: int) -> list[Worlds | None]:
    return [kept.get((name, a, b)) for a, b in pairwise(edges(kept.pool.processes, worlds))]


def _there(kept: Kept, name: str, worlds: int) -> Iterator[tuple[int, Worlds]]:
    """Blocks that are there, each with its first world."""
    for first, block in zip(edges(kept.pool.processes, worlds), _look(kept, name, worlds), strict=False):
        if block is not None:
            yield first, block


def _runs(kept: Kept, name: str, worlds: int) -> Iterator[list[int]]:
    """Edges of neighbouring blocks to be played together: those missing, in as many runs as there are processes."""
    cuts = edges(kept.pool.processes, worlds)
    missing = [at for at, block in enumerate(_look(kept, name, worlds)) if block is None]
    each = sum(cuts[at + 1] - cuts[at] for at in missing) / max(1, kept.pool.processes)
    run: list[int] = []
    for at in missing:
        a, b = cuts[at], cuts[at + 1]
        alone = (name, a, b) in kept.under_way
        if run and (run[-1] != a or alone or b - run[0] > 1.2 * each):
            yield run
            run = []
        run = [*run, b] if run else [a, b]
        if alone:
            yield run
            run = []
    if run:
        yield run


async def _all(waiting: "Sequence[Future[Worlds]]", drop: Callable[[], object], gone: Gone | None) -> None:
    """Wait for all; drop them when whoever asked has hung up."""
    left = {asyncio.ensure_future(asyncio.wrap_future(future)) for future in dict.fromkeys(waiting)}
    for one in left:
        one.add_done_callback(_heard)
    while left:
        done, left = await asyncio.wait(left, timeout=None if gone is None else 0.05)
        for one in done:
            one.result()
        if left and gone is not None and await gone():
            drop()
            raise WebError(499, "nobody waits any more")


def _heard(done: "asyncio.Future[Worlds]") -> None:
    """Several may fail of the same; one of them is told."""
    if not done.cancelled():
        done.exception()
