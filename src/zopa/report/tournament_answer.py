"""The answer of a tournament in three sentences: who does best, what a rational field plays, how sure that is."""

from collections.abc import Mapping
from typing import Any

from zopa.report.charts.look import strategy_label
from zopa.report.language import Language
from zopa.report.words import decimals_for, percent, plain

MOST = 4
"""Names in a row, at most."""

Found = Mapping[str, Any]


def three_sentences(one: Found, say: Language) -> tuple[str, ...]:
    """The answer in three sentences.

    Args:
        one: Findings of a scenario.
        say: The language.
    """
    bests = say("tournament.answer.then").join(_best(one, seat, say) for seat in one["rankings"])
    met = any(said["against"] != "uniform" for said in one["rankings"].values())
    key = "met" if met else {1: "alone", 2: "best"}.get(len(one["seats"]), "others")
    return say(f"tournament.answer.{key}", bests=bests), _rational(one, say), _sure(one, say)


def titled(one: Found, seat: str, say: Language) -> str:
    """Who sits there; either side where both are alike."""
    return say("charts.either") if one["symmetric"] else str(one["parties"][seat])


def number(value: float | None, decimals: int = 2) -> str:
    """A number of a payoff; nothing where there is none."""
    return "" if value is None else plain(value, decimals)


def bounded(error: float | None) -> str:
    """How far off a mean can be; without limit where a cell has too few worlds to say."""
    return "∞" if error is None else plain(error, 2)


def _best(one: Found, seat: str, say: Language) -> str:
    rows = one["rankings"][seat]["rows"]
    first = rows[0]
    decimals = decimals_for(*(row["value"] for row in rows if row["value"] is not None))
    interval = ""
    if first["low"] is not None:
        interval = say("tournament.interval", low=number(first["low"], decimals), high=number(first["high"], decimals))
    others = [strategy_label(row["strategy"]) for row in rows[1:] if row["leading"]]
    names = others[:MOST]
    if len(others) > MOST:
        names = [*others[: MOST - 1], say("tournament.answer.more", count=len(others) - MOST + 1)]
    tied = say("tournament.answer.tied", others=", ".join(names)) if names else ""
    return say(
        "tournament.answer.one_best", who=titled(one, seat, say), strategy=strategy_label(first["strategy"]),
        value=number(first["value"], decimals), unit=one["unit"], interval=interval, tied=tied,
    )  # fmt: skip


def mixture(shares: Mapping[str, float], least: float = 0.005) -> str:
    """A mixture in words: `screener 62 %, boulware 38 %`; a single strategy by its name alone."""
    some = {name: share for name, share in shares.items() if share >= least}
    if len(some) == 1:
        return strategy_label(next(iter(some)))
    return ", ".join(f"{strategy_label(name)} {percent(share, 0)}" for name, share in some.items())


def mixes_of(one: Found, mixes: Mapping[str, Mapping[str, float]], say: Language) -> str:
    """What every seat plays, in words."""
    some = [say("tournament.plays", who=titled(one, seat, say), mix=mixture(mix)) for seat, mix in mixes.items()]
    return say("tournament.answer.and").join(some)


def _rational(one: Found, say: Language) -> str:
    said = one.get("equilibria")
    if not said or not said["list"]:
        why = say(f"tournament.why.{_why(one)}")
        return say("tournament.answer.no_equilibrium", why=why)
    mixes = mixes_of(one, said["list"][0]["mix"], say)
    perhaps = "" if said["complete"] else say("tournament.answer.perhaps")
    if len(said["list"]) == 1:
        return say("tournament.answer.one_equilibrium", perhaps=perhaps, mixes=mixes)
    count, sets = len(said["list"]), said["components"]
    if sets is not None and sets < count:
        perhaps = say("tournament.answer.sets", count=sets)
    return say("tournament.answer.equilibrium", count=count, perhaps=perhaps, mixes=mixes)


def _why(one: Found) -> str:
    """Why there are no equilibria."""
    if len(one["seats"]) == 1:
        return "alone"
    if "no_meta_game" in one:
        return "empty"
    return "many" if len(one["seats"]) > 2 else "none"


def _sure(one: Found, say: Language) -> str:
    bound = one["bound"]
    if not any(bound["deviation"].values()):
        return say("tournament.answer.exact")
    worlds = sorted(count for count in counts(one["worlds"]) if count)
    some = f"{worlds[0]:,}" if worlds[0] == worlds[-1] else f"{worlds[0]:,}–{worlds[-1]:,}"
    known = [
        [error for error in (bound["hoeffding"][seat], bound["bernstein"][seat]) if error is not None]
        for seat in bound["hoeffding"]
    ]
    errors = [min(some) for some in known if some]
    error = bounded(max(errors) if len(errors) == len(known) else None)
    return say(
        "tournament.answer.sure", worlds=some, error=error, unit=one["unit"],
        confidence=percent(1.0 - bound["risk"], 0),
    )  # fmt: skip


def counts(nested: Any) -> list[int]:
    """Numbers of nested lists in a row.

    >>> counts([[3, 0], [[1]]])
    [3, 0, 1]
    """
    return [one for row in nested for one in counts(row)] if isinstance(nested, list) else [int(nested)]
