"""Seats: talks in one world in which some parties are moved from outside; a person is a strategy that waits."""

from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from zopa.game.arrays import Ints, Packages
from zopa.game.schedule import Moment
from zopa.game.values import value_of
from zopa.game.view import Move, View
from zopa.protocols.base import Turn
from zopa.talks.model import Talks
from zopa.talks.play import Play
from zopa.talks.table import Outcomes


@dataclass(frozen=True)
class Facing:
    """What lies before a party.

    Attributes:
        turn: What it may do; nothing where it is not its turn.
        view: What it may know.
    """

    turn: Turn
    view: View

    @property
    def answers(self) -> bool:
        """Whether there is an offer that it may accept."""
        return bool(self.turn.may_accept and self.view.received.standing[0])

    @property
    def chooses(self) -> bool:
        """Whether there is anything to choose: otherwise the turn goes by."""
        return self.turn.may_propose or self.answers


class Seats:
    """One world of talks; parties in `mine` wait for `move`, the others play their strategies.

    Attributes:
        talks: The talks. Nothing but `move`, `stand_in` and `hand_over` moves them on.
        mine: Parties moved from outside, each with the number of the round, from 0, from which it is; before that its
            strategy plays.
        facing: What lies before the party whose turn it is; None once the talks have ended.
        no_deal: What no deal is worth to each party on the first day, as a present value.
    """

    def __init__(self, play: Play, mine: Collection[int] | Mapping[int, int], record: bool = False) -> None:
        """Sit down, and let the others move until it is the turn of a party in `mine`.

        Args:
            play: Game with a single world, protocol and strategies.
            mine: Indices of the parties that are moved from outside; or each with the round from which it is.
            record: Whether to keep every move.
        """
        self.talks = Talks(play, collect=False, record=record)
        self.mine = dict(mine) if isinstance(mine, Mapping) else dict.fromkeys(mine, 0)
        self.no_deal: list[float] = []
        self.facing: Facing | None = None
        self._moment: Moment | None = None
        self._waiting = self._turns()
        self._go_on(None)

    @property
    def outcomes(self) -> Outcomes:
        """How the talks ended."""
        return self.talks.outcomes

    @property
    def moment(self) -> Moment:
        """What the calendar says now."""
        assert self._moment is not None, "no round has been opened"
        return self._moment

    def move(self, move: Move) -> None:
        """Move for the party whose turn it is."""
        self._go_on(move)

    def hand_over(self, party: int) -> None:
        """The party's own strategy plays from now on."""
        del self.mine[party]
        if self.facing is not None and self.facing.turn.party == party:
            self._go_on(None)

    def stand_in(self) -> None:
        """The strategy of the party whose turn it is makes this one move in its place."""
        self._go_on(None)

    def resume(self, party: int) -> None:
        """The party is moved from outside again, from its next turn on."""
        self.mine[party] = self.moment.index

    def seen_by(self, party: int) -> Facing:
        """What a party may know now; where it is not its turn, it may do nothing."""
        if self.facing is not None and self.facing.turn.party == party:
            return self.facing
        now = Turn(party, 0, False, False) if self.facing is None else self.facing.turn
        turn = Turn(party, now.exchange, False, False, now.sealed)
        return Facing(turn, self.talks.negotiators[party].view(turn, self.moment, False))

    def close(self) -> None:
        """Let go of everything: Mesa keeps a model alive for ever."""
        self._waiting.close()
        self.talks.release()

    def after(self, turn: Turn, move: Move, answers: bool) -> None:
        """Called after each move, for those who write down what happens.

        Args:
            turn: Whose turn it was.
            move: What was done.
            answers: Whether an offer of somebody else's had to be answered.
        """

    def ended(self) -> None:
        """Called when the talks have ended."""

    def _go_on(self, move: Move | None) -> None:
        try:
            self.facing = self._waiting.send(move)
        except StopIteration:
            self.facing = None
            self.ended()

    def _turns(self) -> Generator[Facing, Move | None, None]:
        """Play the talks out, round by round as the model does; each turn of a party of mine is handed over."""
        talks = self.talks
        while talks.running:
            self._moment = moment = talks.open_round()
            if not self.no_deal:
                worth = zip(moment.past, moment.annuity, moment.reservation, strict=True)
                self.no_deal = [float((past + years * own)[0]) for past, years, own in worth]
            for turn in talks.turns():
                if not talks.table.remaining:
                    break
                move = yield from self._one(turn, moment)
                standing = bool(talks.table.standing[0] and talks.table.proposer[0] != turn.party)
                talks.take(turn, move)
                self.after(turn, move, turn.may_accept and standing)
            talks.close_round()

    def _one(self, turn: Turn, moment: Moment) -> Generator[Facing, Move | None, Move]:
        """One party's move: that of its strategy, or the one that is sent in."""
        negotiator, final = self.talks.negotiators[turn.party], self.talks.is_last(turn)
        if moment.index < self.mine.get(turn.party, moment.index + 1):
            return negotiator.move(turn, moment, final)
        facing = Facing(turn, negotiator.view(turn, moment, final))
        move = (yield facing) if facing.chooses else nothing(facing.view)
        if move is None:  # it has been handed over meanwhile, or somebody stands in
            return negotiator.move(turn, moment, final)
        negotiator.note(facing.view, move)
        return move


def nothing(view: View) -> Move:
    """The move that accepts nothing and offers nothing."""
    package = np.zeros((1, len(view.space.clusters)), dtype=np.int16)
    return Move(np.zeros(1, dtype=bool), package, np.full(1, np.nan), np.ones(1, dtype=bool))


def leaving(view: View) -> Move:
    """The move that leaves the table for good."""
    return replace(nothing(view), walks=np.ones(1, dtype=bool))


def accepting(view: View) -> Move:
    """The move that accepts the offer on the table."""
    return replace(nothing(view), accept=np.ones(1, dtype=bool))


def offering(view: View, package: Ints) -> Move:
    """The move that puts a package, (K,), on the table."""
    rows: Packages = np.ascontiguousarray(package[None, :], dtype=np.int16)
    return Move(np.zeros(1, dtype=bool), rows, value_of(view.cells, rows, view.space.first))
