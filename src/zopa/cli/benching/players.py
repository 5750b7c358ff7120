"""People who play at once: each begins games and moves every few seconds, and remembers what it did."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

from zopa.cli.benching.line import Line

STRATEGIES = ("hidden", "")
"""Opponents: drawn, and the scenario's own."""


@dataclass
class Seen:
    """What the players saw.

    Attributes:
        sent: What was sent, and answered with yes, by game.
        seconds: How long each answer to a move took.
        begun: How long each game took to begin.
        errors: Answers that should not have come.
    """

    sent: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    begun: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


Chance = Callable[[], float]
"""The next of a player's own uniform numbers."""


def chances(number: int) -> Chance:
    """The numbers of a player."""
    from zopa.game.luck import Luck

    drawn = cycle(Luck(0, number, 1).uniforms("players", each=10_000)[0].tolist())
    return lambda: float(next(drawn))


def chosen(state: dict[str, Any], chance: Chance) -> dict[str, Any]:
    """A move that may be made now."""
    turn = state["turn"]
    if turn["may_accept"] and not turn["barred"] and chance() < 0.05:
        return {"do": "accept"}
    if turn["may_propose"] and not turn["nothing"] and chance() < 0.8:
        return {"do": "offer", "package": turn["best"]}
    return {"do": "refuse"}


async def player(
    port: int, number: int, until: float, pause: tuple[float, float], seen: Seen, arrival: float = 0.0
) -> None:
    """Play until a time; at the end of a game begin another.

    Args:
        port: The server's.
        number: The player's number.
        until: When to stop, by `time.monotonic`.
        pause: Least and most seconds between moves.
        seen: Where what is seen is noted.
        arrival: Seconds within which all players come.
    """
    chance, line = chances(number), Line(port)
    state: dict[str, Any] | None = None
    key = ""
    await asyncio.sleep(arrival * chance())
    try:
        while time.monotonic() < until:
            if state is None or state["status"] != "your_turn":
                state, key = await _begin(line, chance, seen)
            else:
                state = await _move(line, state, key, chosen(state, chance), seen)
            await asyncio.sleep(pause[0] + (pause[1] - pause[0]) * chance())
    except (OSError, EOFError) as error:
        seen.errors.append(f"{type(error).__name__}: {error}")
    finally:
        line.close()


async def _begin(line: Line, chance: Chance, seen: Seen) -> tuple[dict[str, Any] | None, str]:
    side, other = ("japan", "us") if chance() < 0.5 else ("us", "japan")
    start = {
        "scenario": "us_japan_2025", "seed": int(chance() * 2**31),
        "seats": {side: {"person": True}, other: {"strategy": STRATEGIES[int(chance() * len(STRATEGIES))]}},
    }  # fmt: skip
    began = time.perf_counter()
    status, said = await line.ask("POST", "/api/games", start)
    seen.begun.append(time.perf_counter() - began)
    if status != 201:
        seen.errors.append(f"{status}: {str(said)[:300]}")
        return None, ""
    seen.sent[said["id"]] = []
    return said["state"], said["keys"][side]


async def _move(line: Line, state: dict[str, Any], key: str, act: dict[str, Any], seen: Seen) -> dict[str, Any] | None:
    began = time.perf_counter()
    status, said = await line.ask("POST", f"/api/games/{state['id']}/moves", {"at": state["at"], "act": act}, key)
    seen.seconds.append(time.perf_counter() - began)
    if status != 200:
        seen.errors.append(f"{status}: {str(said)[:300]}")
        return None
    seen.sent[state["id"]].append(act)
    moved: dict[str, Any] = said
    return moved


def lost(store: Path, sent: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Games whose stored moves are not those that were sent, with what is wrong.

    Args:
        store: The server's file.
        sent: What was sent, by game.
    """
    wrong = []
    base = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    for game, acts in sent.items():
        rows = base.execute("SELECT at, act FROM moves WHERE game = ? ORDER BY at", (game,)).fetchall()
        stored = [json.loads(text) for _, text in rows]
        told = [{"do": one["do"], "package": one["package"]} for one in stored]
        if [at for at, _ in rows] != list(range(len(acts))):
            wrong.append(f"{game}: {len(rows)} moves stored, {len(acts)} sent")
        elif told != [{"do": act["do"], "package": act.get("package")} for act in acts]:
            wrong.append(f"{game}: other moves stored than sent")
    base.close()
    return wrong
