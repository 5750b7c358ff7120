"""The page's files, kept in memory: each with a tag, so that it is sent once, and squeezed where a client likes it."""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from fastapi import Response
from starlette.types import Receive, Scope, Send

from zopa.web.problems import answer

TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}
WORTH = 1_000
"""Bytes from which squeezing is worth it."""


@dataclass(frozen=True)
class File:
    """Something that is sent as it is.

    Attributes:
        body: Its bytes.
        media: Its type.
        headers: Further headers.
    """

    body: bytes
    media: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def tag(self) -> str:
        """What tells it from other versions of itself."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'

    @cached_property
    def squeezed(self) -> bytes:
        """The same, smaller."""
        return gzip.compress(self.body, 6, mtime=0)

    def response(self, headers: Mapping[str, str]) -> Response:
        """The answer to somebody who asks for it.

        Args:
            headers: Of the request, names in small letters.
        """
        ours = {"ETag": self.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding", **self.headers}
        if self.tag in headers.get("if-none-match", ""):
            return Response(status_code=304, headers=ours)
        if len(self.body) < WORTH or "gzip" not in headers.get("accept-encoding", ""):
            return Response(self.body, media_type=self.media, headers=ours)
        return Response(self.squeezed, media_type=self.media, headers={**ours, "Content-Encoding": "gzip"})


class Files:
    """An app that sends the files of a folder, found by name in a table: no path of a client is ever opened."""

    def __init__(self, folder: Path) -> None:
        """Find the files; each is read when it is first asked for, and again when it has changed.

        Args:
            folder: Where they are.
        """
        self._paths = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }
        self._read: dict[str, tuple[int, File]] = {}

    def file(self, name: str) -> File | None:
        """A file by its name below the folder; None where there is none."""
        path = self._paths.get(name)
        if path is None:
            return None
        changed = path.stat().st_mtime_ns
        if name not in self._read or self._read[name][0] != changed:
            media = TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
            self._read[name] = (changed, File(path.read_bytes(), media))
        return self._read[name][1]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        name = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        found = self.file(name)
        if scope["method"] != "GET":
            response = answer(405, "Method Not Allowed", headers={"Allow": "GET, HEAD"})
        elif found is None:
            response = answer(404, "there is no such file")
        else:
            response = found.response(headers)
        await response(scope, receive, send)
