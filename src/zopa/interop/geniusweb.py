"""GeniusWeb: JSON profiles of kind LinearAdditiveUtilitySpace in.

u = Σ w_i · e_i(value), the weights summing to 1 and the evaluations in 0..1 as they stand: nothing is divided by a
maximum, as it is in GENIUS. On an issue of words `discreteutils` holds an evaluation for each value; on an issue of
numbers (a `range` of low, high and step) `numberutils` draws a line from the lowest to the highest. No deal is worth
the utility of the `reservationBid`, where an issue left out counts 0, and 0 without one. There is no discounting. Each
profile holds the whole domain; a file with the domain alone may be among the files, and must agree.
"""

import math
import os
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from zopa.interop.draft import ROUNDING, ROUNDS, STRATEGY, Draft, Issue, Side, Worth, document_of
from zopa.interop.jsontree import Reader, read_json
from zopa.interop.levels import measured
from zopa.scenario.base import Level
from zopa.scenario.problems import Problem, ScenarioError, listed
from zopa.scenario.read import Document
from zopa.scenario.source import Node, Place

KIND = "LinearAdditiveUtilitySpace"
"""The kind of profile that is read."""

MOST_LEVELS = 10_000
"""An issue of numbers may have this many values."""


def read(
    files: Sequence[str | os.PathLike[str]],
    rounds: int = ROUNDS,
    strategy: str = STRATEGY,
    overrides: Iterable[str] = (),
) -> Document:  # fmt: skip
    """GeniusWeb profiles of two or more parties, as a scenario.

    Parties are named after their profiles' files, in the order given.

    Args:
        files: The profiles; a file with the domain alone may be among them.
        rounds: Rounds until the talks end.
        strategy: Kind of strategy of all parties.
        overrides: Texts `dotted.path=value`.

    Raises:
        ScenarioError: With every problem found, each with file, line and column.
    """
    return document_of(draft([Path(one) for one in files]), rounds, strategy, overrides)


def draft(files: Sequence[Path]) -> Draft:
    """What the files say, before it is made a scenario.

    Args:
        files: The profiles, and the domain if it stands alone.

    Raises:
        ScenarioError: With every problem found.
    """
    reader = Reader()
    spaces: list[tuple[Path, Node]] = []
    domains: list[tuple[Path, Node]] = []
    for path in files:
        try:
            root = read_json(path)
        except ScenarioError as error:
            reader.problems += error.problems
            continue
        entries = reader.mapping(root, "a profile")
        if KIND in entries:
            spaces.append((path, entries[KIND][1]))
            inner = reader.mapping(entries[KIND][1], "the profile").get("domain")
            domains += [(path, inner[1])] if inner else []
            if inner is None:
                reader.wrong(entries[KIND][1].place, "the profile has no 'domain'")
        elif "issuesValues" in entries:
            domains.append((path, root))
        elif entries:
            message = f"this is no {KIND}, but has {listed(entries)}"
            reader.wrong(root.place, message, "only linear additive profiles are read")
    if not spaces and not reader.problems:
        reader.problems.append(Problem(str(files[-1]), 1, 1, f"no {KIND} among the files"))
    if reader.problems:
        raise ScenarioError(reader.problems)
    domain = _Domain(reader, domains[0][1])
    for _, other in domains[1:]:
        if not reader.problems and not domain.same(other):
            reader.wrong(other.place, f"the domain differs from the one in {domains[0][0].name}")
    sides = [_side(reader, domain, path, space) for path, space in spaces if not reader.problems]
    if reader.problems:
        raise ScenarioError(reader.problems)
    ordered = tuple(dict.fromkeys(files))
    return Draft(domain.name, domain.name, "GeniusWeb", ordered, tuple(domain.issues.values()), tuple(sides))


class _Domain:
    def __init__(self, reader: Reader, node: Node) -> None:
        self.reader = reader
        name = reader.mapping(node, "the domain").get("name")
        self.name = str(name[1].value) if name else "domain"
        self.issues: dict[str, Issue] = {}
        for title, (place, values) in reader.inside(node, "issuesValues", "the domain").items():
            self.issues[title] = Issue(title, place, tuple(self.levels(title, values)))
        if not self.issues and not reader.problems:
            reader.wrong(node.place, "the domain has no issue")

    def same(self, node: Node) -> bool:
        """Whether another domain has the same issues and values, in any order of issues."""
        other = _Domain(self.reader, node)
        levels = {title: {level for level, _ in issue.levels} for title, issue in other.issues.items()}
        return levels == {title: {level for level, _ in issue.levels} for title, issue in self.issues.items()}

    def levels(self, title: str, node: Node) -> list[tuple[Level, Place]]:
        entries = self.reader.mapping(node, f"the issue '{title}'")
        if "range" in entries:
            return self.numbers(title, entries["range"][1])
        values = entries["values"][1] if "values" in entries else node
        if not isinstance(values.value, list) or not values.value:
            self.reader.wrong(node.place, f"the issue '{title}' needs 'values' (a list) or a 'range'")
            return []
        levels = measured([str(one.value) for one in values.value])
        return list(zip(levels, (one.place for one in values.value), strict=True))

    def numbers(self, title: str, node: Node) -> list[tuple[Level, Place]]:
        entries = self.reader.mapping(node, "range")
        said = {}
        for key in ("low", "high", "step"):
            number = self.reader.number(entries[key][1], key) if key in entries else None
            if key not in entries:
                self.reader.wrong(node.place, f"the range of '{title}' has no '{key}'")
            if number is not None:
                said[key] = Decimal(repr(number))
        if len(said) < 3:
            return []
        low, high, step = said["low"], said["high"], said["step"]
        if step <= 0 or high < low:
            self.reader.wrong(node.place, f"the range of '{title}' must rise, with a step above 0")
            return []
        count = math.floor((high - low) / step) + 1
        if count > MOST_LEVELS:
            self.reader.wrong(node.place, f"the issue '{title}' has more than {MOST_LEVELS:,} values")
            return []
        every = [low + step * i for i in range(count)]
        whole = all(number == number.to_integral_value() for number in every)
        return [(int(number) if whole else float(number), node.place) for number in every]


def _side(reader: Reader, domain: _Domain, path: Path, space: Node) -> Side:
    weights = reader.inside(space, "issueWeights", "the profile")
    utilities = reader.inside(space, "issueUtilities", "the profile")
    worth = []
    for title, issue in domain.issues.items():
        for entries, key in ((weights, "issueWeights"), (utilities, "issueUtilities")):
            if title not in entries and entries:
                reader.wrong(
                    space.place, f"{key} says nothing on '{title}'", "every issue of the domain needs an entry"
                )
        if title in weights and title in utilities:
            weight = reader.number(weights[title][1], "a weight", 0.0, 1.0)
            evaluations = _evaluations(reader, issue, utilities[title][1])
            worth.append(Worth(weight or 0.0, evaluations, utilities[title][0]))
    for entries, key in ((weights, "issueWeights"), (utilities, "issueUtilities")):
        for title in entries.keys() - domain.issues.keys():
            reader.wrong(entries[title][0], f"{key} names '{title}', which is no issue of the domain")
    total = sum(one.weight for one in worth)
    if not reader.problems and abs(total - 1.0) > ROUNDING:
        place = reader.mapping(space, "the profile")["issueWeights"][0]
        reader.wrong(place, f"the weights must sum to 1, not {total:.6g}")
    return Side(path.stem, space.place, tuple(worth), _no_deal(reader, domain, space, worth))


def _evaluations(reader: Reader, issue: Issue, node: Node) -> tuple[float, ...]:
    entries = reader.mapping(node, f"the utilities of '{issue.title}'")
    if "discreteutils" in entries:
        given = reader.inside(entries["discreteutils"][1], "valueUtilities", "discreteutils")
        levels = {str(level) for level, _ in issue.levels}
        missing = [str(level) for level, _ in issue.levels if str(level) not in given]
        if missing and given:
            reader.wrong(node.place, f"the issue '{issue.title}' has no utility of {listed(missing)}")
        for name in given.keys() - levels:
            reader.wrong(given[name][0], f"'{name}' is no value of the issue '{issue.title}'")
        said = {name: reader.number(one, "a utility", 0.0, 1.0) or 0.0 for name, (_, one) in given.items()}
        return tuple(said.get(str(level), 0.0) for level, _ in issue.levels)
    if "numberutils" in entries:
        return _line(reader, issue, entries["numberutils"][1])
    reader.wrong(node.place, f"the issue '{issue.title}' needs discreteutils or numberutils")
    return ()


def _line(reader: Reader, issue: Issue, node: Node) -> tuple[float, ...]:
    entries = reader.mapping(node, "numberutils")
    said = {}
    for key in ("lowValue", "lowUtility", "highValue", "highUtility"):
        bounds = (0.0, 1.0) if key.endswith("Utility") else (None, None)
        number = reader.number(entries[key][1], key, *bounds) if key in entries else None
        if key not in entries:
            reader.wrong(node.place, f"numberutils has no '{key}'")
        if number is not None:
            said[key] = number
    if len(said) < 4:
        return ()
    if said["highValue"] <= said["lowValue"]:
        reader.wrong(node.place, "highValue must be above lowValue")
        return ()
    if any(isinstance(level, str) for level, _ in issue.levels):
        reader.wrong(node.place, f"the issue '{issue.title}' has values in words: it needs discreteutils")
        return ()
    low, rise = said["lowUtility"], said["highUtility"] - said["lowUtility"]
    reach = said["highValue"] - said["lowValue"]
    inside = [said["lowValue"] <= float(level) <= said["highValue"] for level, _ in issue.levels]
    line = [low + rise * (float(level) - said["lowValue"]) / reach for level, _ in issue.levels]
    return tuple(number if within else 0.0 for number, within in zip(line, inside, strict=True))


def _no_deal(reader: Reader, domain: _Domain, space: Node, worth: Sequence[Worth]) -> float:
    """The utility of the reservation bid."""
    bid = reader.mapping(space, "the profile").get("reservationBid")
    if bid is None or bid[1].value is None or reader.problems:
        return 0.0
    total = 0.0
    chosen = reader.inside(bid[1], "issuevalues", "reservationBid")
    for title in chosen.keys() - domain.issues.keys():
        reader.wrong(chosen[title][0], f"reservationBid names '{title}', which is no issue of the domain")
    for (title, issue), one in zip(domain.issues.items(), worth, strict=True):
        if title not in chosen:
            continue
        levels = [str(level) for level, _ in issue.levels]
        value = chosen[title][1].value
        if str(value) in levels:
            total += one.weight * one.evaluations[levels.index(str(value))]
        elif isinstance(value, int | float) and value in [level for level, _ in issue.levels]:
            total += one.weight * one.evaluations[[level for level, _ in issue.levels].index(value)]
        else:
            reader.wrong(chosen[title][1].place, f"'{value}' is no value of the issue '{title}'")
    return total
