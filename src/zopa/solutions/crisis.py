"""A public crisis between two states that know what war is worth to each other, solved backwards."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class KnownCrisis:
    """Who wins a crisis with complete information.

    Attributes:
        backs: Whether each state backs down in each round if the crisis has come so far, (W, N, 2).
        value: What the crisis is worth to each state at its start, (W, 2); nan where that is undecided.
        winner: The state that does not back down in the first round, 0 or 1; −1 for war, or where it is undecided: in
            some round each would wait only if the other did not, (W,).
    """

    backs: Bools
    value: Floats
    winner: Ints


def known_crisis(costs: Floats, prize: Floats, war: Floats, step: float, rounds: int) -> KnownCrisis:
    """The crisis of `attrition.audience_war` with complete information, in rounds.

    In every round both wait or back down. Who backs down at time t while the other waits loses a t before its audience,
    and the other has the prize; if both do, both lose it. After the last round there is war. Backwards from there, in
    each round what waiting leads to is known, so it is a game of two choices: who would rather wait, whatever the
    other does, waits, and the other answers that. From w / a on a state would rather fight than back down. Who gets
    there first need not wait for it: the other backs down at once.

    Source: Fearon (1994), American Political Science Review 88: 577-592, with complete information.

    Args:
        costs: Audience costs of backing down, per unit of time, above 0, (W, 2).
        prize: Value of what is fought over, above 0, (W,).
        war: What war costs each state, above 0, (W, 2).
        step: Time between rounds.
        rounds: Number of rounds, N; enough for one state to get there.
    """
    value, backs = -war, np.zeros((*costs.shape[:1], rounds, 2), dtype=np.bool_)
    for now in range(rounds - 1, -1, -1):
        yields = -costs * (now * step)
        waits = value > yields  # against one who backs down too, waiting is better: it wins the prize
        loses = ~waits & waits[:, ::-1]
        decided = waits.any(axis=1, keepdims=True)
        won = np.where(loses[:, ::-1], prize[:, None], value)
        value = np.where(decided, np.where(loses, yields, won), np.nan)
        backs[:, now] = loses
    winner = np.where(backs[:, 0].any(axis=1), backs[:, 0].argmin(axis=1), -1)
    return KnownCrisis(backs, value, winner)
