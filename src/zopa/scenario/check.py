"""What crosses the sections of a scenario: names that must exist, levels on lists, nothing left out."""

import math
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from zopa.scenario.base import Level
from zopa.scenario.check_terms import check_payoffs
from zopa.scenario.check_time import check_protocol, check_time
from zopa.scenario.model import Scenario
from zopa.scenario.problems import listed
from zopa.scenario.sections import Finding, Sections, entries, mapping, unknown
from zopa.scenario.shape import Path, is_quantity, walk

MOST_CELLS = 4096
"""A cluster may have this many combinations of levels; more would be enumerated too slowly."""

_COLUMNS = {"total", "world", "agreed", "ended", "round", "exchange", "date", "proposer", "offers"}
"""Columns of a table of results; an issue has a column of its own."""

_COLUMNS_OF_PARTIES = ("payoff_", "annual_", "no_deal_")
_NOT_A_PARTY = {"total"}
_BETWEEN = {
    "belief": (0, 1),
    "execution": (0, 1),
    "pass_through": (0, None),
    "rent_share": (0, 1),
    "discount": (0, 1),
}
_POSITIVE = {"scale", "horizon"}


def check(data: Any, model: Any, whole: bool = True, most: int = 500) -> list[Finding]:
    """Check plain data across its sections; parts that are not well formed are passed over.

    Args:
        data: Plain data of the whole scenario (mappings, lists, scalars).
        model: The pydantic class of the scenario; it says where quantities stand.
        whole: Whether the data fit the model; if not, what seems unused may be used in a part not understood.
        most: Stop after this many findings.
    """
    if not isinstance(data, dict):
        return []
    sections = Sections(data)
    checks = chain(
        _issues(sections),
        _clusters(sections),
        _quantities(sections, model, whole),
        _correlations(sections),
        _parties(sections),
        check_payoffs(sections),
        check_protocol(sections),
        check_time(sections),
        _packages(sections),
    )
    return list(islice(checks, most))


def _issues(sections: Sections) -> Iterator[Finding]:
    for name, levels in sections.issues.items():
        if name in _COLUMNS or name.startswith(_COLUMNS_OF_PARTIES):
            yield Finding(("issues", name), f"an issue cannot be called {name}: results use the word", key=True)
        seen: set[Level] = set()
        for number, level in enumerate(levels or ()):
            if level in seen:
                yield Finding(("issues", name, "levels", number), f"level {level} stands twice")
            seen.add(level)


def _clusters(sections: Sections) -> Iterator[Finding]:
    held: dict[str, str] = {}
    for name, issues in mapping(sections.data, "clusters").items():
        if name in sections.issues or name == "total":
            yield Finding(("clusters", name), f"a cluster cannot be called {name}: that is taken", key=True)
        for number, issue in enumerate(issues if isinstance(issues, list) else ()):
            path: Path = ("clusters", name, number)
            if not isinstance(issue, str):
                continue
            if issue not in sections.issues:
                yield unknown(path, "issue", issue, sections.issues)
            elif issue in held:
                yield Finding(path, f"{issue} is already in the cluster {held[issue]}")
            held.setdefault(issue, str(name))
        sizes = [len(sections.issues[one] or ()) for one in dict.fromkeys(sections.clusters.get(name, []))]
        if math.prod(sizes) > MOST_CELLS:
            product = " x ".join(map(str, sizes))
            message = f"the cluster has {product} = {math.prod(sizes):,} combinations; at most {MOST_CELLS:,}"
            yield Finding(("clusters", name), message, "fewer levels, or fewer issues in it")


def _quantities(sections: Sections, model: Any, whole: bool) -> Iterator[Finding]:
    quantities = mapping(sections.data, "quantities")
    used: set[str] = set()
    for path, annotation, raw in walk(model, sections.data):
        if not is_quantity(annotation):
            continue
        if isinstance(raw, str):
            used.add(raw)
            if raw not in quantities:
                yield unknown(path, "quantity", raw, quantities)
                continue
        yield from _bounded(path, quantities.get(raw) if isinstance(raw, str) else raw)
    # a name spelled wrongly above is reported there; the quantity that it meant is not unused
    for name in quantities if whole and used <= quantities.keys() else ():
        if name not in used:
            yield Finding(("quantities", name), f"nothing uses the quantity '{name}'", key=True)


def _bounded(path: Path, raw: Any) -> Iterator[Finding]:
    """Quantities that make no sense outside some bounds, wherever their whole range is known."""
    inside = path[-2] if len(path) > 1 else ""
    # keys of these mappings are levels and parties, whatever they are called
    name = "" if inside in ("values", "factors") else str(inside if inside == "discount" else path[-1])
    ends = [raw.get(key) for key in ("low", "value", "central", "high")] if isinstance(raw, dict) else [raw]
    numbers = [end for end in ends if isinstance(end, int | float) and not isinstance(end, bool)]
    low, high = _BETWEEN.get(name, (None, None))
    if name in _POSITIVE and any(number <= 0 for number in numbers):
        yield Finding(path, f"{name} must be greater than 0")
    if low is not None and any(number < low for number in numbers):
        yield Finding(path, f"{name} must be at least {low}")
    if high is not None and any(number > high for number in numbers):
        yield Finding(path, f"{name} must be at most {high}")


def _correlations(sections: Sections) -> Iterator[Finding]:
    quantities = mapping(sections.data, "quantities")
    seen: set[frozenset[str]] = set()
    for number, entry in entries(sections.data.get("correlate")):
        names = entry.get("between")
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            continue
        for place, name in enumerate(names):
            path: Path = ("correlate", number, "between", place)
            if name not in quantities:
                yield unknown(path, "quantity", name, quantities)
            elif "value" in mapping(quantities, name):
                yield Finding(path, f"'{name}' is one number, without a range to correlate")
        if len(set(names)) == 1 or frozenset(names) in seen:
            what = "a quantity with itself" if len(set(names)) == 1 else "the same two again"
            yield Finding(("correlate", number, "between"), f"this correlates {what}")
        seen.add(frozenset(names))


def _parties(sections: Sections) -> Iterator[Finding]:
    for name in sections.parties:
        if name in _NOT_A_PARTY:
            yield Finding(("parties", name), f"a party cannot be called {name}: results use the word", key=True)


def _packages(sections: Sections) -> Iterator[Finding]:
    packages = mapping(sections.data, "packages")
    for name, package in packages.items():
        yield from _package(sections, packages, name, package)
    disagreement = sections.data.get("disagreement")
    if isinstance(disagreement, str) and disagreement not in packages:
        yield unknown(("disagreement",), "package", disagreement, packages)


def _package(sections: Sections, packages: dict[Any, Any], name: Any, package: Any) -> Iterator[Finding]:
    path: Path = ("packages", name)
    yield from sections.levels((*path, "levels"), mapping(package, "levels"))
    base = mapping(package).get("base")
    if isinstance(base, str) and base not in packages:
        yield unknown((*path, "base"), "package", base, packages)
        return
    chained, levels = _base_chain(packages, name)
    if chained is not None:
        yield Finding((*path, "base"), f"packages start from each other in a circle: {' -> '.join(chained)}")
        return
    lacking = [issue for issue in sections.issues if issue not in levels]
    if lacking and isinstance(mapping(package).get("levels"), dict):
        yield Finding(path, f"the package has no level for {listed(lacking)}", "name a base, or add them", key=True)


def _base_chain(packages: dict[Any, Any], name: Any) -> tuple[list[str] | None, dict[Any, Any]]:
    """The circle of bases that a package is part of, or None; and its levels with those of its bases."""
    walked: list[Any] = []
    levels: dict[Any, Any] = {}
    while isinstance(name, str) and name in packages:
        if name in walked:
            return ([*walked, name] if name == walked[0] else None), levels
        walked.append(name)
        levels = {**mapping(packages[name], "levels"), **levels}
        name = mapping(packages[name]).get("base")
    return None, levels


def resolve_package(scenario: Scenario[Any, Any], name: str) -> dict[str, Level]:
    """All levels of a named package, those of its base included.

    Args:
        scenario: A scenario that has been read.
        name: Name of one of its packages.

    Returns:
        Issue -> level as the issue lists it, in the order of the scenario's issues.

    Raises:
        KeyError: The scenario has no such package.
    """
    levels: dict[str, Level] = {}
    at: str | None = name
    while at is not None:
        package = scenario.packages[at]
        levels = {**package.levels, **levels}
        at = package.base
    return {
        issue: next(level for level in scenario.issues[issue].levels if level == levels[issue])
        for issue in scenario.issues
    }
