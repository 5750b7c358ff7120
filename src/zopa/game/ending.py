"""How talks can end, and in which words tables of results say so."""

from collections.abc import Iterable

TIME, DEAL, BROKEN_OFF, STUCK, LEFT = range(5)
"""Numbers of the endings: the last round passed; a deal; broken off by chance, or by another mechanism; sealed offers
that concede no more; and, with the index of the party added, a party has left the table for good."""


def endings(parties: Iterable[str]) -> tuple[str, ...]:
    """A word for each ending, in the order of their numbers.

    Args:
        parties: Names of the parties, in order.

    >>> endings(["us", "japan"])
    ('time', 'deal', 'broken_off', 'stuck', 'left_us', 'left_japan')
    """
    return ("time", "deal", "broken_off", "stuck", *(f"left_{party}" for party in parties))
