"""What packages are worth, issue by issue, at central values."""

import os
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from zopa.build.compile import space_of
from zopa.build.draws import Draws
from zopa.build.load import load
from zopa.build.payoffs import cells_of
from zopa.game.luck import Luck
from zopa.game.space import Level
from zopa.scenario.check import resolve_package
from zopa.scenario.read import Document

PackageTable = dict[str, dict[str, dict[str, float]]]


def central_cells(document: Document) -> dict[str, np.ndarray]:
    """Each party's yearly (or lump) payoffs by cell at central values, (C,)."""
    scenario = document.scenario
    draws, space = Draws(scenario, Luck(0), central=True), space_of(scenario)
    return {party: cells_of(party, space, draws, once=False)[0] for party in scenario.parties}


def payoff_table(
    scenario: str | os.PathLike[str] | Document,
    package: str | Mapping[str, Level] | None = None,
    overrides: Iterable[str] = (),
) -> PackageTable:
    """Payoffs of packages to each party, issue by issue and in total, at central values.

    What linked issues are worth together stands under the first of them.

    Args:
        scenario: The scenario.
        package: Name of a package, or its levels; None for all named packages.
        overrides: Texts `dotted.path=value`.

    Returns:
        `{package: {party: {issue: payoff, "total": payoff}}}`.
    """
    document = scenario if isinstance(scenario, Document) else load(scenario, overrides)
    names: dict[str, Mapping[str, Level]]
    if package is None:
        names = {name: resolve_package(document.scenario, name) for name in document.scenario.packages}
    elif isinstance(package, str):
        names = {package: resolve_package(document.scenario, package)}
    else:
        names = {_spelt(package): package}
    space, cells = space_of(document.scenario), central_cells(document)
    issues = [space.issues[cluster[0]] for cluster in space.clusters]
    table: PackageTable = {}
    for name, levels in names.items():
        chosen = space.first[:-1] + space.find(levels)
        table[name] = {}
        for party, own in cells.items():
            row: dict[str, Any] = {issue: float(own[c]) for issue, c in zip(issues, chosen, strict=True)}
            table[name][party] = row | {"total": float(sum(row.values()))}
    return table


def _spelt(levels: Mapping[str, Level]) -> str:
    return ",".join(f"{issue}={level}" for issue, level in levels.items())
