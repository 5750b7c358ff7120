"""Payoffs in force at a round, and what each party may know of them."""

from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats
from zopa.game.efficient import Efficient
from zopa.game.game import Game
from zopa.game.schedule import YEAR, Moment
from zopa.game.view import Estimate


@dataclass(frozen=True)
class Payoffs:
    """Payoffs of all parties at one round, as yearly flows (or lumps).

    Attributes:
        cells: For each party its payoffs by cell, (W, C).
        prior: For each party what the others believe them to be, (W, C).
        allowed: Cells that may be offered, (W, C).
        best: For each party the payoff of its best feasible package, (W,).
        revision: Number of the change of payoffs.
        efficient: The frontier, where two parties know each other's payoffs; else None.
        information: What parties know of the others.
        error: Standard deviation of the cells around the prior, for each party, or None.
    """

    cells: tuple[Floats, ...]
    prior: tuple[Floats, ...]
    allowed: Bools
    best: tuple[Floats, ...]
    revision: int
    efficient: Efficient | None
    information: str
    error: tuple[Floats, ...] | None

    @classmethod
    def of(cls, game: Game, index: int, revision: int, moment: Moment) -> "Payoffs":
        """The payoffs that hold in a round.

        One-off payments are spread: paid once, they are worth `once / annuity` of a yearly flow.

        Args:
            game: The game.
            index: Number of the epoch.
            revision: Number to give them.
            moment: The round.
        """
        epoch = game.epochs[index]
        cells = tuple(
            own if paid is None else own + _spread(moment, p) * paid
            for p, (own, paid) in enumerate(zip(epoch.cells, game.once, strict=True))
        )
        known = game.information == "complete"
        efficient = (
            Efficient(game.space, (cells[0], cells[1]), game.allowed, game.cap) if known and len(cells) == 2 else None
        )
        best = tuple(best_feasible(own, game.allowed, game.space.first) for own in cells)
        prior = cells if known else epoch.prior
        return cls(cells, prior, game.allowed, best, revision, efficient, game.information, game.prior_error)

    def known_to(self, me: int, moment: Moment) -> tuple[Estimate, ...]:
        """What a party knows of each of the others, in order of their index.

        With nothing known, the others' payoffs are taken for the mirror of one's own: the fixed pie that people
        assume before they learn better (Thompson & Hastie 1990).
        """
        exact = self.information == "complete"
        estimates = []
        for other in range(len(self.cells)):
            if other == me:
                continue
            if self.information == "none":
                unknown = np.full_like(moment.reservation[me], -np.inf)
                estimates.append(Estimate(-self.cells[me], unknown, None, False))
            else:
                error = None if exact or self.error is None else self.error[other]
                reservation = moment.reservation[other] if exact else moment.expected[other]
                estimates.append(Estimate(self.prior[other], reservation, error, exact))
        return tuple(estimates)


def _spread(moment: Moment, party: int) -> Floats:
    """The yearly flow that 1 paid once is worth, (W, 1); where no time is left, spread over a day."""
    return (moment.once / np.maximum(moment.annuity[party], 1.0 / YEAR))[:, None]


def best_feasible(cells: Floats, allowed: Bools, first: np.ndarray) -> Floats:
    """Payoff of the best package that may be offered, (W,); summed in cluster order."""
    peaks = np.maximum.reduceat(np.where(allowed, cells, -np.inf), first[:-1], axis=1)
    total = np.zeros(cells.shape[0])
    for k in range(peaks.shape[1]):
        total = total + peaks[:, k]
    return total
