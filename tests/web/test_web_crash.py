"""A server that is killed in the middle loses no move that it has answered; one that is asked to end, ends."""

import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from zopa.cli.benching.line import Line
from zopa.cli.benching.players import Seen, player
from zopa.cli.benching.server import Served, serving, start, warmed

KILLS = 3
MAY_BE_KEPT = 1
"""Moves of a game that may be kept without having been answered: the one under way when the server was killed."""


async def _until_killed(served: Served, seen: Seen, moves: int, later: float) -> None:
    async def kill() -> None:
        while len(seen.seconds) < moves:
            await asyncio.sleep(0.001)
        await asyncio.sleep(later)  # in the middle of something
        served.process.kill()

    players = [player(served.port, number, time.monotonic() + 60.0, (0.0, 0.05), seen) for number in range(6)]
    await asyncio.gather(kill(), *players)


def test_kill_9_and_restart_loses_no_game(tmp_path: Path) -> None:
    luck = random.Random(3)  # noqa: S311 - no secrets
    for _ in range(KILLS):
        served, seen = start(tmp_path), Seen()
        warmed(served)
        asyncio.run(_until_killed(served, seen, luck.randrange(5, 40), luck.uniform(0.0, 0.02)))
        served.process.communicate(timeout=20)
        moves = sum(len(acts) for acts in seen.sent.values())
        assert moves >= 5
        assert [told for told in seen.errors if told[0].isdigit()] == [], "only the end of the connection is seen"
        _all_there(tmp_path / "games.sqlite", seen)
    _goes_on(tmp_path, seen)


def _all_there(store: Path, seen: Seen) -> None:
    base = sqlite3.connect(store)
    for game, acts in seen.sent.items():
        rows = base.execute(
            "SELECT json_extract(act, '$.do') FROM moves WHERE game = ? ORDER BY at", (game,)
        ).fetchall()
        assert [do for (do,) in rows][: len(acts)] == [act["do"] for act in acts]
        assert len(rows) <= len(acts) + MAY_BE_KEPT
    base.close()


def _goes_on(home: Path, seen: Seen) -> None:
    """All games of the last server are there in the next one, and can be moved on."""
    base = sqlite3.connect(home / "games.sqlite")
    keys = {game: json.loads(text) for game, text in base.execute("SELECT id, keys FROM games")}
    base.close()

    async def walk(port: int) -> int:
        line, moved = Line(port), 0
        for game, acts in seen.sent.items():
            [key] = keys[game].values()
            status, state = await line.ask("GET", f"/api/games/{game}", key=key)
            assert status == 200
            assert len(acts) <= state["at"] <= len(acts) + MAY_BE_KEPT
            if state["status"] == "your_turn":
                said = {"at": state["at"], "act": {"do": "refuse"}}
                status, after = await line.ask("POST", f"/api/games/{game}/moves", said, key)
                assert (status, after["at"]) == (200, state["at"] + 1)
                moved += 1
        line.close()
        return moved

    with serving(home) as served:
        assert asyncio.run(walk(served.port)) >= 1


@pytest.mark.parametrize(("how", "codes"), [(signal.SIGINT, {130}), (signal.SIGTERM, {0})])
@pytest.mark.parametrize("early", [True, False])
def test_a_server_that_is_asked_to_end_ends_without_a_trace(
    how: signal.Signals, codes: set[int], early: bool, tmp_path: Path
) -> None:
    served = start(tmp_path)
    if not early:
        warmed(served)
    children = _children(served.process.pid)
    served.process.send_signal(how)
    _, said = served.process.communicate(timeout=30)
    assert served.process.returncode in codes
    assert "Traceback" not in said
    assert said.count("\n") == 1, said
    time.sleep(0.2)
    assert [pid for pid in children if Path(f"/proc/{pid}/stat").exists() and _alive(pid)] == []


def _children(pid: int) -> list[int]:
    try:
        return [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_second_server_on_the_same_file_says_so(tmp_path: Path) -> None:
    with serving(tmp_path):
        done = _refused(tmp_path)
    assert "another server keeps its games in" in done
    assert "--store" in done


def test_a_file_of_a_newer_version_and_one_that_is_no_store_are_refused(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "games.sqlite")
    base.execute("PRAGMA user_version=99")
    base.close()
    assert "newer zopa" in _refused(tmp_path)
    (tmp_path / "games.sqlite").write_text("no database at all, but some text that is long enough")
    assert "cannot be used for games" in _refused(tmp_path)


def _refused(home: Path) -> str:
    command = [sys.executable, "-m", "zopa", "serve", "--port", "0", "--store", str(home / "games.sqlite")]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "ZOPA_HOME": str(home)}
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, "one line, no trace"
    return done.stderr
