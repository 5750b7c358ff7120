"""The course of the talks: every proposal that a protocol has in store."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from zopa.game.course import Course
from zopa.protocols.base import Protocol


@lru_cache(maxsize=64)
def course_of(protocol: Protocol, rounds: int, parties: int) -> Course:
    """All proposals of the talks, in order.

    Args:
        protocol: Who may do what.
        rounds: Rounds played.
        parties: Number of parties.
    """
    made = [
        (turn.party, index)
        for index in range(rounds)
        for turn in protocol.turns(index, parties, index == rounds - 1)
        if turn.may_propose
    ]
    proposer, index = (np.array(column, dtype=np.int64) for column in zip(*made, strict=True))
    return Course(proposer, index, rounds)


@lru_cache(maxsize=64)
def places_of(protocol: Protocol, rounds: int, parties: int) -> Mapping[tuple[int, int, int], int]:
    """Number of the first proposal that is still to come at each turn: by round, exchange and party.

    Args:
        protocol: Who may do what.
        rounds: Rounds played.
        parties: Number of parties.
    """
    places, made = dict[tuple[int, int, int], int](), 0
    for index in range(rounds):
        for turn in protocol.turns(index, parties, index == rounds - 1):
            places[index, turn.exchange, turn.party] = made
            made += turn.may_propose
    return places
