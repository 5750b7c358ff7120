"""Problems of a scenario file, as people see them: place, message, quoted line, caret, hint."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

_MOST_COMPARED = 200
_WIDEST = 160
"""A quoted line longer than this is cropped around the caret."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a scenario, and where.

    Attributes:
        file: File as the user named it, or the override (`-s path`).
        line: Line, from 1.
        col: Column in characters, from 1.
        message: What is wrong.
        hint: What to do about it, or None.
        text: The line itself; empty where there is none to quote.
    """

    file: str
    line: int
    col: int
    message: str
    hint: str | None = None
    text: str = ""

    def render(self) -> str:
        """`FILE:LINE:COL: error: MESSAGE`, below it the line, below that a caret with the hint."""
        head = _printable(f"{self.file}:{self.line}:{self.col}: error: {self.message}")
        hint = _printable(self.hint or "")
        if not self.text.strip():
            return f"{head} ({hint})" if hint else head
        text, before = _cropped(self.text, self.col - 1)
        caret = f"{' ' * before}^ {hint}".rstrip()
        return f"{head}\n{self.line:>5} | {text}\n      | {caret}"


def _printable(text: str) -> str:
    """The text with what a terminal cannot show (control characters, lone surrogates) replaced."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _cropped(text: str, at: int) -> tuple[str, int]:
    """The part of a line worth quoting, and the width in terminal cells of what stands before the caret."""
    if len(text) > _WIDEST:
        first = max(0, min(at - _WIDEST // 2, len(text) - _WIDEST))
        head, tail = "…" if first else "", "…" if first + _WIDEST < len(text) else ""
        text, at = head + text[first : first + _WIDEST] + tail, at - first + len(head)
    text = _printable(text.replace("\t", " "))
    return text, sum(_cells(character) for character in text[:at])


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class ScenarioError(ValueError):
    """Everything that is wrong with a scenario, at once.

    Args:
        problems: The problems, in any order; equal ones are kept once.

    Attributes:
        problems: The problems, sorted by file, line and column.
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda p: (p.file, p.line, p.col, p.message, p.hint or "")))
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        files = ", ".join(dict.fromkeys(problem.file for problem in self.problems))
        lines = [problem.render() for problem in self.problems]
        return "\n".join([*lines, f"{count} problem{'' if count == 1 else 's'} in {files}"])


def did_you_mean(wrong: object, known: Iterable[object]) -> str | None:
    """The hint `did you mean "…"?`, or None where nothing known is near.

    Args:
        wrong: What was written.
        known: What could have been written.
    """
    near = nearest(wrong, known)
    return None if near is None else f'did you mean "{near}"?'


def nearest(wrong: object, known: Iterable[object]) -> str | None:
    """The known word nearest to a wrong one, or None where none is near."""
    names = {str(word).casefold(): str(word) for word in islice(known, _MOST_COMPARED)}
    found = difflib.get_close_matches(str(wrong)[:80].casefold(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None


def listed(words: Iterable[object], most: int = 12) -> str:
    """Words as `a, b, c`, cut after `most` of them."""
    every = [str(word) for word in words]
    return ", ".join(every[:most]) + (f", … ({len(every)} in all)" if len(every) > most else "")
