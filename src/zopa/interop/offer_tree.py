"""The tree of all that can happen in small talks: offers, answers, and what each end is worth."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from zopa.events.clock import start_clock
from zopa.game.arrays import Floats
from zopa.game.doors import Doors
from zopa.game.game import Game
from zopa.game.schedule import LumpSchedule
from zopa.protocols.base import Protocol, Turn
from zopa.talks.payoffs import Payoffs

ACCEPT, REJECT, SILENT, LEAVE = -1, -2, -3, -4
"""Moves besides offers; a move from 0 on is the number of the package offered."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where talks stand.

    Attributes:
        stage: Turns gone.
        offer: Number of the package on the table, or -1.
        by: Index of the party that offered it, or -1.
        consents: Parties that have accepted it.
        deal: Whether that was the last consent it needed.
        left: Whether somebody has left the table.
    """

    stage: int = 0
    offer: int = -1
    by: int = -1
    consents: int = 0
    deal: bool = False
    left: bool = False


@dataclass(frozen=True)
class OfferTree:
    """Talks of one world as a tree, in which every allowed package can be offered at every turn.

    Attributes:
        parties: Names of the parties.
        packages: What each package says, in order of its number.
        stages: Number of the round, and whose turn it is to do what, for every turn.
        worth: Present value of each package agreed in each round to each party, shape (rounds, packages, parties).
        no_deal: Present value of no deal to each party at the end, shape (parties,).
        outside: Present value to each party if somebody leaves the table in a round, shape (rounds, parties); None
            where there are no outside options, and nobody leaves.
        silence: Whether a party may make no offer where it could.
    """

    parties: tuple[str, ...]
    packages: tuple[str, ...]
    stages: tuple[tuple[int, Turn], ...]
    worth: Floats
    no_deal: Floats
    outside: Floats | None = None
    silence: bool = False

    def moves(self, position: Position) -> tuple[int, ...]:
        """What the party whose turn it is can do; nothing where there is no turn or no choice left.

        The order is the same everywhere: offers by their number, then silence, leaving, acceptance, rejection.
        """
        if self.over(position):
            return ()
        _, turn = self.stages[position.stage]
        answers = turn.may_accept and position.offer >= 0 and position.by != turn.party
        if not (answers or turn.may_propose):
            return ()
        offers = (*range(len(self.packages)), *((SILENT,) if self.silence else ())) if turn.may_propose else ()
        leave = () if self.outside is None else (LEAVE,)
        answer = () if not answers else (ACCEPT,) if turn.may_propose else (ACCEPT, REJECT)
        return (*offers, *leave, *answer)

    def after(self, position: Position, move: int) -> Position:
        """Where a move leads: the next position at which somebody has a choice, or the end."""
        _, turn = self.stages[position.stage]
        if move >= 0:
            return self.settled(Position(position.stage + 1, move, turn.party))
        if move == ACCEPT:
            consents = position.consents + 1
            deal = consents == len(self.parties) - 1
            stage = position.stage if deal else position.stage + 1
            return self.settled(Position(stage, position.offer, position.by, consents, deal))
        if move == LEAVE:
            return replace(position, left=True)
        return self.settled(self._passed(position, turn))

    def settled(self, position: Position) -> Position:
        """The position once turns at which there is nothing to choose have gone by."""
        while not self.over(position) and not self.moves(position):
            position = self._passed(position, self.stages[position.stage][1])
        return position

    def _passed(self, position: Position, turn: Turn) -> Position:
        """A turn without an offer or a consent; an offer that is not one's own is off the table."""
        if position.by == turn.party:
            return Position(position.stage + 1, position.offer, position.by, position.consents)
        return Position(position.stage + 1)

    def over(self, position: Position) -> bool:
        """Whether the talks have ended here."""
        return position.deal or position.left or position.stage >= len(self.stages)

    def round_of(self, position: Position) -> int:
        """Number of the round, from 0."""
        return self.stages[position.stage][0]

    def payoffs(self, position: Position) -> Floats:
        """What the parties get where the talks have ended, shape (parties,)."""
        payoffs = self.no_deal
        if position.deal:
            payoffs = self.worth[self.round_of(position), position.offer]
        elif position.left and self.outside is not None:
            payoffs = self.outside[self.round_of(position)]
        return payoffs

    def nodes(self) -> int:
        """Number of nodes, ends included; counted from the end, without growing the tree."""
        counted: dict[Position, int] = {}

        def count(position: Position) -> int:
            return 1 if self.over(position) else counted[position]

        many, people = len(self.packages), range(len(self.parties))
        for stage in reversed(range(len(self.stages))):
            tables = [(0, by, consents) for by in people for consents in range(len(people) - 1)]
            for table in [(-1, -1, 0), *tables]:
                here = Position(stage, *table)
                moves = self.moves(here)
                offers = many * count(self.after(here, 0)) if 0 in moves else 0
                counted[here] = 1 + offers + sum(count(self.after(here, move)) for move in moves if move < 0)
        return count(self.settled(Position()))

    def walk(self) -> Iterator[Position]:
        """Every position at which somebody has a choice, and every end: a node first, then its children in order."""
        waiting = [self.settled(Position())]
        while waiting:
            position = waiting.pop()
            yield position
            waiting += [self.after(position, move) for move in reversed(self.moves(position))]


def offer_tree(
    game: Game, protocol: Protocol, rounds: int | None = None, silence: bool = False, most: int = 100_000
) -> OfferTree:
    """The tree of one world of talks with nothing around the table.

    Args:
        game: The game, with a single world.
        protocol: Who may do what in a round.
        rounds: Rounds until the talks end; as the game has it where left out.
        silence: Whether a party may make no offer where it could.
        most: Most packages.

    Raises:
        ValueError: There are several worlds, dates, payoffs that change, sealed offers, or too many packages to list.
    """
    if game.worlds != 1 or len(game.epochs) != 1 or not isinstance(game.schedule, LumpSchedule):
        raise ValueError(
            "a tree is drawn of one world with rounds without dates and payoffs that do not change "
            f"(time: {{kind: lump}}); this game has {game.worlds} worlds and {len(game.epochs)} sets of payoffs"
            + ("" if isinstance(game.schedule, LumpSchedule) else " and dates, on which threats may be carried out")
        )
    played = protocol.rounds(game.schedule.rounds if rounds is None else rounds)
    if played < 1:
        raise ValueError(f"a tree needs one round at least, not {played}")
    turns = [(r, turn) for r in range(played) for turn in protocol.turns(r, len(game.parties), r == played - 1)]
    if any(turn.sealed for _, turn in turns):
        raise ValueError("a tree is drawn of offers made one after another; sealed offers are made at the same time")
    many = math.prod(int(game.allowed[0, game.space.cells_of(k)].sum()) for k in range(len(game.space.clusters)))
    if many > most:
        raise ValueError(
            f"{many:,} packages are too many for a tree, which lists each at every turn (at most {most:,})"
        )
    worth, outside, no_deal, packages = _worths(game, protocol, played)
    leaving = outside if game.schedule.outside else None
    return OfferTree(game.parties, packages, tuple(turns), worth, no_deal, leaving, silence)


def _worths(game: Game, protocol: Protocol, rounds: int) -> tuple[Floats, Floats, Floats, tuple[str, ...]]:
    """Present values of deals by round, package and party, of leaving by round, of no deal; what the packages say."""
    space, everybody = game.space, range(len(game.parties))
    allowed = [np.flatnonzero(game.allowed[0, space.cells_of(k)]) for k in range(len(space.clusters))]
    packages = np.array(list(itertools.product(*allowed)), dtype=np.int16)
    clock = start_clock(game.schedule, rounds, protocol.exchanges)
    worth, outside = np.zeros((rounds, len(packages), len(everybody))), np.zeros((rounds, len(everybody)))
    for index in range(rounds):
        moment = clock.turn(index, np.ones(1, dtype=bool))
        payoffs = Payoffs.of(game, 0, np.zeros(1, dtype=np.int64), moment, Doors(1, len(everybody)))
        for p in everybody:
            total = np.zeros(len(packages))
            for k in range(packages.shape[1]):
                total = total + payoffs.cells[p][0, space.first[k] + packages[:, k]]
            worth[index, :, p] = moment.past[p] + moment.annuity[p] * total
            outside[index, p] = (moment.past[p] + moment.annuity[p] * moment.outside[p])[0]
    said = tuple(", ".join(f"{name}={level}" for name, level in space.read(row).items()) for row in packages)
    return worth, outside, np.array([float(end[0]) for end in clock.no_deal()]), said
