"""`zopa value`: what packages are worth, issue by issue."""

import json

from zopa.build.load import load
from zopa.build.value import PackageTable, payoff_table
from zopa.scenario.check import resolve_package
from zopa.scenario.problems import did_you_mean
from zopa.scenario.read import Document

Level = str | int | float


def value_command(config: str, package: str | None, overrides: tuple[str, ...], as_json: bool) -> None:
    """Print a table, or `{package: {party: {issue: payoff, "total": payoff}}}`."""
    document = load(config, overrides)
    if package is None and not document.scenario.packages:
        raise ValueError(f"{config} names no packages; give one with --package issue=level,…")
    table = payoff_table(document, None if package is None else _asked(document, package))
    if package is not None and "=" in package:
        table = {package: next(iter(table.values()))}
    print(json.dumps(table, ensure_ascii=False, indent=2) if as_json else _text(document, table))


def _asked(document: Document, package: str) -> str | dict[str, Level]:
    """A package by name, or spelt out; levels left out are those of the package named first, else of the first one."""
    scenario = document.scenario
    if "=" not in package:
        if package not in scenario.packages:
            hint = did_you_mean(package, scenario.packages) or f"known: {', '.join(scenario.packages)}"
            raise ValueError(f"no package named {package!r} ({hint})")
        return package
    levels = dict(resolve_package(scenario, next(iter(scenario.packages)))) if scenario.packages else {}
    base, _, rest = package.partition(",")
    if "=" not in base and base in scenario.packages:
        levels, package = dict(resolve_package(scenario, base)), rest
    for part in package.split(","):
        issue, _, written = (text.strip() for text in part.partition("="))
        if issue not in scenario.issues:
            raise ValueError(f"no issue named {issue!r} ({did_you_mean(issue, scenario.issues) or _known(document)})")
        levels[issue] = _level(document, issue, written)
    missing = [issue for issue in scenario.issues if issue not in levels]
    if missing:
        raise ValueError(f"the package says nothing of {', '.join(missing)}")
    return levels


def _known(document: Document) -> str:
    return f"issues: {', '.join(document.scenario.issues)}"


def _level(document: Document, issue: str, written: str) -> Level:
    levels = document.scenario.issues[issue].levels
    for level in levels:
        if str(level) == written or (not isinstance(level, str) and _number(written) == float(level)):
            return level
    raise ValueError(f"{issue} has no level {written!r} (levels: {', '.join(map(str, levels))})")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _text(document: Document, table: PackageTable) -> str:
    """One block for each package: a row for each issue, a column for each party."""
    scenario, lines = document.scenario, []
    parties = list(scenario.parties)
    head = "".join(f"{(scenario.parties[p].name or p)[:18]:>20}" for p in parties)
    for name, worth in table.items():
        about = scenario.packages[name].about if name in scenario.packages else ""
        lines.append(f"{name}{': ' + about if about else ''}")
        lines.append(f"  {scenario.unit or 'payoff':<28}{head}")
        for issue in worth[parties[0]]:
            row = "".join(f"{worth[p][issue]:>20.3f}" for p in parties)
            lines.append(f"  {issue:<28}{row}")
        lines.append("")
    return "\n".join(lines).rstrip()
