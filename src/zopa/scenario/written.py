"""A file of one of zopa's formats: what was written where, read with its includes and overrides."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from zopa.scenario.include import load
from zopa.scenario.locate import site
from zopa.scenario.override import apply_overrides
from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.sections import Finding
from zopa.scenario.source import Key, Node
from zopa.scenario.validate import validate

_MOST = 500
"""Problems beyond this many are not reported."""


@dataclass(frozen=True)
class Written:
    """A file that has been read and found right.

    Attributes:
        path: The file read.
        text: That file as written.
        data: The plain data after includes and overrides: mappings, lists, text, numbers, true/false, None.
        overrides: The overrides applied to it, as given.
        rest: The overrides given that are the scenario's.
        files: All files read, `path` first, then what it includes.
        root: The tree of nodes, for the places of problems.
    """

    path: Path
    text: str = field(repr=False, compare=False)
    data: dict[str, Any] = field(repr=False, compare=False)
    overrides: tuple[str, ...]
    rest: tuple[str, ...]
    files: tuple[Path, ...]
    root: Node = field(repr=False, compare=False)

    def problem_at(self, path: Sequence[Key], message: str, hint: str | None = None, key: bool = False) -> Problem:
        """A problem at a place of the file, for layers that find out more; raise them in a `ScenarioError`.

        Args:
            path: Keys and list numbers from the top; what does not exist is cut off its end.
            message: What is wrong.
            hint: What to do about it.
            key: Whether to point at the key rather than at the value.
        """
        return site(self.root, path, key).problem(message, hint)


M = TypeVar("M", bound=BaseModel)


def read_written(
    path: str | os.PathLike[str], what: str, model: type[M], overrides: Iterable[str],
    crossing: Callable[[M], Iterator[Finding]],
) -> tuple[M, Written]:  # fmt: skip
    """Read a file of a format.

    Args:
        path: The YAML file.
        what: What it is, with its article, for messages.
        model: What to validate it with.
        overrides: Texts `dotted.path=value`. Those whose path begins with a key of the format are applied in order
            before validation; the others are kept for the scenario.
        crossing: What is wrong with a file whose every part is well formed.

    Raises:
        ScenarioError: With every problem found, each with file, line and column.
    """
    texts = tuple(overrides)
    own = tuple(text for text in texts if text.partition("=")[0].partition(".")[0] in model.model_fields)
    rest = tuple(text for text in texts if text not in own)
    loaded = load(Path(path), what)
    try:
        root = apply_overrides(loaded.root, own, model)
    except ScenarioError as error:
        raise ScenarioError([*error.problems, *loaded.duplicates]) from None
    found, problems = validate(root, model)
    problems += loaded.duplicates
    if found is not None:
        more = islice(crossing(found), _MOST)
        problems += [site(root, one.path, one.key).problem(one.message, one.hint) for one in more]
    if problems or found is None:
        raise ScenarioError(problems)
    return found, Written(loaded.files[0], loaded.source.text, root.plain(), own, rest, loaded.files, root)
