"""The page of a tournament: who should play what, how sure that is, and everything behind it."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from zopa.experiments.layout import FINDINGS, TOURNAMENT
from zopa.experiments.near_deadline import dates_that_press
from zopa.experiments.results import Results
from zopa.report.charts.gallery import of_findings
from zopa.report.charts.levels import levels_by_issue
from zopa.report.charts.timing import timing
from zopa.report.exhibit import Exhibit
from zopa.report.language import Language
from zopa.report.page.made import sessions_of
from zopa.report.page.model import Page, Part, Section
from zopa.report.tournament_across import across
from zopa.report.tournament_answer import counts, mixes_of, three_sentences
from zopa.report.tournament_tables import tables
from zopa.report.tournament_told import told
from zopa.report.words import percent

AGAIN = ("zopa tournament tournament.lock.yaml -o .",)
"""What is typed in a tournament's folder to play it again, or to go on."""

Found = Mapping[str, Any]


def tournament_page(folder: Path, say: Language) -> Page:
    """The page of a tournament.

    Args:
        folder: Its folder.
        say: The language.

    Raises:
        ValueError: It is not finished.
    """
    said = json.loads((folder / TOURNAMENT).read_text(encoding="utf-8"))
    missing = [name for name in said["scenarios"] if not (folder / name / FINDINGS).is_file()]
    if missing:
        raise ValueError(f"{folder} is not finished ({missing[0]} has no {FINDINGS}): zopa resume {folder}")
    found = {name: json.loads((folder / name / FINDINGS).read_text(encoding="utf-8")) for name in said["scenarios"]}
    results = {name: Results.open(folder / name) for name in found}
    sections = [_section(name, one, results[name], say) for name, one in found.items()]
    if len(found) > 1:
        sections.insert(0, across(said, found, say))
    return Page(
        title=said["title"],
        question=said["question"],
        setting=said["setting"],
        answer=_answer(found, say),
        sections=tuple(sections),
        provenance=tuple(_made(said, found, results, say)),
        commands=(*AGAIN, *(f"zopa reproduce {name}" for name in list(found)[:1])),
    )


def _answer(found: Mapping[str, Found], say: Language) -> tuple[str, ...]:
    """The answer of the first scenario; of several it says which."""
    one = next(iter(found.values()))
    first, *rest = three_sentences(one, say)
    return (first if len(found) == 1 else say("tournament.answer.in", title=one["title"], answer=first), *rest)


def _section(name: str, one: Found, results: Results, say: Language) -> Section:
    parts: list[Part] = list(told(one, say))
    parts += [_own(name, exhibit) for exhibit in of_findings(one, say, results)]
    parts += _played(name, one, results, say)
    parts += tables(one, say)
    return Section(f"scenario-{name}", one["title"], tuple(parts))


def _own(scenario: str, exhibit: Exhibit) -> Exhibit:
    """An exhibit under a name that no other scenario's has."""
    return replace(exhibit, name=f"{scenario}-{exhibit.name}")


def _played(name: str, one: Found, results: Results, say: Language) -> Iterator[Part]:
    """How the talks go in the profile that α-rank gives most."""
    top = one.get("alpha_rank", {}).get("top", [])
    if not top or one["symmetric"]:
        return
    profile, cell = top[0]["profile"], 0
    for seat, names in one["seats"].items():
        cell = cell * len(names) + names.index(profile[seat])
    dates = dates_that_press(results.document)
    shown = [timing(results, say, cell, dates), levels_by_issue(results, say, cell)]
    exhibits = [_own(name, exhibit) for exhibit in shown if exhibit is not None]
    if exhibits:
        mixes = mixes_of(one, {seat: {strategy: 1.0} for seat, strategy in profile.items()}, say)
        share = percent(top[0]["mass"], 0)
        yield f"{say('tournament.cell', profile=mixes)}. {say('tournament.cell.what', mass=share)}"
        yield from exhibits


def _made(
    said: Found, found: Mapping[str, Found], results: Mapping[str, Results], say: Language
) -> Iterator[tuple[str, str]]:
    first = next(iter(found.values()))
    for about in dict.fromkeys(str(one["about"]) for one in found.values()):
        yield say("page.made.scenario"), about
    for one in found.values():
        text = say(
            "tournament.made.cells_of",
            title=one["title"],
            cells=f"{math.prod(one['shape']):,}",
            worlds=f"{sum(counts(one['worlds'])):,}",
        )
        yield say("tournament.made.cells"), text
    if said["until"]:
        until = {key: f"{value:,g}" for key, value in said["until"].items()}
        yield say("tournament.made.until"), say("tournament.made.until_is", **until)
    yield say("page.made.seed"), str(said["seed"])
    for name, address in said["addresses"].items():
        yield say("page.made.address"), f"{name}: {address}"
    yield say("page.made.behaviour"), str(first["behaviour"])
    sessions = [session for one in results.values() for session in one.manifest.get("sessions", ())]
    yield from sessions_of(sessions, say)
    if said["source"].strip():
        yield say("page.made.source"), " ".join(said["source"].split())
