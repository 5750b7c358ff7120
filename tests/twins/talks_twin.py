"""A whole game of alternating offers in one world, without dates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from twins.acceptance_twin import Next
from twins.frontier_twin import value
from twins.model_twin import Given
from twins.seat_twin import Cells, Package, Seat


@dataclass
class Rules:
    """Turn order, rotation, exchanges in a round, whether who refuses may answer with an offer, rounds."""

    order: Sequence[int]
    rounds: int
    rotate: bool = False
    exchanges: int = 1
    counter: bool = True

    def turns(self, index: int) -> list[tuple[int, int, bool, bool]]:
        """(party, exchange, may accept, may propose) in a round."""
        n, turns = len(self.order), []
        for exchange in range(self.exchanges):
            played = index if self.counter else index * self.exchanges + exchange
            opens = played % n if self.rotate else 0
            for place in range(n):
                party = self.order[(opens + place) % n]
                answers = self.counter or place > 0
                turns.append((party, exchange, answers, self.counter or place == 0))
        if self.counter and index == self.rounds - 1:
            turns[-1] = (*turns[-1][:3], False)
        return turns


@dataclass
class Player:
    """The three parts of a strategy in one world."""

    bidding: Any
    acceptance: Any = None
    model: Any = None

    def __post_init__(self) -> None:
        self.acceptance = self.acceptance or Next()
        self.model = self.model or Given()

    def move(self, seat: Seat) -> tuple[bool, Package | None]:
        """Whether to accept, and the offer to make instead (None: none is worth it)."""
        believed = self.model.update(seat)
        package, counts = self.bidding.bid(seat, believed, self.model.learned)
        yes = False
        if seat.offer is not None:
            offer = seat.worth(seat.offer)
            yes = self.acceptance.accepts(seat, offer, counts) and offer >= seat.reservation
        return yes, None if counts < seat.reservation else package


@dataclass
class Ending:
    """How the world ended: round, exchange, proposer and package, all None without a deal; payoff of each party."""

    index: int | None
    exchange: int | None
    proposer: int | None
    package: Package | None
    payoff: list[float]
    said: list[tuple[int, str, Package | None]]


@dataclass
class World:
    """One world: cells of each party by first round, disagreement, discount per round, what may be offered."""

    epochs: Sequence[tuple[int, Sequence[Cells]]]
    disagreement: Sequence[float]
    discount: Sequence[float]
    allowed: Sequence[bool]
    first: Sequence[int]
    information: str
    draw: Callable[[int, int, str, int], Sequence[float]]

    def cells(self, index: int) -> Sequence[Cells]:
        """Payoffs that hold in a round."""
        return [cells for since, cells in self.epochs if since <= index][-1]


def play(world: World, rules: Rules, players: Sequence[Player]) -> Ending:
    """Play it out."""
    parties = range(len(players))
    offer: Package | None = None
    proposer, consents, moves = -1, set[int](), [0 for _ in parties]
    said: list[tuple[int, str, Package | None]] = []
    last = rules.rounds * rules.exchanges - 1
    worth = [1.0 for _ in parties]
    for index in range(rules.rounds):
        cells = world.cells(index)
        if index:
            worth = [w * d for w, d in zip(worth, world.discount, strict=True)]
        if offer is not None and value(cells[proposer], offer, world.first) < world.disagreement[proposer]:
            offer = None
        for me, exchange, may_accept, may_propose in rules.turns(index):
            position = index * rules.exchanges + exchange
            seat = Seat(
                me, len(players), cells[me], world.allowed, world.first, world.disagreement[me],
                [_known(world, cells, me, p) for p in parties if p != me], world.information == "complete",
                offer if proposer != me else None, proposer, position / last if last else float(not may_propose),
                position >= last, lambda use, each, me=me: world.draw(me, moves[me], use, each),
            )  # fmt: skip
            yes, package = players[me].move(seat)
            moves[me] += 1
            if may_accept and yes:
                said.append((me, "accepts", offer))
                consents.add(me)
                if len(consents) == len(players) - 1:
                    flows = [value(cells[p], offer or (), world.first) for p in parties]
                    payoff = [w * f for w, f in zip(worth, flows, strict=True)]
                    return Ending(index, exchange, proposer, offer, payoff, said)
            elif may_propose and package is not None:
                said.append((me, "offers", package))
                offer, proposer, consents = package, me, set()
            elif proposer != me:
                said.append((me, "refuses", None))
                offer = None
    payoff = [w * d for w, d in zip(worth, world.disagreement, strict=True)]
    return Ending(None, None, None, None, payoff, said)


def _known(world: World, cells: Sequence[Cells], me: int, other: int) -> tuple[Cells, float]:
    """Another's cells and reservation value, or the mirror of one's own and no idea."""
    if world.information == "none":
        return [-c for c in cells[me]], float("-inf")
    return cells[other], world.disagreement[other]
