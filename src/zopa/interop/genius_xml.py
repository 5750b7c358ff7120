"""What the XML of GENIUS is made of: issues with their weights, types, indices, numbers and bounds."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from zopa.interop.xmltree import Element
from zopa.scenario.problems import Problem
from zopa.scenario.source import Place

DOMAIN, PROFILE = "negotiation_template", "utility_space"
"""Root elements of the two kinds of files."""


def issues_in(element: Element) -> Iterator[tuple[Element, dict[int, Element]]]:
    """Issues with the weights beside them, by index; nested objectives come first, as GENIUS walks them."""
    stack = [(element, True)]
    while stack:
        level, deeper = stack.pop()
        inner = list(level.all("objective", "utility_space")) if deeper else []
        if inner:
            stack += [(level, False), *((one, True) for one in reversed(inner))]
            continue
        indexed = ((whole(weight.get("index")), weight) for weight in level.all("weight"))
        weights = {index: weight for index, weight in indexed if index is not None}
        yield from ((issue, weights) for issue in level.all("issue"))


def everything_in(element: Element) -> Iterator[Element]:
    """An element and all inside it, in the order of the file."""
    stack = [element]
    while stack:
        one = stack.pop()
        yield one
        stack += reversed(one.children)


def whole(text: str | None) -> int | None:
    """An index: a whole number from 0, or None."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def type_of(issue: Element) -> str:
    """`discrete` (also where nothing is said), `integer`, `real`, or what else is written."""
    return (issue.get("type") or "discrete").strip().lower()


def title_of(issue: Element) -> str:
    """What the file calls an issue."""
    return issue.attributes.get("name") or f"issue {issue.attributes.get('index', '')}".strip()


@dataclass
class Findings:
    """Reading with problems collected on the way.

    Attributes:
        problems: What was found wrong so far.
    """

    problems: list[Problem] = field(default_factory=list)

    def wrong(self, place: Place, message: str, hint: str | None = None) -> None:
        """Add a problem."""
        self.problems.append(place.problem(message, hint))

    def number(self, element: Element, attribute: str) -> float | None:
        """The number in an attribute; None, and a problem, where there is none."""
        text = element.get(attribute)
        try:
            number = float(text or "")
        except ValueError:
            number = math.nan
        if math.isfinite(number):
            return number
        what = "is missing" if text is None else f"is no number: '{text}'"
        self.wrong(element.at(attribute), f"{attribute} of <{element.tag}> {what}")
        return None

    def index(self, issue: Element) -> int | None:
        """The index of an issue; None, and a problem, where there is none."""
        index = whole(issue.get("index"))
        if index is None:
            self.wrong(issue.at("index"), f"the issue '{title_of(issue)}' needs an index, a whole number")
        return index

    def bounds(self, *issues: Element) -> tuple[float, float] | None:
        """Lower and upper bound of an issue, as attributes or in a `range`: of the first element that has them."""
        for holder in [inner for one in issues for inner in (one, *one.all("range"))]:
            if holder.get("lowerbound") is not None:
                low, high = self.number(holder, "lowerbound"), self.number(holder, "upperbound")
                if low is None or high is None:
                    return None
                if high < low:
                    self.wrong(holder.at("upperbound"), "the upper bound lies below the lower bound")
                    return None
                return low, high
        self.wrong(issues[0].place, f"the issue '{title_of(issues[0])}' needs a lowerbound and an upperbound")
        return None
