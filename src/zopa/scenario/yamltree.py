"""Composing a node tree from YAML 1.2 events, with bounds on depth and on what aliases expand to."""

from dataclasses import replace
from typing import Any

import yaml
from yamlcore import CCoreLoader

from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.source import Key, Node, Place, Scalar, Source, check_characters, finite

MOST_DEPTH = 50
"""Collections may be nested this deep."""
MOST_COPIED = 100_000
"""Aliases may expand to this many values in all."""

_REWORDED = {
    "mapping values are not allowed in this context": "a second ':' in one line: text with ': ' needs quotes",
    "could not find expected ':'": "a key without ':' and value",
    "did not find expected key": "this line does not fit the ones above it: look at indentation and quotes",
    "did not find expected '-' indicator": "this line does not fit the list above it: look at indentation",
    "did not find expected ',' or ']'": "a list opened by '[' is not closed, or a comma is missing",
    "did not find expected ',' or '}'": "a mapping opened by '{' is not closed, or a comma is missing",
    "found unexpected end of stream": "the quotes opened before are never closed",
    "found unexpected document indicator": "the quotes opened before are never closed",
}


def parse(source: Source, offset: int = 0, duplicates: list[Problem] | None = None) -> Node | None:
    """The node tree of a YAML text, or None where the text holds nothing.

    Args:
        source: The text.
        offset: Characters of the first line to leave out (the path of an override).
        duplicates: Receives keys that stand twice, so that the rest can be checked too; the first one counts.
            Where left out, they are raised.

    Raises:
        ScenarioError: Everything wrong with the text as YAML; every problem is located.
    """
    check_characters(source)
    composer = _Composer(source, offset)
    node = composer.document()
    if duplicates is None and composer.duplicates:
        raise ScenarioError(composer.duplicates)
    if duplicates is not None:
        duplicates += composer.duplicates
    return node


class _Composer:
    def __init__(self, source: Source, offset: int) -> None:
        self.source, self.offset = source, offset
        self.loader: Any = CCoreLoader(source.text[offset:])
        self.anchors: dict[str, Node | None] = {}
        self.copied = 0
        self.problems: list[Problem] = []
        self.duplicates: list[Problem] = []

    def document(self) -> Node | None:
        self.event()
        first = self.event()
        if isinstance(first, yaml.StreamEndEvent):
            return None
        node = self.node(self.event(), 0)
        self.event()
        last = self.event()
        if not isinstance(last, yaml.StreamEndEvent):
            self.problems.append(self.place(last).problem("a second document starts here; a file holds one"))
        if self.problems:
            raise ScenarioError([*self.problems, *self.duplicates])
        return node

    def event(self) -> Any:
        try:
            return self.loader.get_event()
        except yaml.MarkedYAMLError as error:
            raise ScenarioError([*self.problems, *self.duplicates, self.syntax(error)]) from None
        except yaml.YAMLError as error:
            problem = self.source.problem(1, 1, f"not YAML: {str(error).splitlines()[0]}")
            raise ScenarioError([*self.problems, *self.duplicates, problem]) from None

    def syntax(self, error: yaml.MarkedYAMLError) -> Problem:
        place, what = self.at(error.problem_mark or error.context_mark), str(error.problem)
        line = place.source.lines[min(place.line, len(place.source.lines)) - 1]
        if "cannot start any token" in what:
            at = line[place.col - 1 : place.col]
            tab = "\t" in line[: place.col] and not line[: place.col].strip()
            what = "a tab cannot indent a line: use spaces" if tab else f"text cannot start with {at!r}: use quotes"
        since = error.context_mark
        problem = place.problem(f"not YAML: {_REWORDED.get(what, what)}")
        if since and since.line + 1 < problem.line:
            return replace(problem, hint=f"begun at line {since.line + 1}")
        return problem

    def at(self, mark: Any) -> Place:
        if mark is None:
            return Place(self.source, 1, 1)
        return Place(self.source, mark.line + 1, mark.column + 1 + (self.offset if mark.line == 0 else 0))

    def place(self, event: Any) -> Place:
        return self.at(event.start_mark)

    def stop(self, place: Place, message: str, hint: str | None = None) -> ScenarioError:
        return ScenarioError([*self.problems, place.problem(message, hint)])

    def node(self, event: Any, depth: int) -> Node:
        place = self.place(event)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event.anchor, place, depth)
        if event.tag is not None:
            self.problems.append(place.problem(f"tags are not read: {event.tag}", "leave the tag out; quote text"))
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            node = Node(place, self.scalar(event, place))
        elif depth >= MOST_DEPTH:
            raise self.stop(place, f"nested deeper than {MOST_DEPTH} levels")
        else:
            inside = self.mapping if isinstance(event, yaml.MappingStartEvent) else self.sequence
            node = inside(place, depth + 1)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def alias(self, name: str | None, place: Place, depth: int) -> Node:
        if name is None or name not in self.anchors:
            raise self.stop(place, f"alias *{name} has no anchor &{name} before it")
        node = self.anchors[name]
        if node is None:
            raise self.stop(place, f"alias *{name} stands inside its own anchor")
        self.copied += node.size
        if self.copied > MOST_COPIED:
            raise self.stop(place, f"aliases expand to more than {MOST_COPIED:,} values")
        if depth + node.height > MOST_DEPTH:
            raise self.stop(place, f"nested deeper than {MOST_DEPTH} levels")
        return node

    def scalar(self, event: Any, place: Place) -> Scalar:
        tag = self.loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        try:
            value: Scalar = self.loader.construct_object(yaml.ScalarNode(tag, event.value))
        except (ValueError, OverflowError, yaml.YAMLError):
            self.problems.append(place.problem("this number cannot be read"))
            return None
        if not finite(value):
            self.problems.append(place.problem("a number must be finite and below 2^63"))
            return None
        return value

    def sequence(self, place: Place, depth: int) -> Node:
        items: list[Node] = []
        while not isinstance(event := self.event(), yaml.SequenceEndEvent):
            items.append(self.node(event, depth))
        return collection(place, items)

    def mapping(self, place: Place, depth: int) -> Node:
        items: dict[Key, tuple[Place, Node]] = {}
        while not isinstance(event := self.event(), yaml.MappingEndEvent):
            at = self.place(event)
            key = self.key(self.node(event, depth).value, at)
            node = self.node(self.event(), depth)
            if key is None:
                continue
            if key in items:
                first = items[key][0]
                self.duplicates.append(at.problem(f"duplicate key '{key}'", f"first set at line {first.line}"))
            else:
                items[key] = (at, node)
        return collection(place, items)

    def key(self, value: object, place: Place) -> Key | None:
        if value == "<<":
            self.problems.append(place.problem("merge keys (<<) are not part of YAML 1.2", "write the keys out"))
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            return value
        else:
            words = "a key must be text or a number"
            self.problems.append(place.problem(words, "quote it" if isinstance(value, bool | None) else None))
        return None


def collection(place: Place, items: "dict[Key, tuple[Place, Node]] | list[Node]") -> Node:
    """A mapping or sequence node, with its size and height worked out."""
    nodes = items if isinstance(items, list) else [node for _, node in items.values()]
    height = 1 + max((node.height for node in nodes), default=0)
    return Node(place, items, 1 + sum(node.size for node in nodes), height)
