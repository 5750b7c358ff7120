"""Which files together make one scenario, and what a scenario can be written as."""

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from zopa.build.load import load as load_own
from zopa.interop import gambit, genius, genius_write, geniusweb, negolog, yaml_write
from zopa.interop.draft import ROUNDS, STRATEGY
from zopa.interop.genius_xml import DOMAIN
from zopa.interop.jsontree import read_json
from zopa.interop.xmltree import read_xml
from zopa.scenario.problems import Problem, ScenarioError, listed
from zopa.scenario.read import Document

WRITERS: dict[str, Callable[[Document, Path], list[Path]]] = {
    "efg": gambit.write,
    "genius": genius_write.write,
    "yaml": yaml_write.write,
}
"""Formats that a scenario can be written as: each takes the scenario and a file or folder, and returns the files."""


def load(
    files: Sequence[str | os.PathLike[str]],
    overrides: Iterable[str] = (),
    rounds: int = ROUNDS,
    steps: int | None = None,
    strategy: str = STRATEGY,
) -> Document:
    """One scenario, of any format that is read.

    Args:
        files: A zopa scenario (one file, folder or name); a GENIUS domain and two or more profiles (`.xml`, in any
            order, the parties in that of their profiles); or profiles of GeniusWeb or NegoLog (`.json`).
        overrides: Texts `dotted.path=value`.
        rounds: Rounds until the talks end, where the format does not say.
        steps: Levels that an issue of real numbers is cut into, where the format has such.
        strategy: Kind of strategy of all parties, where the format does not say.

    Raises:
        ScenarioError: With every problem found.
    """
    paths = [Path(one) for one in files]
    endings = {path.suffix.lower() for path in paths}
    if endings == {".xml"}:
        domain, profiles = _genius(paths)
        _two(profiles, "GENIUS profiles, with the domain")
        return genius.read(domain, profiles, rounds, steps, strategy, overrides)
    if endings == {".json"}:
        if negolog.is_profile(read_json(paths[0])):
            _two(paths, "NegoLog profiles")
            return negolog.read(paths, rounds, strategy, overrides)
        return geniusweb.read(paths, rounds, strategy, overrides)
    if len(paths) == 1:
        return load_own(files[0], overrides)
    hint = "one zopa scenario; or a GENIUS domain and its profiles (.xml); or GeniusWeb profiles (.json)"
    raise ScenarioError([Problem(str(files[-1]), 1, 1, "these files do not make one scenario", hint)])


def write(document: Document, out: str | os.PathLike[str], to: str | None = None) -> list[Path]:
    """Write a scenario in another format.

    Args:
        document: The scenario.
        out: The file, or the folder where the format takes several files.
        to: A name of `WRITERS`; by the ending of `out` where left out.

    Returns:
        The files written.

    Raises:
        ValueError: There is no such format, or a file is there already.
        ScenarioError: The format cannot say what the scenario says.
    """
    path = Path(out)
    wanted = to or {".efg": "efg", ".yaml": "yaml", ".yml": "yaml"}.get(path.suffix.lower(), "")
    if wanted not in WRITERS:
        said = f"there is no format {to!r}" if to else f"the format is not clear from {str(out)!r}"
        raise ValueError(f"{said}: say --to with one of {listed(WRITERS)}")
    return WRITERS[wanted](document, path)


def _genius(paths: Sequence[Path]) -> tuple[Path, list[Path]]:
    """The domain and the profiles."""
    domains = [path for path in paths if read_xml(path).tag == DOMAIN]
    if len(domains) == 1:
        return domains[0], [path for path in paths if path != domains[0]]
    message = "none of these files is a GENIUS domain" if not domains else "this is a second GENIUS domain"
    hint = f"a domain starts with <{DOMAIN}>" if not domains else f"the first is {domains[0]}"
    raise ScenarioError([Problem(str((domains or paths)[-1]), 1, 1, message, hint)])


def _two(profiles: Sequence[Path], what: str) -> None:
    if len(profiles) < 2:
        name = str(profiles[-1]) if profiles else what
        raise ScenarioError([Problem(name, 1, 1, f"talks need two parties or more: give two or more {what}")])
