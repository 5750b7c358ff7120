"""NegoLog: JSON profiles in (a weight and evaluations from 0 to 1 for each issue, and a reservation value).

Doğru, Keskin & Aydoğan (2024), "NegoLog: an integrated Python-based automated negotiation framework", IJCAI. A folder
holds one file for each party; u = Σ w_i · e_i(value) with nothing divided by a maximum, as in GeniusWeb.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from zopa.interop.draft import ROUNDS, STRATEGY, Draft, Issue, Side, Worth, document_of
from zopa.interop.jsontree import Reader, read_json
from zopa.interop.levels import measured
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read import Document
from zopa.scenario.source import Node


def read(
    files: Sequence[str | os.PathLike[str]],
    rounds: int = ROUNDS,
    strategy: str = STRATEGY,
    overrides: Iterable[str] = (),
) -> Document:  # fmt: skip
    """NegoLog profiles of two or more parties, as a scenario.

    Args:
        files: The profiles; parties are named after them, the scenario after their folder.
        rounds: Rounds until the talks end.
        strategy: Kind of strategy of all parties.
        overrides: Texts `dotted.path=value`.

    Raises:
        ScenarioError: With every problem found.
    """
    return document_of(draft([Path(one) for one in files]), rounds, strategy, overrides)


def is_profile(root: Node) -> bool:
    """Whether a JSON file looks like a profile of NegoLog."""
    return isinstance(root.value, dict) and {"issueWeights", "issues"} <= root.value.keys()


def draft(files: Sequence[Path]) -> Draft:
    """What the files say, before it is made a scenario.

    Raises:
        ScenarioError: With every problem found.
    """
    reader = Reader()
    roots = [read_json(path) for path in files]
    issues = [
        Issue(title, place, tuple(zip(measured(list(values)), (at for at, _ in values.values()), strict=True)))
        for title, (place, node) in reader.inside(roots[0], "issues", "the profile").items()
        for values in [reader.mapping(node, f"the issue '{title}'")]
    ]
    sides = [_side(reader, issues, path, root) for path, root in zip(files, roots, strict=True)]
    if reader.problems:
        raise ScenarioError(reader.problems)
    name = files[0].resolve().parent.name
    return Draft(name, name, "NegoLog", tuple(files), tuple(issues), tuple(sides))


def _side(reader: Reader, issues: Sequence[Issue], path: Path, root: Node) -> Side:
    weights = reader.inside(root, "issueWeights", "the profile")
    utilities = reader.inside(root, "issues", "the profile")
    if [issue.title for issue in issues] != list(utilities):
        reader.wrong(root.place, "the issues differ from those of the first profile")
    worth = []
    for issue in issues:
        if issue.title not in weights or issue.title not in utilities:
            reader.wrong(root.place, f"the profile says nothing on '{issue.title}'")
            continue
        place, node = utilities[issue.title]
        given = reader.mapping(node, f"the issue '{issue.title}'")
        if set(given) != {str(level) for level, _ in issue.levels}:
            reader.wrong(place, f"the values of '{issue.title}' differ from those of the first profile")
            continue
        weight = reader.number(weights[issue.title][1], "a weight", 0.0)
        evaluations = [reader.number(given[str(level)][1], "an evaluation", 0.0, 1.0) for level, _ in issue.levels]
        worth.append(Worth(weight or 0.0, tuple(one or 0.0 for one in evaluations), place))
    entries = reader.mapping(root, "the profile")
    least = reader.number(entries["reservationValue"][1], "reservationValue") if "reservationValue" in entries else 0.0
    return Side(path.stem, root.place, tuple(worth), least or 0.0)
