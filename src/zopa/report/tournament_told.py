"""What the page of a tournament says in words beside its charts: dynamics, cycles, a search beyond the pool, bounds."""

from collections.abc import Iterator, Mapping
from typing import Any

from zopa.report.language import Language
from zopa.report.tournament_answer import bounded, counts, mixes_of, number, titled
from zopa.report.words import percent

Found = Mapping[str, Any]


def told(one: Found, say: Language) -> Iterator[str]:
    """Paragraphs of a scenario.

    Args:
        one: Its findings.
        say: The language.
    """
    if "alpha_rank" in one:
        said = one["alpha_rank"]
        settled = "" if said["settled"] else say("tournament.unsettled")
        yield say("tournament.alpha", model=said["model"], last=f"{said['last']:g}", settled=settled)
    if "replicator" in one:
        yield _ends(one, say)
    yield from _cycles(one, say)
    yield from _played(one, say)
    yield from _beyond(one, say)
    bound = one["bound"]
    if any(bound["deviation"].values()):
        names = {
            key: ", ".join(f"{one['parties'][seat]} {bounded(error)}" for seat, error in bound[key].items())
            for key in ("hoeffding", "bernstein")
        }
        yield say(
            "tournament.bound.text", cells=f"{bound['cells']:,}", confidence=percent(1.0 - bound["risk"], 0),
            unit=one["unit"], **names,
        )  # fmt: skip


def _cycles(one: Found, say: Language) -> Iterator[str]:
    """Where better replies lead: an end is an equilibrium in pure strategies; a set has none."""
    sizes = one.get("cycles", {}).get("sizes", [])
    ends, chases = sizes.count(1), [size for size in sizes if size > 1]
    kind = "symmetric" if one["symmetric"] else "seats"
    if ends:
        yield say(f"tournament.ends.{kind}", count=ends)
    if chases:
        yield say(f"tournament.chase.{kind}", counts=", ".join(map(str, chases)))


def _played(one: Found, say: Language) -> Iterator[str]:
    """Why cells stopped, and what to mind where they have not the same worlds."""
    worlds = set(counts(one["worlds"]))
    if 0 in worlds:
        yield say("tournament.fields_differ")
    if len(worlds - {0}) > 1:
        words = {key: say(f"tournament.stopped.{key.replace(' ', '_')}") for key in one["stopped"]}
        reasons = ", ".join(f"{words[key]} {count}" for key, count in one["stopped"].items())
        yield say("tournament.uneven", reasons=reasons)


def _ends(one: Found, say: Language) -> str:
    said = one["replicator"]
    ends = [
        say("tournament.field.end", share=percent(each["basin"]["share"], 0), mix=mixes_of(one, each["mix"], say))
        for each in said["attractors"][:4]
    ]
    if said["unsettled"]:
        ends.append(say("tournament.field.rest", share=percent(said["unsettled"], 0)))
    return say("tournament.field", starts=said["starts"], ends="; ".join(ends))


def _beyond(one: Found, say: Language) -> Iterator[str]:
    for seat, said in one.get("beyond", {}).items():
        who = titled(one, seat, say)
        gain = said["gain"]
        if said["strategy"] is None or gain["low"] is None or gain["low"] <= 0.0:
            yield say("tournament.beyond.none", who=who, strategy=_named(said["pool_best"]))
            continue
        yield say(
            "tournament.beyond.found", who=who, gain=number(gain["mean"]), low=number(gain["low"]),
            high=number(gain["high"]), unit=one["unit"], strategy=_named(said["strategy"]),
        )  # fmt: skip


def _named(strategy: Any) -> str:
    """A strategy as it stands in a file."""
    if not isinstance(strategy, Mapping):
        return str(strategy)
    more = [f"{key} {value:.3g}" if isinstance(value, float) else f"{key} {value}" for key, value in strategy.items()]
    return ", ".join(text for text in more if not text.startswith("kind ")).join((f"{strategy['kind']} (", ")"))
