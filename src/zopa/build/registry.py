"""Strategies from elsewhere: installed packages that register an entry point, and files that a user names.

A scenario can name any of them; it can never name code. Who installs a package, or names a file on the command line,
chooses to run it.
"""

import dataclasses
import hashlib
import importlib.util
import inspect
import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from zopa.build.names import STRATEGIES, Named

GROUP = "zopa.strategies"
"""Entry-point group under which an installed package registers its strategies: name = module:Class."""

VARIABLE = "ZOPA_PLUGINS"
"""Environment variable with the files of strategies; processes that are started for a run find them there."""

_NEEDED = ("begin", "bid", "accepts", "traits")


@dataclasses.dataclass(frozen=True)
class Origin:
    """Where a strategy comes from.

    Attributes:
        named: The strategy under its name.
        home: `zopa`, a package with its version, or a file with the hash of its text.
    """

    named: Named
    home: str


def named_strategies() -> Mapping[str, Named]:
    """All strategies by name: zopa's own, those of installed packages, those of files named by the user.

    Raises:
        ValueError: A file can't be used.
    """
    return {name: origin.named for name, origin in origins().items()}


def origins() -> Mapping[str, Origin]:
    """All strategies by name, with where they come from."""
    return _origins(tuple((path, _hash(path)) for path in plugin_files()))


def plugin_files() -> tuple[str, ...]:
    """Files of strategies named by the user, absolute, in order."""
    return tuple(path for path in os.environ.get(VARIABLE, "").split(os.pathsep) if path)


def add_plugin(file: str | os.PathLike[str]) -> None:
    """Take in the strategies of a Python file, for this process and those it starts.

    Args:
        file: The file. Its strategies are its own frozen dataclasses that can bid, each under its name in small
            letters with underscores; or what its dict `STRATEGIES` names.

    Raises:
        ValueError: The file is not there, does not run, or has no strategy.
    """
    path = str(Path(file).resolve())
    _of_file(path)
    known = plugin_files()
    if path not in known:
        os.environ[VARIABLE] = os.pathsep.join((*known, path))


@lru_cache(maxsize=4)
def _origins(files: tuple[tuple[str, str], ...]) -> Mapping[str, Origin]:
    known = {name: Origin(named, "zopa") for name, named in STRATEGIES.items()}
    for name, origin in (*_installed(), *(pair for path, _ in files for pair in _of_file(path))):
        if name in known:
            raise ValueError(
                f"the strategy {name} of {origin.home} has the name of one of {known[name].home}: rename it"
            )
        known[name] = origin
    return dict(sorted(known.items()))


def _installed() -> Iterator[tuple[str, Origin]]:
    for entry in entry_points(group=GROUP):
        home = _home(entry)
        try:
            yield entry.name, Origin(_named(entry.load(), f"{entry.name} of {home}"), home)
        except Exception as error:  # noqa: BLE001 - whatever a package does, the others must still work
            warnings.warn(f"the strategy {entry.name} of {home} is left out: {error}", stacklevel=2)


def _home(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value


def _of_file(path: str) -> list[tuple[str, Origin]]:
    """The strategies of a file."""
    digest = _hash(path)
    try:
        module = _run(path, digest)
    except Exception as error:
        raise ValueError(f"{path}: the file of strategies can't be used: {type(error).__name__}: {error}") from error
    home = f"{Path(path).name} sha256:{digest}"
    said = getattr(module, "STRATEGIES", None)
    found = said if isinstance(said, Mapping) else {_snake(part.__name__): part for part in _biddings(module)}
    if not found:
        raise ValueError(f"{path}: no strategy in this file: a frozen dataclass with {', '.join(_NEEDED)}")
    try:
        return [(name, Origin(_named(part, f"{name} of {path}"), home)) for name, part in found.items()]
    except TypeError as error:
        raise ValueError(str(error)) from error


def _hash(path: str) -> str:
    """The first digits of the hash of a file's text; empty where there is no such file."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16] if Path(path).is_file() else ""


@lru_cache(maxsize=32)
def _run(path: str, digest: str) -> Any:
    """Run a file as a module, once for each text of it."""
    if not digest:
        raise FileNotFoundError("there is no such file")
    # the path is part of the name: files of one name in two folders are two modules
    name = f"zopa_plugin_{hashlib.sha256(path.encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError("this is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and pickles look their module up there
    spec.loader.exec_module(module)
    return module


def _biddings(module: Any) -> list[type[Any]]:
    """The classes of a module that can bid and are its own."""
    classes = [part for _, part in inspect.getmembers(module, inspect.isclass) if part.__module__ == module.__name__]
    return [part for part in classes if dataclasses.is_dataclass(part) and hasattr(part, "bid")]


def _named(part: Any, what: str) -> Named:
    """A part that others bring, checked for what a strategy must have."""
    if isinstance(part, Named):
        return part
    if not isinstance(part, type) or not dataclasses.is_dataclass(part):
        raise TypeError(f"{what} is no dataclass")
    lacking = [name for name in _NEEDED if not hasattr(part, name)]
    if lacking:
        raise TypeError(f"{what} lacks {', '.join(lacking)}")
    about = (inspect.getdoc(part) or part.__name__).splitlines()[0].rstrip(".")
    return Named(part, about[:1].lower() + about[1:])


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
