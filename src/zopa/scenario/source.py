"""YAML text to a tree of plain values that remember where they were written."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from zopa.scenario.problems import Problem, ScenarioError

MOST_BYTES = 2_000_000
"""A scenario file may not be larger."""

_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Scalar = str | int | float | bool | None
Key = str | int | float


@dataclass(frozen=True)
class Source:
    """A text with a name: a file, or an override of the command line."""

    name: str
    text: str
    override: bool = False

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return re.split(r"\r\n|\r|\n", self.text)

    def problem(self, line: int, col: int, message: str, hint: str | None = None) -> Problem:
        """A problem at a place of this text, moved back inside it where a parser points past its end."""
        last = len(self.lines) - (len(self.lines) > 1 and not self.lines[-1])
        if line > last:
            line, col = last, len(self.lines[last - 1]) + 1
        return Problem(self.name, line, col, message, hint, self.lines[line - 1])


@dataclass(frozen=True)
class Place:
    """Where something was written: line and column from 1."""

    source: Source
    line: int
    col: int

    def problem(self, message: str, hint: str | None = None) -> Problem:
        """A problem at this place."""
        return self.source.problem(self.line, self.col, message, hint)

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}"


@dataclass(frozen=True)
class Node:
    """A value and its place; mappings hold `(place of the key, node)` by key, sequences hold nodes."""

    place: Place
    value: "Scalar | dict[Key, tuple[Place, Node]] | list[Node]"
    size: int = 1
    height: int = 0

    def plain(self, sequence: Callable[[Iterator[Any]], Any] = list) -> Any:
        """The values alone, without places; sequences become `sequence` (list or tuple)."""
        if isinstance(self.value, dict):
            return {key: node.plain(sequence) for key, (_, node) in self.value.items()}
        if isinstance(self.value, list):
            return sequence(node.plain(sequence) for node in self.value)
        return self.value


def read_source(path: Path, name: str) -> Source:
    """The text of a file.

    Args:
        path: The file.
        name: What problems call it.

    Raises:
        ScenarioError: The file is missing, no file, too large, not UTF-8 or not text.
    """
    try:
        if not path.is_file():
            reason = "this is not a file" if path.exists() else "no such file"
            raise ScenarioError([Problem(name, 1, 1, reason)])
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError([Problem(name, 1, 1, f"cannot be read: {reason}")]) from None
    if len(raw) > MOST_BYTES:
        raise ScenarioError([Problem(name, 1, 1, f"the file is larger than {MOST_BYTES:,} bytes")])
    return Source(name, _decoded(raw, name))


def _decoded(raw: bytes, name: str) -> str:
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise ScenarioError([Problem(name, line, 1, "this is a binary file, not a scenario in YAML")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = error.object[: error.start].decode("utf-8", "replace")
        before = re.split(r"\r\n|\r|\n", good)
        line, col = len(before), len(before[-1]) + 1
        byte = error.object[error.start]
        message = f"the file is not text in UTF-8 (byte 0x{byte:02x})"
        raise ScenarioError([Problem(name, line, col, message)]) from None


def check_characters(source: Source) -> None:
    """Refuse control characters and the like, which no text editor shows.

    Raises:
        ScenarioError: At the first such character.
    """
    found = _NOT_TEXT.search(source.text)
    if found:
        before = re.split(r"\r\n|\r|\n", source.text[: found.start()])
        message = f"character U+{ord(found.group()):04X} is not allowed in a scenario"
        raise ScenarioError([source.problem(len(before), len(before[-1]) + 1, message)])


def finite(value: object) -> bool:
    """Whether a number can be worked with: no infinity, no NaN, no integer beyond 64 bits."""
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) < 2**63
