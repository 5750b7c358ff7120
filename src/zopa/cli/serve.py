"""`zopa serve`: the page on this machine, to play, watch, explore, learn and teach."""

import ipaddress
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zopa.web.settings import Settings

HOME = Path(os.environ.get("ZOPA_HOME") or Path.home() / ".zopa")
"""Where games are kept unless another file is named."""


def serve_command(
    scenario: str, host: str, port: int, store: Path | None, runs: Path, language: str, show: bool, room: str = ""
) -> None:  # fmt: skip
    """Serve until Ctrl-C.

    Args:
        scenario: Scenario, or lesson, that the page begins with.
        host: Address to listen on.
        port: Port; the next free one is taken where it is in use; 0 for any.
        store: SQLite file of the games; None for the one in the home folder.
        runs: Folder with stored runs.
        language: `en` or `ja`.
        show: Whether to open a browser.
        room: Code of a class room to open; empty for none.

    Raises:
        ValueError: The address cannot be listened on.
    """
    import uvicorn

    from zopa.web.app import create_app
    from zopa.web.settings import Settings

    alone = _is_loopback(host)
    free = _listening(host, port)
    where = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{free.getsockname()[1]}/"  # noqa: S104
    plain = Settings(
        store=store or HOME / "games.sqlite", runs=runs, scenario=scenario, language=language, room=room,
    )  # fmt: skip
    settings = plain if alone else _open_to_others(plain, host)
    app = create_app(settings)
    print(where, flush=True)
    print("zopa serves the page at this address; Ctrl-C ends it. Games are kept.", file=sys.stderr)
    if show:
        threading.Timer(0.5, webbrowser.open, [where]).start()
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, server_header=False))
    server.run(sockets=[free])


def _open_to_others(settings: "Settings", host: str) -> "Settings":
    """The same, under any name; with a warning."""
    import dataclasses

    print(
        f"warning: {host} can be reached by others on the network. Everybody who reaches it can play and use this"
        " machine's processors; nothing is encrypted. Use it in a room that you trust.",
        file=sys.stderr,
    )
    return dataclasses.replace(settings, hosts=("*",))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listening(host: str, port: int) -> socket.socket:
    """A socket on the port, or on the next ones where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in [port] if port == 0 else range(port, min(port + 20, 65_536)):
        one = socket.socket(family, socket.SOCK_STREAM)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, candidate))
        except OSError as error:
            one.close()
            if error.errno != 98 and candidate == port:
                raise ValueError(f"cannot listen on {host}:{port}: {error.strerror}") from None
            continue
        return one
    raise ValueError(f"ports {port} to {port + 19} are all in use on {host}: name another with --port")
