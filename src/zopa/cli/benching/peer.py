"""NegMAS on the same domains in the same run, where it is installed (the optional extra `negmas`)."""

import importlib.util
import time
from collections.abc import Iterator
from statistics import median

from zopa.cli.benching.games import DOMAINS
from zopa.cli.benching.measure import Effort, Measured
from zopa.cli.benching.tournament import PAIRS as SIX
from zopa.cli.benching.tournament import Pair, rounded, session, tournament
from zopa.game.luck import Luck
from zopa.game.samples import random_additive
from zopa.interop.negmas_out import scenario_of

MOST_PACKAGES, MOST_IN_A_HURRY = 10**6, 10**4
"""It lists every package of a domain; larger ones are left out."""

PATIENCE = 10.0
"""Times the usual effort, because single sessions can take seconds."""

PAIRS = {
    "Boulware-Boulware": (SIX["Boulware"], SIX["Boulware"]),
    "Boulware-Conceder": (SIX["Boulware"], SIX["Conceder"]),
    "MiCRO-MiCRO": (SIX["MiCRO"], SIX["MiCRO"]),
    "relative tit-for-tat": (SIX["tit-for-tat"], SIX["tit-for-tat"]),
}
"""The nearest that it has to each of our pairs."""


def installed() -> bool:
    """Whether NegMAS can be imported."""
    return importlib.util.find_spec("negmas") is not None


def peer(effort: Effort, ours: dict[str, float]) -> Iterator[Measured]:
    """Sessions a second and how many times faster we are, pair by pair; then a tournament.

    Args:
        effort: How long to measure.
        ours: Our games a second, by the name of the measurement.
    """
    for issues, levels in DOMAINS:
        for pair, both in PAIRS.items():
            name = f"{pair}, {issues}x{levels}"
            if levels**issues > (MOST_PACKAGES if effort.seconds else MOST_IN_A_HURRY):
                continue
            seconds, n, agreed = _sessions(issues, levels, both, effort)
            ratio = ours[f"{name}, payoffs known"] * seconds
            note = f"zopa: {rounded(ratio)} x; {agreed:.0%} deals"
            yield Measured(f"NegMAS {name}", 1.0 / seconds, "games/s", n, note)
    yield from tournament(effort)


def _sessions(issues: int, levels: int, pair: tuple[Pair, Pair], effort: Effort) -> tuple[float, int, float]:
    """Median processor seconds of a session, their number, and the share that ended in a deal."""
    began, taken, deals = time.perf_counter(), list[float](), 0
    while len(taken) < 2 or (len(taken) < 10 * effort.most and time.perf_counter() - began < PATIENCE * effort.seconds):
        scenario = scenario_of(random_additive(issues, levels, Luck(1, effort.block + len(taken), 1)))
        seconds, deal = session(scenario, pair)
        taken.append(seconds)
        deals += deal
    return median(taken[1:]), len(taken) - 1, deals / len(taken)
