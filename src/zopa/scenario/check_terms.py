"""Checks of payoffs: every issue covered, every level known, every term fit for its issue."""

import itertools
from collections.abc import Iterator
from typing import Any, TypeGuard

from zopa.scenario.problems import did_you_mean, listed
from zopa.scenario.sections import Finding, Sections, entries, is_level, mapping
from zopa.scenario.shape import Path

_MEASURED = {"linear", "power", "saturating", "tariff_incidence"}
_OF_ONE_ISSUE = _MEASURED | {"table", "one_off", "gate"}


def check_payoffs(sections: Sections) -> Iterator[Finding]:
    """Findings in the payoffs of all parties."""
    if not sections.issues:
        return
    for party, raw in mapping(sections.data, "parties").items():
        if not isinstance(raw, dict) or not isinstance(raw.get("payoffs"), dict):
            continue
        path: Path = ("parties", party, "payoffs")
        for unit, terms in raw["payoffs"].items():
            yield from _unit(sections, (*path, unit), unit, terms)
        for unit in sections.units:
            if unit not in raw["payoffs"] and not _meant(sections, unit, raw["payoffs"]):
                hint = "{kind: indifferent} says that it is worth nothing"
                yield Finding(path, f"missing payoff for '{unit}'", hint)
    yield from _gates(sections)


def check_worth(sections: Sections, path: Path, worth: Any) -> Iterator[Finding]:
    """Findings in terms by issue or cluster, where what is not named is worth nothing.

    Args:
        sections: The scenario.
        path: Where the mapping stands.
        worth: Issue or cluster -> list of terms.
    """
    for unit, terms in mapping(worth).items():
        yield from _unit(sections, (*path, unit), unit, terms)


def _meant(sections: Sections, unit: str, payoffs: dict[Any, Any]) -> bool:
    """Whether a payoff under a wrong name is reported already that was meant for this issue or cluster."""
    wrong = [name for name in payoffs if name not in sections.units]
    return any(
        sections.cluster_of.get(name) == unit or did_you_mean(name, sections.units) == f'did you mean "{unit}"?'
        for name in wrong
    )


def _unit(sections: Sections, path: Path, unit: Any, terms: Any) -> Iterator[Finding]:
    if unit in sections.cluster_of:
        cluster = sections.cluster_of[unit]
        message = f"{unit} is part of the cluster {cluster}: its payoffs stand there"
        yield Finding(path, message, f"give terms of {cluster} with of: {unit}", key=True)
    elif unit not in sections.units:
        hint = did_you_mean(unit, sections.units) or f"known: {listed(sections.units)}"
        yield Finding(path, f"payoff for unknown issue '{unit}'", hint, key=True)
    elif isinstance(terms, list):
        kinds = [term.get("kind") for _, term in entries(terms)]
        if len(kinds) == len(terms) and all(kind == "gate" for kind in kinds):
            what = "gates are no payoff: add a term" if kinds else "a payoff needs at least one term"
            yield Finding(path, what, "{kind: indifferent} says that it is worth nothing")
        for number, term in entries(terms):
            yield from _term(sections, (*path, number), sections.units[unit], term)


def _term(sections: Sections, path: Path, issues: list[str], term: dict[Any, Any]) -> Iterator[Finding]:
    kind = term.get("kind")
    if not isinstance(kind, str):
        return
    if kind in _OF_ONE_ISSUE:
        issue = of_issue(term, issues)
        if issue is None:
            yield from _no_issue(path, issues, term)
        else:
            yield from _measured(sections, path, issue, term)
            if kind in ("table", "one_off"):
                yield from sections.by_level((*path, "values"), issue, term.get("values"))
            if kind == "gate" and isinstance(term.get("accepts"), list):
                for number, level in enumerate(term["accepts"]):
                    yield from sections.level((*path, "accepts", number), issue, level)
    if kind == "tariff_incidence" and isinstance(term.get("less"), dict):
        yield from _second(sections, (*path, "less"), issues, term["less"], "values")
    if kind == "linked":
        yield from _second(sections, path, issues, term, "factors")
        for number, inner in entries(term.get("terms")):
            yield from _term(sections, (*path, "terms", number), issues, inner)
    if kind == "joint_table":
        yield from _joint(sections, path, issues, term.get("rows"))


def of_issue(term: dict[Any, Any], issues: list[str]) -> str | None:
    """The issue whose level counts in a term; None where it is not said or not in the cluster."""
    of = term.get("of")
    if of is None:
        return issues[0] if len(issues) == 1 else None
    return of if isinstance(of, str) and of in issues else None


def _no_issue(path: Path, issues: list[str], term: dict[Any, Any]) -> Iterator[Finding]:
    if not issues:
        return
    if term.get("of") is None:
        yield Finding(path, "missing key 'of': the cluster has several issues", f"issues: {listed(issues)}")
    elif isinstance(term["of"], str):
        yield _outside((*path, "of"), term["of"], issues)


def _outside(path: Path, name: object, issues: list[str], key: bool = False) -> Finding:
    hint = did_you_mean(name, issues) or f"issues: {listed(issues)}"
    return Finding(path, f"'{name}' is not an issue of this cluster", hint, key)


def _measured(sections: Sections, path: Path, issue: str, term: dict[Any, Any]) -> Iterator[Finding]:
    words = [level for level in sections.issues[issue] or () if isinstance(level, str)]
    bounds = [name for name in ("slope", "at_most", "at_least") if term.get(name) is not None]
    by_number = term["kind"] in _MEASURED or (term["kind"] in ("one_off", "gate") and bounds)
    if words and by_number:
        what = term["kind"] if term["kind"] in _MEASURED else bounds[0]
        at = (*path, "kind" if term["kind"] in _MEASURED else bounds[0])
        yield Finding(at, f"{what} needs levels that are numbers; {issue} has words", f"levels: {listed(words)}")


def _second(sections: Sections, path: Path, issues: list[str], raw: dict[Any, Any], values: str) -> Iterator[Finding]:
    by = raw.get("by")
    if not isinstance(by, str):
        return
    if by in issues:
        yield from sections.by_level((*path, values), by, raw.get(values))
    else:
        yield _outside((*path, "by"), by, issues)


def _joint(sections: Sections, path: Path, issues: list[str], rows: Any) -> Iterator[Finding]:
    seen: set[tuple[Any, ...]] = set()
    for number, row in entries(rows):
        at: Path = (*path, "rows", number, "levels")
        levels = row.get("levels")
        if not isinstance(levels, dict):
            return
        wrong = [_outside((*at, name), name, issues, key=True) for name in levels if name not in issues]
        wrong += [one for name in issues if name in levels for one in sections.level((*at, name), name, levels[name])]
        wrong += [Finding(at, f"no level for {name}") for name in issues if name not in levels]
        yield from wrong
        if wrong or not all(is_level(level) for level in levels.values()):
            continue
        cell = tuple(levels[name] for name in issues)
        if cell in seen:
            yield Finding(at, f"these levels stand twice: {listed(cell)}")
        seen.add(cell)
    yield from _complete(sections, path, issues, rows, seen)


def _complete(
    sections: Sections, path: Path, issues: list[str], rows: Any, seen: set[tuple[Any, ...]]
) -> Iterator[Finding]:
    lists = [sections.issues[name] for name in issues]
    if not isinstance(rows, list) or len(seen) != len(rows) or len(seen) > 100_000:
        return
    cells = itertools.product(*(levels for levels in lists if levels is not None))
    lacking = next((cell for cell in cells if len(cell) == len(lists) and cell not in seen), None)
    if lacking is not None and all(levels is not None for levels in lists):
        yield Finding(
            (*path, "rows"),
            f"no row for {', '.join(f'{n}: {v}' for n, v in zip(issues, lacking, strict=True))}",
        )


def _gates(sections: Sections) -> Iterator[Finding]:
    """Gates that leave an issue without any level: one party's, or all parties' together."""
    left = {name: list(levels) for name, levels in sections.issues.items() if levels is not None}
    for party in mapping(sections.data, "parties"):
        own = {name: list(levels) for name, levels in sections.issues.items() if levels is not None}
        for unit, terms in mapping(sections.data, "parties", party, "payoffs").items():
            for number, term in entries(terms):
                issue = of_issue(term, sections.units.get(unit, []))
                if term.get("kind") != "gate" or issue is None or not own.get(issue):
                    continue
                own[issue] = _passing(term, own[issue])
                both = _passing(term, left[issue])
                path = ("parties", party, "payoffs", unit, number)
                if not own[issue]:
                    yield Finding(path, f"the gates of {party} leave no level of {issue}")
                elif not both and left[issue] and sections.data.get("gates", True) is not False:
                    yield Finding(path, f"the gates of all parties together leave no level of {issue}")
                left[issue] = both


def _passing(gate: dict[Any, Any], levels: list[str | int | float]) -> list[str | int | float]:
    low, high, accepts = gate.get("at_least"), gate.get("at_most"), gate.get("accepts")
    if isinstance(accepts, list):
        listed_levels = {level for level in accepts if is_level(level)}
        levels = [level for level in levels if level in listed_levels]
    if _is_number(low):
        levels = [level for level in levels if isinstance(level, str) or level >= low]
    if _is_number(high):
        levels = [level for level in levels if isinstance(level, str) or level <= high]
    return levels


def _is_number(raw: Any) -> TypeGuard[int | float]:
    return isinstance(raw, int | float) and not isinstance(raw, bool)
