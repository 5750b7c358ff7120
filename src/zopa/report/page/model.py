"""What a page says, whatever it is of: ordinary runs and tournaments make one, HTML and Markdown show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from zopa.report.exhibit import Exhibit, Twin


@dataclass(frozen=True)
class Table:
    """A table that stands on a page by itself.

    Attributes:
        title: What is in it, as a sentence or a phrase.
        body: Its columns and rows.
        folded: Whether it is opened only by those who ask for it.
    """

    title: str
    body: Twin
    folded: bool = False


@dataclass(frozen=True)
class Points:
    """A list of points.

    Attributes:
        items: A line each.
    """

    items: tuple[str, ...]


@dataclass(frozen=True)
class Commands:
    """What is typed at a command line.

    Attributes:
        lines: A command each.
    """

    lines: tuple[str, ...]


Part = str | Exhibit | Table | Points | Commands
"""What a section is made of; a text is a paragraph."""


@dataclass(frozen=True)
class Section:
    """A section of a page.

    Attributes:
        id: Its anchor: letters, digits, hyphens; unique on its page, as the names of exhibits are.
        heading: Its heading.
        parts: What stands in it, in order.
    """

    id: str
    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Page:
    """A page. Every text is plain: what looks like mark-up is shown as it is.

    Attributes:
        title: What it is about.
        question: What was asked; empty where nothing was.
        answer: The answer, in three sentences.
        sections: What stands behind it.
        provenance: How it was made: what, and which.
        commands: How to make it again, typed in its folder.
        setting: What was assumed, below the question.
    """

    title: str
    question: str
    answer: tuple[str, ...]
    sections: tuple[Section, ...]
    provenance: tuple[tuple[str, str], ...] = ()
    commands: tuple[str, ...] = ()
    setting: str = ""


def once_noted(parts: Sequence[Part]) -> Iterator[Part]:
    """Parts as they are shown: a note that the exhibit before has too is not said again.

    Args:
        parts: The parts of a section.
    """
    before = ""
    for part in parts:
        if isinstance(part, Exhibit):
            yield replace(part, note="") if part.note == before else part
            before = part.note
        else:
            yield part
