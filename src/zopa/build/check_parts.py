"""Checks of the parts that a file names: parties, issues and levels that must exist, bounds that must hold."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter

from zopa.build.draws import reach
from zopa.build.mechanisms import columns_of
from zopa.build.names import ACCEPTANCE, MECHANISMS, MODELS, SPEECH, Named
from zopa.build.parts import bounds_of, meaning_of
from zopa.build.registry import named_strategies
from zopa.scenario.check_terms import check_worth
from zopa.scenario.problems import Problem
from zopa.scenario.quantity import Quantity
from zopa.scenario.read import Document
from zopa.scenario.sections import Finding, Sections, mapping, unknown
from zopa.scenario.shape import Path


def problems_of(document: Document) -> list[Problem]:
    """Everything that is wrong with the parts that a well-formed scenario names, each placed in its file."""
    sections = Sections(document.data)
    found = [
        finding
        for path, named, said in _parts(document.data)
        for finding in _part(path, named, said, sections, document.scenario.quantities)
    ]
    found += _columns(document)
    return [document.problem_at(one.path, one.message, one.hint, one.key) for one in found]


def _parts(data: dict[str, Any]) -> Iterator[tuple[Path, Named, dict[str, Any]]]:
    """Every part that the data name, with its path."""
    for name, said in mapping(data, "mechanisms").items():
        yield ("mechanisms", name), MECHANISMS[said["kind"]], said
    for party in mapping(data, "parties"):
        path: Path = ("parties", party, "strategy")
        said = mapping(data, "parties", party, "strategy")
        yield path, named_strategies()[said["kind"]], said
        for key, table in (("acceptance", ACCEPTANCE), ("model", MODELS)):
            if said.get(key):
                yield (*path, key), table[said[key]["kind"]], said[key]
        for number, speech in enumerate(said.get("says") or ()):
            yield (*path, "says", number), SPEECH[speech["kind"]], speech


def _part(
    path: Path, named: Named, said: dict[str, Any], sections: Sections, quantities: Mapping[str, Any]
) -> Iterator[Finding]:  # fmt: skip
    for field in dataclasses.fields(named.part):
        raw, at = said.get(field.name), (*path, field.name)
        if raw is None:
            continue
        yield from _alone(at, raw, said, named)
        meaning, limits = meaning_of(named.part, field.name), bounds_of(named.part, field.name)
        if meaning is not None:
            yield from _meant(meaning.kind, at, raw, sections)
            yield from _inside(meaning.kind, at, raw, sections, quantities)
        if meaning is not None and meaning.kind == "weights":
            yield from _weights(at, raw, said.get("pool", named.defaults.get("pool", ())), quantities)
        if limits and isinstance(raw, str) and raw in quantities:
            broken = limits.broken(*reach(quantities[raw]))
            if broken:
                low, high = reach(quantities[raw])
                message = f"'{raw}' {broken} here; it reaches from {low:g} to {high:g}"
                yield Finding(at, message, "use another quantity, or at_least and at_most")


def _inside(
    kind: str, at: Path, raw: Any, sections: Sections, quantities: Mapping[str, Any]
) -> Iterator[Finding]:  # fmt: skip
    """What is wrong with strategies inside another; they hold none themselves."""
    if kind == "strategy" and isinstance(raw, dict):
        yield from _part(at, named_strategies()[raw["kind"]], raw, sections, quantities)
    if kind == "strategies" and not raw:
        yield Finding(at, "no strategy is named: list at least one")
    for number, one in enumerate(raw if kind == "strategies" else ()):
        if isinstance(one, dict):
            yield from _part((*at, number), named_strategies()[one["kind"]], one, sections, quantities)


def _weights(at: Path, raw: Any, pool: Any, quantities: Mapping[str, Any]) -> Iterator[Finding]:
    """One weight for each strategy of the pool, none below 0, and one at least that is always above."""
    if len(raw) != len(pool):
        yield Finding(at, f"there are {len(raw)} weights for {len(pool)} strategies: give each its own")
    spans = [reach(_known(weight, quantities)) for weight in raw]
    for number, (low, _) in enumerate(spans):
        if low < 0.0:
            yield Finding((*at, number), f"a weight must be at least 0; this one reaches down to {low:g}")
    if spans and max(low for low, _ in spans) <= 0.0:
        yield Finding(at, "no weight is above 0 in all worlds")


def _known(raw: Any, quantities: Mapping[str, Any]) -> Any:
    """A quantity from plain data that have been found well formed."""
    return quantities[raw] if isinstance(raw, str) else _QUANTITY.validate_python(raw)


_QUANTITY: TypeAdapter[Any] = TypeAdapter(Quantity)

_TWO = {"about": "party", "against": "party", "cuts": "pays", "gives": "gets"}
"""Parameters that must name somebody or something else than another one does."""


def _alone(at: Path, raw: Any, said: dict[str, Any], named: Named) -> Iterator[Finding]:
    other = _TWO.get(str(at[-1]))
    if other is not None and meaning_of(named.part, str(at[-1])) is not None and said.get(other) == raw:
        yield Finding(at, f"'{raw}' stands for {other} already: name another")


def _meant(kind: str, at: Path, raw: Any, sections: Sections) -> Iterator[Finding]:
    if kind == "party" and raw not in sections.parties:
        yield unknown(at, "party", raw, sections.parties)
    if kind == "issue" and raw not in sections.issues:
        yield unknown(at, "issue", raw, sections.issues)
    if kind == "levels":
        if not raw or not all(mapping(raw).values()):
            yield Finding(at, "no level is named: list at least one for each issue")
        for issue, levels in mapping(raw).items():
            if issue not in sections.issues:
                yield unknown((*at, issue), "issue", issue, sections.issues, key=True)
                continue
            for number, level in enumerate(levels):
                yield from sections.level((*at, issue, number), issue, level)
    if kind == "worth":
        yield from check_worth(sections, at, raw)
    if kind == "factors":
        for unit in mapping(raw):
            cluster = sections.cluster_of.get(unit)
            if cluster:
                yield Finding((*at, unit), f"{unit} is part of the cluster {cluster}", f"write {cluster}", key=True)
            elif unit not in sections.units:
                yield unknown((*at, unit), "issue", unit, sections.units, key=True)


def _columns(document: Document) -> Iterator[Finding]:
    """Columns of mechanisms that would stand under a name that is taken."""
    taken = set(document.scenario.issues)
    taken |= {f"{what}_{party}" for what in ("payoff", "annual", "no_deal") for party in document.scenario.parties}
    for column in columns_of(document.scenario):
        if column in taken:
            name = next(name for name in document.scenario.mechanisms if column.startswith(f"{name}_"))
            message = f"the mechanism would add the column {column} to the results, which is taken"
            yield Finding(("mechanisms", name), message, "give it another name", key=True)
