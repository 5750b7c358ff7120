"""The course of the talks: every proposal that a protocol has in store."""

from functools import lru_cache

import numpy as np

from zopa.game.course import Course
from zopa.protocols.base import Protocol, Turn


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


@lru_cache(maxsize=4096)
def proposals_before(protocol: Protocol, rounds: int, parties: int, index: int, turn: Turn) -> int:
    """Number of proposals in store before a turn of a round."""
    before = int(np.searchsorted(course_of(protocol, rounds, parties).round, index))
    for other in protocol.turns(index, parties, index == rounds - 1):
        if other == turn:
            break
        before += other.may_propose
    return before
