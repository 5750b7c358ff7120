"""Locks: a scenario and an experiment with defaults, includes and overrides resolved, that can be run themselves."""

import datetime as dt
from pathlib import Path
from typing import Any

import yaml
from yamlcore import CoreDumper

from zopa.build.load import load
from zopa.scenario.experiment import Experiment
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read import Document

_TOLD = ("id", "design", "luck", "worlds", "seed", "record")
"""Keys of an experiment that are written down even where they are not said."""


def scenario_lock(document: Document, path: Path) -> bytes:
    """A scenario as it is played, every default written down.

    Args:
        document: The scenario.
        path: Where the lock will stand; it is tried there before it is trusted.

    Returns:
        YAML text.
    """
    whole = plain(document.scenario.model_dump(exclude_none=True, exclude={"include"}))
    written = yaml_text(whole)
    path.write_bytes(written)
    try:
        if load(path).scenario == document.scenario.model_copy(update={"include": ()}):
            return written
    except ScenarioError:
        pass
    return yaml_text(document.data)  # a part that does not read back as it was: without its defaults, then


def experiment_lock(experiment: Experiment, scenario: str) -> bytes:
    """An experiment as it is run, with the scenario's lock instead of the scenario and its constants.

    Args:
        experiment: The experiment.
        scenario: The scenario's lock, relative to the experiment's.
    """
    said = plain(experiment.model_dump(exclude_defaults=True, exclude={"include", "constants"}))
    told = {key: getattr(experiment, key) for key in _TOLD}
    first = {"schema_version": 1, **told, "scenario": scenario}
    return yaml_text({**{key: first[key] for key in ("schema_version", "id")}, **said, **first})


def plain(value: Any) -> Any:
    """A value as YAML and JSON can say it: lists for tuples, texts for dates."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def yaml_text(data: Any) -> bytes:
    """Plain data as YAML."""
    text: str = yaml.dump(data, Dumper=CoreDumper, allow_unicode=True, sort_keys=False, width=120)
    return text.encode()
