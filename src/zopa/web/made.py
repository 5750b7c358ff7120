"""What has been made once and can be made again: files of a folder, each with what it was made of in its first line."""

import contextlib
import os
from pathlib import Path


def kept(folder: Path | None, name: str, of: str) -> bytes | None:
    """What is kept under a name; None where there is nothing, or it was made of something else.

    Args:
        folder: The folder; None for none.
        name: The name.
        of: What it is made of, in a line.
    """
    if folder is None:
        return None
    try:
        first, _, body = (folder / name).read_bytes().partition(b"\n")
    except OSError:
        return None
    return body if first == of.encode() else None


def keep(folder: Path | None, name: str, of: str, body: bytes) -> None:
    """Keep something; where that cannot be done it will be made again.

    Args:
        folder: The folder; None for none.
        name: The name.
        of: What it is made of, in a line.
        body: What it is.
    """
    if folder is None:
        return
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{name}.{os.getpid()}"
        part.write_bytes(of.encode() + b"\n" + body)
        part.replace(folder / name)
