"""A pie that two share, on a fine grid, and strategies that play for it."""

from collections.abc import Sequence

import numpy as np

from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.mechanism import Mechanism
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Space
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.base import Protocol
from zopa.strategies.parts.base import Bidding, Strategy
from zopa.strategies.parts.composed import Composed
from zopa.talks import Play, Talks
from zopa.talks.table import Outcomes

ONE_A_ROUND = AlternatingOffers((0, 1), rotate=True, counter=False)
"""Rubinstein's (1982) game: one proposal a round, the other answers, then it is its turn."""

Numbers = float | np.ndarray


def pie(
    rounds: int, factor: Sequence[Numbers] = (1.0, 1.0), *, levels: int = 4_001, worlds: int = 1, seed: int = 0,
    no_deal: Sequence[Numbers] = (0.0, 0.0), inside: Sequence[Numbers] | None = None,
    outside: Sequence[Numbers] | None = None, expected: Sequence[Numbers] | None = None,
    floors: Sequence[float] = (0.0, 0.0), near: tuple[float, float] | None = None, information: str = "complete",
) -> Game:  # fmt: skip
    """A pie of size 1: level x gives x to the first party and 1 − x to the second.

    `floors` are the least shares that homes would ratify: shares that give less may not be offered. Between
    the ends of `near` there are as many levels again.
    """
    share = np.linspace(0.0, 1.0, levels)
    if near is not None:
        share = np.unique(np.concatenate((share, np.linspace(*near, levels))))
    cells = (np.tile(share, (worlds, 1)), np.tile(1.0 - share, (worlds, 1)))

    def pair(numbers: Sequence[Numbers]) -> tuple[np.ndarray, ...]:
        return tuple(np.array(np.broadcast_to(np.asarray(one, dtype=np.float64), (worlds,))) for one in numbers)

    allowed = np.tile((share >= floors[0] - 1e-12) & (1.0 - share >= floors[1] - 1e-12), (worlds, 1))
    schedule = LumpSchedule(
        rounds, pair(factor), pair(no_deal), pair(no_deal if expected is None else expected),
        () if inside is None else pair(inside), () if outside is None else pair(outside),
    )  # fmt: skip
    return Game(
        Space.of({"share": tuple(share.tolist())}), ("first", "second"), Luck(seed, 0, worlds), schedule,
        (Epoch(0, cells, cells),), allowed, (None, None), information, cap=32_768,
    )  # fmt: skip


def play(
    game: Game, *team: Bidding | Strategy, protocol: Protocol = ONE_A_ROUND, around: Sequence[Mechanism] = ()
) -> Outcomes:  # fmt: skip
    """Play it; biddings are completed by what belongs to them."""
    whole = tuple(one if hasattr(one, "move") else Composed.of(one) for one in team)
    named = tuple((f"around_{k}", part) for k, part in enumerate(around))
    return Talks(Play(game, protocol, whole, named)).play_out()
