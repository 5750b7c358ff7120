"""A person's seat: the others play their turns, and wait when it is the person's."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Packages
from zopa.game.schedule import Moment
from zopa.game.values import value_of
from zopa.game.view import Move, View
from zopa.protocols.base import Turn
from zopa.seat.words import Words, capital, day
from zopa.strategies.parts.base import Belief, Bid
from zopa.strategies.parts.models import Frequency, Given
from zopa.strategies.parts.search import Search
from zopa.talks import Talks
from zopa.talks.payoffs import Payoffs


@dataclass(frozen=True)
class Facing:
    """What lies before a person whose turn it is.

    Attributes:
        turn: What may be done.
        moment: What the calendar says.
        view: What the person's party may know.
        belief: What the others are thought to want.
    """

    turn: Turn
    moment: Moment
    view: View
    belief: Belief

    @property
    def offer(self) -> Packages | None:
        """The offer that waits for an answer, (K,), or None."""
        received = self.view.received
        return received.package[0] if received.standing[0] and self.turn.may_accept else None


class Seat:
    """One party of talks in a single world, played by a person.

    Attributes:
        talks: The talks; nothing but `turns` and `walk_away` moves them on.
        me: Index of the person's party.
        words: What things are called.
        story: What has happened and has not been read out yet, one line each.
        asked: The person's last offer, (K,), or None.
        heard: The offers of each of the others, in order.
        stage: Payoffs and calendar as they were when somebody last moved.
        broke_off: Whether the talks have broken off.
    """

    def __init__(self, talks: Talks, me: int) -> None:
        """Sit down.

        Args:
            talks: Talks in one world, not begun.
            me: Index of the person's party.
        """
        self.talks, self.me = talks, me
        self.words = Words(talks.play.game, me)
        self.story: list[str] = []
        self.asked: Packages | None = None
        self.heard: dict[int, list[Packages]] = {p: [] for p in range(len(talks.negotiators)) if p != me}
        self.stage: tuple[Payoffs, Moment] | None = None
        self.broke_off = False
        self._said: set[tuple[int, str]] = set()
        self._model = Frequency() if talks.play.game.information == "none" else Given()
        self._learned: object = None

    def turns(self) -> Generator[Facing, Move, None]:
        """Play the talks out; each turn of the person's is handed over, and sent its move."""
        talks = self.talks
        while talks.running:
            talking = not self.broke_off
            moment = talks.open_round()
            self._news(moment, talking)
            self.broke_off = not talks.table.open.any()
            self.stage = self.stage or (talks.payoffs, moment)
            for turn in talks.turns():
                if not talks.table.open.any():
                    break
                final = talks.is_last(turn)
                self.stage = talks.payoffs, moment
                if turn.party == self.me:
                    move = yield from self._mine(turn, moment, final)
                else:
                    move = talks.negotiators[turn.party].move(turn, moment, final)
                self._take(turn, move)
            talks.close_round()

    def walk_away(self) -> None:
        """Leave: there is no deal, and the calendar runs on to its end."""
        talks = self.talks
        talks.leave(self.me, np.ones(1, dtype=bool))
        talks.close_round()
        while talks.running:
            self._news(talks.open_round(), talking=False)
            talks.close_round()

    def offering(self, view: View, package: Packages) -> Move:
        """The move that puts a package (K,) on the table."""
        rows = np.ascontiguousarray(package[None, :])
        return Move(np.zeros(1, dtype=bool), rows, value_of(view.cells, rows, view.space.first))

    def answering(self, view: View, yes: bool) -> Move:
        """The move that accepts the offer on the table, or that says no and offers nothing."""
        nothing = np.zeros((1, len(view.space.clusters)), dtype=np.int16)
        return Move(np.array([yes]), nothing, np.full(1, np.nan), np.ones(1, dtype=bool))

    def advice(self, facing: Facing, target: float) -> Bid:
        """The package best for the others, as far as can be known, among those worth `target` to the person."""
        return Search.begin(facing.view).offer(facing.view, facing.belief, np.full(1, target))

    def _mine(self, turn: Turn, moment: Moment, final: bool) -> Generator[Facing, Move, Move]:
        negotiator = self.talks.negotiators[self.me]
        view = negotiator.view(turn, moment, final)
        if self._learned is None:
            self._learned = self._model.begin(view)
        facing = Facing(turn, moment, view, self._model.update(view, self._learned))  # type: ignore[arg-type]
        move = self.answering(view, False)
        if turn.may_propose or facing.offer is not None:
            move = yield facing
        negotiator.note(view, move)
        return move

    def _take(self, turn: Turn, move: Move) -> None:
        table = self.talks.table
        answers = bool(turn.may_accept and table.standing[0] and table.proposer[0] not in (turn.party, -1))
        whose = int(table.proposer[0])
        self.talks.take(turn, move)
        package = table.package[0].copy()
        refused = bool(answers and move.accept[0] and table.open[0] and not table.standing[0])
        if turn.party != self.me:
            self._tell(turn, move, package, answers, whose)
        elif table.offered[0]:
            self.asked = package
        if refused:
            self._refused()

    def _tell(self, turn: Turn, move: Move, package: Packages, answers: bool, whose: int) -> None:
        """What one of the others has done and said."""
        table = self.talks.table
        name = capital(self.words.party(turn.party))
        if table.offered[0]:
            self.heard[turn.party].append(package)
            if len(self.heard) > 1:
                worth = self.words.worth(self.talks.payoffs.cells[self.me], package)
                self.story.append(f"{name} makes an offer, worth {self.words.number(worth)} to you.")
        elif answers and move.accept[0]:
            offer = "your offer" if whose == self.me else f"the offer of {self.words.party(whose)}"
            self.story.append(f"{name} accepts {offer}.")
        elif answers:
            self.story.append(f"{name} refuses." if turn.may_propose is False else f"{name} makes no offer.")
        elif turn.may_propose:
            self.story.append(f"{name} makes no offer.")
        for said in move.says:
            if said.where[0] and said.text and (said.by, said.kind) not in self._said:
                self._said.add((said.by, said.kind))
                self.story.append(f"{name} {said.text}.")

    def _refused(self) -> None:
        """An accord has not survived the review at home."""
        self.story += [f"{capital(text)}." for text, where in self.talks.heard_at_home if where[0]]
        more = "" if self.talks.is_last_round else " The talks go on."
        self.story.append(f"The accord does not hold: the offer is off the table.{more}")

    def _news(self, moment: Moment, talking: bool) -> None:
        """News of a round; once nobody talks any more only those of the calendar, which runs on."""
        around = len(self.talks.surroundings.doors.news)
        for date, text, where in moment.news if talking else moment.news[: len(moment.news) - around]:
            if where[0]:
                self.story.append(f"{day(date)}: {text}." if date else f"{capital(text)}.")
