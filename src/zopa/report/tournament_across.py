"""The scenarios of a tournament beside each other: how ranks and payoffs change with the circumstances."""

from collections.abc import Mapping
from typing import Any

from zopa.report.charts.look import strategy_label
from zopa.report.exhibit import Twin
from zopa.report.language import Language
from zopa.report.page.model import Part, Section, Table
from zopa.report.tournament_answer import mixture, number, titled
from zopa.report.tournament_tables import rank_text

Found = Mapping[str, Any]


def across(said: Found, found: Mapping[str, Found], say: Language) -> Section:
    """Payoffs and ranks of each strategy in all scenarios, and what a rational field plays in each.

    Args:
        said: What the tournament says of itself.
        found: Scenario -> findings.
        say: The language.
    """
    parts: list[Part] = [_changes(said, found, say)]
    groups = [some for some in _comparable(found) if len(some) > 1]
    if groups:
        parts.insert(0, say("tournament.across.what"))
    for some in groups:
        parts.append(_rational(some, say))
        parts += [_ranks(some, seat, say) for seat in next(iter(some.values()))["rankings"]]
    if sum(map(len, groups)) < len(found):
        parts.append(say("tournament.across.apart"))
    return Section("across", say("tournament.across"), tuple(parts))


def _comparable(found: Mapping[str, Found]) -> list[dict[str, Found]]:
    """Scenarios with the same seats and the same unit together."""
    groups: dict[tuple[Any, ...], dict[str, Found]] = {}
    for name, one in found.items():
        seats = tuple((seat, str(one["parties"][seat])) for seat in one["rankings"])
        groups.setdefault((seats, one["unit"], one["symmetric"]), {})[name] = one
    return list(groups.values())


def _changes(said: Found, found: Mapping[str, Found], say: Language) -> Table:
    rows = []
    for name, one in found.items():
        changed = ", ".join(f"{key}: {value}" for key, value in said["scenarios"][name]["set"].items())
        rows.append((one["title"], changed or say("tournament.nothing")))
    return Table(say("tournament.changed"), Twin((say("tournament.scenario"), say("tournament.changed")), tuple(rows)))


def _rational(found: Mapping[str, Found], say: Language) -> Table:
    first = next(iter(found.values()))
    heads = [say("tournament.scenario")]
    for seat in first["rankings"]:
        who = titled(first, seat, say)
        heads += [say("tournament.plays_of", who=who), say("tournament.worth", who=who)]
    rows = []
    for one in found.values():
        for each in one.get("equilibria", {}).get("list", [])[:3]:
            cells = [one["title"]]
            for seat, mix in each["mix"].items():
                cells += [mixture(mix), number(each["payoffs"][seat])]
            rows.append(tuple(cells))
    return Table(say("tournament.across.plays"), Twin(tuple(heads), tuple(rows)))


def _ranks(found: Mapping[str, Found], seat: str, say: Language) -> Table:
    first = next(iter(found.values()))
    by_scenario = {
        name: {row["strategy"]: row for row in one["rankings"].get(seat, {}).get("rows", [])}
        for name, one in found.items()
    }
    names = [row["strategy"] for row in first["rankings"][seat]["rows"]]
    names += [name for some in by_scenario.values() for name in some if name not in names]
    heads = [say("tournament.strategy")]
    for one in found.values():
        heads += [one["title"], say("tournament.rank")]
    rows = []
    for name in dict.fromkeys(names):
        cells: list[Any] = [strategy_label(name)]
        for some in by_scenario.values():
            row = some.get(name)
            cells += [None, None] if row is None else [row["value"], rank_text(row)]
        rows.append(tuple(cells))
    title = f"{titled(first, seat, say)}: {say('tournament.across.table')}"
    return Table(title, Twin(tuple(heads), tuple(rows)))
