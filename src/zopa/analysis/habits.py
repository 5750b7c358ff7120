"""Habits of negotiators: what a party asked of one opponent after the other, in a few numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints

LATE = 0.8
"""From this share of the talks on, it is late."""


@dataclass(frozen=True)
class Moves:
    """What a party asked for against B opponents in the same N worlds, by T stretches of time.

    Attributes:
        opening: The party's first demand, (B, N); nan where it made no offer.
        asked: Its last demand up to the end of each stretch, (B, N, T); nan before the first.
        last: The last stretch in which the world's talks went on, (B, N); −1 where they never did.
        agreed: Whether they ended with a deal, (B, N).
    """

    opening: Floats
    asked: Floats
    last: Ints
    agreed: Bools

    @classmethod
    def joined(cls, some: "Sequence[Moves]") -> "Moves":
        """More worlds of the same opponents, put together."""
        columns = zip(*((one.opening, one.asked, one.last, one.agreed) for one in some), strict=True)
        opening, asked, last, agreed = (np.concatenate(column, axis=1) for column in columns)
        return cls(opening, asked, last, agreed)

    @property
    def talking(self) -> Bools:
        """Worlds whose talks went on in a stretch, at its start at least, (B, N, T)."""
        found: Bools = self.last[:, :, None] >= np.arange(self.asked.shape[2])
        return found


@dataclass(frozen=True)
class Habits:
    """A fingerprint in a few numbers; None where there is nothing to go by.

    Demands run from 0 (no deal) to 1 (the best package that may be offered), both as of the day of the offer.

    Attributes:
        opening: Mean first demand.
        concession: Mean of first demand less last, over all opponents and worlds in which there was an offer.
        late: Share of the concession that was made in the last fifth of the time, in talks that lasted so long: the
            ratio of the sums. Below 0 where demands rise then.
        responsiveness: How much more is asked of an opponent that is tougher by a factor of ten in beta, at half of
            the time, in the talks that go on then; below 0 where less is asked of the tougher.
        spread: Standard deviation of what is asked of different opponents in the same world at the same time, over all
            times: 0 for who does not look at the other (but for what reacts to offers around the table), large for who
            does, whichever way it answers toughness.
        deals: Share of the talks that ended with a deal.
    """

    opening: float | None
    concession: float | None
    late: float | None
    responsiveness: float | None
    spread: float | None
    deals: float


def habits(betas: Sequence[float], moves: Moves) -> Habits:
    """A fingerprint in numbers.

    Args:
        betas: The opponents' `beta`, (B,).
        moves: What the party asked of them.
    """
    made = ~np.isnan(moves.opening)
    closing = moves.asked[:, :, -1]
    toughness = -np.log10(np.asarray(betas, dtype=np.float64))
    middle = max(moves.asked.shape[2] // 2, 1) - 1
    return Habits(
        opening=float(moves.opening[made].mean()) if made.any() else None,
        concession=float((moves.opening - closing)[made].mean()) if made.any() else None,
        late=_late(moves, made),
        responsiveness=slope(toughness, *_cases(moves, slice(middle, middle + 1))),
        spread=spread(*_cases(moves, slice(None))),
        deals=float(moves.agreed.mean()),
    )


def _late(moves: Moves, made: Bools) -> float | None:
    """Share of the concession made late."""
    before = max(round(LATE * moves.asked.shape[2]), 1) - 1
    lasted = made & (moves.last > before)
    first, closing = moves.opening[lasted], moves.asked[:, :, -1][lasted]
    then = moves.asked[:, :, before][lasted]
    then = np.where(np.isnan(then), first, then)  # no offer so far: nothing conceded
    whole = float((first - closing).sum())
    return float((then - closing).sum()) / whole if whole > 1e-9 * max(first.size, 1) else None


def _cases(moves: Moves, when: slice) -> tuple[Floats, Bools]:
    """Demands in some stretches of time, (B, M), a case being a world at a time; and which of them count.

    Those count where the talks go on afterwards: there all have had the whole stretch to make their offer.
    """
    asked = moves.asked[:, :, when]
    on = moves.last[:, :, None] > np.arange(moves.asked.shape[2])[when]
    rows = (len(asked), -1)
    return asked.reshape(rows), (on & ~np.isnan(asked)).reshape(rows)


def slope(toughness: Floats, demand: Floats, counts: Bools) -> float | None:
    """How demand rises with toughness, each case compared with itself; None where no case can be.

    Least squares with a constant for each case (fixed effects), so that it does not matter which cases are left:
    Σ (x − x̄_c)(y − ȳ_c) / Σ (x − x̄_c)². Source: Wooldridge (2010), Econometric Analysis of Cross Section and Panel
    Data, 2nd ed., section 10.5.

    Args:
        toughness: x of each opponent, (B,).
        demand: y by opponent and case (a world at a time), (B, M).
        counts: What counts, (B, M).
    """
    x, y = _centred(np.broadcast_to(toughness[:, None], counts.shape), counts), _centred(demand, counts)
    squares = float(np.square(x).sum())
    return float((x * y).sum()) / squares if squares > 0.0 else None


def spread(demand: Floats, counts: Bools) -> float | None:
    """Standard deviation of demands within cases; None where no case has two.

    Args:
        demand: Demands by opponent and case, (B, M).
        counts: What counts, (B, M).
    """
    n = counts.sum(axis=0)
    free = int((n - 1)[n > 1].sum())
    return math.sqrt(float(np.square(_centred(demand, counts)).sum()) / free) if free else None


def _centred(values: Floats, counts: Bools) -> Floats:
    """Values less their case's mean, (B, M); exactly 0 where a case's values are all the same, or do not count."""
    n = counts.sum(axis=0)
    least = np.where(n > 0, np.where(counts, values, np.inf).min(axis=0), 0.0)
    above = np.where(counts, values - least, 0.0)
    centred: Floats = np.where(counts, above - above.sum(axis=0) / np.maximum(n, 1), 0.0)
    return centred
