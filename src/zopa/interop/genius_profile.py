"""A GENIUS profile: what the issues of a domain are worth to one party."""

from dataclasses import dataclass
from pathlib import Path

from zopa.interop.draft import Side, Worth, normalised
from zopa.interop.genius_domain import Domain
from zopa.interop.genius_xml import DOMAIN, PROFILE, Findings, everything_in, issues_in, title_of, type_of
from zopa.interop.xmltree import Element, read_xml
from zopa.scenario.problems import ScenarioError, listed

NO_EVALUATION = 0.00001
"""Where the largest evaluation of an issue is below this, all count 0."""

_NOT_ADDITIVE = {"utility", "ufun", "rules", "constraints"}


def read_profile(path: Path, domain: Domain, findings: Findings, notes: list[str]) -> Side:
    """Read a profile.

    Args:
        path: Its file; the party is named after it.
        domain: The domain.
        findings: Receives what is wrong.
        notes: Receives a sentence where weights were divided.

    Raises:
        ScenarioError: The file is no linear additive profile.
    """
    root = read_xml(path)
    if root.tag != PROFILE:
        hint = "the domain stands first, and once" if root.tag == DOMAIN else None
        raise ScenarioError([root.place.problem(f"this is no GENIUS profile: <{root.tag}>, not <{PROFILE}>", hint)])
    other = next((one for one in everything_in(root) if one.tag in _NOT_ADDITIVE), None)
    if other is not None:
        message = f"the profile is not a sum over issues: it has a <{other.tag}>"
        raise ScenarioError([other.place.problem(message, "only linear additive profiles are read")])
    profile, found = _Profile(domain, findings), dict[int, Worth]()
    for element, weights in issues_in(root):
        index = findings.index(element)
        if index in domain.issues and index not in found:
            found[index] = profile.worth(index, element, weights)
    missing = [issue.title for index, issue in domain.issues.items() if index not in found]
    every = tuple(found[index] for index in domain.issues if index in found)
    if missing:
        hint = "issues are matched by index: is it another domain's?"
        findings.wrong(root.place, f"the profile says nothing on {listed(missing)}", hint)
    elif not any(worth.weight for worth in every):
        findings.wrong(root.place, "every weight is 0: the party would not care what is agreed")
    return Side(
        path.stem, root.place, normalised(every, path.stem, notes), profile.alone(root, "reservation", 0.0),
        profile.alone(root, "discount_factor", 1.0) or 1.0,
    )  # fmt: skip


@dataclass
class _Profile:
    domain: Domain
    findings: Findings

    def alone(self, root: Element, tag: str, otherwise: float) -> float:
        """The value of a reservation or a discount factor, wherever it stands."""
        element = next((one for one in everything_in(root) if one.tag == tag), None)
        if element is None or element.get("value") is None:
            return otherwise
        number = self.findings.number(element, "value")
        if number is not None and tag == "discount_factor" and not 0.0 <= number <= 1.0:
            message = f"a discount factor lies between 0 and 1, not {number:g}"
            self.findings.wrong(element.at("value"), message, "GENIUS does as if it were 1")
        return otherwise if number is None else number

    def worth(self, index: int, element: Element, weights: dict[int, Element]) -> Worth:
        weight = self.findings.number(weights[index], "value") if index in weights else None
        if index not in weights:
            message = f"there is no <weight> for the issue '{title_of(element)}' (index {index})"
            self.findings.wrong(element.at("index"), message)
        if weight is not None and weight < 0.0:
            self.findings.wrong(weights[index].at("value"), f"a weight is 0 or more, not {weight:g}")
        kind, items = type_of(self.domain.elements[index]), list(element.all("item"))
        if kind == "discrete" or (kind == "integer" and items):
            return Worth(weight or 0.0, self.listed(index, element, items), element.place)
        return Worth(weight or 0.0, self.linear(index, element, kind == "integer"), element.place)

    def listed(self, index: int, element: Element, items: list[Element]) -> tuple[float, ...]:
        """Evaluations given value by value, divided by the largest."""
        said: dict[str, float] = {}
        for item in items:
            if item.get("evaluation") is None:
                continue
            number = self.findings.number(item, "evaluation") or 0.0
            if number < 0.0:
                self.findings.wrong(item.at("evaluation"), f"an evaluation is 0 or more, not {number:g}")
            said[item.attributes.get("value", "")] = number
        levels = [str(level) for level, _ in self.domain.issues[index].levels]
        missing = [level for level in levels if level not in said]
        if missing:
            message = f"the issue '{self.domain.issues[index].title}' has no evaluation of {listed(missing)}"
            self.findings.wrong(element.at("name"), message, "every value of the domain needs one")
        largest = max(said.values(), default=0.0)
        return tuple(said.get(level, 0.0) / largest if largest >= NO_EVALUATION else 0.0 for level in levels)

    def linear(self, index: int, element: Element, whole: bool) -> tuple[float, ...]:
        """Evaluations by a line, cut to 0..1; on an integer issue it starts at the lower bound."""
        evaluator, title = next(element.all("evaluator"), None), self.domain.issues[index].title
        if evaluator is None:
            self.findings.wrong(element.at("name"), f"the issue '{title}' has no <evaluator>")
            return ()
        kind = evaluator.attributes.get("ftype", "linear").lower()
        if kind not in ("linear", "constant"):
            message = f"the issue '{title}' has an evaluator of type '{kind}'"
            self.findings.wrong(evaluator.at("ftype"), message, "types: linear, constant")
            return ()
        # files from before GENIUS 6 have numbered parameters, and a line that starts at 0
        newer = whole and evaluator.get("slope") is not None
        offset = self.findings.number(evaluator, "offset" if newer else "parameter0")
        slope = 0.0
        if kind == "linear":
            slope = self.findings.number(evaluator, "slope" if newer else "parameter1") or 0.0
        bounds = self.findings.bounds(element, self.domain.elements[index]) if newer else (0.0, 0.0)
        if offset is None or bounds is None:
            return ()
        levels = [float(level) - bounds[0] for level, _ in self.domain.issues[index].levels]
        return tuple(min(1.0, max(0.0, slope * level + offset)) for level in levels)
