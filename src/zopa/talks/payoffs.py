"""Payoffs in force at a round, and what each party may know of them."""

import itertools
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints
from zopa.game.consents import Consents, best_ratifiable
from zopa.game.doors import Doors
from zopa.game.efficient import Efficient
from zopa.game.game import Game
from zopa.game.schedule import YEAR, Moment
from zopa.game.view import Estimate


@dataclass(frozen=True)
class Payoffs:
    """Payoffs of all parties at one round, as yearly flows (or lumps).

    Attributes:
        base: For each party its payoffs by cell before mechanisms, (W, C).
        cells: The same with what mechanisms add, (W, C).
        prior: For each party what the others believe them to be, (W, C).
        allowed: Cells that may be offered, (W, C).
        consents: For each party what must hold for a package to be ratified, as it knows; None for nothing.
        best: For each party the payoff of its best feasible package, (W,).
        revision: For each world the number of the last change of anything here, (W,); another array at each change.
        efficient: The frontier, where two parties know each other's payoffs; else None.
        information: What parties know of the others.
        error: Standard deviation of the cells around the prior, for each party, or None.
        doors: What mechanisms have written.
    """

    base: tuple[Floats, ...]
    cells: tuple[Floats, ...]
    prior: tuple[Floats, ...]
    allowed: Bools
    consents: tuple[Consents | None, ...]
    best: tuple[Floats, ...]
    revision: Ints
    efficient: Efficient | None
    information: str
    error: tuple[Floats, ...] | None
    doors: Doors

    @classmethod
    def of(
        cls, game: Game, index: int, revision: Ints, moment: Moment, doors: Doors, before: "Payoffs | None" = None
    ) -> "Payoffs":
        """The payoffs that hold in a round.

        One-off payments are spread: paid once, they are worth `once / annuity` of a yearly flow.

        Args:
            game: The game.
            index: Number of the epoch.
            revision: For each world the number of its last change, (W,).
            moment: The round.
            doors: What mechanisms have written.
            before: The payoffs until now; where the number of the change is the same, nothing has changed.
        """
        epoch, parties = game.epochs[index], range(len(game.parties))
        base = tuple(
            own if paid is None else own + _spread(moment, p) * paid
            for p, (own, paid) in enumerate(zip(epoch.cells, game.once, strict=True))
        )
        added = [doors.added(p) for p in parties]
        cells = tuple(own if more is None else own + more for own, more in zip(base, added, strict=True))
        prior = tuple(own if more is None else own + more for own, more in zip(epoch.prior, added, strict=True))
        allowed, known = doors.feasible(game.allowed), game.information == "complete"
        efficient = (
            Efficient(game.space, (cells[0], cells[1]), allowed, game.cap) if known and len(cells) == 2 else None
        )
        consents = tuple(doors.consents(p) for p in parties)
        changed = np.arange(game.worlds) if before is None else np.flatnonzero(revision != before.revision)
        best = tuple(
            _best(own, allowed, game, minded, changed, None if before is None else before.best[p])
            for p, (own, minded) in enumerate(zip(cells, consents, strict=True))
        )
        return cls(
            base, cells, cells if known else prior, allowed, consents, best, revision, efficient, game.information,
            game.prior_error, doors,
        )  # fmt: skip

    @cached_property
    def _seen(self) -> dict[tuple[int, int], tuple[Floats, bool]]:
        """By (who, about whom): payoffs as believed, (W, C), and whether a mechanism has coloured them."""
        seen, everybody = {}, range(len(self.cells))
        for me, other in itertools.permutations(everybody, 2):
            colour = self.doors.estimate(me, other)
            seen[me, other] = (self.prior[other] if colour is None else self.prior[other] + colour, colour is not None)
        return seen

    @cached_property
    def _mirror(self) -> tuple[Floats, ...]:
        """Of each party its payoffs turned round: what it takes the others' for where it knows nothing."""
        return tuple(-own for own in self.cells)

    def known_to(self, me: int, moment: Moment) -> tuple[Estimate, ...]:
        """What a party knows of each of the others, in order of their index.

        With nothing known, the others' payoffs are taken for the mirror of one's own: the fixed pie that people
        assume before they learn better (Thompson & Hastie 1990). Mechanisms may colour what is known.
        """
        exact = self.information == "complete"
        estimates = []
        for other in range(len(self.cells)):
            if other == me:
                continue
            claim = self.doors.claims.get((me, other))
            if self.information == "none":
                unknown = np.full_like(moment.reservation[me], -np.inf)
                estimates.append(Estimate(self._mirror[me], unknown, None, False))
            else:
                error = None if exact or self.error is None else self.error[other]
                reservation = moment.reservation[other] if exact else moment.expected[other]
                reservation = reservation if claim is None else reservation + claim
                cells, coloured = self._seen[me, other]
                estimates.append(Estimate(cells, reservation, error, exact and not coloured))
        return tuple(estimates)


def _best(
    own: Floats, allowed: Bools, game: Game, minded: Consents | None, changed: Ints, before: Floats | None
) -> Floats:  # fmt: skip
    """Payoff of a party's best package that may be offered and would be ratified, (W,), found afresh where changed."""
    if minded is None:
        return best_feasible(own, allowed, game.space.first)
    out = np.empty(game.worlds) if before is None else before.copy()
    out[changed] = best_ratifiable(own, allowed, game.space.first, minded, changed)[1][changed]
    return out


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
