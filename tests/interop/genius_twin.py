"""GENIUS's utility of a bid, read with another XML parser and added up value by value."""

import xml.etree.ElementTree as ET
from pathlib import Path


def genius_utility(profile: Path, bid: dict[int, str]) -> float:
    """The utility of a bid (index of each issue -> text of its value), the weights as written."""
    text = profile.read_text(encoding="utf-8").replace("café & oak", "café &amp; oak")
    objective = ET.fromstring(text).find("objective")  # noqa: S314 - a test's own file
    weights = {int(w.get("index")): float(w.get("value")) for w in objective.findall("weight")}
    total = 0.0
    for issue in objective.findall("issue"):
        index = int(issue.get("index"))
        if issue.get("type") == "integer":
            line = issue.find("evaluator")
            steps = int(bid[index]) - int(issue.get("lowerbound"))
            evaluation = float(line.get("offset")) + float(line.get("slope")) * steps
            evaluation = 0.0 if evaluation < 0.0 else min(evaluation, 1.0)
        else:
            said = {item.get("value"): float(item.get("evaluation")) for item in issue.findall("item")}
            largest = max(said.values())
            evaluation = 0.0 if largest < 0.00001 else said[bid[index]] / largest
        total += weights[index] * evaluation
    return total
