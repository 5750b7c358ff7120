"""Validating a node tree with a pydantic model, every problem at its place and in plain words."""

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from zopa.scenario.locate import site, step
from zopa.scenario.problems import Problem, did_you_mean, listed, nearest
from zopa.scenario.shape import Path, child, is_quantity, kinds, model_at
from zopa.scenario.source import Node
from zopa.scenario.wording import one_of, said, wanted, worded

_MOST = 500
"""Errors beyond this many are not reported."""

M = TypeVar("M", bound=BaseModel)


def validate(root: Node, model: type[M]) -> tuple[M | None, list[Problem]]:
    """The validated model, or None and the problems.

    Args:
        root: The merged tree, overrides applied.
        model: What to validate with; unions of models are told apart by `kind`.
    """
    try:
        return model.model_validate(root.plain(tuple)), []
    except ValidationError as error:
        return None, _Translation(root, model).problems(error)


class _Spot:
    """Where an error of pydantic's lies: path in the file, annotation and data there."""

    def __init__(self, root: Node, data: Any, model: type[BaseModel], loc: tuple[int | str, ...]) -> None:
        self.path: Path = ()
        self.annotation: Any = model
        node = root
        for part in loc:
            # pydantic puts tags of unions between the keys: only what models and file know is a step
            found = step(node, part)
            inner = None if found is None else child(self.annotation, data, found[0])
            if found is None or inner is None:
                continue
            key, _, node = found
            self.path, self.annotation, data = (*self.path, key), inner, data[key]
        self.data: Any = data


class _Translation:
    def __init__(self, root: Node, model: type[BaseModel]) -> None:
        self.root, self.model, self.data = root, model, root.plain()
        self.wrong: dict[Path, tuple[list[str], Any]] = {}
        self.unknown: dict[Path, list[object]] = {}
        self.missing: dict[Path, list[str]] = {}
        self.found: list[Problem] = []

    def problems(self, error: ValidationError) -> list[Problem]:
        for one in error.errors(include_url=False, include_input=False)[:_MOST]:
            self.sort(one)
        for path, (wants, data) in self.wrong.items():
            self.found.append(self.wrong_type(path, wants, data))
        for path, names in self.unknown.items():
            self.found.extend(self.unknown_key(path, name) for name in names)
        for path, fields in self.missing.items():
            self.found.extend(self.missing_keys(path, fields))
        return self.found

    def at(self, path: Path, message: str, hint: str | None = None, key: bool = False) -> Problem:
        return site(self.root, path, key).problem(message, hint)

    def sort(self, error: Any) -> None:
        kind, loc = error["type"], error["loc"]
        if kind == "extra_forbidden":
            self.unknown.setdefault(self.spot(loc[:-1]).path, []).append(loc[-1])
        elif kind == "missing" and isinstance(loc[-1], str):
            self.missing.setdefault(self.spot(loc[:-1]).path, []).append(loc[-1])
        elif kind == "missing":
            self.found.append(self.at(self.spot(loc[:-1]).path, "the list is too short"))
        elif kind in ("union_tag_invalid", "union_tag_not_found"):
            self.found.append(self.bad_kind(self.spot(loc)))
        else:
            self.other(error, self.spot(loc), loc[-1] == "[key]" if loc else False)

    def spot(self, loc: tuple[int | str, ...]) -> _Spot:
        return _Spot(self.root, self.data, self.model, loc)

    def other(self, error: Any, spot: _Spot, key: bool) -> None:
        want = wanted(error["type"])
        if spot.path and key:
            name = spot.path[-1]
            message = f"the key must be {want}, not {said(name)}" if want else worded(error, name)
            self.found.append(self.at(spot.path, message, _as_name(error, name), key=True))
        elif is_quantity(spot.annotation) and isinstance(spot.data, str):
            message = f"must be a number or the name of a quantity, not {said(spot.data)}"
            self.found.append(self.at(spot.path, message))
        elif want:
            self.wrong.setdefault(spot.path, ([], spot.data))[0].append(want)
        else:
            self.found.append(self.at(spot.path, worded(error, spot.data), self.hint(error, spot.data)))

    def hint(self, error: Any, data: object) -> str | None:
        expected = str(error.get("ctx", {}).get("expected", ""))
        return did_you_mean(data, expected.split("'")[1::2]) or _as_name(error, data)

    def wrong_type(self, path: Path, wants: list[str], data: Any) -> Problem:
        kept = [want for want in dict.fromkeys(wants) if want != "a whole number" or "a number" not in wants]
        quote = "text" in kept and isinstance(data, int | float)
        return self.at(path, f"must be {one_of(kept)}, not {said(data)}", "put it in quotes" if quote else None)

    def bad_kind(self, spot: _Spot) -> Problem:
        known = kinds(spot.annotation)
        if not isinstance(spot.data, dict):
            message = f"must be a mapping with a kind, not {said(spot.data)}"
            return self.at(spot.path, message, f"kinds: {listed(known)}")
        if "kind" not in spot.data:
            return self.at(spot.path, "missing key 'kind'", f"kinds: {listed(known)}")
        wrong = spot.data["kind"]
        message = f"unknown kind '{wrong}'" if isinstance(wrong, str) else f"a kind is a word, not {said(wrong)}"
        return self.at((*spot.path, "kind"), message, did_you_mean(wrong, known) or f"kinds: {listed(known)}")

    def known_keys(self, path: Path) -> list[str]:
        spot = self.spot(tuple(part if isinstance(part, int) else str(part) for part in path))
        model = model_at(spot.annotation, spot.data)
        return [] if model is None else list(model.model_fields)

    def unknown_key(self, path: Path, name: object) -> Problem:
        known = self.known_keys(path)
        hint = did_you_mean(name, known)
        if hint is None and known:
            hint = f"keys: {listed(known, 20)}"
        return self.at((*path, str(name)), f"unknown key '{name}'", hint, key=True)

    def missing_keys(self, path: Path, fields: list[str]) -> list[Problem]:
        known = self.known_keys(path)
        meant = {nearest(name, known) for name in self.unknown.get(path, ())}
        return [self.at(path, f"missing key '{field}'") for field in fields if field not in meant]


def _as_name(error: Any, wrong: object) -> str | None:
    """The hint how something that is not a name would be written as one."""
    name = re.sub("[^a-z0-9]+", "_", str(wrong).lower()).strip("_")
    fits = error["type"] == "string_pattern_mismatch" and re.match("[a-z]", name)
    return f"for example {name}" if fits else None
