"""The record of what was said, kept for a few worlds, and what Mesa's data collector reports."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from zopa.game.arrays import Bools, Floats, Packages
from zopa.game.doors import Doors
from zopa.game.schedule import Moment
from zopa.game.statement import Statement
from zopa.game.values import value_of
from zopa.game.view import Move
from zopa.protocols.base import Turn
from zopa.protocols.sealed import Met
from zopa.talks.room import Room


@dataclass(frozen=True)
class Said:
    """One turn of one party, in all worlds recorded.

    Attributes:
        index: Number of the round, from 0.
        date: Its date, or None.
        turn: Whose turn, and what it might do.
        offered: Worlds in which it put an offer on the table, (W,).
        accepted: Worlds in which its acceptance struck a deal, (W,).
        consented: Worlds in which it accepted and others must still answer, (W,).
        package: What lies on the table afterwards, (W, K).
        worth: For each party what that is worth, as a yearly flow (or lump), (W,).
        reservation: For each party what no deal is worth, (W,).
        refused: Worlds in which its acceptance struck an accord that was refused at home, (W,).
        faced: What it had to answer, (W, K); meaningless where `answers` is False.
        offer: What that is worth to itself, (W,).
        answers: Worlds in which there was something to answer, (W,).
        wants: What its own next offer is worth to itself, (W,); nan where it has none.
        late: Worlds in which this is the last exchange before a deadline believed in, (W,).
        void: Worlds in which the agenda, demands and red lines leave no package that may be offered, (W,).
        objectors: Who would not ratify what it had to answer, as far as is known: (name, worlds).
    """

    index: int
    date: dt.date | None
    turn: Turn
    offered: Bools
    accepted: Bools
    consented: Bools
    package: Packages
    worth: tuple[Floats, ...]
    reservation: tuple[Floats, ...]
    refused: Bools
    faced: Packages
    offer: Floats
    answers: Bools
    wants: Floats
    late: Bools
    void: Bools
    objectors: tuple[tuple[str, Bools], ...]


@dataclass(frozen=True)
class News:
    """Something that is not a party's turn.

    Attributes:
        index: Number of the round, from 0.
        date: Its date, or None.
        text: What happened.
        where: Worlds concerned, (W,).
        after: Number of turns kept before it: its place in the story.
    """

    index: int
    date: dt.date | None
    text: str
    where: Bools
    after: int


@dataclass
class Record:
    """Every move and every piece of news of the talks.

    Attributes:
        said: Moves, in order.
        news: News, in order.
    """

    said: list[Said] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    _heard: set[tuple[int, str]] = field(default_factory=set)
    _faced: tuple[Packages, Bools] | None = None

    def turned(self, moment: Moment) -> None:
        """Keep the news of a round."""
        for date, text, where in moment.news:
            self._note(moment.index, date, text, where)

    def told(self, moment: Moment, doors: Doors, turn: bool) -> None:
        """Keep what the home fronts and leaders had to say on an accord.

        Args:
            moment: The round.
            doors: Where they said it.
            turn: Whether the turn that struck it has yet to be kept.
        """
        for text, where in doors.news:
            self._note(moment.index, moment.date, text, where, after=len(self.said) + turn)
        doors.news = []

    def _note(self, index: int, date: dt.date | None, text: str, where: Bools, after: int | None = None) -> None:
        self.news.append(News(index, date, text, where.copy(), len(self.said) if after is None else after))

    def withdrawn(self, moment: Moment, who: str, where: Bools) -> None:
        """Keep that a party's offer no longer stands."""
        text = f"{who} is not held to its last offer, which is now worth less to it than no deal"
        self._note(moment.index, moment.date, text, where)

    def left(self, moment: Moment, who: str, where: Bools) -> None:
        """Keep that a party has left the table; what lay there it neither accepts nor refuses."""
        if self._faced is not None:
            self._faced = self._faced[0], self._faced[1] & ~where
        self._note(moment.index, moment.date, f"{who} leaves the table: the talks are over", where)

    def opened(self, moment: Moment, met: Met) -> None:
        """Keep what came of the sealed offers of a round; the last of them has yet to be kept."""
        self._note(moment.index, moment.date, met.deal, met.struck, after=len(self.said) + 1)
        if met.ends is not None and met.ends.any():
            self._note(moment.index, moment.date, met.conflict, met.ends, after=len(self.said) + 1)

    def faces(self, turn: Turn, room: Room) -> None:
        """Keep what a party has to answer, before it moves."""
        table = room.table
        answers = table.open & table.standing & (table.proposer != turn.party) & turn.may_accept
        self._faced = table.package.copy(), answers

    def heard(self, statement: Statement, who: str, moment: Moment) -> None:
        """Keep what a party says in public, the first time that it says it."""
        if statement.where.any() and (statement.by, statement.kind) not in self._heard:
            self._heard.add((statement.by, statement.kind))
            self._note(moment.index, moment.date, f"{who} {statement.text}", statement.where)

    def moved(self, turn: Turn, move: Move, room: Room, moment: Moment, refused: Bools | None) -> None:
        """Keep one party's turn.

        Args:
            turn: Whose turn it was, and what it might do.
            move: What it did.
            room: The table as it is now, and the payoffs of the round.
            moment: The round.
            refused: Worlds in which home or the leader refused the accord that it struck, (W,); None for nowhere.
        """
        refused = np.zeros_like(room.table.open) if refused is None else refused
        table, payoffs = room.table, room.payoffs
        assert payoffs is not None
        assert self._faced is not None
        faced, answers = self._faced
        package = table.sealed[turn.party] if turn.sealed else table.package
        struck = np.zeros_like(table.struck) if turn.sealed else table.struck
        worth = tuple(value_of(cells, package, room.space.first) for cells in payoffs.cells)
        answered = table.open & table.standing & (table.proposer != turn.party) & turn.may_accept
        consented = answered & move.accept & ~table.offered
        self.said.append(
            Said(
                moment.index, moment.date, turn, table.offered.copy(), struck.copy(), consented,
                package.copy(), worth, moment.reservation, refused, faced,
                value_of(payoffs.cells[turn.party], faced, room.space.first), answers, move.worth.copy(),
                moment.index * room.exchanges + turn.exchange >= moment.deadline,
                payoffs.doors.void.copy(), tuple(payoffs.doors.objectors(turn.party, faced, room.space.first)),
            )
        )  # fmt: skip


def reporters() -> tuple[dict[str, Callable[..., Any]], dict[str, Callable[..., Any]]]:
    """What Mesa's data collector writes down each round: model reporters, then agent reporters.

    Shares and means are over the worlds, so that with one world they are the world's own numbers. Agents that do not
    negotiate have a name, and neither party nor offers.
    """
    model: dict[str, Callable[..., Any]] = {
        "round": lambda m: m.index + 1,
        "date": lambda m: m.moment.date if m.moment else None,
        "agreed": lambda m: float(m.outcomes.agreed.mean()),
    }
    agents: dict[str, Callable[..., Any]] = {
        "name": lambda a: a.name,
        "party": lambda a: getattr(a, "party", None),
        "demand": lambda a: float(np.mean(getattr(a, "demand", np.nan))),
        "offered": lambda a: float(np.mean(getattr(a, "offered", np.nan))),
    }
    return model, agents
