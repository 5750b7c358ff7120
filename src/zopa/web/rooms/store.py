"""Rooms, members and seats in the file of the games; triggers keep the time of every move."""

import json
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from zopa.web.keys import new_key, pick
from zopa.web.rooms.models import Opening
from zopa.web.rooms.schema import SCHEMA


@dataclass(frozen=True)
class Room:
    """A room as it is kept.

    Attributes:
        code: Its code.
        key: The teacher's key.
        opening: How is played.
        seed: Root seed of its games.
        state: `lobby`, `open`, `paused` or `ended`.
        part: Which round of games it is, from 1.
        debrief: Whether the debrief is open to the class: empty, `open`, or `names`.
        since: When it last came into this state, in seconds.
    """

    code: str
    key: str
    opening: Opening
    seed: int
    state: Any
    part: int
    debrief: str
    since: float

    def seed_of(self, part: int) -> int:
        """Root seed of a round of games: unless the teacher chose it, none can be told from an earlier one."""
        if part <= 1 or self.opening.seed is not None:
            return self.seed
        return int.from_bytes(blake2b(f"{self.key}:{part}".encode(), digest_size=6).digest(), "big")


@dataclass(frozen=True)
class Member:
    """Somebody who has joined.

    Attributes:
        token: The member's key.
        number: Number in the room, from 1.
        name: What others read.
        wish: The party wished for; empty for any.
        gone: Whether the teacher has taken the member out.
    """

    token: str
    number: int
    name: str
    wish: str
    gone: bool


class RoomStore:
    """Rooms in an SQLite file that has games; used from one thread.

    Attributes:
        base: The connection.
    """

    def __init__(self, base: sqlite3.Connection) -> None:
        """Make the tables that are not there.

        Args:
            base: The connection of the games' store.
        """
        self.base = base
        base.executescript(SCHEMA)

    def add(self, code: str, opening: Opening, key: str = "") -> Room:
        """Keep a new room."""
        seed = pick(range(2**48)) if opening.seed is None else opening.seed
        now = time.time()
        with self.base:
            self.base.execute(
                "INSERT INTO rooms (code, key, opening, seed, since) VALUES (?, ?, ?, ?, ?)",
                (code, key or new_key(), opening.model_dump_json(), seed, now),
            )
        found = self.room(code)
        assert found is not None
        return found

    def room(self, code: str) -> Room | None:
        """A room, or None."""
        row = self.base.execute(
            "SELECT code, key, opening, seed, state, part, debrief, since FROM rooms WHERE code = ?", (code,)
        ).fetchone()
        return None if row is None else Room(row[0], row[1], Opening.model_validate_json(row[2]), *row[3:])

    def change(self, code: str, **columns: Any) -> Room:
        """Change what is kept of a room; a new state begins now."""
        if isinstance(opening := columns.get("opening"), Opening):
            columns["opening"] = opening.model_dump_json()
            columns |= {} if opening.seed is None else {"seed": opening.seed}
        if "state" in columns:
            columns["since"] = time.time()
        named = ", ".join(f"{name} = ?" for name in columns)  # names are ours: only values come from outside
        with self.base:
            self.base.execute(f"UPDATE rooms SET {named} WHERE code = ?", (*columns.values(), code))  # noqa: S608
        found = self.room(code)
        assert found is not None
        return found

    def count(self) -> int:
        """Rooms kept."""
        return int(self.base.execute("SELECT count(*) FROM rooms").fetchone()[0])

    def forget(self, before: float) -> None:
        """Forget rooms in which nothing has happened since a time, with their games."""
        moved = "coalesce((SELECT max(moved) FROM room_games WHERE room = code), 0)"
        old = f"SELECT code FROM rooms WHERE max(since, {moved}) < ?"  # noqa: S608 - our own text
        with self.base:
            self.base.execute(f"DELETE FROM games WHERE room IN ({old})", (before,))  # noqa: S608 - our own text
            self.base.execute(f"DELETE FROM rooms WHERE code IN ({old})", (before,))  # noqa: S608

    def join(self, code: str, name: str, wish: str) -> Member:
        """Keep a new member."""
        token = new_key()
        with self.base:
            number = 1 + int(
                self.base.execute(
                    "SELECT coalesce(max(number), 0) FROM room_members WHERE room = ?", (code,)
                ).fetchone()[0]
            )
            self.base.execute(
                "INSERT INTO room_members (token, room, number, name, wish, joined) VALUES (?, ?, ?, ?, ?, ?)",
                (token, code, number, name, wish, time.time()),
            )
        return Member(token, number, name, wish, False)

    def members(self, code: str) -> list[Member]:
        """Everybody who has joined, in order."""
        rows = self.base.execute(
            "SELECT token, number, name, wish, gone FROM room_members WHERE room = ? ORDER BY number", (code,)
        )
        return [_member(row) for row in rows]

    def member(self, code: str, token: str) -> Member | None:
        """Who has a key, or None."""
        row = self.base.execute(
            "SELECT token, number, name, wish, gone FROM room_members WHERE token = ? AND room = ?", (token, code)
        ).fetchone()
        return None if row is None else _member(row)

    def remove(self, code: str, number: int) -> None:
        """Take a member out; what the member did stays."""
        with self.base:
            self.base.execute("UPDATE room_members SET gone = 1 WHERE room = ? AND number = ?", (code, number))

    def sit(self, room: Room, game: str, number: int, seats: dict[str, int]) -> None:
        """Keep a game of a room and who sits where.

        Args:
            room: The room.
            game: Name of the game.
            number: Its number in this round of games, from 1.
            seats: Numbers of the members, by party.
        """
        now = time.time()
        with self.base:
            self.base.execute(
                "INSERT INTO room_games (game, room, part, number, begun, moved) VALUES (?, ?, ?, ?, ?, ?)",
                (game, room.code, room.part, number, now, now),
            )
            self.base.executemany(
                "INSERT INTO room_seats VALUES (?, ?, ?, ?, ?)",
                [(game, party, room.code, room.part, member) for party, member in seats.items()],
            )

    def sum_up(self, found: Iterable[tuple[str, int, dict[str, Any]]]) -> None:
        """Keep how games stand: name, number of moves made, and what there is to say."""
        with self.base:
            self.base.executemany(
                "UPDATE room_games SET at = ?, data = ? WHERE game = ?",
                [(at, json.dumps(data), game) for game, at, data in found],
            )


def _member(row: tuple[Any, ...]) -> Member:
    token, number, name, wish, gone = row
    return Member(token, number, name, wish, bool(gone))
