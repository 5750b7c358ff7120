"""A line to a server: one connection that is kept, one request after the other; nothing but the standard library."""

import asyncio
import json
from typing import Any


class Line:
    """A connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        """Nothing is connected yet.

        Args:
            port: The server's.
        """
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """Status and answer.

        Args:
            method: `GET`, `POST`.
            path: What is asked for.
            body: What is sent, as JSON.
            key: The key of a seat.

        Raises:
            OSError: The server is not there.
            EOFError: It has gone in the middle.
        """
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        assert self._reader is not None
        data = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nX-Seat: {key}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        self._writer.write(head.encode() + data)
        await self._writer.drain()
        lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        text = await self._reader.readexactly(int(headers.get("content-length", "0")))
        if headers.get("connection") == "close":
            self.close()
        return int(lines[0].split()[1]), json.loads(text) if text and "json" in headers["content-type"] else text

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
