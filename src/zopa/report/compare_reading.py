"""The sentence that closes a comparison: who is better off over all worlds, and what deals alone would make believe."""

from collections.abc import Iterator

from zopa.analysis.compare import Outcome, Row
from zopa.experiments.compare import Comparison
from zopa.report.words import GLUE, decimals_for, listed, signed


def reading(found: Comparison, letters: str = "AB") -> str:
    """How to read a comparison.

    Where a payoff rises over all worlds and falls among deals, or the other way round, it names the trap: the deals
    of one run are not the worlds that the other has deals in.

    Args:
        found: The comparison.
        letters: What the two runs are called.
    """
    payoffs = [one for one in found.outcomes if one.name.startswith("annual_") or one.name == "joint"]
    payoffs = [one for one in payoffs if one.sort == "number" and one.row("all") is not None]
    if not payoffs:
        return "Reading: the runs keep no payoffs of all worlds; a difference among deals alone says little."
    said = [f"Reading: over all worlds, {_over_all(payoffs, letters)}."]
    traps = [one for one in payoffs if _trap(one)]
    said += list(_traps(traps, found, letters))
    if not traps and any(one.row("deals") for one in payoffs):
        said.append(
            "Deals of each compares the deals of other worlds: never read it alone; "
            + ("where both agree compares the same worlds." if found.paired else "judge by all worlds.")
        )
    said.append(
        f"Better and worse count the worlds in which {letters[1]} does better or worse (for the day: sooner or later); "
        "the rest are ties."
    )
    rows = sum(len(one.rows) for one in found.outcomes)
    said.append(
        f"Each interval holds for its row alone: of {rows} such, one in twenty is expected to miss. "
        "It says how far the worlds pin a figure down, not how true the model is."
    )
    return " ".join(said)


def _over_all(payoffs: list[Outcome], letters: str) -> str:
    groups: dict[int, list[str]] = {1: [], -1: [], 0: []}
    for one in payoffs:
        row = one.row("all")
        assert row is not None
        groups[row.sign].append(_who(one))
    verbs = {1: f"more in {letters[1]}", -1: f"less in {letters[1]}", 0: "no sure difference"}
    parts = []
    for sign, names in groups.items():
        if names and sign:
            parts.append(f"{listed(names)} {'is' if len(names) == 1 else 'are'} worth {verbs[sign]}")
        elif names:
            parts.append(f"{listed(names)} {'shows' if len(names) == 1 else 'show'} {verbs[0]}")
    return "; ".join(parts)


def _who(one: Outcome) -> str:
    return one.title if one.name == "joint" else f"{one.title.rpartition(': ')[0]}'s payoff"


def _trap(one: Outcome) -> bool:
    """Whether deals alone point the other way than all worlds, and one of the two is sure."""
    everything, deals = one.row("all"), one.row("deals")
    if everything is None or deals is None:
        return False
    opposite = everything.difference.value * deals.difference.value < 0.0
    return opposite and (everything.sign != 0 or deals.sign != 0)


def _traps(traps: list[Outcome], found: Comparison, letters: str) -> Iterator[str]:
    for one in traps:
        everything, deals, both = one.row("all"), one.row("deals"), one.row("both")
        assert everything is not None
        assert deals is not None
        same = f"; where both agree {_ends(both)}" if both is not None and both.counted[0] else ""
        yield (
            f"Mind the trap: among deals {_who(one)} seems to {_moves(deals)} ({_ends(deals)}), but over all worlds it "
            f"{_moves(everything)}s ({_ends(everything)}){same}."
        )
    agreement = next((one.row("all") for one in found.outcomes if one.name == "agreement"), None)
    if traps and agreement is not None:
        points = 100.0 * agreement.difference.value
        more = f"{abs(points):.1f} points {'more' if points > 0 else 'fewer'}" if points else "as many, but other,"
        yield f"{letters[1]} has {more} worlds with a deal: the deals are not those of the same worlds. Judge by all."


def _moves(row: Row) -> str:
    return "rise" if row.difference.value > 0.0 else "fall"


def _ends(row: Row) -> str:
    decimals = decimals_for(*(n for n in (row.difference.value, row.low, row.high) if abs(n) < 1e300))
    low, high = (signed(n, decimals) if abs(n) < 1e300 else "…" for n in (row.low, row.high))
    return f"{signed(row.difference.value, decimals)} [{low},{GLUE}{high}]"
