"""Sealed offers: all parties write theirs down at the same time, and then they are opened."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol as Interface
from typing import runtime_checkable

import numpy as np

from zopa.game.arrays import Bools, Floats, Ints, Packages
from zopa.game.space import Space
from zopa.protocols.base import Turn


@dataclass(frozen=True, eq=False)
class Opened:
    """The sealed offers of a round.

    Attributes:
        offers: For each party its offer, (W, K).
        made: For each party the worlds in which it has made one, (W,).
        worth: What each party's offer is worth to each: `worth[i][j]` to i of j's, (W,).
        idle: Rounds in a row in which nobody has conceded anything, this one included, (W,).
        draw: One uniform draw in each world, (W,).
        cells: For each party its payoffs by cell, (W, C); empty where only what was offered counts.
        allowed: Cells that may be agreed, (W, C); None for all.
    """

    offers: tuple[Packages, ...]
    made: tuple[Bools, ...]
    worth: tuple[tuple[Floats, ...], ...]
    idle: Ints
    draw: Floats
    cells: tuple[Floats, ...] = ()
    allowed: Bools | None = None

    def content(self, with_: int) -> Bools:
        """Worlds in which everybody else gets from a party's offer at least what it asks for itself, (W,)."""
        everybody = self.made[with_].copy()
        for i, own in enumerate(self.worth):
            if i != with_:
                everybody &= self.made[i] & (own[with_] >= own[i])
        return everybody


@dataclass(frozen=True, eq=False)
class Met:
    """What follows once sealed offers are opened.

    Attributes:
        struck: Worlds in which there is an accord, (W,).
        package: The accord, (W, K).
        proposer: Whose offer it is, (W,).
        ends: Worlds in which the talks end without one, (W,); None for nowhere.
        deal: What a deal comes from, for transcripts.
        conflict: Why the talks end without one, for transcripts.
    """

    struck: Bools
    package: Packages
    proposer: Ints
    ends: Bools | None = None
    deal: str = "The offers are opened, and one of them gives everybody else what each asks for: a deal"
    conflict: str = "Nobody has conceded anything: the talks are over"


@runtime_checkable
class Sealed(Interface):
    """A protocol whose offers are made at the same time."""

    def meet(self, space: Space, opened: Opened) -> Met:
        """Open the offers."""
        ...


@lru_cache(maxsize=16)
def _everybody(parties: int) -> tuple[Turn, ...]:
    return tuple(Turn(party, 0, False, True, True) for party in range(parties))


@dataclass(frozen=True)
class MonotonicConcession:
    """All offer at the same time; an offer that gives everybody else what each asks for itself is the deal.

    If several do, one of them by lot. Where nobody concedes for `stuck` rounds in a row (no offer gives anybody else
    more than its maker's last did), the talks end in conflict; `stuck: 0` lets them go on. Each party sees the
    others' last offers when it writes its own.

    Source: Rosenschein & Zlotkin (1994), "Rules of Encounter", ch. 2: the monotonic concession protocol; for many
    parties Endriss (2006), AAMAS-06: 392-399, with the strong criterion of agreement.

    Attributes:
        stuck: Rounds without any concession that end the talks; 0 for never.
    """

    stuck: int = 1

    @property
    def exchanges(self) -> int:
        """One."""
        return 1

    def rounds(self, scheduled: int) -> int:
        """All rounds that the calendar has room for."""
        return scheduled

    def turns(self, index: int, parties: int, last: bool) -> tuple[Turn, ...]:
        """Everybody, at the same time."""
        return _everybody(parties)

    def meet(self, space: Space, opened: Opened) -> Met:
        """An offer that contents everybody; by lot where there are several."""
        content = np.stack([opened.content(p) for p in range(len(opened.offers))])
        count = content.sum(axis=0)
        lot = np.minimum((opened.draw * count).astype(np.int64), np.maximum(count - 1, 0))
        proposer = np.zeros(lot.shape, dtype=np.int64)
        package = opened.offers[0].copy()
        before = np.zeros(lot.shape, dtype=np.int64)
        for p, good in enumerate(content):
            chosen = good & (before == lot)
            proposer = np.where(chosen, p, proposer)
            package = np.where(chosen[:, None], opened.offers[p], package)
            before = before + good
        ends = (opened.idle >= self.stuck) & (count == 0) if self.stuck else None
        return Met(count > 0, package, proposer, ends)


@dataclass(frozen=True)
class DoubleAuction:
    """Buyer and seller each write down a price; if they cross, they trade at a price in between.

    One issue with numbers as levels, two parties. There is trade where each party likes the other's price at least as
    well as its own; the price is the level nearest to `share` × the first party's + (1 − share) × the second's, among
    those that may be agreed and give each what it asks for (all in between, where a party wants the price as high, or
    as low, as can be). In a single round this is the sealed-bid double auction.

    Source: Chatterjee & Samuelson (1983), Operations Research 31: 835-851.

    Attributes:
        share: Weight of the first party's price.
    """

    share: float = 0.5

    @property
    def exchanges(self) -> int:
        """One."""
        return 1

    def rounds(self, scheduled: int) -> int:
        """All rounds that the calendar has room for."""
        return scheduled

    def turns(self, index: int, parties: int, last: bool) -> tuple[Turn, ...]:
        """Both, at the same time."""
        return _everybody(parties)

    def meet(self, space: Space, opened: Opened) -> Met:
        """Trade where the prices cross."""
        level, price = _prices(space)
        first, second = (price[offer[:, 0]] for offer in opened.offers)
        between = self.share * first + (1.0 - self.share) * second
        away = np.abs(price[level] - between[:, None])
        for own, worth in zip(opened.cells, (opened.worth[0][0], opened.worth[1][1]), strict=False):
            away = np.where(own[:, level] >= worth[:, None], away, np.inf)
        if opened.allowed is not None:
            away = np.where(opened.allowed[:, level], away, np.inf)
        package = level[away.argmin(axis=1)].astype(np.int16)[:, None]
        struck, nobody = opened.content(0) & opened.content(1), np.zeros(between.shape, dtype=np.int64)
        return Met(struck, package, nobody, deal="The two prices are opened, and cross: they trade in between")


def _prices(space: Space) -> tuple[Ints, Floats]:
    """Levels by rising price, and the price of each level.

    Raises:
        ValueError: There is more than one issue, or its levels are not numbers.
    """
    if len(space.issues) != 1 or any(isinstance(level, str) for level in space.levels[0]):
        raise ValueError("a double auction is about one issue whose levels are numbers")
    price = np.array(space.levels[0], dtype=np.float64)
    return np.argsort(price, kind="stable"), price
