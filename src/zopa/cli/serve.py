"""`zopa serve`: the page on this machine, to play, watch, explore, learn and teach."""

import ipaddress
import os
import signal
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
    scenario: str, host: str, port: int, store: Path | None, runs: Path, language: str, show: bool, room: str = "",
    lessons: tuple[Path, ...] = (),
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
        lessons: Folders with lessons, besides the shipped ones.

    Raises:
        ValueError: The address cannot be listened on.
    """
    import uvicorn

    from zopa.web.app import create_app
    from zopa.web.settings import Settings
    from zopa.web.store import Store

    alone = _is_loopback(host)
    free = _listening(host, port)
    scenario, lessons, view = _beginning(scenario, lessons)
    where = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{free.getsockname()[1]}/{view}"  # noqa: S104
    file = store or HOME / "games.sqlite"
    plain = Settings(
        store=file, cache=HOME / "cache", runs=runs, scenario=scenario, lessons=lessons, language=language, room=room
    )
    settings = plain if alone else _open_to_others(plain, host)
    told = _room(settings, where.partition("#")[0], others=not alone) if room else ""
    app = create_app(settings, Store(file))  # what is wrong with the file is told now, not to the first player
    print(where, flush=True)
    if told:
        print(told, file=sys.stderr)
    print("zopa serves the page at this address; Ctrl-C ends it. Games are kept.", file=sys.stderr)
    if show:
        threading.Timer(0.5, webbrowser.open, [where]).start()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn raises it again once it has closed everything
    sys.setswitchinterval(0.001)  # requests are not to wait for the games' thread longer than that
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,
            timeout_keep_alive=75,
        )
    )
    server.run(sockets=[free])


def _room(settings: "Settings", where: str, others: bool) -> str:
    """Open the class room, or find it as it was left: where the teacher's table is, and where students come in."""
    from zopa.web.rooms.opened import address_of, opened_room

    table = opened_room(settings)
    students = f"{address_of(where, others)[0].rstrip('/')}/#/class/{settings.room.upper()}"
    return f"teacher's table: {where}{table}\nstudents: {students}"


def _beginning(name: str, lessons: tuple[Path, ...]) -> tuple[str, tuple[Path, ...], str]:
    """Scenario, folders of lessons, and where in the page to begin: in a lesson, where one is named."""
    from zopa.web.settings import Settings

    usual = Settings().scenario
    if name == usual:
        return name, lessons, ""
    from zopa.build.load import shipped
    from zopa.web.lessons.load import MAIN, found

    folder = Path(name)
    if (folder / MAIN).is_file():
        return usual, (*lessons, folder), f"#/lesson/{folder.resolve().name}"
    if name not in shipped() and name in found(lessons):
        return usual, lessons, f"#/lesson/{name}"
    return name, lessons, ""


def _open_to_others(settings: "Settings", host: str) -> "Settings":
    """The same, under any address in numbers and this machine's own names; with a warning."""
    import dataclasses

    from zopa.web.hosts import ADDRESS

    print(
        f"warning: {host} can be reached by others on the network. Everybody who reaches it can play and use this"
        " machine's processors; nothing is encrypted. Use it in a room that you trust.",
        file=sys.stderr,
    )
    name = socket.gethostname().lower()
    names = {name, name.partition(".")[0], f"{name.partition('.')[0]}.local", host.lower(), "localhost"}
    return dataclasses.replace(settings, hosts=(ADDRESS, *sorted(names)))


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
            one.listen(2048)  # before the address is told: who asks at once waits for the engine, and is not refused
        except OSError as error:
            one.close()
            if error.errno != 98 and candidate == port:
                raise ValueError(f"cannot listen on {host}:{port}: {error.strerror}") from None
            continue
        return one
    raise ValueError(f"ports {port} to {port + 19} are all in use on {host}: name another with --port")
