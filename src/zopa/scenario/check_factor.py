"""What crosses the keys of a lever or an uncertainty: what it changes, and the values that it takes."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zopa.scenario.design import SAMPLED, Factor, Overrides, Setting
from zopa.scenario.problems import listed
from zopa.scenario.rules import is_path
from zopa.scenario.sections import Finding
from zopa.scenario.shape import Path
from zopa.scenario.wording import said

Label = str | float | bool
"""What a level is called in the tables."""

OF_A_DRAW = 3
"""Levels of a draw that has none of its own, at most: low, central and high of its range."""


def label(value: Any) -> Label:
    """What a level without a name is called: a word, a number, true or false; a mapping by its `name` or `kind`.

    Args:
        value: Plain data.

    >>> label(3), label({"kind": "linear"})
    (3.0, 'linear')
    """
    if isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return float(value)
    named = value.get("name", value.get("kind")) if isinstance(value, Mapping) else None
    return named if isinstance(named, str) else str(value)


def as_text(level: object) -> str:
    """What a level is called where others are called by words.

    >>> as_text(3.0), as_text(True)
    ('3', 'true')
    """
    if isinstance(level, bool):
        return str(level).lower()
    return f"{level:g}" if isinstance(level, int | float) else str(level)


def labels(factor: Factor) -> tuple[Label, ...] | None:
    """What its levels are called, in order; None where the file does not say them."""
    if factor.settings:
        return tuple(setting.name for setting in factor.settings)
    if isinstance(factor.levels, dict):
        return tuple(factor.levels)
    return None if factor.levels is None else tuple(map(label, factor.levels))


def paths(factor: Factor) -> Iterator[tuple[Path, str]]:
    """The dotted paths that it changes, each with the place below it where that is said."""
    if factor.path is not None:
        yield ("path",), factor.path
    for at, setting in enumerate(factor.settings):
        for path in setting.set:
            yield ("settings", at, "set", path), path


def check_factor(path: Path, factor: Factor, design: str) -> Iterator[Finding]:
    """What is wrong with a lever or an uncertainty by itself.

    Args:
        path: Its place in the file.
        factor: The factor.
        design: How the file combines its factors.
    """
    ways = [key for key in ("path", "draw", "settings") if getattr(factor, key)]
    if not ways:
        hint = "path: a key of the scenario; draw: a number that it draws; settings: a list"
        yield Finding(path, "this changes nothing: it needs path, draw or settings", hint)
    for key in ways[1:]:
        yield Finding((*path, key), f"path, draw and settings exclude each other: it has {ways[0]} already", key=True)
    if ways == ["settings"]:
        for key in ("levels", "low", "high"):
            if getattr(factor, key) is not None:
                yield Finding((*path, key), f"{key} belongs to a path or a draw, not to settings", key=True)
    yield from _range(path, factor)
    yield from _levels(path, factor)
    yield from _settings((*path, "settings"), factor.settings)
    if ways in (["path"], ["draw"]) and factor.levels is None:
        yield from _lacking(path, factor, design)


def _range(path: Path, factor: Factor) -> Iterator[Finding]:
    low, high = factor.low, factor.high
    if low is None and high is None:
        for key in ("scale", "whole"):
            if key in factor.model_fields_set:
                yield Finding((*path, key), f"{key} belongs to low and high", key=True)
    elif low is None or high is None:
        given, other = ("high", "low") if low is None else ("low", "high")
        yield Finding((*path, given), f"{given} needs {other} too", key=True)
    elif low >= high:
        yield Finding((*path, "low"), "low must be below high")
    elif factor.scale == "log" and low <= 0:
        yield Finding((*path, "low"), "a log scale needs a low above 0: it has equal ratios")


def _levels(path: Path, factor: Factor) -> Iterator[Finding]:
    if factor.levels is None:
        return
    stated, draws = factor.levels, factor.draw is not None
    values: Iterable[tuple[str | int, Any]] = stated.items() if isinstance(stated, dict) else enumerate(stated)
    seen: dict[str, str | int] = {}
    called: set[Label] = set()
    # a column of numbers keeps them; with a word among them all become words
    numbers = not isinstance(stated, dict) and all(isinstance(label(one), float) for one in stated)
    for key, value in values:
        place, written = (*path, "levels", key), _written(value)
        name: Label = label(value) if numbers else as_text(label(value))
        if key == "":
            yield Finding(place, "a level needs a name", key=True)
        if draws and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield Finding(place, f"a level of a draw is a number, not {said(value)}")
        if written in seen:
            earlier = seen[written]
            words = f"level '{earlier}'" if isinstance(earlier, str) else "a level above"
            yield Finding(place, f"this is the same as {words}")
        elif isinstance(key, int) and name in called:
            yield Finding(place, f"two levels are called {name}", "give them names: levels: {NAME: VALUE, …}")
        seen.setdefault(written, key)
        called.add(name)


def _settings(path: Path, settings: tuple[Setting, ...]) -> Iterator[Finding]:
    names: set[str] = set()
    seen: dict[str, str] = {}
    for at, setting in enumerate(settings):
        written = _written(setting.set)
        if not setting.name:
            yield Finding((*path, at), "a setting of a lever or an uncertainty needs a name", "name: NAME")
        elif setting.name in names:
            yield Finding((*path, at, "name"), f"two settings are called {setting.name}")
        elif written in seen:
            yield Finding((*path, at), f"this sets the same as the setting '{seen[written]}'")
        names.add(setting.name)
        seen.setdefault(written, setting.name)
        yield from check_overrides((*path, at, "set"), setting.set)


def _lacking(path: Path, factor: Factor, design: str) -> Iterator[Finding]:
    """What a factor without levels lacks for a design."""
    own = "; or leave low and high out: then the draw's own low, central and high" if factor.draw is not None else ""
    if factor.low is None and factor.high is None:
        if factor.path is not None:
            what = "it needs levels, or low and high" if design in SAMPLED else "missing key 'levels'"
            yield Finding(path, f"{what}: the values that the path takes")
        elif design == "list":
            yield Finding(path, "a list needs the levels of a draw", "levels: [VALUE, …]")
    elif design not in SAMPLED:
        key = "low" if factor.low is not None else "high"
        message = f"design {design} combines levels: low and high alone are for {listed(SAMPLED)}"
        yield Finding((*path, key), message, f"levels: [VALUE, …]{own if design == 'grid' else ''}", key=True)


def check_overrides(path: Path, overrides: Overrides) -> Iterator[Finding]:
    """Paths of overrides that cannot be paths.

    Args:
        path: The place of the overrides.
        overrides: The overrides.
    """
    for key in overrides:
        if not is_path(key):
            message = f"'{key}' is no dotted path of the scenario, such as time.rounds, without an equals sign"
            yield Finding((*path, key), message, key=True)


def _written(value: Any) -> str:
    """Plain data as text that is the same for the same: 25 is 25.0, but not true; keys in any order."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(sorted(f"{_written(key)}: {_written(inner)}" for key, inner in value.items())) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_written, value)) + "]"
    return json.dumps(float(value) if isinstance(value, int) and not isinstance(value, bool) else value)
