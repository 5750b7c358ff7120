"""Finding and loading scenarios, by path or by the name of one that comes with zopa."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from zopa.build.check_parts import problems_of
from zopa.build.strategies import scenario_model
from zopa.scenario.include import Loaded
from zopa.scenario.include import load as parse
from zopa.scenario.problems import Problem, ScenarioError, did_you_mean
from zopa.scenario.read import Document, read_loaded


def shipped() -> dict[str, Path]:
    """The scenarios that come with zopa, by name."""
    return {path.stem: path for folder in _folders() for path in _scenarios(folder)}


def _folders() -> Iterator[Path]:
    here = Path(__file__).resolve().parent.parent
    for folder in (here / "configs", here.parent.parent / "configs"):  # installed; or a checkout
        if folder.is_dir():
            yield folder


def _scenarios(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".yaml" or (path / "scenario.yaml").is_file():
            yield path


def find(scenario: str | os.PathLike[str]) -> Path:
    """The path that a user means: a file, a folder, or the name of a scenario that comes with zopa.

    Raises:
        ScenarioError: There is none.
    """
    path = Path(scenario)
    if path.exists():
        return path
    known = shipped()
    if str(scenario) in known:
        return known[str(scenario)]
    hint = did_you_mean(scenario, known) or "see: zopa list scenarios"
    raise ScenarioError([Problem(str(scenario), 1, 1, "no such file, folder or shipped scenario", hint)])


def load(scenario: str | os.PathLike[str], overrides: Iterable[str] = ()) -> Document:
    """Read and check a scenario.

    Args:
        scenario: A YAML file, a folder with `scenario.yaml`, or the name of a scenario that comes with zopa.
        overrides: Texts `dotted.path=value`.

    Raises:
        ScenarioError: With every problem found, each with file, line and column.
    """
    return load_parsed(parse(find(scenario)), overrides)


def load_parsed(loaded: Loaded, overrides: Iterable[str] = (), trusted: bool = False) -> Document:
    """The same of files that have been parsed (`scenario.include.load`); many sets of overrides can share them.

    Args:
        loaded: The files.
        overrides: Texts `dotted.path=value`.
        trusted: Whether it has been read before and found right, so that most checks are left out.
    """
    document = read_loaded(loaded, overrides, scenario_model(), trusted)
    problems = () if trusted else problems_of(document)
    if problems:
        raise ScenarioError(problems)
    return document
