"""Checks of protocol and time: known parties, complete status quo, dates on the calendar."""

from collections.abc import Iterator
from typing import Any

from zopa.scenario.problems import listed
from zopa.scenario.sections import Finding, Sections, entries, mapping, on, unknown
from zopa.scenario.shape import Path


def check_protocol(sections: Sections) -> Iterator[Finding]:
    """Findings in who may move when: parties known, each once, none left out."""
    protocol = mapping(sections.data, "protocol")
    order, proposer = protocol.get("order"), protocol.get("proposer")
    if isinstance(proposer, str) and proposer not in sections.parties:
        yield unknown(("protocol", "proposer"), "party", proposer, sections.parties)
    if protocol.get("kind") == "double_auction":
        yield from _auction(sections)
    if not isinstance(order, list):
        return
    for number, name in enumerate(order):
        if isinstance(name, str) and name not in sections.parties:
            yield unknown(("protocol", "order", number), "party", name, sections.parties)
        elif name in order[:number]:
            yield Finding(("protocol", "order", number), f"{name} stands twice in the turn order")
    lacking = [name for name in sections.parties if name not in order]
    if lacking and all(name in sections.parties for name in order):
        yield Finding(("protocol", "order"), f"the turn order leaves out {listed(lacking)}")


def _auction(sections: Sections) -> Iterator[Finding]:
    """A double auction is about one price between two parties."""
    path: Path = ("protocol", "kind")
    if len(sections.parties) != 2:
        yield Finding(path, f"a double auction has two parties, here there are {len(sections.parties)}")
    if len(sections.issues) != 1:
        yield Finding(path, f"a double auction is about one issue, here there are {len(sections.issues)}")
    for name, levels in sections.issues.items():
        if len(sections.issues) == 1 and any(not isinstance(level, int | float) for level in levels or ()):
            yield Finding(("issues", name, "levels"), "the levels of a double auction are prices: numbers")


def check_time(sections: Sections) -> Iterator[Finding]:
    """Findings in the time section."""
    time = mapping(sections.data, "time")
    if time.get("kind") == "lump":
        yield from _discounts(sections, time.get("discount"))
        for key in ("inside", "outside"):
            for name in mapping(time, key):
                if name not in sections.parties:
                    yield unknown(("time", key, name), "party", name, sections.parties, key=True)
    if time.get("kind") == "flow":
        yield from _in_force(sections, time)
        yield from _threats(sections, time)
        yield from _reweights(sections, time)


def _discounts(sections: Sections, discount: Any) -> Iterator[Finding]:
    if not isinstance(discount, dict) or discount.keys() & {"value", "low", "central", "high"}:
        return
    path: Path = ("time", "discount")
    wrong = [name for name in discount if name not in sections.parties]
    for name in wrong:
        yield unknown((*path, name), "party", name, sections.parties, key=True)
    lacking = [name for name in sections.parties if name not in discount]
    if len(lacking) > len(wrong):
        yield Finding(path, f"no discount factor for {listed(lacking)}")


def _in_force(sections: Sections, time: dict[Any, Any]) -> Iterator[Finding]:
    start = on(mapping(time, "calendar").get("start"))
    before = None
    for number, entry in entries(time.get("in_force")):
        path: Path = ("time", "in_force", number)
        yield from sections.levels((*path, "levels"), entry.get("levels"))
        since = on(entry.get("since"))
        if number == 0:
            lacking = [name for name in sections.issues if name not in mapping(entry, "levels")]
            if lacking and isinstance(entry.get("levels"), dict):
                yield Finding((*path, "levels"), f"the first entry must name every issue; it lacks {listed(lacking)}")
            if since and start and since > start:
                message = f"the first entry must be in force by the calendar's start, {start}"
                yield Finding((*path, "since"), message)
        if since and before and since <= before:
            yield Finding((*path, "since"), f"dates must rise; the entry before is since {before}")
        before = since or before


def _threats(sections: Sections, time: dict[Any, Any]) -> Iterator[Finding]:
    start, end = (on(mapping(time, "calendar").get(key)) for key in ("start", "end"))
    end = None if start and end and end < start else end
    announced: dict[str, Any] = {}
    threats = entries(time.get("threats"))
    names = [threat.get("name") for _, threat in threats if isinstance(threat.get("name"), str)]
    for number, threat in threats:
        path: Path = ("time", "threats", number)
        yield from sections.levels((*path, "levels"), threat.get("levels"))
        for key in ("announced", "due"):
            date = on(threat.get(key))
            if date and end and date > end:
                yield Finding((*path, key), f"date outside the calendar, which ends {end}")
        name, extends = threat.get("name"), threat.get("extends")
        if isinstance(name, str) and name in announced:
            yield Finding((*path, "name"), f"a second threat is called '{name}'")
        if isinstance(extends, str) and extends not in announced:
            if extends in names:
                yield Finding((*path, "extends"), f"a threat extends one that stands before it; '{extends}' does not")
            else:
                yield unknown((*path, "extends"), "threat", extends, announced)
        if isinstance(name, str):
            announced.setdefault(name, on(threat.get("announced")))
    yield from _restated(threats)


def _restated(threats: list[tuple[int, dict[Any, Any]]]) -> Iterator[Finding]:
    """A threat says all that would then be in force, so it restates what an earlier one may have brought about."""
    replaced = {threat.get("extends") for _, threat in threats}
    earlier: dict[str, str] = {}
    for number, threat in threats:
        levels, name = mapping(threat, "levels"), threat.get("name")
        missing = [issue for issue in earlier if issue not in levels]
        if missing and levels:
            message = (
                f"the threat '{earlier[missing[0]]}' may be carried out before and sets {missing[0]}: say it here too"
            )
            yield Finding(("time", "threats", number, "levels"), message, key=True)
        if threat.get("execution", 0) not in (0, {"value": 0}) and name not in replaced:
            earlier |= {issue: str(name) for issue in levels if isinstance(issue, str)}


def _reweights(sections: Sections, time: dict[Any, Any]) -> Iterator[Finding]:
    start = on(mapping(time, "calendar").get("start"))
    for number, entry in entries(time.get("reweight")):
        path: Path = ("time", "reweight", number)
        party, issue, until = entry.get("party"), entry.get("issue"), on(entry.get("until"))
        if isinstance(party, str) and party not in sections.parties:
            yield unknown((*path, "party"), "party", party, sections.parties)
        if isinstance(issue, str) and issue not in sections.units:
            cluster = sections.cluster_of.get(issue)
            if cluster:
                yield Finding((*path, "issue"), f"{issue} is part of the cluster {cluster}", f"write {cluster}")
            else:
                yield unknown((*path, "issue"), "issue", issue, sections.units)
        if until and start and until <= start:
            yield Finding((*path, "until"), f"date outside the calendar, which starts {start}: it would never count")
