"""Games in one world from plain lists of payoffs, for strategies that are played through by hand."""

from collections.abc import Sequence

import numpy as np

from zopa.game.game import Epoch, Game
from zopa.game.luck import Luck
from zopa.game.schedule import LumpSchedule
from zopa.game.space import Level, Space
from zopa.protocols.alternating import AlternatingOffers
from zopa.protocols.base import Protocol
from zopa.strategies.parts.base import Bidding
from zopa.strategies.parts.composed import Composed
from zopa.talks import Play, Talks

Payoffs = Sequence[Sequence[float]]


def game(
    first: Payoffs,
    second: Payoffs,
    rounds: int = 9,
    no_deal: tuple[float, float] = (0.0, 0.0),
    levels: Sequence[Sequence[Level]] | None = None,
) -> Game:
    """Two parties; for each issue the payoffs of its levels (numbered from 0 where they have no names)."""
    names = levels or [tuple(range(len(issue))) for issue in first]
    cells = tuple(np.array([[x for issue in worth for x in issue]], dtype=float) for worth in (first, second))
    one, nothing = (np.ones(1),) * 2, tuple(np.array([float(x)]) for x in no_deal)
    return Game(
        Space.of({f"issue_{k}": tuple(of) for k, of in enumerate(names)}), ("a", "b"), Luck(3),
        LumpSchedule(rounds, one, nothing, nothing), (Epoch(0, cells, cells),),
        np.ones((1, cells[0].shape[1]), dtype=bool), (None, None), cap=8192,
    )  # fmt: skip


def talks(played: Game, *bidding: Bidding | Composed, protocol: Protocol | None = None) -> Talks:
    """Talks about a game, played out and recorded."""
    team = tuple(each if isinstance(each, Composed) else Composed.of(each) for each in bidding)
    played_out = Talks(Play(played, protocol or AlternatingOffers(), team), record=True)
    played_out.play_out()
    return played_out


def said(played: Game, *bidding: Bidding | Composed, protocol: Protocol | None = None) -> str:
    """Offers by levels, party a before party b, as in "a03 b20 b20": the last is the one agreed, or "none"."""
    done = talks(played, *bidding, protocol=protocol)
    assert done.record is not None
    out = done.outcomes
    words = ["ab"[m.turn.party] + "".join(map(str, m.package[0])) for m in done.record.said if m.offered[0]]
    last = "".join(map(str, out.package[0])) if out.agreed[0] else "none"
    return " ".join([*words, last])
