"""A lenient view of plain scenario data: what is well formed can be checked though the rest is not."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from zopa.scenario.problems import did_you_mean, listed
from zopa.scenario.shape import Path
from zopa.scenario.wording import said

Levels = list[str | int | float]


@dataclass(frozen=True)
class Finding:
    """A problem not yet placed: path in the data, message, hint, and whether the key is meant."""

    path: Path
    message: str
    hint: str | None = None
    key: bool = False


def mapping(data: Any, *path: str) -> dict[Any, Any]:
    """The mapping at a path of plain data; empty where there is none."""
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def entries(data: Any) -> list[tuple[int, dict[Any, Any]]]:
    """The mappings among the elements of a list, with their numbers."""
    return [(n, one) for n, one in enumerate(data) if isinstance(one, dict)] if isinstance(data, list) else []


def on(data: Any) -> dt.date | None:
    """A date written YYYY-MM-DD; None for anything else."""
    if not isinstance(data, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", data, re.ASCII):
        return None
    try:
        return dt.date.fromisoformat(data)
    except ValueError:
        return None


def is_level(data: Any) -> bool:
    """Whether something can be a level: text or a number."""
    return isinstance(data, str | int | float) and not isinstance(data, bool)


class Sections:
    """The sections of a scenario that checks need, as far as they are well formed.

    Args:
        data: Plain data of the whole scenario.
    """

    def __init__(self, data: dict[Any, Any]) -> None:
        self.data = data

    @cached_property
    def issues(self) -> dict[str, Levels | None]:
        """Issue -> its levels, or None where they are not well formed."""
        return {str(name): _levels(issue) for name, issue in mapping(self.data, "issues").items()}

    @cached_property
    def level_sets(self) -> dict[str, frozenset[str | int | float]]:
        """Issue -> the set of its levels; 25 and 25.0 are the same element."""
        return {name: frozenset(levels or ()) for name, levels in self.issues.items()}

    @cached_property
    def clusters(self) -> dict[str, list[str]]:
        """Cluster -> its issues, as far as they exist."""
        return {
            str(name): [one for one in dict.fromkeys(filter(is_level, names)) if one in self.issues]
            for name, names in mapping(self.data, "clusters").items()
            if isinstance(names, list)
        }

    @cached_property
    def cluster_of(self) -> dict[str, str]:
        """Issue -> the cluster that holds it."""
        return {issue: name for name, issues in self.clusters.items() for issue in issues}

    @cached_property
    def units(self) -> dict[str, list[str]]:
        """What payoffs are given for: clusters and the issues outside them -> the issues in each."""
        alone = {name: [name] for name in self.issues if name not in self.cluster_of}
        return {**alone, **self.clusters}

    @cached_property
    def parties(self) -> list[str]:
        """Names of the parties."""
        return [str(name) for name in mapping(self.data, "parties")]

    def level(self, path: Path, issue: str, level: Any, key: bool = False) -> list[Finding]:
        """A finding where a level is not on an issue's list: numbers match by value, words as written."""
        levels = self.issues.get(issue)
        if levels is None or not is_level(level) or level in self.level_sets[issue]:
            return []
        hint = f"levels: {listed(levels)}"
        twin = next((one for one in levels if str(one) == str(level)), None)
        if twin is not None:
            hint = f"the level is {'text' if isinstance(twin, str) else 'a number'}: write {_written(twin)}"
        elif isinstance(level, str):
            hint = did_you_mean(level, [one for one in levels if isinstance(one, str)]) or hint
        return [Finding(path, f"{said(level)} is not a level of {issue}", hint, key)]

    def by_level(self, path: Path, issue: str, values: Any) -> list[Finding]:
        """Findings where a mapping from levels has one that is not on the list, or lacks some."""
        levels = self.issues.get(issue)
        if levels is None or not isinstance(values, dict):
            return []
        wrong = [level for level in values if is_level(level) and level not in self.level_sets[issue]]
        found = [one for level in wrong[:20] for one in self.level((*path, level), issue, level, key=True)]
        lacking = [level for level in levels if level not in values]
        if len(lacking) > len(wrong):
            found.append(Finding(path, f"no value for these levels of {issue}: {listed(lacking)}"))
        return found

    def levels(self, path: Path, levels: Any) -> list[Finding]:
        """Findings in a mapping issue -> level."""
        found: list[Finding] = []
        for issue, level in levels.items() if isinstance(levels, dict) else ():
            if issue in self.issues:
                found += self.level((*path, issue), str(issue), level)
            else:
                found.append(unknown((*path, issue), "issue", issue, self.issues, key=True))
        return found


def unknown(path: Path, what: str, name: object, known: Any, key: bool = False) -> Finding:
    """The finding that a name is not among those known."""
    hint = did_you_mean(name, known) or (f"known: {listed(known)}" if known else None)
    return Finding(path, f"unknown {what} '{name}'", hint, key)


def _written(level: object) -> str:
    return f'"{level}"' if isinstance(level, str) else str(level)


def _levels(issue: Any) -> Levels | None:
    levels = issue.get("levels") if isinstance(issue, dict) else None
    return levels if isinstance(levels, list) and levels and all(map(is_level, levels)) else None
