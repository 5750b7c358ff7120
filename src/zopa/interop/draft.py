"""Additive utilities of any format, and the scenario made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zopa.build.check_parts import problems_of
from zopa.build.strategies import scenario_model
from zopa.interop.names import TAKEN_ISSUES, TAKEN_PARTIES, names, slug
from zopa.scenario.base import Level
from zopa.scenario.check import check
from zopa.scenario.locate import site
from zopa.scenario.override import apply_overrides
from zopa.scenario.problems import ScenarioError
from zopa.scenario.read import Document
from zopa.scenario.source import Node, Place
from zopa.scenario.validate import validate
from zopa.scenario.yamltree import collection

ROUNDS = 100
"""Rounds until the talks end, where nobody says: the formats leave that to a session."""

STRATEGY = "linear"
"""How parties bid, where nobody says: the formats leave that to agents."""

ROUNDING = 1e-3
"""Weights may sum to this much more than 1: they are often written with few digits."""


@dataclass(frozen=True)
class Issue:
    """An issue as its file has it.

    Attributes:
        title: What the file calls it.
        place: Where it stands.
        levels: Its levels, in order, each with its place.
    """

    title: str
    place: Place
    levels: tuple[tuple[Level, Place], ...]


@dataclass(frozen=True)
class Worth:
    """What the levels of one issue are worth to a party: `weight × evaluation`.

    Attributes:
        weight: Weight of the issue.
        evaluations: For each level, in the issue's order, from 0 to 1.
        place: Where it stands.
    """

    weight: float
    evaluations: tuple[float, ...]
    place: Place


@dataclass(frozen=True)
class Side:
    """A party as its profile has it.

    Attributes:
        title: What people call it.
        place: Where its profile starts.
        worth: What each issue is worth, in the order of the issues.
        no_deal: What no deal is worth (the reservation value).
        discount: What a utility of 1 is worth at the deadline, from the start.
    """

    title: str
    place: Place
    worth: tuple[Worth, ...]
    no_deal: float = 0.0
    discount: float = 1.0


@dataclass(frozen=True)
class Draft:
    """Everything that files of another format say.

    Attributes:
        name: What the scenario is called; any text.
        title: What people read.
        format: The format, in words.
        files: The files, the domain first.
        issues: What is bargained over.
        sides: The parties, in turn order.
        notes: What was changed in reading, in sentences.
    """

    name: str
    title: str
    format: str
    files: tuple[Path, ...]
    issues: tuple[Issue, ...]
    sides: tuple[Side, ...]
    notes: list[str] = field(default_factory=list)


def normalised(worth: Sequence[Worth], title: str, notes: list[str]) -> tuple[Worth, ...]:
    """The weights as written, unless utilities would pass 1 by more than rounding: then divided by their sum.

    Args:
        worth: What each issue is worth to a party.
        title: The party, for the note.
        notes: Receives a sentence where the weights were divided.
    """
    best = sum(one.weight * max(one.evaluations, default=0.0) for one in worth)
    total = sum(one.weight for one in worth)
    if best <= 1.0 + ROUNDING:
        return tuple(worth)
    notes.append(f"The weights of {title} sum to {total:.6g} and were divided by it, as utilities end at 1.")
    return tuple(Worth(one.weight / total, one.evaluations, one.place) for one in worth)


def document_of(
    draft: Draft, rounds: int = ROUNDS, strategy: str = STRATEGY, overrides: Iterable[str] = ()
) -> Document:  # fmt: skip
    """The scenario of a draft, checked like any other; what is wrong is said at its place in the file it came from.

    Discounting: a utility u is worth u·d^t at time t, which runs from 0 in the first round to 1 in the last, so the
    factor per round is d^(1/(rounds−1)), and no deal is worth its reservation value times d, as in GENIUS. (GENIUS
    counts t = r/(rounds+1) in round r = 1, 2, …; the two agree as the rounds grow.)

    Args:
        draft: What the files say.
        rounds: Rounds until the talks end.
        strategy: Kind of strategy of all parties, without parameters.
        overrides: Texts `dotted.path=value`.

    Raises:
        ScenarioError: With every problem found.
    """
    overrides, model = tuple(overrides), scenario_model()
    root = apply_overrides(_tree(draft, rounds, strategy), overrides, model)
    scenario, problems = validate(root, model)
    crossing = check(root.plain(), model, whole=not problems)
    problems += [site(root, one.path, one.key).problem(one.message, one.hint) for one in crossing]
    if problems or scenario is None:
        raise ScenarioError(problems)
    text = draft.issues[0].place.source.text
    document = Document(scenario, root.plain(), draft.files[0], text, overrides, draft.files, root)
    if parts := problems_of(document):
        raise ScenarioError(parts)
    return document


def _tree(draft: Draft, rounds: int, strategy: str) -> Node:
    issues = names([issue.title for issue in draft.issues], "issue", TAKEN_ISSUES)
    parties = names([side.title for side in draft.sides], "party", TAKEN_PARTIES)
    top = draft.issues[0].place
    time: dict[str, Any] = {"kind": "lump", "rounds": rounds}
    if any(side.discount != 1.0 for side in draft.sides) and rounds > 1:
        pairs = zip(parties, draft.sides, strict=True)
        time["discount"] = {name: node(side.discount ** (1.0 / (rounds - 1)), side.place) for name, side in pairs}
    return node(
        {
            "schema_version": 1,
            "name": slug(draft.name, "scenario"),
            "title": draft.title,
            "about": " ".join([_about(draft), *draft.notes]),
            "unit": "utility",
            "issues": {name: _issue(issue) for name, issue in zip(issues, draft.issues, strict=True)},
            "parties": {
                name: _party(side, draft.issues, issues, strategy)
                for name, side in zip(parties, draft.sides, strict=True)
            },
            "information": "none",
            "protocol": {"kind": "alternating_offers"},
            "time": time,
        },
        top,
    )


def _about(draft: Draft) -> str:
    read = ", ".join(path.name for path in draft.files)
    return f"Read from {draft.format} ({read}). Utilities run from 0 to 1."


def _issue(issue: Issue) -> Node:
    levels = [Node(place, level) for level, place in issue.levels]
    return node({"title": issue.title, "levels": collection(issue.place, levels)}, issue.place)


def _party(side: Side, issues: Sequence[Issue], titled: Sequence[str], strategy: str) -> Node:
    payoffs = {
        name: node([_term(worth, issue)], worth.place)
        for name, issue, worth in zip(titled, issues, side.worth, strict=True)
    }
    said = {"name": side.title, "strategy": {"kind": strategy}, "payoffs": payoffs, "disagreement": side.no_deal}
    return node(said, side.place)


def _term(worth: Worth, issue: Issue) -> dict[str, Any]:
    if worth.weight == 0.0 or not any(worth.evaluations):
        return {"kind": "indifferent"}
    values = {level: number for (level, _), number in zip(issue.levels, worth.evaluations, strict=True)}
    return {"kind": "table", "factor": worth.weight, "values": values}


def node(value: Any, place: Place) -> Node:
    """Plain data as a tree all of whose nodes stand at one place; nodes inside keep theirs."""
    if isinstance(value, Node):
        return value
    if isinstance(value, dict):
        inner = {key: node(one, place) for key, one in value.items()}
        return collection(place, {key: (one.place, one) for key, one in inner.items()})
    if isinstance(value, list):
        return collection(place, [node(one, place) for one in value])
    return Node(place, value)
