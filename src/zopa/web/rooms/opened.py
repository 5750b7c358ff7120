"""The room that a server opens at its start, and where it is found; light, so that the start stays quick."""

import re
import socket

from zopa.web.rooms.codes import read_code
from zopa.web.rooms.models import Opening
from zopa.web.rooms.store import RoomStore
from zopa.web.settings import Settings
from zopa.web.store import Store

CODE = re.compile(r"[A-Z0-9]{3,12}")


def opened_room(settings: Settings) -> str:
    """Open the room of `settings.room`, or find it as it was left; the end of the teacher's address.

    Args:
        settings: How the server is started, with a file for its games.

    Raises:
        ValueError: The code cannot be typed by everybody.
    """
    code = checked(settings.room)
    store = Store(settings.store)
    try:
        rooms = RoomStore(store.base)
        room = rooms.room(code) or rooms.add(code, Opening())  # played is what the server begins with
    finally:
        store.close()
    return f"#/class/{room.code}?key={room.key}"


def checked(code: str) -> str:
    """A code as it is kept.

    Raises:
        ValueError: It has other letters than A to Z and digits, or too few or too many.
    """
    found = read_code(code)
    if not CODE.fullmatch(found):
        raise ValueError(f"a room's code has 3 to 12 letters A to Z and digits, not {code!r}")
    return found


def address_of(base: str, open_to_others: bool) -> tuple[str, bool]:
    """Where others on the network find the page, and whether they cannot.

    Args:
        base: The address under which the teacher's page was asked for: `http://127.0.0.1:8765/`.
        open_to_others: Whether the server listens to them.
    """
    head, _, rest = base.rstrip("/").partition("//")
    host, colon, port = rest.rpartition(":")
    if not colon or host.endswith(":"):
        host, port = rest, ""
    if host not in {"127.0.0.1", "localhost", "[::1]", "testserver"}:
        return base.rstrip("/"), False
    found = _own_address() if open_to_others else ""
    return (f"{head}//{found}{f':{port}' if port else ''}", False) if found else (base.rstrip("/"), True)


def _own_address() -> str:
    """This machine's address on the network; empty where it has none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            return ""
    return "" if found.startswith("127.") else found
