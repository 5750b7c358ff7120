"""A GENIUS domain: issues and their values."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from zopa.interop.draft import Issue
from zopa.interop.genius_xml import DOMAIN, PROFILE, Findings, issues_in, title_of, type_of
from zopa.interop.levels import evenly, measured
from zopa.interop.xmltree import Element, read_xml
from zopa.scenario.base import Level
from zopa.scenario.problems import ScenarioError
from zopa.scenario.source import Place

MOST_LEVELS = 10_000
"""An integer issue may have this many values."""


@dataclass(frozen=True)
class Domain:
    """A domain that has been read.

    Attributes:
        path: Its file.
        title: What it calls itself.
        issues: The issues by index, in GENIUS's order.
        elements: The elements that they were read from.
        notes: What was changed in reading, in sentences.
    """

    path: Path
    title: str
    issues: dict[int, Issue] = field(default_factory=dict)
    elements: dict[int, Element] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name, without the word domain at its end."""
        stem = self.path.stem
        for ending in ("_domain", "-domain", "_template", "-template"):
            if stem.lower().endswith(ending) and len(stem) > len(ending):
                return stem[: -len(ending)]
        return stem


def read_domain(path: Path, steps: int | None, findings: Findings) -> Domain:
    """Read a domain.

    Args:
        path: Its file.
        steps: Levels that a real issue is cut into; where left out, a real issue is a problem.
        findings: Receives what is wrong.

    Raises:
        ScenarioError: The file is no domain.
    """
    root = read_xml(path)
    spaces = list(root.all(PROFILE))
    if root.tag != DOMAIN or not spaces:
        hint = "give the domain first, then the profiles" if root.tag == PROFILE else None
        raise ScenarioError([root.place.problem(f"this is no GENIUS domain: no <{DOMAIN}> with a <{PROFILE}>", hint)])
    space = next(spaces[0].all("objective"), spaces[0])
    title = (space.get("name") or "").strip()
    domain = Domain(path, title if title.lower() not in ("", "root") else path.stem)
    for element, _ in issues_in(space):
        index = findings.index(element)
        if index is None:
            continue
        if index in domain.issues:
            findings.wrong(element.at("index"), f"the index {index} stands twice", "number the issues afresh")
            continue
        domain.elements[index] = element
        levels = tuple(_once(title_of(element), _levels(element, steps, findings), domain.notes))
        domain.issues[index] = Issue(title_of(element), element.at("name"), levels)
    if not domain.issues and not findings.problems:
        raise ScenarioError([space.place.problem("the domain has no issue")])
    return domain


def _once(
    title: str, levels: Iterator[tuple[Level, Place]], notes: list[str]
) -> Iterator[tuple[Level, Place]]:  # fmt: skip
    """Each level once: bids that differ only by which of two equal values they name are one package."""
    seen: set[Level] = set()
    for level, place in levels:
        if level in seen:
            notes.append(f"The value {level} of {title} stood twice and is one level here.")
            continue
        seen.add(level)
        yield level, place


def _levels(issue: Element, steps: int | None, findings: Findings) -> Iterator[tuple[Level, Place]]:
    kind, title, place = type_of(issue), title_of(issue), issue.at("name")
    if kind == "discrete":
        items = list(issue.all("item"))
        for item in items:
            if "value" not in item.attributes:
                findings.wrong(item.place, "an <item> needs a value")
        if not items:
            findings.wrong(place, f"the issue '{title}' has no values")
        levels = measured([item.attributes.get("value", "") for item in items])
        yield from zip(levels, (item.at("value") for item in items), strict=True)
        return
    if kind not in ("integer", "real"):
        findings.wrong(issue.at("type"), f"the issue '{title}' is of type '{kind}'", "types: discrete, integer, real")
        return
    bounds = findings.bounds(issue)
    if bounds is None:
        return
    low, high = bounds
    if kind == "integer" and high - low >= MOST_LEVELS:
        message = f"the issue '{title}' has more than {MOST_LEVELS:,} values"
        findings.wrong(issue.at("upperbound"), message, "make it a discrete issue with fewer")
    elif kind == "integer":
        yield from ((level, place) for level in range(math.ceil(low), math.floor(high) + 1))
    elif steps is None:
        message = f"the issue '{title}' takes any number from {low:g} to {high:g}, and zopa bargains over levels"
        findings.wrong(issue.at("type"), message, "say into how many levels to cut it (steps; GENIUS counts 21)")
    else:
        yield from ((level, place) for level in evenly(low, high, steps))
