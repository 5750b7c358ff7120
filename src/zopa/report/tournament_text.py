"""What a tournament found, for the terminal: who should play what, and how sure that is."""

from collections.abc import Iterator, Mapping
from typing import Any

from zopa.report.tournament_answer import bounded, counts, mixture
from zopa.report.words import decimals_for, finished, listed, percent, plain, table, width_of, wrapped

SHOWN = 12
"""Strategies of a seat that are printed; the report has all."""

EQUILIBRIA = 4
"""Equilibria that are printed."""

Findings = Mapping[str, Any]


def tournament_text(found: Mapping[str, Findings]) -> str:
    """A table for each seat of each scenario, and what a rational field would play.

    Args:
        found: Scenario -> findings.
    """
    lines: list[str] = []
    for one in found.values():
        lines += ["", *_head(one)]
        for seat in one["rankings"]:
            lines += ["", *_ranking(one, seat)]
        lines += ["", *_rational(one)]
    return finished("\n".join(lines[1:]))


def seat_title(found: Findings, seat: str) -> str:
    """A seat as people call it; either one of a symmetric scenario."""
    return "either side" if found["symmetric"] else str(found["parties"][seat])


def _field(found: Findings) -> str:
    """Against whom ranks are."""
    if any(said["against"] != "uniform" for said in found["rankings"].values()):
        return "against those it has met, each as often; others have met others"
    others = {
        1: "with what the others play in the scenario",
        2: "against all strategies of the other side, each as often",
    }
    return others.get(len(found["seats"]), "against all strategies of the others, each as often")


def _head(one: Findings) -> list[str]:
    played = [worlds for worlds in counts(one["worlds"]) if worlds]
    size = f"{min(played):,}" if min(played) == max(played) else f"{min(played):,} to {max(played):,}"
    who = " × ".join(f"{len(names)} of {one['parties'][seat]}" for seat, names in one["seats"].items())
    return [f"{one['title']}: {who}; {size} worlds a cell, payoffs in {one['unit']}"]


def _ranking(one: Findings, seat: str) -> list[str]:
    rows = one["rankings"][seat]["rows"]
    decimals = decimals_for(*(row["value"] for row in rows if row["value"] is not None))
    heads = ["rank", "strategy", "mean", "95 % interval", "first", "at worst", "equilibrium", "α-rank"]
    cells = [heads, *(_row(one, seat, row, decimals) for row in rows[:SHOWN])]
    widths = [width_of(column, 28) for column in zip(*cells, strict=True)]
    said = f"{seat_title(one, seat)} {_field(one)}"
    lines = [said, *table(cells, widths, right=(2, 4, 5, 6, 7))]
    if len(rows) > SHOWN:
        lines.append(f"… and {len(rows) - SHOWN} more in the report")
    return lines


def _row(one: Findings, seat: str, row: Mapping[str, Any], decimals: int) -> list[str]:
    def number(value: float | None) -> str:
        return "" if value is None else plain(value, decimals)

    low, high = row["rank_low"], row["rank_high"]
    interval = row["note"] if row["low"] is None else f"[{number(row['low'])}, {number(row['high'])}]"
    support = one.get("equilibria", {}).get("support", {}).get(seat, {})
    mass = one.get("alpha_rank", {}).get("masses", {}).get(seat, {})
    worst = one.get("replies", {}).get(seat, {}).get("security", {}).get(row["strategy"])
    shares = [
        percent(some[row["strategy"]], 0) if some.get(row["strategy"], 0) >= 0.0005 else "" for some in (support, mass)
    ]
    first = percent(row["first"], 0) if row["first"] >= 0.0005 else ""
    span = str(low) if low == high else f"{low}–{high}"
    return [span, row["strategy"], number(row["value"]), interval, first, number(worst), *shares]


def _rational(one: Findings) -> Iterator[str]:
    if "no_meta_game" in one:
        yield f"No meta-game: {one['no_meta_game']}."
        return
    said = one.get("equilibria")
    if said is not None:
        yield from _equilibria(one, said)
    sinks = [size for size in one.get("cycles", {}).get("sizes", []) if size > 1]
    if sinks:
        what = "Strategies beat" if one["symmetric"] else "Better replies chase"
        of = "strategies" if one["symmetric"] else "profiles"
        yield from wrapped(f"{what} each other without end in sets of {listed([str(n) for n in sinks])} {of}.", "  ")
    yield from _dynamics(one)
    yield from _bound(one)


def _dynamics(one: Findings) -> Iterator[str]:
    """Where a field that copies success ends."""
    said = one.get("replicator")
    if said is None:
        return
    for each in said["attractors"][:EQUILIBRIA]:
        who = "; ".join(f"{seat_title(one, seat)} {mixture(mix)}" for seat, mix in each["mix"].items())
        share = percent(each["basin"]["share"], 0)
        yield from wrapped(f"A field that copies success ends, from {share} of starts, at {who}", "    ", "  ")
    if said["unsettled"]:
        yield f"  From {percent(said['unsettled'], 0)} of starts it does not settle"


def _bound(one: Findings) -> list[str]:
    """How far the means can be from the truth."""
    said = one["bound"]
    if not any(said["deviation"].values()):
        return [f"Nothing varied in any of {max(counts(one['worlds'])):,} worlds a cell."]
    means = f"All {said['cells']:,} means are within ε of the truth with {percent(1 - said['risk'], 0)}"
    first = ", ".join(f"{seat_title(one, seat)} {bounded(error)}" for seat, error in said["hoeffding"].items())
    second = ", ".join(f"{seat_title(one, seat)} {bounded(error)}" for seat, error in said["bernstein"].items())
    text = (
        f"{means}, whatever the distribution within the range seen, if ε is "
        f"({one['unit']}) {first} by Hoeffding, {second} by the empirical "
        "Bernstein bound; an equilibrium here is then a 2ε-equilibrium of the true game."
    )
    return wrapped(text, "  ", "")


def _equilibria(one: Findings, said: Mapping[str, Any]) -> Iterator[str]:
    some = said["list"]
    whole = "" if said["complete"] else f" (perhaps not all: {said['why']})"
    sets = said["components"]
    lumped = f" in {sets} connected set{'' if sets == 1 else 's'}" if sets is not None and sets < len(some) else ""
    yield f"{len(some)} extreme equilibri{'um' if len(some) == 1 else 'a'}{lumped}{whole}"
    for at, each in enumerate(some[:EQUILIBRIA], 1):
        who = "; ".join(f"{seat_title(one, seat)} {mixture(mix)}" for seat, mix in each["mix"].items())
        worth = ", ".join(plain(value, 2) for value in each["payoffs"].values())
        regret = max(each["regret"].values())
        yield from wrapped(f"{at}. {who}. Worth {worth}; regret {plain(max(regret, 0.0), 4)}", "     ", "  ")
    if len(some) > EQUILIBRIA:
        yield f"  … and {len(some) - EQUILIBRIA} more in the report"
