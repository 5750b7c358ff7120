"""Our scenarios in NegMAS's words: an outcome space, additive utility functions, reservation values."""

import os
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from zopa.build.compile import compile_play
from zopa.build.load import load
from zopa.game.arrays import Bools, Floats, Packages
from zopa.game.game import Game
from zopa.game.luck import Luck
from zopa.game.space import Level, Space
from zopa.protocols.alternating import AlternatingOffers
from zopa.scenario.read import Document
from zopa.strategies.parts.composed import Composed
from zopa.strategies.parts.models import Given
from zopa.strategies.time_dependent import TimeDependent
from zopa.talks import Play, Talks


def library(module: str) -> Any:
    """A module of NegMAS, imported when it is first needed.

    Raises:
        ImportError: NegMAS is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        if str(missing.name).partition(".")[0] != "negmas":
            raise
        raise ImportError("NegMAS is not installed: pip install 'zopa[negmas]'") from missing


def values_of(space: Space) -> tuple[tuple[Any, ...], ...]:
    """For each cluster what NegMAS calls its cells: the level of a single issue, or a tuple with one of each issue."""
    levels = tuple(map(_of_one_kind, space.levels))
    return tuple(
        tuple(
            levels[cluster[0]][chosen[0]]
            if len(cluster) == 1
            else tuple(levels[i][level] for i, level in zip(cluster, chosen, strict=True))
            for chosen in combinations
        )
        for cluster, combinations in zip(space.clusters, space.combinations, strict=True)
    )


def _of_one_kind(levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """Whole and other numbers together are all floats: NegMAS wants one type."""
    mixed = {type(level) for level in levels} == {int, float}
    return tuple(map(float, levels)) if mixed else levels


class Words:
    """Packages in NegMAS's words and back: by value of each cluster, or by level of each issue."""

    def __init__(self, space: Space) -> None:
        """Lay out the dictionary of a space."""
        self._space, self._values = space, values_of(space)
        self._cells = [{value: cell for cell, value in enumerate(values)} for values in self._values]

    def values(self, package: Packages) -> tuple[Any, ...]:
        """A package (K,) with one value for each cluster."""
        return tuple(values[cell] for values, cell in zip(self._values, package.tolist(), strict=True))

    def from_values(self, values: tuple[Any, ...]) -> list[int]:
        """The package with these values."""
        return [cells[value] for cells, value in zip(self._cells, values, strict=True)]

    def levels(self, package: Packages) -> tuple[Any, ...]:
        """A package (K,) with one level for each issue."""
        return tuple(self._space.read(package).values())

    def from_levels(self, levels: tuple[Any, ...]) -> list[int]:
        """The package with these levels."""
        clusters = self._space.clusters
        return self.from_values(tuple(levels[c[0]] if len(c) == 1 else tuple(levels[i] for i in c) for c in clusters))


def issues_of(space: Space, allowed: Bools) -> list[Any]:
    """NegMAS's issues: one for each cluster, with the cells that may be offered as its values.

    Args:
        space: Issues, levels and clusters.
        allowed: Cells that may be offered, (C,).
    """
    make_issue = library("negmas.outcomes").make_issue
    return [
        make_issue([value for value, fine in zip(values, allowed[space.cells_of(k)], strict=True) if fine], name)
        for k, (name, values) in enumerate(zip(space.names, values_of(space), strict=True))
    ]


def utility_of(space: Space, issues: Sequence[Any], cells: Floats, reservation: float, name: str = "") -> Any:
    """Payoffs by cell as NegMAS's additive utility function: a table for each of its issues.

    Args:
        space: Issues, levels and clusters.
        issues: The clusters as NegMAS's issues.
        cells: Payoffs by cell, (C,).
        reservation: What no deal is worth.
        name: Name of the party.
    """
    table = library("negmas.preferences.value_fun").TableFun
    tables = [
        table(dict(zip(values, cells[space.cells_of(k)].tolist(), strict=True)))
        for k, values in enumerate(values_of(space))
    ]
    additive = library("negmas.preferences").LinearAdditiveUtilityFunction
    return additive(tables, issues=list(issues), reserved_value=float(reservation), name=name or None)


def scenario_of(
    source: str | os.PathLike[str] | Document | Play | Game, world: int = 0, *, seed: int = 0,
    overrides: Iterable[str] = (),
) -> Any:  # fmt: skip
    """A scenario, as one world has it in its first round, in NegMAS's words.

    A cluster of linked issues becomes one issue whose values are tuples of levels, because NegMAS's additive
    utility functions take one issue at a time; so all are additive, and nothing is lost. Payoffs are in our unit
    (per year, or lumps); NegMAS's own negotiators rescale them. What changes later (threats, dates, payoffs,
    people at home) has no place there.

    Args:
        source: A YAML file, a folder or a shipped scenario's name; one that has been read; or a compiled game.
        world: Number of the world; of a compiled game, its place in the block.
        seed: Root seed; a compiled game has its own.
        overrides: Texts `dotted.path=value` for a scenario that is yet to be read.

    Returns:
        A `negmas.inout.Scenario`: outcome space, a utility function with its reserved value for each party, and
        the number of rounds as `n_steps`.

    Raises:
        ImportError: NegMAS is not installed.
    """
    document = load(source, overrides) if isinstance(source, str | os.PathLike) else source
    row = world if isinstance(document, Play | Game) else 0
    play = compile_play(document.scenario, Luck(seed, world, 1)) if isinstance(document, Document) else document
    if isinstance(play, Game):
        anybody = Composed(TimeDependent(), TimeDependent.accepts, Given())
        play = Play(play, AlternatingOffers(), (anybody,) * len(play.parties))
    talks = Talks(play, collect=False)
    moment, payoffs, space = talks.open_round(), talks.payoffs, play.game.space
    issues = issues_of(space, payoffs.allowed[row])
    wishes = tuple(
        utility_of(space, issues, payoffs.cells[p][row], moment.reservation[p][row], name)
        for p, name in enumerate(play.game.parties)
    )
    talks.release()
    outcomes = library("negmas.outcomes").make_os(issues)
    return library("negmas.inout").Scenario(outcomes, wishes, mechanism_params={"n_steps": play.rounds})
