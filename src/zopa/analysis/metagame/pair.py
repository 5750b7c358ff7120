"""The payoff tables of two seats or of one population, and when two payoffs count as equal."""

import numpy as np

from zopa.analysis.metagame import seats
from zopa.game.arrays import Floats

TIE = 1e-9
"""Payoffs of one seat that differ by at most this share of the range of its payoffs count as equal."""


def tables(payoffs: Floats) -> tuple[Floats, ...]:
    """What each seat earns with each of its strategies (rows) against each of the other seat's (columns).

    Args:
        payoffs: Of two seats, (m, n, 2), row seat first; or of one population that plays against itself, (m, m): what
            the row earns against the column.

    Returns:
        (m, n) and (n, m) for two seats, one (m, m) for a population. So the table of the seat across is the same one
        read from the end, with `reversed`.

    Raises:
        ValueError: More than two seats, or these are no payoffs of a game.
    """
    if payoffs.ndim > 3:
        raise ValueError(
            f"a game of {payoffs.ndim - 1} seats: equilibria, dominance and replies are found for two seats, or for "
            "one population; hold the strategies of the others fixed"
        )
    return seats.tables(payoffs)


def slack(table: Floats) -> float:
    """How far two payoffs of a seat may be apart and count as equal."""
    return TIE * float(np.ptp(table))
