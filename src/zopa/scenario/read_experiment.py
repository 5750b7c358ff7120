"""Reading an experiment: file, includes, validation, and what crosses its keys."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zopa.scenario.check_experiment import check_experiment
from zopa.scenario.experiment import Experiment
from zopa.scenario.include import load
from zopa.scenario.locate import site
from zopa.scenario.problems import Problem, ScenarioError
from zopa.scenario.source import Key, Node
from zopa.scenario.validate import validate


@dataclass(frozen=True)
class ExperimentFile:
    """An experiment that has been read and found right.

    Attributes:
        experiment: The validated experiment.
        path: The file read.
    """

    experiment: Experiment
    path: Path
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


def read_experiment(path: str | os.PathLike[str]) -> ExperimentFile:
    """Read an experiment file.

    Args:
        path: The YAML file.

    Raises:
        ScenarioError: With every problem found, each with file, line and column.
    """
    loaded = load(Path(path), "an experiment")
    experiment, problems = validate(loaded.root, Experiment)
    problems += loaded.duplicates
    if experiment is not None:
        crossing = check_experiment(experiment)
        problems += [site(loaded.root, one.path, one.key).problem(one.message, one.hint) for one in crossing]
    if problems or experiment is None:
        raise ScenarioError(problems)
    return ExperimentFile(experiment, loaded.files[0], loaded.root)


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
