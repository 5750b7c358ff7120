"""Permalinks: a game, its changes, its seed, its moves and the version, as text for an address."""

import base64
import binascii
import json
import zlib

from pydantic import ValidationError

from zopa.web.models import Start
from zopa.web.problems import WebError

MOST = 200_000
"""Bytes that a link may unpack to."""


def packed(start: Start) -> str:
    """A game as text of letters, digits, `-` and `_`.

    Args:
        start: The game, with its moves. What has its default value is left out, but for the version.

    >>> unpacked(packed(Start(seed=7))).seed
    7
    """
    data = start.model_dump(mode="json", exclude_defaults=True) | {"zopa": start.zopa}
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = squeezer.compress(json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()) + squeezer.flush()
    return base64.urlsafe_b64encode(body).decode().rstrip("=")


def unpacked(text: str) -> Start:
    """The game that a link holds.

    Raises:
        WebError: It is no link, or too much.
    """
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        loose = zlib.decompressobj(-15)
        body = loose.decompress(raw, MOST)
        if loose.unconsumed_tail or not loose.eof:
            raise WebError(422, "this link is cut off or too long")
        return Start.model_validate(json.loads(body))
    except (binascii.Error, zlib.error, UnicodeDecodeError, json.JSONDecodeError, RecursionError, ValueError) as error:
        if isinstance(error, ValidationError):
            raise WebError(422, "this link does not hold a game", str(error.errors()[0]["msg"])) from None
        raise WebError(422, "this link cannot be read", "part of it may be missing") from None
