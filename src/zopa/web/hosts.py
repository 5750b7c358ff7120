"""Names under which a server may be asked for: a foreign page that points its own name here is refused."""

import ipaddress
from collections.abc import Collection, Mapping

ADDRESS = "<address>"
"""Stands for every address in numbers: no foreign page can have such a name."""


def asked_for(host: str, allowed: Collection[str]) -> bool:
    """Whether a server may be asked for under a host header.

    Args:
        host: The header, with or without a port.
        allowed: Names; `*` for any, `<address>` for any address in numbers.

    >>> asked_for("127.0.0.1:8765", ["127.0.0.1"]), asked_for("evil.example:8765", ["127.0.0.1", ADDRESS])
    (True, False)
    >>> asked_for("[::1]:8765", [ADDRESS]), asked_for("192.168.0.7", [ADDRESS])
    (True, True)
    """
    name = _without_port(host).lower().rstrip(".")
    return "*" in allowed or name in allowed or (ADDRESS in allowed and _in_numbers(name))


def from_elsewhere(headers: Mapping[str, str], host: str) -> bool:
    """Whether a request was sent by a page of another server.

    Args:
        headers: Its headers.
        host: Its host header.
    """
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    return origin.partition("//")[2] != host


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isascii() and port.isdigit() else host


def _in_numbers(name: str) -> bool:
    try:
        ipaddress.ip_address(name[1:-1] if name.startswith("[") and name.endswith("]") else name)
    except ValueError:
        return False
    return True
