"""GENIUS: a scenario out, as one XML domain and one linear additive profile for each party.

Central values are written. The weight of an issue is the most that it can add to the utility, and evaluations are
shares of that, so GENIUS's utility is the scenario's payoff moved and stretched to 0..1 (`additive` says how), or the
payoff itself where it is a utility already. Gates become values that are not on offer. `read` gives the same packages
and utilities back; rounds, strategies and the unit are not GENIUS's to say.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from zopa.interop.additive import Additive, Utility, additive
from zopa.interop.names import TAKEN_ISSUES, TAKEN_PARTIES, names
from zopa.scenario.base import Level
from zopa.scenario.read import Document


def write(document: Document, folder: Path) -> list[Path]:
    """Write `NAME-domain.xml` and a profile for each party into a folder.

    Args:
        document: The scenario.
        folder: The folder; made if missing.

    Returns:
        The files, the domain first.

    Raises:
        ScenarioError: The scenario says what GENIUS cannot say; with every such place.
        ValueError: A file is there already.
    """
    said = additive(document, "GENIUS")
    texts = {folder / f"{said.name}-domain.xml": domain_xml(said)}
    stems = _stems([utility.title for utility in said.parties.values()], list(said.parties))
    for stem, utility in zip(stems, said.parties.values(), strict=True):
        texts[folder / f"{stem}.xml"] = profile_xml(said, utility)
    there = [path for path in texts if path.exists()]
    if there:
        raise ValueError(f"{there[0]} is there already: give another folder, or remove it first")
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    return list(texts)


def domain_xml(said: Additive) -> str:
    """The domain's text."""
    issues = [
        line
        for index, (title, levels) in enumerate(_issues(said), start=1)
        for line in _issue(index, title, levels, None)
    ]
    inner = _lines(said, issues, [])
    return "\n".join([_HEAD, "<negotiation_template>", *_deeper(inner), "</negotiation_template>", ""])


def profile_xml(said: Additive, utility: Utility) -> str:
    """The text of a party's profile."""
    weights = [max(row) for row in utility.levels]
    issues, told = [], []
    for index, ((title, levels), row) in enumerate(zip(_issues(said), utility.levels, strict=True), start=1):
        weight = weights[index - 1]
        issues += _issue(index, title, levels, [number / weight if weight else 0.0 for number in row])
        told.append(f'<weight index="{index}" value="{weight!r}"/>')
    last = [f'<discount_factor value="{utility.discount!r}"/>', f'<reservation value="{utility.no_deal!r}"/>']
    return "\n".join([_HEAD, *_lines(said, issues + told, last), ""])


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def _lines(said: Additive, inside: list[str], last: list[str]) -> list[str]:
    title = f'<objective index="0" type="objective" etype="objective" name={_quoted(said.title)} description="">'
    objective = [title, *_deeper(inside), "</objective>"]
    return [f'<utility_space number_of_issues="{len(said.issues)}">', *_deeper(objective + last), "</utility_space>"]


def _deeper(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _issue(index: int, title: str, levels: Sequence[Level], evaluations: list[float] | None) -> list[str]:
    items = []
    for number, level in enumerate(levels, start=1):
        worth = "" if evaluations is None else f' evaluation="{evaluations[number - 1]!r}"'
        items.append(f'<item index="{number}" value={_quoted(str(level))}{worth}/>')
    kind = 'type="discrete" etype="discrete" vtype="discrete"'
    return [f'<issue index="{index}" name={_quoted(title)} {kind}>', *_deeper(items), "</issue>"]


def _quoted(text: str) -> str:
    """An attribute's value in quotes; spaces that XML would take for plain ones are written as numbers."""
    return quoteattr(text, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _issues(said: Additive) -> list[tuple[str, tuple[Level, ...]]]:
    titles = _titles([title for title, _ in said.issues.values()], list(said.issues), "issue", TAKEN_ISSUES)
    return [(title, levels) for title, (_, levels) in zip(titles, said.issues.values(), strict=True)]


def _titles(titles: Sequence[str], short: list[str], kind: str, taken: frozenset[str]) -> list[str]:
    """Titles where reading them gives the short names back, else the short names; so no name is lost."""
    return list(titles) if names(titles, kind, taken) == short else short


def _stems(titles: list[str], short: list[str]) -> list[str]:
    """Names of the parties' files: their titles, where these can be names of different files on any system."""
    fit = all(re.fullmatch(r"[\w() .,+-]*[\w)]", title) for title in titles)
    alike = len({title.casefold() for title in titles}) < len(titles)
    return _titles(titles, short, "party", TAKEN_PARTIES) if fit and not alike else short
