"""NegMAS on the same domains in the same run, where it is installed (the optional extra `bench`)."""

import importlib.util
import time
from collections.abc import Iterator
from importlib import import_module
from statistics import median
from typing import Any

import numpy as np

from zopa.cli.benching.games import DOMAINS
from zopa.cli.benching.measure import Effort, Measured, stopwatch
from zopa.game.arrays import Floats
from zopa.game.luck import Luck
from zopa.game.samples import random_additive

MOST_PACKAGES, MOST_IN_A_HURRY = 10**6, 10**4
"""It lists every package of a domain; larger ones are left out."""

PATIENCE = 10.0
"""Times the usual effort, because single sessions can take seconds."""

PAIRS = {
    "Boulware-Boulware": ("BoulwareTBNegotiator", "BoulwareTBNegotiator"),
    "Boulware-Conceder": ("BoulwareTBNegotiator", "ConcederTBNegotiator"),
    "MiCRO-MiCRO": ("MiCRONegotiator", "MiCRONegotiator"),
    "relative tit-for-tat": ("NaiveTitForTatNegotiator", "NaiveTitForTatNegotiator"),
}
"""The nearest that it has to each of our pairs."""


def installed() -> bool:
    """Whether NegMAS can be imported."""
    return importlib.util.find_spec("negmas") is not None


def peer(effort: Effort, ours: dict[str, float]) -> Iterator[Measured]:
    """Sessions a second and how many times faster we are.

    Args:
        effort: How long to measure.
        ours: Our games a second, by the name of the measurement.
    """
    for issues, levels in DOMAINS:
        for pair, kinds in PAIRS.items():
            name = f"{pair}, {issues}x{levels}"
            if levels**issues > (MOST_PACKAGES if effort.seconds else MOST_IN_A_HURRY):
                continue
            seconds, n, agreed = _sessions(issues, levels, kinds, effort)
            ratio = ours[f"{name}, payoffs known"] * seconds
            note = f"zopa: {_rounded(ratio)} x; {agreed:.0%} deals"
            yield Measured(f"NegMAS {name}", 1.0 / seconds, "games/s", n, note)


def _rounded(ratio: float) -> str:
    """A ratio to two digits."""
    return f"{float(f'{ratio:.2g}'):,.0f}"


def _sessions(issues: int, levels: int, kinds: tuple[str, str], effort: Effort) -> tuple[float, int, float]:
    """Median processor seconds of a session, their number, and the share that ended in a deal."""
    sao = import_module("negmas.sao")
    began, taken, deals = time.perf_counter(), list[float](), 0
    while len(taken) < 2 or (len(taken) < 10 * effort.most and time.perf_counter() - began < PATIENCE * effort.seconds):
        mechanism_issues, preferences = _domain(issues, levels, Luck(1, effort.block + len(taken), 1))
        with stopwatch() as spent:
            mechanism = sao.SAOMechanism(issues=mechanism_issues, n_steps=100)
            for kind, wishes in zip(kinds, preferences, strict=True):
                mechanism.add(getattr(sao, kind)(), ufun=wishes)
            deals += mechanism.run().agreement is not None
        taken.append(spent[0])
    return median(taken[1:]), len(taken) - 1, deals / len(taken)


def _domain(issues: int, levels: int, luck: Luck) -> tuple[Any, list[Any]]:
    """One of our random domains in its words: issues, and one utility function per party."""
    outcomes, preferences = import_module("negmas.outcomes"), import_module("negmas.preferences")
    table = import_module("negmas.preferences.value_fun").TableFun
    game = random_additive(issues, levels, luck)
    named = [outcomes.make_issue(list(range(levels)), name) for name in game.space.issues]

    def wishes(cells: Floats) -> Any:
        rows = np.asarray(cells[0]).reshape(issues, levels)
        tables = [table(dict(enumerate(map(float, row)))) for row in rows]
        return preferences.LinearAdditiveUtilityFunction(tables, issues=named, reserved_value=0.0)

    return named, [wishes(cells) for cells in game.epochs[0].cells]
