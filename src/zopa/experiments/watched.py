"""Talks in which one party's demands are kept, by stretches of time."""

import numpy as np

from zopa.analysis.habits import Moves
from zopa.game.arrays import Floats, Packages
from zopa.game.values import value_of
from zopa.game.view import Move
from zopa.protocols.base import Turn
from zopa.talks import Play, Talks
from zopa.talks.table import Outcomes


class Watched(Talks):
    """Talks in which one party's demands are kept, by stretches of time.

    Attributes:
        opening: Its first demand, (W,); nan before.
        asked: Its last demand up to the end of each stretch, (W, T); nan before the first.
        last: Last stretch in which somebody had a turn while the world's talks went on, (W,); −1 before.
    """

    def __init__(self, play: Play, party: int, stretches: int) -> None:
        """Sit down.

        Args:
            play: Game, protocol and strategies.
            party: Index of the party that is watched.
            stretches: Stretches into which the time of the talks is cut, T.
        """
        super().__init__(play, collect=False)
        self._watched, self._stretches = party, stretches
        self._exchanges = play.rounds * play.protocol.exchanges
        self.opening = np.full(self.worlds, np.nan)
        self.asked = np.full((self.worlds, stretches), np.nan)
        self.last = np.full(self.worlds, -1, dtype=np.int64)

    def stretch(self, turn: Turn) -> int:
        """The stretch of time in which a turn falls: stretch k ends with the share (k + 1) / T of the exchanges."""
        gone = self.index * self.protocol.exchanges + turn.exchange
        return max(-(-gone * self._stretches // max(self._exchanges - 1, 1)) - 1, 0)

    def take(self, turn: Turn, move: Move) -> None:
        """One party's move reaches the table; what the watched party asks for is kept."""
        table, at = self.table, self.stretch(turn)
        self.last[table.open] = at
        super().take(turn, move)
        made = table.offered
        if turn.party != self._watched or not made.any():
            return
        demand = self._demand(turn, table.sealed[turn.party] if turn.sealed else table.package)
        self.asked[made, at:] = demand[made, None]
        first = made & np.isnan(self.opening)
        self.opening[first] = demand[first]

    def _demand(self, turn: Turn, package: Packages) -> Floats:
        """What a package leaves to the party: 0 no deal, 1 the best that it may offer now, (W,)."""
        assert self.moment is not None
        view = self.negotiators[turn.party].view(turn, self.moment, final=False)
        return view.utility(value_of(self.payoffs.cells[turn.party], package, self.space.first))

    def moves(self, opponents: int) -> Moves:
        """What was asked for, of a block that holds the same worlds once for each of so many opponents."""

        def laid(values: np.ndarray) -> np.ndarray:
            return values.reshape(opponents, -1, *values.shape[1:])

        return Moves(laid(self.opening), laid(self.asked), laid(self.last), laid(self.outcomes.agreed))

    def release(self) -> Outcomes:
        """Hand over the outcomes and let go of all arrays."""
        del self.opening, self.asked, self.last
        return super().release()
