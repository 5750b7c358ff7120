"""Sealed offers on the table: what they are worth when they are opened, and what a party sees of the last ones."""

from collections.abc import Sequence

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.values import value_of
from zopa.game.view import Received
from zopa.protocols.sealed import Opened
from zopa.talks.table import Table


def opened_offers(
    table: Table, cells: Sequence[Floats], first: Ints, draw: Floats, allowed: Bools | None = None
) -> Opened:
    """The sealed offers of a round, opened.

    Args:
        table: Where they lie.
        cells: For each party its payoffs by cell, (W, C).
        first: Offsets of the clusters, (K + 1,).
        draw: One uniform draw in each world, (W,).
        allowed: Cells that may be agreed, (W, C); None for all.
    """
    parties = range(len(cells))
    worth = tuple(tuple(value_of(own, table.sealed[j], first) for j in parties) for own in cells)
    conceded = np.zeros(table.open.shape, dtype=bool)
    for j in parties:
        for i in parties:
            before = value_of(cells[i], table.opened[j], first)
            more = ~table.seen[j] | (worth[i][j] > before)
            conceded |= table.made[j] & more & (i != j)
    idle = np.where(conceded, 0, table.idle + 1)
    return Opened(tuple(table.sealed), tuple(table.made), worth, idle, draw, tuple(cells), allowed)


def last_opened(table: Table, me: int, cells: Floats, first: Ints) -> Received:
    """Of the others' last opened offers the one that is best for a party.

    Args:
        table: Where they lie.
        me: Index of the party.
        cells: Its payoffs by cell, (W, C).
        first: Offsets of the clusters, (K + 1,).
    """
    package, standing = table.package, np.zeros(table.open.shape, dtype=bool)
    worth, proposer = np.full(table.open.shape, -np.inf), np.full(table.open.shape, -1, dtype=np.int64)
    for j, offer in enumerate(table.opened):
        if j == me:
            continue
        value = value_of(cells, offer, first)
        better = table.seen[j] & (~standing | (value > worth))
        package = np.where(better[:, None], offer, package)
        worth, proposer = np.where(better, value, worth), np.where(better, j, proposer)
        standing = standing | better
    return Received(
        np.ascontiguousarray(package),
        np.where(standing, worth, value_of(cells, package, first)),
        standing & table.open,
        proposer,
    )
