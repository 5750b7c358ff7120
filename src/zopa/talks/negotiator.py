"""The negotiators: each holds its payoffs and its strategy, and moves when it is its turn."""

import mesa
import numpy as np

from zopa.game.arrays import Floats
from zopa.game.course import Waiting
from zopa.game.schedule import Moment
from zopa.game.values import value_of
from zopa.game.view import Move, Received, View
from zopa.protocols.base import Turn
from zopa.strategies.parts.base import Strategy
from zopa.talks.payoffs import Payoffs
from zopa.talks.room import Room
from zopa.talks.sealing import last_opened


class Negotiator(mesa.Agent):
    """A party at the table. Every array it holds has a worlds axis first.

    Attributes:
        room: What it finds around the table.
        index: Its place among the parties.
        party: Its name.
        strategy: How it plays; frozen.
        memory: What the strategy remembers, passed in and out of it.
        demand: What its last offer was worth to itself, (W,); nan before the first.
        offered: What the last offer it was asked to answer was worth to it, (W,); nan before the first.
        believed: What it last thought the other's payoffs were, by cell (W, C), or None.
    """

    def __init__(self, model: mesa.Model, room: Room, index: int, party: str, strategy: Strategy) -> None:
        """Take a seat.

        Args:
            model: The talks.
            room: What it finds around the table.
            index: Place among the parties.
            party: Name of the party.
            strategy: How it plays.
        """
        super().__init__(model)
        self.room = room
        self.index = index
        self.party = self.name = party
        self.strategy = strategy
        self.memory: object = None
        self.moves = 0
        self.demand: Floats = np.full(room.luck.worlds, np.nan)
        self.offered: Floats = np.full(room.luck.worlds, np.nan)
        self.believed: Floats | None = None

    def view(self, turn: Turn, moment: Moment, final: bool) -> View:
        """All that this party may know now.

        Args:
            turn: What it may do.
            moment: What the calendar says.
            final: Whether the talks end with this exchange.
        """
        room, me, table, payoffs = self.room, self.index, self.room.table, self.room.payoffs
        assert payoffs is not None
        position = float(moment.index * room.exchanges + turn.exchange)
        reservation = moment.reservation[me]
        gone = _share_gone(position, moment.deadline, final and not turn.may_propose)
        if turn.sealed:
            received = last_opened(table, me, payoffs.cells[me], room.space.first)
        else:
            worth = value_of(payoffs.cells[me], table.package, room.space.first)
            received = Received(table.package, worth, table.standing & (table.proposer != me), table.proposer)
        return View(
            me=me, parties=room.parties, space=room.space, cells=payoffs.cells[me],
            allowed=payoffs.allowed, reservation=reservation, best=np.maximum(payoffs.best[me], reservation),
            revision=payoffs.revision, others=payoffs.known_to(me, moment), efficient=payoffs.efficient,
            received=received,
            open=table.open, move=self.moves, index=moment.index, gone=gone,
            last=position >= moment.deadline, final=final, may_propose=turn.may_propose, belief=moment.belief,
            date=moment.date, luck=room.luck, consents=payoffs.consents[me], approval=payoffs.doors.approval[me],
            stress=payoffs.doors.stress, course=room.course,
            place=room.places[moment.index, turn.exchange, turn.party], waiting=self._waiting(moment, payoffs),
        )  # fmt: skip

    def _waiting(self, moment: Moment, payoffs: Payoffs) -> Waiting:
        """What one more round does to payoffs, as far as this party knows."""
        hazard = payoffs.doors.hazard
        if payoffs.information == "complete":
            return Waiting(moment.factor, moment.flow, moment.reservation, moment.outside, hazard)

        def mine(of_all: tuple[Floats, ...]) -> tuple[Floats | None, ...]:
            return tuple(one if p == self.index else None for p, one in enumerate(of_all))

        return Waiting(mine(moment.factor), mine(moment.flow), mine(moment.reservation), mine(moment.outside), hazard)

    def move(self, turn: Turn, moment: Moment, final: bool) -> Move:
        """Look at the table and decide."""
        view = self.view(turn, moment, final)
        if self.memory is None:
            self.memory = self.strategy.begin(view)
        move, self.memory = self.strategy.move(view, self.memory)
        self.note(view, move)
        return move

    def note(self, view: View, move: Move) -> None:
        """Keep what was asked and offered last, for the record."""
        self.moves += 1
        self.demand = move.worth
        self.believed = move.believed
        self.offered = view.received.worth


def _share_gone(position: float, deadline: Floats, answers: bool) -> Floats:
    """Share of the window gone, (W,): 0 at the first exchange, 1 at the last before the deadline.

    For who can only answer when the talks end there is no later, even where the first exchange is the last: 1.
    """
    if answers:
        return np.ones_like(deadline)
    return np.minimum(position / np.maximum(deadline, 1.0), 1.0)
