"""A view: all that a party may know when it moves. A strategy receives this and nothing else."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.consents import Consents
from zopa.game.course import Course, Waiting
from zopa.game.efficient import Efficient
from zopa.game.luck import Luck
from zopa.game.space import Space
from zopa.game.statement import Statement


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a party believes of another's payoffs before it has seen any offer.

    Attributes:
        cells: Payoffs by cell, (W, C): exact, prior means, or the mirror of one's own (a fixed pie).
        reservation: What no deal is worth to the other, as believed, (W,); −inf where nothing is known.
        error: Standard deviation of the cells, (W, C), or None.
        exact: Whether the cells are the other's own.
    """

    cells: Floats
    reservation: Floats
    error: Floats | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Received:
    """The offer on the table, as the party that must answer sees it.

    Attributes:
        package: Its packages, (W, K); meaningless where `standing` is False.
        worth: What it is worth to this party, (W,), in the unit of `View.cells`.
        standing: Worlds in which there is an offer on the table, (W,).
        proposer: Index of the party that made it, (W,), or -1.
    """

    package: Packages
    worth: Floats
    standing: Bools
    proposer: Ints


@dataclass(frozen=True, slots=True)
class View:
    """What one party may know when it moves.

    Payoffs here are yearly flows (or lumps); what a deal now is worth is an increasing function of them.

    Attributes:
        me: Index of the party.
        parties: Number of parties.
        space: Issues, levels and clusters.
        cells: Own payoffs by cell, (W, C).
        allowed: Cells that may be offered, (W, C).
        reservation: What no deal is worth from now on, (W,).
        best: Own payoff of the best feasible package, (W,).
        revision: For each world the number of the last change of `cells`, of what may be offered, or of what is known
            of the others, (W,).
        others: What is known of the other parties, in the order of their index.
        efficient: The efficient packages of both parties, where payoffs are known and parties two; else None.
        received: The offer on the table.
        open: Worlds in which the talks go on, (W,).
        move: Number of this party's move, from 0.
        index: Number of the round, from 0.
        gone: Share of the window to the deadline believed in that is gone, (W,), 0 at the start, 1 at its end.
        last: Worlds in which this is the last exchange before that deadline, (W,).
        final: Whether the talks end with this exchange.
        may_propose: Whether this party may put an offer on the table now.
        belief: Belief that the threat in force will be carried out, (W,).
        date: Date of the round, or None where there are no dates.
        luck: This party's own draws.
        consents: What must hold for a package to be ratified, as far as this party knows; None for nothing.
        approval: Own support at home, a share, (W,); nan where nobody asks.
        stress: Stress of the bond market, 0 calm, 1 at the threshold of pain, (W,).
        course: The proposals that the protocol has in store, in order.
        place: Number in `course` of the first proposal that is still to come: one's own where `may_propose`.
        waiting: What one more round does to payoffs.
    """

    me: int
    parties: int
    space: Space
    cells: Floats
    allowed: Bools
    reservation: Floats
    best: Floats
    revision: Ints
    others: tuple[Estimate, ...]
    efficient: Efficient | None
    received: Received
    open: Bools
    move: int
    index: int
    gone: Floats
    last: Bools
    final: bool
    may_propose: bool
    belief: Floats
    date: dt.date | None
    luck: Luck
    consents: Consents | None
    approval: Floats
    stress: Floats
    course: Course
    place: int
    waiting: Waiting

    @property
    def worlds(self) -> int:
        """Worlds in the block."""
        return int(self.reservation.shape[0])

    def utility(self, worth: Floats) -> Floats:
        """Payoffs rescaled: 0 at the reservation value, 1 at the best feasible package; (W,).

        Where no package is worth more than no deal there is no scale: 1 for what is worth as much, 0 for the rest.
        """
        span = self.best - self.reservation
        unscaled = np.where(worth >= self.best, 1.0, 0.0)
        return np.divide(worth - self.reservation, span, out=unscaled, where=span > 0.0)

    def draw(self, use: str, each: int = 1) -> Floats:
        """This party's own uniform draws for this move, (W, each); the same whatever strategy it plays."""
        return self.luck.uniforms(use, self.me, self.move, each)

    def payoff(self, utility: Floats) -> Floats:
        """The payoff that a utility stands for, (W,)."""
        return self.reservation + utility * (self.best - self.reservation)


@dataclass(frozen=True, slots=True)
class Move:
    """What a party does at its turn.

    Attributes:
        accept: Worlds in which it accepts the offer on the table, (W,).
        package: Its own offer, (W, K), for the worlds in which it does not accept.
        worth: What that offer is worth to itself, (W,).
        silent: Worlds in which it makes no offer (nothing is worth it), (W,), or None for nowhere.
        says: What it says in public.
        believed: What it thinks the other's payoffs are, by cell (W, C), for the record; None where it has no idea.
        walks: Worlds in which it leaves the table for good instead, unless it accepts, (W,); None for nowhere.
    """

    accept: Bools
    package: Packages
    worth: Floats
    silent: Bools | None = None
    says: tuple[Statement, ...] = ()
    believed: Floats | None = None
    walks: Bools | None = None
