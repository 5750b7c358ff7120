"""What the server may do, and how much."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Limits:
    """Bounds on what clients can ask for.

    Attributes:
        body: Bytes of a request.
        requests: Requests a second from one address, over a few seconds.
        games: Games kept in the store; the oldest finished ones go first.
        live: Games kept in memory; others are played again from their moves when they are asked for.
        worlds: Most worlds of one request.
        moves: Most moves of one game.
        rooms: Rooms kept.
        members: People in a room.
        changes: Changes of a scenario in one request.
        change: Characters of one of them.
        rounds: Most rounds of a scenario.
        cells: Most levels of a scenario, all clusters together.
        parties: Most parties.
        turns: Most turns of a game, all rounds and exchanges together.
        years: Most years of a calendar or a horizon.
        waiting: Requests that may wait for the desk.
    """

    body: int = 256_000
    requests: float = 300.0
    games: int = 20_000
    live: int = 400
    worlds: int = 1_000
    moves: int = 2_000
    rooms: int = 200
    members: int = 200
    changes: int = 16
    change: int = 300
    rounds: int = 400
    cells: int = 20_000
    parties: int = 6
    turns: int = 4_000
    years: float = 60.0
    waiting: int = 1_000


@dataclass(frozen=True)
class Settings:
    """How the server was started.

    Attributes:
        store: SQLite file of games and rooms; None for memory alone.
        cache: Folder of what can be made again; None for none.
        runs: Folder with stored runs.
        scenario: Scenario that the page begins with; the shipped ones are there as well.
        lessons: Folders with lessons, besides the shipped ones.
        language: `en` or `ja`: what the page begins with.
        hosts: Names under which it may be asked for.
        room: Code of a class room that is opened at the start; empty for none.
        limits: Bounds.
        warm: Whether to load the engine in the background at the start.
        processes: Processes for thousands of worlds; 0 plays them in the server's own.
    """

    store: Path | None = None
    cache: Path | None = None
    runs: Path = Path("runs")
    scenario: str = "us_japan_2025"
    lessons: tuple[Path, ...] = ()
    language: str = "en"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]", "testserver")
    room: str = ""
    limits: Limits = field(default_factory=Limits)
    warm: bool = True
    processes: int = 2
