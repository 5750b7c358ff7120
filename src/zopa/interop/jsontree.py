"""JSON as a tree of values that remember where they were written."""

import json
import math
from pathlib import Path

from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.source import Node, Place, Source, read_source
from zopa.scenario.wording import said
from zopa.scenario.yamltree import parse

_REWORDED = {
    "Expecting value": "a value is missing here",
    "Expecting property name enclosed in double quotes": "a key in double quotes is missing here (or a comma is left)",
    "Expecting ',' delimiter": "a comma is missing, or a bracket is not closed",
    "Expecting ':' delimiter": "a ':' is missing after the key",
    "Extra data": "the file goes on after its end",
    "Unterminated string starting at": "the text begun here is not closed",
}


def read_json(path: Path) -> Node:
    """The tree of a file.

    Args:
        path: The file.

    Raises:
        ScenarioError: The file is missing or not JSON, or a key stands twice.
    """
    return parse_json(read_source(path, str(path)))


def parse_json(source: Source) -> Node:
    """The tree of a text.

    Raises:
        ScenarioError: It is not JSON, or a key stands twice.
    """
    try:
        json.loads(source.text)
    except json.JSONDecodeError as error:
        message = "the file is empty" if not source.text.strip() else _REWORDED.get(error.msg, error.msg)
        raise ScenarioError([source.problem(error.lineno, error.colno, f"not JSON: {message}")]) from None
    except RecursionError:
        raise ScenarioError([source.problem(1, 1, "not JSON: nested too deeply")]) from None
    root = parse(source)  # JSON is YAML; this keeps the places
    assert root is not None  # an empty text is not JSON
    return root


class Reader:
    """Steps through a tree; what is not as it should be is collected, and stands for nothing.

    Attributes:
        problems: What was found wrong so far.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def wrong(self, place: Place, message: str, hint: str | None = None) -> None:
        """Add a problem."""
        self.problems.append(place.problem(message, hint))

    def mapping(self, node: Node, what: str) -> dict[str, tuple[Place, Node]]:
        """The entries of a mapping."""
        if isinstance(node.value, dict):
            return {str(key): entry for key, entry in node.value.items()}
        self.wrong(node.place, f"{what} must be a mapping, not {said(node.plain())}")
        return {}

    def inside(self, node: Node, key: str, what: str) -> dict[str, tuple[Place, Node]]:
        """The entries of the mapping under a key that must be there."""
        entries = self.mapping(node, what)
        if key in entries:
            return self.mapping(entries[key][1], key)
        if isinstance(node.value, dict):
            self.wrong(node.place, f"{what} has no '{key}'")
        return {}

    def number(self, node: Node, what: str, low: float | None = None, high: float | None = None) -> float | None:
        """A number, within bounds."""
        value = node.value
        if isinstance(value, str):  # GeniusWeb writes numbers as text where they must keep all their digits
            try:
                value = float(value)
            except ValueError:
                value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.wrong(node.place, f"{what} must be a number, not {said(node.plain())}")
        elif (low is not None and value < low) or (high is not None and value > high):
            bounds = f"at least {low:g}" if high is None else f"between {low:g} and {high:g}"
            self.wrong(node.place, f"{what} must be {bounds}, not {value:g}")
        else:
            return float(value)
        return None
