"""The store: games with their moves, and what people expected, in one SQLite file that survives a crash."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zopa.web.models import Act, Start
from zopa.web.opening import locked, opened, written
from zopa.web.problems import WebError

SCHEMA = """
CREATE TABLE IF NOT EXISTS games (
    id TEXT PRIMARY KEY, start TEXT NOT NULL, keys TEXT NOT NULL, room TEXT NOT NULL DEFAULT '',
    parent TEXT NOT NULL DEFAULT '', made REAL NOT NULL DEFAULT (julianday('now'))
);
CREATE TABLE IF NOT EXISTS moves (
    game TEXT NOT NULL REFERENCES games (id) ON DELETE CASCADE, at INTEGER NOT NULL, act TEXT NOT NULL,
    PRIMARY KEY (game, at)
);
CREATE TABLE IF NOT EXISTS bets (
    game TEXT NOT NULL, party TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
    made REAL NOT NULL DEFAULT (julianday('now')), PRIMARY KEY (game, party, question)
);
CREATE INDEX IF NOT EXISTS games_of_room ON games (room);
"""

YOUNG = 6.0
"""Hours for which no game is forgotten."""

SPARE = 50
"""Games forgotten at once, so that it is not done for each new one."""


@dataclass(frozen=True)
class Kept:
    """A game as it is kept.

    Attributes:
        id: Its name.
        start: What fixes it, with the moves made so far.
        keys: The key of each seat that a person holds, by party.
        room: Code of its room; empty for none.
    """

    id: str
    start: Start
    keys: dict[str, str]
    room: str = ""


class Store:
    """One SQLite file; used from one thread.

    Attributes:
        base: The connection, for other tables of the same file.
    """

    def __init__(self, path: Path | None) -> None:
        """Open or make it.

        Args:
            path: The file; None for memory alone.

        Raises:
            ValueError: Another server uses it, or it is no file of ours.
        """
        self._lock = None if path is None else locked(path)
        try:
            self.base = opened(path, SCHEMA)
        except ValueError:
            self._release()
            raise
        self._count = int(self.base.execute("SELECT count(*) FROM games").fetchone()[0])

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write all of something, or nothing of it.

        Raises:
            WebError: The disk is full, or the file is held by somebody else.
        """
        try:
            with self.base:
                yield self.base
        except sqlite3.Error as error:
            raise written(error) from error

    def add(self, game: Kept, parent: str = "") -> None:
        """Keep a new game, with the moves that it has."""
        plain = game.start.model_copy(update={"moves": ()})
        with self.writing():
            self.base.execute(
                "INSERT INTO games (id, start, keys, room, parent) VALUES (?, ?, ?, ?, ?)",
                (game.id, plain.model_dump_json(), json.dumps(game.keys), game.room, parent),
            )
            self.base.executemany(
                "INSERT INTO moves VALUES (?, ?, ?)",
                [(game.id, at, act.model_dump_json()) for at, act in enumerate(game.start.moves)],
            )
        self._count += 1

    def moved(self, game: str, at: int, act: Act) -> None:
        """Keep a move: whatever becomes of this process, it is there when this has returned."""
        with self.writing():
            self.base.execute("INSERT INTO moves VALUES (?, ?, ?)", (game, at, act.model_dump_json()))

    def game(self, name: str) -> Kept | None:
        """A game with its moves, or None."""
        row = self.base.execute("SELECT start, keys, room FROM games WHERE id = ?", (name,)).fetchone()
        if row is None:
            return None
        moves = self.base.execute("SELECT act FROM moves WHERE game = ? ORDER BY at", (name,)).fetchall()
        acts = tuple(Act.model_validate_json(text) for (text,) in moves)
        start = Start.model_validate_json(row[0]).model_copy(update={"moves": acts})
        return Kept(name, start, json.loads(row[1]), row[2])

    def rekey(self, game: str, keys: dict[str, str]) -> None:
        """Keep other keys of a game's seats."""
        with self.writing():
            self.base.execute("UPDATE games SET keys = ? WHERE id = ?", (json.dumps(keys), game))

    def bet(self, game: str, party: str, question: str, answer: Any) -> None:
        """Keep what somebody expects; the first word counts."""
        with self.writing():
            self.base.execute(
                "INSERT OR IGNORE INTO bets (game, party, question, answer) VALUES (?, ?, ?, ?)",
                (game, party, question, json.dumps(answer)),
            )

    def bets(self, game: str) -> Iterator[tuple[str, str, Any]]:
        """What people expected of a game: party, question, answer."""
        rows = self.base.execute("SELECT party, question, answer FROM bets WHERE game = ? ORDER BY made", (game,))
        yield from ((party, question, json.loads(answer)) for party, question, answer in rows)

    def count(self) -> int:
        """Games kept."""
        return self._count

    def thin(self, most: int) -> None:
        """Make room for one more: forget the oldest games that belong to no room and are not being played.

        Args:
            most: Games that may be kept besides.

        Raises:
            WebError: All of them are too young to be forgotten.
        """
        if self._count > most:  # rooms take theirs along when they close
            self._count = int(self.base.execute("SELECT count(*) FROM games").fetchone()[0])
        if self._count <= most:
            return
        with self.writing():
            gone = self.base.execute(
                "DELETE FROM games WHERE id IN (SELECT id FROM games WHERE room = '' AND made < julianday('now') - ? "
                "ORDER BY made LIMIT ?)",
                (YOUNG / 24.0, self._count - most + SPARE),
            ).rowcount
            self.base.execute("DELETE FROM bets WHERE game NOT IN (SELECT id FROM games)")
        self._count -= gone
        if self._count > most:
            raise WebError(
                503, "this server keeps too many games", "the oldest one is forgotten when it is a few hours old"
            )

    def close(self) -> None:
        """Close the file."""
        self.base.close()
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
