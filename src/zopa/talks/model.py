"""The one loop: a Mesa model that plays a block of worlds, round by round."""

from dataclasses import replace

import mesa
import numpy as np

from zopa.events.clock import start_clock
from zopa.game.arrays import Bools
from zopa.game.doors import ACCOUNTS
from zopa.game.ending import BROKEN_OFF, DEAL, LEFT, STUCK
from zopa.game.schedule import Moment
from zopa.game.values import value_of
from zopa.game.view import Move
from zopa.protocols.base import Turn
from zopa.protocols.course import course_of, places_of
from zopa.protocols.sealed import Sealed
from zopa.talks.negotiator import Negotiator
from zopa.talks.payoffs import Payoffs
from zopa.talks.play import Play
from zopa.talks.record import Record, reporters
from zopa.talks.room import Room
from zopa.talks.sealing import opened_offers
from zopa.talks.surroundings import Surroundings
from zopa.talks.table import Outcomes, Table


class Talks(mesa.Model):
    """Talks in W worlds at once; `worlds=1` is the classic agent-based model.

    Attributes:
        play: Game, protocol and strategies.
        negotiators: The parties, in order.
        surroundings: Home constituencies, leaders, the bond market, other talks, and the rules of the game.
        table: What lies on the table.
        outcomes: How the worlds ended.
        moment: What the calendar says in this round.
        payoffs: Payoffs that hold in this round.
        record: What was said, where it is kept; else None.
        heard_at_home: What home and leaders said of the accord that they reviewed last: (text, worlds).
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
        self.surroundings = Surroundings(self, game, play.mechanisms, play.protocol.exchanges)
        self.clock = start_clock(game.schedule, play.rounds, play.protocol.exchanges, self.surroundings.postpone)
        self.table = Table(game.worlds, np.diff(game.space.first), len(game.parties))
        rules = (play.protocol, play.rounds, len(game.parties))
        self.room = Room(
            game.space, game.luck, play.protocol.exchanges, len(game.parties), course_of(*rules), places_of(*rules),
            self.table,
        )  # fmt: skip
        self.outcomes = Outcomes(game.worlds, len(game.space.clusters), len(game.parties))
        self.negotiators = [
            Negotiator(self, self.room, i, party, strategy)
            for i, (party, strategy) in enumerate(zip(game.parties, play.strategies, strict=True))
        ]
        self.record = Record() if record else None
        self.heard_at_home: tuple[tuple[str, Bools], ...] = ()
        self.index = -1
        self.moment: Moment | None = None
        self._epoch = -1
        self._revision = np.zeros(game.worlds, dtype=np.int64)
        self._collects = game.worlds == 1 if collect is None else collect
        self.datacollector = mesa.DataCollector(*reporters())

    def step(self) -> None:
        """One round: the calendar turns, everybody reacts, the parties move under the protocol, it is written down."""
        if not self.running:
            return
        moment = self.open_round()
        for turn in self.turns():
            if not self.table.remaining:
                break
            self.take(turn, self.negotiators[turn.party].move(turn, moment, self.is_last(turn)))
        self.close_round()

    def open_round(self) -> Moment:
        """The calendar turns and events fire; then the home fronts, the market and the leaders react."""
        self.index += 1
        around, table = self.surroundings, self.table
        years = self.clock.advance(self.index, table.undecided)
        if around.agents:
            around.doors.days_pass(years, table.undecided)
            around.react(self.index, self.clock, table, self.negotiators)
            self._break_off(around.doors.ends, BROKEN_OFF)
        self.moment = moment = around.seen(self.clock.moment(self.index))
        changed = self._revise(moment)
        if self.record:
            self.record.turned(moment)
        if changed or moment.date:
            self._withdraw(moment)
        return moment

    def _revise(self, moment: Moment) -> bool:
        """Payoffs, beliefs and the feasible set of the round; whether any of it has changed."""
        game, doors = self.play.game, self.surroundings.doors
        epoch = game.epoch_at(self.index)
        everywhere = epoch != self._epoch or any(paid is not None for paid in game.once)
        if not (everywhere or self.surroundings.agents):
            return False
        changed = doors.touched & self.table.open
        if not (everywhere or changed.any()):
            return False
        self._revision = self._revision + ((changed | everywhere) & self.table.open)
        self.room.payoffs = Payoffs.of(game, epoch, self._revision, moment, doors, self.room.payoffs)
        self._epoch = epoch
        return True

    def _withdraw(self, moment: Moment) -> None:
        """Nobody is held to an offer that the days have made worse than no deal: it is taken off the table."""
        for p, cells in enumerate(self.payoffs.cells):
            withdrawn = self.table.withdraw(
                p, value_of(cells, self.table.package, self.space.first), moment.reservation[p]
            )
            if self.record and withdrawn.any():
                self.record.withdrawn(moment, self._calls(p), withdrawn)

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

    def is_last(self, turn: Turn) -> bool:
        """Whether the talks end with the exchange of a turn of this round."""
        return self.is_last_round and turn.exchange == self.protocol.exchanges - 1

    def take(self, turn: Turn, move: Move) -> None:
        """One party's move reaches the table; an accord goes to ratification, and where it holds the world ends.

        Ended worlds stay. A sealed offer waits until all have made theirs.
        """
        if self.record:
            self.record.faces(turn, self.room)
        self.surroundings.said += move.says
        if move.walks is not None:
            takes = move.accept & self.table.standing & (self.table.proposer != turn.party) & turn.may_accept
            self.leave(turn.party, move.walks & ~takes)
        struck = self.table.put(turn, move)
        if turn.sealed:
            struck = self._seal(turn)
        refused = self._ratify() if struck and self.surroundings.agents else None
        if self.record:
            for statement in move.says:
                self.record.heard(statement, self._calls(turn.party), self._now())
            self.record.moved(turn, move, self.room, self._now(), refused)
        if struck:
            self.table.conclude()
            self.outcomes.sign(self.table, self.index, turn.exchange)

    def _seal(self, turn: Turn) -> int:
        """A sealed offer; with the last one all are opened. Returns the number of deals struck."""
        table, protocol = self.table, self.protocol
        table.seal(turn.party)
        if turn != self.turns()[-1]:
            return 0
        assert isinstance(protocol, Sealed)
        luck = self.luck.one("sealed", at=self.index)
        opened = opened_offers(table, self.payoffs.cells, self.space.first, luck, self.payoffs.allowed)
        met = protocol.meet(self.space, opened)
        where = met.struck & table.open
        deals = table.strike(met.struck, met.package, met.proposer)
        ends = None if met.ends is None else met.ends & table.open
        if ends is not None:
            self._break_off(ends, STUCK)
        table.open_seals(opened.idle)
        if self.record:
            self.record.opened(self._now(), replace(met, struck=where, ends=ends))
        return deals

    def leave(self, party: int, where: Bools) -> None:
        """A party leaves the table for good in some worlds, (W,): there is no deal, and outside options are taken."""
        where = where & self.table.open
        if where.any():
            self._break_off(where, LEFT + party)
            if self.record:
                self.record.left(self._now(), self._calls(party), where)

    def _break_off(self, ends: Bools, how: int) -> None:
        """The talks end without a deal in some worlds, (W,); outside options are taken where a party has left."""
        ends = ends & self.table.open
        if ends.any():
            self.clock.leave(ends, outside=how >= LEFT)
            self.table.break_off(ends, how)

    def close_round(self) -> None:
        """Write the round's deals down; after the last round, worlds still open end without one."""
        if self.table.signed.any():
            self._settle()
        if self.is_last_round or not self.table.undecided.any():
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
        """Hand over the outcomes and let go of all arrays: the end of this model."""
        outcomes = self.outcomes
        self.clock.stop()
        for agent in list(self.agents):
            agent.remove()
        getattr(mesa.Agent, "_ids", {}).pop(self, None)  # Mesa 3.3 would keep the model for ever: 20 kB for each game
        for name in [n for n in vars(self) if n in _HEAVY]:
            delattr(self, name)
        return outcomes

    def _calls(self, party: int) -> str:
        """A party as people call it."""
        return self.play.game.titles.get(self.negotiators[party].party, "a party")

    def _ratify(self) -> Bools:
        """Tentative accords go home: where one is refused, (W,), the talks go on without it."""
        around = self.surroundings
        around.doors.news = []  # the round's own news have gone into the moment: told once
        refused = around.review(self.index, self.clock, self.table, self.negotiators)
        if refused.any():
            self.table.reopen(refused)
        self.heard_at_home = tuple(around.doors.news)
        if self.record:
            self.record.told(self._now(), around.doors, turn=True)
        return refused

    def _settle(self) -> None:
        """The deals of the round: what follows from them, and what each is worth."""
        table, out, moment, doors = self.table, self.outcomes, self._now(), self.surroundings.doors
        first, rows = self.space.first, np.flatnonzero(table.signed)
        package, worth = table.package[rows], np.zeros(self.worlds)
        no_deal = [doors.with_booked(p, moment.past[p]) for p in range(len(self.negotiators))]
        self.surroundings.sealed(self.index, self.clock, table, self.negotiators)
        if self.record:
            self.record.told(moment, doors, turn=False)
        for p, base in enumerate(self.payoffs.base):
            years = moment.annuity[p]
            out.settle(p, table, base, first, moment.past[p], years, no_deal[p], moment.reservation[p])
            for account in ACCOUNTS if self.surroundings.agents else ():
                booked, added = doors.booked(p, account), doors.added(p, account, rows)
                if added is not None:
                    worth[rows] = years[rows] * value_of(added, package, first)
                if booked is not None:
                    out.add(p, account, table.signed, booked if added is None else booked + worth)
                elif added is not None:
                    out.add(p, account, table.signed, worth)
        table.signed[:] = False

    def _adjourn(self) -> None:
        """Worlds without a deal get what no deal is worth; all payoffs are also spread over the horizon."""
        table, out, doors, whole = self.table, self.outcomes, self.surroundings.doors, self.play.game.schedule.whole()
        doors.days_pass(self.clock.close(table.undecided), table.undecided)
        self.surroundings.ended(self.index, self.clock, table, self.negotiators)
        for p, worth in enumerate(self.clock.no_deal()):
            booked = {a: b for a in ACCOUNTS if (b := doors.booked(p, a)) is not None}
            out.pay(p, table.undecided, {"time": worth, **booked}, doors.with_booked(p, worth))
            out.annual[p] = out.payoff[p] / whole
        out.offers, out.ended = table.offers, np.where(out.agreed, DEAL, table.ended)
        out.extra = self.surroundings.results()
        table.open[:] = False


_HEAVY = frozenset(
    {
        "play", "clock", "table", "outcomes", "negotiators", "record", "moment", "room", "space", "datacollector",
        "luck", "surroundings", "heard_at_home", "_revision",
    }
)  # fmt: skip
