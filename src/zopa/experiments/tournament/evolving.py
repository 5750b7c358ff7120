"""How a field of strategies would evolve: α-rank and replicator dynamics of a tournament's empirical game."""

from typing import Any

import numpy as np

from zopa.analysis.metagame.alpha_rank import alpha_limit, alpha_sweep
from zopa.analysis.metagame.basins import Basins, basins
from zopa.analysis.metagame.field import Field, field
from zopa.experiments.tournament.rational import Seats, mix
from zopa.game.arrays import Floats

STARTS = 300
"""Starts from which the replicator dynamics are followed."""


def evolved(payoffs: Floats, seats: Seats) -> dict[str, Any]:
    """α-rank, and for two seats or one population the replicator dynamics.

    Args:
        payoffs: (m_1, …, m_R, R), or (m, m) for one population.
        seats: Names of the strategies.

    Returns:
        Plain JSON types under `alpha_rank`, `alpha_limit` and `replicator`.
    """
    names = list(seats.values())
    said: dict[str, Any] = {}
    for key, ranked in (("alpha_rank", alpha_sweep(payoffs)), ("alpha_limit", alpha_limit(payoffs))):
        masses = {
            seat: dict(zip(names[at], ranked.strategies[at].tolist(), strict=True)) for at, seat in enumerate(seats)
        }
        said[key] = {
            "model": ranked.model,
            "last": float(ranked.swept[-1]),
            "settled": ranked.settled,
            "masses": masses,
            "top": [
                {"profile": dict(zip(seats, (names[i][one] for i, one in enumerate(place)), strict=True)), "mass": mass}
                for place, mass in ranked.top(10)
            ],
        }
    if payoffs.ndim == 2 or len(seats) == 2:
        said["replicator"] = _replicator(payoffs, seats)
    return said


def _replicator(payoffs: Floats, seats: Seats) -> dict[str, Any]:
    names, found = list(seats.values()), basins(payoffs, STARTS)
    said: dict[str, Any] = {
        "model": found.model,
        "starts": STARTS,
        "attractors": [
            {
                "mix": {seat: mix(one.shares[at], names[at]) for at, seat in enumerate(seats)},
                "basin": {"share": one.basin.share, "low": one.basin.low, "high": one.basin.high},
                "earned": dict(zip(seats, one.earned.tolist(), strict=True)),
            }
            for one in found.attractors
        ],
        "unsettled": found.restless.share or 0.0,
        "average": {seat: mix(found.average[at], names[at]) for at, seat in enumerate(seats)} if found.average else {},
    }
    shown = _shown(found, payoffs)
    if shown is not None:
        drawn = field(payoffs, shown)
        said["field"] = _field(drawn, {seat: names[at] for at, seat in enumerate(seats)})
    return said


def _field(drawn: Field, names: Seats) -> dict[str, Any]:
    """A picture's numbers: on a square by the shares of the first strategies, on a triangle by place."""
    strategies = {seat: [names[seat][one] for one in some] for seat, some in zip(names, drawn.strategies, strict=True)}
    paths = drawn.paths[:, ::8].round(4).tolist()
    if len(names) == 1:
        return {
            "seats": strategies,
            "places": drawn.places.round(4).tolist(),
            "arrows": drawn.arrows.round(6).tolist(),
            "paths": paths,
        }
    side = round(len(drawn.places) ** 0.5)
    p, q = drawn.places.T.reshape(2, side, side)
    dp, dq = drawn.arrows.T.reshape(2, side, side).round(6)
    return {
        "seats": strategies,
        "p": p[:, 0].round(6).tolist(),
        "q": q[0].round(6).tolist(),
        "dp": dp.tolist(),
        "dq": dq.tolist(),
        "paths": paths,
    }


def _shown(found: Basins, payoffs: Floats) -> list[list[int]] | None:
    """The strategies of a picture: those that are played most where the dynamics lead, two a seat, or three of one."""
    counts, wanted = payoffs.shape[:2], 3 if payoffs.ndim == 2 else 2
    seats = 1 if payoffs.ndim == 2 else 2
    if min(counts[:seats]) < wanted:
        return None
    chosen = []
    for at in range(seats):
        played = np.zeros(counts[at])
        for one in found.attractors:
            played += (one.basin.share or 0.0) * one.shares[at]
        if found.average:
            played += (found.restless.share or 0.0) * found.average[at]
        fallback = (payoffs if seats == 1 else payoffs[..., at]).mean(axis=1 - at)  # ties: who earns most on average
        order = np.lexsort((-fallback, -played.round(6)))
        chosen.append(sorted(order[:wanted].tolist()))
    return chosen
