"""Talks in one world in which some parties are moved from outside: what they see, and what they may do, as numbers."""

from collections.abc import Collection, Generator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.schedule import Moment
from zopa.game.space import Space
from zopa.game.values import value_of
from zopa.game.view import Move, View
from zopa.protocols.base import Turn
from zopa.talks import Play, Talks
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
        talks: The talks. Nothing but `move` moves them on.
        facing: What lies before the party whose turn it is; None once the talks have ended.
        no_deal: What no deal is worth to each party on the first day, as a present value.
        story: What has happened, one line each.
    """

    def __init__(self, play: Play, mine: Collection[int]) -> None:
        """Sit down, and let the others move until it is the turn of a party in `mine`.

        Args:
            play: Game with a single world, protocol and strategies.
            mine: Indices of the parties that are moved from outside.
        """
        self.talks, self.mine = Talks(play, collect=False), frozenset(mine)
        self.story: list[str] = []
        self.no_deal: list[float] = []
        self.facing: Facing | None = None
        self._play = play
        self._moment: Moment | None = None
        self._final = False
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

    def _go_on(self, move: Move | None) -> None:
        try:
            self.facing = next(self._waiting) if move is None else self._waiting.send(move)
        except StopIteration:
            self.facing = None
            self._tell_the_end()

    def _turns(self) -> Generator[Facing, Move, None]:
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
                final = talks.is_last_round and turn.exchange == talks.protocol.exchanges - 1
                negotiator = talks.negotiators[turn.party]
                if turn.party in self.mine:
                    facing = Facing(turn, negotiator.view(turn, moment, final))
                    move = (yield facing) if facing.chooses else nothing(facing.view)
                    negotiator.note(facing.view, move)
                else:
                    move = negotiator.move(turn, moment, final)
                standing = bool(talks.table.standing[0] and talks.table.proposer[0] != turn.party)
                talks.take(turn, move)
                self._tell(turn, move, turn.may_accept and standing)
            talks.close_round()

    def _tell(self, turn: Turn, move: Move, answers: bool) -> None:
        """Write down what a party has done."""
        talks, game = self.talks, self._play.game
        when = f"round {talks.index + 1}" + (f", {self.moment.date}" if self.moment.date else "")
        who = game.titles.get(game.parties[turn.party], game.parties[turn.party])
        left = move.walks is not None and move.walks[0] and not talks.table.open[0] and not talks.table.struck[0]
        if left:
            self.story.append(f"{when}: {who} leaves the table")
        elif talks.table.offered[0]:
            package = game.space.read(move.package[0]).items()
            self.story.append(f"{when}: {who} offers " + ", ".join(f"{name} {level}" for name, level in package))
        elif answers and move.accept[0]:
            refused = talks.table.open[0] and not talks.table.standing[0]
            self.story.append(f"{when}: {who} accepts" + ("; the accord is refused at home" if refused else ""))
        elif answers:
            self.story.append(f"{when}: {who} refuses")
        elif turn.may_propose:
            self.story.append(f"{when}: {who} makes no offer")

    def _tell_the_end(self) -> None:
        out, game = self.outcomes, self._play.game
        worth = ", ".join(
            f"{game.titles.get(party, party)} {float(out.payoff[p][0]):.4g}" for p, party in enumerate(game.parties)
        )
        self.story.append(f"{'deal' if out.agreed[0] else 'no deal'}: {worth} {game.unit}".rstrip())


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


def numbers_seen(facing: Facing) -> dict[str, Floats]:
    """All that a party may know, as named arrays of numbers: nothing but its view, world axis dropped.

    Payoffs are in the scenario's unit (yearly flows, or lumps), by cell, (C,): a package is worth the sum of one cell
    for each cluster. What somebody else wants stands under `other_<index>_…`: exact, as expected, or the mirror of
    one's own, as the scenario's `information` has it; 0 for a number of which nothing is known.
    """
    view, received, cells = facing.view, facing.view.received, facing.view.space.cells
    offered, proposer = np.zeros(cells), np.zeros(view.parties)
    if received.standing[0]:
        offered[view.space.first[:-1] + received.package[0]] = 1.0
        proposer[received.proposer[0]] = 1.0
    seen = {
        "payoffs": view.cells[0],
        "allowed": view.allowed[0],
        "no_deal": view.reservation,
        "best": view.best,
        "offer": offered,
        "offer_by": proposer,
        "offer_worth": received.worth if received.standing[0] else np.zeros(1),
        "time_gone": view.gone,
        "deadline_next": view.last,
        "final": np.array([view.final]),
        "may_accept": np.array([facing.answers]),
        "may_offer": np.array([facing.turn.may_propose]),
        "threat_belief": view.belief,
        "discount": _own(view.waiting.factor, view.me),
        "received_meanwhile": _own(view.waiting.flow, view.me),
        "outside_option": _own(view.waiting.outside, view.me),
        "risk_of_breakdown": view.waiting.hazard,
        "proposals_left": np.array([view.course.proposer.size - view.place]),
        "approval": np.nan_to_num(view.approval),
        "market_stress": np.nan_to_num(view.stress),
    }
    everybody = [p for p in range(view.parties) if p != view.me]
    for p, other in zip(everybody, view.others, strict=True):
        known = np.isfinite(other.reservation)
        seen[f"other_{p}_payoffs"] = other.cells[0]
        seen[f"other_{p}_no_deal"] = np.where(known, other.reservation, 0.0)
        seen[f"other_{p}_discount"] = _own(view.waiting.factor, p)
        seen[f"other_{p}_received_meanwhile"] = _own(view.waiting.flow, p)
        seen[f"other_{p}_outside_option"] = _own(view.waiting.outside, p)
    return {name: np.asarray(value, dtype=np.float64).reshape(-1) for name, value in seen.items()}


def _own(of_all: Sequence[Floats | None], party: int) -> Floats:
    """A party's number, (1,); 0 where it is not known."""
    known = of_all[party]
    return np.zeros(1) if known is None else known


class FlatActions:
    """One number for each action: 0 to n − 1 offers that package; n accepts, n + 1 does neither, n + 2 leaves."""

    def __init__(self, space: Space) -> None:
        """Number the packages of a space; the last cluster's cell changes fastest."""
        self.shape = tuple(np.diff(space.first).tolist())
        self.offers = int(np.prod(self.shape))
        self.size = self.offers + 3

    def mask(self, facing: Facing) -> Bools:
        """Which actions may be taken, (n + 3,)."""
        mask = np.zeros(self.size, dtype=bool)
        if facing.turn.may_propose:
            allowed = np.ones(1, dtype=bool)
            for part in np.split(facing.view.allowed[0], facing.view.space.first[1:-1]):
                allowed = np.logical_and.outer(allowed, part).reshape(-1)
            mask[: self.offers] = allowed
        mask[self.offers] = facing.answers
        mask[self.offers + 1] = True
        mask[self.offers + 2] = facing.chooses
        return mask

    def move(self, facing: Facing, action: int) -> Move:
        """The move of an action; what may not be done is as doing nothing."""
        if not 0 <= action < self.size:
            raise ValueError(f"actions are numbered from 0 to {self.size - 1}, not {action}")
        if not self.mask(facing)[action] or action == self.offers + 1:
            return nothing(facing.view)
        if action >= self.offers:
            return accepting(facing.view) if action == self.offers else leaving(facing.view)
        return offering(facing.view, np.array(np.unravel_index(action, self.shape)))


class FactoredActions:
    """A verb (0 offer, 1 accept, 2 neither, 3 leave) and a cell for each cluster: for spaces too large to number."""

    def __init__(self, space: Space) -> None:
        """Count the cells of each cluster."""
        self.sizes: Ints = np.array([4, *np.diff(space.first)], dtype=np.int64)

    def mask(self, facing: Facing) -> Bools:
        """Which verbs and which cells may be chosen, laid end to end, (4 + C,)."""
        cells = facing.view.allowed[0] & facing.turn.may_propose
        return np.concatenate([[facing.turn.may_propose, facing.answers, True, facing.chooses], cells])

    def move(self, facing: Facing, action: Sequence[int] | Ints) -> Move:
        """The move of an action; what may not be done is as doing nothing."""
        chosen = np.asarray(action, dtype=np.int64)
        if chosen.shape != self.sizes.shape or (chosen < 0).any() or (chosen >= self.sizes).any():
            raise ValueError(f"an action is a verb and a cell for each cluster, each below {self.sizes.tolist()}")
        if chosen[0] == 1 and facing.answers:
            return accepting(facing.view)
        if chosen[0] == 3 and facing.chooses:
            return leaving(facing.view)
        allowed = facing.view.allowed[0][facing.view.space.first[:-1] + chosen[1:]].all()
        if chosen[0] == 0 and facing.turn.may_propose and allowed:
            return offering(facing.view, chosen[1:])
        return nothing(facing.view)
