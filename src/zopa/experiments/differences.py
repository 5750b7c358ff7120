"""What two runs were told differently: their locked files as plain data, leaf by leaf."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WORDING = frozenset({"title", "about", "question", "setting", "source", "clause", "because", "basis"})
"""Keys whose values people read and nothing is played by."""

ASKED = frozenset({"expect", "outcomes", "id", "scenario", "schema_version", "include", "record", "pairs"})
"""Top keys of an experiment that change no row: names, and what is asked of the rows."""


class _Absent:
    """Stands for a key that is not there."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = _Absent()
"""Stands for a key that is not there; null is a value."""


@dataclass(frozen=True)
class Difference:
    """A setting that differs.

    Attributes:
        path: Its dotted path; elements of a list by name or kind where they have one, else by number from 0.
        first: Plain data in the first run; `ABSENT` where it has none.
        second: The same in the second.
    """

    path: str
    first: Any
    second: Any


@dataclass(frozen=True)
class Differences:
    """What two runs were told.

    Attributes:
        played: Differences in what is played.
        worded: Paths that differ only in words for people, or in what is asked of the rows.
        same: Number of settings that are the same in both.
    """

    played: tuple[Difference, ...]
    worded: tuple[str, ...]
    same: int


def differences(
    scenarios: tuple[Mapping[str, Any], Mapping[str, Any]], experiments: tuple[Mapping[str, Any], Mapping[str, Any]]
) -> Differences:
    """Compare two runs' locked files.

    Args:
        scenarios: The scenario of each, as plain data.
        experiments: The experiment of each.

    Returns:
        Differences in the order of the files, the scenario's first. A constant of the experiments that shows in the
        scenario is said once.
    """
    played, worded, same = list[Difference](), list[str](), 0
    for at, (first, second) in enumerate((scenarios, experiments)):
        for path, one, other in _leaves((), first, second):
            if one == other and isinstance(one, bool) == isinstance(other, bool):
                same += 1
                continue
            name = ".".join(map(str, path))
            if _is_wording(path, is_experiment=at == 1):
                worded.append(name)
            elif not (at == 1 and path[0] == "constants" and _said(name.removeprefix("constants."), played)):
                played.append(Difference(name, one, other))
    return Differences(tuple(played), tuple(worded), same)


def _is_wording(path: Sequence[str | int], is_experiment: bool) -> bool:
    if is_experiment:
        return path[-1] in WORDING or path[0] in ASKED
    named = path[0] == "name" or (path[0] == "parties" and path[2:] == ("name",))
    return path[-1] in WORDING or named


def _said(path: str, played: Sequence[Difference]) -> bool:
    """Whether a path, or something above or below it, is among the differences already."""
    return any(f"{one.path}.".startswith(f"{path}.") or f"{path}.".startswith(f"{one.path}.") for one in played)


def _leaves(path: tuple[str | int, ...], first: Any, second: Any) -> Iterator[tuple[tuple[str | int, ...], Any, Any]]:
    """Every leaf of two trees; a part that only one has, or of another kind, is a leaf as a whole."""
    if isinstance(first, Mapping) and isinstance(second, Mapping) and first.get("kind") == second.get("kind"):
        for key in dict.fromkeys((*first, *second)):
            yield from _leaves((*path, key), first.get(key, ABSENT), second.get(key, ABSENT))
    elif _holds_parts(first) and _holds_parts(second):
        ones, others = _labelled(first, second)
        for label in dict.fromkeys((*ones, *others)):
            yield from _leaves((*path, label), ones.get(label, ABSENT), others.get(label, ABSENT))
    else:
        yield path, first, second


def _holds_parts(data: Any) -> bool:
    """Whether it is a list of more than plain values; one of plain values is a leaf."""
    return isinstance(data, list | tuple) and any(isinstance(one, Mapping | list | tuple) for one in data)


def _labelled(first: Sequence[Any], second: Sequence[Any]) -> tuple[dict[str | int, Any], dict[str | int, Any]]:
    """The elements of two lists, both by name or kind where every element has one of its own, else both by number."""
    for label in ("name", "id", "kind"):
        names = [[_label(one, label) for one in some] for some in (first, second)]
        if all(None not in some and len(set(some)) == len(some) for some in names) and any(names):
            return dict(zip(map(str, names[0]), first, strict=True)), dict(zip(map(str, names[1]), second, strict=True))
    return dict(enumerate(first)), dict(enumerate(second))


def _label(element: Any, label: str) -> str | None:
    found = element.get(label) if isinstance(element, Mapping) else None
    return found if isinstance(found, str) and found else None
