"""A game that people play: built from what fixes it, and played on move by move."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from zopa.build.compile import compile_play
from zopa.game.arrays import Bools, Packages
from zopa.game.luck import Luck
from zopa.game.statement import Statement
from zopa.game.view import Move
from zopa.report.language import Language
from zopa.scenario.problems import listed
from zopa.seat.advice import Adviser
from zopa.seat.limits import barred
from zopa.seat.words import MANY, Words
from zopa.talks import Talks
from zopa.talks.seats import Facing, Seats, accepting, leaving, nothing, offering
from zopa.web.models import Act, Place, Start
from zopa.web.problems import WebError
from zopa.web.scenarios import Setup


@dataclass(frozen=True)
class At:
    """One party's place, for the words of what it may do.

    Attributes:
        talks: The talks.
        me: Index of the party.
        words: What things are called.
    """

    talks: Talks
    me: int
    words: Words


class Sitting:
    """A game at the table.

    Attributes:
        start: What fixes it; its moves are those made so far.
        setup: Its scenario and who plays, ready to be compiled.
        parties: Names of the parties.
        seats: The talks, waiting for a person.
        rounds: Number of the round, from 1, in which each move was made.
        own: Numbers of the turns in the record that people decided themselves.
        advisers: Who sits behind each person, by index of the party.
    """

    def __init__(self, start: Start, setup: Setup) -> None:
        """Sit down and play the moves that have been made.

        Args:
            start: What fixes the game.
            setup: The same, looked up.

        Raises:
            WebError: A move cannot be made.
        """
        self.start, self.setup = start.model_copy(update={"moves": ()}), setup
        luck = Luck(setup.seed, start.world, 1, setup.salt)
        play = compile_play(setup.document.scenario, luck, pins=setup.pins)
        self.parties = play.game.parties
        mine = {self.parties.index(name): place.since - 1 for name, place in start.seats.items() if place.person}
        self.seats = Seats(play, mine, record=True)
        self.rounds: list[int] = []
        self.own: set[int] = set()
        self.advisers = {party: Adviser(play.game.information) for party in mine}
        try:
            for act in start.moves:
                self.act(act)
        except Exception:
            self.close()  # nobody will ever have it, and Mesa would keep it for ever
            raise

    @property
    def talks(self) -> Talks:
        """The Mesa model."""
        return self.seats.talks

    @property
    def over(self) -> bool:
        """Whether the talks have ended."""
        return self.seats.facing is None

    @property
    def turn(self) -> str | None:
        """The party whose turn it is; None once the talks have ended."""
        return None if self.seats.facing is None else self.parties[self.seats.facing.turn.party]

    def at(self, party: int, lang: str = "en") -> At:
        """A party's place, and the language spoken to it."""
        return At(self.talks, party, Words(self.talks.play.game, party, Language(lang), titled=True))

    def asked(self, party: int) -> Packages | None:
        """A party's last offer, (K,); None before the first."""
        assert self.talks.record is not None
        made = (one for one in reversed(self.talks.record.said) if one.turn.party == party and one.offered[0])
        return next((one.package[0] for one in made), None)

    def act(self, act: Act) -> None:
        """Make a move.

        Raises:
            WebError: It cannot be made now; nothing has changed then.
        """
        who, at = act.party or self.turn, self.seats.moment.index + 1
        if act.do in {"hand_over", "resume"}:
            self._change_hands(who or "", act.do == "resume")
        else:
            facing = self.seats.facing
            if facing is None:
                raise WebError(409, "the talks are over")
            if who != self.turn:
                raise WebError(409, "it is not your turn")
            if act.do == "stand_in":
                self.seats.stand_in()
            else:
                self._person(facing, self._move(facing, act))
        self.rounds.append(at)
        done = (*self.start.moves, act.model_copy(update={"party": who}))
        self.start = self.start.model_copy(update={"moves": done})

    def _person(self, facing: Facing, move: Move) -> None:
        """A move that a person has chosen."""
        assert self.talks.record is not None
        self.advisers[facing.turn.party].see(facing.view)
        self.own.add(len(self.talks.record.said))
        self.seats.move(move)

    def _change_hands(self, who: str, back: bool) -> None:
        """A seat that a person holds goes to its strategy, or comes back."""
        index = self.parties.index(who) if who in self.parties else -1
        if self.over:
            raise WebError(409, "the talks are over")
        if back:
            if index in self.seats.mine or not self.start.seats.get(who, Place()).person:
                raise WebError(409, "this seat cannot be taken again", "no strategy has taken it over")
            self.seats.resume(index)
        elif index in self.seats.mine:
            self.seats.hand_over(index)
        else:
            raise WebError(409, "nobody sits there", "a strategy plays this seat already")

    def _move(self, facing: Facing, act: Act) -> Move:
        view, chair = facing.view, self.at(facing.turn.party)
        if act.do == "offer":
            move = offering(view, self._package(facing, chair, act))
        elif act.do == "accept":
            if not facing.answers:
                raise WebError(422, "there is no offer to accept")
            if reason := barred(chair, view, view.received.package[0]):
                raise WebError(422, "this offer cannot be accepted", reason)
            move = accepting(view)
        else:
            move = leaving(view) if act.do == "leave" else nothing(view)
        says = tuple(self._statement(facing, one.kind, one.amount, dict(one.keeps)) for one in act.says)
        return replace(move, says=says) if says else move

    def _package(self, facing: Facing, chair: At, act: Act) -> Any:
        space = self.talks.space
        if not facing.turn.may_propose:
            raise WebError(422, "it is not your turn to offer", "accept the offer on the table, or refuse it")
        if act.package is None or set(act.package) != set(space.issues):
            raise WebError(422, "an offer names a level of every issue", ", ".join(space.issues))
        try:
            package = space.find(act.package)
        except ValueError:
            at = {name: space.levels[number] for number, name in enumerate(space.issues)}
            wrong = next((name for name, level in act.package.items() if level not in at[name]), "")
            told = f"{wrong} can be {listed(at[wrong], MANY)}" if wrong else "its levels do not go together"
            raise WebError(422, "there is no such level", told) from None
        if reason := barred(chair, facing.view, package):
            raise WebError(422, "this cannot be offered", reason)
        return package

    def _statement(self, facing: Facing, kind: str, amount: float, keeps: dict[str, list[Any]]) -> Statement:
        me, space = facing.turn.party, self.talks.space
        held: Bools | None = None
        if kind == "red_line":
            held = np.ones(space.cells, dtype=bool)
            for issue, levels in keeps.items():
                if issue not in space.issues:
                    raise WebError(422, "there is no such issue", issue)
                held &= _kept(self.talks, space.issues.index(issue), levels)
        return Statement(kind, me, np.ones(1, dtype=bool), np.full(1, amount), held, _SAID[kind])

    def close(self) -> None:
        """Let go of all arrays."""
        self.seats.close()


_SAID = {
    "patience": "is in no hurry", "red_line": "draws a red line in public",
    "celebration": "celebrates a deal that is near", "hint": "hints at a card that would hurt both",
    "denial": "says that the card is no tool of these talks", "use": "plays its card",
}  # fmt: skip


def _kept(talks: Talks, at: int, levels: list[Any]) -> Bools:
    """Cells of the cluster of an issue that have one of some levels, and all cells of other clusters, (C,)."""
    space = talks.space
    wanted = {number for number, level in enumerate(space.levels[at]) if level in levels}
    k = next(k for k, cluster in enumerate(space.clusters) if at in cluster)
    inside, held = space.clusters[k].index(at), np.ones(space.cells, dtype=bool)
    held[space.cells_of(k)] = [combination[inside] in wanted for combination in space.combinations[k]]
    return held
