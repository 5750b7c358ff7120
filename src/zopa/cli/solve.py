"""`zopa solve`: the efficient packages and the solutions, in words or as JSON."""

import json
from typing import Any

from zopa.build.load import load
from zopa.build.solve import solve
from zopa.scenario.read import Document

NAMES = {
    "nash": "Nash (1950): largest product of gains",
    "kalai_smorodinsky": "Kalai–Smorodinsky (1975): equal shares of what each could hope for",
    "egalitarian": "egalitarian (Kalai 1977): largest smallest gain",
    "utilitarian": "utilitarian: largest sum",
}


SHOWN = 3
"""Tied maximisers shown in words."""


def solve_command(config: str, overrides: tuple[str, ...], as_json: bool) -> None:
    """Print the solutions."""
    document = load(config, overrides)
    solved = solve(document)
    print(json.dumps(solved, ensure_ascii=False) if as_json else _text(document, solved))


def _text(document: Document, solved: dict[str, Any]) -> str:
    scenario = document.scenario
    unit = scenario.unit or "payoff"
    lines = [
        f"{scenario.title or scenario.name}, central values, {unit}",
        f"{solved['packages']:,} packages, {solved['allowed']:,} within the gates",
        f"{len(solved['pareto']):,} efficient points"
        + ("" if solved["exact"] else f" shown (thinned: nothing is missed by more than {solved['gap']:.4g})"),
        "no deal: " + _worth(scenario.parties, solved["disagreement"]),
    ]
    for key, name in NAMES.items():
        lines += ["", name]
        if not solved[key]:
            lines.append("  none: no package gives every party at least what no deal is worth")
        for number, point in enumerate(solved[key][:SHOWN]):
            lines.append(("  or " if number else "  ") + _worth(scenario.parties, point["utilities"]))
            lines += _levels(point["package"])
        if len(solved[key]) > SHOWN:
            lines.append(f"  and {len(solved[key]) - SHOWN:,} more that tie (all of them: --json)")
    return "\n".join(lines)


def _worth(parties: Any, utilities: dict[str, float]) -> str:
    return ", ".join(f"{parties[name].name or name} {worth:.2f}" for name, worth in utilities.items())


def _levels(package: dict[str, Any]) -> list[str]:
    """The package, a few issues to a line."""
    said = [f"{issue} {level}" for issue, level in package.items()]
    rows, row = [], ""
    for word in said:
        if len(row) + len(word) > 88:
            rows.append(row)
            row = ""
        row += (", " if row else "") + word
    return [f"    {text}" for text in [*rows, row]]
