"""Reading an experiment: file, includes, validation, and what crosses its keys."""

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zopa.scenario.check_experiment import check_experiment
from zopa.scenario.experiment import Experiment
from zopa.scenario.model import RawScenario
from zopa.scenario.problems import ScenarioError
from zopa.scenario.source import read_source
from zopa.scenario.written import Written, read_written
from zopa.scenario.yamltree import parse

_OWN = Experiment.model_fields.keys() - RawScenario.model_fields.keys()
"""Keys that only an experiment has."""

_OTHERS = RawScenario.model_fields.keys() - Experiment.model_fields.keys()
"""Keys that only a scenario has."""


@dataclass(frozen=True)
class ExperimentFile(Written):
    """An experiment that has been read and found right.

    Attributes:
        experiment: The validated experiment.
    """

    experiment: Experiment


def read_experiment(path: str | os.PathLike[str], overrides: Iterable[str] = ()) -> ExperimentFile:
    """Read an experiment file.

    Args:
        path: The YAML file.
        overrides: Texts `dotted.path=value`. Those whose path begins with a key of experiments are applied in order
            before validation; the others are kept for the scenario.

    Raises:
        ScenarioError: With every problem found, each with file, line and column.
    """
    experiment, written = read_written(path, "an experiment", Experiment, overrides, check_experiment)
    return ExperimentFile(**vars(written), experiment=experiment)


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
