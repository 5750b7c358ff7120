"""A server in a process of its own, as `zopa serve` starts it."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Served:
    """A server.

    Attributes:
        port: Its port.
        process: Its process.
        seconds: Seconds from the start of the process to the first answer.
    """

    port: int
    process: "subprocess.Popen[str]"
    seconds: float


def start(home: Path, *options: str) -> Served:
    """Start it, and wait for its first answer.

    Args:
        home: Its folder; the games are in `games.sqlite`.
        options: Further options of `zopa serve`.

    Raises:
        ValueError: It ended before it said where it is.
    """
    began = time.perf_counter()
    command = [sys.executable, "-m", "zopa", "serve", "--port", "0", "--store", str(home / "games.sqlite"), *options]
    process = subprocess.Popen(  # noqa: S603 - our own program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "ZOPA_HOME": str(home)}
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    if not address:
        raise ValueError(f"the server did not start: {process.communicate()[1]}")
    while True:
        try:
            urllib.request.urlopen(address, timeout=30).close()  # noqa: S310 - our own server
            break
        except urllib.error.URLError:
            time.sleep(0.005)
    return Served(int(address.rstrip("/").rpartition(":")[2]), process, time.perf_counter() - began)


@contextmanager
def serving(home: Path, *options: str) -> Iterator[Served]:
    """A server that is ended at the end.

    Args:
        home: Its folder.
        options: Further options of `zopa serve`.
    """
    served = start(home, *options)
    try:
        yield served
    finally:
        served.process.send_signal(signal.SIGINT)
        served.process.communicate(timeout=60)


def warmed(served: Served) -> float:
    """Seconds until it has begun a game."""
    began = time.perf_counter()
    body = b'{"seats": {"japan": {"person": true}}}'
    request = urllib.request.Request(
        f"http://127.0.0.1:{served.port}/api/games", body, {"Content-Type": "application/json"}
    )
    urllib.request.urlopen(request, timeout=120).close()  # noqa: S310 - our own server
    return time.perf_counter() - began
