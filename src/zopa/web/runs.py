"""Stored runs that can be watched: folders below one folder, named by a safe name, never by a path."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from zopa.build.load import load_parsed
from zopa.experiments.folder import Folder
from zopa.experiments.layout import LOCK, MANIFEST, TABLE, TOURNAMENT
from zopa.experiments.plan import Plan
from zopa.experiments.planning import make_plan
from zopa.experiments.setting import Setting, setting
from zopa.experiments.study import read_study
from zopa.scenario.include import load as parse
from zopa.scenario.problems import ScenarioError
from zopa.web.problems import WebError, missing

SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,120}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,80})?")
"""Names of runs: of one folder, or of a tournament's folder and one of its scenarios."""


Kinds = tuple[tuple[str, str], ...]
"""Strategies that play in place of a run's, by party."""


class StoredRuns:
    """The runs of a folder.

    Attributes:
        folder: Where they are.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet.

        Args:
            folder: Where they are; it need not be there.
        """
        self.folder = folder
        self._plan = lru_cache(maxsize=8)(_plan)
        self._point = lru_cache(maxsize=64)(self._read)

    def names(self) -> Iterator[str]:
        """Names of all folders of runs, the newest first."""
        if not self.folder.is_dir():
            return
        folders = [one for one in self.folder.iterdir() if SAFE.fullmatch(one.name) and one.is_dir()]
        for one in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True):
            if (one / MANIFEST).is_file():
                yield one.name
            elif (one / TOURNAMENT).is_file():
                inside = sorted(path.parent.name for path in one.glob(f"*/{MANIFEST}"))
                yield from (name for part in inside if SAFE.fullmatch(name := f"{one.name}/{part}"))

    def path(self, name: str) -> Path:
        """The folder of a run.

        Raises:
            WebError: There is none of this name.
        """
        path = self.folder / name if SAFE.fullmatch(name) else None
        if path is None or not (path / MANIFEST).is_file() or not (path / LOCK).is_file():
            raise missing("run", "a run is named as its folder, on the server that has it")
        return path

    def manifest(self, name: str) -> Mapping[str, Any]:
        """What a run says of itself.

        Raises:
            WebError: There is none, or another version of zopa wrote it.
        """
        try:
            return Folder(self.path(name)).read_manifest() or {}
        except ValueError:
            raise WebError(409, "this run cannot be watched", "another version of zopa wrote it") from None

    def point(self, name: str, number: int, kinds: Kinds = (), changes: tuple[str, ...] = ()) -> Setting:
        """A point as it was played, but for what is played otherwise.

        Args:
            name: The run's name.
            number: Number of the point.
            kinds: Strategies that play in place of the run's, by party.
            changes: Texts `dotted.path=value`, after those of the point.

        Raises:
            WebError: There is no such run or point.
            ScenarioError: It cannot be played so.
        """
        self.manifest(name)
        return self._point(name, number, kinds, changes, (self.path(name) / LOCK).stat().st_mtime_ns)

    def worlds(self, name: str) -> int:
        """Most worlds of a point of a run."""
        found = self.manifest(name).get("worlds")
        return int(found) if found else int(self._plan_of(name).study.experiment.worlds)

    def table(self, name: str) -> Path | None:
        """The run's table; None while it is not finished."""
        table = self.path(name) / TABLE
        return table if table.is_file() else None

    def _plan_of(self, name: str) -> Plan:
        path = self.path(name) / LOCK
        return self._plan(path, path.stat().st_mtime_ns)

    def _read(self, name: str, number: int, kinds: Kinds, changes: tuple[str, ...], _: int) -> Setting:
        plan = self._plan_of(name)
        try:
            one = setting(plan, number)
        except ValueError as error:
            raise missing("point", str(error)) from None
        return _otherwise(plan, one, kinds, changes) if kinds or changes else one


def _plan(path: Path, _: int) -> Plan:
    """A run's plan; the number tells one text of its file from the next."""
    try:
        return make_plan(read_study(path))
    except (ScenarioError, ValueError) as error:
        raise WebError(409, "this run cannot be watched", f"its experiment cannot be read: {error}"[:400]) from None


def _otherwise(plan: Plan, one: Setting, kinds: Kinds, changes: tuple[str, ...]) -> Setting:
    """A point with other strategies in some seats, and with further changes."""
    places = tuple(f"parties.{party}.strategy" for party, _ in kinds)
    kept = tuple(text for text in one.document.overrides if not _below(text.partition("=")[0], places))
    named = tuple(f"parties.{party}.strategy.kind={kind}" for party, kind in kinds)
    document = load_parsed(parse(plan.study.scenario), (*named, *kept, *changes))
    pins = tuple(pin for pin in one.pins if not _below(pin[0], places))
    return Setting(document, one.seed, pins, one.salt, one.words)


def _below(path: str, places: tuple[str, ...]) -> bool:
    """Whether a path is one of some places, or inside of one."""
    return any(path == place or path.startswith((f"{place}.", f"{place}[")) for place in places)
