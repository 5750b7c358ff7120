"""A study: an experiment, or a plain scenario, as it is to be run."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zopa.analysis.columns import Known
from zopa.build.load import find, load
from zopa.experiments.arms import scenario_of
from zopa.experiments.execute import MOST_WORLDS
from zopa.scenario.experiment import Experiment, Measure
from zopa.scenario.problems import Problem, ScenarioError, listed
from zopa.scenario.read_experiment import ExperimentFile, is_experiment, override_text, read_experiment
from zopa.scenario.read_tournament import is_tournament
from zopa.scenario.shape import Path as Place
from zopa.scenario.source import Source
from zopa.scenario.yamltree import parse

RECORDS = ("none", "deals", "rounds")
"""What can be kept of a world."""


FOLDER_FILE = "study.yaml"
"""The experiment that stands for a folder."""


@dataclass(frozen=True)
class Study:
    """What is to be run.

    Attributes:
        experiment: The experiment; of a plain scenario, one that varies nothing.
        scenario: The scenario's path.
        overrides: What is changed in every point, as after `-s`.
        path: The file as the user named it.
        text: That file as written.
        file: The experiment's file; None where a scenario was named.
    """

    experiment: Experiment
    scenario: Path
    overrides: tuple[str, ...]
    path: Path
    text: str
    file: ExperimentFile | None

    def problem(self, place: Place, message: str, hint: str | None = None, key: bool = False) -> Problem:
        """A problem at a place of the experiment file."""
        assert self.file is not None
        return self.file.problem_at(place, message, hint, key)


def read_study(
    config: str | os.PathLike[str],
    overrides: Sequence[str] = (),
    worlds: int | None = None,
    seed: int | None = None,
    record: str | None = None,
) -> Study:
    """Read what a user wants to run: an experiment file, or a scenario.

    Args:
        config: An experiment, or a folder with `study.yaml`; or a scenario: a file, a folder, or the name of one that
            comes with zopa.
        overrides: Texts `dotted.path=value`: of the experiment where its first key is one of an experiment's, else of
            the scenario.
        worlds: Worlds in each point, where not as the file says.
        seed: Root seed, where not as the file says.
        record: What is kept, where not as the file says.

    Raises:
        ScenarioError: With every problem found.
        ValueError: A number makes no sense.
    """
    _check_numbers(worlds, seed, record)
    said = {key: value for key, value in (("worlds", worlds), ("seed", seed), ("record", record)) if value is not None}
    path = Path(config)
    path = path / FOLDER_FILE if (path / FOLDER_FILE).is_file() else path
    if path.is_file() and is_tournament(path):
        raise ValueError(f"{path} is a tournament: zopa tournament {path}")
    if path.is_file() and is_experiment(path):
        file = read_experiment(path, overrides)
        experiment = _updated(file.experiment, said | {"constants": file.experiment.constants | values_of(file.rest)})
        constants = tuple(override_text(name, value) for name, value in experiment.constants.items())
        return Study(experiment, scenario_of(file), constants, path, file.text, file)
    document = load(config, overrides)
    plain = Experiment(schema_version=1, id=document.scenario.name[:100], scenario=str(config))
    return Study(_updated(plain, said), find(config), tuple(overrides), path, document.text, None)


def values_of(overrides: Sequence[str]) -> dict[str, Any]:
    """Overrides of the scenario as constants of an experiment.

    Args:
        overrides: Texts `path=value`.

    Raises:
        ScenarioError: One is not written so.
    """
    values: dict[str, Any] = {}
    for text in overrides:
        path, equals, _ = text.partition("=")
        node = parse(Source(f"-s {path}", text, override=True), len(path) + 1) if equals else None
        if node is None:
            raise ScenarioError([Problem(f"-s {path}", 1, 1, "an override is written path=value", None, text)])
        values.pop(path, None)
        values[path] = node.plain()
    return values


def _check_numbers(worlds: int | None, seed: int | None, record: str | None) -> None:
    if worlds is not None and not 1 <= worlds <= MOST_WORLDS:
        raise ValueError(f"worlds must be between 1 and {MOST_WORLDS:,}, not {worlds:,}")
    if seed is not None and not 0 <= seed < 2**63:
        raise ValueError(f"a seed is a whole number from 0, below 2^63, not {seed}")
    if record is not None and record not in RECORDS:
        raise ValueError(f"what is recorded is one of {listed(RECORDS)}, not {record}")


def _updated(experiment: Experiment, said: dict[str, Any]) -> Experiment:
    found = Experiment.model_validate({**dict(experiment), **said})
    if found.until and found.until.every >= found.worlds:  # so few worlds were asked for that there is no look
        found = found.model_copy(update={"until": None})
    return found


def measures_of(experiment: Experiment, known: dict[str, Known]) -> dict[str, Measure]:
    """The outcomes of an experiment: its own, or agreement, its day, and what it is worth.

    Args:
        experiment: The experiment.
        known: The columns that there are.
    """
    if experiment.outcomes:
        return dict(experiment.outcomes)
    found = {
        "agreement": Measure(statistic="share", that={"agreed": True}),
        "day": Measure(statistic="mean", of="day", where={"agreed": True}),
        "joint": Measure(statistic="mean", of="joint"),
    }
    return found | {name: Measure(statistic="mean", of=name) for name in known if name.startswith("annual_")}
