"""XML as a tree of elements that remember where they were written; no document types, no entities, nothing fetched.

Files that GENIUS reads are often not quite XML, and its own parser does not mind. Three things are put up with here,
as well-known domains depend on them: an `&` that stands for itself, a declaration that is not at the very start, and
bytes that are not UTF-8 where no encoding is named (taken for Windows-1252).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.source import Place, Source

MOST_BYTES = 8_000_000
"""A file may not be larger."""

_DECLARATION = re.compile(r"<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"""<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)")
_STANDS_FOR_AMPERSAND = "\ufdd0"  # a code point that is no character, so no text holds it, and as wide as an `&`


@dataclass(eq=False)
class Element:
    """An XML element.

    Attributes:
        tag: Its name.
        attributes: Name -> text, as written.
        place: Where its tag starts.
        children: The elements inside, in order.
    """

    tag: str
    attributes: dict[str, str]
    place: Place
    children: "list[Element]" = field(default_factory=list)

    def get(self, attribute: str) -> str | None:
        """The text of an attribute, or None; `null`, as GENIUS writes it, is None too."""
        text = self.attributes.get(attribute)
        return None if text is None or text.strip() == "null" else text

    def all(self, *tags: str) -> "Iterator[Element]":
        """The children with one of these tags, in order."""
        return (child for child in self.children if child.tag in tags)

    def at(self, attribute: str) -> Place:
        """Where the value of an attribute starts; of an attribute that is not there, where the tag starts."""
        rest = "\n".join(self.place.source.lines[self.place.line - 1 :][:50])
        tag = rest[self.place.col - 1 :]
        found = re.search(rf"""\s{re.escape(attribute)}\s*=\s*["']""", tag.partition(">")[0])
        if attribute not in self.attributes or found is None:
            return self.place
        before = rest[: self.place.col - 1 + found.end()]
        line = before.count("\n")
        return Place(self.place.source, self.place.line + line, len(before.rpartition("\n")[2]) + 1)


def read_xml(path: Path) -> Element:
    """The root element of a file.

    Args:
        path: The file.

    Raises:
        ScenarioError: The file is missing, too large, not XML, or has a document type.
    """
    return parse_xml(Source(str(path), _text(path)))


def parse_xml(source: Source) -> Element:
    """The root element of a text.

    Args:
        source: The text.

    Raises:
        ScenarioError: It is not XML, or has a document type.
    """
    reading = _Reading(source)
    # whatever encoding the text names, it is a Python string by now
    text = _DECLARATION.sub(lambda found: re.sub(r"[^\r\n]", " ", found.group()), source.text, count=1)
    text = _BARE_AMPERSAND.sub(_STANDS_FOR_AMPERSAND, text)
    try:
        reading.parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as error:
        raise ScenarioError([reading.syntax(error)]) from None
    return reading.root


class _Reading:
    def __init__(self, source: Source) -> None:
        self.source, self.open = source, list[Element]()
        self.parser = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.StartDoctypeDeclHandler = self.doctype

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        plain = {name: text.replace(_STANDS_FOR_AMPERSAND, "&") for name, text in attributes.items()}
        element = Element(tag, plain, self.here())
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _tag: str) -> None:
        self.open.pop()

    def doctype(self, *_said: object) -> None:
        hint = "take the DOCTYPE out: GENIUS needs none"
        raise ScenarioError([self.here().problem("document types and entities are not read", hint)])

    def here(self) -> Place:
        return Place(self.source, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def syntax(self, error: expat.ExpatError) -> Problem:
        line, col = error.lineno, error.offset + 1
        said = expat.errors.messages[error.code]
        hint = None
        if said == expat.errors.XML_ERROR_INVALID_TOKEN:
            hint = "inside quotes write &lt; for < and &quot; for a quote; a space between attributes"
        if said in (expat.errors.XML_ERROR_TAG_MISMATCH, expat.errors.XML_ERROR_NO_ELEMENTS) and self.open:
            last = self.open[-1]
            hint = f"<{last.tag}> of line {last.place.line} is not closed"
        if said == expat.errors.XML_ERROR_NO_ELEMENTS and not self.source.text.strip():
            said = "the file is empty"
        return self.source.problem(line, col, f"not XML: {said}", hint)


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise ScenarioError([Problem(str(path), 1, 1, "this is not a file" if path.exists() else "no such file")])
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError([Problem(str(path), 1, 1, f"cannot be read: {reason}")]) from None
    if len(raw) > MOST_BYTES:
        raise ScenarioError([Problem(str(path), 1, 1, f"the file is larger than {MOST_BYTES:,} bytes")])
    return _decoded(raw, path)


def _decoded(raw: bytes, path: Path) -> str:
    named = _ENCODING.search(raw[:1000])
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif named:
        encodings = [named.group(1).decode(), "utf-8-sig"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except (LookupError, ValueError):
            continue
    hint = "save it as UTF-8"
    raise ScenarioError([Problem(str(path), 1, 1, f"the file is not text in {encodings[0]}", hint)])
