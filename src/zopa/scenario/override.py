"""Overrides from the command line: `parties.japan.strategy.kind=hardliner`, applied before validation."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from zopa.scenario.locate import entry, step
from zopa.scenario.problems import Problem, ScenarioError, did_you_mean, listed
from zopa.scenario.shape import child, is_free, model_at
from zopa.scenario.source import Key, Node, Place, Source
from zopa.scenario.yamltree import collection, parse


def apply_overrides(root: Node, overrides: Iterable[str], model: type[BaseModel]) -> Node:
    """The tree with overrides applied in order; the tree given is left as it is.

    Args:
        root: The merged tree of the files.
        overrides: Texts `path=value`; the value is YAML.
        model: Says which keys may be added at a place.

    Raises:
        ScenarioError: A path that leads nowhere, or a malformed override; all of them at once.
    """
    problems: list[Problem] = []
    for text in overrides:
        try:
            root = _Override(text).applied(root, model)
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)
    return root


class _Override:
    def __init__(self, text: str) -> None:
        self.path, equals, _ = text.partition("=")
        self.source = Source(f"-s {self.path}", text, override=True)
        if not equals:
            raise self.bad(0, "an override is written path=value")
        if not self.path.strip(". "):
            raise self.bad(0, "an override needs a path before the equals sign")
        node = parse(self.source, len(self.path) + 1)
        if node is None:
            raise self.bad(len(self.path) + 1, "no value after the equals sign", "write null for nothing")
        self.node = node
        self.parts = self.path.split(".")

    def bad(self, col: int, message: str, hint: str | None = None) -> ScenarioError:
        return ScenarioError([self.source.problem(1, col + 1, message, hint)])

    def col(self, at: int) -> int:
        """Column, from 0, of a part of the path."""
        return sum(len(part) + 1 for part in self.parts[:at])

    def applied(self, root: Node, model: type[BaseModel]) -> Node:
        if self.parts[0] == "include":
            raise self.bad(0, "include cannot be overridden: other files make another scenario")
        return self.put(root, model, root.plain(), 0)

    def put(self, node: Node, annotation: Any, data: Any, at: int) -> Node:
        found = self.found(node, at)
        if found is None:
            return self.added(node, annotation, data, at)
        key, used = found
        if at + used == len(self.parts):
            return self.replaced(node, key)
        place, old = entry(node, key)
        inner = self.put(old, child(annotation, data, key), data[key], at + used)
        return _with(node, key, place, inner)

    def found(self, node: Node, at: int) -> tuple[Key, int] | None:
        """Key and number of parts of the path that it takes: keys such as 2.5 take two."""
        if isinstance(node.value, list):
            return self.element(node.value, at)
        for used in range(len(self.parts) - at, 0, -1):
            hit = step(node, ".".join(self.parts[at : at + used]))
            if hit is not None:
                return hit[0], used
        return None

    def element(self, nodes: list[Node], at: int) -> tuple[Key, int] | None:
        part = self.parts[at]
        if part.isascii() and part.isdigit() and int(part[:9]) < len(nodes):
            return int(part), 1
        for label in ("name", "kind"):
            hits = [
                number
                for number, node in enumerate(nodes)
                if isinstance(node.value, dict) and label in node.value and node.value[label][1].value == part
            ]
            if len(hits) > 1:
                hint = f"say which by number: {listed(hits)}"
                raise self.bad(self.col(at), f"{len(hits)} elements have {label} '{part}'", hint)
            if hits:
                return hits[0], 1
        return None

    def replaced(self, node: Node, key: Key) -> Node:
        here = Place(self.source, 1, self.col(len(self.parts) - 1) + 1)
        if key != "kind" or not isinstance(node.value, dict):
            return _with(node, key, here, self.node)
        for other, (place, inner) in node.value.items():
            if other != "kind" and (lost := _overridden(place, inner)):
                raise self.bad(0, "setting kind starts its mapping afresh, and drops an override", f"put {lost} later")
        return collection(here, {"kind": (here, self.node)})

    def _is_part(self) -> bool:
        """Whether the value is a whole part, such as a mechanism: these may be added under a new name."""
        return isinstance(self.node.value, dict) and "kind" in self.node.value

    def added(self, node: Node, annotation: Any, data: Any, at: int) -> Node:
        part = self.parts[at]
        known = list(data) if isinstance(data, dict) else []
        if isinstance(node.value, list):
            names = [one.get("name", one.get("kind")) for one in data if isinstance(one, dict)]
            known = [*range(len(data)), *(name for name in names if isinstance(name, str))]
        elif not isinstance(node.value, dict):
            raise self.bad(self.col(at), f"nothing stands below {'.'.join(self.parts[:at])}: it is a single value")
        model = model_at(annotation, data)
        last = at == len(self.parts) - 1
        fields = list(model.model_fields) if model and last else []
        if last and isinstance(node.value, dict) and (_is_any(annotation) or part in fields):
            return _with(node, part, Place(self.source, 1, self.col(at) + 1), self.node)
        if last and self._is_part() and is_free(annotation, data):
            return _with(node, part, Place(self.source, 1, self.col(at) + 1), self.node)
        if len(self.parts) == at + 2 and self._is_part() and part in (model.model_fields if model else ()):
            here, inner = Place(self.source, 1, self.col(at) + 1), Place(self.source, 1, self.col(at + 1) + 1)
            return _with(node, part, here, collection(here, {self.parts[-1]: (inner, self.node)}))
        if self.parts[at + 1 :] == ["kind"] and model and part in model.model_fields:
            here = Place(self.source, 1, self.col(at + 1) + 1)
            return _with(node, part, here, collection(here, {"kind": (here, self.node)}))
        what = "name" if is_free(annotation, data) else "key"
        where = f" in {'.'.join(self.parts[:at])}" if at else ""
        hint = did_you_mean(part, [*known, *fields]) or f"there: {listed([*known, *fields])}"
        raise self.bad(self.col(at), f"unknown {what} '{part}'{where}", hint)


def _is_any(annotation: Any) -> bool:
    return bool(annotation == dict[str, Any])


def _with(node: Node, key: Key, place: Place, inner: Node) -> Node:
    if isinstance(node.value, list):
        items = list(node.value)
        items[int(key)] = inner
        return collection(node.place, items)
    old = node.value if isinstance(node.value, dict) else {}
    return collection(node.place, {**old, key: (place, inner)})


def _overridden(place: Place, node: Node) -> str | None:
    """The name of an override among the places of a mapping's entry."""
    if place.source.override:
        return place.source.name
    inside: Iterable[tuple[Place, Node]] = ()
    if isinstance(node.value, dict):
        inside = node.value.values()
    elif isinstance(node.value, list):
        inside = [(one.place, one) for one in node.value]
    return next((name for one in inside if (name := _overridden(*one))), None)
