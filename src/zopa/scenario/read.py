"""Reading a scenario: file, includes, overrides, validation, checks across sections."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zopa.scenario.check import check
from zopa.scenario.include import Loaded, load
from zopa.scenario.locate import site
from zopa.scenario.model import RawScenario, Scenario
from zopa.scenario.override import apply_overrides
from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.source import Key, Node
from zopa.scenario.validate import validate


@dataclass(frozen=True)
class Document:
    """A scenario that has been read and found right.

    Attributes:
        scenario: The validated scenario.
        data: The plain data after includes and overrides: mappings, lists, text, numbers, true/false, None.
        path: The file read (`scenario.yaml` where a folder was given).
        text: The file as written.
        overrides: The overrides applied, as given.
        files: All files read, `path` first, then what it includes.
    """

    scenario: Scenario[Any, Any]
    data: dict[str, Any]
    path: Path
    text: str
    overrides: tuple[str, ...]
    files: tuple[Path, ...]
    _root: Node = field(repr=False, compare=False)

    def _repr_html_(self) -> str:
        """For notebooks."""
        from zopa.scenario.html import scenario_html

        return scenario_html(self.scenario)

    def problem_at(self, path: Sequence[Key], message: str, hint: str | None = None, key: bool = False) -> Problem:
        """A problem at a place of the file, for layers that find out more; raise them in a `ScenarioError`.

        Args:
            path: Keys and list numbers from the top, for example `("parties", "japan", "weight")`; what
                does not exist is cut off its end.
            message: What is wrong.
            hint: What to do about it.
            key: Whether to point at the key rather than at the value.
        """
        return site(self._root, path, key).problem(message, hint)


def read(path: str | os.PathLike[str], overrides: Iterable[str] = (), model: Any = RawScenario) -> Document:
    """Read a scenario.

    Args:
        path: A YAML file, or a folder that holds `scenario.yaml`.
        overrides: Texts `dotted.path=value`, applied in order before validation.
        model: The pydantic class to validate with: `Scenario` of a union of strategy specifications told
            apart by `kind`. The default leaves strategies unchecked.

    Raises:
        ScenarioError: With every problem found.
    """
    return read_loaded(load(Path(path)), overrides, model)


def read_loaded(
    loaded: Loaded, overrides: Iterable[str] = (), model: Any = RawScenario, trusted: bool = False
) -> Document:
    """Read a scenario whose files have been parsed; many sets of overrides can share them.

    Args:
        loaded: The files.
        overrides: As for `read`.
        model: As for `read`.
        trusted: Whether it has been read before and found right, so that checks across sections are left out.

    Raises:
        ScenarioError: With every problem found.
    """
    overrides = tuple(overrides)
    try:
        root = apply_overrides(loaded.root, overrides, model)
    except ScenarioError as error:
        raise ScenarioError([*error.problems, *loaded.duplicates]) from None
    scenario, problems = validate(root, model)
    places = {(problem.file, problem.line, problem.col) for problem in problems}
    crossing = () if trusted else check(root.plain(), model, whole=not problems)
    further = [site(root, one.path, one.key).problem(one.message, one.hint) for one in crossing]
    problems += loaded.duplicates
    problems += [one for one in further if (one.file, one.line, one.col) not in places]
    if problems or scenario is None:
        raise ScenarioError(problems)
    data = root.plain()
    return Document(scenario, data, loaded.files[0], loaded.source.text, overrides, loaded.files, root)
