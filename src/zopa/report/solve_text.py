"""The solutions of a scenario in words."""

from collections.abc import Mapping
from typing import Any

from zopa.report.words import decimals_for, finished, level_text, listed, percent, plain, wrapped
from zopa.scenario.model import RawScenario

NAMES = {
    "nash": "Nash (1950): largest product of gains",
    "kalai_smorodinsky": "Kalai–Smorodinsky (1975): equal shares of what each could hope for",
    "egalitarian": "egalitarian (Kalai 1977): largest smallest gain",
    "proportional": "proportional (Kalai 1977): gains by the parties' weights",
    "raiffa": "Raiffa (1953): where a sequence of interim agreements ends",
    "utilitarian": "utilitarian: largest sum",
}

SHOWN = 3
"""Tied maximisers shown in words."""


def solve_text(scenario: RawScenario, solved: Mapping[str, Any]) -> str:
    """What `zopa.solve` has found, for people.

    Args:
        scenario: The scenario.
        solved: What `zopa.solve` returned.
    """
    names = {name: party.name or name for name, party in scenario.parties.items()}
    lines = [f"{scenario.title or scenario.name}, central values, {scenario.unit or 'payoff'}", *_packages(solved)]
    lines.append("no deal: " + _worth(names, solved["disagreement"]))
    if solved["ideal"]:
        lines.append("the most for each that all would sign: " + _worth(names, solved["ideal"]))
    weights = {party.weight for party in scenario.parties.values()}
    for key, title in NAMES.items():
        if key == "proportional" and len(weights) == 1:
            continue  # the egalitarian solution again
        lines += ["", title, *_points(names, solved[key])]
        for drawn in solved.get("lotteries", {}).get(key, [])[:1]:
            if len(drawn["lottery"]) > 1:
                lines += _lottery(names, drawn, [point["package"] for point in solved[key]])
    lines += [
        "",
        "perfect foresight (Ståhl 1972, Rubinstein 1982): the talks' own rules, played backwards from their end",
    ]
    said = solved.get("subgame_perfect")
    lines += _foreseen(names, said) if said else wrapped(f"left out: {solved['left_out']['subgame_perfect']}", "  ")
    return finished("\n".join(lines))


def _packages(solved: Mapping[str, Any]) -> list[str]:
    """How many there are, how many all would sign, and how many are efficient."""
    zone = solved["zone"]
    how = "" if zone["exact"] else f" (estimated, standard error {percent(zone['error'], 3)})"
    number = f"{zone['packages']:,}" if zone["exact"] else f"about {_two_digits(zone['packages']):,}"
    thinned = "" if solved["exact"] else f" shown (thinned: nothing is missed by more than {solved['gap']:.4g})"
    area = solved.get("area")
    lines = [
        f"{solved['packages']:,} packages, {solved['allowed']:,} within the gates",
        f"{number} worth signing for all, {percent(zone['share'], 2)} of those{how}",
        f"{len(solved['pareto']):,} efficient points{thinned}, {zone['efficient']:,} of them worth signing for all",
    ]
    if area:
        lines.append(
            f"lotteries reach {percent(area, 0)} of what lies between no deal and the best of both (a fixed sum: 50 %)"
        )
    return lines


def _two_digits(number: int) -> int:
    """A number of packages rounded to two digits.

    >>> _two_digits(32_351_234)
    32000000
    """
    return int(float(f"{number:.1e}"))


def _points(names: Mapping[str, str], points: list[dict[str, Any]]) -> list[str]:
    """The tied maximisers, a few of them."""
    if not points:
        return ["  none: no package gives every party at least what no deal is worth"]
    lines = []
    for number, point in enumerate(points[:SHOWN]):
        lines.append(("  or " if number else "  ") + _worth(names, point["utilities"]))
        lines += _levels(point["package"])
    if len(points) > SHOWN:
        lines.append(f"  and {len(points) - SHOWN:,} more that tie (all of them: --json)")
    return lines


def _lottery(names: Mapping[str, str], drawn: dict[str, Any], known: list[dict[str, Any]]) -> list[str]:
    """What a lottery between two packages would give both; a package that stands above is not said again."""
    likely = max(drawn["lottery"], key=lambda part: part["chance"])
    other = next(part for part in drawn["lottery"] if part is not likely)
    said = []
    for part in (likely, other):
        package = "the package above" if part["package"] in known else _changes(part["package"], known)
        said.append(f"{percent(part['chance'], 0)} {package}")
    return wrapped(f"by lottery: {_worth(names, drawn['utilities'])} ({'; '.join(said)})", "    ", "  ")


def _changes(package: dict[str, Any], known: list[dict[str, Any]]) -> str:
    """A package by what sets it apart from the first that stands above."""
    base = known[0] if known else {}
    apart = [f"{issue} {level_text(level)}" for issue, level in package.items() if base.get(issue) != level]
    return ("with " if base else "") + listed(apart)


def _foreseen(names: Mapping[str, str], said: dict[str, Any]) -> list[str]:
    """Who gets what, when, and what is assumed."""
    when = f"round {said['round']}" + (f", {said['date']}" if said["date"] else "")
    worth = _worth(names, said["utilities"])
    if said["outcome"] == "deal":
        lines = [f"  {worth}: a deal in {when}, proposed by {names[said['proposer']]}", *_levels(said["package"])]
    else:
        how = {"no deal": "the talks end without a deal", "walks away": "a party walks away"}[said["outcome"]]
        lines = [f"  {worth}: {how} in {when}"]
    lottery, for_ever = said["lottery"], said["without_end"]
    lines.append(f"  by lottery: {_worth(names, lottery['utilities'])}")
    if isinstance(for_ever, dict):
        lines.append(f"  if the talks could go on for ever: {_ranges(names, for_ever['utilities'])}")
        if isinstance(lottery["without_end"], dict):
            lines.append(f"    and by lottery: {_ranges(names, lottery['without_end']['utilities'])}")
    return [*lines, *wrapped(f"assumed: {'; '.join(said['assumes'])}", "    ", "  ")]


def _worth(names: Mapping[str, str], utilities: Mapping[str, float]) -> str:
    return ", ".join(f"{names[party]} {plain(worth, 2)}" for party, worth in utilities.items())


def _ranges(names: Mapping[str, str], utilities: Mapping[str, list[float]]) -> str:
    """The least and the most for each, or one number where they are the same."""
    decimals = max(2, decimals_for(*(worth for pair in utilities.values() for worth in pair)))
    said = []
    for party, pair in utilities.items():
        low, high = (plain(worth, decimals) for worth in pair)
        said.append(f"{names[party]} {low}" + (f" to {high}" if high != low else ""))
    return ", ".join(said)


def _levels(package: Mapping[str, Any]) -> list[str]:
    """The package, a few issues to a line."""
    return wrapped(
        ", ".join(f"{issue} {level}".replace(" ", "\N{NO-BREAK SPACE}") for issue, level in package.items()), "    "
    )
