"""The one loop: a Mesa model that plays a block of worlds, round by round."""

import mesa
import numpy as np

from zopa.events.clock import start_clock
from zopa.game.schedule import Moment
from zopa.game.values import value_of
from zopa.game.view import Move
from zopa.protocols.base import Turn
from zopa.talks.agents import Negotiator
from zopa.talks.payoffs import Payoffs
from zopa.talks.play import Play
from zopa.talks.record import Record, reporters
from zopa.talks.room import Room
from zopa.talks.table import Outcomes, Table, settle


class Talks(mesa.Model):
    """Talks in W worlds at once; `worlds=1` is the classic agent-based model.

    Attributes:
        play: Game, protocol and strategies.
        negotiators: The parties, in order.
        table: What lies on the table.
        outcomes: How the worlds ended.
        moment: What the calendar says in this round.
        payoffs: Payoffs that hold in this round.
        record: What was said, where it is kept; else None.
    """

    def __init__(self, play: Play, *, record: bool = False, collect: bool | None = None) -> None:
        """Sit down.

        Args:
            play: Game, protocol and strategies.
            record: Whether to keep every move, for transcripts.
            collect: Whether Mesa's data collector runs each round; by default only for a single world.
        """
        super().__init__()
        game = play.game
        self.play, self.protocol, self.space, self.luck = play, play.protocol, game.space, game.luck
        self.worlds = game.worlds
        self.clock = start_clock(game.schedule, play.rounds, play.protocol.exchanges)
        self.table = Table(game.worlds, len(game.space.clusters), len(game.parties))
        self.room = Room(game.space, game.luck, play.protocol.exchanges, len(game.parties), self.table)
        self.outcomes = Outcomes(game.worlds, len(game.space.clusters), len(game.parties))
        self.negotiators = [
            Negotiator(self, self.room, i, party, strategy)
            for i, (party, strategy) in enumerate(zip(game.parties, play.strategies, strict=True))
        ]
        self.record = Record() if record else None
        self.index = -1
        self.moment: Moment | None = None
        self._epoch = -1
        self._collects = game.worlds == 1 if collect is None else collect
        self.datacollector = mesa.DataCollector(*reporters())

    def step(self) -> None:
        """One round: the calendar turns, the parties move under the protocol, the recorder writes it down."""
        if not self.running:
            return
        moment = self.open_round()
        for turn in self.turns():
            final = self.is_last_round and turn.exchange == self.protocol.exchanges - 1
            self.take(turn, self.negotiators[turn.party].move(turn, moment, final))
            if not self.table.remaining:
                break
        self.close_round()

    def open_round(self) -> Moment:
        """The calendar turns: threats are announced or carried out, payoffs change with the date."""
        self.index += 1
        self.moment = self.clock.turn(self.index, self.table.open)
        epoch = self.play.game.epoch_at(self.index)
        changed = epoch != self._epoch or any(paid is not None for paid in self.play.game.once)
        if changed:
            self.room.payoffs = Payoffs.of(self.play.game, epoch, self.index, self.moment)
            self._epoch = epoch
        if self.record:
            self.record.turned(self.moment)
        if changed or self.moment.date:
            self._withdraw(self.moment)
        return self.moment

    def _withdraw(self, moment: Moment) -> None:
        """Nobody is held to an offer that the days have made worse than no deal: it is taken off the table."""
        for p, cells in enumerate(self.payoffs.cells):
            withdrawn = self.table.withdraw(
                p, value_of(cells, self.table.package, self.space.first), moment.reservation[p]
            )
            if self.record and withdrawn.any():
                self.record.withdrawn(
                    moment, self.play.game.titles.get(self.negotiators[p].party, "a party"), withdrawn
                )

    @property
    def payoffs(self) -> Payoffs:
        """Payoffs that hold in this round."""
        assert self.room.payoffs is not None, "no round has been opened"
        return self.room.payoffs

    def _now(self) -> Moment:
        assert self.moment is not None, "no round has been opened"
        return self.moment

    def turns(self) -> tuple[Turn, ...]:
        """Whose turn it is in this round, in order."""
        return self.protocol.turns(self.index, len(self.negotiators), self.is_last_round)

    @property
    def is_last_round(self) -> bool:
        """Whether the talks end with this round."""
        return self.index == self.play.rounds - 1

    def take(self, turn: Turn, move: Move) -> None:
        """One party's move reaches the table; where a deal is struck, the world ends. Ended worlds stay."""
        if self.table.put(turn, move):
            self._sign(turn)
        if self.record:
            self.record.moved(turn, move, self.room, self._now())

    def close_round(self) -> None:
        """Write the round down; after the last one, worlds still open end without a deal."""
        if self.is_last_round or not self.table.remaining:
            self._adjourn()
            self.running = False
        if self._collects:
            self.datacollector.collect(self)

    def play_out(self) -> Outcomes:
        """Step until all worlds have ended."""
        while self.running:
            self.step()
        return self.outcomes

    def release(self) -> Outcomes:
        """Hand over the outcomes and let go of all arrays (Mesa 3.3 never frees a model): the end of this model."""
        outcomes = self.outcomes
        for agent in list(self.agents):
            agent.remove()
        for name in [n for n in vars(self) if n in _HEAVY]:
            delattr(self, name)
        return outcomes

    def _sign(self, turn: Turn) -> None:
        """Deals struck by the last move: what each is worth, and when it was."""
        table, out, moment = self.table, self.outcomes, self._now()
        out.sign(table, self.index, turn.exchange)
        for p, cells in enumerate(self.payoffs.cells):
            settle(
                table.struck, table.package, cells, self.space.first, moment.past[p], moment.annuity[p],
                moment.reservation[p], out.payoff[p], out.no_deal[p],
            )  # fmt: skip

    def _adjourn(self) -> None:
        """Worlds without a deal get what no deal is worth; all payoffs are also spread over the horizon."""
        table, out, whole = self.table, self.outcomes, self.clock.whole()
        self.clock.close(table.open)
        for p, worth in enumerate(self.clock.no_deal()):
            np.copyto(out.payoff[p], worth, where=table.open)
            np.copyto(out.no_deal[p], worth, where=table.open)
            out.annual[p] = out.payoff[p] / whole
        table.open[:] = False


_HEAVY = frozenset(
    {
        "play", "clock", "table", "outcomes", "negotiators", "record", "moment", "room", "space", "datacollector",
        "luck",
    }
)  # fmt: skip
