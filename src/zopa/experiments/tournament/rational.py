"""What a rational field would play: the empirical game of a tournament, solved."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from zopa.analysis.metagame.cycles import rings
from zopa.analysis.metagame.dominance import Dominance, dominance
from zopa.analysis.metagame.equilibria import Equilibria, equilibria
from zopa.analysis.metagame.equilibrium import Equilibrium
from zopa.analysis.metagame.replies import replies
from zopa.analysis.metagame.sinks import sinks
from zopa.analysis.sureness.replicates import Replicates
from zopa.analysis.sureness.support import support
from zopa.experiments.tournament.cells import numbers
from zopa.game.arrays import Floats

RESAMPLES, FEW = 100, 40
"""Resamples in which the game is solved again; fewer of a game too large to find all equilibria."""

ROOM = 20_000
"""Corners kept when the game is solved again: a game too large for these is searched, not enumerated."""

LEAST = 1e-9
"""Shares below this are rounding."""

Seats = Mapping[str, Sequence[str]]
"""Strategies of each seat; of one population under one name."""


def solved(payoffs: Floats, seats: Seats, replicates: Sequence[Replicates]) -> dict[str, Any]:
    """Equilibria, dominance, best replies and cycles of a game of two seats, or of one population.

    Args:
        payoffs: (m, n, 2), row seat first, or (m, m) for one population.
        seats: Names of the strategies.
        replicates: The payoffs of each seat (or of the population), resampled alike; of one cell after the other.

    Returns:
        Plain JSON types under `equilibria`, `dominance`, `replies`, `cycles`.
    """
    found = equilibria(payoffs)
    names = list(seats.values())
    alone = payoffs.ndim == 2
    whole: list[bool] = []
    weighed = support(
        replicates, payoffs.shape[:2], lambda game: _supports(game, alone, whole), RESAMPLES if found.complete else FEW
    )
    merged = {seat: _classes(found, at, names[at]) for at, seat in enumerate(seats)}
    return {
        "equilibria": {
            "complete": found.complete,
            "why": found.why,
            "merged": merged,
            "components": len({one.component for one in found.found}) if found.complete else None,
            "survivors": {
                seat: [names[at][one] for one in found.survivors[at]] for at, seat in enumerate(seats)
            },
            "list": [_equilibrium(one, seats) for one in _ordered(found.found)],
            "support": {
                seat: _shared(dict(zip(names[at], weighed.some[at].tolist(), strict=True)), merged[seat])
                for at, seat in enumerate(seats)
            },
            "always": {
                seat: _shared(dict(zip(names[at], weighed.every[at].tolist(), strict=True)), merged[seat])
                for at, seat in enumerate(seats)
            },
            "resamples": len(whole),
            "resamples_complete": sum(whole),
        },
        "dominance": _dominance(dominance(payoffs), seats),
        "replies": _replies(payoffs, seats),
        "cycles": _cycles(payoffs, seats),
    }  # fmt: skip


def _ordered(found: Sequence[Equilibrium]) -> list[Equilibrium]:
    """Those that no other is better than for all first; among these and among the rest, the larger joint payoff."""
    tie = 1e-9 * max((abs(payoff) for one in found for payoff in one.payoffs), default=0.0)

    def worse(one: Equilibrium) -> bool:
        return any(
            all(theirs > ours + tie for ours, theirs in zip(one.payoffs, other.payoffs, strict=True)) for other in found
        )

    return sorted(found, key=lambda one: (worse(one), -sum(one.payoffs)))


def _supports(game: Floats, alone: bool, whole: list[bool]) -> list[tuple[tuple[int, ...], ...]]:
    found = equilibria(game[..., 0] if alone else game, ROOM)
    whole.append(found.complete)
    return [one.supports for one in found.found]


def _shared(frequency: dict[str, float], merged: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Strategies that are alike are in supports as often as the one that stands for them."""
    return frequency | {name: frequency[first] for first, others in merged.items() for name in others}


def _classes(found: Equilibria, seat: int, names: Sequence[str]) -> dict[str, list[str]]:
    """Strategies that pay and are paid the same, by the first of them."""
    return {names[one[0]]: [names[at] for at in one[1:]] for one in found.alike[seat] if len(one) > 1}


def _equilibrium(one: Equilibrium, seats: Seats) -> dict[str, Any]:
    shares = (one.x, one.y)[: len(seats)]
    return {
        "mix": {seat: mix(share, names) for (seat, names), share in zip(seats.items(), shares, strict=True)},
        "payoffs": dict(zip(seats, one.payoffs, strict=False)),
        "regret": dict(zip(seats, one.regrets, strict=False)),
        "pure": all(len(some) == 1 for some in one.supports),
        "component": one.component,
    }


def mix(shares: Floats, names: Sequence[str]) -> dict[str, float]:
    """A mixture by name, the largest share first.

    Args:
        shares: Shares of all strategies.
        names: Their names.
    """
    order = np.argsort(-shares, kind="stable")
    return {names[at]: float(shares[at]) for at in order.tolist() if shares[at] > LEAST}


def _dominance(found: Dominance, seats: Seats) -> dict[str, Any]:
    names = list(seats.values())
    return {
        seat: [
            {
                "strategy": names[at][one.strategy],
                "by": {names[at][by]: share for by, share in one.by},
                "strict": one.strict,
            }
            for one in found.dominated[at]
        ]
        for at, seat in enumerate(seats)
    } | {"survivors": {seat: [names[at][one] for one in found.survivors[at]] for at, seat in enumerate(seats)}}


def _replies(payoffs: Floats, seats: Seats) -> dict[str, Any]:
    names, said = list(seats.values()), {}
    for at, (seat, found) in enumerate(zip(seats, replies(payoffs), strict=True)):
        others = names[1 - at] if len(names) > 1 else names[0]
        gap = found.regret if at == 0 else found.regret.T  # cells stand row seat first
        said[seat] = {
            "best": {
                other: [names[at][one] for one in np.flatnonzero(found.best[:, column]).tolist()]
                for column, other in enumerate(others)
            },
            "gap": numbers(gap),
            "security": dict(zip(names[at], numbers(found.security), strict=True)),
            "kept": dict(zip(names[at], numbers(found.kept[:, 0]), strict=True)),
            "exposed": dict(zip(names[at], numbers(found.exposed), strict=True)),
            "secured": float(found.secured),
            "guard": mix(found.guard, names[at]),
        }
    return said


def _cycles(payoffs: Floats, seats: Seats) -> dict[str, Any]:
    names = list(seats.values())

    def named(profile: Sequence[int]) -> dict[str, str]:
        return {seat: names[at][one] for at, (seat, one) in enumerate(zip(seats, profile, strict=True))}

    found = sinks(payoffs, neutral=False)  # so a sink of one profile is an equilibrium, and each larger one has none
    said: dict[str, Any] = {"sinks": [[named(_tuple(one)) for one in sink[:50]] for sink in found[:20]]}
    said["sizes"] = [len(sink) for sink in found]
    if payoffs.ndim == 2:
        said["rings"] = [[names[0][one] for one in ring] for ring in rings(payoffs, 20)]
    return said


def _tuple(profile: Any) -> tuple[int, ...]:
    return profile if isinstance(profile, tuple) else (int(profile),)
