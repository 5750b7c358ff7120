"""Opening the store's file: one server for each, of a version that it knows, kept whole through a crash."""

import sqlite3
from pathlib import Path

from filelock import FileLock, Timeout

from zopa.web.problems import WebError

VERSION = 1
"""Version of the tables; a file says its own."""

BUSY = 5.0
"""Seconds to wait for somebody else who reads the file, a backup for example."""


def locked(path: Path) -> FileLock:
    """The right to write a file, held until it is released or this process ends.

    Raises:
        ValueError: Another server has it, or the folder cannot be written.
    """
    lock = FileLock(f"{path}.lock", thread_local=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise ValueError(
            f"another server keeps its games in {path}: end it, or name another file with --store"
        ) from None
    except OSError as error:
        raise ValueError(f"games cannot be kept in {path}: {error.strerror}: name another file with --store") from None
    return lock


def opened(path: Path | None, schema: str) -> sqlite3.Connection:
    """The file, with its tables.

    Args:
        path: The file; None for memory alone.
        schema: Makes the tables where they are not there.

    Raises:
        ValueError: It is no such file, or a newer one.
    """
    base = sqlite3.connect(":memory:" if path is None else path, timeout=BUSY, check_same_thread=False)
    try:
        _not_newer(path, int(base.execute("PRAGMA user_version").fetchone()[0]))
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=NORMAL")
        base.execute("PRAGMA foreign_keys=ON")
        base.executescript(schema)
        base.execute(f"PRAGMA user_version={VERSION}")
    except sqlite3.Error as error:
        base.close()
        raise ValueError(f"{path} cannot be used for games: {error}: name another file with --store") from None
    except ValueError:
        base.close()
        raise
    return base


def _not_newer(path: Path | None, found: int) -> None:
    if found > VERSION:
        raise ValueError(f"{path} was written by a newer zopa (format {found}, known: {VERSION}): update zopa")


def written(error: sqlite3.Error) -> Exception:
    """What to tell where something could not be written: that the disk is full, or what went wrong."""
    told = str(error)
    if "full" in told or "disk I/O" in told or "readonly" in told:
        return WebError(
            507, "there is no room to keep this", "the server's disk is full or cannot be written; nothing was changed"
        )
    if "locked" in told or "busy" in told:
        return WebError(503, "the server is busy", "another program holds its file; try again in a few seconds")
    return error
