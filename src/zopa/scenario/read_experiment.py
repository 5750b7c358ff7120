"""Reading an experiment: file, includes, validation, and what crosses its keys."""

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from zopa.scenario.check_experiment import check_experiment
from zopa.scenario.experiment import Experiment
from zopa.scenario.include import load
from zopa.scenario.locate import site
from zopa.scenario.model import RawScenario
from zopa.scenario.override import apply_overrides
from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.source import Key, Node, read_source
from zopa.scenario.validate import validate
from zopa.scenario.yamltree import parse

_MOST = 500
"""Problems beyond this many are not reported."""

_OWN = Experiment.model_fields.keys() - RawScenario.model_fields.keys()
"""Keys that only an experiment has."""

_OTHERS = RawScenario.model_fields.keys() - Experiment.model_fields.keys()
"""Keys that only a scenario has."""


@dataclass(frozen=True)
class ExperimentFile:
    """An experiment that has been read and found right.

    Attributes:
        experiment: The validated experiment.
        path: The file read.
        text: That file as written.
        data: The plain data after includes and overrides: mappings, lists, text, numbers, true/false, None.
        overrides: The overrides applied to it, as given.
        rest: The overrides given that are the scenario's.
        files: All files read, `path` first, then what it includes.
    """

    experiment: Experiment
    path: Path
    text: str = field(repr=False, compare=False)
    data: dict[str, Any] = field(repr=False, compare=False)
    overrides: tuple[str, ...]
    rest: tuple[str, ...]
    files: tuple[Path, ...]
    _root: Node = field(repr=False, compare=False)

    def problem_at(self, path: Sequence[Key], message: str, hint: str | None = None, key: bool = False) -> Problem:
        """A problem at a place of the file, for layers that find out more; raise them in a `ScenarioError`.

        Args:
            path: Keys and list numbers from the top; what does not exist is cut off its end.
            message: What is wrong.
            hint: What to do about it.
            key: Whether to point at the key rather than at the value.
        """
        return site(self._root, path, key).problem(message, hint)


def read_experiment(path: str | os.PathLike[str], overrides: Iterable[str] = ()) -> ExperimentFile:
    """Read an experiment file.

    Args:
        path: The YAML file.
        overrides: Texts `dotted.path=value`. Those whose path begins with a key of experiments are applied in order
            before validation; the others are kept for the scenario.

    Raises:
        ScenarioError: With every problem found, each with file, line and column.
    """
    texts = tuple(overrides)
    own = tuple(text for text in texts if text.partition("=")[0].partition(".")[0] in Experiment.model_fields)
    rest = tuple(text for text in texts if text not in own)
    loaded = load(Path(path), "an experiment")
    try:
        root = apply_overrides(loaded.root, own, Experiment)
    except ScenarioError as error:
        raise ScenarioError([*error.problems, *loaded.duplicates]) from None
    experiment, problems = validate(root, Experiment)
    problems += loaded.duplicates
    if experiment is not None:
        crossing = islice(check_experiment(experiment), _MOST)
        problems += [site(root, one.path, one.key).problem(one.message, one.hint) for one in crossing]
    if problems or experiment is None:
        raise ScenarioError(problems)
    return ExperimentFile(
        experiment, loaded.files[0], loaded.source.text, root.plain(), own, rest, loaded.files, root
    )  # fmt: skip


def is_experiment(path: str | os.PathLike[str]) -> bool:
    """Whether a file is meant as an experiment rather than as a scenario.

    An experiment names its scenario; parties and issues are a scenario's own. A file that has neither, or cannot be
    read as YAML, is taken for what most of its keys at the left margin belong to; in doubt for a scenario.

    Args:
        path: A file; whatever else it is, is no experiment.
    """
    keys = top_keys(path)
    if keys & {"parties", "issues", "scenarios"}:
        return False
    return "scenario" in keys or len(keys & _OWN) > len(keys & _OTHERS)


def top_keys(path: str | os.PathLike[str]) -> set[str]:
    """The keys at the left margin of a file, also where it cannot be read as YAML; none of what is no file.

    Args:
        path: The file.
    """
    try:
        source = read_source(Path(path), str(path))
    except ScenarioError:
        return set()
    try:
        node = parse(source, duplicates=[])
        top = node.value if node is not None else None
        return {str(key) for key in top} if isinstance(top, dict) else set()
    except ScenarioError:
        return set(re.findall(r"^['\"]?(\w+)['\"]?[ \t]*:", source.text, re.MULTILINE))


def override_text(path: str, value: Any) -> str:
    """An override of an experiment as it would stand after `-s`.

    Args:
        path: Dotted path.
        value: Plain data.

    >>> override_text("parties.us.strategy", {"kind": "linear"})
    'parties.us.strategy={"kind": "linear"}'
    """
    return f"{path}={_flow(value)}"


def _flow(value: Any) -> str:
    """Plain data as YAML in one line; numbers stay numbers where they are keys, which JSON cannot say."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
