"""How a run was made: what it is of, with what it was played, and how to play it again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zopa.experiments.results import Results
from zopa.report.answer_words import clauses_alone
from zopa.report.language import Language

AGAIN = ("zopa run experiment.lock.yaml", "zopa reproduce .")
"""What is typed in a run's folder to play it again, and to compare the two bit by bit."""

_FEATURES = 12
"""Features of a processor that are told; the manifest has all."""


def provenance(results: Results, say: Language) -> Iterator[tuple[str, str]]:
    """What a run is made of: what, and which.

    Args:
        results: The run.
        say: The language.
    """
    manifest, said, about = results.manifest, results.experiment, results.about
    yield say("page.made.scenario"), f"{' '.join(about.title.split())} ({about.scenario})"
    size = say("page.made.size", points=f"{results.points:,}", worlds=f"{about.worlds:,}")
    yield say("page.made.points"), size
    if results.points > 1 and not clauses_alone(results):
        yield say("page.made.design"), say(f"page.design.{results.kind}")
    luck = say(f"page.luck.{results.said['luck']}") if results.points > 1 else ""
    yield say("page.made.seed"), f"{about.seed}{luck}"
    if said.until:
        yield say("page.made.until"), said.until.outcome
    for text in manifest.get("overrides", ()):
        yield say("page.made.changed"), str(text)
    for name, where in dict(manifest.get("strategies_from_elsewhere", {})).items():
        yield say("page.made.elsewhere"), f"{name}: {where}"
    if manifest.get("address"):
        yield say("page.made.address"), str(manifest["address"])
    yield say("page.made.behaviour"), str(manifest.get("behaviour"))
    yield from sessions_of(manifest.get("sessions", ()), say)
    if said.source.strip():
        yield say("page.made.source"), " ".join(said.source.split())


def sessions_of(sessions: Sequence[Mapping[str, Any]], say: Language) -> Iterator[tuple[str, str]]:
    """With what a run was played, each only once: when, the versions, the system and the processor's features.

    Args:
        sessions: Those of its manifest.
        say: The language.
    """
    found: dict[tuple[str, str], None] = {}
    for session in sessions:
        if not session.get("rows_played", 1):
            continue
        if session.get("started"):
            found[say("page.made.played"), str(session["started"])[:10]] = None
        versions = [f"{name} {number}" for name, number in session.get("versions", {}).items()]
        python = [f"Python {session['python']}"] if session.get("python") else []
        if python or versions:
            found[say("page.made.versions"), ", ".join([*python, *versions])] = None
        git = session.get("git") or {}
        if git.get("commit"):
            changed = say("page.made.git_changed") if git.get("changed") else ""
            found[say("page.made.git"), f"{git['commit']}{changed}"] = None
        features = session.get("processor_features") or []
        if session.get("system"):
            found[say("page.made.system"), str(session["system"])] = None
        if features:
            more = len(features) - _FEATURES
            told = ", ".join(features[:_FEATURES]) + (say("page.made.more", count=more) if more > 0 else "")
            found[say("page.made.processor"), told] = None
    yield from sorted(found, key=lambda pair: [key[0] for key in found].index(pair[0]))
