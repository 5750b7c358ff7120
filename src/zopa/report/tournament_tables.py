"""The tables of a scenario of a tournament: ranks, equilibria, best replies, dominance, pairs, every cell."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from zopa.report.charts.look import strategy_label
from zopa.report.exhibit import Cell, Twin
from zopa.report.language import Language
from zopa.report.page.model import Table
from zopa.report.tournament_answer import mixture, titled

Found = Mapping[str, Any]

SHOWN = ("agreement", "joint", "day", "round", "to_pareto", "to_nash", "evenness", "near_deadline")
"""Measures of the cells in the last table, beside the payoffs."""

MOST_PAIRS = 300
"""Pairs that are listed; of more, those with the smallest p."""

MOST_CELLS = 150
"""Cells up to which every one is listed."""


def tables(one: Found, say: Language) -> Iterator[Table]:
    """All tables of a scenario, the longer ones folded.

    Args:
        one: Its findings.
        say: The language.
    """
    for seat in one["rankings"]:
        yield _ranks(one, seat, say)
    if "equilibria" in one:
        yield _equilibria(one, say)
        yield from (_replies(one, seat, say) for seat in one["replies"])
        dominated = _dominated(one, say)
        if dominated.body.rows:
            yield dominated
    for seat, said in one["rankings"].items():
        if said["pairs"]:
            yield _pairs(one, seat, say)
    if math.prod(one["shape"]) <= MOST_CELLS:
        yield _cells(one, say)


def _ranks(one: Found, seat: str, say: Language) -> Table:
    said = one["rankings"][seat]
    support = one.get("equilibria", {}).get("support", {}).get(seat, {})
    mass = one.get("alpha_rank", {}).get("masses", {}).get(seat, {})
    replies = one.get("replies", {}).get(seat, {})
    heads = ["rank", "strategy", "mean", "low", "high", "first", "worst", "kept", "in_equilibrium", "mass", "note"]
    rows = []
    for row in said["rows"]:
        name = row["strategy"]
        rows.append(
            (
                rank_text(row), strategy_label(name), row["value"], row["low"], row["high"],
                100.0 * row["first"], replies.get("security", {}).get(name), replies.get("kept", {}).get(name),
                _percent(support.get(name)), _percent(mass.get(name)), row["note"],
            )
        )  # fmt: skip
    names = tuple(say(f"tournament.{head}", unit=one["unit"]) for head in heads)
    tau = said["tau"]
    note = "" if tau is None else say("tournament.rank_stability", tau=f"{tau:.2f}")
    known = [at for at in range(len(heads)) if any(row[at] not in (None, "") for row in rows)]
    body = tuple(tuple(row[at] for at in known) for row in rows)
    title = say("tournament.ranks", who=titled(one, seat, say))
    return Table(title, Twin(tuple(names[at] for at in known), body, note=note))


def rank_text(row: Mapping[str, Any]) -> str:
    """The ranks that a strategy may have.

    Args:
        row: Its row of the ranking.

    >>> rank_text({"rank_low": 1, "rank_high": 3}), rank_text({"rank_low": 2, "rank_high": 2})
    ('1–3', '2')
    """
    low, high = row["rank_low"], row["rank_high"]
    return str(low) if low == high else f"{low}–{high}"


def _percent(share: float | None) -> float | None:
    return None if share is None else 100.0 * share


def _equilibria(one: Found, say: Language) -> Table:
    said = one["equilibria"]
    seats = list(one["rankings"])
    heads = [say("tournament.number")]
    heads += [say("tournament.plays_of", who=titled(one, seat, say)) for seat in seats]
    heads += [say("tournament.worth", who=titled(one, seat, say)) for seat in seats]
    rows: list[tuple[Cell, ...]] = []
    for number, each in enumerate(said["list"], 1):
        mixes = [mixture(each["mix"][seat]) for seat in seats]
        worth = [float(each["payoffs"][seat]) for seat in seats]
        regret = max(0.0, *each["regret"].values())
        rows.append((number, *mixes, *worth, f"{regret:.1e}" if regret > 1e-9 else "0"))
    notes = [] if said["complete"] else [say("tournament.equilibria.partial", why=said["why"])]
    merged = [
        " = ".join(map(strategy_label, (name, *others)))
        for some in said["merged"].values() for name, others in some.items()
    ]  # fmt: skip
    notes += [say("tournament.equilibria.merged", classes="; ".join(merged))] if merged else []
    if said["resamples_complete"] < said["resamples"]:
        notes.append(
            say(
                "tournament.equilibria.at_least",
                some=said["resamples"] - said["resamples_complete"],
                of=said["resamples"],
            )
        )
    heads.append(f"{say('tournament.regret')} ({one['unit']})")
    return Table(say("tournament.equilibria"), Twin(tuple(heads), tuple(rows), note=" ".join(notes)))


def _replies(one: Found, seat: str, say: Language) -> Table:
    who = titled(one, seat, say)
    rows = tuple(
        (strategy_label(other), ", ".join(map(strategy_label, best)))
        for other, best in one["replies"][seat]["best"].items()
    )
    heads = (say("tournament.replies.to"), say("tournament.replies.are", who=who))
    return Table(f"{say('tournament.replies')}: {who}", Twin(heads, rows), folded=True)


def _dominated(one: Found, say: Language) -> Table:
    rows = [
        (
            titled(one, seat, say), strategy_label(each["strategy"]), mixture(each["by"]),
            say("tournament.strictly" if each["strict"] else "tournament.weakly"),
        )
        for seat in one["rankings"]
        for each in one["dominance"][seat]
    ]  # fmt: skip
    heads = tuple(say(f"tournament.{key}") for key in ("whose", "strategy", "dominated.by", "how"))
    return Table(say("tournament.dominated"), Twin(heads, tuple(rows)), folded=True)


def _pairs(one: Found, seat: str, say: Language) -> Table:
    some = sorted(one["rankings"][seat]["pairs"], key=lambda pair: 1.0 if pair["holm"] is None else pair["holm"])
    rows = [
        (
            f"{strategy_label(pair['a'])} − {strategy_label(pair['b'])}",
            pair["difference"], pair["low"], pair["high"], _small(pair["p"]),
            _small(pair["holm"]),
        )
        for pair in some[:MOST_PAIRS]
    ]  # fmt: skip
    heads = tuple(
        say(f"tournament.{key}", unit=one["unit"]) for key in ("pair", "difference", "low", "high", "p", "holm")
    )
    return Table(say("tournament.pairs", who=titled(one, seat, say)), Twin(heads, tuple(rows)), folded=True)


def _small(p: float | None) -> str:
    if p is None:
        return ""
    return "<0.0001" if p < 1e-4 else f"{p:.4f}"


def _cells(one: Found, say: Language) -> Table:
    seats = list(one["seats"])
    names = [*seats, *(name for name in SHOWN if name in one["measures"])]
    heads = [titled(one, seat, say) if not one["symmetric"] else str(one["parties"][seat]) for seat in seats]
    columns = [one["measures"][name]["value"] for name in names] + [one["worlds"]]
    rows = [
        (
            *(strategy_label(one["seats"][seat][i]) for seat, i in zip(seats, spot, strict=True)),
            *(_at(some, spot) for some in columns),
        )
        for spot in product(*map(range, one["shape"]))
    ]
    measures = [one["parties"].get(name, name.replace("_", " ")) for name in names]
    body = Twin((*heads, *map(str, measures), "n"), tuple(rows), digits=3, note=say("tournament.measures.what"))
    return Table(say("tournament.measures"), body, folded=True)


def _at(nested: Any, spot: Sequence[int]) -> Any:
    for at in spot:
        nested = nested[at]
    return nested
